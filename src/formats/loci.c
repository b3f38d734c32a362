/* The loci of a batch by name: see loci.h. */
#include "formats/loci.h"

#include <string.h>

#include "base/limits.h"
#include "base/locus_key.h"

#include "base/banned.h"

static int add_key(ag_loci *loci, ag_text name, uint32_t index) {
    char key[AG_MAX_ID_BYTES];
    const size_t n = ag_locus_key(name, key, sizeof key);
    char *kept = n ? ag_arena_text(&loci->batch->arena, key, n) : NULL;
    bool added;
    const uint32_t *at = kept ? ag_map_add(&loci->by_key, (ag_text){kept, n}, index, &added) : NULL;
    return at ? (int)*at : -1;
}

bool ag_loci_init(ag_loci *loci, ag_batch *batch) {
    *loci = (ag_loci){.batch = batch};
    ag_map_init(&loci->by_key);
    ag_text *room = AG_NEW(&batch->arena, ag_text, AG_MAX_LOCI);
    if (!room) return false;
    if (batch->loci) memcpy(room, batch->locus, batch->loci * sizeof *room);
    batch->locus = room;
    for (uint32_t i = 0; i < batch->loci; i++)
        if (add_key(loci, room[i], i) < 0) return false;
    return true;
}

void ag_loci_deinit(ag_loci *loci) { ag_map_deinit(&loci->by_key); }

int ag_loci_find(const ag_loci *loci, ag_text name) {
    char key[AG_MAX_ID_BYTES];
    const size_t n = ag_locus_key(name, key, sizeof key);
    const uint32_t *at = n ? ag_map_find(&loci->by_key, (ag_text){key, n}) : NULL;
    return at ? (int)*at : -1;
}

int ag_loci_add(ag_loci *loci, ag_text name) {
    const int known = ag_loci_find(loci, name);
    ag_batch *batch = loci->batch;
    if (known >= 0 || batch->loci == AG_MAX_LOCI || name.n > AG_MAX_ID_BYTES) return known;
    const int index = add_key(loci, name, batch->loci);
    if (index >= 0) batch->locus[batch->loci++] = name;
    return index;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool ag_is_locus_name(ag_text name) {
    static const char *const begins[] = {"amel",  "yindel", "th01", "tpox", "vwa",    "fga", "csf1po", "se33",
                                         "penta", "actbp2", "f13a", "f13b", "fesfps", "lpl", "hprtb",  "ygata"};
    char key[AG_MAX_ID_BYTES];
    const size_t n = ag_locus_key(name, key, sizeof key);
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (n && ag_text_starts((ag_text){key, n}, ag_text_of(begins[i]))) return true;
    size_t i = 1;
    if (n < 4 || key[0] != 'd') return false;
    if (key[i] == 'x' || key[i] == 'y')
        i++;
    else
        while (i < 3 && is_digit(key[i])) i++;
    return i > 1 && i + 1 < n && key[i] == 's' && is_digit(key[i + 1]);
}

/* Length of an allele at the start of t: digits with a fraction, ".x" or ">" behind and "<" before, or a letter of a
 * SNP or of Amelogenin; 0 when there is none. */
static size_t allele_length(ag_text t) {
    size_t i = t.n && t.at[0] == '<';
    const size_t first = i;
    while (i < t.n && is_digit(t.at[i])) i++;
    if (i == first) return t.n && strchr("ACGTXY", t.at[0]) && t.at[0] ? 1 : 0;
    if (i + 1 < t.n && t.at[i] == '.' && (is_digit(t.at[i + 1]) || t.at[i + 1] == 'x')) i += 2;
    return i + (i < t.n && t.at[i] == '>');
}

bool ag_is_genotype(ag_text cell) {
    const size_t n = allele_length(cell);
    if (!n || n == cell.n || cell.at[n] != '/') return false;
    const ag_text second = {cell.at + n + 1, cell.n - n - 1};
    if (second.n == 1 && (second.at[0] == '?' || second.at[0] == '*')) return true;
    return second.n && allele_length(second) == second.n;
}
