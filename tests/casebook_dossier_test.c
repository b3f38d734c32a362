/* Dossiers and releases (rules X): what goes out, to whom, and that whoever has the file can check it. */
#include "casebook_dead.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/limits.h"
#include "casebook/disclosure.h"
#include "casebook/engine.h"
#include "casebook/release_file.h"
#include "casebook/standing.h"
#include "journal/base64.h"
#include "journal/release.h"
#include "report/paper.h"

static const char *text(book *b, const char *name, const char *value) {
    const ag_view view = book_view(b, "casebook:1");
    return ag_view_say(&view, "%s=%s", name, value);
}

static void end(book *b) {
    book_is_sound(b);
    book_free(b);
}

static void a_dossier(book *b, char *dossier) {
    book_ok(b, AG_CASE_OFFICER, "dossier.open", NULL, dossier, "purpose=court", "title=The file of a test", NULL);
}

static void listed(book *b, const char *dossier, const char *about) {
    book_ok(b, AG_CASE_OFFICER, "dossier_item.add", NULL, NULL, text(b, "dossier", dossier), text(b, "about", about),
            NULL);
}

static void proposed(book *b, const char *dossier, const char *profile, char *release) {
    book_ok(b, AG_CASE_OFFICER, "release.propose", NULL, release, text(b, "dossier", dossier),
            text(b, "profile", profile), "to=somebody", "basis=GC-I-16", NULL);
}

static void approved(book *b, const char *dossier, const char *profile, char *release) {
    proposed(b, dossier, profile, release);
    book_ok(b, AG_LEGAL, "release.approve", release, NULL, "opinion=it is lawful", NULL);
}

static const ag_actor *officer(const book *b) { return &b->actor[3]; }

/* In the test's arena. */
static ag_text written(book *b, const char *release) {
    ag_buffer out = {0};
    ag_error err;
    assert_ok(ag_release_write(b->casebook, officer(b), ag_text_of(release), &out, NULL, &err), &err);
    const ag_text file = {ag_arena_text(&b->arena, out.data, out.n), out.n};
    ag_buffer_deinit(&out);
    return file;
}

static ag_text released(book *b, const char *dossier, const char *profile) {
    char release[BOOK_SUBJECT];
    approved(b, dossier, profile, release);
    return written(b, release);
}

static ag_status check(ag_text file, ag_release *out) {
    ag_error err = {0};
    const ag_status status = ag_release_check(file, NULL, (ag_text){NULL, 0}, out, &err);
    if (status != AG_OK) assert_true(err.what[0]);
    return status;
}

static void holds(ag_text file) {
    ag_release release;
    ag_error err;
    assert_ok(ag_release_check(file, NULL, (ag_text){NULL, 0}, &release, &err), &err);
    ag_release_deinit(&release);
}

/* Some of it by entries shown whole, or by their hashes alone. */
static void proves_something(ag_text file, bool whole) {
    ag_release release;
    ag_error err;
    assert_ok(ag_release_check(file, NULL, (ag_text){NULL, 0}, &release, &err), &err);
    assert_true(whole ? release.whole > 20 && release.opened > 2 : !release.whole && release.hashed > 0);
    assert_int_equal(release.facts, release.whole + release.hashed + release.attested);
    ag_release_deinit(&release);
}

static bool has(ag_text file, const char *what) {
    const size_t n = strlen(what);
    for (size_t i = 0; i + n <= file.n; i++)
        if (memcmp(file.at + i, what, n) == 0) return true;
    return false;
}

/* ---- A war ----------------------------------------------------------------------------------------------------- */

/* Every value that people typed has a word in it which says where it may go: zq-none, zq-courts, zq-offices, zq-each,
 * zq-all. Numbers tell them apart. */
typedef struct war {
    dead d;
    char survivor[BOOK_SUBJECT], threatened[BOOK_SUBJECT], handover[BOOK_SUBJECT], grave[BOOK_SUBJECT],
        witness_claim[BOOK_SUBJECT], press_claim[BOOK_SUBJECT], dossier[BOOK_SUBJECT];
} war;

static void a_family(book *b, const char *family, const char *relative, const char *person) {
    book_ok(b, AG_REGISTRAR, "family.open", family, NULL, "remarks=a family, zq-none-01", NULL);
    book_ok(b, AG_REGISTRAR, "relative.add", relative, NULL, text(b, "family", family), text(b, "person", person),
            "label=zq-none-02 mother", "lost_place=zq-none-03 here", NULL);
}

/* What waits to be told to the family of a person who was identified is settled. */
static void family_settled(book *b, const char *person) {
    const ag_view view = book_view(b, person);
    const ag_row due = ag_standing_first(&view, &ag_kind_notification, "person", ag_text_of(person), "DUE");
    assert_true(ag_row_there(&due));
    const char *notification = ag_view_say(&view, "%.*s", AG_SHOWN(ag_row_subject(&view, &due)));
    book_ok(b, AG_CASE_OFFICER, "notification.lapse", notification, NULL, "why=family-does-not-wish",
            "reason=zq-none-58 they said so", NULL);
}

static void kin_and_donors(book *b, const war *w) {
    char contact[BOOK_SUBJECT];
    a_family(b, "family:zq-none-04", "relative:zq-none-05", w->d.person);
    book_ok(b, AG_LIAISON, "contact.record", NULL, contact, "relative=relative:zq-none-05", "way=telephone",
            "name=zq-none-06 Pak", "address=zq-none-07 street", NULL);
    book_ok(b, AG_LIAISON, "consent.record", NULL, NULL, "relative=relative:zq-none-05", "paper=zq-none-08", NULL);
    book_ok(b, AG_LIAISON, "sample.take", "sample:zq-none-09", NULL, "about=relative:zq-none-05", "material=buccal",
            NULL);
    book_ok(b, AG_ANALYST, "profile.record", NULL, NULL, "sample=sample:zq-none-09", "role=reference",
            "genotypes=FGA=20/21 TH01=7/9.3", "lab=zq-none-10", NULL);
    book_ok(b, AG_LIAISON, "sample.take", NULL, NULL, text(b, "about", w->d.remains), "material=bone",
            "seal=zq-courts-11", "label=zq-none-12 bone", NULL);
    family_settled(b, w->d.person);
}

/* Found alive, and considered in the case; another whose family is threatened. */
static void people_to_protect(book *b, war *w) {
    char hypothesis[BOOK_SUBJECT];
    book_ok(b, AG_CASE_OFFICER, "person.report", NULL, w->survivor, "sort=reported", "unit=zq-none-13", NULL);
    book_ok(b, AG_CASE_OFFICER, "name.record", NULL, NULL, text(b, "person", w->survivor), "role=true",
            "original=zq-none-14 Ri", NULL);
    book_ok(b, AG_ANALYST, "hypothesis.propose", NULL, hypothesis, text(b, "case", w->d.identification),
            text(b, "person", w->survivor), "inputs=zq-none-15", NULL);
    book_ok(b, AG_CASE_OFFICER, "person.found_alive", w->survivor, NULL, "basis=spoke-with",
            "whereabouts=zq-none-16 town", "circumstances=zq-none-17 fled", NULL);
    book_ok(b, AG_CASE_OFFICER, "person.report", NULL, w->threatened, "sort=reported", "unit=zq-courts-18", NULL);
    book_ok(b, AG_CASE_OFFICER, "person.assert_death", w->threatened, NULL, "asserted_by=press", NULL);
    book_ok(b, AG_CASE_OFFICER, "name.record", NULL, NULL, text(b, "person", w->threatened), "role=true",
            "original=zq-courts-19 Jo", NULL);
    a_family(b, "family:zq-none-20", "relative:zq-none-21", w->threatened);
    book_ok(b, AG_REGISTRAR, "risk.raise", NULL, NULL, "about=family:zq-none-20", "sort=reprisal",
            "reason=zq-none-22 they came", NULL);
}

static void what_is_said(book *b, war *w) {
    char press[BOOK_SUBJECT], witness[BOOK_SUBJECT];
    book_ok(b, AG_INVESTIGATOR, "source.record", NULL, press, "type=press", "anonymous=no", "handle=zq-none-23",
            "identity=zq-none-24 Kim", NULL);
    book_ok(b, AG_INVESTIGATOR, "source.record", NULL, witness, "type=witness", "anonymous=no",
            "identity=zq-none-25 Yun", "contact=zq-none-26 phone", NULL);
    book_ok(b, AG_INVESTIGATOR, "claim.record", NULL, w->press_claim, "topic=zq-all-27", "predicate=killed",
            "said=2025-04-30", "low=600", "high=600", "text=zq-none-28 words", text(b, "source", press), NULL);
    book_ok(b, AG_INVESTIGATOR, "claim.record", NULL, w->witness_claim, "topic=zq-courts-29", "predicate=buried",
            "said=2025-04-30", "text=zq-none-30 words", text(b, "source", witness), NULL);
}

static void a_war(book *b, war *w) {
    dead_confirmed(b, NULL, &w->d);
    book_ok(b, AG_CASE_OFFICER, "person.particulars", w->d.person, NULL, "rank=zq-each-31", "service_number=zq-each-32",
            "birthplace=zq-each-33 village", "father=zq-none-34 Chol", "mother=zq-none-35 Pak",
            "wishes=zq-none-36 river", "disc=zq-none-37 disc", "remarks=zq-none-38 words", NULL);
    book_ok(b, AG_CASE_OFFICER, "name.record", NULL, NULL, text(b, "person", w->d.person), "role=as-signed",
            "original=zq-each-39 Bang", "transcribed_by=zq-courts-40", NULL);
    book_ok(b, AG_INVESTIGATOR, "cover.record", NULL, NULL, text(b, "remains", w->d.remains), "authority=zq-courts-41",
            "document=military-id", "printed=zq-courts-42 Kim Kang", "document_number=zq-none-43",
            "borrowed_from=zq-none-44 man", NULL);
    book_ok(b, AG_REGISTRAR, "effect.list", NULL, NULL, text(b, "found_with", w->d.remains), "category=money",
            "description=zq-courts-45 notes", "amount=100", "currency=zq-each-46", NULL);
    book_ok_signed(b, AG_REGISTRAR, AG_CASE_OFFICER, "custody.transfer", NULL, NULL, text(b, "object", w->d.remains),
                   "from=morgue-1", "to=zq-offices-47", "place=zq-courts-48 gate", "reason=storage",
                   "remarks=zq-none-49 words", NULL);
    book_ok(b, AG_REGISTRAR, "grave.record", NULL, w->grave, "type=numbered", "number=zq-each-50", "nationality=KP",
            "position=zq-each-51 field", "marker=zq-each-52 post", "depth=zq-offices-53 deep",
            "neighbours=zq-none-54 left", "map=" A_FILE, NULL);
    book_ok(b, AG_REGISTRAR, "handover.report", NULL, w->handover, "sender=RU", "receiver=zq-all-55", "bodies=3",
            "held=2025-06-16", "source=zq-all-56 paper", "remarks=zq-none-57 words", NULL);
    kin_and_donors(b, w);
    people_to_protect(b, w);
    what_is_said(b, w);
    a_dossier(b, w->dossier);
    const char *const about[] = {w->d.remains, w->d.person, w->survivor,    w->threatened,
                                 w->grave,     w->handover, w->press_claim, w->witness_claim};
    for (size_t i = 0; i < sizeof about / sizeof *about; i++) listed(b, w->dossier, about[i]);
    book_ok(b, AG_CASE_OFFICER, "dossier.freeze", w->dossier, NULL, NULL);
}

/* The file with what is in Base64 made plain. */
static ag_text plain(book *b, ag_text file) {
    ag_buffer all = {0}, decoded = {0};
    for (size_t at = 0; at < file.n;) {
        const char *stop = memchr(file.at + at, '\n', file.n - at);
        const ag_text line = {file.at + at, (size_t)(stop - file.at) - at};
        const ag_text rest = {line.at + 8, line.n > 8 ? line.n - 8 : 0};
        ag_buffer_add(&all, line.at, line.n + 1);
        if (ag_text_starts(line, AG_TEXT("opening ")) && ag_base64_read(rest, &decoded))
            ag_buffer_add(&all, decoded.data, decoded.n);
        at += line.n + 1;
    }
    const ag_text out = {ag_arena_text(&b->arena, all.data, all.n), all.n};
    ag_buffer_deinit(&all);
    ag_buffer_deinit(&decoded);
    return out;
}

enum { MARKERS = 58 };
static const char *const reach[] = {"none", "courts", "offices", "each", "all"};
/* Profiles in their order, and to which of the words above they are open. */
static const unsigned reached[] = {16, 30, 28, 30, 8}; /* public, partner, counterpart-state, tribunal, family */

static void a_release_holds_what_is_allowed(void **state) {
    (void)state;
    book *b = book_new(NULL);
    war w;
    int found = 0;
    a_war(b, &w);
    for (int p = 0; ag_profiles[p]; p++) {
        const ag_text file = released(b, w.dossier, ag_profiles[p]), all = plain(b, file);
        proves_something(file, p == 1 || p == 3);
        for (int r = 0; r < 5; r++)
            for (int n = 1; n <= MARKERS; n++) {
                char marker[32];
                snprintf(marker, sizeof marker, "zq-%s-%02d", reach[r], n);
                const bool there = has(all, marker), may = reached[p] >> r & 1;
                if (there && !may) fail_msg("a release for %s has %s", ag_profiles[p], marker);
                found += there;
            }
        /* That somebody lives, or is a relative, is not in it under any name. */
        const char *const never[] = {w.survivor, "relative", "family:", "found_alive", "FGA", "9.3", "risk", "source:"};
        for (size_t i = 0; i < sizeof never / sizeof *never; i++)
            if (has(all, never[i])) fail_msg("a release for %s has %s", ag_profiles[p], never[i]);
        if (!(p == 1 || p == 3)) assert_false(has(all, w.threatened) || has(all, w.d.person));
    }
    /* courts: 9 words, offices 2, each 8, all 3: for two, three, four and four profiles. */
    assert_int_equal(found, 2 * 9 + 3 * 2 + 4 * 8 + 4 * 3);
    end(b);
}

/* The field of this name, looked up apart; pseudo-fields are in `told`. */
static const ag_field *field_named(const ag_kind *kind, ag_text name) {
    for (const ag_action *action = kind->action; action->name; action++)
        for (const ag_field *f = action->field; f && f->name; f++)
            if (ag_text_equal(name, ag_text_of(f->name))) return f;
    return NULL;
}

/* Each word of the table is a field of its kind and none of the words that say what is never told; who writes the file
 * may read it. */
static int faults_of_word(const ag_kind *kind, unsigned to, ag_text word) {
    static const char told[] = "id day step";
    static const char never[] =
        "genotypes ystr mtdna father mother payee witness recipient kin relative family whereabouts "
        "identity contact members consent borrowed_from address";
    static const char kinds[] = "relative family contact risk consent notification source profile user casebook "
                                "assessment involvement tracing conflict";
    char name[64];
    snprintf(name, sizeof name, "%.*s", AG_SHOWN(word));
    if (ag_words_have(told, name)) return 0;
    const ag_field *f = field_named(kind, word);
    int faults = !f;
    if (!f) print_error("%s has no field %s\n", kind->name, name);
    if (!f) return faults;
    const bool source = kind == &ag_kind_claim && strcmp(name, "source") == 0,
               how = kind == &ag_kind_person && strcmp(name, "circumstances") == 0,
               leaves = source || how || ag_words_have(never, name) || ag_words_have(kinds, kind->name) ||
                        f->kind == AG_FIELD_PROFILE;
    if (leaves) print_error("%s.%s can leave\n", kind->name, name);
    const bool closed = ag_field_is_sealed(f) && !((f->readers ? f->readers : kind->readers) & AG_CASE_OFFICER);
    if (closed) print_error("a case officer cannot read %s.%s\n", kind->name, name);
    for (unsigned bit = 1; bit <= AG_TO_FAMILY; bit <<= 1) faults += to & bit && !ag_discloses(kind, name, bit);
    return faults + leaves + closed;
}

static void the_table_is_of_fields(void **state) {
    (void)state;
    const ag_kind *kind;
    unsigned to;
    int words = 0, faults = 0;
    const char *fields;
    for (int k = 0; (fields = ag_disclosure_line(k, &kind, &to)); k++) {
        ag_text rest = ag_text_of(fields), word;
        while (ag_next_word(&rest, &word)) {
            faults += faults_of_word(kind, to, word);
            words++;
        }
    }
    assert_int_equal(faults, 0);
    assert_true(words > 200);
}

/* ---- What the other side finds --------------------------------------------------------------------------------- */

static bool is_told_apart(draws *d, void *context) {
    const ag_text *file = context;
    ag_release release;
    char *copy = malloc(file->n);
    if (!copy) return false;
    memcpy(copy, file->at, file->n);
    const size_t at = (size_t)draw_below(d, file->n);
    copy[at] = (char)(copy[at] ^ (1 << draw_below(d, 8)));
    const ag_status status = check((ag_text){copy, file->n}, &release);
    ag_release_deinit(&release);
    free(copy);
    return status == AG_FINDINGS || status == AG_BAD_INPUT || draw_note(d, "byte %zu was changed and nobody saw", at);
}

enum { MAX_LINES = 1000 };
static int lines_of(ag_text file, ag_text line[MAX_LINES]) {
    int n = 0;
    for (size_t at = 0; at < file.n; at += line[n++].n) {
        assert_true(n < MAX_LINES);
        const char *stop = memchr(file.at + at, '\n', file.n - at);
        line[n] = (ag_text){file.at + at, (size_t)(stop - file.at) + 1 - at};
    }
    return n;
}

static void is_found(const ag_text *line, int n) {
    ag_buffer all = {0};
    ag_release release;
    for (int i = 0; i < n; i++) ag_buffer_add(&all, line[i].at, line[i].n);
    assert_int_not_equal(check((ag_text){all.data, all.n}, &release), AG_OK);
    ag_release_deinit(&release);
    ag_buffer_deinit(&all);
}

static void whoever_changes_a_release_is_found(void **state) {
    (void)state;
    book *b = book_new(NULL);
    war w;
    a_war(b, &w);
    for (int p = 1; p < 4; p += 2) {
        ag_text file = released(b, w.dossier, ag_profiles[p]), line[MAX_LINES], other[MAX_LINES];
        check_property("no byte of a release can be changed unseen", 300, is_told_apart, &file);
        const int n = lines_of(file, line);
        for (int k = 0; k < n; k++) { /* each line dropped; each one exchanged with the next */
            memcpy(other, line, (size_t)n * sizeof *line);
            memmove(other + k, other + k + 1, (size_t)(n - k - 1) * sizeof *line);
            is_found(other, n - 1);
            memcpy(other, line, (size_t)n * sizeof *line);
            if (k + 1 == n || ag_text_equal(line[k], line[k + 1])) continue;
            other[k] = line[k + 1];
            other[k + 1] = line[k];
            is_found(other, n);
        }
    }
    end(b);
}

/* Exit status of tools/verify.py, which was written from docs/journal.md alone. */
static int asked_python(const char *path, ag_text file) {
    char command[1000];
    write_file(path, file.at, file.n);
    snprintf(command, sizeof command, "python3 '%s' '%s' >/dev/null", source_path("tools/verify.py"), path);
    return WEXITSTATUS(system(command));
}

static void another_program_reads_it(void **state) {
    (void)state;
    enum { CHANGES = 12 };
    book *b = book_new(NULL);
    war w;
    const char *path = path_join(scratch_folder(), "x.agd");
    if (system("python3 -c 'import cryptography' 2>/dev/null") != 0) skip();
    a_war(b, &w);
    for (int p = 0; ag_profiles[p]; p++) {
        const ag_text file = released(b, w.dossier, ag_profiles[p]);
        assert_int_equal(asked_python(path, file), 0);
        if (p != 3) continue;
        char *copy = ag_arena_text(&b->arena, file.at, file.n);
        for (size_t i = 0; i < CHANGES; i++) {
            char *at = &copy[(i + 1) * file.n / (CHANGES + 1)];
            *at ^= 1;
            assert_int_not_equal(asked_python(path, (ag_text){copy, file.n}), 0);
            *at ^= 1;
        }
    }
    end(b);
}

static ag_status check_with(ag_text file, const uint8_t *key, ag_text against) {
    ag_release release;
    ag_error err;
    const ag_status status = ag_release_check(file, key, against, &release, &err);
    ag_release_deinit(&release);
    return status;
}

static void a_release_is_of_this_site_and_this_history(void **state) {
    (void)state;
    book *b = book_new(NULL);
    war w;
    const ag_text none = {NULL, 0};
    ag_buffer at_once = {0}, later = {0};
    ag_error err;
    a_war(b, &w);
    const ag_text file = released(b, w.dossier, "tribunal");
    assert_ok(ag_casebook_checkpoint(b->casebook, &at_once, &err), &err);
    const uint8_t *key = b->casebook->site_signer.open;
    assert_int_equal(check_with(file, key, none), AG_OK);
    assert_int_equal(check_with(file, b->actor[0].signer.open, none), AG_FINDINGS);
    assert_int_equal(check_with(file, key, (ag_text){at_once.data, at_once.n}), AG_OK);
    book_ok(b, AG_CASE_OFFICER, "person.report", NULL, NULL, "sort=reported", NULL);
    assert_ok(ag_casebook_checkpoint(b->casebook, &later, &err), &err);
    assert_int_equal(check_with(file, key, (ag_text){later.data, later.n}), AG_BAD_INPUT);
    /* Another history of the same length, signed by the same site. */
    ag_buffer forged = {0};
    ag_checkpoint checkpoint;
    assert_ok(ag_note_parse((ag_text){at_once.data, at_once.n}, key, &checkpoint, &err), &err);
    checkpoint.root.byte[0] ^= 1;
    ag_note_format(&checkpoint, AG_TEXT("odesa-3"), &b->casebook->site_signer, &forged);
    assert_int_equal(check_with(file, key, (ag_text){forged.data, forged.n}), AG_FINDINGS);
    ag_buffer_deinit(&forged);
    ag_buffer_deinit(&at_once);
    ag_buffer_deinit(&later);
    end(b);
}

/* ---- Rules ----------------------------------------------------------------------------------------------------- */

static void frozen_before_released(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char dossier[BOOK_SUBJECT], release[BOOK_SUBJECT], again[BOOK_SUBJECT], person[BOOK_SUBJECT], other[BOOK_SUBJECT];
    ag_buffer out = {0};
    ag_error err;
    dead_person(b, person);
    dead_person(b, other);
    book_ok(b, AG_CASE_OFFICER, "person.assert_death", person, NULL, "asserted_by=kin", NULL);
    a_dossier(b, dossier);
    book_refused(b, AG_CASE_OFFICER, "dossier.freeze", dossier, "X1", NULL);
    listed(b, dossier, person);
    book_refused(b, AG_CASE_OFFICER, "release.propose", NULL, "X1", text(b, "dossier", dossier), "profile=tribunal",
                 "to=icc", "basis=order-1", NULL);
    book_ok(b, AG_CASE_OFFICER, "dossier.freeze", dossier, NULL, NULL);
    book_refused(b, AG_CASE_OFFICER, "dossier_item.add", NULL, "X1", text(b, "dossier", dossier),
                 text(b, "about", other), NULL);
    book_ok(b, AG_CASE_OFFICER, "person.particulars", person, NULL, "rank=later-than-that", NULL);
    approved(b, dossier, "tribunal", release);
    const ag_text file = written(b, release);
    holds(file);
    assert_true(has(file, person));
    assert_false(has(file, "later-than-that"));
    book_state_is(b, dossier, "RELEASED");
    /* Opened again and frozen later, the old approval is of something else. */
    approved(b, dossier, "tribunal", again);
    book_ok(b, AG_CASE_OFFICER, "dossier.thaw", dossier, NULL, "reasons=there is more", NULL);
    book_ok(b, AG_CASE_OFFICER, "dossier.freeze", dossier, NULL, NULL);
    assert_status(ag_release_write(b->casebook, officer(b), ag_text_of(again), &out, NULL, &err), AG_REFUSED, &err);
    assert_true(has(released(b, dossier, "tribunal"), "later-than-that"));
    ag_buffer_deinit(&out);
    end(b);
}

static void two_people(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char dossier[BOOK_SUBJECT], release[BOOK_SUBJECT], person[BOOK_SUBJECT];
    ag_buffer out = {0};
    ag_error err;
    dead_person(b, person);
    a_dossier(b, dossier);
    listed(b, dossier, person);
    book_ok(b, AG_CASE_OFFICER, "dossier.freeze", dossier, NULL, NULL);
    book_ok(b, AG_LEGAL, "release.propose", NULL, release, text(b, "dossier", dossier), "profile=partner", "to=icrc",
            "basis=agreement-1", NULL);
    book_refused(b, AG_LEGAL, "release.approve", release, "X2", "opinion=lawful", NULL);
    assert_status(ag_release_write(b->casebook, officer(b), ag_text_of(release), &out, NULL, &err), AG_REFUSED, &err);
    assert_int_equal(out.n, 0);
    book_ok(b, AG_REVIEWER, "release.approve", release, NULL, "opinion=lawful", NULL);
    assert_non_null(strstr(book_fact(b, dossier, "releases"), "to icrc (partner): APPROVED"));
    /* A person of whom nothing is known may live: there is nothing to release. */
    assert_status(ag_release_write(b->casebook, officer(b), ag_text_of(release), &out, NULL, &err), AG_REFUSED, &err);
    assert_non_null(strstr(err.what, "nothing of this dossier"));
    book_ok(b, AG_CASE_OFFICER, "person.missing", person, NULL, "since=2025-01-05~", NULL);
    book_ok(b, AG_CASE_OFFICER, "dossier.thaw", dossier, NULL, "reasons=there is more", NULL);
    book_ok(b, AG_CASE_OFFICER, "dossier.freeze", dossier, NULL, NULL);
    holds(released(b, dossier, "partner"));
    ag_buffer_deinit(&out);
    end(b);
}

static void nothing_comes_back(void **state) {
    (void)state;
    book *b = book_new(NULL);
    war w;
    char release[BOOK_SUBJECT];
    a_war(b, &w);
    approved(b, w.dossier, "counterpart-state", release);
    const ag_text file = written(b, release);
    assert_string_equal(book_fact(b, release, "withdrawn"), "");
    book_ok(b, AG_LEGAL, "release.withdraw", release, NULL, "reasons=it was a mistake", NULL);
    assert_non_null(strstr(book_fact(b, release, "withdrawn"), "cannot be called back"));
    holds(file);
    end(b);
}

static void the_family_first(void **state) {
    (void)state;
    book *b = book_new(NULL);
    dead d;
    char dossier[BOOK_SUBJECT], release[BOOK_SUBJECT];
    ag_buffer out = {0};
    ag_error err;
    dead_confirmed(b, NULL, &d);
    book_ok(b, AG_CASE_OFFICER, "person.particulars", d.person, NULL, "rank=private", NULL);
    book_ok(b, AG_REGISTRAR, "family.open", "family:F1", NULL, NULL);
    book_ok(b, AG_REGISTRAR, "relative.add", "relative:F1.1", NULL, "family=family:F1", text(b, "person", d.person),
            NULL);
    a_dossier(b, dossier);
    listed(b, dossier, d.person);
    book_ok(b, AG_CASE_OFFICER, "dossier.freeze", dossier, NULL, NULL);
    approved(b, dossier, "counterpart-state", release);
    assert_status(ag_release_write(b->casebook, officer(b), ag_text_of(release), &out, NULL, &err), AG_REFUSED, &err);
    assert_non_null(strstr(err.what, "X5"));
    assert_non_null(strstr(err.hint, "the family first"));
    assert_int_equal(out.n, 0);
    holds(released(b, dossier, "tribunal"));
    family_settled(b, d.person);
    holds(written(b, release));
    end(b);
}

static void small_numbers(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char dossier[BOOK_SUBJECT], person[BOOK_SUBJECT], handover[BOOK_SUBJECT];
    a_dossier(b, dossier);
    for (int i = 0; i < 5; i++) {
        dead_person(b, person);
        book_ok(b, AG_CASE_OFFICER, "person.assert_death", person, NULL, "asserted_by=kin", NULL);
        listed(b, dossier, person);
        if (i > 3) continue;
        book_ok(b, AG_REGISTRAR, "remains.sight", NULL, handover, "position=51.2,35.3,±50", NULL);
        listed(b, dossier, handover);
    }
    for (int i = 4; i < 6; i++) {
        book_ok(b, AG_REGISTRAR, "handover.report", NULL, handover, "sender=RU", "receiver=UA", "held=2025-06-16",
                i == 4 ? "bodies=4" : "bodies=5", NULL);
        listed(b, dossier, handover);
    }
    book_ok(b, AG_CASE_OFFICER, "dossier.freeze", dossier, NULL, NULL);
    const ag_text file = released(b, dossier, "public");
    assert_true(has(file, "\"totals\":{\"person\":5,\"remains\":\"fewer than 5\"}"));
    assert_true(has(file, "\"bodies\":\"5\"") && has(file, "\"bodies\":\"fewer than 5\""));
    assert_false(has(file, "\"bodies\":\"4\"") || has(file, "person/") || has(file, "remains:"));
    end(b);
}

static void a_dossier_has_room(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char dossier[BOOK_SUBJECT], person[BOOK_SUBJECT];
    ag_error err;
    a_dossier(b, dossier);
    dead_person(b, person);
    assert_ok(ag_casebook_begin(b->casebook, &err), &err);
    for (int i = 0; i < AG_MAX_DOSSIER_ITEMS; i++) {
        char subject[BOOK_SUBJECT];
        snprintf(subject, sizeof subject, "dossier_item:%d", i);
        book_ok(b, AG_CASE_OFFICER, "dossier_item.add", subject, NULL, text(b, "dossier", dossier),
                text(b, "about", person), NULL);
    }
    book_refused(b, AG_CASE_OFFICER, "dossier_item.add", NULL, "X1", text(b, "dossier", dossier),
                 text(b, "about", person), NULL);
    assert_ok(ag_casebook_commit(b->casebook, &err), &err);
    book_ok(b, AG_CASE_OFFICER, "dossier_item.remove", "dossier_item:0", NULL, "reasons=twice", NULL);
    listed(b, dossier, person);
    end(b);
}

static void a_total(book *b, const char *source, const char *total, char *claim) {
    book_ok(b, AG_INVESTIGATOR, "claim.record", NULL, claim, "topic=handover-2025-06", "predicate=handed-over",
            "said=2025-06-16", text(b, "source", source), text(b, "low", total), text(b, "high", total), NULL);
}

static void both_totals_stand(void **state) {
    (void)state;
    book *b = book_new(NULL);
    char source[2][BOOK_SUBJECT], ours[BOOK_SUBJECT], theirs[BOOK_SUBJECT], comparison[BOOK_SUBJECT];
    for (int i = 0; i < 2; i++)
        book_ok(b, AG_INVESTIGATOR, "source.record", NULL, source[i], "type=state", "anonymous=no", NULL);
    a_total(b, source[0], "6057", ours);
    a_total(b, source[1], "6060", theirs);
#define TOTALS(a, c)                                                                                                   \
    "topic=handover-2025-06", "ours=UA", "theirs=RU", "our_total=6057", "their_total=6060", text(b, "our_claim", a),   \
        text(b, "their_claim", c), NULL
    book_refused(b, AG_REGISTRAR, "comparison.record", NULL, "X8", TOTALS(ours, ours));
    book_refused(b, AG_REGISTRAR, "comparison.record", NULL, "X8", TOTALS(theirs, ours));
    book_ok(b, AG_REGISTRAR, "comparison.record", NULL, comparison, TOTALS(ours, theirs));
    assert_string_equal(book_fact(b, comparison, "difference"), "UA says 6057, RU says 6060: RU says 3 more");
    book_refused(b, AG_REGISTRAR, "comparison.sign", comparison, "A3", "explanation=three bags were counted twice",
                 NULL);
    book_ok_signed(b, AG_REGISTRAR, AG_CASE_OFFICER, "comparison.sign", comparison, NULL,
                   "explanation=three bags were counted twice", NULL);
    book_state_is(b, ours, "STANDING");
    book_state_is(b, theirs, "STANDING");
    end(b);
}

/* ---- Papers ----------------------------------------------------------------------------------------------------- */

static json_t *record_of(book *b, const char *type, const char *subject) {
    ag_error err;
    json_t *record = json_object();
    ag_gather g = {.view = book_view(b, subject), .actor = officer(b), .record = record, .purpose = "a test"};
    assert_ok(ag_paper_type_find(ag_text_of(type))->gather(&g, &err), &err);
    return record;
}

/* The paper as a page, in the book's arena. */
static const char *page_of(book *b, const char *type, const json_t *record, ag_language language) {
    ag_paper paper = {.arena = &b->arena, .language = language, .record = record};
    ag_buffer out = {0};
    ag_document_init(&paper.document, &b->arena, "x", "x");
    ag_paper_type_find(ag_text_of(type))->compose(&paper);
    ag_document_html(&paper.document, &out);
    const char *page = ag_arena_text(&b->arena, out.data, out.n);
    ag_buffer_deinit(&out);
    if (strstr(page, "{0}") || strstr(page, "(null)")) fail_msg("a gap is left open");
    return page;
}

static void a_dossier_on_paper(void **state) {
    (void)state;
    book *b = book_new(NULL);
    war w;
    char release[BOOK_SUBJECT], request[BOOK_SUBJECT];
    a_war(b, &w);
    book_ok(b, AG_CASE_OFFICER, "dossier.thaw", w.dossier, NULL, "reasons=the letters belong to it", NULL);
    book_ok(b, AG_CASE_OFFICER, "request.open", NULL, request, "direction=offer", "holder=UA", "claimant=KP",
            "bodies=1", NULL);
    book_ok(b, AG_CASE_OFFICER, "communication.record", NULL, NULL, text(b, "request", request), "kind=request",
            "direction=out", "channel=direct", "date=2025-05-12", "deadline=2025-06-30", "copy=yes",
            "text=zq-courts-59 words", NULL);
    book_ok(b, AG_CASE_OFFICER, "communication.record", NULL, NULL, text(b, "request", request), "kind=answer",
            "direction=in", "channel=direct", "date=2025-06-12", "answer=denied-subject", "reason=not-ours", NULL);
    listed(b, w.dossier, request);
    book_ok(b, AG_CASE_OFFICER, "dossier.freeze", w.dossier, NULL, NULL);
    for (int p = 1; ag_profiles[p]; p++) {
        approved(b, w.dossier, ag_profiles[p], release);
        json_t *record = record_of(b, "dossier", release);
        for (ag_language language = 0; language < AG_LANGUAGES; language++) {
            const ag_text page = ag_text_of(page_of(b, "dossier", record, language));
            for (int r = 0; r < 5; r++)
                for (int n = 1; n <= MARKERS + 1; n++) {
                    char marker[32];
                    snprintf(marker, sizeof marker, "zq-%s-%02d", reach[r], n);
                    if (has(page, marker) && !(reached[p] >> r & 1)) fail_msg("on paper is %s", marker);
                }
            assert_true(has(page, "zq-each-39 Bang"));
        }
        const char *page = page_of(b, "dossier", record, AG_ENGLISH);
        assert_int_equal(strstr(page, "1 sent, 1 received; 1 of those received refuse") != NULL, p < 4);
        json_decref(record);
    }
    end(b);
}

static void both_lists_on_paper(void **state) {
    (void)state;
    static const char *const words[] = {"The totals differ by 3; RU states more.", "총수의 차이는 3이며, RU 측",
                                        "Итоги расходятся на 3", "Підсумки розходяться на 3"};
    book *b = book_new(NULL);
    char source[BOOK_SUBJECT], ours[BOOK_SUBJECT], theirs[BOOK_SUBJECT], comparison[BOOK_SUBJECT];
    book_ok(b, AG_INVESTIGATOR, "source.record", NULL, source, "type=state", "anonymous=no", NULL);
    a_total(b, source, "6057", ours);
    a_total(b, source, "6060", theirs);
    book_ok(b, AG_REGISTRAR, "comparison.record", NULL, comparison, TOTALS(ours, theirs));
    json_t *record = record_of(b, "comparison", comparison);
    for (ag_language language = 0; language < AG_LANGUAGES; language++)
        assert_non_null(strstr(page_of(b, "comparison", record, language), words[language]));
    const char *page = page_of(b, "comparison", record, AG_ENGLISH);
    assert_non_null(strstr(page, "6,057"));
    assert_non_null(strstr(page, "6,060"));
    assert_non_null(strstr(page, "16 June 2025"));
    json_decref(record);
    end(b);
}

int main(void) {
    const struct CMUnitTest cases[] = {
        {"a release contains nothing outside its allow-list", a_release_holds_what_is_allowed, NULL, NULL, NULL},
        {"what may leave are fields that are there, and none that never leave", the_table_is_of_fields, NULL, NULL,
         NULL},
        {"whoever changes a release is found", whoever_changes_a_release_is_found, NULL, NULL, NULL},
        {"another program that has the file alone finds the same", another_program_reads_it, NULL, NULL, NULL},
        {"a release is of this site and this history", a_release_is_of_this_site_and_this_history, NULL, NULL, NULL},
        {"a dossier is frozen before it is released and holds what was recorded by then", frozen_before_released, NULL,
         NULL, NULL},
        {"who proposes a release does not approve it", two_people, NULL, NULL, NULL},
        {"a release that is withdrawn says that the file cannot be called back", nothing_comes_back, NULL, NULL, NULL},
        {"both totals stand as claims of either side, and the difference is signed", both_totals_stand, NULL, NULL,
         NULL},
        {"a dossier on paper says what the file says, in every language", a_dossier_on_paper, NULL, NULL, NULL},
        {"both lists stand on paper beside each other, to be signed", both_lists_on_paper, NULL, NULL, NULL},
        {"a dossier has room for ten thousand subjects and no more", a_dossier_has_room, NULL, NULL, NULL},
        {"the family is told before the other side", the_family_first, NULL, NULL, NULL},
        {"numbers of people below five are not published", small_numbers, NULL, NULL, NULL},
    };
    return cmocka_run_group_tests_name("dossiers", cases, NULL, NULL);
}
