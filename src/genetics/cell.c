/* A cell of a profile, as laboratories write them, to an observation.
 *
 *   cell    := empty | reading | reading/reading | reading/mark, in either order | three or more readings
 *   reading := allele | 15.x | 12> | >12 | <7 | OL
 *   mark    := ? (nothing else seen) | * (half typed)
 *
 * White space may stand around each part. A pattern (15.x …) is compatible with every allele of the locus that it fits;
 * the same pattern twice is two readings, of which nobody knows whether they are one allele. Messages quote what is no
 * reading but never a person's alleles.
 */
#include <string.h>

#include "genetics/allele.h"

#include "base/banned.h"

static const char CELL_FORMS[] =
    "a cell is empty, a/b, a/a, a/?, a/* or a, where a and b are alleles, 15.x, 12>, <7 or OL";

typedef enum part_kind { PART_ALLELE, PART_SIZES, PART_OFF_LADDER, PART_UNKNOWN, PART_ANY } part_kind;

typedef struct part {
    part_kind kind;
    ag_text text;
    int32_t size;      /* of an allele */
    int32_t low, high; /* PART_SIZES: compatible sizes, both ends included */
} part;

/* ---- Words ---------------------------------------------------------------------------------------------------- */

static bool whole_number(ag_text t) {
    for (size_t i = 0; i < t.n; i++)
        if (t.at[i] < '0' || t.at[i] > '9') return false;
    return t.n > 0;
}

/* 15.x, 12>, >12, <7. */
static bool read_sizes(ag_text t, part *out) {
    out->low = 0;
    out->high = INT32_MAX;
    const char last = t.at[t.n - 1];
    if (t.n > 2 && (last == 'x' || last == 'X') && t.at[t.n - 2] == '.') {
        const ag_text whole = {t.at, t.n - 2};
        if (!whole_number(whole) || ag_allele_size(whole) == AG_ALLELE_NO_SIZE) return false;
        out->low = ag_allele_size(whole);
        out->high = out->low + 9;
        return true;
    }
    const bool above = last == '>' || t.at[0] == '>', below = t.at[0] == '<';
    if (above == below) return false;
    const ag_text bound = ag_text_trim((ag_text){last == '>' ? t.at : t.at + 1, t.n - 1});
    const int32_t size = ag_allele_size(bound);
    if (size == AG_ALLELE_NO_SIZE) return false;
    if (above)
        out->low = size + 1;
    else
        out->high = size - 1;
    return true;
}

static ag_status read_part(ag_text t, part *out, ag_error *err) {
    *out = (part){.kind = PART_ALLELE, .text = t, .size = AG_ALLELE_NO_SIZE};
    if (t.n == 0) return ag_fail(err, AG_BAD_INPUT, CELL_FORMS, "nothing stands on one side of the '/'");
    out->size = ag_allele_size(t);
    if (out->size != AG_ALLELE_NO_SIZE) return AG_OK;
    if (t.n == 1 && t.at[0] == '?') return out->kind = PART_UNKNOWN, AG_OK;
    if (t.n == 1 && t.at[0] == '*') return out->kind = PART_ANY, AG_OK;
    if (ag_text_equal_fold(t, AG_TEXT("OL"))) return out->kind = PART_OFF_LADDER, AG_OK;
    if (read_sizes(t, out)) return out->kind = PART_SIZES, AG_OK;
    if (memchr(t.at, ',', t.n))
        return ag_fail(err, AG_BAD_INPUT, "write two alleles as 12/13 and a decimal as 9.3",
                       "a comma stands in the cell");
    if (ag_allele_name_check(t, NULL) == AG_OK) return AG_OK;
    return ag_fail(err, AG_BAD_INPUT, CELL_FORMS, "'%.*s' is no reading", (int)(t.n < 40 ? t.n : 40), t.at);
}

/* Parts of the cell: the first two (the third place is scratch), and how many there are; 0 for an empty cell. */
static ag_status split(const char *cell, part parts[3], int *n, ag_error *err) {
    *n = 0;
    ag_text rest = ag_text_trim(ag_text_of(cell));
    if (rest.n == 0) return AG_OK;
    for (bool more = true; more; (*n)++) {
        const char *slash = memchr(rest.at, '/', rest.n);
        const size_t length = slash ? (size_t)(slash - rest.at) : rest.n;
        part *p = &parts[*n < 2 ? *n : 2];
        const ag_status status = read_part(ag_text_trim((ag_text){rest.at, length}), p, err);
        if (status != AG_OK) return status;
        more = slash != NULL;
        if (more) rest = (ag_text){slash + 1, rest.n - length - 1};
        const bool placeholder = p->kind == PART_UNKNOWN || p->kind == PART_ANY;
        if (placeholder && ((*n == 0 && !more) || *n > 1 || (*n == 1 && more)))
            return ag_fail(err, AG_BAD_INPUT, CELL_FORMS, "'%c' stands where no allele is seen beside it",
                           p->text.at[0]);
    }
    const bool first = parts[0].kind == PART_UNKNOWN || parts[0].kind == PART_ANY;
    const bool second = *n > 1 && (parts[1].kind == PART_UNKNOWN || parts[1].kind == PART_ANY);
    if (first && (second || *n > 2)) return ag_fail(err, AG_BAD_INPUT, CELL_FORMS, "the cell shows no allele");
    return AG_OK;
}

/* ---- Words to alleles ----------------------------------------------------------------------------------------- */

static int find(const ag_locus *locus, const part *p) {
    return ag_allele_find(locus->allele, locus->size_tenths, locus->n, p->text, p->size);
}

/* At a locus of repeats a word is a mistake; at a locus of named alleles it may be one more allele. */
static bool could_be_allele(const ag_locus *locus, const part *p) {
    if (p->size != AG_ALLELE_NO_SIZE) return true;
    for (int i = 0; i < locus->listed; i++)
        if (locus->size_tenths[i] != AG_ALLELE_NO_SIZE) return false;
    return true;
}

static bool beyond_table(const ag_locus *locus, int i) {
    const bool rest = i == locus->listed && locus->rule == AG_FREQUENCY_REST && strcmp(locus->allele[i], "rest") == 0;
    return i >= locus->listed && !rest;
}

static ag_status resolve_allele(const ag_locus *locus, const part *p, ag_allele_set *set, unsigned *flags,
                                ag_error *err) {
    const int i = find(locus, p);
    if (i < 0 && !could_be_allele(locus, p))
        return ag_fail(err, AG_BAD_INPUT, CELL_FORMS, "'%.*s' is no reading at %s", (int)p->text.n, p->text.at,
                       locus->name);
    if (i < 0)
        return ag_fail(err, AG_BAD_INPUT, "add it to the frequency table",
                       "the frequency table of %s lacks an allele seen here", locus->name);
    if (i == locus->silent)
        return ag_fail(err, AG_BAD_INPUT, "a silent allele is not seen: write a/?",
                       "the cell names the silent allele of %s", locus->name);
    if (beyond_table(locus, i)) *flags |= AG_CELL_UNLISTED;
    ag_allele_set_add(set, i);
    return AG_OK;
}

static ag_status resolve(const ag_locus *locus, const part *p, ag_allele_set *set, unsigned *flags, ag_error *err) {
    if (p->kind == PART_ALLELE) return resolve_allele(locus, p, set, flags, err);
    bool any = false;
    for (int i = 0; i < locus->n; i++) {
        const int32_t size = locus->size_tenths[i];
        if (i == locus->silent) continue;
        if (p->kind == PART_SIZES && (size == AG_ALLELE_NO_SIZE || size < p->low || size > p->high)) continue;
        ag_allele_set_add(set, i);
        any = true;
    }
    if (any) return AG_OK;
    return ag_fail(err, AG_BAD_INPUT, "add the alleles that it may be to the frequency table",
                   "no allele in the frequency table of %s fits '%.*s'", locus->name, (int)p->text.n, p->text.at);
}

/* ---- Observations --------------------------------------------------------------------------------------------- */

/* One allele is all that was seen: is the second the same, or did it drop out? */
static void read_single(const ag_observation_rules *rules, bool asserted, ag_observation *out, unsigned *flags) {
    const bool drops = rules->dropout > 0;
    out->kind = drops && !(asserted && rules->trust_homozygotes) ? AG_SEEN_ONE : AG_SEEN_HOMOZYGOTE;
    if (asserted && out->kind == AG_SEEN_ONE) *flags |= AG_CELL_DROPOUT_ASSUMED;
    if (!asserted && out->kind == AG_SEEN_HOMOZYGOTE) *flags |= AG_CELL_READ_HOMOZYGOTE;
}

static ag_status read_two(const ag_locus *locus, const part parts[2], const ag_observation_rules *rules,
                          ag_observation *out, unsigned *flags, ag_error *err) {
    const bool turned = parts[0].kind == PART_UNKNOWN || parts[0].kind == PART_ANY;
    const part *a = &parts[turned], *b = &parts[!turned];
    ag_status status = resolve(locus, a, &out->a, flags, err);
    if (status != AG_OK) return status;
    if (b->kind == PART_ANY) return out->kind = AG_SEEN_HALF, AG_OK;
    if (b->kind == PART_UNKNOWN) return read_single(rules, false, out, flags), AG_OK;
    status = resolve(locus, b, &out->b, flags, err);
    if (status != AG_OK) return status;
    const bool plain = a->kind == PART_ALLELE && b->kind == PART_ALLELE;
    if (plain && memcmp(&out->a, &out->b, sizeof out->a) == 0) {
        out->b = (ag_allele_set){{0}};
        read_single(rules, true, out, flags);
    } else
        out->kind = AG_SEEN_PAIR;
    return AG_OK;
}

ag_status ag_observation_parse(const ag_locus *locus, const char *cell, const ag_observation_rules *rules,
                               ag_observation *out, unsigned *flags, ag_error *err) {
    part parts[3];
    int n = 0;
    const double d = rules->dropout;
    *flags = 0;
    *out = (ag_observation){.kind = AG_SEEN_NOTHING, .dropout = d};
    out->dropout_both = rules->dropout_both < 0 ? d * d : rules->dropout_both;
    ag_status status = split(cell, parts, &n, err);
    if (status == AG_OK && n > 2) *flags = AG_CELL_SET_ASIDE;
    if (status == AG_OK && n == 2) status = read_two(locus, parts, rules, out, flags, err);
    if (status == AG_OK && n == 1) {
        status = resolve(locus, &parts[0], &out->a, flags, err);
        if (status == AG_OK) read_single(rules, true, out, flags);
    }
    if (status != AG_OK) *out = (ag_observation){.kind = AG_SEEN_NOTHING};
    return status;
}

int ag_cell_unlisted(const ag_locus *locus, const char *cell, char name[2][16]) {
    part parts[3];
    int n = 0, found = 0;
    if (split(cell, parts, &n, NULL) != AG_OK) return -1;
    if (n > 2) return 0;
    for (int k = 0; k < n; k++) {
        const part *p = &parts[k];
        if (p->kind != PART_ALLELE) continue;
        const int i = find(locus, p);
        if (i >= 0 && (i == locus->silent || locus->frequency[i] > 0)) continue;
        if (i < 0 && !could_be_allele(locus, p)) return -1;
        if (p->text.n > AG_ALLELE_NAME_BYTES) return -1;
        if (found && p->size == parts[0].size &&
            (p->size != AG_ALLELE_NO_SIZE || ag_text_equal_fold(p->text, parts[0].text)))
            continue;
        memcpy(name[found], p->text.at, p->text.n);
        name[found++][p->text.n] = 0;
    }
    return found;
}
