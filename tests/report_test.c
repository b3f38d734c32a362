/* Reports: pedigrees are drawn as families are, sentences exist in every language, and a page tells what it must and
 * nothing that it must not. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "incident/load.h"
#include "report/chart.h"
#include "report/pedigree_drawing.h"
#include "report/pedigree_order.h"
#include "report/report.h"
#include "report/words.h"
#include "support.h"

#include "base/banned.h"

/* ---- Pedigrees ------------------------------------------------------------------------------------------------- */

enum { MOST = 16 };

/* A person as "M01": sex, father, mother as letters of persons ('-' none); twins carry the letter of the other. */
typedef struct shape {
    const char *what;
    const char *person[MOST];
} shape;

static int index_of(char letter) { return letter == '-' || letter == 0 ? -1 : letter - 'a'; }

static int persons_of(const shape *s, ag_person *out) {
    int n = 0;
    for (; n < MOST && s->person[n]; n++) {
        const char *p = s->person[n];
        ag_sex sex = p[0] == 'M' ? AG_MALE : p[0] == 'F' ? AG_FEMALE : AG_SEX_UNKNOWN;
        out[n] = (ag_person){index_of(p[1]), index_of(p[2]), sex, index_of(p[3]), 0};
    }
    return n;
}

static const shape ordinary[] = {
    {"a child with both parents", {"M--", "F--", "Mab"}},
    {"siblings", {"M--", "F--", "Mab", "Fab", "Mab", "?ab"}},
    {"grandparents at one side", {"M--", "F--", "Mab", "F--", "Mcd"}},
    {"four grandparents, uncle and aunt", {"M--", "F--", "M--", "F--", "Mab", "Mab", "Fcd", "Fcd", "Meg", "Feg"}},
    {"half siblings", {"F--", "M--", "F--", "Mba", "Fba", "Mbc"}},
    {"cousins", {"M--", "F--", "Mab", "F--", "Fab", "M--", "Mcd", "Ffe"}},
    {"married cousins", {"M--", "F--", "Mab", "F--", "Fab", "M--", "Mcd", "Ffe", "Mgh", "Fgh"}},
    {"identical twins", {"M--", "F--", "Mab", "Mabc", "Fab"}},
    {"twins born apart in the file", {"M--", "F--", "Mab", "Fab", "Mab", "Mabc"}},
    {"three generations of twelve",
     {"M--", "F--", "Fab", "M--", "Mab", "F--", "Mab", "Mdc", "Mef", "Fef", "F--", "?ik"}},
    {"in-laws at both sides",
     {"M--", "F--", "Mab", "Fab", "Mab", "M--", "F--", "Ffg", "Ffg", "M--", "F--", "Fjk", "Mcl", "Meh", "Feh"}},
    {"two families side by side", {"M--", "F--", "Mab", "M--", "F--", "Fde"}},
};

static void check_layout(const char *what, const ag_pedigree *pedigree, int most_faults) {
    ag_arena arena;
    ag_pedigree_layout l;
    ag_row_order order;
    double half[AG_MAX_DRAWN_PERSONS];
    for (int p = 0; p < pedigree->persons; p++) half[p] = 27 + p % 3 * 10;
    ag_arena_init(&arena);
    assert_true(ag_pedigree_layout_make(&arena, pedigree, half, &l));
    ag_row_order_find(pedigree, &l, &order);
    int faults = ag_row_order_faults(pedigree, &l, &order);
    if (faults > most_faults) fail_msg("%s: drawn with %d faults", what, faults);
    for (int p = 0; p < pedigree->persons; p++) {
        const ag_person *person = &pedigree->person[p];
        if (person->father >= 0 && l.row[p] <= l.row[person->father]) fail_msg("%s: %d above his father", what, p);
        if (person->mother >= 0 && l.row[p] <= l.row[person->mother]) fail_msg("%s: %d above his mother", what, p);
        if (l.x[p] < half[p] - 1 || l.x[p] > l.width - half[p] + 1) fail_msg("%s: %d is off the page", what, p);
        for (int q = 0; q < p; q++)
            if (l.row[p] == l.row[q] && fabs(l.x[p] - l.x[q]) < half[p] + half[q] - 2)
                fail_msg("%s: %d and %d overlap", what, p, q);
    }
    ag_arena_deinit(&arena);
}

static void ordinary_families_cross_nowhere(void **state) {
    (void)state;
    for (size_t k = 0; k < sizeof ordinary / sizeof *ordinary; k++) {
        ag_person person[MOST];
        ag_pedigree pedigree = {persons_of(&ordinary[k], person), person};
        ag_error err;
        assert_ok(ag_pedigree_check(&pedigree, NULL, &err), &err);
        check_layout(ordinary[k].what, &pedigree, 0);
    }
}

static void couples_stand_side_by_side(void **state) {
    (void)state;
    ag_arena arena;
    ag_person person[MOST];
    ag_pedigree_layout l;
    double half[MOST];
    for (int p = 0; p < MOST; p++) half[p] = 30;
    ag_pedigree pedigree = {persons_of(&ordinary[6], person), person};
    ag_arena_init(&arena);
    assert_true(ag_pedigree_layout_make(&arena, &pedigree, half, &l));
    int related = 0;
    for (int u = 0; u < l.matings; u++) {
        assert_true(l.mating[u].side_by_side);
        related += l.mating[u].related;
    }
    assert_int_equal(related, 1);
    ag_arena_deinit(&arena);
}

/* Any pedigree: each person's parents are drawn among those before. */
static bool any_pedigree_is_drawn(draws *d, void *context) {
    (void)context;
    ag_person person[AG_MAX_DRAWN_PERSONS];
    ag_drawn_person drawn[AG_MAX_DRAWN_PERSONS] = {0};
    int n = 0;
    while (n < 3 || (n < AG_MAX_DRAWN_PERSONS && draw_bool(d))) {
        ag_person new = {-1, -1, draw_bool(d) ? AG_MALE : AG_FEMALE, -1, 0};
        int a = n ? (int)draw_below(d, (uint64_t)n) : 0, b = n ? (int)draw_below(d, (uint64_t)n) : 0;
        if (n && person[a].sex == AG_MALE && person[b].sex == AG_FEMALE) new.father = a, new.mother = b;
        person[n] = new;
        drawn[n++] = (ag_drawn_person){.name = AG_TEXT("name"), .typed = draw_bool(d)};
    }
    ag_pedigree pedigree = {n, person};
    ag_arena arena;
    ag_buffer one, two;
    ag_arena_init(&arena);
    ag_buffer_init(&one);
    ag_buffer_init(&two);
    ag_drawing *a = ag_pedigree_draw(&arena, &pedigree, drawn, "t"),
               *b = ag_pedigree_draw(&arena, &pedigree, drawn, "t");
    bool holds = a && b && a->width > 0 && isfinite(a->width) && isfinite(a->height);
    if (holds) {
        ag_drawing_svg(a, 1, &one);
        ag_drawing_svg(b, 1, &two);
        holds = one.n == two.n && memcmp(one.data, two.data, one.n) == 0 && !strstr(one.data, "nan");
    }
    ag_buffer_deinit(&one);
    ag_buffer_deinit(&two);
    ag_arena_deinit(&arena);
    return holds || draw_note(d, "%d persons", n);
}

static void every_pedigree_can_be_drawn(void **state) {
    (void)state;
    check_property("every pedigree is drawn, twice alike", 60, any_pedigree_is_drawn, NULL);
}

static void too_many_persons_are_not_drawn(void **state) {
    (void)state;
    static ag_person person[AG_MAX_DRAWN_PERSONS + 1];
    static ag_drawn_person drawn[AG_MAX_DRAWN_PERSONS + 1];
    ag_arena arena;
    ag_arena_init(&arena);
    for (int p = 0; p <= AG_MAX_DRAWN_PERSONS; p++) person[p] = (ag_person){-1, -1, AG_MALE, -1, 0};
    ag_pedigree cap = {AG_MAX_DRAWN_PERSONS, person}, past = {AG_MAX_DRAWN_PERSONS + 1, person};
    assert_non_null(ag_pedigree_draw(&arena, &cap, drawn, "at the cap"));
    assert_null(ag_pedigree_draw(&arena, &past, drawn, "past the cap"));
    ag_arena_deinit(&arena);
}

/* ---- Words ----------------------------------------------------------------------------------------------------- */

/* Which values a sentence uses, as bits. */
static unsigned gaps_of(const char *sentence) {
    unsigned gaps = 0;
    for (const char *at = sentence; *at; at++)
        if (*at == '{') gaps |= 1U << (at[1] - '0');
    return gaps;
}

static void every_sentence_exists_in_every_language(void **state) {
    (void)state;
    for (int w = 0; w < AG_WORDS; w++)
        for (int l = 0; l < AG_LANGUAGES; l++) {
            const char *sentence = ag_words_of((ag_language)l, (ag_words)w);
            const char *english = ag_words_of(AG_ENGLISH, (ag_words)w);
            if (!sentence || !*sentence) fail_msg("sentence %d is missing in language %d", w, l);
            if (gaps_of(sentence) != gaps_of(english))
                fail_msg("\"%s\" and \"%s\" use other values", english, sentence);
        }
}

static void assert_said(ag_language language, ag_words words, const char *value, const char *expected) {
    ag_arena arena;
    ag_arena_init(&arena);
    const char *const values[] = {value, NULL};
    assert_string_equal(ag_words_fill(&arena, language, words, values), expected);
    ag_arena_deinit(&arena);
}

static void numbers_agree_with_their_nouns(void **state) {
    (void)state;
    assert_said(AG_ENGLISH, AG_SAY_TYPED_LOCI, "1", "1 locus");
    assert_said(AG_ENGLISH, AG_SAY_TYPED_LOCI, "21", "21 loci");
    assert_said(AG_KOREAN, AG_SAY_TYPED_LOCI, "1", "1개 좌위");
    assert_said(AG_RUSSIAN, AG_SAY_TYPED_LOCI, "1", "1 локус");
    assert_said(AG_RUSSIAN, AG_SAY_TYPED_LOCI, "23", "23 локуса");
    assert_said(AG_RUSSIAN, AG_SAY_TYPED_LOCI, "12", "12 локусов");
    assert_said(AG_RUSSIAN, AG_SAY_TYPED_LOCI, "21", "21 локус");
    assert_said(AG_UKRAINIAN, AG_SAY_TYPED_LOCI, "24", "24 локуси");
    assert_said(AG_UKRAINIAN, AG_SAY_TYPED_LOCI, "111", "111 локусів");
}

static void languages_are_known_by_their_tags(void **state) {
    (void)state;
    ag_language language = AG_ENGLISH;
    assert_true(ag_language_parse(AG_TEXT("uk"), &language));
    assert_int_equal(language, AG_UKRAINIAN);
    assert_false(ag_language_parse(AG_TEXT("UK "), &language));
    assert_int_equal(language, AG_UKRAINIAN);
}

/* ---- Pages ----------------------------------------------------------------------------------------------------- */

typedef struct told {
    ag_loaded loaded;
    ag_check_result checks;
    ag_identify_result result;
    ag_decision decision;
    ag_chance_result chance;
    ag_identify_options options;
    ag_buffer html;
} told;

static void identify_folder(const char *folder, told *t) {
    ag_error err;
    ag_diagnostics d;
    *t = (told){.options = {.min_lr = 1e2, .posterior = 0.9995, .run = {.threads = 1, .kernel = -1}}};
    ag_diagnostics_init(&d);
    ag_buffer_init(&t->html);
    assert_ok(ag_loaded_init(folder, 1, &t->loaded, &d, &err), &err);
    assert_ok(ag_check(t->loaded.incident, false, &t->options.run, &t->checks, &err), &err);
    assert_ok(ag_identify(t->loaded.incident, &t->checks, &t->options, &t->result, &err), &err);
    assert_ok(ag_decide(t->loaded.incident, &t->checks, &t->result, &t->options, &t->decision, &err), &err);
    ag_decision_apply(&t->decision, &t->result);
    const double limit_ln[AG_CHANCE_LIMITS] = {log(1e2), log(1e5)};
    assert_ok(ag_chance(t->loaded.incident, limit_ln, 1, &t->options.run, &t->chance, &err), &err);
    ag_diagnostics_deinit(&d);
}

static void tell(told *t, ag_language language) {
    ag_error err;
    ag_buffer_clear(&t->html);
    const ag_report_results results = {t->loaded.incident, &t->checks, &t->result,
                                       &t->decision,       &t->chance, &t->options};
    assert_ok(ag_report_identify(&results, language, &t->html, &err), &err);
}

static void forget(told *t) {
    ag_buffer_deinit(&t->html);
    ag_decision_deinit(&t->decision);
    ag_identify_result_deinit(&t->result);
    ag_check_result_deinit(&t->checks);
    ag_loaded_deinit(&t->loaded);
}

static size_t times(const char *text, const char *part) {
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, part)); at += strlen(part)) n++;
    return n;
}

static void assert_says(const told *t, const char *part) {
    if (!strstr(t->html.data, part)) fail_msg("the page does not say \"%s\"", part);
}

static void assert_silent(const told *t, const char *part) {
    const char *at = strstr(t->html.data, part);
    if (at) fail_msg("the page holds \"%s\": …%.80s…", part, at);
}

/* Every element that opens closes, in order. */
static void assert_well_formed(const char *html) {
    static char open[64][16];
    int depth = 0;
    for (const char *at = strchr(html + 1, '<'); at; at = strchr(at + 1, '<')) {
        const char *end = strchr(at, '>');
        assert_non_null(end);
        char name[16] = {0};
        bool closes = at[1] == '/';
        const char *from = at + 1 + closes;
        size_t n = strcspn(from, " >/");
        assert_true(n > 0 && n < sizeof name);
        memcpy(name, from, n);
        if (!strcmp(name, "meta") || !strcmp(name, "link") || end[-1] == '/') continue;
        if (!closes) {
            assert_true(depth < 64);
            memcpy(open[depth++], name, sizeof name);
        } else if (depth == 0 || strcmp(open[--depth], name) != 0) {
            fail_msg("</%s> closes <%s>", name, depth >= 0 ? open[depth] : "nothing");
        }
    }
    assert_int_equal(depth, 0);
}

static void the_sample_is_told_in_every_language(void **state) {
    (void)state;
    static const char *const lang[] = {"<html lang=\"en\">", "<html lang=\"ko\">", "<html lang=\"ru\">",
                                       "<html lang=\"uk\">"};
    told t;
    identify_folder(source_path("data/sample"), &t);
    for (int l = 0; l < AG_LANGUAGES; l++) {
        tell(&t, (ag_language)l);
        assert_says(&t, lang[l]);
        assert_silent(&t, "{0");
        assert_well_formed(t.html.data);
        for (int part = 0; part < 2; part++) assert_silent(&t, part ? ">nan" : "(null)");
    }
    forget(&t);
}

static void a_page_needs_nothing_from_outside(void **state) {
    (void)state;
    told t;
    identify_folder(source_path("data/sample"), &t);
    tell(&t, AG_ENGLISH);
    static const char *const outside[] = {"<script", "javascript:", " src=", "url(", "@import", "https:", " onload"};
    for (size_t k = 0; k < sizeof outside / sizeof *outside; k++) assert_silent(&t, outside[k]);
    assert_int_equal(times(t.html.data, "http:"), times(t.html.data, "http://www.w3.org/2000/svg"));
    forget(&t);
}

static size_t concluded(const told *t, ag_conclusion conclusion) {
    size_t n = 0;
    for (size_t i = 0; i < t->decision.lanes; i++) n += t->decision.of_missing[i].conclusion == conclusion;
    return n;
}

static void each_identification_has_its_card(void **state) {
    (void)state;
    told t;
    identify_folder(source_path("data/sample"), &t);
    tell(&t, AG_ENGLISH);
    const size_t identified = concluded(&t, AG_CONCLUDE_IDENTIFIED), held = concluded(&t, AG_CONCLUDE_HELD);
    assert_true(identified > 0);
    assert_int_equal(times(t.html.data, "<article"), identified + held + (size_t)t.decision.groups);
    assert_int_equal(times(t.html.data, "<article id=\"p"), identified);
    assert_int_equal(times(t.html.data, "Hypothesis 1"), times(t.html.data, "<article"));
    assert_int_equal(times(t.html.data, "Next closest relation"), identified + held);
    assert_int_equal(times(t.html.data, "<svg"), times(t.html.data, "<desc"));
    assert_says(&t, "It is not yet an identification");
    assert_says(&t, t.loaded.incident->digest[2]);
    forget(&t);
}

/* Every link leads somewhere, and every card is linked to from the table of persons. */
static void every_link_leads_to_its_place(void **state) {
    (void)state;
    told t;
    identify_folder(source_path("data/sample"), &t);
    tell(&t, AG_ENGLISH);
    size_t links = 0;
    for (const char *at = t.html.data; (at = strstr(at, "href=\"#")); links++) {
        char anchor[80];
        at += strlen("href=\"#");
        snprintf(anchor, sizeof anchor, "id=\"%.*s\"", (int)strcspn(at, "\""), at);
        if (times(t.html.data, anchor) != 1) fail_msg("%zu places are called %s", times(t.html.data, anchor), anchor);
    }
    assert_true(links > concluded(&t, AG_CONCLUDE_IDENTIFIED));
    forget(&t);
}

static void headings_do_not_skip_a_level(void **state) {
    (void)state;
    told t;
    int level = 0;
    identify_folder(source_path("data/sample"), &t);
    tell(&t, AG_ENGLISH);
    for (const char *at = strstr(t.html.data, "<body"); (at = strstr(at, "<h")); at++) {
        if (at[2] < '1' || at[2] > '6') continue;
        if (at[2] - '0' > level + 1) fail_msg("a heading of level %c follows one of level %d", at[2], level);
        level = at[2] - '0';
    }
    assert_int_equal(times(t.html.data, "<h1"), 1);
    forget(&t);
}

static void two_people_can_sign(void **state) {
    (void)state;
    told t;
    identify_folder(source_path("data/sample"), &t);
    tell(&t, AG_ENGLISH);
    assert_int_equal(times(t.html.data, "<div class=\"sign\">"), 2);
    assert_says(&t, "Reviewed by, never the same person");
    assert_int_equal(times(t.html.data, "<p class=\"blank\">Date</p>"), 2);
    forget(&t);
}

/* Least data: neither relatives' nor remains' genotypes. */
static void no_genotype_is_told(void **state) {
    (void)state;
    told t;
    identify_folder(source_path("data/sample"), &t);
    tell(&t, AG_ENGLISH);
    const ag_batch *batch = &t.loaded.batch;
    for (uint32_t p = 0; p < batch->profiles; p++)
        for (uint32_t l = 0; l < batch->loci; l++) {
            char cell[32];
            ag_text c = batch->profile[p].cell[l];
            if (c.n == 0 || c.n > 20 || !memchr(c.at, '/', c.n)) continue;
            snprintf(cell, sizeof cell, "%.*s", (int)c.n, c.at);
            assert_silent(&t, cell);
        }
    forget(&t);
}

static void the_same_results_give_the_same_bytes(void **state) {
    (void)state;
    told t;
    identify_folder(source_path("data/sample"), &t);
    tell(&t, AG_KOREAN);
    ag_buffer first = t.html;
    ag_buffer_init(&t.html);
    tell(&t, AG_KOREAN);
    assert_int_equal(first.n, t.html.n);
    assert_memory_equal(first.data, t.html.data, first.n);
    ag_buffer_deinit(&first);
    forget(&t);
}

/* Brothers whom nothing tells apart, and two bodies: a group, told once. */
static const char *brothers_folder(void);

static void a_group_is_told_once(void **state) {
    (void)state;
    told t;
    identify_folder(brothers_folder(), &t);
    assert_int_equal(t.decision.groups, 1);
    tell(&t, AG_ENGLISH);
    assert_int_equal(times(t.html.data, "<article"), 1);
    assert_says(&t, "These 2 bodies are these 2 persons in some order; which is which cannot be told");
    assert_says(&t, "The bodies R1, R2 are F:one, F:two, in some order.");
    assert_int_equal(times(t.html.data, "<a href=\"#g1\">"), 4); /* two persons, two bodies */
    forget(&t);
}

static void thousands_of_identifications_stay_readable(void **state) {
    (void)state;
    enum { MANY = 3000 };
    told t;
    identify_folder(source_path("data/sample"), &t);
    ag_verdict *many = calloc(MANY, sizeof *many);
    const ag_verdict *one = NULL;
    for (size_t i = 0; i < t.decision.lanes && !one; i++)
        if (t.decision.of_missing[i].conclusion == AG_CONCLUDE_IDENTIFIED) one = &t.decision.of_missing[i];
    assert_non_null(many);
    assert_non_null(one);
    for (int k = 0; k < MANY; k++) {
        many[k] = *one;
        many[k].posterior = 1 - (k + 1) * 1e-8;
    }
    free(t.decision.of_missing);
    t.decision.of_missing = many;
    t.decision.lanes = MANY;
    t.decision.groups = 0;
    tell(&t, AG_ENGLISH);
    assert_int_equal(times(t.html.data, "<article"), 200);
    assert_says(&t, "Only the first 200 of 3,000 have a card.");
    assert_says(&t, "200 of 3,000 are shown; all are in summary_am.csv.");
    assert_true(t.html.n < 6 * 1000 * 1000);
    forget(&t);
}

/* ---- Hostile and foreign names ---------------------------------------------------------------------------------- */

static void save(const char *folder, const char *name, const char *text) {
    write_file(path_join(folder, name), text, strlen(text));
}

static const char *strange_folder(void) {
    const char *folder = scratch_folder();
    save(folder, "families.csv",
         "family,person,father,mother,sex,missing\n"
         "<script>alert(1)</script>,김철수,아버지,\"\"\"><img src=x onerror=alert(1)>\",M,yes\n"
         "<script>alert(1)</script>,아버지,,,M,\n"
         "<script>alert(1)</script>,\"\"\"><img src=x onerror=alert(1)>\",,,F,\n");
    save(folder, "references.csv",
         "sample,family,person,sex,A,B,C\n"
         "'&amp;,<script>alert(1)</script>,아버지,M,10/11,10/11,12/13\n"
         "</title>,<script>alert(1)</script>,\"\"\"><img src=x onerror=alert(1)>\",F,12/13,12/13,10/10\n");
    save(folder, "remains.csv", "sample,sex,quality,A,B,C\n</style><b>R1,M,good,10/12,11/12,10/12\n");
    ag_buffer f;
    ag_buffer_init(&f);
    ag_buffer_puts(&f, "locus,allele,frequency\n");
    for (int l = 0; l < 3; l++)
        for (int a = 5; a < 25; a++) ag_buffer_printf(&f, "%c,%d,0.05\n", 'A' + l, a);
    save(folder, "frequencies.csv", f.data);
    ag_buffer_deinit(&f);
    save(folder, "incident.json",
         "{\"name\": \"</title><script>x</script>\", \"others\": 0,"
         " \"mutation\": {\"default\": {\"model\": \"proportional\", \"rate\": 0.002}}}");
    return folder;
}

static const char *brothers_folder(void) {
    const char *folder = scratch_folder();
    ag_buffer profile[2] = {{0}, {0}}, f = {0};
    save(folder, "families.csv",
         "family,person,father,mother,sex,missing\nF,father,,,M,\nF,mother,,,F,\n"
         "F,one,father,mother,M,yes\nF,two,father,mother,M,yes\n");
    ag_buffer_puts(&f, "locus,allele,frequency\n");
    ag_buffer_puts(&profile[0], "sample,family,person,sex");
    for (int l = 0; l < 16; l++) {
        ag_buffer_printf(&profile[0], ",L%d", l);
        for (int a = 5; a < 25; a++) ag_buffer_printf(&f, "L%d,%d,0.05\n", l, a);
    }
    ag_buffer_puts(&profile[0], "\nS1,F,father,M");
    for (int l = 0; l < 16; l++) ag_buffer_puts(&profile[0], ",10/11");
    ag_buffer_puts(&profile[0], "\nS2,F,mother,F");
    for (int l = 0; l < 16; l++) ag_buffer_puts(&profile[0], ",12/13");
    ag_buffer_puts(&profile[1], "sample,sex,quality");
    for (int l = 0; l < 16; l++) ag_buffer_printf(&profile[1], ",L%d", l);
    ag_buffer_puts(&profile[1], "\nR1,M,good");
    for (int l = 0; l < 16; l++) ag_buffer_puts(&profile[1], ",10/12");
    ag_buffer_puts(&profile[1], "\nR2,M,good");
    for (int l = 0; l < 16; l++) ag_buffer_puts(&profile[1], l % 2 ? ",11/13" : ",10/13");
    ag_buffer_puts(&profile[0], "\n");
    ag_buffer_puts(&profile[1], "\n");
    save(folder, "references.csv", profile[0].data);
    save(folder, "remains.csv", profile[1].data);
    save(folder, "frequencies.csv", f.data);
    save(folder, "incident.json", "{\"name\": \"brothers\", \"others\": 3}");
    for (int k = 0; k < 2; k++) ag_buffer_deinit(&profile[k]);
    ag_buffer_deinit(&f);
    return folder;
}

static void names_cannot_become_markup(void **state) {
    (void)state;
    told t;
    identify_folder(strange_folder(), &t);
    assert_int_equal(t.result.items, 1);
    tell(&t, AG_ENGLISH);
    assert_well_formed(t.html.data);
    static const char *const never[] = {"<script", "<img", "<b>", "onerror=alert(1)>"};
    for (size_t k = 0; k < sizeof never / sizeof *never; k++) assert_silent(&t, never[k]);
    assert_says(&t, "&lt;script&gt;alert(1)&lt;/script&gt;:김철수");
    assert_says(&t, "&lt;/style&gt;&lt;b&gt;R1");
    forget(&t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ordinary_families_cross_nowhere),
        cmocka_unit_test(couples_stand_side_by_side),
        cmocka_unit_test(every_pedigree_can_be_drawn),
        cmocka_unit_test(too_many_persons_are_not_drawn),
        cmocka_unit_test(every_sentence_exists_in_every_language),
        cmocka_unit_test(numbers_agree_with_their_nouns),
        cmocka_unit_test(languages_are_known_by_their_tags),
        cmocka_unit_test(the_sample_is_told_in_every_language),
        cmocka_unit_test(a_page_needs_nothing_from_outside),
        cmocka_unit_test(each_identification_has_its_card),
        cmocka_unit_test(every_link_leads_to_its_place),
        cmocka_unit_test(headings_do_not_skip_a_level),
        cmocka_unit_test(two_people_can_sign),
        cmocka_unit_test(a_group_is_told_once),
        cmocka_unit_test(no_genotype_is_told),
        cmocka_unit_test(the_same_results_give_the_same_bytes),
        cmocka_unit_test(thousands_of_identifications_stay_readable),
        cmocka_unit_test(names_cannot_become_markup),
    };
    return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
