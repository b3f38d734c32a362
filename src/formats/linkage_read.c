/* LINKAGE `.ped`, read: see linkage.h. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "formats/collect.h"
#include "formats/encoding.h"
#include "formats/families.h"
#include "formats/linkage.h"

#include "base/banned.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* Words in a line: the fixed ones and two alleles for each locus. */
enum { WORDS_MAX = 6 + 2 * AG_MAX_LOCI };

typedef struct reader {
    ag_collector c;
    const char *at, *end;
    uint32_t row;
    ag_text word[WORDS_MAX];
    uint32_t words;
    uint32_t fixed; /* columns before the genotypes: 6, or 5 where the header has no phenotype */
    bool slashes;   /* a locus is one column a/b */
    bool named;     /* by a header or a map */
    ag_text *name;  /* of the columns after the fixed ones, as the header or the map gives them */
    uint32_t names;
    uint32_t locus[AG_MAX_LOCI];
    uint32_t loci;
    ag_map person; /* family and id that are taken */
    ag_map sample;
} reader;

static int shown(ag_text text) { return text.n < 60 ? (int)text.n : 60; }

static void complain(reader *r, uint32_t column, const char *hint, const char *what, ...) {
    char text[sizeof((ag_error *)0)->what];
    va_list args;
    va_start(args, what);
    vsnprintf(text, sizeof text, what, args);
    va_end(args);
    ag_diagnose(r->c.diagnostics, AG_ERROR, r->c.file, r->row, column, hint, "%s", text);
}

/* ---- Words ----------------------------------------------------------------------------------------------------- */

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

/* The words of the next line that has any; r->words may exceed WORDS_MAX, only that many are kept. */
static bool next_line(reader *r) {
    while (r->at < r->end) {
        const char *start = r->at;
        const char *lf = memchr(start, '\n', (size_t)(r->end - start));
        const char *stop = lf ? lf : r->end;
        r->at = lf ? lf + 1 : r->end;
        r->row++;
        r->words = 0;
        for (const char *p = start; p < stop;) {
            while (p < stop && is_blank(*p)) p++;
            const char *first = p;
            while (p < stop && !is_blank(*p)) p++;
            if (p > first && r->words < WORDS_MAX) r->word[r->words] = (ag_text){first, (size_t)(p - first)};
            r->words += p > first;
        }
        if (r->words) return true;
    }
    return false;
}

static bool is_one_of(ag_text word, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (ag_text_equal_fold(word, ag_text_of(list[i]))) return true;
    return false;
}

static bool is_nothing(ag_text word) {
    static const char *const nothing[] = {"0", "-9", ".", "NA"};
    return is_one_of(word, nothing, COUNT(nothing));
}

/* ---- Names of loci --------------------------------------------------------------------------------------------- */

static void keep_name(reader *r, ag_text name) {
    if (!r->name) r->name = AG_NEW(&r->c.batch->arena, ag_text, WORDS_MAX);
    if (r->name && r->names < WORDS_MAX) r->name[r->names] = ag_collect_text(&r->c, name);
    r->c.failed |= !r->name;
    r->names++;
}

static void read_map(reader *r, ag_text map) {
    r->at = map.at;
    r->end = map.at + map.n;
    while (!r->c.failed && next_line(r)) {
        if (r->word[0].at[0] == '#') continue;
        if (r->words < 2 || r->words > 4) {
            complain(r, 0, "chromosome, name, position", "a line of the .map file has %u words", r->words);
            return;
        }
        keep_name(r, r->word[1]);
        if (r->names > AG_MAX_LOCI) break;
    }
    r->named = r->names > 0;
    r->row = 0;
}

static bool is_header(const reader *r) {
    static const char *const first[] = {"#FID", "FID", "family", "famid", "family_id", "#family", "pedigree", "fam"};
    return is_one_of(r->word[0], first, COUNT(first));
}

static void read_header(reader *r) {
    static const char *const phenotype[] = {"phenotype", "pheno", "phen", "aff", "affected", "affection", "status"};
    r->fixed = r->words > 5 && is_one_of(r->word[5], phenotype, COUNT(phenotype)) ? 6 : 5;
    for (uint32_t i = r->fixed; i < r->words && i < WORDS_MAX; i++) keep_name(r, r->word[i]);
    r->named = r->names > 0;
}

/* "TH01.1" and "TH01.2", or the same name twice, are the two columns of one locus. */
static bool is_pair(ag_text a, ag_text b) {
    if (ag_text_equal(a, b)) return true;
    return a.n == b.n && a.n > 2 && memcmp(a.at, b.at, a.n - 1) == 0 && a.at[a.n - 1] == '1' && b.at[b.n - 1] == '2' &&
           memchr("._-:", a.at[a.n - 2], 4);
}

static ag_text pair_name(ag_text a, ag_text b) { return ag_text_equal(a, b) ? a : (ag_text){a.at, a.n - 2}; }

/* Where each column has a name, so each allele, the names become those of loci. A name for each locus is kept as it is:
 * "TH01.1" and "TH01.2" may be two loci. */
static void join_pairs(reader *r, uint32_t columns) {
    if (r->slashes || r->names != columns || r->names % 2 || r->names > WORDS_MAX) return;
    for (uint32_t i = 0; i < r->names; i += 2)
        if (!is_pair(r->name[i], r->name[i + 1])) return;
    for (uint32_t i = 0; i < r->names; i += 2) r->name[i / 2] = pair_name(r->name[i], r->name[i + 1]);
    r->names /= 2;
}

static bool name_loci(reader *r) {
    char number[16];
    const uint32_t columns = r->words - r->fixed;
    for (uint32_t i = r->fixed; i < r->words && i < WORDS_MAX; i++)
        r->slashes |= memchr(r->word[i].at, '/', r->word[i].n) != NULL;
    join_pairs(r, columns);
    r->loci = r->slashes ? columns : columns / 2;
    if (r->loci > AG_MAX_LOCI) {
        complain(r, 0, "leave out what is not needed", "the file has more than %d loci", AG_MAX_LOCI);
        return false;
    }
    if ((!r->slashes && columns % 2) || (r->named && r->names != r->loci)) {
        complain(r, 0, "two alleles for each locus", "the line has %u columns of genotypes, %u names are given",
                 columns, r->names);
        return false;
    }
    for (uint32_t i = 0; i < r->loci; i++) {
        const int n = snprintf(number, sizeof number, "L%u", i + 1);
        const ag_text name = r->named ? r->name[i] : (ag_text){number, (size_t)n};
        if (ag_collect_find_locus(&r->c, name) != AG_NOWHERE) {
            complain(r, 0, "keep one of them", "the locus '%.*s' stands twice", shown(name), name.at);
            return false;
        }
        r->locus[i] = ag_collect_locus(&r->c, name, r->row);
        if (r->locus[i] == AG_NOWHERE) return false;
    }
    return true;
}

/* ---- Persons --------------------------------------------------------------------------------------------------- */

static ag_text sex_of(reader *r, ag_text word) {
    static const char *const male[] = {"1", "M", "male"}, *const female[] = {"2", "F", "female"};
    static const char *const open[] = {"0", "-9", ".", "NA", "U", "unknown", "other", "3"};
    if (is_one_of(word, male, COUNT(male))) return AG_TEXT("M");
    if (is_one_of(word, female, COUNT(female))) return AG_TEXT("F");
    if (!is_one_of(word, open, COUNT(open))) complain(r, 5, "1, 2 or 0", "'%.*s' is no sex", shown(word), word.at);
    return (ag_text){"", 0};
}

static ag_text parent_of(reader *r, ag_text word) {
    if (ag_text_equal(word, AG_TEXT("0"))) return (ag_text){"", 0};
    return ag_collect_text(&r->c, ag_plain_name(word));
}

/* The two alleles of locus i of the present line; false: there are none. */
static bool alleles_of(reader *r, uint32_t i, ag_text allele[2]) {
    if (!r->slashes) {
        allele[0] = r->word[r->fixed + 2 * i];
        allele[1] = r->word[r->fixed + 2 * i + 1];
    } else {
        const ag_text word = r->word[r->fixed + i];
        const uint32_t n = ag_cell_split(word, allele, 2);
        if (n == 1) allele[1] = allele[0];
        if (n != 1 && n != 2) allele[0].n = 0;
    }
    const bool none[] = {!allele[0].n || is_nothing(allele[0]), !allele[1].n || is_nothing(allele[1])};
    if (none[0] && none[1]) return false;
    if (none[0]) allele[0] = allele[1];
    if (none[0] || none[1]) allele[1] = AG_TEXT("*");
    return true;
}

static bool is_typed(reader *r) {
    ag_text allele[2];
    for (uint32_t i = 0; i < r->loci; i++)
        if (alleles_of(r, i, allele)) return true;
    return false;
}

static void add_cells(reader *r, uint32_t profile) {
    ag_text allele[2];
    for (uint32_t i = 0; i < r->loci; i++) {
        if (!alleles_of(r, i, allele)) continue;
        const bool odd = allele[0].n > AG_MAX_ID_BYTES || allele[1].n > AG_MAX_ID_BYTES ||
                         memchr(allele[0].at, '/', allele[0].n) || memchr(allele[1].at, '/', allele[1].n);
        if (odd)
            complain(r, r->fixed + i + 1, "two alleles for each locus", "this is no genotype");
        else
            ag_collect_cell(&r->c, profile, r->locus[i], ag_collect_join(&r->c, allele[0], "/", allele[1]), r->row);
    }
}

static bool claim(reader *r, ag_map *taken, ag_text key, ag_text what) {
    bool added = false;
    if (!ag_map_add(taken, key, 0, &added)) r->c.failed = true;
    if (!added) complain(r, 2, "give everybody an id of his own", "'%.*s' stands a second time", shown(what), what.at);
    return added;
}

static void add_sample(reader *r, ag_role role, ag_text family, ag_text person, ag_text sex) {
    ag_batch_profile p = {.role = role, .sample = person, .sex = sex, .row = r->row};
    if (role == AG_REMAINS) p.quality = AG_TEXT("good");
    if (role == AG_REFERENCE) {
        p.sample = ag_collect_join(&r->c, family, "-", person);
        p.family = family;
        p.person = person;
        if (!claim(r, &r->sample, p.sample, p.sample)) return;
    }
    add_cells(r, ag_collect_profile(&r->c, &p));
}

static void read_person(reader *r) {
    const ag_text family = ag_collect_text(&r->c, r->word[0]), written = r->word[1];
    const ag_text person = ag_collect_text(&r->c, ag_plain_name(written));
    const bool remains = ag_text_equal(family, AG_TEXT("Unidentified"));
    const bool elimination = ag_text_equal(family, AG_TEXT("Elimination"));
    for (uint32_t i = 0; i < 4; i++)
        if (r->word[i].n > AG_MAX_ID_BYTES) {
            complain(r, i + 1, "at most 200 bytes", "the name is too long");
            return;
        }
    if (ag_text_equal(written, AG_TEXT("0"))) {
        complain(r, 2, "give another id", "the id 0 means nobody");
        return;
    }
    if (!claim(r, &r->person, ag_collect_join(&r->c, family, "\n", person), person)) return;
    const ag_text sex = sex_of(r, r->word[4]);
    if (remains || elimination) {
        add_sample(r, remains ? AG_REMAINS : AG_ELIMINATION, family, person, sex);
        return;
    }
    const ag_batch_person row = {.family = family,
                                 .person = person,
                                 .father = parent_of(r, r->word[2]),
                                 .mother = parent_of(r, r->word[3]),
                                 .sex = sex,
                                 .missing = ag_is_missing_name(written) ? AG_TEXT("yes") : (ag_text){"", 0},
                                 .row = r->row};
    ag_collect_person(&r->c, &row);
    if (is_typed(r)) add_sample(r, AG_REFERENCE, family, person, sex);
}

/* The next line that is no remark. */
static bool next_person(reader *r) {
    while (next_line(r))
        if (r->word[0].at[0] != '#') return true;
    return false;
}

/* The first line tells how many words each has, and with a header what they are. */
static bool read_first(reader *r) {
    r->fixed = 6;
    bool found = next_line(r);
    if (found && is_header(r)) {
        r->names = 0; /* the header is nearer to the data than the map */
        read_header(r);
        found = next_person(r);
    } else if (found && r->word[0].at[0] == '#') {
        found = next_person(r);
    }
    if (!found)
        complain(r, 0, "one person a line", "the file has no persons");
    else if (r->words < r->fixed)
        complain(r, 0, "family, id, father, mother, sex, phenotype, genotypes", "the line has %u words", r->words);
    return found && r->words >= r->fixed && name_loci(r);
}

static void read_ped(reader *r, ag_text ped) {
    r->at = ped.at;
    r->end = ped.at + ped.n;
    if (!read_first(r)) return;
    const uint32_t words = r->words;
    do {
        if (r->words == words)
            read_person(r);
        else
            complain(r, 0, "two alleles for each locus", "the line has %u words, the first has %u", r->words, words);
    } while (!r->c.failed && next_person(r));
}

ag_status ag_linkage_parse(ag_text ped, ag_text map, const char *name, ag_batch *batch, ag_diagnostics *d) {
    const size_t errors = d->errors;
    ag_file file[2] = {0};
    const ag_text bytes[] = {ped, map};
    ag_status status = AG_OK;
    for (int i = 0; i < 2 && status == AG_OK; i++) {
        status = ag_file_of_bytes(name, bytes[i].at, bytes[i].n, &file[i], NULL);
        if (status == AG_OK && bytes[i].n) status = ag_file_decode(&file[i], d, NULL);
    }
    reader *r = status == AG_OK ? AG_NEW(&batch->arena, reader, 1) : NULL;
    if (status == AG_OK && !r) status = AG_ENVIRONMENT;
    if (r) {
        ag_collector_init(&r->c, batch, d, name);
        read_map(r, (ag_text){file[1].at, file[1].n});
        if (d->errors == errors) read_ped(r, (ag_text){file[0].at, file[0].n});
        status = ag_collect_finish(&r->c);
        if (status == AG_OK && d->errors > errors) status = AG_BAD_INPUT;
        ag_map_deinit(&r->person);
        ag_map_deinit(&r->sample);
        ag_collector_deinit(&r->c);
    }
    ag_file_deinit(&file[0]);
    ag_file_deinit(&file[1]);
    return status;
}
