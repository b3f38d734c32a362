/* Claims combined as a record: see claims_record.h. */
#include "report/claims_record.h"

#include "base/banned.h"

const char *ag_claims_lack(int k) {
    static const char *const word[AG_LACKS] = {"number", "corroboration", "second-origin", "least", "most",
                                               "party",  "witness",       "known-origin",  "time"};
    return word[k];
}

/* An empty text is left out. */
static void put_text(json_t *into, const char *name, ag_text text) {
    if (text.n) json_object_set_new(into, name, json_stringn(text.at, text.n));
}

static void put_count(json_t *into, const char *name, int64_t count) {
    if (count != AG_NO_COUNT) json_object_set_new(into, name, json_integer(count));
}

static void put_yes(json_t *into, const char *name, bool yes) { json_object_set_new(into, name, json_boolean(yes)); }

static json_t *names(const ag_text *name, int n) {
    json_t *list = json_array();
    for (int i = 0; i < n; i++) json_array_append_new(list, json_stringn(name[i].at, name[i].n));
    return list;
}

/* With whom its chain begins, but for who says it. */
static json_t *beginnings(const ag_claims *claims, const ag_told *t) {
    json_t *list = json_array();
    for (int i = 0; i < t->roots; i++) {
        const ag_text name = claims->node[t->root[i]].name;
        int k = 0;
        while (k < t->record->sources && !ag_text_equal(t->record->source[k], name)) k++;
        if (k == t->record->sources) json_array_append_new(list, json_stringn(name.at, name.n));
    }
    return list;
}

static json_t *claim_record(const ag_claims *claims, const ag_told *t) {
    const ag_claim_record *c = t->record;
    json_t *out = json_object();
    put_text(out, "id", c->id);
    put_text(out, "topic", c->topic);
    put_text(out, "measure", c->measure);
    put_text(out, "about", c->about);
    put_text(out, "value", c->value);
    put_count(out, "low", c->low);
    put_count(out, "point", c->point);
    put_count(out, "high", c->high);
    put_text(out, "said", c->said);
    put_text(out, "as_of", c->as_of);
    put_text(out, "class", ag_text_of(ag_claim_class_name(c->relation)));
    put_text(out, "grade", c->grade);
    json_object_set_new(out, "by", names(c->source, c->sources));
    json_object_set_new(out, "from", beginnings(claims, t));
    json_object_set_new(out, "via", names(c->via, c->vias));
    put_yes(out, "anonymous", t->anonymous);
    put_count(out, "group", t->group);
    put_count(out, "line", t->line);
    put_count(out, "corroborated", t->corroborated);
    put_count(out, "repeated", t->repeated);
    put_count(out, "contradicted", t->contradicted);
    return out;
}

static json_t *bounds_record(const ag_claim_bounds *b) {
    json_t *out = json_object();
    const bool all = b->relation == AG_CLAIM_CLASSES;
    put_text(out, "class", ag_text_of(all ? "all" : ag_claim_class_name(b->relation)));
    put_text(out, "said", b->said);
    put_count(out, "claims", b->claims);
    put_count(out, "least", b->least);
    put_count(out, "most", b->most);
    put_yes(out, "open", b->open);
    put_yes(out, "unfounded", b->unfounded);
    put_count(out, "running_claims", b->so_far);
    put_count(out, "running_least", b->running_least);
    put_count(out, "running_most", b->running_most);
    put_yes(out, "running_open", b->running_open);
    put_yes(out, "running_unfounded", b->running_unfounded);
    return out;
}

static void put_pairs(const ag_claims *claims, const ag_claim_group *g, json_t *into) {
    json_t *corroborate = json_array(), *contradict = json_array();
    if (g->corroborations || g->contradictions)
        for (uint32_t i = g->first; i < g->first + g->claims; i++)
            for (uint32_t k = i + 1; k < g->first + g->claims; k++) {
                const ag_claim_pair p = ag_claims_pair(claims, i, k);
                json_t *to = p.contradicts ? contradict : p.agrees && p.independent ? corroborate : NULL;
                if (to && json_array_size(to) < AG_CLAIM_PAIRS)
                    json_array_append_new(to, json_pack("[i,i]", (int)i, (int)k));
            }
    json_object_set_new(into, "corroborate", corroborate);
    json_object_set_new(into, "contradict", contradict);
}

static json_t *group_record(const ag_claims *claims, const ag_claim_group *g) {
    json_t *out = json_object(), *bounds = json_array(), *lacks = json_array();
    put_text(out, "topic", g->topic);
    put_text(out, "measure", g->measure);
    put_text(out, "about", g->about);
    put_yes(out, "so_far", g->so_far);
    put_count(out, "first", g->first);
    put_count(out, "claims", g->claims);
    put_count(out, "lines", g->lines);
    put_count(out, "corroborations", (int64_t)g->corroborations);
    put_count(out, "contradictions", (int64_t)g->contradictions);
    put_pairs(claims, g, out);
    for (uint32_t i = 0; i < g->bounds_n; i++) json_array_append_new(bounds, bounds_record(&g->bounds[i]));
    json_object_set_new(out, "bounds", bounds);
    for (int k = 0; k < AG_LACKS; k++)
        if (g->lacks & 1U << k) json_array_append_new(lacks, json_string(ag_claims_lack(k)));
    json_object_set_new(out, "lacks", lacks);
    return out;
}

static json_t *origin_record(const ag_claims *claims, const ag_claim_origin *o) {
    json_t *out = json_object(), *list = json_array();
    put_text(out, "name", claims->node[o->node].name);
    put_yes(out, "begins", o->begins);
    put_yes(out, "anonymous", o->begins && o->anonymous);
    for (uint32_t i = 0; i < o->claims; i++) json_array_append_new(list, json_integer(o->claim[i]));
    json_object_set_new(out, "claims", list);
    return out;
}

json_t *ag_claims_record(const ag_claims *claims) {
    json_t *told = json_array(), *groups = json_array(), *origins = json_array();
    for (uint32_t i = 0; i < claims->n; i++) json_array_append_new(told, claim_record(claims, &claims->told[i]));
    for (uint32_t i = 0; i < claims->groups; i++)
        json_array_append_new(groups, group_record(claims, &claims->group[i]));
    for (uint32_t i = 0; i < claims->origins; i++)
        json_array_append_new(origins, origin_record(claims, &claims->origin[i]));
    return json_pack("{s:o,s:o,s:o}", "claims", told, "groups", groups, "origins", origins);
}
