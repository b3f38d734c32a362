/* Remains that are together: see assemblage.h. */
#include "casebook/assemblage.h"

#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "casebook/individual.h"
#include "casebook/kinds.h"
#include "incident/mni.h"

#include "base/banned.h"

/* ---- What is in it ---------------------------------------------------------------------------------------------- */

typedef struct heap {
    const ag_view *view;
    ag_row *row;
    int n, capacity;
} heap;

static void add_rows(heap *h, const ag_row *row, int n) {
    if (h->n + n > h->capacity) {
        const int capacity = 2 * (h->n + n);
        ag_row *more = AG_NEW(h->view->arena, ag_row, capacity);
        if (!more) return; /* the arena remembers */
        if (h->n) memcpy(more, h->row, (size_t)h->n * sizeof *more);
        h->row = more;
        h->capacity = capacity;
    }
    for (int i = 0; i < n; i++)
        if (!ag_row_state(&row[i], "VOID")) h->row[h->n++] = row[i];
}

static void add_where(heap *h, const char *column, ag_text subject) {
    int n;
    const ag_row *row = ag_view_rows(h->view, &ag_kind_remains, column, subject, 0, &n);
    add_rows(h, row, n);
}

static void add_container(heap *h, ag_text subject, int depth) {
    int n;
    add_where(h, "container", subject);
    const ag_row *inner =
        depth < AG_MAX_CONTAINER_DEPTH ? ag_view_rows(h->view, &ag_kind_container, "container", subject, 0, &n) : NULL;
    for (int i = 0; inner && i < n; i++) add_container(h, ag_row_subject(h->view, &inner[i]), depth + 1);
}

const ag_row *ag_assemblage_of(const ag_view *view, const ag_row *whole, int *n) {
    heap h = {.view = view};
    const ag_text subject = ag_row_subject(view, whole);
    if (whole->kind == &ag_kind_container)
        add_container(&h, subject, 0);
    else if (whole->kind == &ag_kind_remains) {
        add_rows(&h, whole, 1);
        add_where(&h, "lot", subject);
    } else
        add_where(&h, whole->kind->name, subject);
    *n = h.n;
    return h.row;
}

/* ---- Of how many people
 * ----------------------------------------------------------------------------------------------- */

/* Elements in sets: those asserted to be of one person are joined. */
static int find(int *parent, int i) {
    while (parent[i] != i) i = parent[i] = parent[parent[i]];
    return i;
}

/* Joins element i with the first that has the same value. */
static void join_by(ag_map *seen, int *parent, ag_text value, int i) {
    bool added = true;
    const uint32_t *first = value.n ? ag_map_add(seen, value, (uint32_t)i, &added) : NULL;
    if (first && !added) parent[find(parent, i)] = find(parent, (int)*first);
}

/* The person that they are of, where an identification is confirmed. */
static ag_text person_of(const ag_view *view, const ag_row *remains) {
    const ag_row individual = ag_view_row(view, ag_row_text(remains, "individual"));
    return ag_row_text(&individual, "person");
}

static void join_all(const ag_view *view, const ag_row *remains, int n, int *parent) {
    ag_map seen, subject;
    ag_map_init(&seen);
    ag_map_init(&subject);
    for (int i = 0; i < n; i++) {
        bool added;
        ag_map_add(&subject, ag_row_subject(view, &remains[i]), (uint32_t)i, &added);
        const ag_text dna = ag_row_text(&remains[i], "dna_group");
        join_by(&seen, parent, ag_row_text(&remains[i], "individual"), i);
        join_by(&seen, parent, person_of(view, &remains[i]), i);
        if (dna.n) join_by(&seen, parent, ag_text_of(ag_view_say(view, "dna %.*s", (int)dna.n, dna.at)), i);
    }
    for (int i = 0; i < n; i++) {
        const ag_text from = ag_row_text(&remains[i], "parent");
        const uint32_t *at = from.n ? ag_map_find(&subject, from) : NULL;
        if (at && !ag_row_is(&remains[*at], "type", "commingled-lot")) parent[find(parent, i)] = find(parent, (int)*at);
    }
    ag_map_deinit(&seen);
    ag_map_deinit(&subject);
}

static int age_of(const ag_row *remains) {
    for (int age = 1; age < AG_AGE_GROUPS; age++)
        if (ag_row_is(remains, "age_group", ag_age_groups[age - 1])) return age;
    return 0;
}

int ag_assemblage_mni(const ag_view *view, const ag_row *remains, int n, ag_buffer *why) {
    int *parent = AG_NEW(view->arena, int, n);
    ag_mni_unit *unit = AG_NEW(view->arena, ag_mni_unit, n);
    ag_mni mni = {.units = 0};
    if (n && (!parent || !unit)) return 0; /* the arena remembers */
    for (int i = 0; i < n; i++) parent[i] = i;
    join_all(view, remains, n, parent);
    for (int i = 0; i < n; i++) {
        ag_mni_unit *u = &unit[find(parent, i)];
        ag_mni_unit_add(u, ag_remains_anatomy(&remains[i]));
        u->dna |= ag_row_text(&remains[i], "dna_group").n > 0;
        u->named |= person_of(view, &remains[i]).n > 0;
        if (!u->age) u->age = age_of(&remains[i]);
    }
    for (int i = 0; i < n; i++)
        if (parent[i] == i) ag_mni_add(&mni, &unit[i]);
    return ag_mni_bound(&mni, why);
}

/* ---- Facts
 * ------------------------------------------------------------------------------------------------------------- */

ag_status ag_assemblage_mni_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    int n;
    ag_buffer why = {0};
    if (view->row.kind == &ag_kind_remains && !ag_row_is(&view->row, "type", "commingled-lot")) return AG_OK;
    const ag_row *remains = ag_assemblage_of(view, &view->row, &n);
    const int mni = ag_assemblage_mni(view, remains, n, &why);
    if (n)
        ag_buffer_printf(out, "%d %s at least among %d remains%s%s", mni, mni == 1 ? "individual" : "individuals", n,
                         why.n ? ": " : "", why.n ? why.data : "");
    const bool failed = why.failed;
    ag_buffer_deinit(&why);
    return failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory") : AG_OK;
}

ag_status ag_assemblage_contents_fact(const ag_view *view, ag_buffer *out, ag_error *err) {
    const ag_text subject = ag_row_subject(view, &view->row);
    (void)err;
    ag_buffer_printf(out, "%lld remains, %lld containers, %lld effects",
                     (long long)ag_view_count(view, &ag_kind_remains, "container", subject, NULL),
                     (long long)ag_view_count(view, &ag_kind_container, "container", subject, NULL),
                     (long long)ag_view_count(view, &ag_kind_effect, "container", subject, NULL));
    return AG_OK;
}
