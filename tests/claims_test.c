/* Claims combined (incident/claims.h) and their file (formats/claims_file.h). Chains are compared with a search of the
 * whole graph, contradictions with an enumeration of what could have been. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "incident/claims.h"
#include "report/claims_page.h"
#include "report/claims_record.h"
#include "support.h"

static const ag_claims_question everything = {{NULL, 0}, {NULL, 0}};

/* ---- Claims by hand ---------------------------------------------------------------------------------------------- */

static ag_claim_record claim(const char *id, const char *as_of, int64_t low, int64_t point, int64_t high,
                             const ag_text *source) {
    ag_claim_record c = {.id = ag_text_of(id),
                         .topic = AG_TEXT("troops"),
                         .measure = AG_TEXT("killed"),
                         .low = low,
                         .point = point,
                         .high = high,
                         .said = ag_text_of(as_of),
                         .as_of = ag_text_of(as_of),
                         .source = source,
                         .sources = 1,
                         .so_far = true};
    assert_true(ag_date_parse_edtf(c.as_of, &c.held_on));
    c.said_on = c.held_on;
    return c;
}

static ag_claim_pair pair_of(ag_claim_record a, ag_claim_record b) {
    const ag_claim_record both[] = {a, b};
    ag_arena arena;
    ag_claims claims;
    ag_error err;
    ag_arena_init(&arena);
    assert_ok(ag_claims_combine(both, 2, &everything, &arena, &claims, &err), &err);
    const ag_claim_pair p = ag_claims_pair(&claims, 0, 1);
    ag_arena_deinit(&arena);
    return p;
}

static const ag_text kim = AG_TEXT("Kim"), lee = AG_TEXT("Lee");

static void what_cannot_fall(void **state) {
    (void)state;
    const ag_claim_record january = claim("a", "2025-01", 300, AG_NO_COUNT, AG_NO_COUNT, &kim),
                          april = claim("b", "2025-04", AG_NO_COUNT, 600, AG_NO_COUNT, &kim),
                          september = claim("c", "2025-09", AG_NO_COUNT, 350, AG_NO_COUNT, &lee);
    assert_false(pair_of(january, september).contradicts);
    assert_true(pair_of(april, september).contradicts);
    ag_claim_record then = april, later = september;
    then.so_far = later.so_far = false;
    assert_false(pair_of(then, later).contradicts);
    later.held_on = then.held_on;
    assert_true(pair_of(then, later).contradicts);
}

static void bounds_that_meet(void **state) {
    (void)state;
    const ag_claim_record at_least = claim("a", "2025-04", 500, AG_NO_COUNT, AG_NO_COUNT, &kim),
                          six_hundred = claim("b", "2025-04-30", AG_NO_COUNT, 600, AG_NO_COUNT, &lee),
                          at_most = claim("c", "2025-04", AG_NO_COUNT, AG_NO_COUNT, 599, &lee);
    const ag_claim_pair p = pair_of(at_least, six_hundred);
    assert_true(p.agrees && p.independent && !p.contradicts);
    assert_int_equal(p.meet, AG_NO_MEETING);
    assert_false(pair_of(six_hundred, at_most).agrees);
    assert_true(pair_of(at_least, claim("d", "2025-04", AG_NO_COUNT, 400, AG_NO_COUNT, &lee)).contradicts);
    ag_claim_record other = six_hundred;
    other.measure = AG_TEXT("wounded");
    assert_false(pair_of(at_least, other).agrees);
}

/* ---- Properties -------------------------------------------------------------------------------------------------- */

enum { MOST = 9, NAMES = 5, DAYS = 4, RANGES = 5, VALUES = 4 };
static const char *const ids[] = {"c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "nobody's"};
static const ag_text names[] = {AG_TEXT("Kim"), AG_TEXT("Lee"), AG_TEXT("Pak"), AG_TEXT("Choe"), AG_TEXT("Ri")};

typedef struct scene {
    ag_claim_record record[MOST];
    ag_text via[MOST][2];
    int n;
} scene;

static int64_t draw_count(draws *d) { return draw_bool(d) ? AG_NO_COUNT : (int64_t)draw_below(d, VALUES); }

static void draw_scene(draws *d, scene *s) {
    static const char *const day[] = {"2025-01-01", "2025-01-02", "2025-01-03", "2025-01-04"};
    static const char *const days[] = {"2025-01-01", "2025-01-02", "2025-01-04", "2025-01-01/2025-01-03",
                                       "2025-01-02/2025-01-04"};
    *s = (scene){.n = 0};
    while (s->n < MOST && draw_bool(d)) {
        const int i = s->n++;
        ag_claim_record *c = &s->record[i];
        *c = (ag_claim_record){.id = ag_text_of(ids[i]),
                               .topic = AG_TEXT("troops"),
                               .measure = draw_bool(d) ? AG_TEXT("wounded") : AG_TEXT("killed"),
                               .low = draw_count(d),
                               .point = AG_NO_COUNT,
                               .high = draw_count(d),
                               .said = ag_text_of(day[draw_below(d, DAYS)]),
                               .source = &names[draw_below(d, NAMES)],
                               .sources = 1,
                               .relation = (ag_claim_class)draw_below(d, AG_CLAIM_CLASSES),
                               .so_far = draw_bool(d)};
        if (c->high != AG_NO_COUNT && c->low > c->high) c->high = c->low;
        if (draw_bool(d)) c->from = &names[draw_below(d, NAMES)], c->froms = 1;
        while (c->vias < 2 && draw_bool(d)) s->via[i][c->vias++] = ag_text_of(ids[draw_below(d, MOST + 1)]);
        c->via = s->via[i];
        c->as_of = ag_text_of(days[draw_below(d, RANGES)]);
        if (!ag_date_parse_edtf(c->said, &c->said_on) || !ag_date_parse_edtf(c->as_of, &c->held_on)) abort();
    }
}

static bool combine(const scene *s, ag_arena *arena, ag_claims *out) {
    ag_arena_init(arena);
    return ag_claims_combine(s->record, (size_t)s->n, &everything, arena, out, NULL) == AG_OK;
}

/* Which names and claims a claim goes back to, by walking on until nothing is new. */
typedef struct reached {
    bool claim[MOST + 1], name[NAMES];
} reached;

static void walk(const scene *s, reached *r, int i) {
    if (r->claim[i]) return;
    r->claim[i] = true;
    if (i >= s->n) return;
    const ag_claim_record *c = &s->record[i];
    for (int k = 0; k < NAMES; k++)
        if (c->source == &names[k] || (c->froms && c->from == &names[k])) r->name[k] = true;
    for (int v = 0; v < c->vias; v++)
        for (int k = 0; k <= MOST; k++)
            if (ag_text_equal(c->via[v], ag_text_of(ids[k]))) walk(s, r, k);
}

static bool chains_are_disjoint(const scene *s, int a, int b) {
    reached x = {{0}, {0}}, y = {{0}, {0}};
    walk(s, &x, a);
    walk(s, &y, b);
    for (int i = 0; i <= MOST; i++)
        if (x.claim[i] && y.claim[i]) return false;
    for (int i = 0; i < NAMES; i++)
        if (x.name[i] && y.name[i]) return false;
    return true;
}

static int place_of(const scene *s, const ag_told *told) {
    for (int i = 0; i < s->n; i++)
        if (ag_text_equal(s->record[i].id, told->record->id)) return i;
    abort();
}

/* There is a course of the count, on some days of those that are said, that makes both true; claims for the same days
 * are for the same day of them. */
static bool both_can_be(const ag_claim_record *a, const ag_claim_record *b, bool so_far) {
    const bool same = a->held_on.first == b->held_on.first && a->held_on.last == b->held_on.last;
    for (int32_t s = a->held_on.first; s <= a->held_on.last; s++)
        for (int32_t t = b->held_on.first; t <= b->held_on.last; t++)
            for (int64_t x = 0; x <= 2 * VALUES; x++)
                for (int64_t y = 0; y <= 2 * VALUES; y++) {
                    const bool holds = (a->low < 0 || x >= a->low) && (a->high < 0 || x <= a->high) &&
                                       (b->low < 0 || y >= b->low) && (b->high < 0 || y <= b->high);
                    const bool course = s == t ? x == y : !same && (!so_far || (s < t ? x <= y : y <= x));
                    if (holds && course) return true;
                }
    return false;
}

static bool pairs_are_right(draws *d, void *context) {
    scene s;
    ag_arena arena;
    ag_claims claims;
    (void)context;
    draw_scene(d, &s);
    bool right = combine(&s, &arena, &claims);
    for (uint32_t a = 0; right && a < claims.n; a++)
        for (uint32_t b = 0; right && b < claims.n; b++) {
            const int i = place_of(&s, &claims.told[a]), k = place_of(&s, &claims.told[b]);
            const ag_claim_pair p = ag_claims_pair(&claims, a, b);
            const bool group = ag_text_equal(s.record[i].measure, s.record[k].measure);
            const bool so_far = group && claims.group[claims.told[a].group].so_far;
            if (p.independent != chains_are_disjoint(&s, i, k) || p.independent != (p.meet == AG_NO_MEETING))
                right = draw_note(d, "%s and %s: independent is %d", ids[i], ids[k], p.independent);
            else if (a != b && p.contradicts != (group && !both_can_be(&s.record[i], &s.record[k], so_far)))
                right = draw_note(d, "%s and %s: contradicts is %d", ids[i], ids[k], p.contradicts);
        }
    ag_arena_deinit(&arena);
    return right;
}

static void tell_bounds(const ag_claim_bounds *x, ag_buffer *out) {
    ag_buffer_printf(out, "  %s %.*s %u %u %lld %lld %lld %lld %d%d%d%d\n",
                     x->relation == AG_CLAIM_CLASSES ? "all" : ag_claim_class_name(x->relation), (int)x->said.n,
                     x->said.at, x->claims, x->so_far, (long long)x->least, (long long)x->most,
                     (long long)x->running_least, (long long)x->running_most, x->open, x->running_open, x->unfounded,
                     x->running_unfounded);
}

/* Everything that an answer says. */
static void tell(const ag_claims *c, ag_buffer *out) {
    for (uint32_t g = 0; g < c->groups; g++) {
        const ag_claim_group *group = &c->group[g];
        ag_buffer_printf(out, "%.*s: %u claims, %u lines, %llu %llu lacks %u\n", (int)group->measure.n,
                         group->measure.at, group->claims, group->lines, (unsigned long long)group->corroborations,
                         (unsigned long long)group->contradictions, group->lacks);
        for (uint32_t i = 0; i < group->bounds_n; i++) tell_bounds(&group->bounds[i], out);
    }
    for (uint32_t i = 0; i < c->n; i++)
        ag_buffer_printf(out, "%.*s %u %u %u %u %d roots\n", (int)c->told[i].record->id.n, c->told[i].record->id.at,
                         c->told[i].line, c->told[i].corroborated, c->told[i].repeated, c->told[i].contradicted,
                         c->told[i].roots);
    for (uint32_t i = 0; i < c->origins; i++) {
        const ag_claim_origin *o = &c->origin[i];
        ag_buffer_printf(out, "%.*s %d:", (int)c->node[o->node].name.n, c->node[o->node].name.at, o->begins);
        for (uint32_t k = 0; k < o->claims; k++) ag_buffer_printf(out, " %u", o->claim[k]);
        ag_buffer_putc(out, '\n');
    }
}

static bool order_does_not_matter(draws *d, void *context) {
    scene s;
    ag_arena arena;
    ag_claims claims;
    ag_buffer first = {0}, second = {0};
    (void)context;
    draw_scene(d, &s);
    if (combine(&s, &arena, &claims)) tell(&claims, &first);
    ag_arena_deinit(&arena);
    for (int i = s.n - 1; i > 0; i--) {
        const int k = (int)draw_below(d, (uint64_t)i + 1);
        const ag_claim_record keep = s.record[i];
        s.record[i] = s.record[k];
        s.record[k] = keep;
    }
    if (combine(&s, &arena, &claims)) tell(&claims, &second);
    ag_arena_deinit(&arena);
    const bool same = first.n == second.n && (!first.n || memcmp(first.data, second.data, first.n) == 0);
    if (!same) draw_note(d, "%s\nand\n%s", first.data, second.data);
    ag_buffer_deinit(&first);
    ag_buffer_deinit(&second);
    return same;
}

/* The running bounds of all classes at the end; false: nobody gave a number. */
static bool last_bounds(const ag_claims *claims, ag_text measure, ag_claim_bounds *out) {
    for (uint32_t g = 0; g < claims->groups; g++)
        if (ag_text_equal(claims->group[g].measure, measure) && claims->group[g].bounds_n) {
            *out = claims->group[g].bounds[claims->group[g].bounds_n - 1];
            return true;
        }
    return false;
}

static bool bounds_widen(draws *d, void *context) {
    scene s;
    ag_arena arena, less;
    ag_claims claims, before;
    bool right = true;
    (void)context;
    draw_scene(d, &s);
    if (!s.n) return true;
    combine(&s, &arena, &claims);
    const ag_text measure = s.record[--s.n].measure;
    combine(&s, &less, &before);
    for (uint32_t g = 0; g < claims.groups; g++)
        for (uint32_t i = 0; i < claims.group[g].bounds_n; i++) {
            const ag_claim_bounds *x = &claims.group[g].bounds[i];
            right = right && x->claims && x->least <= x->most && x->running_least <= x->least &&
                    x->most <= x->running_most && (!x->open || x->running_open);
        }
    ag_claim_bounds now, then;
    if (last_bounds(&before, measure, &then) && last_bounds(&claims, measure, &now))
        right = right && now.running_least <= then.running_least && now.running_most >= then.running_most &&
                now.so_far >= then.so_far && (!then.running_open || now.running_open);
    ag_arena_deinit(&arena);
    ag_arena_deinit(&less);
    return right;
}

static void independent_is_disjoint(void **state) {
    (void)state;
    check_property("claims are independent when their chains hold nothing in common", 3000, pairs_are_right, NULL);
}
static void order(void **state) {
    (void)state;
    check_property("the order of the claims changes nothing", 1000, order_does_not_matter, NULL);
}
static void widening(void **state) {
    (void)state;
    check_property("a further claim widens the bounds or leaves them", 2000, bounds_widen, NULL);
}

/* ---- The file ---------------------------------------------------------------------------------------------------- */

typedef struct reading {
    ag_file file;
    ag_arena arena;
    ag_claim_record *record;
    size_t n;
    ag_diagnostics d;
    ag_claims claims;
} reading;

static ag_status read_bytes(reading *r, const char *bytes, size_t n) {
    ag_arena_init(&r->arena);
    ag_diagnostics_init(&r->d);
    if (ag_file_of_bytes("claims.csv", bytes, n, &r->file, NULL) != AG_OK) abort();
    return ag_claims_file_read(&r->file, &r->arena, &r->record, &r->n, &r->d, NULL);
}

static void end_reading(reading *r) {
    ag_file_deinit(&r->file);
    ag_arena_deinit(&r->arena);
    ag_diagnostics_deinit(&r->d);
}

static uint32_t find(const ag_claims *claims, const char *id) {
    for (uint32_t i = 0; i < claims->n; i++)
        if (ag_text_equal(claims->told[i].record->id, ag_text_of(id))) return i;
    fail_msg("there is no claim %s", id);
    return 0;
}

static const ag_claim_group *group_of(const ag_claims *claims, const char *id) {
    return &claims->group[claims->told[find(claims, id)].group];
}

static void of_this_war(void **state) {
    (void)state;
    static const char *const service[] = {"C01", "C02", "C06", "C07", "C08", "C12", "C14"};
    size_t bytes;
    const char *text = read_file(shared_path("claims/claims.csv"), &bytes);
    reading r;
    ag_error err;
    assert_int_equal(read_bytes(&r, text, bytes), AG_OK);
    assert_int_equal(r.n, 17);
    assert_ok(ag_claims_combine(r.record, r.n, &everything, &r.arena, &r.claims, &err), &err);
    const ag_claims *c = &r.claims;
    assert_true(ag_text_equal(c->node[c->origin[0].node].name, AG_TEXT("ROK NIS")));
    assert_true(c->origin[0].begins);
    assert_int_equal(c->origin[0].claims, 7);
    for (int i = 0; i < 7; i++)
        for (int k = 0; k < 7; k++) {
            const ag_claim_pair p = ag_claims_pair(c, find(c, service[i]), find(c, service[k]));
            assert_false(p.independent);
            assert_true(ag_text_equal(c->node[p.meet].name, AG_TEXT("ROK NIS")));
        }
    for (uint32_t i = 0; i < c->n; i++) assert_int_equal(c->told[i].corroborated, 0);
    const ag_claim_group *killed = group_of(c, "C12"), *casualties = group_of(c, "C09");
    assert_int_equal(killed->claims, 2);
    assert_int_equal(killed->lines, 1);
    assert_int_equal(killed->bounds[killed->bounds_n - 1].running_least, 600);
    assert_int_equal(killed->bounds[killed->bounds_n - 1].running_most, 2000);
    assert_int_equal(casualties->claims, 3);
    assert_int_equal(casualties->lines, 3);
    assert_int_equal(casualties->contradictions, 0);
    assert_int_equal(casualties->bounds[casualties->bounds_n - 1].running_least, 4000);
    assert_int_equal(casualties->bounds[casualties->bounds_n - 1].running_most, 6000);
    assert_true(casualties->bounds[casualties->bounds_n - 1].running_open);
    end_reading(&r);
}

static void what_passes_on(void **state) {
    (void)state;
    const char text[] = "id,date,subject,measure,claimant,attributed_to,via,point,as_of\n"
                        "A,2025-04-30,troops,killed,service,,,600,2025-04\n"
                        "B,2025-05-01,troops,killed,lawmaker,,A,600,2025-04\n"
                        "C,2025-05-02,troops,killed,paper,,B,600,2025-04\n"
                        "D,2025-05-02,troops,killed,another,,,600,2025-04\n";
    reading r;
    assert_int_equal(read_bytes(&r, text, strlen(text)), AG_OK);
    assert_int_equal(ag_claims_combine(r.record, r.n, &everything, &r.arena, &r.claims, NULL), AG_OK);
    const ag_claim_group *g = group_of(&r.claims, "A");
    assert_int_equal(g->lines, 2);
    assert_int_equal(g->corroborations, 3);
    assert_int_equal(r.claims.told[find(&r.claims, "B")].repeated, 2);
    assert_int_equal(r.claims.told[find(&r.claims, "C")].corroborated, 1);
    assert_true(g->so_far);
    end_reading(&r);
}

static void mistakes(void **state) {
    (void)state;
    const char text[] = "id,date,subject,measure,low,point,high,claimant,relation_to_event,via,anonymous_source\n"
                        "A,yesterday,troops,killed,,600,,paper,press,,no\n"
                        "A,2025-05,troops,killed,-3,,,paper,press,,no\n"
                        "B,2025-05,troops,killed,5,,4,paper,press,,no\n"
                        "C,2025-05,,killed,,600,,paper,bystander,X,perhaps\n";
    static const struct {
        long row, column;
    } expected[] = {{2, 2}, {3, 5}, {3, 1}, {4, 5}, {5, 3}, {5, 11}, {5, 9}, {5, 10}};
    reading r;
    assert_int_equal(read_bytes(&r, text, strlen(text)), AG_BAD_INPUT);
    assert_int_equal(r.d.errors, 8);
    for (int i = 0; i < 8; i++) {
        assert_int_equal(r.d.item[i].row, expected[i].row);
        assert_int_equal(r.d.item[i].column, expected[i].column);
    }
    end_reading(&r);
    assert_int_equal(read_bytes(&r, "id,date\n", 8), AG_BAD_INPUT);
    assert_int_equal(r.d.errors, 3);
    end_reading(&r);
}

static void the_cap(void **state) {
    (void)state;
    ag_buffer text = {0};
    ag_buffer_puts(&text, "id,date,subject,measure,claimant,point\n");
    for (int i = 0; i < AG_MAX_CLAIMS; i++) ag_buffer_printf(&text, "c%d,2025,topic %d,killed,paper,1\n", i, i);
    reading r;
    assert_int_equal(read_bytes(&r, text.data, text.n), AG_OK);
    assert_int_equal(r.n, AG_MAX_CLAIMS);
    assert_int_equal(ag_claims_combine(r.record, r.n, &everything, &r.arena, &r.claims, NULL), AG_OK);
    assert_int_equal(r.claims.groups, AG_MAX_CLAIMS);
    assert_int_equal(ag_claims_combine(r.record, r.n + 1, &everything, &r.arena, &r.claims, NULL), AG_BAD_INPUT);
    end_reading(&r);
    ag_buffer_puts(&text, "one too many,2025,topic,killed,paper,1\n");
    assert_int_equal(read_bytes(&r, text.data, text.n), AG_BAD_INPUT);
    end_reading(&r);
    ag_buffer_deinit(&text);
}

/* A chain of n claims told one by another, the last of them in told[]; each has the same source. */
static bool end_is_cut(int n) {
    ag_arena arena;
    ag_claims claims;
    ag_arena_init(&arena);
    ag_claim_record *record = AG_NEW(&arena, ag_claim_record, n);
    for (int i = 0; i < n; i++) {
        char *id = ag_arena_array(&arena, 8, 1);
        snprintf(id, 8, "c%05d", i);
        record[i] = claim(id, "2025", 1, 1, 1, &kim);
        record[i].via = i ? &record[i - 1].id : NULL;
        record[i].vias = i > 0;
    }
    assert_int_equal(ag_claims_combine(record, (size_t)n, &everything, &arena, &claims, NULL), AG_OK);
    const bool cut = claims.told[n - 1].cut;
    ag_arena_deinit(&arena);
    return cut;
}

static void a_long_chain(void **state) {
    (void)state;
    assert_false(end_is_cut(AG_MAX_ORIGINS - 1)); /* and its source */
    assert_true(end_is_cut(AG_MAX_ORIGINS));
}

/* ---- The page ---------------------------------------------------------------------------------------------------- */

static void in_four_languages(void **state) {
    (void)state;
    static const char *const fully_known[] = {
        "A, B: 2 claims, one origin: service.", "A, B: 주장 2건의 출처는 하나입니다: service.",
        "A, B: 2 утверждения, один первоисточник: service.", "A, B: 2 твердження, одне першоджерело: service."};
    const char text[] = "id,date,subject,measure,claimant,attributed_to,relation_to_event,anonymous_source,low,high\n"
                        "A,2025-04-30,troops,killed,lawmaker,service,third state,no,600,\n"
                        "B,2025-05,troops,killed,paper,service,press,no,500,700\n"
                        "C,../2025-06,troops,killed,state press,,party,no,,5\n"
                        "D,2025,troops,killed,woman,,witness,yes,7,7\n"
                        "E,2025,bodies & <bags>,refused,paper,one source,press,yes,,\n";
    reading r;
    assert_int_equal(read_bytes(&r, text, strlen(text)), AG_OK);
    assert_int_equal(ag_claims_combine(r.record, r.n, &everything, &r.arena, &r.claims, NULL), AG_OK);
    json_t *record = ag_claims_record(&r.claims);
    for (int l = 0; l < AG_LANGUAGES; l++) {
        ag_buffer html = {0};
        ag_error err;
        assert_ok(ag_report_claims(record, (ag_language)l, &html, &err), &err);
        assert_non_null(strstr(html.data, fully_known[l]));
        assert_non_null(strstr(html.data, "bodies &amp; &lt;bags&gt;"));
        assert_non_null(strstr(html.data, "<svg "));
        for (char k = '0'; k < '4'; k++) {
            const char gap[] = {'{', k, '\0'};
            assert_null(strstr(html.data, gap));
        }
        ag_buffer_deinit(&html);
    }
    json_decref(record);
    end_reading(&r);
}

static void listed_pairs(void **state) {
    (void)state;
    ag_buffer text = {0};
    ag_buffer_puts(&text, "id,date,subject,measure,claimant,point,as_of\n");
    for (int i = 0; i < 15; i++) ag_buffer_printf(&text, "c%d,2025,troops,killed,paper %d,%d,2025\n", i, i, i);
    reading r;
    assert_int_equal(read_bytes(&r, text.data, text.n), AG_OK);
    assert_int_equal(ag_claims_combine(r.record, r.n, &everything, &r.arena, &r.claims, NULL), AG_OK);
    assert_int_equal(r.claims.group[0].contradictions, 15 * 14 / 2);
    json_t *record = ag_claims_record(&r.claims);
    const json_t *group = json_array_get(json_object_get(record, "groups"), 0);
    assert_int_equal(json_integer_value(json_object_get(group, "contradictions")), 105);
    assert_int_equal(json_array_size(json_object_get(group, "contradict")), AG_CLAIM_PAIRS);
    json_decref(record);
    end_reading(&r);
    ag_buffer_deinit(&text);
}

/* Claims of one day and one number, so that every label must give way to all others. */
static size_t labels_of(int n) {
    ag_buffer text = {0}, html = {0};
    ag_error err;
    size_t labels = 0;
    ag_buffer_puts(&text, "id,date,subject,measure,claimant,point\n");
    for (int i = 0; i < n; i++) ag_buffer_printf(&text, "label%d,2025-04-30,troops,killed,paper %d,600\n", i, i);
    reading r;
    assert_int_equal(read_bytes(&r, text.data, text.n), AG_OK);
    assert_int_equal(ag_claims_combine(r.record, r.n, &everything, &r.arena, &r.claims, NULL), AG_OK);
    json_t *record = ag_claims_record(&r.claims);
    assert_ok(ag_report_claims(record, AG_ENGLISH, &html, &err), &err);
    for (const char *at = html.data; (at = strstr(at, ">label")); at++) labels += strncmp(at - 1, "\"", 1) == 0;
    json_decref(record);
    end_reading(&r);
    ag_buffer_deinit(&text);
    ag_buffer_deinit(&html);
    return labels;
}

static void crowded(void **state) {
    (void)state;
    assert_int_equal(labels_of(60), 60 + 60); /* in the picture, and in the table */
    assert_int_equal(labels_of(61), 61);
}

static const struct CMUnitTest cases[] = {
    {"what is counted so far cannot fall, and may rise", what_cannot_fall, NULL, NULL, NULL},
    {"bounds that meet agree, and those that exclude each other contradict", bounds_that_meet, NULL, NULL, NULL},
    {"claims are independent when their chains hold nothing in common, against a search of the whole graph",
     independent_is_disjoint, NULL, NULL, NULL},
    {"the order of the claims changes nothing", order, NULL, NULL, NULL},
    {"a further claim widens the bounds or leaves them", widening, NULL, NULL, NULL},
    {"seven claims of this war are one origin and do not corroborate one another", of_this_war, NULL, NULL, NULL},
    {"what passes a claim on adds no origin", what_passes_on, NULL, NULL, NULL},
    {"every mistake in a file of claims is told with row and column", mistakes, NULL, NULL, NULL},
    {"a file has as many claims as the cap and not one more", the_cap, NULL, NULL, NULL},
    {"the page says in four languages what is one origin, and leaves no gap", in_four_languages, NULL, NULL, NULL},
    {"a picture names up to 60 claims, however near they are", crowded, NULL, NULL, NULL},
    {"pairs are counted all and listed up to the cap", listed_pairs, NULL, NULL, NULL},
    {"a chain is followed up to its cap, and beyond it nothing is independent of it", a_long_chain, NULL, NULL, NULL},
};

int main(void) { return cmocka_run_group_tests_name("claims", cases, NULL, NULL); }
