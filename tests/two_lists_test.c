/* Two sides' lists, line against line. */
#include "support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "formats/two_lists.h"

typedef struct compared {
    ag_file file[2];
    ag_arena arena;
    ag_diagnostics found;
    ag_two_lists lists;
    ag_status status;
} compared;

static void compare_with(compared *c, const char *ours, const char *theirs, const ag_list_filter *filter) {
    ag_error err;
    ag_arena_init(&c->arena);
    ag_diagnostics_init(&c->found);
    assert_ok(ag_file_of_bytes("ours.csv", ours, strlen(ours), &c->file[0], &err), &err);
    assert_ok(ag_file_of_bytes("theirs.csv", theirs, strlen(theirs), &c->file[1], &err), &err);
    c->status = ag_two_lists_read(&c->file[0], &c->file[1], filter, &c->arena, &c->lists, &c->found, &err);
}

static void compare(compared *c, const char *ours, const char *theirs) {
    const ag_list_filter all = {{NULL, 0}, {NULL, 0}, {NULL, 0}};
    compare_with(c, ours, theirs, &all);
}

static void done(compared *c) {
    ag_file_deinit(&c->file[0]);
    ag_file_deinit(&c->file[1]);
    ag_diagnostics_deinit(&c->found);
    ag_arena_deinit(&c->arena);
}

static void lines_are_paired(void **state) {
    (void)state;
    compared c;
    compare(&c,
            "number,foreign_number,seal,date,from,to,bodies\n"
            "A-1,,s1,2025-06-16,RU,UA,1\n" /* by number, written otherwise there */
            "A-2,1616 0002,s2,,,,2\n"      /* by their number, and another count */
            "A-3,,S 3,,,,1\n"              /* by seal */
            ",,,2025-06-17,RU,UA,78\n"     /* by day and direction */
            ",,,2025-06-18,RU,UA,5\n"      /* of that day they have two lines */
            "A-6,,,,,,1\n",                /* they have not */
            "no,seal,date,from,to,count\n"
            "a 1,,,,,1\n"
            "16160002,,,,,3\n"
            "B-3,s3,,,,1\n"
            ",,2025-06-17,RU,UA,78\n"
            ",,2025-06-18,RU,UA,2\n"
            ",,2025-06-18,RU,UA,3\n"
            "B-9,,,,,4\n");
    assert_int_equal(c.status, AG_OK);
    static const int other[] = {0, 1, 2, 3, -1, -1};
    static const ag_list_key by[] = {AG_BY_NUMBER, AG_BY_NUMBER, AG_BY_SEAL, AG_BY_DAY};
    for (int i = 0; i < 6; i++) {
        assert_int_equal(c.lists.side[0].line[i].other, other[i]);
        if (other[i] < 0) continue;
        assert_int_equal(c.lists.side[0].line[i].by, by[i]);
        assert_int_equal(c.lists.side[1].line[other[i]].other, i);
    }
    assert_int_equal(c.lists.pairs, 4);
    assert_int_equal(c.lists.differing, 1);
    assert_int_equal(c.lists.side[0].alone, 2);
    assert_int_equal(c.lists.side[0].alone_bodies, 6);
    assert_int_equal(c.lists.side[1].alone, 3);
    assert_int_equal(c.lists.side[1].bodies, 92);
    done(&c);
}

/* A number that a list has twice says nothing of which line is meant. */
static void nothing_is_guessed(void **state) {
    (void)state;
    compared c;
    compare(&c, "number\nA1\nA1\nA2\n", "number\nA1\nA2\nA2\n");
    assert_int_equal(c.status, AG_OK);
    assert_int_equal(c.lists.pairs, 0);
    done(&c);
    compare(&c, "name\nKim\n", "number\nA1\n");
    assert_int_equal(c.status, AG_BAD_INPUT);
    done(&c);
    compare(&c, "number,bodies\nA1,many\nA2,-1\n", "number,date\nA1,soon\n");
    assert_int_equal(c.status, AG_BAD_INPUT);
    assert_int_equal(c.found.errors, 3);
    done(&c);
}

/* The sums that the two sides published of June 2025, and of all until then (handovers.csv; Kyiv's own 6,057 and
 * 15,801, Moscow's 6,060). */
static void the_published_sums(void **state) {
    (void)state;
    const char *ours = read_file(shared_path("claims/handovers.csv"), NULL);
    const char *theirs = "date,from,to,bodies\n2025-06-11/2025-06-16,RU,UA,6060\n";
    ag_list_filter june = {AG_TEXT("RU"), AG_TEXT("UA"), AG_TEXT("2025-06-11/2025-06-16")},
                   until = {AG_TEXT("RU"), AG_TEXT("UA"), AG_TEXT("2022-02/2025-06-16")};
    compared c;
    compare_with(&c, ours, theirs, &june);
    assert_int_equal(c.status, AG_OK);
    assert_int_equal(c.lists.side[0].lines, 5);
    assert_int_equal(c.lists.side[0].bodies, 6057);
    assert_int_equal(c.lists.side[1].bodies, 6060);
    assert_int_equal(c.lists.pairs, 0);
    done(&c);
    compare_with(&c, ours, theirs, &until);
    assert_int_equal(c.lists.side[0].bodies, 15801);
    done(&c);
}

/* Whatever the lists: pairs are of two lines that share the key they were paired by, and totals are those of the
 * lines. */
static void put_list(draws *d, ag_buffer *out) {
    ag_buffer_puts(out, "number,seal,bodies\n");
    while (draw_bool(d) || draw_bool(d))
        ag_buffer_printf(out, "N%d,S%d,%d\n", draw_between(d, 0, 5), draw_between(d, 0, 5), draw_between(d, 0, 9));
}

static bool pairs_share_their_key(const ag_two_lists *l) {
    int64_t bodies = 0;
    for (int i = 0; i < l->side[0].lines; i++) {
        const ag_list_line *line = &l->side[0].line[i];
        bodies += line->bodies;
        if (line->other < 0) continue;
        const ag_list_line *other = &l->side[1].line[line->other];
        if (other->other != i || line->by != other->by || line->by == AG_BY_DAY) return false;
        if (!(line->by == AG_BY_NUMBER ? ag_text_equal(line->number, other->number)
                                       : ag_text_equal(line->seal, other->seal)))
            return false;
    }
    return bodies == l->side[0].bodies;
}

static bool lists_agree_with_themselves(draws *d, void *context) {
    (void)context;
    ag_buffer ours = {0}, theirs = {0};
    compared c;
    put_list(d, &ours);
    put_list(d, &theirs);
    compare(&c, ours.data, theirs.data);
    const bool good = c.status == AG_OK && pairs_share_their_key(&c.lists);
    if (!good) draw_note(d, "%s against %s", ours.data, theirs.data);
    done(&c);
    ag_buffer_deinit(&ours);
    ag_buffer_deinit(&theirs);
    return good;
}

static void any_lists(void **state) {
    (void)state;
    check_property("lines that are paired share a number or a seal", 300, lists_agree_with_themselves, NULL);
}

static void a_list_has_a_cap(void **state) {
    (void)state;
    for (int more = 0; more < 2; more++) {
        ag_buffer list = {0};
        compared c;
        ag_buffer_puts(&list, "number\n");
        for (int i = 0; i < AG_MAX_HANDOVER_LINES + more; i++) ag_buffer_printf(&list, "%d\n", i);
        compare(&c, list.data, "number\n7\n");
        assert_int_equal(c.status, more ? AG_BAD_INPUT : AG_OK);
        done(&c);
        ag_buffer_deinit(&list);
    }
}

int main(void) {
    const struct CMUnitTest cases[] = {
        {"lines are paired by number, by seal, and by a day of which each side has one", lines_are_paired, NULL, NULL,
         NULL},
        {"a number that stands twice pairs nothing, and every fault is named", nothing_is_guessed, NULL, NULL, NULL},
        {"the published handovers add up to 6,057 against 6,060, and to 15,801", the_published_sums, NULL, NULL, NULL},
        {"lines that are paired share what they are paired by", any_lists, NULL, NULL, NULL},
        {"a list of more lines than a handover can have is refused", a_list_has_a_cap, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("two lists", cases, NULL, NULL);
}
