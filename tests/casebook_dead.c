#include "casebook_dead.h"

#include <string.h>

static const char *field(book *b, const char *name, const char *value) {
    const ag_view view = book_view(b, "casebook:1");
    return ag_view_say(&view, "%s=%s", name, value);
}

void dead_examined(book *b, const char *face, char *remains) {
    book_ok(b, AG_REGISTRAR, "remains.recover", NULL, remains, field(b, "face", face), NULL);
}

void dead_sampled(book *b, const char *remains) {
    book_ok(b, AG_REGISTRAR, "remains.examine", remains, NULL, "sampled=yes", NULL);
}

void dead_person(book *b, char *person) { book_ok(b, AG_CASE_OFFICER, "person.report", NULL, person, NULL); }

void dead_individual(book *b, const char *first, const char *second, char *individual) {
    book_ok(b, AG_ANALYST, "individual.assert", NULL, individual, NULL);
    dead_join(b, individual, first);
    dead_join(b, individual, second);
}

void dead_join(book *b, const char *individual, const char *remains) {
    book_ok(b, AG_ANALYST, "remains.examine", remains, NULL, field(b, "individual", individual), NULL);
}

void dead_gap(book *b, const char *remains) {
    book_ok(b, AG_REGISTRAR, "remains.examine", remains, NULL, "gap=7", NULL);
}

void dead_cover(book *b, const char *remains, const char *person) {
    book_ok(b, AG_INVESTIGATOR, "cover.record", NULL, NULL,
            field(b, remains ? "remains" : "person", remains ? remains : person), NULL);
}

void dead_cover_record(book *b, char *person) { book_ok(b, AG_CASE_OFFICER, "person.cover", NULL, person, NULL); }

void dead_release(book *b, const char *remains) { book_ok(b, AG_REGISTRAR, "remains.release", remains, NULL, NULL); }

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
