/* Names across Hangul, Cyrillic and Latin. Expected spellings are those of the rules of the DPRK of 2012, of the
 * Revised Romanisation, and of the press reports about three soldiers with false papers (docs/names.md names the
 * sources). */
#include "people/name.h"

#include <string.h>

#include "base/limits.h"
#include "people/frequency.h"
#include "people/romanise.h"
#include "support.h"

#include "base/banned.h"

static ag_names *names;
static ag_arena arena;

static int setup(void **state) {
    (void)state;
    names = ag_names_new(NULL);
    ag_arena_init(&arena);
    return names ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    ag_names_free(names);
    ag_arena_deinit(&arena);
    return 0;
}

/* ---- Spelling ---------------------------------------------------------------------------------------------------- */

static int read_hangul(const char *text, ag_syllable *out) {
    int n = 0;
    for (ag_text t = ag_text_of(text); ag_syllable_read(t, &out[n]); n++)
        t = (ag_text){t.at + AG_SYLLABLE_BYTES, t.n - AG_SYLLABLE_BYTES};
    return n;
}

typedef struct example {
    const char *system, *hangul;
    int surname, suffix, joint;
    const char *spelling;
} example;

static void assert_spelled(const example *e, size_t n) {
    for (size_t i = 0; i < n; i++) {
        ag_syllable s[AG_NAME_SYLLABLES];
        const ag_korean korean = {s, read_hangul(e[i].hangul, s), e[i].surname, e[i].suffix};
        ag_buffer out = {0};
        ag_romanise(ag_system_named(ag_text_of(e[i].system)), &korean, e[i].joint, &out);
        assert_string_equal(out.data, e[i].spelling);
        ag_buffer_deinit(&out);
    }
}
#define ASSERT_SPELLED(...)                                                                                            \
    do {                                                                                                               \
        static const example e[] = {__VA_ARGS__};                                                                      \
        assert_spelled(e, sizeof e / sizeof *e);                                                                       \
    } while (0)

static void the_examples_of_the_dprk_come_out_to_the_letter(void **state) {
    (void)state;
    ASSERT_SPELLED({"dprk", "박동구", 1, 0, 0, "Pak Tong Gu"}, {"dprk-plain", "안복철", 1, 0, 0, "An Pok Chol"},
                   {"dprk", "안복철", 1, 0, 0, "An Pok Chŏl"}, {"dprk", "김꽃분이", 1, 0, 1, "Kim KKotpuni"},
                   {"dprk", "압록강", 0, 1, 0, "Amrokgang"}, {"dprk", "천리마", 0, 0, 0, "Chŏllima"},
                   {"dprk", "백마산", 0, 1, 0, "Paengmasan"}, {"dprk", "닭섬", 0, 0, 0, "Taksŏm"},
                   {"dprk-2002", "물곬", 0, 0, 0, "Mulgol"});
}

static void revised_romanisation_assimilates_words_and_no_names(void **state) {
    (void)state;
    ASSERT_SPELLED({"rr", "종로", 0, 0, 0, "Jongno"}, {"rr", "신라", 0, 0, 0, "Silla"},
                   {"rr", "왕십리", 0, 0, 0, "Wangsimni"}, {"rr", "백마", 0, 0, 0, "Baengma"},
                   {"rr", "한복남", 1, 0, 0, "Han Boknam"}, {"rr", "한복남", 1, 0, 1, "Han Bok-nam"});
}

static void mccune_reischauer_voices_and_keeps_the_first_r_of_the_north(void **state) {
    (void)state;
    ASSERT_SPELLED({"mr", "종로", 0, 0, 0, "Chongno"}, {"mr", "왕십리", 0, 0, 0, "Wangsimni"},
                   {"mr", "신라", 0, 0, 0, "Silla"}, {"mr", "최룡해", 1, 0, 0, "Ch’oe Ryonghae"},
                   {"mr", "리창호", 1, 0, 0, "Ri Ch’angho"}, {"mr", "조철호", 1, 0, 0, "Cho Ch’ŏrho"},
                   {"mr", "신금철", 1, 0, 0, "Sin Kŭmch’ŏl"}, {"mr", "한강", 0, 0, 0, "Han’gang"});
}

static void kontsevich_follows_the_sound(void **state) {
    (void)state;
    ASSERT_SPELLED({"kontsevich", "방국진", 1, 0, 0, "Пан Кукчин"}, {"kontsevich", "조철호", 1, 0, 0, "Чо Чхорхо"},
                   {"kontsevich", "리대혁", 1, 0, 0, "Ри Тэхёк"}, {"kontsevich", "김정은", 1, 0, 0, "Ким Чонъын"},
                   {"ru-press", "리대혁", 1, 0, 0, "Ри Дэ Хёк"}, {"ru-press", "김정은", 1, 0, 0, "Ким Чен Ын"});
}

static bool is_spelled(const char *name, const char *spelling) {
    ag_spelling *list;
    size_t n;
    ag_error err;
    assert_ok(ag_name_spellings(ag_text_of(name), &arena, &list, &n, &err), &err);
    for (size_t i = 0; i < n; i++)
        if (ag_text_equal(list[i].text, ag_text_of(spelling))) return true;
    return false;
}

static void a_name_is_expanded_into_what_papers_and_press_wrote(void **state) {
    static const char *const pair[][2] = {
        {"리대혁", "Ri Dae-hyuk"}, {"리대혁", "Lee Dae-hyuk"}, {"리대혁", "Ли Дэ Хёк"},    {"조철호", "Jo Chul-ho"},
        {"조철호", "Cho Chul-ho"}, {"방국진", "Bang Guk-jin"}, {"방국진", "Ban Gook-jin"}, {"최룡해", "Цой Рён Хэ"},
        {"김정은", "Kim Jong Un"}, {"김정은", "Kim Jong-un"},  {"김정은", "Ким Чен Ын"},   {"이대혁", "Ri Dae-hyuk"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++)
        if (!is_spelled(pair[i][0], pair[i][1])) fail_msg("%s is not spelled %s", pair[i][0], pair[i][1]);
}

static void russian_and_ukrainian_have_their_official_latin_forms(void **state) {
    (void)state;
    assert_true(is_spelled("Пётр Щукин", "Petr Shchukin"));
    assert_true(is_spelled("Пётр Щукин", "Pyotr Shhukin"));
    assert_true(is_spelled("Юлія Згурська", "Yuliia Zghurska"));
    assert_true(is_spelled("Єнакієве", "Yenakiieve"));
    assert_true(is_spelled("Знам'янка", "Znamianka"));
}

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

static ag_name_features *features(const char *name) {
    ag_name_features *f;
    ag_error err;
    assert_ok(ag_name_features_of(names, ag_text_of(name), &arena, &f, &err), &err);
    return f;
}

typedef struct korean_name {
    ag_syllable syllable[AG_NAME_SYLLABLES];
    int n, surname;
} korean_name;

/* A listed surname, in the spelling of either Korea, and a given name of any syllables. */
static korean_name draw_name(draws *d) {
    korean_name k = {.n = 0};
    ag_text t = ag_text_of(ag_surnames[draw_below(d, (uint64_t)ag_surnames_n)].hangul);
    for (; ag_syllable_read(t, &k.syllable[k.n]); k.n++)
        t = (ag_text){t.at + AG_SYLLABLE_BYTES, t.n - AG_SYLLABLE_BYTES};
    k.surname = k.n;
    if (k.n == 1 && draw_bool(d)) k.syllable[0].initial = ag_initial_twin(k.syllable[0].initial, k.syllable[0].medial);
    for (int i = 1 + (int)draw_below(d, 3); i > 0; i--)
        k.syllable[k.n++] = ag_syllable_at((int)draw_below(d, AG_SYLLABLES));
    return k;
}

static ag_name_features *features_in(const korean_name *k, const ag_system *system, int joint, ag_buffer *text) {
    const ag_korean korean = {k->syllable, k->n, k->surname, 0};
    ag_name_features *f = NULL;
    ag_buffer_clear(text);
    ag_romanise(system, &korean, joint, text);
    ag_name_features_of(names, (ag_text){text->data, text->n}, &arena, &f, NULL);
    return f;
}

static bool has_reading(const ag_name_features *f, const korean_name *k) {
    for (int i = 0; i < f->readings; i++)
        if (ag_name_reading_has(&f->reading[i], k->syllable, k->n, k->surname)) return true;
    return false;
}

static bool share_a_key(const ag_name_features *a, const ag_name_features *b) {
    uint64_t x[AG_NAME_KEYS], y[AG_NAME_KEYS];
    const int n = ag_name_block_keys(a, x), m = ag_name_block_keys(b, y);
    for (int i = 0; i < n; i++)
        for (int j = 0; j < m; j++)
            if (x[i] == y[j]) return true;
    return false;
}

/* The first spelling of each system is the one that the next has to share a key with: keys are compared in a ring. */
static bool comes_back(draws *d, void *context) {
    const korean_name k = draw_name(d);
    ag_buffer text = {0};
    bool good = true;
    const ag_name_features *last = NULL;
    (void)context;
    ag_arena_reset(&arena);
    for (int i = 0; i < ag_systems_n && good; i++)
        for (int joint = 0; joint < 3 && ag_systems[i].joint[joint] && good; joint++) {
            const ag_name_features *f = features_in(&k, &ag_systems[i], joint, &text);
            good = f && has_reading(f, &k);
            if (!good)
                draw_note(d, "%s %s: not among %d readings", ag_systems[i].name, text.data, f ? f->readings : -1);
            if (good && last && !share_a_key(f, last))
                good = draw_note(d, "%s %s: no key in common", ag_systems[i].name, text.data);
            last = f;
        }
    ag_buffer_deinit(&text);
    return good;
}

static void every_spelling_leads_back_to_its_name(void **state) {
    (void)state;
    check_property("a spelling by any system has the name among its readings and in its block", 10000, comes_back,
                   NULL);
}

static void syllables_are_the_table_of_unicode(void **state) {
    (void)state;
    for (int i = 0; i < AG_SYLLABLES; i++) {
        ag_buffer out = {0};
        ag_syllable back;
        ag_syllable_add(&out, ag_syllable_at(i));
        assert_true(ag_syllable_read((ag_text){out.data, out.n}, &back));
        assert_int_equal(ag_syllable_index(back), i);
        ag_buffer_deinit(&out);
    }
    ag_syllable s;
    assert_false(ag_syllable_read(AG_TEXT("꯿"), &s)); /* before the first */
    assert_false(ag_syllable_read(AG_TEXT("힤"), &s)); /* after the last */
}

static void a_name_of_the_longest_length_is_read_and_no_longer_one(void **state) {
    char text[AG_MAX_ID_BYTES + 2];
    ag_name_features *f;
    ag_error err;
    (void)state;
    memset(text, 'a', sizeof text);
    text[3] = ' ';
    assert_ok(ag_name_features_of(names, (ag_text){text, AG_MAX_ID_BYTES}, &arena, &f, &err), &err);
    assert_status(ag_name_features_of(names, (ag_text){text, AG_MAX_ID_BYTES + 1}, &arena, &f, &err), AG_BAD_INPUT,
                  &err);
    assert_status(ag_name_features_of(names, AG_TEXT("--"), &arena, &f, &err), AG_BAD_INPUT, &err);
    assert_status(ag_name_features_of(names, AG_TEXT("\xff\xfe"), &arena, &f, &err), AG_BAD_INPUT, &err);
}

/* ---- Comparison -------------------------------------------------------------------------------------------------- */

static ag_name_comparison compared(const char *a, const char *b) {
    ag_name_comparison there, back;
    const ag_name_features *f = features(a), *g = features(b);
    ag_name_compare(names, f, g, &there);
    ag_name_compare(names, g, f, &back);
    assert_int_equal(there.level, back.level);
    assert_close(there.weight_log2, back.weight_log2, 1e-12);
    return there;
}

static void assert_level(const char *a, const char *b, ag_name_level level) {
    const ag_name_comparison c = compared(a, b);
    if (c.level != level) fail_msg("%s and %s are on level %d, not %d", a, b, (int)c.level, (int)level);
}

static void the_three_signatures_match_what_the_press_wrote(void **state) {
    static const char *const same[][4] = {
        {"리대혁", "Ri Dae-hyuk", "Lee Dae-hyuk", "Ли Дэ Хёк"},
        {"조철호", "Jo Chul-ho", "Cho Chul-ho", "Чо Чхорхо"},
        {"방국진", "Bang Guk-jin", "Ban Gook-jin", "Пан Кукчин"},
    };
    (void)state;
    for (int name = 0; name < 3; name++)
        for (int a = 0; a < 4; a++)
            for (int b = 0; b < 4; b++) {
                assert_level(same[name][a], same[name][b], AG_NAME_SAME);
                assert_true(compared(same[name][a], same[name][b]).weight_log2 > 10);
            }
}

static void the_printed_cover_names_match_no_signature(void **state) {
    static const char *const cover[] = {"Kim Kang Solat Albertovich", "Dongk Jan Surofovich",
                                        "Belek Aganak Kapolovich"};
    static const char *const name[] = {"리대혁", "Ri Dae-hyuk", "조철호", "Jo Chul-ho", "방국진", "Bang Guk-jin"};
    (void)state;
    for (int c = 0; c < 3; c++)
        for (int i = 0; i < 6; i++) {
            assert_level(cover[c], name[i], AG_NAME_DIFFERENT);
            assert_true(compared(cover[c], name[i]).weight_log2 < 0);
        }
}

static void levels_tell_the_same_from_the_near_and_the_half(void **state) {
    (void)state;
    assert_level("Kim Jong Un", "Ким Чен Ын", AG_NAME_SAME);
    assert_level("Jong Un Kim", "김정은", AG_NAME_SAME);
    assert_level("이대혁", "리대혁", AG_NAME_SAME);
    assert_level("최용해", "최룡해", AG_NAME_NEAR);
    assert_level("박찬호", "박창호", AG_NAME_NEAR);
    assert_level("박찬호", "박수미", AG_NAME_PART);
    assert_level("리대혁", "조철호", AG_NAME_DIFFERENT);
    assert_level("Иванов Пётр", "Ivanov Petr", AG_NAME_SAME);
    assert_level("Юлія Іваненко", "Ivanenko Yuliia", AG_NAME_SAME);
    assert_level("Иванов Пётр", "Sidorov Andrei", AG_NAME_DIFFERENT);
}

static void a_rare_name_weighs_more_than_a_common_one(void **state) {
    (void)state;
    assert_true(compared("방국진", "방국진").weight_log2 > compared("김국진", "김국진").weight_log2);
    assert_true(compared("김영철", "김영철").weight_log2 < compared("김휘엽", "김휘엽").weight_log2);
    /* The letters of a Latin spelling say less than Hangul. */
    assert_true(compared("김정은", "Kim Jong Un").weight_log2 < compared("김정은", "김정은").weight_log2);
    /* -log2 of the share of the surname alone: 21.51 % of the census of 2015. */
    assert_relative(compared("김정은", "김정은").part[0].weight_log2, 2.2169, 1e-3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(syllables_are_the_table_of_unicode),
        cmocka_unit_test(the_examples_of_the_dprk_come_out_to_the_letter),
        cmocka_unit_test(revised_romanisation_assimilates_words_and_no_names),
        cmocka_unit_test(mccune_reischauer_voices_and_keeps_the_first_r_of_the_north),
        cmocka_unit_test(kontsevich_follows_the_sound),
        cmocka_unit_test(a_name_is_expanded_into_what_papers_and_press_wrote),
        cmocka_unit_test(russian_and_ukrainian_have_their_official_latin_forms),
        cmocka_unit_test(every_spelling_leads_back_to_its_name),
        cmocka_unit_test(a_name_of_the_longest_length_is_read_and_no_longer_one),
        cmocka_unit_test(the_three_signatures_match_what_the_press_wrote),
        cmocka_unit_test(the_printed_cover_names_match_no_signature),
        cmocka_unit_test(levels_tell_the_same_from_the_near_and_the_half),
        cmocka_unit_test(a_rare_name_weighs_more_than_a_common_one),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
