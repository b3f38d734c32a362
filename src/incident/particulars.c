/* Sex, age, stature, place and time: see particulars.h. */
#include "incident/particulars.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/limits.h"

#include "base/banned.h"

static const double DAYS_PER_YEAR = 365.25;

/* ---- What is recorded of the listed persons -------------------------------------------------------------------- */

static double number_of(ag_text t, double low, double high) {
    double value;
    return ag_parse_double(t, &value) && value >= low && value <= high ? value : NAN;
}

/* Place names match without ASCII case. */
static ag_text lower_case(ag_arena *arena, ag_text t) {
    char *at = ag_arena_text(arena, t.n ? t.at : "", t.n);
    for (size_t i = 0; at && i < t.n; i++)
        if (at[i] >= 'A' && at[i] <= 'Z') at[i] = (char)(at[i] - 'A' + 'a');
    return (ag_text){at ? at : "", at ? t.n : 0};
}

static double middle(ag_date d) { return ((double)d.first + d.last) / 2; }

/* Of a day that is equally likely to be any of the range. */
static double variance(ag_date d) {
    const double days = (double)d.last - d.first + 1;
    return days * days / 12;
}

static ag_listed listed_of(ag_arena *arena, const ag_person *person, const ag_batch_person *row) {
    ag_date born, lost;
    ag_listed out = {.sex = person->sex, .age = NAN, .stature_cm = NAN, .place = {"", 0}, .lost = NAN};
    if (!row) return out;
    const bool has_lost = ag_date_parse(row->lost_date, &lost);
    if (has_lost) out.lost = lost.first;
    if (has_lost && ag_date_parse(row->born, &born)) {
        out.age = (middle(lost) - middle(born)) / DAYS_PER_YEAR;
        out.age_variance = (variance(lost) + variance(born)) / (DAYS_PER_YEAR * DAYS_PER_YEAR);
        if (!(out.age >= 0 && out.age <= AG_MAX_AGE)) out.age = NAN;
    }
    out.stature_cm = number_of(row->stature_cm, AG_MIN_STATURE_CM, AG_MAX_STATURE_CM);
    out.place = lower_case(arena, row->lost_place);
    return out;
}

static int compare_days(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static void sum_statures(ag_particulars *e) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < e->n; i++)
        if (!isnan(e->listed[i].stature_cm)) sum += e->listed[i].stature_cm;
    const double mean = e->statures > 0 ? sum / e->statures : AG_STATURE_MEAN;
    for (size_t i = 0; i < e->n; i++)
        if (!isnan(e->listed[i].stature_cm)) squares += pow(e->listed[i].stature_cm - mean, 2);
    const bool enough = e->statures >= AG_STATURE_LISTED;
    const double least = AG_STATURE_RECORDED_SD * AG_STATURE_RECORDED_SD;
    e->stature_mean = enough ? mean : AG_STATURE_MEAN;
    e->stature_variance = enough ? squares / e->statures : AG_STATURE_POOL_SD * AG_STATURE_POOL_SD;
    if (e->stature_variance < least) e->stature_variance = least;
}

static bool sum_listed(ag_particulars *e) {
    for (size_t i = 0; i < e->n; i++) {
        const ag_listed *p = &e->listed[i];
        bool added;
        e->men += p->sex == AG_MALE;
        e->sexed += p->sex != AG_SEX_UNKNOWN;
        e->aged += !isnan(p->age);
        e->statures += !isnan(p->stature_cm);
        if (!isnan(p->lost)) e->lost[e->dated++] = p->lost;
        if (!p->place.n) continue;
        uint32_t *there = ag_map_add(&e->lost_at, p->place, 0, &added);
        if (!there) return false;
        ++*there;
        e->placed++;
    }
    qsort(e->lost, e->dated, sizeof *e->lost, compare_days);
    sum_statures(e);
    return true;
}

ag_status ag_particulars_init(const ag_incident *incident, ag_arena *arena, ag_particulars *out, ag_error *err) {
    const ag_search *search = &incident->search;
    *out = (ag_particulars){.incident = incident, .arena = arena};
    ag_map_init(&out->lost_at);
    out->first = AG_NEW(arena, size_t, search->families);
    for (int f = 0; out->first && f < search->families; f++) {
        out->first[f] = out->n;
        out->n += (size_t)search->family[f].missings;
    }
    out->listed = AG_NEW(arena, ag_listed, out->n);
    out->lost = AG_NEW(arena, double, out->n);
    out->slot = AG_NEW(arena, ag_age_slot, AG_AGE_SLOTS);
    for (int f = 0; !arena->failed && f < search->families; f++)
        for (int i = 0; i < search->family[f].missings; i++) {
            const int person = search->family[f].missing[i];
            out->listed[out->first[f] + (size_t)i] =
                listed_of(arena, &search->family[f].pedigree.person[person], incident->family[f].person[person].row);
        }
    if (!arena->failed && sum_listed(out)) return AG_OK;
    return ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
}

void ag_particulars_deinit(ag_particulars *particulars) { ag_map_deinit(&particulars->lost_at); }

/* ---- The lines ------------------------------------------------------------------------------------------------- */

static ag_text column_of(const ag_particulars *e, int remains, const char *name) {
    return ag_batch_extra(e->incident->batch, e->incident->remains[remains].row, name);
}

static void compare(ag_line *line, double lr, double listed) {
    line->comparable = true;
    line->lr_ln = log(lr);
    line->table_n = listed;
}

static void compare_sex(const ag_particulars *e, int remains, const ag_listed *p, ag_line *line) {
    const ag_incident_sample *sample = &e->incident->remains[remains];
    const ag_text quality = sample->row->quality;
    const bool good = !quality.n || ag_text_equal_fold(quality, AG_TEXT("good"));
    const double error = good ? AG_SEX_ERROR_GOOD : AG_SEX_ERROR_OTHER;
    if (!sample->sex || !p->sex || !(e->sexed > 0)) return;
    const double alike = (sample->sex == AG_MALE ? e->men : e->sexed - e->men) / e->sexed;
    const double here = sample->sex == p->sex ? 1 - error : error;
    compare(line, here / (alike * (1 - error) + (1 - alike) * error), e->sexed);
}

static double normal_density(double x, double mean, double v) {
    return exp(-(x - mean) * (x - mean) / (2 * v)) / sqrt(2 * acos(-1) * v);
}

static double normal_below(double x, double v) { return erfc(-x / sqrt(2 * v)) / 2; }

/* Likelihood of the interval for a person of this age; an end that is NaN was not given. */
static double age_likelihood(double low, double high, double age, double age_variance) {
    double v = AG_AGE_MIN_SD * AG_AGE_MIN_SD + age_variance;
    if (isnan(high)) return normal_below(age - low, v);
    if (isnan(low)) return normal_below(high - age, v);
    v += (high - low) * (high - low) / 16;
    return normal_density(age, (low + high) / 2, v);
}

static bool is_same(double a, double b) { return !(a < b || a > b); }

static double mean_age_likelihood(ag_particulars *e, double low, double high) {
    const double key[2] = {isnan(low) ? -1 : low, isnan(high) ? -1 : high};
    ag_age_slot *slot = &e->slot[ag_hash(key, sizeof key, 0) % AG_AGE_SLOTS];
    if (slot->used && is_same(slot->low, key[0]) && is_same(slot->high, key[1])) return slot->mean;
    double sum = 0;
    for (size_t i = 0; i < e->n; i++)
        if (!isnan(e->listed[i].age)) sum += age_likelihood(low, high, e->listed[i].age, e->listed[i].age_variance);
    *slot = (ag_age_slot){key[0], key[1], sum / e->aged, true};
    return slot->mean;
}

static void compare_age(ag_particulars *e, int remains, const ag_listed *p, ag_line *line) {
    const double low = number_of(column_of(e, remains, "age_min"), 0, AG_MAX_AGE);
    const double high = number_of(column_of(e, remains, "age_max"), 0, AG_MAX_AGE);
    if (isnan(p->age) || (isnan(low) && isnan(high)) || low > high) return;
    compare(line, age_likelihood(low, high, p->age, p->age_variance) / mean_age_likelihood(e, low, high), e->aged);
}

static void compare_stature(const ag_particulars *e, int remains, const ag_listed *p, ag_line *line) {
    const double stature = number_of(column_of(e, remains, "stature_cm"), AG_MIN_STATURE_CM, AG_MAX_STATURE_CM);
    const double stated = number_of(column_of(e, remains, "stature_sd"), 0, AG_MAX_STATURE_CM);
    const double sd = stated > 0 ? stated : AG_STATURE_SD;
    if (isnan(stature) || isnan(p->stature_cm)) return;
    const double of_person = sd * sd + AG_STATURE_RECORDED_SD * AG_STATURE_RECORDED_SD;
    compare(line,
            normal_density(stature, p->stature_cm, of_person) /
                normal_density(stature, e->stature_mean, sd * sd + e->stature_variance),
            e->statures);
}

/* P(site | lost there) = 1 - error + error q, P(site | lost elsewhere) = error q, and so P(site) = q, the share of the
 * listed persons who were lost there. */
static void compare_place(ag_particulars *e, int remains, const ag_listed *p, ag_line *line) {
    const ag_text stated = column_of(e, remains, "site");
    if (!stated.n || !p->place.n) return;
    const ag_text site = lower_case(e->arena, stated);
    const uint32_t *there = ag_map_find(&e->lost_at, site);
    if (!there) return; /* nobody was lost at a place of this name: it says nothing of anybody */
    const double q = *there / e->placed;
    const double same = ag_text_equal(site, p->place) ? 1 - AG_PLACE_ERROR : 0;
    compare(line, (same + AG_PLACE_ERROR * q) / q, e->placed);
}

static double share_lost_by(const ag_particulars *e, double day) {
    size_t low = 0, high = e->dated;
    while (low < high) {
        const size_t half = (low + high) / 2;
        if (e->lost[half] <= day)
            low = half + 1;
        else
            high = half;
    }
    return (double)low / (double)e->dated;
}

static void compare_time(const ag_particulars *e, int remains, const ag_listed *p, ag_line *line) {
    ag_date recovered;
    if (isnan(p->lost) || !ag_date_parse(column_of(e, remains, "recovered"), &recovered)) return;
    /* Of the others it is not known when they were lost: they are no reason to doubt the date. */
    const double listed = e->incident->listed, others = e->incident->others, error = AG_TIME_ERROR;
    const double q = (share_lost_by(e, recovered.last) * listed + others) / (listed + others);
    const double here = p->lost <= recovered.last ? 1 - error : error;
    compare(line, here / (q * (1 - error) + (1 - q) * error), (double)e->dated);
}

void ag_particulars_line(ag_particulars *particulars, const ag_candidate *candidate, ag_line_kind kind, ag_line *line) {
    const ag_listed *p = &particulars->listed[particulars->first[candidate->family] + (size_t)candidate->missing];
    const int remains = candidate->remains;
    switch (kind) {
    case AG_LINE_SEX:
        compare_sex(particulars, remains, p, line);
        break;
    case AG_LINE_AGE:
        compare_age(particulars, remains, p, line);
        break;
    case AG_LINE_STATURE:
        compare_stature(particulars, remains, p, line);
        break;
    case AG_LINE_PLACE:
        compare_place(particulars, remains, p, line);
        break;
    default:
        compare_time(particulars, remains, p, line);
        break;
    }
}

static bool has_column(const ag_particulars *p, const char *name) {
    const ag_batch *batch = p->incident->batch;
    for (uint32_t i = 0; i < batch->extras[AG_REMAINS]; i++)
        if (ag_text_equal_fold(batch->extra[AG_REMAINS][i], ag_text_of(name))) return true;
    return false;
}

bool ag_particulars_have(const ag_particulars *particulars, ag_line_kind kind) {
    switch (kind) {
    case AG_LINE_AGE:
        return particulars->aged > 0 && (has_column(particulars, "age_min") || has_column(particulars, "age_max"));
    case AG_LINE_STATURE:
        return particulars->statures > 0 && has_column(particulars, "stature_cm");
    case AG_LINE_PLACE:
        return particulars->placed > 0 && has_column(particulars, "site");
    case AG_LINE_TIME:
        return particulars->dated > 0 && has_column(particulars, "recovered");
    default:
        return true;
    }
}
