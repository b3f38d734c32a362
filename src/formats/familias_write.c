/* Familias `.fam`, written. See familias.h.
 *
 * The layout is that of files which Familias 3.3 saves. What is ours alone: identical twins in the DVI part
 * ("Parent= A (Direct/Identity)"), "Gender= Unknown", an empty "Allele2=" for a/?, and "Missing: M1" for a missing
 * person who is not called Missing… himself (formats/families.h).
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/locus_key.h"
#include "formats/collect.h"
#include "formats/familias.h"
#include "formats/families.h"
#include "formats/losses.h"

#include "base/banned.h"

typedef struct writer {
    const ag_batch *b;
    ag_buffer *out;
    ag_losses losses;
    ag_arena arena;
    ag_families families;
    bool part_one;
    uint32_t shared;            /* part one: persons that all families have, before the extras */
    uint32_t *listed;           /* by locus: 1 + place in the database, 0: not in it */
    uint32_t *by_locus, *start; /* frequencies of the first population sorted by locus */
    ag_map allele;              /* part one: "locus\nallele" → its number */
    double dropout;
} writer;

/* ---- Small things ---------------------------------------------------------------------------------------------- */

/* Line ends would break the layout. */
static void put_word(writer *w, ag_text text) {
    for (size_t i = 0; i < text.n; i++)
        ag_buffer_putc(w->out, text.at[i] == '\n' || text.at[i] == '\r' ? ' ' : text.at[i]);
}

static void put_quoted(writer *w, ag_text text) {
    ag_buffer_putc(w->out, '"');
    put_word(w, text);
    ag_buffer_puts(w->out, "\"\n");
}

static void put_value(writer *w, const char *key, ag_text value) {
    ag_buffer_printf(w->out, "%s= ", key);
    put_word(w, value);
    ag_buffer_putc(w->out, '\n');
}

static void put_number(writer *w, double value) {
    ag_buffer_double(w->out, value > 0 ? value : 0);
    ag_buffer_putc(w->out, '\n');
}

/* A missing person is known by the name "Missing…", and nobody else may have such a name. */
static void put_name(writer *w, const ag_kin *kin) {
    const bool missing = ag_kin_is_missing(kin), looks_missing = ag_is_missing_name(kin->row->person);
    if (missing && !looks_missing) ag_buffer_puts(w->out, "Missing: ");
    if (!missing && looks_missing) ag_buffer_puts(w->out, "Found: ");
    put_word(w, kin->row->person);
}

static double dropout_of(const ag_batch *b, ag_text quality) {
    for (uint32_t i = 0; i < b->settings.dropouts; i++)
        if (ag_text_equal(b->settings.dropout[i].name, quality)) return b->settings.dropout[i].value;
    return 0;
}

/* ---- Which form ------------------------------------------------------------------------------------------------ */

static uint32_t family_size(const writer *w, uint32_t f) { return w->families.first[f + 1] - w->families.first[f]; }
static const ag_kin *member(const writer *w, uint32_t f, uint32_t i) {
    return &w->families.kin[w->families.first[f] + i];
}

static bool is_extra(const ag_kin *kin, const char *word, const char *sex, uint32_t number) {
    char name[40];
    ag_buffer b = {0};
    ag_buffer_printf(&b, "Extra %s %u", word, number);
    const size_t n = b.n < sizeof name ? b.n : 0;
    if (n) memcpy(name, b.data, n);
    ag_buffer_deinit(&b);
    return n && !kin->profile && ag_text_equal(kin->row->person, (ag_text){name, n}) &&
           ag_text_equal(kin->row->sex, ag_text_of(sex));
}

/* Members from `at` on: "Extra female 1" … and then "Extra male 1" …; false when there is anybody else. */
static bool count_extras(const writer *w, uint32_t f, uint32_t at, uint32_t *females, uint32_t *males) {
    *females = *males = 0;
    while (at < family_size(w, f) && is_extra(member(w, f, at), "female", "F", *females + 1)) at++, ++*females;
    while (at < family_size(w, f) && is_extra(member(w, f, at), "male", "M", *males + 1)) at++, ++*males;
    return at == family_size(w, f);
}

static bool same_profile(const ag_batch *b, const ag_batch_profile *p, const ag_batch_profile *q) {
    if (!p || !q) return p == q;
    for (uint32_t i = 0; i < b->loci; i++)
        if (!ag_text_equal(p->cell[i], q->cell[i])) return false;
    return ag_text_equal(p->quality, q->quality);
}

static bool same_person(const writer *w, const ag_kin *a, const ag_kin *c) {
    return ag_text_equal(a->row->person, c->row->person) && ag_text_equal(ag_kin_sex(a), ag_kin_sex(c)) &&
           ag_text_equal(a->row->born, c->row->born) && same_profile(w->b, a->profile, c->profile);
}

/* Part one is a list of people and alternative pedigrees of them all. */
static bool fits_part_one(writer *w) {
    for (uint32_t i = 0; i < w->b->profiles; i++)
        if (w->b->profile[i].role == AG_REMAINS) return false;
    for (uint32_t i = 0; i < w->families.persons; i++) {
        const ag_kin *kin = &w->families.kin[i];
        if (ag_kin_is_missing(kin) || ag_kin_sex(kin).n == 0) return false;
    }
    if (!w->families.families) return true;
    if ((uint64_t)w->families.families * (family_size(w, 0) + 1u) > AG_FAMILIAS_COPIES_MAX) return false;
    uint32_t females, males;
    while (w->shared < family_size(w, 0) && !count_extras(w, 0, w->shared, &females, &males)) w->shared++;
    for (uint32_t f = 1; f < w->families.families; f++) {
        if (family_size(w, f) < w->shared || !count_extras(w, f, w->shared, &females, &males)) return false;
        for (uint32_t i = 0; i < w->shared; i++)
            if (!same_person(w, member(w, 0, i), member(w, f, i))) return false;
    }
    return true;
}

/* ---- The database ---------------------------------------------------------------------------------------------- */

static bool is_x_locus(const ag_batch *b, ag_text name) {
    for (uint32_t i = 0; i < b->settings.x_loci; i++)
        if (ag_locus_same(name, b->settings.x_locus[i])) return true;
    return false;
}

/* Sorts the frequencies by locus, keeping their order. */
static bool index_frequencies(writer *w) {
    const ag_batch *b = w->b;
    uint32_t places = 0;
    w->by_locus = AG_NEW(&w->arena, uint32_t, b->frequencies);
    w->start = AG_NEW(&w->arena, uint32_t, (size_t)b->loci + 2);
    w->listed = AG_NEW(&w->arena, uint32_t, b->loci);
    if (w->arena.failed) return false;
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < b->frequencies; i++) {
            if (!ag_text_equal(b->frequency[i].population, b->frequency[0].population)) continue;
            if (pass == 0)
                w->start[b->frequency[i].locus + 2]++;
            else
                w->by_locus[w->start[b->frequency[i].locus + 1]++] = i;
        }
        for (uint32_t l = 0; pass == 0 && l < b->loci; l++) w->start[l + 2] += w->start[l + 1];
    }
    for (uint32_t l = 0; l < b->loci; l++) {
        const bool is_x = is_x_locus(b, b->locus[l]);
        ag_lose(&w->losses, is_x, "loci on X (left out: it would count them as autosomal)");
        if (w->start[l + 1] > w->start[l] && !is_x) w->listed[l] = ++places;
    }
    return true;
}

static const ag_batch_mutation_pair *mutation_of(const ag_batch *b, ag_text locus) {
    const ag_batch_mutation_pair *found = NULL;
    for (uint32_t i = 0; i < b->settings.mutations; i++) {
        const ag_batch_mutation_pair *pair = &b->settings.mutation[i];
        if (!pair->locus.n && !found) found = pair;
        if (ag_locus_same(locus, pair->locus)) return pair;
    }
    return found;
}

/* Familias' number of the model; -1: it has none such. */
static int model_code(const ag_batch_mutation *m) {
    const bool stable = m->stabilise.n > 0;
    if (m->reversible.n) return -1;
    if (!m->model.n || ag_text_equal(m->model, AG_TEXT("none"))) return 0;
    if (ag_text_equal(m->model, AG_TEXT("equal"))) return stable ? -1 : 0;
    if (ag_text_equal(m->model, AG_TEXT("proportional"))) return 1;
    if (!ag_text_equal(m->model, AG_TEXT("stepwise"))) return -1;
    if (m->rate2 > 0) return stable ? -1 : 4;
    return stable ? 3 : 2;
}

static void put_mutation(writer *w, ag_text locus, uint32_t alleles) {
    static const ag_batch_mutation_pair none;
    const ag_batch_mutation_pair *pair = mutation_of(w->b, locus);
    const ag_batch_mutation *side[] = {pair ? &pair->female : &none.female, pair ? &pair->male : &none.male};
    for (int i = 0; i < 2; i++) put_number(w, ag_text_equal(side[i]->model, AG_TEXT("none")) ? 0 : side[i]->rate);
    for (int i = 0; i < 2; i++) {
        const int code = model_code(side[i]);
        ag_lose(&w->losses, code < 0,
                "mutation models (onestep, dawid, custom, reversible or otherwise stabilised; written as equal with "
                "their rate)");
        ag_buffer_printf(w->out, "%d\n", code < 0 ? 0 : code);
    }
    ag_buffer_printf(w->out, "%u\n", alleles);
    for (int i = 0; i < 2; i++) put_number(w, side[i]->range > 0 ? side[i]->range : 0.1);
    for (int i = 0; i < 2; i++) put_number(w, model_code(side[i]) == 4 ? side[i]->rate2 : 0);
}

static const ag_batch_named_number *silent_of(const ag_batch *b, ag_text locus) {
    for (uint32_t i = 0; i < b->settings.silents; i++)
        if (ag_locus_same(b->settings.silent[i].name, locus)) return &b->settings.silent[i];
    return NULL;
}

static void put_locus(writer *w, uint32_t l) {
    const ag_batch *b = w->b;
    const uint32_t alleles = w->start[l + 1] - w->start[l];
    const ag_batch_named_number *silent = silent_of(b, b->locus[l]);
    put_quoted(w, b->locus[l]);
    put_mutation(w, b->locus[l], alleles + (silent != NULL));
    ag_buffer_puts(w->out, silent ? "#TRUE#\n" : "#FALSE#\n");
    put_number(w, silent ? silent->value : 0);
    ag_buffer_printf(w->out, "%u\t(DatabaseSize = 1000 , Dropout probability = ", alleles);
    ag_buffer_double(w->out, w->dropout);
    ag_buffer_puts(w->out, " , Minor allele frequency = 0 )\n");
    for (uint32_t i = w->start[l]; i < w->start[l + 1]; i++) {
        put_quoted(w, b->frequency[w->by_locus[i]].allele);
        put_number(w, b->frequency[w->by_locus[i]].frequency);
    }
}

static void put_database(writer *w) {
    const ag_batch *b = w->b;
    uint32_t loci = 0;
    for (uint32_t l = 0; l < b->loci; l++) loci += w->listed[l] > 0;
    ag_buffer_puts(w->out, "#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: ");
    ag_buffer_double(w->out, b->settings.theta > 0 ? b->settings.theta : 0);
    ag_buffer_printf(w->out, " )\n%u\n", loci);
    const ag_text name = b->frequencies ? b->frequency[0].population : (ag_text){"", 0};
    ag_buffer_puts(w->out, name.n ? "#TRUE#\n" : "#FALSE#\n");
    if (name.n) put_quoted(w, name);
    for (uint32_t l = 0; l < b->loci; l++)
        if (w->listed[l]) put_locus(w, l);
}

/* ---- Part one -------------------------------------------------------------------------------------------------- */

static ag_text allele_key(writer *w, uint32_t locus, ag_text allele) {
    char *at = ag_arena_alloc(&w->arena, sizeof locus + allele.n + 1);
    if (!at) return (ag_text){"", 0};
    memcpy(at, &locus, sizeof locus);
    if (allele.n) memcpy(at + sizeof locus, allele.at, allele.n);
    return (ag_text){at, sizeof locus + allele.n};
}

static bool index_alleles(writer *w) {
    bool added, ok = true;
    for (uint32_t l = 0; l < w->b->loci; l++)
        for (uint32_t i = w->start[l]; i < w->start[l + 1]; i++)
            ok = ok && ag_map_add(&w->allele, allele_key(w, l, w->b->frequency[w->by_locus[i]].allele), i - w->start[l],
                                  &added);
    return ok && !w->arena.failed;
}

/* Numbers of the two alleles of a cell; false: Familias has no form for it. */
static bool number_alleles(writer *w, uint32_t locus, ag_text cell, uint32_t number[2]) {
    ag_text part[2];
    if (!w->listed[locus] || ag_cell_split(cell, part, 2) != 2) return false;
    for (int i = 0; i < 2; i++) {
        const uint32_t *at = ag_map_find(&w->allele, allele_key(w, locus, part[i]));
        if (!at) return false;
        number[i] = *at;
    }
    return true;
}

static void put_genotypes_by_number(writer *w, const ag_batch_profile *p) {
    uint32_t n = 0, number[2];
    ag_buffer rows = {0};
    for (uint32_t l = 0; p && l < w->b->loci; l++) {
        if (!p->cell[l].n) continue;
        const bool ok = number_alleles(w, l, p->cell[l], number);
        ag_lose(&w->losses, !ok,
                "readings that are no two alleles of the database (a/?, a/*, OL, three alleles, other loci; left out)");
        if (!ok) continue;
        n++;
        ag_buffer_printf(&rows, "%u\n%u\n%u\n", number[0], number[1], w->listed[l] - 1);
    }
    ag_buffer_printf(w->out, "%u\n", n);
    ag_buffer_add(w->out, rows.n ? rows.data : "", rows.n);
    w->out->failed |= rows.failed;
    ag_buffer_deinit(&rows);
}

static bool is_year(ag_text born) {
    int64_t year;
    return born.n <= 4 && ag_parse_int(born, &year) && year >= 0;
}

static void put_person_by_number(writer *w, const ag_kin *kin) {
    const ag_text quality = kin->profile ? kin->profile->quality : (ag_text){"", 0};
    const bool dropout = ag_text_equal(quality, AG_TEXT("dropout")) || dropout_of(w->b, quality) > 0;
    ag_buffer_putc(w->out, '"');
    put_name(w, kin);
    ag_buffer_puts(w->out, "\"\n#FALSE#\n");
    ag_lose(&w->losses, kin->row->born.n && !is_year(kin->row->born), "dates of birth that are not just a year");
    if (is_year(kin->row->born))
        put_word(w, kin->row->born);
    else
        ag_buffer_puts(w->out, "-1");
    ag_buffer_puts(w->out, dropout ? " (Consider dropouts)\n#FALSE#\n" : "\n#FALSE#\n");
    ag_buffer_puts(w->out, ag_text_equal(ag_kin_sex(kin), AG_TEXT("M")) ? "#TRUE#\n" : "#FALSE#\n");
    put_genotypes_by_number(w, kin->profile);
}

/* Relations of family f as pairs of lines; how many. */
static uint32_t put_relations_by_number(writer *w, uint32_t f, ag_buffer *rows) {
    const uint32_t first = w->families.first[f];
    uint32_t n = 0;
    for (uint32_t i = 0; i < family_size(w, f); i++) {
        const ag_kin *kin = member(w, f, i);
        const uint32_t parent[] = {kin->father, kin->mother};
        for (int k = 0; k < 2; k++)
            if (parent[k] != UINT32_MAX) {
                ag_buffer_printf(rows, "%u\n%u\n", parent[k] - first, i);
                n++;
            }
        if (kin->twin == UINT32_MAX || kin->twin == first + i) continue;
        const bool mutual = w->families.kin[kin->twin].twin == first + i;
        if (mutual && kin->twin < first + i) continue;
        const uint32_t one = mutual ? i : kin->twin - first, other = mutual ? kin->twin - first : i;
        ag_buffer_printf(rows, "%u (Direct/Identity)\n%u\n", one, other);
        n++;
    }
    return n;
}

static void put_pedigree_by_number(writer *w, uint32_t f) {
    uint32_t females, males;
    ag_buffer rows = {0};
    count_extras(w, f, w->shared, &females, &males);
    ag_buffer_printf(w->out, "%u\n", f);
    put_quoted(w, member(w, f, 0)->row->family);
    const uint32_t n = put_relations_by_number(w, f, &rows);
    ag_buffer_printf(w->out, "%u\n%u\n%u\n", females, males, n);
    ag_buffer_add(w->out, rows.n ? rows.data : "", rows.n);
    w->out->failed |= rows.failed;
    ag_buffer_deinit(&rows);
}

static void put_part_one(writer *w) {
    ag_buffer_printf(w->out, "%u\n", w->part_one ? w->shared : 0);
    for (uint32_t i = 0; w->part_one && i < w->shared; i++) put_person_by_number(w, member(w, 0, i));
    ag_buffer_printf(w->out, "\"Known relations\"\n0\n0\n0\n%u\n", w->part_one ? w->families.families : 0);
    for (uint32_t f = 0; w->part_one && f < w->families.families; f++) put_pedigree_by_number(w, f);
}

/* ---- DVI ------------------------------------------------------------------------------------------------------- */

static void put_dna(writer *w, const ag_batch_profile *p, const char *left, const char *right) {
    uint32_t n = 0;
    ag_buffer rows = {0};
    ag_text part[2];
    for (uint32_t l = 0; p && l < w->b->loci; l++) {
        if (!p->cell[l].n || is_x_locus(w->b, w->b->locus[l])) continue;
        if (ag_cell_split(p->cell[l], part, 2) != 2) {
            ag_lose(&w->losses, 1, "readings that are not of two alleles (OL, three alleles; left out)");
            continue;
        }
        const bool open = ag_text_equal(part[1], AG_TEXT("?"));
        ag_lose(&w->losses, open || ag_text_equal(part[1], AG_TEXT("*")),
                "readings of one allele (a/?, a/*) as such (written with an empty second allele or *)");
        n++;
        ag_buffer_printf(&rows, "SystemName= %.*s\nAllele1= %.*s\nAllele2= %.*s\n", (int)w->b->locus[l].n,
                         w->b->locus[l].at, (int)part[0].n, part[0].at, open ? 0 : (int)part[1].n, part[1].at);
    }
    ag_buffer_printf(w->out, "%sDNA data%s\nnSystems= %u\n", left, right, n);
    ag_buffer_add(w->out, rows.n ? rows.data : "", rows.n);
    w->out->failed |= rows.failed;
    ag_buffer_deinit(&rows);
}

static void put_gender(writer *w, ag_text sex) {
    const bool male = ag_text_equal(sex, AG_TEXT("M")), female = ag_text_equal(sex, AG_TEXT("F"));
    ag_lose(&w->losses, !male && !female, "persons of unknown sex (written as \"Gender= Unknown\")");
    ag_buffer_printf(w->out, "Gender= %s\n", male ? "Male" : female ? "Female" : "Unknown");
}

static void put_remains(writer *w) {
    const ag_batch *b = w->b;
    uint32_t n = 0, i = 0;
    for (uint32_t k = 0; k < b->profiles; k++) n += b->profile[k].role == AG_REMAINS;
    ag_buffer_printf(w->out, "\n[DVI]\n[[Unidentified persons]]\nnPersons= %u\n", n);
    for (uint32_t k = 0; k < b->profiles; k++) {
        const ag_batch_profile *p = &b->profile[k];
        if (p->role != AG_REMAINS) continue;
        ag_buffer_printf(w->out, "[[[Person %u ]]]\n", ++i);
        put_value(w, "Name", p->sample);
        put_gender(w, p->sex);
        put_dna(w, p, "[[[[", "]]]]");
    }
    ag_buffer_printf(w->out, "[[Notes]]\nnFamilies= %u\n", w->families.families);
    for (uint32_t f = 0; f < w->families.families; f++) ag_buffer_putc(w->out, '\n');
}

/* Whom "Missing person" means in the relations of family f: its first missing person, unless somebody has that name. */
static uint32_t placeholder_of(const writer *w, uint32_t f) {
    uint32_t found = UINT32_MAX;
    for (uint32_t i = family_size(w, f); i-- > 0;) {
        if (ag_text_equal_fold(member(w, f, i)->row->person, AG_TEXT("Missing person"))) return UINT32_MAX;
        if (ag_kin_is_missing(member(w, f, i))) found = w->families.first[f] + i;
    }
    return found;
}

/* The sex that the person's place in the pedigree implies, where nothing states it: a mother, and a father unless he is
 * the missing person (whom the reader seats as father with his sex left open). */
static ag_text implied_sex(const writer *w, uint32_t f, uint32_t i) {
    const ag_kin *kin = member(w, f, i);
    const uint32_t at = w->families.first[f] + i;
    const ag_text stated = ag_kin_sex(kin);
    for (uint32_t k = 0; !stated.n && k < family_size(w, f); k++) {
        if (member(w, f, k)->mother == at) return AG_TEXT("F");
        if (member(w, f, k)->father == at && !ag_kin_is_missing(kin)) return AG_TEXT("M");
    }
    return stated;
}

static void put_relative(writer *w, uint32_t at, uint32_t placeholder) {
    if (at == placeholder)
        ag_buffer_puts(w->out, "Missing person");
    else
        put_name(w, &w->families.kin[at]);
}

static void put_relation(writer *w, uint32_t parent, uint32_t child, uint32_t placeholder, bool twins) {
    ag_buffer_puts(w->out, "Parent= ");
    put_relative(w, parent, placeholder);
    ag_buffer_puts(w->out, twins ? " (Direct/Identity)\nChild= " : "\nChild= ");
    put_relative(w, child, placeholder);
    ag_buffer_putc(w->out, '\n');
}

/* The reference pedigree leaves out whoever is missing. Counts where `print` is false. */
static uint32_t put_tree(writer *w, uint32_t f, bool reference, bool print) {
    const ag_kin *kin = w->families.kin;
    const uint32_t placeholder = placeholder_of(w, f);
    uint32_t n = 0;
    for (uint32_t i = w->families.first[f]; i < w->families.first[f + 1]; i++) {
        const uint32_t other[] = {kin[i].father, kin[i].mother, kin[i].twin};
        for (int k = 0; k < 3; k++) {
            const bool twins = k == 2, mutual = twins && other[k] != UINT32_MAX && kin[other[k]].twin == i;
            if (other[k] == UINT32_MAX || (twins && other[k] == i) || (mutual && other[k] < i)) continue;
            if (reference && (ag_kin_is_missing(&kin[i]) || ag_kin_is_missing(&kin[other[k]]))) continue;
            n++;
            if (print) put_relation(w, mutual ? i : other[k], mutual ? other[k] : i, placeholder, twins);
        }
    }
    return n;
}

static void put_family(writer *w, uint32_t f) {
    ag_buffer_printf(w->out, "[[[Family %u ]]]\n", f + 1);
    put_value(w, "Name", member(w, f, 0)->row->family);
    ag_buffer_printf(w->out, "[[[[Persons]]]]\nnPersons= %u\n", family_size(w, f));
    for (uint32_t i = 0; i < family_size(w, f); i++) {
        ag_buffer_printf(w->out, "[[[[[Person %u]]]]]\nName= ", i + 1);
        put_name(w, member(w, f, i));
        ag_buffer_putc(w->out, '\n');
        put_gender(w, implied_sex(w, f, i));
        put_dna(w, member(w, f, i)->profile, "[[[[[[", "]]]]]]");
    }
    ag_buffer_printf(w->out, "[[[[Pedigrees]]]]\nnPedigrees= 2\n[[[[[Pedigree 1]]]]]\nName= Reference pedigree\n");
    ag_buffer_printf(w->out, "nRelations= %u\n", put_tree(w, f, true, false));
    put_tree(w, f, true, true);
    ag_buffer_puts(w->out, "[[[[[Pedigree 2]]]]]\nName= Family tree\n");
    ag_buffer_printf(w->out, "nRelations= %u\n", put_tree(w, f, false, false));
    put_tree(w, f, false, true);
}

static void put_dvi(writer *w) {
    put_remains(w);
    ag_buffer_printf(w->out, "[[Reference Families]]\nnFamilies= %u\n", w->families.families);
    for (uint32_t f = 0; f < w->families.families; f++) put_family(w, f);
    ag_buffer_puts(w->out, "[Prior]\nUseList= Yes\nSize= 100\n");
}

/* ---- The whole ------------------------------------------------------------------------------------------------- */

static void count_losses(writer *w) {
    const unsigned more = w->part_one ? AG_CARRIES_QUALITY | AG_CARRIES_BORN : 0;
    ag_losses_of_batch(&w->losses, w->b,
                       AG_CARRIES_SAMPLES | AG_CARRIES_PEDIGREE | AG_CARRIES_SEX | AG_CARRIES_TWINS |
                           AG_CARRIES_FREQUENCIES | AG_CARRIES_MODELS | more);
    ag_lose(&w->losses, w->families.unknown_relatives, "parents and twins who are no members of the family");
    ag_lose(&w->losses, w->families.further_profiles, "second samples of one person (left out)");
    for (uint32_t i = 0; i < w->families.persons; i++) {
        const ag_kin *kin = &w->families.kin[i];
        const bool renamed = !ag_kin_is_missing(kin) && ag_is_missing_name(kin->row->person);
        ag_lose(&w->losses, renamed, "names \"Missing…\" of people who are not missing (written as \"Found: …\")");
        if (!kin->profile) continue;
        const ag_text sample = kin->profile->sample, family = kin->row->family, person = kin->row->person;
        const bool usual = sample.n == family.n + 1 + person.n && ag_text_starts(sample, family) &&
                           sample.at[family.n] == '-' && memcmp(sample.at + family.n + 1, person.at, person.n) == 0;
        ag_lose(&w->losses, !usual, "sample names of relatives (it knows them by person)");
    }
}

static bool prepare(writer *w) {
    const ag_batch *b = w->b;
    if (!ag_families_of_batch(b, &w->arena, &w->families) || !index_frequencies(w)) return false;
    w->part_one = fits_part_one(w);
    for (uint32_t i = 0; i < b->settings.dropouts; i++)
        if (w->part_one && b->settings.dropout[i].value > w->dropout) w->dropout = b->settings.dropout[i].value;
    return !w->part_one || index_alleles(w);
}

ag_status ag_familias_format(const ag_batch *batch, const char *name, ag_buffer *out, ag_diagnostics *d) {
    writer w = {.b = batch, .out = out};
    const bool ok = prepare(&w);
    if (ok) {
        ag_buffer_puts(out, "\"Output from Familias, version 3.3.1\"\n\"(Written by Antigone)\"\n3.3.1");
        ag_buffer_puts(out, w.part_one ? "\n\"\"\n" : " (DVI)\n\"\"\n");
        put_part_one(&w);
        put_database(&w);
        if (!w.part_one) put_dvi(&w);
        ag_buffer_puts(out, "[Advanced]\n[[Direct/Identity]]\nDropin= 0\nDropout= 0\nError= 0\n");
        count_losses(&w);
        ag_losses_report(&w.losses, d, name, "Familias");
    }
    ag_map_deinit(&w.allele);
    ag_arena_deinit(&w.arena);
    return ok && !out->failed ? AG_OK : AG_ENVIRONMENT;
}
