/* Persons as a list: see persons_list.h. */
#include "casebook/persons_list.h"

#include <string.h>

#include "casebook/kinds.h"
#include "formats/csv.h"

#include "base/banned.h"

/* What is opened of each person; the name is that of another subject. */
enum { NAME, BORN, DIED, NUMBER, FIELDS };
static const char *const field[FIELDS] = {"original", "birth", "death_date", "service_number"};

/* The name by which he is listed: the true one, else the one he signed, else another; never one that was made up or
 * printed. */
static ag_row name_of(const ag_view *view, ag_text person) {
    static const char *const role[] = {"true", "as-signed", "alias"};
    int n;
    const ag_row *row = ag_view_rows(view, &ag_kind_name, "person", person, 0, &n);
    for (size_t r = 0; r < sizeof role / sizeof *role; r++)
        for (int i = 0; i < n; i++)
            if (ag_row_state(&row[i], "STANDING") && ag_row_is(&row[i], "role", role[r])) return row[i];
    return (ag_row){0};
}

/* wanted[FIELDS * k + …] of the k-th person who has a name; how many there are. */
static int want(const ag_view *view, const ag_row *person, int n, ag_wanted *wanted, const ag_row **listed) {
    int persons = 0;
    for (int i = 0; i < n; i++) {
        const ag_text subject = ag_row_subject(view, &person[i]);
        const ag_row name = name_of(view, subject);
        if (!ag_row_there(&name)) continue;
        for (int f = 0; f < FIELDS; f++)
            wanted[FIELDS * persons + f] =
                (ag_wanted){.subject = f == NAME ? ag_row_subject(view, &name) : subject, .field = field[f]};
        listed[persons++] = &person[i];
    }
    return persons;
}

static void write_list(const ag_view *view, const ag_row *const *listed, const ag_wanted *wanted, int persons,
                       ag_buffer *out) {
    ag_csv_writer csv = {.out = out};
    ag_buffer_puts(out, "id,name,born,died,unit,service_number\n");
    for (int i = 0; i < persons; i++) {
        const ag_wanted *of = &wanted[FIELDS * i];
        if (!of[NAME].value.n) continue; /* its key was erased */
        ag_csv_put(&csv, ag_row_subject(view, listed[i]));
        ag_csv_put(&csv, of[NAME].value);
        ag_csv_put(&csv, of[BORN].value);
        ag_csv_put(&csv, of[DIED].value);
        ag_csv_put(&csv, ag_row_text(listed[i], "unit"));
        ag_csv_put(&csv, of[NUMBER].value);
        ag_csv_end_row(&csv);
    }
}

ag_status ag_persons_list(ag_casebook *casebook, const ag_actor *actor, ag_buffer *out, ag_error *err) {
    ag_arena arena;
    ag_view view;
    int n = 0, persons = 0;
    ag_arena_init(&arena);
    ag_status status = ag_casebook_view(casebook, (ag_text){NULL, 0}, &arena, &view, err);
    const ag_row *person =
        status == AG_OK ? ag_view_rows(&view, &ag_kind_person, "state", AG_TEXT("ON_FILE"), 0, &n) : NULL;
    ag_wanted *wanted = AG_NEW(&arena, ag_wanted, (size_t)n * FIELDS + 1);
    const ag_row **listed = AG_NEW(&arena, const ag_row *, (size_t)n + 1);
    if (status == AG_OK && (!wanted || !listed)) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (status == AG_OK) persons = want(&view, person, n, wanted, listed);
    if (persons) status = ag_casebook_read(casebook, actor, "linking lists", wanted, FIELDS * persons, &arena, err);
    if (status == AG_OK && persons && wanted[NAME].forbidden)
        status = ag_fail(err, AG_REFUSED, "a registrar, an analyst or a case officer does this",
                         "your role may not read the names of persons");
    if (status == AG_OK) write_list(&view, listed, wanted, persons, out);
    ag_arena_deinit(&arena);
    return status;
}
