/* A pedigree with evidence at one locus as a contraction: see network.h. */
#include "kinship/network.h"

#include <string.h>

#include "genetics/observation.h"

#include "base/banned.h"

static const char out_of_memory[] = "out of memory";

enum { NO_COPY = -1, SAME_COPY = -2 }; /* in place of an allele: a haploid's other copy; both copies are one variable */

typedef enum origin { FROM_NOBODY, FROM_POPULATION, THROUGH_FATHER, THROUGH_MOTHER, FROM_PARENT } origin;

/* A number times a power of two: products over hundreds of persons do not underflow. */
typedef struct scaled {
    double number;
    int64_t exponent;
} scaled;

static void multiply(scaled *s, double factor) {
    s->number *= factor;
    if (s->number > 0 && s->number < 0x1p-300) {
        s->number *= 0x1p300;
        s->exponent -= 300;
    }
}

/* A copy of the locus in a person: an open variable, or a fixed allele. */
typedef struct copy {
    origin origin;
    int var; /* -1: fixed */
    int allele;
} copy;

typedef struct variable {
    int size;
    const uint16_t *domain; /* alleles of the model, NULL: all */
} variable;

typedef struct person {
    int father, mother; /* representatives among active persons, or -1 */
    bool active, haploid, typed, listed;
    int links; /* children that take an allele of this person here */
    copy copy[2];
    int evidence;    /* first of the chain, or -1 */
    double *carries; /* [n × n] or [n] P(evidence of this person | genotype), once it is wanted */
} person;

/* An end of a meiosis: a variable or a fixed allele. */
typedef copy end;

typedef enum leaf_kind { LEAF_VECTOR, LEAF_INBRED, LEAF_SEEN, LEAF_TRANSMIT, LEAF_MIX, LEAF_GATED } leaf_kind;

typedef struct leaf {
    leaf_kind kind;
    int person;           /* LEAF_SEEN, LEAF_INBRED */
    int parent;           /* AG_FROM_…: which matrix */
    int which;            /* LEAF_GATED: the gate's value at which the allele comes from this copy */
    const double *vector; /* LEAF_VECTOR: over alleles of the model */
    end from, to;         /* transmissions; LEAF_MIX: from.allele and to, with `other` */
    int other;
    int mark; /* for find_equal_leaves */
} leaf;

typedef struct slot { /* one founder allele */
    int person, copy;
} slot;

struct ag_network {
    const ag_pedigree *pedigree;
    const ag_allele_model *model;
    const ag_evidence *evidence;
    int evidences;
    int *next_evidence; /* chains of one person's evidence */
    ag_arena *arena, *term_arena;
    int target;
    person *person;
    int *order; /* [persons] parents before children; twins once */
    int persons;
    variable *variable;
    int variables;
    scaled seen; /* probability of fixed genotypes, phases counted */
    slot *slot;
    int slots;
    /* enumeration under theta */
    int *inbred; /* founders with an inbreeding coefficient */
    int inbreds;
    uint64_t autozygous; /* set of `inbred` whose copies are one, for the current term */
    int *block_of;       /* [slots] restricted growth string over open slots */
    int *open;           /* [slots] indices of open slots */
    int opens;
    bool started, done;
    scaled urn_known; /* probability of the fixed founder alleles */
    double *urn;      /* [n] weight of the next draw, (1 - theta) p / theta + count */
    double urn_total;
    /* the current term */
    int *alias;        /* [variables] */
    variable *current; /* [variables], after merging */
    int *fixed;        /* [variables] allele if merging fixed it, else -1 */
    leaf *leaf;
    int leaves;
    ag_factor_scope *scope;
    int *compact, *origin_var; /* variable ↔ index in the shape */
    int *size;
    int keep[2];
    scaled weight;
};

/* ---- Evidence ------------------------------------------------------------------------------------------------ */

/* The summary of a person's evidence when one observation is all there is. */
static const ag_seen_summary *summary_of(const ag_network *net, int p) {
    const int e = net->person[p].evidence;
    return e >= 0 && net->next_evidence[e] < 0 ? ag_seen_summary_of(net->model, net->evidence[e].seen) : NULL;
}

/* P(evidence of a person | genotype) for every genotype, in the order of a table. */
static double *carries(const ag_network *net, const person *p) {
    const ag_allele_model *m = net->model;
    const int n = m->n;
    double *out = ag_arena_raw(net->arena, (size_t)n * (size_t)(p->haploid ? 1 : n) * sizeof *out);
    for (int e = p->evidence; out && e >= 0; e = net->next_evidence[e]) {
        ag_seeing seeing;
        ag_seeing_init(m->locus, net->evidence[e].seen, &seeing);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < (p->haploid ? 1 : n); j++) {
                double *at = &out[p->haploid ? i : i * n + j];
                const double here = ag_seeing_probability(&seeing, m->member[i], p->haploid ? -1 : m->member[j]);
                *at = e == p->evidence ? here : *at * here;
            }
    }
    return out;
}

static double seen_probability(const ag_network *net, int p, int i, int j) {
    const ag_allele_model *m = net->model;
    const person *q = &net->person[p];
    const ag_seen_summary *s = summary_of(net, p);
    if (s) {
        const int first = m->class_of[s->allele[0]], x = i != first, y = j != first;
        return j < 0 ? s->single[x] : s->pair[x][y];
    }
    if (q->carries) return q->carries[j < 0 ? i : (long)i * m->n + j];
    double product = 1;
    for (int e = q->evidence; e >= 0; e = net->next_evidence[e])
        product *= ag_observation_probability(m->locus, net->evidence[e].seen, m->member[i], j < 0 ? -1 : m->member[j]);
    return product;
}

/* ---- Who matters --------------------------------------------------------------------------------------------- */

static int representative(const ag_pedigree *ped, int p) {
    while (p >= 0 && ped->person[p].twin >= 0) p = ped->person[p].twin;
    return p;
}

bool ag_person_haploid(const ag_pedigree *pedigree, const ag_locus *locus, int p) {
    return locus->x && pedigree->person[p].sex == AG_MALE;
}

static void read_persons(ag_network *net) {
    const ag_pedigree *ped = net->pedigree;
    for (int p = 0; p < ped->persons; p++) {
        person *q = &net->person[p];
        *q = (person){.father = representative(ped, ped->person[p].father),
                      .mother = representative(ped, ped->person[p].mother),
                      .haploid = ag_person_haploid(ped, net->model->locus, p),
                      .evidence = -1};
    }
    for (int e = net->evidences - 1; e >= 0; e--) {
        if (net->evidence[e].seen->kind == AG_SEEN_NOTHING) continue;
        person *q = &net->person[representative(ped, net->evidence[e].person)];
        q->typed = true;
        net->next_evidence[e] = q->evidence;
        q->evidence = e;
    }
}

/* Parents before children, twins taken as one person. */
static void visit(ag_network *net, int p, int *n) {
    if (p < 0 || net->person[p].listed) return;
    net->person[p].listed = true;
    visit(net, net->person[p].father, n);
    visit(net, net->person[p].mother, n);
    net->order[(*n)++] = p;
}

static bool takes_from_father(const person *p) { return p->father >= 0 && !p->haploid; }

static void find_active(ag_network *net) {
    for (int i = net->persons - 1; i >= 0; i--) {
        person *p = &net->person[net->order[i]];
        p->active = p->typed || p->links > 0 || net->order[i] == net->target;
        if (!p->active) continue;
        if (takes_from_father(p)) net->person[p->father].links++;
        if (p->mother >= 0) net->person[p->mother].links++;
    }
}

static bool untyped_founder_with_one_child(const ag_network *net, int p) {
    const person *q = &net->person[p];
    return q->active && !q->typed && p != net->target && q->father < 0 && q->mother < 0 && q->links == 1;
}

static void cut_parent(ag_network *net, int parent, origin put) {
    net->person[parent].active = false;
    for (int c = 0; c < net->pedigree->persons; c++) {
        person *q = &net->person[c];
        if (!q->active) continue;
        if (q->father == parent && !q->haploid) q->father = -1, q->copy[0].origin = put;
        if (q->mother == parent) q->mother = -1, q->copy[1].origin = put;
    }
}

/* Parents come before children, so a chain of untyped founders goes in one pass. Familias 2.6.4 keeps everybody
 * when theta > 0 (seen in its likelihoods of the reference pedigrees with theta and mutation). */
static void prune_as_familias(ag_network *net) {
    for (int i = 0; i < net->persons; i++)
        if (untyped_founder_with_one_child(net, net->order[i])) cut_parent(net, net->order[i], FROM_POPULATION);
}

/* Exact: one allele of an untyped founder, passed on once, has frequencies p M. */
static void shorten_founders(ag_network *net) {
    for (int i = 0; i < net->persons; i++) {
        const int p = net->order[i];
        /* a person whose parent was itself replaced is no founder: the loop sees original founders only */
        if (net->pedigree->person[p].father >= 0 || net->pedigree->person[p].mother >= 0) continue;
        if (untyped_founder_with_one_child(net, p))
            cut_parent(net, p, net->pedigree->person[p].sex == AG_MALE ? THROUGH_FATHER : THROUGH_MOTHER);
    }
}

static void set_origins(ag_network *net) {
    for (int p = 0; p < net->pedigree->persons; p++) {
        person *q = &net->person[p];
        if (!q->active) continue;
        for (int k = 0; k < 2; k++) {
            const int parent = k ? q->mother : q->father;
            if (k == 0 && q->haploid)
                q->copy[k].origin = FROM_NOBODY;
            else if (parent >= 0)
                q->copy[k].origin = FROM_PARENT;
            else if (q->copy[k].origin == FROM_NOBODY)
                q->copy[k].origin = FROM_POPULATION;
        }
    }
}

static bool is_founder(const person *p) {
    return p->copy[1].origin == FROM_POPULATION && (p->haploid || p->copy[0].origin == FROM_POPULATION);
}

/* ---- Variables ----------------------------------------------------------------------------------------------- */

static int add_variable(ag_network *net, int size, const uint16_t *domain) {
    net->variable[net->variables] = (variable){size, domain};
    return net->variables++;
}

/* The alleles that the evidence leaves to a person: at most n of the model into `domain`; returns how many. */
static int domain_of(const ag_network *net, int p, uint16_t *domain) {
    const ag_seen_summary *s = summary_of(net, p);
    const int n = net->model->n;
    int size = 0;
    if (s) {
        for (; size < s->alleles; size++) domain[size] = net->model->class_of[s->allele[size]];
        return size;
    }
    unsigned char may[AG_ALLELE_CAP];
    memset(may, 1, (size_t)n);
    for (int e = net->person[p].evidence; e >= 0; e = net->next_evidence[e])
        ag_observation_support(net->model, net->evidence[e].seen, may);
    for (int i = 0; i < n; i++)
        if (may[i]) domain[size++] = (uint16_t)i;
    return size;
}

static ag_status open_or_fix(ag_network *net, int p, ag_error *err) {
    person *q = &net->person[p];
    const int n = net->model->n;
    uint16_t domain[AG_ALLELE_CAP];
    int size = q->typed ? domain_of(net, p, domain) : n;
    if (size == 0) {
        net->seen.number = 0;
        size = 1;
        domain[0] = 0;
    }
    const bool het = size == 2 && !q->haploid && p != net->target && is_founder(q) &&
                     seen_probability(net, p, domain[0], domain[0]) == 0 &&
                     seen_probability(net, p, domain[1], domain[1]) == 0;
    if (size == 1 || het) {
        for (int k = q->haploid; k < 2; k++) q->copy[k].var = -1, q->copy[k].allele = domain[het ? k : 0];
        multiply(&net->seen, (het ? 2 : 1) * seen_probability(net, p, domain[0], q->haploid ? -1 : domain[het]));
        return AG_OK;
    }
    if (q->typed && size == n && !summary_of(net, p) && !(q->carries = carries(net, q)))
        return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    const uint16_t *list = NULL;
    if (size < n) {
        uint16_t *copied = AG_NEW(net->arena, uint16_t, size);
        if (!copied) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
        memcpy(copied, domain, (size_t)size * sizeof *copied);
        list = copied;
    }
    for (int k = q->haploid; k < 2; k++) q->copy[k].var = add_variable(net, size, list);
    return AG_OK;
}

static void list_founder_alleles(ag_network *net) {
    for (int p = 0; p < net->pedigree->persons; p++) {
        const person *q = &net->person[p];
        if (!q->active) continue;
        for (int k = q->haploid; k < 2; k++)
            if (q->copy[k].origin == FROM_POPULATION) net->slot[net->slots++] = (slot){p, k};
        if (is_founder(q) && !q->haploid && net->pedigree->person[p].inbreeding > 0) net->inbred[net->inbreds++] = p;
    }
}

static ag_status check_urn(const ag_network *net, ag_error *err) {
    int open = 0;
    for (int s = 0; s < net->slots; s++) open += net->person[net->slot[s].person].copy[net->slot[s].copy].var >= 0;
    if (open <= AG_MAX_OPEN_FOUNDER_ALLELES && net->inbreds <= AG_MAX_OPEN_FOUNDER_ALLELES) return AG_OK;
    return ag_fail(err, AG_REFUSED,
                   "set theta to 0, remove untyped founders that the question does not need, or type one",
                   "theta above 0 with %d undetermined founder alleles and %d inbred founders; the bound is %d of each",
                   open, net->inbreds, AG_MAX_OPEN_FOUNDER_ALLELES);
}

/* ---- Making a network ---------------------------------------------------------------------------------------- */

/* `count` items of `size` from one block; with block NULL only measures. */
static void *carve(unsigned char *block, size_t *used, size_t count, size_t size) {
    void *at = block ? block + *used : NULL;
    *used += (count * size + 15) / 16 * 16;
    return at;
}

/* All arrays in one block, written before they are read: a network is made millions of times in a search. */
static size_t lay_out(ag_network *net, unsigned char *block) {
    const size_t persons = (size_t)net->pedigree->persons;
    /* gates: at most two for each person; leaves: for each copy a vector, two gated ones, and one of what was seen */
    const size_t variables = 4 * persons + 1, leaves = 8 * persons + 1;
    size_t used = 0;
    net->person = carve(block, &used, persons, sizeof *net->person);
    net->leaf = carve(block, &used, leaves, sizeof *net->leaf);
    net->variable = carve(block, &used, variables, sizeof *net->variable);
    net->current = carve(block, &used, variables, sizeof *net->current);
    net->urn = carve(block, &used, (size_t)net->model->n, sizeof *net->urn);
    net->scope = carve(block, &used, leaves, sizeof *net->scope);
    net->slot = carve(block, &used, 2 * persons, sizeof *net->slot);
    net->order = carve(block, &used, persons, sizeof(int));
    net->next_evidence = carve(block, &used, (size_t)net->evidences + 1, sizeof(int));
    net->inbred = carve(block, &used, persons, sizeof(int));
    net->block_of = carve(block, &used, 2 * persons, sizeof(int));
    net->open = carve(block, &used, 2 * persons, sizeof(int));
    net->alias = carve(block, &used, variables, sizeof(int));
    net->fixed = carve(block, &used, variables, sizeof(int));
    net->compact = carve(block, &used, variables, sizeof(int));
    net->origin_var = carve(block, &used, variables, sizeof(int));
    net->size = carve(block, &used, variables, sizeof(int));
    return used;
}

ag_status ag_network_new(const ag_pedigree *pedigree, const ag_allele_model *model, const ag_evidence *evidence, int n,
                         ag_pruning pruning, int target, ag_arena *arena, ag_arena *term_arena, ag_network **out,
                         ag_error *err) {
    ag_network *net = AG_NEW(arena, ag_network, 1);
    if (!net) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    *net = (ag_network){.pedigree = pedigree,
                        .model = model,
                        .evidence = evidence,
                        .evidences = n,
                        .arena = arena,
                        .term_arena = term_arena,
                        .target = representative(pedigree, target),
                        .seen = {1, 0}};
    unsigned char *block = ag_arena_raw(arena, lay_out(net, NULL));
    if (!block) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    lay_out(net, block);
    read_persons(net);
    for (int p = 0; p < pedigree->persons; p++) visit(net, representative(pedigree, p), &net->persons);
    find_active(net);
    if (pruning == AG_PRUNE_FAMILIAS && model->locus->theta == 0) prune_as_familias(net);
    if (model->locus->theta == 0) shorten_founders(net);
    set_origins(net);
    for (int i = 0; i < net->persons; i++) {
        const int p = net->order[i];
        if (!net->person[p].active) continue;
        const ag_status status = open_or_fix(net, p, err);
        if (status != AG_OK) return status;
    }
    list_founder_alleles(net);
    *out = net;
    return model->locus->theta > 0 ? check_urn(net, err) : AG_OK;
}

/* ---- Leaves of one term -------------------------------------------------------------------------------------- */

static end resolve(const ag_network *net, copy c) {
    if (c.var < 0) return c;
    const int v = net->alias[c.var];
    return (end){c.origin, net->fixed[v] >= 0 ? -1 : v, net->fixed[v]};
}

static void add_leaf(ag_network *net, leaf l, int gate) {
    ag_factor_scope *s = &net->scope[net->leaves];
    s->n = 0;
    if (gate >= 0) s->var[s->n++] = gate;
    if (l.from.var >= 0) s->var[s->n++] = l.from.var;
    if (l.to.var >= 0) s->var[s->n++] = l.to.var;
    net->leaf[net->leaves++] = l;
}

static const end nothing = {FROM_NOBODY, -1, NO_COPY};

static void add_vector(ag_network *net, end to, const double *vector) {
    if (to.var < 0)
        multiply(&net->weight, vector[to.allele]);
    else
        add_leaf(net, (leaf){.kind = LEAF_VECTOR, .vector = vector, .from = nothing, .to = to}, -1);
}

static void add_transmission(ag_network *net, int parent, end from, end to) {
    if (from.var < 0 && to.var < 0)
        multiply(&net->weight, ag_transmit(net->model, parent, from.allele, to.allele));
    else
        add_leaf(net, (leaf){.kind = LEAF_TRANSMIT, .parent = parent, .from = from, .to = to}, -1);
}

static void add_mix(ag_network *net, int parent, end from, int other, end to) {
    if (to.var < 0) {
        multiply(&net->weight, 0.5 * (ag_transmit(net->model, parent, from.allele, to.allele) +
                                      ag_transmit(net->model, parent, other, to.allele)));
        return;
    }
    add_leaf(net, (leaf){.kind = LEAF_MIX, .parent = parent, .from = from, .other = other, .to = to}, -1);
}

static void add_gated(ag_network *net, int parent, const end from[2], end to) {
    const int gate = add_variable(net, 2, NULL);
    net->alias[gate] = gate;
    net->current[gate] = net->variable[gate];
    net->fixed[gate] = -1;
    multiply(&net->weight, 0.5);
    for (int k = 0; k < 2; k++)
        add_leaf(net, (leaf){.kind = LEAF_GATED, .parent = parent, .which = k, .from = from[k], .to = to}, gate);
}

/* Which child's meiosis of this founder is fixed by symmetry: the target's, else an untyped child's, else the first. */
static int symmetric_child(const ag_network *net, int founder) {
    const person *f = &net->person[founder];
    if (!is_founder(f) || f->haploid) return -1;
    int best = -1, best_rank = -1;
    for (int c = 0; c < net->pedigree->persons; c++) {
        const person *q = &net->person[c];
        if (!q->active || !(q->mother == founder || (q->father == founder && !q->haploid))) continue;
        const int rank = c == net->target ? 2 : !q->typed;
        if (rank > best_rank) best = c, best_rank = rank;
    }
    return best;
}

static void add_meiosis(ag_network *net, int child, int copy_index, bool symmetric) {
    const person *q = &net->person[child];
    const int parent = copy_index ? q->mother : q->father, matrix = copy_index ? AG_FROM_MOTHER : AG_FROM_FATHER;
    const person *from = &net->person[parent];
    const end to = resolve(net, q->copy[copy_index]);
    if (from->haploid) {
        add_transmission(net, matrix, resolve(net, from->copy[1]), to);
        return;
    }
    const end copies[2] = {resolve(net, from->copy[0]), resolve(net, from->copy[1])};
    const bool open = copies[0].var >= 0 && copies[1].var >= 0;
    const bool one = copies[0].var == copies[1].var && copies[0].allele == copies[1].allele;
    if (one || (symmetric && open))
        add_transmission(net, matrix, copies[0], to);
    else if (copies[0].var < 0 && copies[1].var < 0)
        add_mix(net, matrix, copies[0], copies[1].allele, to);
    else
        add_gated(net, matrix, copies, to);
}

static void add_seen(ag_network *net, int p) {
    const person *q = &net->person[p];
    if (!q->typed || q->copy[1].var < 0) return; /* fixed genotypes stand in net->seen */
    const end a = q->haploid ? nothing : resolve(net, q->copy[0]), b = resolve(net, q->copy[1]);
    if (a.var < 0 && b.var < 0) {
        multiply(&net->weight, seen_probability(net, p, q->haploid ? b.allele : a.allele, q->haploid ? -1 : b.allele));
        return;
    }
    leaf l = {.kind = LEAF_SEEN, .person = p, .from = a, .to = b};
    if (a.var == b.var) l.from = (end){FROM_NOBODY, -1, SAME_COPY};
    add_leaf(net, l, -1);
}

/* ---- Founder alleles: independent, inbred, or drawn in sequence ---------------------------------------------- */

static void add_inbred_pair(ag_network *net, int p) {
    const person *q = &net->person[p];
    const double f = net->pedigree->person[p].inbreeding;
    const end a = resolve(net, q->copy[0]), b = resolve(net, q->copy[1]);
    const double *freq = net->model->frequency;
    if (a.var < 0)
        multiply(&net->weight,
                 (a.allele == b.allele ? f * freq[a.allele] : 0) + (1 - f) * freq[a.allele] * freq[b.allele]);
    else
        add_leaf(net, (leaf){.kind = LEAF_INBRED, .person = p, .from = a, .to = b}, -1);
}

static void add_independent_founders(ag_network *net) {
    for (int s = 0; s < net->slots; s++) {
        const int p = net->slot[s].person;
        const person *q = &net->person[p];
        const bool pair = is_founder(q) && !q->haploid && net->pedigree->person[p].inbreeding > 0;
        if (!pair)
            add_vector(net, resolve(net, q->copy[net->slot[s].copy]), net->model->frequency);
        else if (net->slot[s].copy == 0)
            add_inbred_pair(net, p);
    }
}

static bool is_autozygous(const ag_network *net, int p) {
    for (int i = 0; i < net->inbreds; i++)
        if (net->inbred[i] == p) return net->autozygous >> i & 1;
    return false;
}

/* Fixed founder alleles are drawn first (the order does not matter); what is left are the open ones. */
static bool start_urn(ag_network *net) {
    const double theta = net->model->locus->theta;
    net->urn_total = (1 - theta) / theta;
    for (int i = 0; i < net->model->n; i++) net->urn[i] = net->model->frequency[i] * net->urn_total;
    net->urn_known = (scaled){1, 0};
    net->opens = 0;
    for (int i = 0; i < net->inbreds; i++) {
        const double f = net->pedigree->person[net->inbred[i]].inbreeding;
        multiply(&net->urn_known, net->autozygous >> i & 1 ? f : 1 - f);
    }
    for (int s = 0; s < net->slots; s++) {
        const person *q = &net->person[net->slot[s].person];
        const copy *c = &q->copy[net->slot[s].copy];
        const bool second_of_one = net->slot[s].copy == 1 && is_autozygous(net, net->slot[s].person);
        if (second_of_one) {
            if (c->var < 0 && c->allele != q->copy[0].allele) return false;
            continue;
        }
        if (c->var >= 0) {
            net->open[net->opens++] = s;
            continue;
        }
        multiply(&net->urn_known, net->urn[c->allele] / net->urn_total);
        net->urn[c->allele] += 1;
        net->urn_total += 1;
    }
    memset(net->block_of, 0, (size_t)net->slots * sizeof *net->block_of);
    return net->urn_known.number > 0;
}

/* The next restricted growth string over the open slots; false after the last. */
static bool next_partition(ag_network *net) {
    for (int i = net->opens - 1; i > 0; i--) {
        int most = 0;
        for (int j = 0; j < i; j++) most = net->block_of[j] > most ? net->block_of[j] : most;
        if (net->block_of[i] > most) {
            net->block_of[i] = 0;
            continue;
        }
        net->block_of[i]++;
        return true;
    }
    return false;
}

static const copy *copy_of_slot(const ag_network *net, int s) {
    return &net->person[net->slot[s].person].copy[net->slot[s].copy];
}

/* Variable v becomes one with `into`: the alleles both may be. False: none. */
static bool merge_variables(ag_network *net, int into, int v) {
    net->alias[v] = into;
    const variable *b = &net->variable[v];
    variable *a = &net->current[into];
    if (!b->domain) return true;
    if (!a->domain) {
        *a = *b;
        return true;
    }
    uint16_t *both = AG_NEW(net->term_arena, uint16_t, a->size);
    if (!both) return false;
    int size = 0;
    for (int i = 0; i < a->size; i++)
        for (int j = 0; j < b->size; j++)
            if (a->domain[i] == b->domain[j]) both[size++] = a->domain[i];
    *a = (variable){size, both};
    if (size == 1) net->fixed[into] = both[0];
    return size > 0;
}

static bool merge_by_descent(ag_network *net) {
    int first[AG_MAX_OPEN_FOUNDER_ALLELES];
    for (int b = 0; b < AG_MAX_OPEN_FOUNDER_ALLELES; b++) first[b] = -1;
    for (int i = 0; i < net->opens; i++) {
        const int v = copy_of_slot(net, net->open[i])->var, block = net->block_of[i];
        if (first[block] < 0)
            first[block] = v;
        else if (!merge_variables(net, first[block], v))
            return false;
    }
    for (int i = 0; i < net->inbreds; i++) {
        const person *q = &net->person[net->inbred[i]];
        if (!(net->autozygous >> i & 1) || q->copy[1].var < 0) continue;
        if (!merge_variables(net, net->alias[q->copy[0].var], q->copy[1].var)) return false;
    }
    return true;
}

/* P(partition) and base draws: each block draws one allele with weight urn, then repeats it; (block size - 1)! ways,
 * over the rising factorial of the total (Ewens' and Pólya's urn; the partition form of Dirichlet sampling). */
static void add_urn_founders(ag_network *net) {
    int size[AG_MAX_OPEN_FOUNDER_ALLELES] = {0};
    multiply(&net->weight, net->urn_known.number);
    net->weight.exponent += net->urn_known.exponent;
    for (int i = 0; i < net->opens; i++) {
        const int block = net->block_of[i];
        const end e = resolve(net, *copy_of_slot(net, net->open[i]));
        if (size[block]++ == 0)
            add_vector(net, e, net->urn);
        else
            multiply(&net->weight, size[block] - 1);
        multiply(&net->weight, 1 / (net->urn_total + i));
    }
}

/* ---- Terms --------------------------------------------------------------------------------------------------- */

static void collect_leaves(ag_network *net) {
    if (net->model->locus->theta > 0)
        add_urn_founders(net);
    else
        add_independent_founders(net);
    for (int i = 0; i < net->persons; i++) {
        const int p = net->order[i];
        const person *q = &net->person[p];
        if (!q->active) continue;
        add_seen(net, p);
        for (int k = q->haploid; k < 2; k++) {
            if (q->copy[k].origin == FROM_PARENT)
                add_meiosis(net, p, k, symmetric_child(net, k ? q->mother : q->father) == p);
            else if (q->copy[k].origin == THROUGH_FATHER || q->copy[k].origin == THROUGH_MOTHER)
                add_vector(net, resolve(net, q->copy[k]),
                           net->model->through[q->copy[k].origin == THROUGH_FATHER ? AG_FROM_FATHER : AG_FROM_MOTHER]);
        }
    }
}

static bool same_end(const ag_network *net, const end *a, const end *b) {
    if ((a->var < 0) != (b->var < 0)) return false;
    if (a->var < 0) return a->allele == b->allele;
    const variable *v = &net->current[a->var], *w = &net->current[b->var];
    return v->size == w->size && v->domain == w->domain;
}

static bool same_leaf(const ag_network *net, const leaf *a, const leaf *b) {
    const ag_allele_model *m = net->model;
    if (a->kind != b->kind || !same_end(net, &a->from, &b->from) || !same_end(net, &a->to, &b->to)) return false;
    switch (a->kind) {
    case LEAF_VECTOR:
        return a->vector == b->vector;
    case LEAF_INBRED:
    case LEAF_SEEN:
        return a->person == b->person;
    case LEAF_TRANSMIT:
    case LEAF_MIX:
    case LEAF_GATED:
        break;
    }
    return m->gated[a->parent] == m->gated[b->parent] && a->which == b->which && a->other == b->other;
}

/* Equal leaves have equal marks; most others differ already here. */
static int mark_of(const ag_network *net, const leaf *l) {
    const int to = l->to.var < 0 ? l->to.allele : 1000 + net->current[l->to.var].size;
    const int from = l->from.var < 0 ? l->from.allele : 1000 + net->current[l->from.var].size;
    return ((int)l->kind * 2 + l->which) * 4000000 + to * 2000 + from;
}

/* The number of the first leaf that holds the same numbers. */
static void find_equal_leaves(ag_network *net) {
    for (int f = 0; f < net->leaves; f++) {
        const int mark = net->leaf[f].mark = mark_of(net, &net->leaf[f]);
        int same = 0;
        while (net->leaf[same].mark != mark || !same_leaf(net, &net->leaf[same], &net->leaf[f])) same++;
        net->scope[f].value = same;
    }
}

/* Variables of the shape are numbered as they appear in the leaves. */
static void describe(ag_network *net, ag_network_term *term) {
    for (int v = 0; v < net->variables; v++) net->compact[v] = -1;
    int vars = 0;
    for (int f = 0; f < net->leaves; f++)
        for (int d = 0; d < net->scope[f].n; d++) {
            const int v = net->scope[f].var[d];
            if (net->compact[v] < 0) {
                net->compact[v] = vars;
                net->origin_var[vars] = v;
                net->size[vars++] = net->current[v].size;
            }
            net->scope[f].var[d] = net->compact[v];
        }
    term->weight = net->weight.number;
    term->exponent = net->weight.exponent;
    term->only = net->model->locus->theta == 0;
    term->shape = (ag_contraction_shape){
        .vars = vars, .size = net->size, .factors = net->leaves, .factor = net->scope, .keep = net->keep};
    for (int k = 0; k < 2; k++) {
        term->kept_at[k] = term->fixed_allele[k] = -1;
        if (net->target < 0 || (k == 0 && net->person[net->target].haploid)) continue;
        const end e = resolve(net, net->person[net->target].copy[k]);
        if (e.var < 0) {
            term->fixed_allele[k] = e.allele;
            continue;
        }
        const int c = net->compact[e.var];
        if (term->shape.kept && net->keep[0] == c)
            term->kept_at[k] = 0;
        else
            net->keep[term->kept_at[k] = term->shape.kept++] = c;
    }
}

/* Moves to the next combination of autozygous founders and partition; false when all have been seen. */
static bool advance(ag_network *net) {
    const bool urn = net->model->locus->theta > 0;
    if (net->started && (!urn || !next_partition(net))) {
        if (!urn || ++net->autozygous >> net->inbreds) return false;
        net->started = false;
    }
    while (!net->started) {
        net->started = true;
        if (!urn || start_urn(net)) return true;
        if (++net->autozygous >> net->inbreds) return false;
        net->started = false;
    }
    return true;
}

bool ag_network_next(ag_network *net, ag_network_term *term) {
    const int without_gates = net->variables;
    while (!net->done && net->seen.number > 0 && advance(net)) {
        for (int v = 0; v < without_gates; v++)
            net->alias[v] = v, net->current[v] = net->variable[v], net->fixed[v] = -1;
        net->leaves = 0;
        net->weight = net->seen;
        if (net->model->locus->theta > 0 && !merge_by_descent(net)) continue;
        collect_leaves(net);
        if (net->weight.number > 0) {
            find_equal_leaves(net);
            describe(net, term);
            net->variables = without_gates;
            return true;
        }
        net->variables = without_gates;
    }
    net->done = true;
    return false;
}

/* ---- Numbers ------------------------------------------------------------------------------------------------- */

static int allele_of(const ag_network *net, int compact, int value) {
    const uint16_t *domain = net->current[net->origin_var[compact]].domain;
    return domain ? domain[value] : value;
}

int ag_network_kept_allele(const ag_network *net, int kept, int value) {
    return allele_of(net, net->keep[kept], value);
}

/* One number of a leaf, given the alleles at its ends and the gate's value. */
static double leaf_value(const ag_network *net, const leaf *l, int gate, int from, int to) {
    const double *freq = net->model->frequency;
    switch (l->kind) {
    case LEAF_VECTOR:
        return l->vector[to];
    case LEAF_INBRED: {
        const double f = net->pedigree->person[l->person].inbreeding;
        return (from == to ? f * freq[from] : 0) + (1 - f) * freq[from] * freq[to];
    }
    case LEAF_SEEN:
        if (from == NO_COPY) return seen_probability(net, l->person, to, -1);
        return seen_probability(net, l->person, from == SAME_COPY ? to : from, to);
    case LEAF_TRANSMIT:
        return ag_transmit(net->model, l->parent, from, to);
    case LEAF_MIX:
        return 0.5 * (ag_transmit(net->model, l->parent, from, to) + ag_transmit(net->model, l->parent, l->other, to));
    case LEAF_GATED:
        return gate == l->which ? ag_transmit(net->model, l->parent, from, to) : 1;
    }
    return 0;
}

/* The walk over one leaf: for the gate, the copy that gives and the copy that takes, how many values and how far apart.
 */
typedef struct walk {
    int n[3], compact[3];
    int64_t stride[3];
} walk;

static walk walk_of(const ag_network *net, const ag_program *program, int f) {
    const leaf *l = &net->leaf[f];
    const ag_factor_scope *s = &net->scope[f];
    walk w = {.n = {1, 1, 1}, .compact = {-1, -1, -1}};
    int d = 0;
    const bool present[3] = {l->kind == LEAF_GATED, l->from.var >= 0, l->to.var >= 0};
    for (int k = 0; k < 3; k++) {
        if (!present[k]) continue;
        w.compact[k] = s->var[d];
        w.n[k] = net->size[s->var[d]];
        w.stride[k] = ag_program_stride(program, f, d++);
    }
    return w;
}

/* Where the locus's own arrays already are what the leaf needs, they are used in place. */
static const double *in_place(const ag_network *net, const leaf *l, const walk *w) {
    const ag_allele_model *m = net->model;
    const long n = m->n, block = n * n;
    const bool from_full = w->n[1] == n && w->stride[1] > 0, to_full = w->n[2] == n && w->stride[2] > 0;
    if (l->kind == LEAF_VECTOR && to_full) return l->vector;
    const bool haploid = l->from.var < 0 && l->from.allele == NO_COPY;
    if (l->kind == LEAF_SEEN && to_full && (from_full || haploid)) return net->person[l->person].carries;
    if (l->kind == LEAF_TRANSMIT && l->from.var < 0 && to_full) return m->gated[l->parent] + l->from.allele * n;
    if (l->kind == LEAF_TRANSMIT && l->to.var < 0 && from_full) return m->turned[l->parent] + l->to.allele * n;
    if (!from_full || !to_full) return NULL;
    const double *matrix = w->stride[2] == 1 ? m->gated[l->parent] : m->turned[l->parent];
    if (l->kind == LEAF_TRANSMIT) return matrix;
    if (l->kind == LEAF_GATED && w->stride[0] == block) return matrix + (l->which ? block : 0);
    return NULL;
}

/* Row of a transmission over all alleles at its fast end: from copy x to any, or to c from any. */
static void put_row(const ag_network *net, const leaf *l, int gate, bool over_to, int fixed, double *out) {
    const ag_allele_model *m = net->model;
    const long n = m->n;
    const double *matrix = over_to ? m->gated[l->parent] : m->turned[l->parent];
    if (l->kind == LEAF_MIX) {
        const double *a = matrix + fixed * n, *b = matrix + l->other * n;
        for (long i = 0; i < n; i++) out[i] = 0.5 * (a[i] + b[i]);
        return;
    }
    const bool open = l->kind == LEAF_GATED && gate != l->which;
    memcpy(out, matrix + (open ? n * n : fixed * n), (size_t)n * sizeof *out);
}

static int end_allele(const ag_network *net, const walk *w, int k, int value, const end *e) {
    return w->compact[k] >= 0 ? allele_of(net, w->compact[k], value) : e->allele;
}

/* Transmissions with all alleles at the contiguous end are copied row by row. False: there is no such end. */
static bool copy_rows(const ag_network *net, const leaf *l, const walk *w, double *out) {
    if (l->kind != LEAF_TRANSMIT && l->kind != LEAF_MIX && l->kind != LEAF_GATED) return false;
    const int n = net->model->n;
    const bool over_to = w->n[2] == n && w->stride[2] == 1, over_from = w->n[1] == n && w->stride[1] == 1;
    if (!over_to && !over_from) return false;
    const int slow = over_to ? 1 : 2;
    for (int g = 0; g < w->n[0]; g++)
        for (int i = 0; i < w->n[slow]; i++)
            put_row(net, l, g, over_to, end_allele(net, w, slow, i, over_to ? &l->from : &l->to),
                    out + g * w->stride[0] + i * w->stride[slow]);
    return true;
}

static double *computed(const ag_network *net, const leaf *l, const walk *w) {
    double *out = ag_arena_raw(net->term_arena, (size_t)w->n[0] * (size_t)w->n[1] * (size_t)w->n[2] * sizeof *out);
    if (!out || copy_rows(net, l, w, out)) return out;
    for (int i = 0; i < w->n[1]; i++) {
        const int from = end_allele(net, w, 1, i, &l->from);
        for (int j = 0; j < w->n[2]; j++) {
            const int to = end_allele(net, w, 2, j, &l->to);
            for (int g = 0; g < w->n[0]; g++)
                out[g * w->stride[0] + i * w->stride[1] + j * w->stride[2]] = leaf_value(net, l, g, from, to);
        }
    }
    return out;
}

ag_status ag_network_fill(ag_network *net, const ag_program *program, const double **array, ag_error *err) {
    for (int f = 0; f < net->leaves; f++) {
        const walk w = walk_of(net, program, f);
        array[f] = in_place(net, &net->leaf[f], &w);
        if (!array[f]) array[f] = computed(net, &net->leaf[f], &w);
        if (!array[f]) return ag_fail(err, AG_ENVIRONMENT, NULL, out_of_memory);
    }
    return AG_OK;
}
