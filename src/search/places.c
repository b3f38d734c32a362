/* Places: see places.h. */
#include "search/places.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "search/catalogue.h"

#include "base/banned.h"

static const char out_of_memory[] = "out of memory";
static const int only_person = 0;
static const ag_person stranger = {-1, -1, AG_SEX_UNKNOWN, -1, 0};
static const ag_pedigree stranger_pedigree = {1, &stranger};

/* What the items show at a locus. */
typedef struct shown {
    ag_code_list list;
    const uint16_t *at;  /* [items] place of the item's code in the list */
    const uint16_t *pin; /* [codes] the code that stands for the one genotype this reading admits; 0: it admits more */
} shown;

struct ag_places {
    ag_engine *engine;
    const ag_catalogue *catalogue;
    const ag_search *search;
    int items;
    const int *item;
    const ag_sex *sex;
    ag_arena arena;
    shown *shown;        /* [loci] */
    ag_map loci, states; /* key → index into rows of a locus, of all loci */
    const double **locus_row, **state_row;
    uint32_t locus_rows, state_rows; /* room in the two arrays */
    ag_lane_scratch scratch;
    ag_evidence *evidence;
    ag_person *person;
    uint16_t *key;
    double *value; /* [most codes], twice */
};

static ag_status no_memory(ag_error *err) { return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory); }

/* ---- Codes of the items ------------------------------------------------------------------------------------------ */

/* The genotype that alone explains a reading, or false. */
static bool only_genotype(const ag_observation_form *f, int *i, int *j) {
    if (f->rows || f->total != 0 || f->trace != 0 || f->cells < 1 || f->cells > 2) return false;
    *i = f->cell[0].i < f->cell[0].j ? f->cell[0].i : f->cell[0].j;
    *j = f->cell[0].i < f->cell[0].j ? f->cell[0].j : f->cell[0].i;
    return f->cells == 1 ? *i == *j : f->cell[1].i == f->cell[0].j && f->cell[1].j == f->cell[0].i;
}

static ag_status show_locus(ag_places *p, int l, ag_error *err) {
    const ag_search *s = p->search;
    const ag_code_form *form = p->catalogue->locus[l].code;
    uint16_t *at = AG_NEW(&p->arena, uint16_t, p->items), *pin = AG_NEW(&p->arena, uint16_t, s->codes[l]);
    uint16_t *code = AG_NEW(&p->arena, uint16_t, p->items + 1), *place = AG_NEW(&p->arena, uint16_t, s->codes[l]);
    int codes = 1; /* code 0 comes first */
    if (p->arena.failed) return no_memory(err);
    for (int k = 0; k < p->items; k++) {
        const uint16_t c = s->remains_code[(size_t)p->item[k] * (size_t)s->loci + (size_t)l];
        if (c && !place[c]) {
            code[codes] = c;
            place[c] = (uint16_t)codes++;
        }
        at[k] = place[c];
    }
    for (int c = 1; c < codes; c++) {
        int i, j, i2, j2;
        if (!only_genotype(&form[code[c]].form[0], &i, &j)) continue;
        pin[code[c]] = code[c];
        for (int b = 1; b < c; b++)
            if (pin[code[b]] == code[b] && only_genotype(&form[code[b]].form[0], &i2, &j2) && i == i2 && j == j2)
                pin[code[c]] = code[b];
    }
    p->shown[l] = (shown){.at = at, .pin = pin};
    return ag_code_list_make(p->catalogue, l, code, codes, &p->arena, &p->shown[l].list, err);
}

ag_status ag_places_new(ag_engine *engine, const ag_catalogue *catalogue, int items, const int *item, const ag_sex *sex,
                        ag_places **out, ag_error *err) {
    ag_places *p = calloc(1, sizeof *p);
    if (!p) return no_memory(err);
    const ag_search *s = catalogue->search;
    *p = (ag_places){.engine = engine, .catalogue = catalogue, .search = s, .items = items, .item = item, .sex = sex};
    ag_arena_init(&p->arena);
    ag_map_init(&p->loci);
    ag_map_init(&p->states);
    const size_t most = (size_t)catalogue->most_readings + (size_t)items + 1;
    const size_t persons = (size_t)catalogue->most_persons + (size_t)items + 2;
    p->shown = AG_NEW(&p->arena, shown, s->loci);
    p->evidence = AG_NEW(&p->arena, ag_evidence, most);
    p->person = AG_NEW(&p->arena, ag_person, persons);
    p->key = AG_NEW(&p->arena, uint16_t, 2 * persons + (size_t)items + 8 + 2 * (size_t)s->loci);
    p->value = AG_NEW(&p->arena, double, 2 * (size_t)(items + 1));
    ag_status status = p->arena.failed ? no_memory(err) : ag_lane_scratch_init(catalogue, &p->scratch, err);
    for (int l = 0; l < s->loci && status == AG_OK; l++) status = show_locus(p, l, err);
    if (status == AG_OK)
        *out = p;
    else
        ag_places_free(p);
    return status;
}

void ag_places_free(ag_places *p) {
    if (!p) return;
    ag_lane_scratch_deinit(&p->scratch);
    ag_map_deinit(&p->loci);
    ag_map_deinit(&p->states);
    free(p->locus_row);
    free(p->state_row);
    ag_arena_deinit(&p->arena);
    free(p);
}

/* ---- One locus --------------------------------------------------------------------------------------------------- */

/* A question at one locus: the pedigree, and what stands in its places there. */
typedef struct setting {
    int family, missing, locus, places;
    ag_pedigree pedigree;
    const int *person; /* of each place */
    const ag_occupants *at;
} setting;

static int code_of(const ag_places *p, int k, int l) { return p->shown[l].list.code[p->shown[l].at[k]]; }

static void sort_codes(uint16_t *code, int n) {
    for (int i = 1; i < n; i++)
        for (int j = i; j > 0 && code[j] < code[j - 1]; j--) {
            const uint16_t kept = code[j];
            code[j] = code[j - 1];
            code[j - 1] = kept;
        }
}

/* The codes at one place that matter, sorted: where one fixes the genotype the others are constants. */
static int codes_at(const ag_places *p, const setting *q, int place, uint16_t *code) {
    const ag_locus *locus = p->search->locus[q->locus];
    const ag_occupants *o = &q->at[place];
    int n = 0;
    for (int k = 0; k < o->n; k++) {
        const int c = code_of(p, o->item[k], q->locus);
        const int pin = locus->x || locus->theta > 0 ? 0 : p->shown[q->locus].pin[c];
        if (pin) {
            code[0] = (uint16_t)pin;
            return 1;
        }
        if (c) code[n++] = (uint16_t)c;
    }
    sort_codes(code, n);
    return n;
}

/* Everything that the row depends on. */
static ag_text key_of(const ag_places *p, const setting *q) {
    uint16_t *key = p->key;
    int n = 0;
    key[n++] = (uint16_t)(q->family + 1);
    key[n++] = (uint16_t)((uint32_t)(q->family + 1) >> 16);
    key[n++] = (uint16_t)q->missing;
    key[n++] = (uint16_t)q->locus;
    key[n++] = (uint16_t)q->pedigree.person[q->person[0]].sex;
    for (int m = 0; m < q->places; m++) {
        const int codes = codes_at(p, q, m, key + n + 1);
        key[n] = (uint16_t)codes;
        n += codes + 1;
    }
    return (ag_text){(const char *)key, (size_t)n * sizeof *key};
}

static int family_evidence(const ag_places *p, const setting *q, ag_evidence *evidence) {
    const ag_observation *seen = p->search->observation[q->locus];
    int n = 0;
    if (q->family == AG_UNLISTED) return 0;
    const ag_family *family = &p->search->family[q->family];
    for (int r = 0; r < family->readings; r++) {
        const uint16_t code = family->reading[r].code[q->locus];
        if (code) evidence[n++] = (ag_evidence){family->reading[r].person, &seen[code]};
    }
    return n;
}

/* With the occupants in their places. */
static ag_status related_rows(ag_places *p, const setting *q, double *out, bool *possible, ag_error *err) {
    const ag_observation *seen = p->search->observation[q->locus];
    int n = family_evidence(p, q, p->evidence);
    double scale_ln;
    for (int m = 0; m < q->places; m++) {
        const int codes = codes_at(p, q, m, p->key);
        for (int c = 0; c < codes; c++) p->evidence[n++] = (ag_evidence){q->person[m], &seen[p->key[c]]};
    }
    return ag_place_rows(p->engine, p->catalogue, &q->pedigree, q->person[q->missing], q->locus, p->evidence, n,
                         &p->shown[q->locus].list, &p->scratch, out, &scale_ln, possible, err);
}

/* With the occupants, and whoever comes, strangers who share the family's draws from the population. */
static ag_status stranger_rows(ag_places *p, const setting *q, double *out, bool *possible, ag_error *err) {
    const ag_observation *seen = p->search->observation[q->locus];
    int n = family_evidence(p, q, p->evidence), persons = q->pedigree.persons;
    double scale_ln;
    memcpy(p->person, q->pedigree.person, (size_t)persons * sizeof *p->person);
    for (int m = 0; m < q->places; m++)
        for (int k = 0; k < q->at[m].n; k++) {
            const int code = code_of(p, q->at[m].item[k], q->locus);
            if (!code) continue;
            p->person[persons] = (ag_person){-1, -1, q->pedigree.person[q->person[m]].sex, -1, 0};
            p->evidence[n++] = (ag_evidence){persons++, &seen[code]};
        }
    p->person[persons] = (ag_person){-1, -1, q->pedigree.person[q->person[q->missing]].sex, -1, 0};
    const ag_pedigree strangers = {persons + 1, p->person};
    return ag_place_rows(p->engine, p->catalogue, &strangers, persons, q->locus, p->evidence, n,
                         &p->shown[q->locus].list, &p->scratch, out, &scale_ln, possible, err);
}

static ag_status compute_locus(ag_places *p, const setting *q, double *row, ag_error *err) {
    const int codes = p->shown[q->locus].list.codes;
    double *value = p->value, *other = value + p->items + 1;
    bool possible, beside = true;
    const bool theta = p->search->locus[q->locus]->theta > 0;
    ag_status status = related_rows(p, q, value, &possible, err);
    if (status == AG_OK && theta) status = stranger_rows(p, q, other, &beside, err);
    if (status != AG_OK) return status;
    for (int c = 0; c < codes; c++)
        row[c] = !possible || !beside ? NAN
                 : c == 0             ? 0
                 : theta              ? (value[c] > 0 ? log(value[c]) - log(other[c]) : -INFINITY)
                                      : log(value[c]);
    return AG_OK;
}

/* Puts a new row under its key; the key is copied. */
static ag_status remember(ag_places *p, ag_map *map, const double ***rows, uint32_t *room, ag_text key,
                          const double *row, ag_error *err) {
    bool added;
    const uint32_t index = map->n;
    const char *copy = ag_arena_text(&p->arena, key.at, key.n);
    if (index >= *room) {
        const uint32_t more = *room ? 2 * *room : 256;
        const double **grown = realloc(*rows, more * sizeof *grown);
        if (!grown) return no_memory(err);
        *rows = grown;
        *room = more;
    }
    (*rows)[index] = row;
    if (!copy || !ag_map_add(map, (ag_text){copy, key.n}, index, &added)) return no_memory(err);
    return AG_OK;
}

/* Where an occupant's reading fixes the genotype of the very person that is asked for, the family has nothing to add:
 * the row is that of an unlisted body, shared by all families. */
static bool settled(const ag_places *p, const setting *q) {
    const ag_locus *locus = p->search->locus[q->locus];
    const ag_occupants *o = &q->at[q->missing];
    if (q->family == AG_UNLISTED || locus->x || locus->theta > 0) return false;
    for (int k = 0; k < o->n; k++)
        if (p->shown[q->locus].pin[code_of(p, o->item[k], q->locus)]) return true;
    return false;
}

static ag_status locus_row(ag_places *p, const setting *asked, uint32_t *index, ag_error *err) {
    setting q = *asked;
    if (settled(p, asked)) {
        q.family = AG_UNLISTED;
        q.missing = 0;
        q.places = 1;
        q.pedigree = stranger_pedigree;
        q.person = &only_person;
        q.at = &asked->at[asked->missing];
    }
    const uint32_t *old = ag_map_find(&p->loci, key_of(p, &q));
    if (old) {
        *index = *old;
        return AG_OK;
    }
    double *row = ag_arena_raw(&p->arena, (size_t)p->shown[q.locus].list.codes * sizeof *row);
    if (!row) return no_memory(err);
    const ag_status status = compute_locus(p, &q, row, err);
    *index = p->loci.n;
    return status == AG_OK ? remember(p, &p->loci, &p->locus_row, &p->locus_rows, key_of(p, &q), row, err) : status;
}

/* ---- All loci ---------------------------------------------------------------------------------------------------- */

/* The sex of an unlisted body: that of an occupant whose sex is known. */
static ag_sex sex_of_body(const ag_places *p, const ag_occupants *o) {
    for (int k = 0; p->sex && k < o->n; k++)
        if (p->sex[o->item[k]] != AG_SEX_UNKNOWN) return p->sex[o->item[k]];
    return AG_SEX_UNKNOWN;
}

static const double *sum_rows(ag_places *p, const uint32_t *index) {
    double *row = ag_arena_alloc(&p->arena, ((size_t)p->items + 1) * sizeof *row);
    for (int l = 0; row && l < p->search->loci; l++) {
        if (index[l] == UINT32_MAX) continue;
        const double *at = p->locus_row[index[l]];
        for (int k = 0; k < p->items; k++) row[k] += at[p->shown[l].at[k]];
    }
    return row;
}

ag_status ag_places_row(ag_places *p, int family, const ag_occupants *at, int missing, const double **row,
                        ag_error *err) {
    const ag_person body = {-1, -1, family == AG_UNLISTED ? sex_of_body(p, at) : AG_SEX_UNKNOWN, -1, 0};
    setting q = {
        .family = family, .missing = missing, .places = 1, .pedigree = {1, &body}, .person = &only_person, .at = at};
    if (family != AG_UNLISTED) {
        const ag_family *f = &p->search->family[family];
        q.places = f->missings;
        q.pedigree = f->pedigree;
        q.person = f->missing;
    }
    uint32_t index[AG_MAX_LOCI];
    for (q.locus = 0; q.locus < p->search->loci; q.locus++) {
        index[q.locus] = UINT32_MAX;
        const bool skipped = family == AG_UNLISTED && p->search->locus[q.locus]->x && body.sex == AG_SEX_UNKNOWN;
        const ag_status status = skipped ? AG_OK : locus_row(p, &q, &index[q.locus], err);
        if (status != AG_OK) return status;
    }
    const ag_text key = {(const char *)index, (size_t)p->search->loci * sizeof *index};
    const uint32_t *old = ag_map_find(&p->states, key);
    if (old) {
        *row = p->state_row[*old];
        return AG_OK;
    }
    *row = sum_rows(p, index);
    if (!*row) return no_memory(err);
    return remember(p, &p->states, &p->state_row, &p->state_rows, key, *row, err);
}
