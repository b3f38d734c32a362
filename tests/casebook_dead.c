#include "casebook_dead.h"

#include <string.h>

#include "casebook/kinds.h"
#include "casebook/standing.h"

static const char *field(book *b, const char *name, const char *value) {
    const ag_view view = book_view(b, "casebook:1");
    return ag_view_say(&view, "%s=%s", name, value);
}

void dead_examined(book *b, const char *face, char *remains) {
    book_ok(b, AG_REGISTRAR, "remains.sight", NULL, remains, "position=51.2073,35.2890,±20", NULL);
    const char *number = strchr(remains, ':') + 1;
    book_ok(b, AG_REGISTRAR, "remains.plan", remains, NULL, "hazard=none-found", NULL);
    book_ok(b, AG_REGISTRAR, "remains.recover", remains, NULL, field(b, "number", number), "labels=yes",
            "photos=" A_FILE, "team=team-2", NULL);
    book_ok(b, AG_REGISTRAR, "remains.clear", remains, NULL, "explosives=none-found", "checker=sapper-1", NULL);
    book_ok_signed(b, AG_REGISTRAR, AG_CASE_OFFICER, "remains.receive", remains, NULL, "from=team-2", "to=morgue-1",
                   "place=the gate", NULL);
    book_ok(b, AG_REGISTRAR, "remains.examine", remains, NULL, "report=" A_FILE, "photos=" A_FILE,
            "death_confirmed=yes", field(b, "face", face), "fingertips=present", "prints=not-possible", "teeth=none",
            "effects=none", "disc=none", "sample=cannot", "sample_reason=the saw is broken", NULL);
}

void dead_sampled(book *b, const char *remains) {
    book_ok(b, AG_REGISTRAR, "sample.take", NULL, NULL, field(b, "about", remains), "material=bone", NULL);
}

void dead_person(book *b, char *person) {
    book_ok(b, AG_CASE_OFFICER, "person.report", NULL, person, "sort=reported", NULL);
}

void dead_individual(book *b, const char *first, const char *second, char *individual) {
    char both[2 * BOOK_SUBJECT];
    snprintf(both, sizeof both, "%s %s", first, second);
    book_ok(b, AG_ANALYST, "individual.assert", NULL, individual, field(b, "remains", both), "basis=dna",
            "reason=one profile", NULL);
}

void dead_join(book *b, const char *individual, const char *remains) {
    book_ok(b, AG_ANALYST, "individual.add", individual, NULL, field(b, "element", remains), "basis=dna",
            "reason=one profile", NULL);
}

void dead_gap(book *b, const char *remains) {
    book_ok_signed(b, AG_REGISTRAR, AG_CASE_OFFICER, "custody.transfer", NULL, NULL, field(b, "object", remains),
                   "from=driver-9", "to=morgue-1", "place=the gate", "reason=transport", NULL);
}

void dead_explained(book *b, const char *remains) {
    const ag_view view = book_view(b, remains);
    int n;
    const ag_row *event = ag_view_rows(&view, &ag_kind_custody, "object", ag_text_of(remains), 0, &n);
    for (int i = 0; i < n; i++) {
        const ag_text id = ag_row_id(&event[i]);
        if (ag_row_state(&event[i], "GAP"))
            book_ok(b, AG_REGISTRAR, "custody.explain", ag_view_say(&view, "custody:%.*s", (int)id.n, id.at), NULL,
                    "explanation=a clerk's slip", NULL);
    }
}

void dead_kin(book *b, const char *person, char *relative) {
    char family[BOOK_SUBJECT];
    book_ok(b, AG_LIAISON, "family.open", NULL, family, NULL);
    book_ok(b, AG_LIAISON, "relative.add", NULL, NULL, field(b, "family", family), field(b, "person", person), NULL);
    book_ok(b, AG_LIAISON, "relative.add", NULL, relative, field(b, "family", family), NULL);
}

void dead_release(book *b, const char *remains) {
    char relative[BOOK_SUBJECT], consent[BOOK_SUBJECT];
    const ag_view view = book_view(b, remains);
    const ag_text person = ag_standing_person(&view, ag_text_of(remains));
    dead_kin(b, ag_view_say(&view, "%.*s", (int)person.n, person.at), relative);
    book_ok(b, AG_LIAISON, "consent.record", NULL, consent, field(b, "relative", relative), "scope=release",
            "paper=C-1", NULL);
    book_ok_signed(b, AG_CASE_OFFICER, AG_LIAISON, "remains.release", remains, NULL, field(b, "consent", consent),
                   "recipient=his mother", "from=morgue-1", "to=family", "place=the gate", NULL);
}

void dead_cover(book *b, const char *remains, const char *person) {
    book_ok(b, AG_INVESTIGATOR, "cover.record", NULL, NULL,
            field(b, remains ? "remains" : "person", remains ? remains : person), "authority=RU-tuva-mvd",
            "document=military-id", "printed=Kim Kang Solat Albertovich", NULL);
}

void dead_cover_record(book *b, char *person) {
    book_ok(b, AG_CASE_OFFICER, "person.report", NULL, person, "sort=cover", NULL);
}

void dead_weigh(book *b, const dead *d, const char *lr_log10) {
    book_ok(b, AG_ANALYST, "hypothesis.weigh", d->hypothesis, NULL, field(b, "lr_log10", lr_log10), "prior_log10=-2",
            "pool=100", NULL);
}

void dead_presumed(book *b, const char *about, const char *method, dead *out) {
    if (about)
        snprintf(out->remains, sizeof out->remains, "%s", about);
    else
        dead_examined(b, "intact", out->remains);
    dead_person(b, out->person);
    book_ok(b, AG_ANALYST, "case.open", NULL, out->identification, field(b, "about", out->remains), NULL);
    book_ok(b, AG_ANALYST, "hypothesis.propose", NULL, out->hypothesis, field(b, "case", out->identification),
            field(b, "person", out->person), NULL);
    book_ok(b, AG_ANALYST, "evidence.add", NULL, NULL, field(b, "case", out->identification),
            field(b, "hypothesis", out->hypothesis), field(b, "method", method), "weighs=for", NULL);
    book_ok(b, AG_ANALYST, "case.presume", out->identification, NULL, field(b, "hypothesis", out->hypothesis), NULL);
}

void dead_proposed(book *b, const char *about, dead *out) {
    dead_presumed(b, about, "dna", out);
    dead_weigh(b, out, "8");
    book_ok(b, AG_ANALYST, "case.propose", out->identification, NULL, NULL);
}

void dead_confirmed(book *b, const char *about, dead *out) {
    dead_proposed(b, about, out);
    book_ok(b, AG_REVIEWER, "case.confirm", out->identification, NULL, NULL);
}
