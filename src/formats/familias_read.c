/* Familias `.fam`, part one: persons, alternative pedigrees and the allele database, one value a line. See familias.h.
 *
 * The layout is positional: after a line that is not what its place demands nothing further can be trusted, so reading
 * stops there with what was expected. Genotypes come before the database that numbers their alleles; they are kept as
 * numbers until it is read.
 *
 * Source of the layout: docs/formats.md, files written by Familias 3.2 and 3.3, and the twins' form ("Direct" in the
 * line of the parent) as discussed for pedFamilias.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "formats/encoding.h"
#include "formats/familias.h"
#include "formats/familias_reader.h"

#include "base/banned.h"

typedef struct genotype {
    int64_t allele[2], locus;
    uint32_t row;
} genotype;

typedef struct part_person {
    ag_fam_person kin;
    size_t first, genotypes; /* in part_one.genotype */
} part_person;

typedef struct pedigree {
    ag_text name;
    uint32_t females, males, row;
    size_t first, relations; /* in part_one.relation */
} pedigree;

typedef struct locus {
    uint32_t at;  /* in the batch */
    size_t first; /* in part_one.allele */
    int64_t alleles;
    bool silent;
    double dropout;
    ag_batch_mutation_pair mutation;
} locus;

typedef struct part_one {
    ag_fam_reader *r;
    part_person *person; /* owned arrays */
    genotype *genotype;
    ag_fam_relation *relation;
    pedigree *pedigree;
    locus *locus;
    ag_text *allele;
    size_t persons, genotypes, relations, pedigrees, loci, alleles;
    size_t person_capacity, genotype_capacity, relation_capacity, pedigree_capacity, locus_capacity, allele_capacity;
    uint32_t females, males; /* extras that all pedigrees share; their relations come first in `relation` */
    size_t known;            /* that many relations hold in every pedigree */
    ag_text database;
    bool has_dvi;
} part_one;

/* ---- Lines and messages ---------------------------------------------------------------------------------------- */

bool ag_fam_line(ag_fam_reader *r, ag_text *line) {
    *line = (ag_text){"", 0};
    if (r->at == r->end) return false;
    const char *start = r->at, *stop = start;
    while (stop < r->end && *stop != '\n' && *stop != '\r') stop++;
    r->at = stop;
    if (stop < r->end) r->at += *stop == '\r' && stop + 1 < r->end && stop[1] == '\n' ? 2 : 1;
    r->row++;
    *line = ag_text_trim((ag_text){start, (size_t)(stop - start)});
    return true;
}

ag_text ag_fam_unquote(ag_text line) {
    if (line.n < 2 || line.at[0] != '"' || line.at[line.n - 1] != '"') return line;
    return ag_text_trim((ag_text){line.at + 1, line.n - 2});
}

int ag_fam_shown(ag_text text) { return text.n < 60 ? (int)text.n : 60; }

static void report(ag_fam_reader *r, ag_severity severity, uint32_t row, const char *hint, const char *what,
                   va_list args) {
    char text[sizeof((ag_error *)0)->what];
    vsnprintf(text, sizeof text, what, args);
    ag_diagnose(r->c.diagnostics, severity, r->c.file, row, 0, hint, "%s", text);
}

void ag_fam_error(ag_fam_reader *r, uint32_t row, const char *hint, const char *what, ...) {
    va_list args;
    va_start(args, what);
    report(r, AG_ERROR, row, hint, what, args);
    va_end(args);
}

void ag_fam_warn(ag_fam_reader *r, uint32_t row, const char *hint, const char *what, ...) {
    va_list args;
    va_start(args, what);
    report(r, AG_WARNING, row, hint, what, args);
    va_end(args);
}

bool ag_fam_check_name(ag_fam_reader *r, ag_text name, uint32_t row, const char *whose) {
    if (name.n && name.n <= AG_MAX_ID_BYTES) return true;
    ag_fam_error(r, row, "give it a name of 1 to 200 bytes", "the name of %s is %s", whose,
                 name.n ? "too long" : "missing");
    return false;
}

void ag_fam_add_cell(ag_fam_reader *r, ag_fam_cell cell) {
    if (ag_collect_room((void **)&r->cell, r->cells, &r->cell_capacity, sizeof *r->cell))
        r->cell[r->cells++] = cell;
    else
        r->c.failed = r->broken = true;
}

ag_text ag_fam_genotype(ag_fam_reader *r, ag_text first, ag_text second, uint32_t row) {
    const bool slash = (first.n && memchr(first.at, '/', first.n)) || (second.n && memchr(second.at, '/', second.n));
    if (slash || first.n > AG_MAX_ID_BYTES || second.n > AG_MAX_ID_BYTES) {
        ag_fam_error(r, row, "rename the allele", "the name of an allele holds a slash or is too long");
        return (ag_text){"", 0};
    }
    if (!first.n) first = second, second = (ag_text){"", 0};
    if (!first.n) return first;
    return ag_collect_join(&r->c, first, "/", second.n ? second : AG_TEXT("?"));
}

/* ---- Values by position ---------------------------------------------------------------------------------------- */

/* The layout is lost: says what this line should have been. Always false. */
static bool lose_layout(ag_fam_reader *r, ag_text line, const char *expected) {
    static const char hint[] = "is the file complete, and was it saved by Familias 3?";
    if (!r->broken && r->at == r->end && !line.n)
        ag_fam_error(r, r->row, hint, "the file ends where %s should stand", expected);
    else if (!r->broken)
        ag_fam_error(r, r->row, hint, "here %s should stand, not '%.*s'", expected, ag_fam_shown(line), line.at);
    r->broken = true;
    return false;
}

static bool read_text(ag_fam_reader *r, const char *expected, ag_text *out) {
    if (r->broken) return false;
    if (!ag_fam_line(r, out)) return lose_layout(r, (ag_text){"", 0}, expected);
    return true;
}

/* A name in quotes, copied. */
static bool read_name(ag_fam_reader *r, const char *expected, ag_text *out) {
    ag_text line;
    if (!read_text(r, expected, &line)) return false;
    if (line.n && line.at[0] != '"') return lose_layout(r, line, expected);
    *out = ag_collect_text(&r->c, ag_fam_unquote(line));
    return true;
}

static bool read_int(ag_fam_reader *r, const char *expected, int64_t least, int64_t *out) {
    ag_text line;
    if (!read_text(r, expected, &line)) return false;
    if (!ag_parse_int(line, out) || *out < least || *out > INT32_MAX) return lose_layout(r, line, expected);
    return true;
}

static bool read_double(ag_fam_reader *r, const char *expected, double *out) {
    ag_text line;
    if (!read_text(r, expected, &line)) return false;
    if (line.n && memchr(line.at, ',', line.n)) {
        ag_fam_error(r, r->row, "write a decimal point", "the number has a comma: '%.*s'", ag_fam_shown(line), line.at);
        r->broken = true;
        return false;
    }
    if (!ag_parse_double(line, out) || *out < 0) return lose_layout(r, line, expected);
    return true;
}

static bool read_flag(ag_fam_reader *r, const char *expected, bool *out) {
    ag_text line;
    if (!read_text(r, expected, &line)) return false;
    *out = ag_text_starts(line, AG_TEXT("#TRUE#"));
    return *out || ag_text_starts(line, AG_TEXT("#FALSE#")) || lose_layout(r, line, expected);
}

/* The number that follows `key` in the line. */
static double number_after(ag_text line, const char *key) {
    const size_t n = strlen(key);
    double value = 0;
    for (size_t i = 0; i + n <= line.n; i++) {
        if (memcmp(line.at + i, key, n) != 0) continue;
        ag_text rest = ag_text_trim((ag_text){line.at + i + n, line.n - i - n});
        size_t length = 0;
        while (length < rest.n && memchr("0123456789.eE+-", rest.at[length], 15)) length++;
        return ag_parse_double((ag_text){rest.at, length}, &value) && value > 0 ? value : 0;
    }
    return 0;
}

/* ---- Persons and pedigrees ------------------------------------------------------------------------------------- */

static bool read_genotypes(part_one *p, part_person *person) {
    int64_t n;
    if (!read_int(p->r, "the number of genotypes", 0, &n)) return false;
    person->first = p->genotypes;
    for (; n > 0; n--) {
        genotype g;
        if (!read_int(p->r, "the number of an allele", 0, &g.allele[0]) ||
            !read_int(p->r, "the number of an allele", 0, &g.allele[1]) ||
            !read_int(p->r, "the number of a locus", 0, &g.locus))
            return false;
        g.row = p->r->row;
        if (!ag_collect_room((void **)&p->genotype, p->genotypes, &p->genotype_capacity, sizeof g))
            return !(p->r->c.failed = p->r->broken = true);
        p->genotype[p->genotypes++] = g;
        person->genotypes++;
    }
    return true;
}

/* Year of birth, -1 when unknown, and behind it the words about drop-out. */
static bool read_year(part_one *p, ag_fam_person *kin) {
    ag_text line;
    int64_t year;
    if (!read_text(p->r, "the year of birth or -1", &line)) return false;
    const char *blank = line.n ? memchr(line.at, ' ', line.n) : NULL;
    const ag_text number = {line.at, blank ? (size_t)(blank - line.at) : line.n};
    if (!ag_parse_int(number, &year)) return lose_layout(p->r, line, "the year of birth or -1");
    if (year >= 0 && number.n <= 4)
        kin->born = ag_collect_text(&p->r->c, number);
    else if (year != -1)
        ag_fam_warn(p->r, p->r->row, "four digits, or -1", "'%.*s' is no year of birth and is left out",
                    ag_fam_shown(number), number.at);
    if (blank && strncmp(blank, " (Consider dropouts)", line.n - number.n) == 0) kin->quality = AG_TEXT("dropout");
    return true;
}

static bool read_person(part_one *p) {
    part_person person = {0};
    bool flag, male;
    if (!read_name(p->r, "the name of a person, in quotes", &person.kin.name)) return false;
    person.kin.row = p->r->row;
    if (!ag_fam_check_name(p->r, person.kin.name, p->r->row, "a person")) return false;
    if (!read_flag(p->r, "#TRUE# or #FALSE#", &flag) || !read_year(p, &person.kin) ||
        !read_flag(p->r, "#TRUE# or #FALSE#", &flag) || !read_flag(p->r, "#TRUE# (male) or #FALSE# (female)", &male))
        return false;
    person.kin.sex = male ? AG_TEXT("M") : AG_TEXT("F");
    if (!read_genotypes(p, &person)) return false;
    if (!ag_collect_room((void **)&p->person, p->persons, &p->person_capacity, sizeof person))
        return !(p->r->c.failed = p->r->broken = true);
    p->person[p->persons++] = person;
    return true;
}

static bool read_relation(part_one *p, size_t people) {
    ag_fam_relation relation = {.row = p->r->row + 1};
    ag_text line;
    int64_t parent, child;
    if (!read_text(p->r, "the number of a parent", &line)) return false;
    size_t digits = 0;
    while (digits < line.n && line.at[digits] >= '0' && line.at[digits] <= '9') digits++;
    const ag_text rest = ag_text_trim((ag_text){line.at + digits, line.n - digits});
    relation.twins = ag_text_starts(rest, AG_TEXT("(Direct")) || ag_text_starts(rest, AG_TEXT("Direct"));
    if ((rest.n && !relation.twins) || !ag_parse_int((ag_text){line.at, digits}, &parent) || parent >= (int64_t)people)
        return lose_layout(p->r, line, "the number of a parent among the persons");
    if (!read_int(p->r, "the number of a child", 0, &child)) return false;
    if (child >= (int64_t)people) return lose_layout(p->r, line, "the number of a child among the persons");
    relation.parent = (uint32_t)parent;
    relation.child = (uint32_t)child;
    if (!ag_collect_room((void **)&p->relation, p->relations, &p->relation_capacity, sizeof relation))
        return !(p->r->c.failed = p->r->broken = true);
    p->relation[p->relations++] = relation;
    return true;
}

/* Extra females, extra males, the relations among all so far. */
static bool read_extras(part_one *p, uint32_t already, uint32_t *females, uint32_t *males, size_t *relations) {
    int64_t f, m, n;
    if (!read_int(p->r, "the number of extra females", 0, &f) || !read_int(p->r, "the number of extra males", 0, &m) ||
        !read_int(p->r, "the number of relations", 0, &n))
        return false;
    if (f + m > AG_MAX_PERSONS_PER_FAMILY) {
        ag_fam_error(p->r, p->r->row, "split the pedigree", "the pedigree has more than %d persons",
                     AG_MAX_PERSONS_PER_FAMILY);
        return !(p->r->broken = true);
    }
    *females = (uint32_t)f;
    *males = (uint32_t)m;
    *relations = (size_t)n;
    for (; n > 0; n--)
        if (!read_relation(p, p->persons + already + *females + *males)) return false;
    return true;
}

static bool read_pedigrees(part_one *p) {
    int64_t n, index;
    if (!read_int(p->r, "the number of pedigrees", 0, &n)) return false;
    if (n && n * (int64_t)(p->persons + 1) > AG_FAMILIAS_COPIES_MAX) {
        ag_fam_error(p->r, p->r->row, "keep the pedigrees that matter",
                     "%lld pedigrees of %zu persons each are more than is read", (long long)n, p->persons);
        return !(p->r->broken = true);
    }
    for (; n > 0; n--) {
        pedigree ped = {0};
        if (!read_int(p->r, "the number of a pedigree", 0, &index) ||
            !read_name(p->r, "the name of a pedigree, in quotes", &ped.name))
            return false;
        ped.row = p->r->row;
        ped.first = p->relations;
        if (!ag_fam_check_name(p->r, ped.name, p->r->row, "a pedigree")) return false;
        if (!read_extras(p, p->females + p->males, &ped.females, &ped.males, &ped.relations)) return false;
        if (!ag_collect_room((void **)&p->pedigree, p->pedigrees, &p->pedigree_capacity, sizeof ped))
            return !(p->r->c.failed = p->r->broken = true);
        p->pedigree[p->pedigrees++] = ped;
    }
    return true;
}

static bool read_people(part_one *p) {
    ag_text line;
    int64_t n;
    do {
        if (!read_text(p->r, "the number of persons", &line)) return false;
    } while (ag_fam_unquote(line).n == 0);
    if (!ag_parse_int(line, &n) || n < 0) return lose_layout(p->r, line, "the number of persons");
    for (; n > 0; n--)
        if (!read_person(p)) return false;
    if (!read_text(p->r, "\"Known relations\"", &line)) return false;
    if (!ag_text_equal(ag_fam_unquote(line), AG_TEXT("Known relations")))
        return lose_layout(p->r, line, "\"Known relations\"");
    return read_extras(p, 0, &p->females, &p->males, &p->known) && read_pedigrees(p);
}

/* ---- The database ---------------------------------------------------------------------------------------------- */

/* Familias' "stepwise stationary" is the stepwise matrix made stationary by the PM transformation (Simonsson and Mostad
 * 2016, "Stationary mutation models"); pedFamilias reads it so, and genetics gives the formula. Not Dawid's model. */
static ag_batch_mutation mutation_of(int64_t code, double rate, double range, double rate2) {
    static const char *const word[] = {"equal", "proportional", "stepwise", "stepwise", "stepwise"};
    const double second = code == 4 ? rate2 : 0;
    if (rate == 0 && second == 0) return (ag_batch_mutation){.model = AG_TEXT("none")};
    return (ag_batch_mutation){.model = ag_text_of(word[code]),
                               .rate = rate,
                               .rate2 = second,
                               .range = code >= 2 ? range : 0,
                               .stabilise = code == 3 ? AG_TEXT("PM") : (ag_text){"", 0}};
}

static void check_mutation(part_one *p, const ag_batch_mutation *m) {
    if (m->rate + m->rate2 > 1)
        ag_fam_error(p->r, p->r->row, "correct the rates in Familias",
                     "the mutation rates of the locus sum to more than 1");
    if (ag_text_equal(m->model, AG_TEXT("stepwise")) && m->range <= 0)
        ag_fam_error(p->r, p->r->row, "correct the range in Familias, 0.1 for example",
                     "a stepwise mutation model needs a range above 0");
}

static bool read_mutation(part_one *p, locus *l, int64_t *alleles_with_silent) {
    ag_fam_reader *r = p->r;
    double rate[2], range[2], rate2[2];
    int64_t model[2];
    for (int i = 0; i < 2; i++)
        if (!read_double(r, i ? "the mutation rate of men" : "the mutation rate of women", &rate[i])) return false;
    for (int i = 0; i < 2; i++) {
        if (!read_int(r, "the number of a mutation model, 0 to 4", 0, &model[i])) return false;
        if (model[i] > 4) return lose_layout(r, AG_TEXT("another number"), "a mutation model, 0 to 4");
    }
    if (!read_int(r, "the number of alleles", 0, alleles_with_silent)) return false;
    for (int i = 0; i < 2; i++)
        if (!read_double(r, "the mutation range", &range[i])) return false;
    for (int i = 0; i < 2; i++)
        if (!read_double(r, "the second mutation rate", &rate2[i])) return false;
    l->mutation.female = mutation_of(model[0], rate[0], range[0], rate2[0]);
    l->mutation.male = mutation_of(model[1], rate[1], range[1], rate2[1]);
    check_mutation(p, &l->mutation.female);
    check_mutation(p, &l->mutation.male);
    return true;
}

/* "17<TAB>(DatabaseSize = 600 , Dropout probability = 0 , Minor allele frequency = 0 )" */
static bool read_info(part_one *p, locus *l) {
    ag_text line;
    if (!read_text(p->r, "the number of alleles and the size of the database", &line)) return false;
    size_t digits = 0;
    while (digits < line.n && line.at[digits] >= '0' && line.at[digits] <= '9') digits++;
    if (!ag_parse_int((ag_text){line.at, digits}, &l->alleles) || l->alleles > AG_MAX_ALLELES)
        return lose_layout(p->r, line, "the number of alleles, at most 400,");
    l->dropout = number_after(line, "Dropout probability =");
    if (l->dropout >= 1) return lose_layout(p->r, line, "a drop-out probability below 1");
    if (number_after(line, "Minor allele frequency =") > 0)
        ag_fam_warn(p->r, p->r->row, "set a minimum frequency in incident.json if it is wanted",
                    "a minor allele frequency is given and not taken over");
    return true;
}

/* An allele keeps its number, also one that was never seen, which a frequency table leaves out. */
static bool take_allele(part_one *p, const ag_batch_frequency *f, ag_map *seen) {
    ag_fam_reader *r = p->r;
    bool added = false;
    if (!ag_map_add(seen, f->allele, 0, &added) ||
        !ag_collect_room((void **)&p->allele, p->alleles, &p->allele_capacity, sizeof *p->allele))
        return !(r->c.failed = r->broken = true);
    p->allele[p->alleles++] = f->allele;
    if (!added)
        ag_fam_error(r, f->row, "keep one of them", "the locus has the allele '%.*s' twice", ag_fam_shown(f->allele),
                     f->allele.at);
    if (f->frequency > 1)
        ag_fam_error(r, f->row, "frequencies are parts of 1", "the frequency %g is more than 1", f->frequency);
    if (f->frequency == 0)
        ag_fam_warn(r, f->row, "its carriers get the minimum frequency",
                    "the allele '%.*s' has the frequency 0 and is left out", ag_fam_shown(f->allele), f->allele.at);
    else
        ag_collect_frequency(&r->c, f);
    return true;
}

static bool read_alleles(part_one *p, locus *l) {
    ag_fam_reader *r = p->r;
    ag_map seen;
    bool ok = true;
    ag_map_init(&seen);
    l->first = p->alleles;
    for (int64_t i = 0; i < l->alleles && ok; i++) {
        ag_batch_frequency f = {.population = p->database, .locus = l->at};
        ok = read_name(r, "the name of an allele, in quotes", &f.allele);
        f.row = r->row;
        ok = ok && ag_fam_check_name(r, f.allele, r->row, "an allele") &&
             read_double(r, "the frequency of an allele", &f.frequency) && take_allele(p, &f, &seen);
    }
    ag_map_deinit(&seen);
    return ok;
}

static bool check_table(part_one *p, size_t before, ag_text name) {
    ag_fam_reader *r = p->r;
    if (r->c.frequencies > before) return true;
    ag_fam_error(r, r->row, "a locus needs an allele with a frequency", "the locus '%.*s' has no frequencies",
                 ag_fam_shown(name), name.at);
    return !(r->broken = true);
}

static bool read_locus(part_one *p, ag_batch_named_number *silent) {
    ag_fam_reader *r = p->r;
    locus l = {0};
    ag_text name;
    int64_t with_silent;
    if (!read_name(r, "the name of a locus, in quotes", &name)) return false;
    if (ag_collect_find_locus(&r->c, name) != AG_NOWHERE) {
        ag_fam_error(r, r->row, "remove one of them", "the database has the locus '%.*s' twice", ag_fam_shown(name),
                     name.at);
        return !(r->broken = true);
    }
    l.at = ag_collect_locus(&r->c, name, r->row);
    if (l.at == AG_NOWHERE) return !(r->broken = true);
    if (!read_mutation(p, &l, &with_silent) || !read_flag(r, "#TRUE# where there are silent alleles", &l.silent) ||
        !read_double(r, "the frequency of silent alleles", &silent->value) || !read_info(p, &l))
        return false;
    if (silent->value >= 1) return lose_layout(r, AG_TEXT("1 or more"), "a frequency of silent alleles below 1");
    silent->name = l.silent ? name : (ag_text){"", 0};
    l.mutation.locus = name;
    if (with_silent != l.alleles + l.silent)
        ag_fam_warn(r, r->row, "check the database", "locus '%.*s' announces %lld alleles and lists %lld",
                    ag_fam_shown(name), name.at, (long long)with_silent, (long long)l.alleles);
    const size_t before = r->c.frequencies;
    if (!read_alleles(p, &l) || !check_table(p, before, name)) return false;
    if (!ag_collect_room((void **)&p->locus, p->loci, &p->locus_capacity, sizeof l))
        return !(r->c.failed = r->broken = true);
    p->locus[p->loci++] = l;
    return true;
}

static bool read_database(part_one *p) {
    ag_fam_reader *r = p->r;
    ag_batch_settings *s = &r->c.batch->settings;
    ag_text line;
    int64_t n;
    bool named;
    if (!read_text(r, "#FALSE# and theta", &line)) return false;
    if (ag_text_starts(line, AG_TEXT("#TRUE#"))) {
        ag_fam_error(r, r->row, "save it in Familias before calculating",
                     "the file holds results, whose form is not known");
        return !(r->broken = true);
    }
    if (!ag_text_starts(line, AG_TEXT("#FALSE#"))) return lose_layout(r, line, "#FALSE# and theta");
    s->theta = number_after(line, "Fst:");
    if (s->theta >= 1) return lose_layout(r, line, "a theta below 1");
    s->frequency_rule = AG_TEXT("as given");
    if (number_after(line, "#Databases:") > 1)
        ag_fam_warn(r, r->row, "export the others separately", "the file has several databases; the first is read");
    if (!read_int(r, "the number of loci", 0, &n) || !read_flag(r, "#TRUE# before the name of the database", &named))
        return false;
    if (named && !read_name(r, "the name of the database, in quotes", &p->database)) return false;
    s->silent = AG_NEW(&r->c.batch->arena, ag_batch_named_number, AG_MAX_LOCI + 1);
    if (!s->silent) return !(r->c.failed = r->broken = true);
    for (; n > 0; n--) {
        if (!read_locus(p, &s->silent[s->silents])) return false;
        s->silents += s->silent[s->silents].name.n > 0;
    }
    return true;
}

/* ---- From numbers to a batch ----------------------------------------------------------------------------------- */

static bool same_model(const ag_batch_mutation *a, const ag_batch_mutation *b) {
    return ag_text_equal(a->model, b->model) && ag_text_equal(a->stabilise, b->stabilise) && a->rate == b->rate &&
           a->rate2 == b->rate2 && a->range == b->range;
}

/* One default where all loci agree, else a model for each behind the default "none". */
static void settle_mutation(part_one *p) {
    ag_batch_settings *s = &p->r->c.batch->settings;
    bool same = true;
    if (!p->loci) return;
    s->mutation = AG_NEW(&p->r->c.batch->arena, ag_batch_mutation_pair, p->loci + 1);
    if (!s->mutation) return;
    for (size_t i = 0; i < p->loci; i++) {
        s->mutation[i + 1] = p->locus[i].mutation;
        same = same && same_model(&p->locus[i].mutation.female, &p->locus[0].mutation.female) &&
               same_model(&p->locus[i].mutation.male, &p->locus[0].mutation.male);
    }
    s->mutations = same ? 1 : (uint32_t)p->loci + 1;
    s->mutation[0] = (ag_batch_mutation_pair){.female = {.model = AG_TEXT("none")}, .male = {.model = AG_TEXT("none")}};
    if (same) s->mutation[0] = p->locus[0].mutation;
    s->mutation[0].locus = (ag_text){"", 0};
}

/* Alleles of a genotype; the number behind the last allele is the silent one, whose carrier looks homozygous. */
static ag_text genotype_text(part_one *p, const genotype *g) {
    if (g->locus >= (int64_t)p->loci) {
        ag_fam_error(p->r, g->row, "compare with the database of the file", "there is no locus number %lld",
                     (long long)g->locus);
        return (ag_text){"", 0};
    }
    const locus *l = &p->locus[g->locus];
    ag_text name[2] = {{"", 0}, {"", 0}};
    for (int i = 0; i < 2; i++) {
        if (g->allele[i] < l->alleles)
            name[i] = p->allele[l->first + (size_t)g->allele[i]];
        else if (g->allele[i] > l->alleles || !l->silent)
            ag_fam_error(p->r, g->row, "compare with the database of the file", "the locus has no allele number %lld",
                         (long long)g->allele[i]);
    }
    if (name[0].n && !name[1].n) name[1] = name[0];
    if (name[1].n && !name[0].n) name[0] = name[1];
    return ag_fam_genotype(p->r, name[0], name[1], g->row);
}

/* Drop-out is a matter of the locus in Familias and of the sample's quality here. */
static void settle_dropout(part_one *p) {
    ag_batch_settings *s = &p->r->c.batch->settings;
    double most = 0, least = 1;
    bool wanted = false;
    for (size_t i = 0; i < p->persons; i++) wanted |= p->person[i].kin.quality.n > 0;
    for (size_t i = 0; i < p->loci; i++) {
        most = p->locus[i].dropout > most ? p->locus[i].dropout : most;
        least = p->locus[i].dropout < least ? p->locus[i].dropout : least;
    }
    if (!wanted && most > 0)
        ag_fam_warn(p->r, 0, NULL, "drop-out probabilities are given, but nobody is marked 'Consider dropouts'");
    if (!wanted) return;
    if (most > least)
        ag_fam_warn(p->r, 0, "set it in incident.json",
                    "the drop-out probability differs between loci; the largest, %g, is taken for all", most);
    s->dropout = AG_NEW(&p->r->c.batch->arena, ag_batch_named_number, 1);
    if (!s->dropout) return;
    s->dropout[0] = (ag_batch_named_number){.name = AG_TEXT("dropout"), .value = most};
    s->dropouts = 1;
}

static void settle_genotypes(part_one *p) {
    for (size_t i = 0; i < p->persons; i++) {
        part_person *person = &p->person[i];
        person->kin.first_cell = p->r->cells;
        for (size_t k = 0; k < person->genotypes; k++) {
            const genotype *g = &p->genotype[person->first + k];
            const ag_text text = genotype_text(p, g);
            if (text.n)
                ag_fam_add_cell(p->r, (ag_fam_cell){.locus = p->locus[g->locus].at, .row = g->row, .text = text});
        }
        person->kin.cells = p->r->cells - person->kin.first_cell;
    }
}

static void add_extras(part_one *p, ag_fam_family *f, const char *word, const char *sex, uint32_t n, uint32_t row) {
    for (uint32_t i = 1; i <= n && !p->r->broken; i++) {
        char name[40];
        const int length = snprintf(name, sizeof name, "Extra %s %u", word, i);
        const ag_text text = ag_collect_text(&p->r->c, (ag_text){name, (size_t)length});
        ag_fam_add_person(p->r, f, &(ag_fam_person){.name = text, .sex = ag_text_of(sex), .row = row});
    }
}

/* In the file: persons, shared extra females, shared extra males, own extra females, own extra males. In the family:
 * persons, extra females, extra males. */
static uint32_t place_of(const part_one *p, const pedigree *ped, uint32_t number) {
    const uint32_t persons = (uint32_t)p->persons, shared = p->females + p->males;
    const uint32_t females = p->females + ped->females;
    if (number < persons + p->females) return number;
    if (number < persons + shared) return number + ped->females;
    const uint32_t own = number - persons - shared;
    return own < ped->females ? persons + p->females + own : persons + females + p->males + own - ped->females;
}

static void add_pedigree(part_one *p, const pedigree *ped) {
    ag_fam_family f = {.name = ped->name, .row = ped->row};
    for (size_t i = 0; i < p->persons && !p->r->broken; i++) ag_fam_add_person(p->r, &f, &p->person[i].kin);
    add_extras(p, &f, "female", "F", p->females + ped->females, ped->row);
    add_extras(p, &f, "male", "M", p->males + ped->males, ped->row);
    for (size_t i = 0; i < p->known + ped->relations && !p->r->broken; i++) {
        ag_fam_relation relation = p->relation[i < p->known ? i : ped->first + i - p->known];
        relation.parent = place_of(p, ped, relation.parent);
        relation.child = place_of(p, ped, relation.child);
        ag_fam_add_relation(p->r, &f, relation);
    }
    if (!p->r->broken) ag_fam_place(p->r, &f);
    ag_fam_family_deinit(&f);
}

static void add_families(part_one *p) {
    const pedigree all = {.name = AG_TEXT("Persons"), .row = 1};
    for (size_t i = 0; i < p->pedigrees && !p->r->broken; i++) add_pedigree(p, &p->pedigree[i]);
    if (p->pedigrees || !p->persons) return;
    if (p->known || p->r->cells)
        add_pedigree(p, &all);
    else
        ag_fam_warn(p->r, p->person[0].kin.row, NULL,
                    "%zu persons of part one have neither genotypes nor relations and are left out", p->persons);
}

static void part_one_deinit(part_one *p) {
    free(p->person);
    free(p->genotype);
    free(p->relation);
    free(p->pedigree);
    free(p->locus);
    free(p->allele);
}

/* Two lines of greeting, then the version, "3.3.1" or "3.3.1 (DVI)". */
static bool read_heading(part_one *p) {
    ag_text line, version;
    if (!read_text(p->r, "\"Output from Familias, version …\"", &line)) return false;
    if (!ag_text_starts(ag_fam_unquote(line), AG_TEXT("Output from Familias")))
        return lose_layout(p->r, line, "\"Output from Familias, version …\"");
    if (!read_text(p->r, "a second line in quotes", &line) || !read_text(p->r, "the version", &version)) return false;
    if (!version.n || version.at[0] < '3' || version.at[0] > '9') {
        ag_fam_error(p->r, p->r->row, "save the file with Familias 3", "only files of Familias 3 are read");
        return !(p->r->broken = true);
    }
    p->has_dvi = version.n >= 5 && memcmp(version.at + version.n - 5, "(DVI)", 5) == 0;
    return true;
}

/* Everything behind the database is in brackets. */
static void read_rest(part_one *p) {
    ag_fam_reader *r = p->r;
    ag_text line;
    bool warned = false;
    while (ag_fam_line(r, &line)) {
        if (line.n && line.at[0] == '[') {
            ag_fam_read_dvi(r, line);
            return;
        }
        if (line.n && !warned)
            ag_fam_warn(r, r->row, NULL, "lines behind the database are not known and left out: '%.*s'",
                        ag_fam_shown(line), line.at);
        warned |= line.n > 0;
    }
    if (p->has_dvi)
        ag_fam_error(r, r->row, "is the file complete?", "the file ends before its DVI part, which line 3 announces");
}

static void read_all(ag_fam_reader *r) {
    part_one p = {.r = r};
    if (read_heading(&p) && read_people(&p) && read_database(&p)) {
        settle_mutation(&p);
        settle_dropout(&p);
        settle_genotypes(&p);
        add_families(&p);
        read_rest(&p);
    }
    part_one_deinit(&p);
}

ag_status ag_familias_parse(ag_text bytes, const char *name, ag_batch *batch, ag_diagnostics *d) {
    ag_file file;
    ag_status status = ag_file_of_bytes(name, bytes.at, bytes.n, &file, NULL);
    if (status == AG_OK) status = ag_file_decode(&file, d, NULL);
    if (status != AG_OK) {
        ag_file_deinit(&file);
        return status;
    }
    const size_t errors = d->errors;
    ag_fam_reader r = {.at = file.at, .end = file.at + file.n};
    ag_collector_init(&r.c, batch, d, name);
    read_all(&r);
    status = ag_collect_finish(&r.c);
    if (status == AG_OK && d->errors > errors) status = AG_BAD_INPUT;
    ag_map_deinit(&r.family_name);
    ag_map_deinit(&r.sample);
    ag_map_deinit(&r.remains);
    free(r.cell);
    ag_collector_deinit(&r.c);
    ag_file_deinit(&file);
    return status;
}
