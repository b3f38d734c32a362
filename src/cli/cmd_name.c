/* antigone name: all spellings of a name, or two names compared with the reasons. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "cli/output.h"
#include "cli/screen.h"
#include "formats/json.h"
#include "people/name.h"
#include "people/romanise.h"

#include "base/banned.h"

enum { JSON, ALL };
enum { SHOWN = 16 /* spellings of the press in each script, and readings */ };

static const ag_option options[] = {
    {"--json", NULL, "as JSON, with all spellings", false},
    {"--all", NULL, "all spellings of the press, not the first of them", false},
    {NULL, NULL, NULL, false},
};

typedef struct work {
    const ag_arguments *arguments;
    ag_names *names;
    ag_arena arena;
    ag_buffer out; /* of the JSON */
    ag_json_writer json;
} work;

static void put_pair(ag_json_writer *j, const char *key, ag_text value) {
    ag_json_key(j, ag_text_of(key));
    ag_json_put_text(j, value);
}

static void put_number(ag_json_writer *j, const char *key, double value) {
    ag_json_key(j, ag_text_of(key));
    ag_json_put_double(j, value);
}

/* ---- One name ---------------------------------------------------------------------------------------------------- */

typedef struct spelled {
    ag_text name;
    const ag_name_features *features;
    ag_spelling *spelling;
    size_t n;
} spelled;

/* The likeliest Hangul of each reading, each once; how many, at most `most`. */
static int likeliest(work *w, const ag_name_features *f, ag_text *list, int most) {
    int n = 0;
    for (int i = 0; i < f->readings && n < most; i++) {
        ag_buffer hangul = {0};
        ag_name_likeliest(w->names, &f->reading[i], &hangul);
        const ag_text t = {ag_arena_text(&w->arena, hangul.data ? hangul.data : "", hangul.n), hangul.n};
        ag_buffer_deinit(&hangul);
        bool seen = !t.at;
        for (int k = 0; k < n && !seen; k++) seen = ag_text_equal(list[k], t);
        if (!seen) list[n++] = t;
    }
    return n;
}

static const char *title_of(const char *system) {
    const ag_system *korean = ag_system_named(ag_text_of(system));
    if (korean) return korean->title;
    return strcmp(system, "icao") == 0   ? "Russian passports, ICAO Doc 9303"
           : strcmp(system, "gost") == 0 ? "Russian, GOST 7.79-2000 system B"
                                         : "Ukrainian, resolution 55 of 2010";
}

/* The official spelling of each system stands at the beginning of the list. Where the others begin. */
static size_t print_systems(work *w, const spelled *s) {
    static const char *const column[] = {"system", "spelling", "what it is"};
    ag_grid grid;
    size_t at = 0;
    ag_grid_init(&grid, &w->arena);
    for (int c = 0; c < 3; c++) ag_grid_column(&grid, column[c]);
    const char *last = "";
    for (int systems = 0; at < s->n && systems < ag_systems_n; at++) {
        if (s->spelling[at].system == last) continue;
        last = s->spelling[at].system;
        systems++;
        ag_grid_put(&grid, ag_text_of(last));
        ag_grid_put(&grid, s->spelling[at].text);
        ag_grid_put(&grid, ag_text_of(title_of(last)));
    }
    if (s->n) ag_grid_print(&grid, stdout);
    return at;
}

/* "Also in Latin letters: …" of the spellings from `first`. */
static void print_others(work *w, const spelled *s, size_t first, bool cyrillic) {
    const size_t most = w->arguments->value[ALL] ? s->n : SHOWN;
    size_t shown = 0, all = 0;
    ag_buffer line = {0};
    ag_buffer_printf(&line, "\nAlso in %s letters: ", cyrillic ? "Cyrillic" : "Latin");
    for (size_t i = first; i < s->n; i++) {
        const ag_system *system = ag_system_named(ag_text_of(s->spelling[i].system));
        if (!system || system->cyrillic != cyrillic) continue;
        if (all++ >= most) continue;
        if (shown++) ag_buffer_puts(&line, ", ");
        ag_buffer_add(&line, s->spelling[i].text.at, s->spelling[i].text.n);
    }
    if (all > shown) ag_buffer_printf(&line, " and %zu more (--all)", all - shown);
    if (line.data && all) {
        putchar('\n');
        ag_print_wrapped(stdout, 0, 2, (ag_text){line.data + 1, line.n - 1});
    }
    ag_buffer_deinit(&line);
}

static void print_readings(work *w, const spelled *s) {
    ag_text list[SHOWN];
    const int n = likeliest(w, s->features, list, SHOWN);
    ag_buffer line = {0};
    if (!n) {
        puts("It has no reading in Hangul: no listed Korean surname stands at its beginning or end, or the rest is no "
             "Korean.");
        return;
    }
    ag_buffer_puts(&line, "It can stand for, the commonest syllables of each reading: ");
    for (int i = 0; i < n; i++) ag_buffer_printf(&line, "%s%.*s", i ? ", " : "", (int)list[i].n, list[i].at);
    ag_buffer_puts(&line, ". Many other names are written so as well; `antigone name A B` compares it with one.");
    if (line.data) ag_print_wrapped(stdout, 0, 2, (ag_text){line.data, line.n});
    ag_buffer_deinit(&line);
}

static void print_spelled(work *w, const spelled *s) {
    if (s->features->script != AG_SCRIPT_HANGUL) print_readings(w, s);
    const size_t first = print_systems(w, s);
    if (s->features->script != AG_SCRIPT_HANGUL) return;
    for (int cyrillic = 0; cyrillic < 2; cyrillic++) print_others(w, s, first, cyrillic);
}

static void write_spelled(work *w, const spelled *s) {
    static const char *const script[] = {"Latn", "Cyrl", "Hang"};
    ag_json_writer *j = &w->json;
    ag_text list[AG_NAME_READINGS];
    const int n = likeliest(w, s->features, list, AG_NAME_READINGS);
    ag_json_open(j, '{');
    put_pair(j, "name", s->name);
    put_pair(j, "script", ag_text_of(script[s->features->script]));
    ag_json_key(j, AG_TEXT("readings"));
    ag_json_open(j, '[');
    for (int i = 0; i < n; i++) ag_json_put_text(j, list[i]);
    ag_json_close(j, ']');
    ag_json_key(j, AG_TEXT("spellings"));
    ag_json_open(j, '[');
    for (size_t i = 0; i < s->n; i++) {
        ag_json_open(j, '{');
        put_pair(j, "system", ag_text_of(s->spelling[i].system));
        put_pair(j, "text", s->spelling[i].text);
        ag_json_close(j, '}');
    }
    ag_json_close(j, ']');
    ag_json_close(j, '}');
}

static ag_status spell(work *w, ag_error *err) {
    spelled s = {.name = ag_text_of(w->arguments->operand[0])};
    ag_name_features *f;
    ag_status status = ag_name_features_of(w->names, s.name, &w->arena, &f, err);
    if (status == AG_OK) status = ag_name_spellings(s.name, &w->arena, &s.spelling, &s.n, err);
    if (status != AG_OK) return status;
    s.features = f;
    if (w->arguments->value[JSON])
        write_spelled(w, &s);
    else
        print_spelled(w, &s);
    return AG_OK;
}

/* ---- Two names --------------------------------------------------------------------------------------------------- */

static const char *const level_word[] = {"different", "part", "near", "same"};

static const char *verdict(const ag_name_comparison *c) {
    if (c->level == AG_NAME_SAME) return c->by_sound ? "these can be two spellings of one name" : "the letters agree";
    if (c->level == AG_NAME_NEAR)
        return c->by_sound ? "these differ by near sounds, as one name misheard or miswritten would"
                           : "the letters are nearly the same";
    if (c->level == AG_NAME_PART)
        return c->by_sound ? "only the surname, or only the given name, agrees" : "the letters agree in part";
    return "these are different names";
}

/* The syllable in the place `at` of a reading; "–": it has none. */
static ag_text syllable_text(work *w, const ag_name_reading *r, int at) {
    ag_buffer hangul = {0};
    if (at < 0) return AG_TEXT("–");
    const ag_name_reading one = {.surname = at < r->surname && r->surname == 1, .n = 1, .syllable = {r->syllable[at]}};
    ag_name_likeliest(w->names, &one, &hangul);
    const ag_text t = {ag_arena_text(&w->arena, hangul.data ? hangul.data : "", hangul.n), hangul.n};
    ag_buffer_deinit(&hangul);
    return t.at ? t : (ag_text){"", 0};
}

static ag_text say(work *w, const char *format, double value) {
    char text[40];
    snprintf(text, sizeof text, format, value);
    const char *kept = ag_arena_text(&w->arena, text, strlen(text));
    return ag_text_of(kept);
}

static ag_text differs(work *w, const ag_name_part *part) {
    static const char *const jamo[] = {"initial", "vowel", "final"}, *const far[] = {"", "near", "far"};
    const int distance[] = {part->initial, part->medial, part->final};
    ag_buffer text = {0};
    if (part->a < 0 || part->b < 0) return AG_TEXT("one syllable too many");
    for (int i = 0; i < 3; i++)
        if (distance[i]) ag_buffer_printf(&text, "%s%s %s", text.n ? ", " : "", jamo[i], far[distance[i]]);
    const ag_text t = text.n ? (ag_text){ag_arena_text(&w->arena, text.data, text.n), text.n} : AG_TEXT("the same");
    ag_buffer_deinit(&text);
    return t.at ? t : (ag_text){"", 0};
}

static void print_parts(work *w, const ag_name_features *a, const ag_name_features *b, const ag_name_comparison *c) {
    static const char *const column[] = {"part", "first", "second", "sound", "alike by chance", "bits"};
    const ag_name_reading *x = &a->reading[c->reading_a], *y = &b->reading[c->reading_b];
    ag_grid grid;
    ag_grid_init(&grid, &w->arena);
    for (int i = 0; i < 6; i++) ag_grid_column(&grid, column[i]);
    for (int i = 0; i < c->parts; i++) {
        const ag_name_part *part = &c->part[i];
        ag_grid_put(&grid, i < x->surname ? AG_TEXT("surname") : AG_TEXT("given name"));
        ag_grid_put(&grid, syllable_text(w, x, part->a));
        ag_grid_put(&grid, syllable_text(w, y, part->b));
        ag_grid_put(&grid, differs(w, part));
        ag_grid_put(&grid, part->share > 0 ? say(w, "1 in %.0f", 1 / part->share) : AG_TEXT("–"));
        ag_grid_put(&grid, say(w, "%+.1f", part->weight_log2));
    }
    ag_grid_print(&grid, stdout);
}

/* "88,000": two digits that count. */
static void add_rounded(ag_buffer *out, double value) {
    char digits[32];
    const double unit = pow(10, floor(log10(value)) - 1);
    snprintf(digits, sizeof digits, "%.0f", value < 10 ? value : round(value / unit) * unit);
    const size_t n = strlen(digits);
    for (size_t i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0) ag_buffer_putc(out, ',');
        ag_buffer_putc(out, digits[i]);
    }
}

static void print_compared(work *w, const ag_name_features *a, const ag_name_features *b, const ag_name_comparison *c) {
    const char *const *name = w->arguments->operand;
    printf("%s and %s: %s.\n\n", ag_display_fit(&w->arena, ag_text_of(name[0]), 0),
           ag_display_fit(&w->arena, ag_text_of(name[1]), 0), verdict(c));
    if (c->by_sound) print_parts(w, a, b, c);
    ag_buffer text = {0};
    ag_buffer_printf(&text, "%+.1f bits in all: the two spellings are about ", c->weight_log2);
    add_rounded(&text, exp2(fabs(c->weight_log2)));
    ag_buffer_printf(&text, " times %s likely if they are of one name than if they are names of two people. ",
                     c->weight_log2 < 0 ? "less" : "as");
    ag_buffer_puts(
        &text, c->by_sound ? "Shares of surnames are those of the South (census of 2015), those of syllables and the "
                             "odds of slips are judgements."
                           : "At least one has no reading in Hangul, so letters alone were compared "
                             "(Jaro–Winkler); how common the name is is not known.");
    ag_buffer_puts(&text, " Many people have one name: this alone identifies nobody.");
    if (text.data) {
        if (c->by_sound) putchar('\n');
        ag_print_wrapped(stdout, 0, 0, (ag_text){text.data, text.n});
    }
    ag_buffer_deinit(&text);
}

static void write_part(work *w, const ag_name_part *part, ag_text first, ag_text second) {
    ag_json_writer *j = &w->json;
    ag_json_open(j, '{');
    put_pair(j, "first", first);
    put_pair(j, "second", second);
    put_pair(j, "sound", differs(w, part));
    put_number(j, "share", part->share);
    put_number(j, "weight_log2", part->weight_log2);
    ag_json_close(j, '}');
}

static void write_compared(work *w, const ag_name_features *a, const ag_name_features *b, const ag_name_comparison *c) {
    ag_json_writer *j = &w->json;
    ag_json_open(j, '{');
    put_pair(j, "first", ag_text_of(w->arguments->operand[0]));
    put_pair(j, "second", ag_text_of(w->arguments->operand[1]));
    put_pair(j, "level", ag_text_of(level_word[c->level]));
    put_pair(j, "surname", ag_text_of(level_word[c->surname]));
    put_pair(j, "given", ag_text_of(level_word[c->given]));
    put_pair(j, "compared_by", c->by_sound ? AG_TEXT("sound") : AG_TEXT("letters"));
    put_number(j, "weight_log2", c->weight_log2);
    put_number(j, "similarity", c->similarity);
    ag_json_key(j, AG_TEXT("parts"));
    ag_json_open(j, '[');
    for (int i = 0; i < c->parts; i++)
        write_part(w, &c->part[i], syllable_text(w, &a->reading[c->reading_a], c->part[i].a),
                   syllable_text(w, &b->reading[c->reading_b], c->part[i].b));
    ag_json_close(j, ']');
    ag_json_close(j, '}');
}

static ag_status compare(work *w, ag_error *err) {
    ag_name_features *f[2];
    ag_name_comparison c;
    for (int i = 0; i < 2; i++) {
        const ag_text name = ag_text_of(w->arguments->operand[i]);
        const ag_status status = ag_name_features_of(w->names, name, &w->arena, &f[i], err);
        if (status != AG_OK) return status;
    }
    ag_name_compare(w->names, f[0], f[1], &c);
    if (w->arguments->value[JSON])
        write_compared(w, f[0], f[1], &c);
    else
        print_compared(w, f[0], f[1], &c);
    return AG_OK;
}

static ag_status run_name(const ag_arguments *arguments, ag_error *err) {
    work w = {.arguments = arguments, .names = ag_names_new(err)};
    if (!w.names) return AG_ENVIRONMENT;
    w.json = (ag_json_writer){.out = &w.out, .pretty = true};
    ag_arena_init(&w.arena);
    ag_status status = arguments->operand[1] ? compare(&w, err) : spell(&w, err);
    if (status == AG_OK && w.arena.failed) status = ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    if (status == AG_OK)
        status = arguments->value[JSON] ? ag_output_print(&w.out, err) : ag_finish_output(err);
    else
        ag_buffer_deinit(&w.out);
    ag_arena_deinit(&w.arena);
    ag_names_free(w.names);
    return status;
}

const ag_command ag_command_name = {
    .name = "name",
    .summary = "all spellings of a name in Hangul, Latin and Cyrillic, or two names compared",
    .operand = {"NAME", "[OTHER]"},
    .option = options,
    .help = "Of a name in Hangul: how each system of transcription writes it, and what the press makes of it. Of a "
            "name in\n"
            "Latin or Cyrillic: which Hangul it can stand for, and the official Latin forms of Cyrillic. With OTHER: "
            "whether\n"
            "the two can be one name, syllable by syllable, with how likely they would agree by chance.",
    .examples = "  antigone name 리대혁\n"
                "  antigone name \"Ли Дэ Хёк\"\n"
                "  antigone name 리대혁 \"Ri Dae-hyuk\"\n"
                "  antigone name 조철호 \"Dongk Jan Surofovich\" --json",
    .run = run_name,
};
