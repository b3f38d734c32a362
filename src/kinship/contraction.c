/* Sums of products: compilation of an order to a program, and its execution. See contraction.h. */
#include "kinship/contraction.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "kinship/kernel.h"
#include "kinship/order.h"

#include "base/banned.h"

enum {
    BIG = 5,            /* variables of at least this many values are kept contiguous */
    MOST_ENTRIES = 4096 /* addresses of one operation that are listed; slower loops go around them */
};

/* An array: its variables from slow to fast. */
typedef struct array {
    int n;
    int *var;
    int64_t *stride;
    int64_t size;
    int64_t at; /* offset in scratch; -1 for a given factor, -2 for the result */
    int same;   /* the first array with these numbers in this layout: itself, or an earlier one */
} array;

typedef struct outer_loop {
    int64_t size, a, b, c;
} outer_loop;

typedef struct operation {
    int a, b, c; /* arrays; b = -1: the constant one */
    ag_loop loop;
    bool clear; /* c is zeroed first */
    int length, entries, outers;
    ag_block block;
    ag_entry *entry;
    outer_loop *outer;
} operation;

struct ag_program {
    int factors, arrays, operations, kept;
    array *array;
    operation *operation;
    int64_t *result_stride; /* of the last array along `keep`; NULL: it is written in place */
    int *result_size;
    int64_t result_count;
    int last; /* array that holds the result; -1: the product of nothing */
    int64_t scratch;
    int64_t exponents_at; /* in scratch: a power of two for each array */
    double counted;
    ag_factor_scope *factor;
    int64_t (*factor_stride)[AG_FACTOR_RANK];
};

typedef struct compiler {
    const ag_contraction_shape *shape;
    ag_arena *arena;
    const ag_order *order;
    ag_program *program;
    int *rank;     /* [vars] */
    int *last_use; /* [arrays] */
} compiler;

/* ---- Layout -------------------------------------------------------------------------------------------------- */

/* Small variables are slow, large ones fast; among these the last to be eliminated is the fastest: when a variable is
 * summed over, those that stay are contiguous, and the sum is a product of matrices. */
static int compare_rank(const compiler *c, int v, int w) {
    const int big_v = c->shape->size[v] >= BIG, big_w = c->shape->size[w] >= BIG;
    if (big_v != big_w) return big_v - big_w;
    return c->order->eliminated[v] - c->order->eliminated[w]; /* kept ones last, in the order of `keep` */
}

static void assign_ranks(compiler *c) {
    const int vars = c->shape->vars;
    for (int v = 0; v < vars; v++) {
        c->rank[v] = 0;
        for (int w = 0; w < vars; w++) c->rank[v] += w != v && compare_rank(c, w, v) < 0;
    }
}

static void sort_by_rank(const compiler *c, int *var, int n) {
    for (int i = 1; i < n; i++) {
        const int v = var[i];
        int j = i;
        for (; j > 0 && c->rank[var[j - 1]] > c->rank[v]; j--) var[j] = var[j - 1];
        var[j] = v;
    }
}

static void set_strides(const compiler *c, array *a) {
    a->stride = AG_NEW(c->arena, int64_t, a->n + 1);
    a->size = 1;
    if (!a->stride) return;
    for (int d = a->n - 1; d >= 0; d--) {
        a->stride[d] = a->size;
        a->size *= c->shape->size[a->var[d]];
    }
}

static int64_t stride_along(const array *a, int v) {
    for (int d = 0; a && d < a->n; d++)
        if (a->var[d] == v) return a->stride[d];
    return 0;
}

static bool same_factor(const compiler *c, int f, int g) {
    const ag_factor_scope *x = &c->shape->factor[f], *y = &c->shape->factor[g];
    if (x->value != y->value || x->n != y->n) return false;
    for (int d = 0; d < x->n; d++)
        if (c->program->factor_stride[f][d] != c->program->factor_stride[g][d]) return false;
    return true;
}

static void lay_out_factor(const compiler *c, int f) {
    array *a = &c->program->array[f];
    const ag_factor_scope *scope = &c->shape->factor[f];
    a->n = scope->n;
    a->at = -1;
    a->var = AG_NEW(c->arena, int, scope->n + 1);
    if (!a->var) return;
    memcpy(a->var, scope->var, (size_t)scope->n * sizeof *a->var);
    sort_by_rank(c, a->var, a->n);
    set_strides(c, a);
    for (int d = 0; d < scope->n; d++) c->program->factor_stride[f][d] = stride_along(a, scope->var[d]);
    a->same = 0;
    while (!same_factor(c, a->same, f)) a->same++;
}

static bool contains(const array *a, int v) {
    for (int d = 0; d < a->n; d++)
        if (a->var[d] == v) return true;
    return false;
}

/* The variables of a and b together; returns how many. */
static int merge_scopes(const array *a, const array *b, int *var) {
    int n = a->n;
    memcpy(var, a->var, (size_t)n * sizeof *var);
    for (int d = 0; b && d < b->n; d++)
        if (!contains(a, b->var[d])) var[n++] = b->var[d];
    return n;
}

/* ---- Operations ---------------------------------------------------------------------------------------------- */

typedef struct dimension {
    int64_t size, a, b, c;
    bool summed;
} dimension;

/* Neighbouring dimensions that every array walks as one become one. */
static int collapse(dimension *dim, int n) {
    int m = 0;
    for (int i = 0; i < n; i++) {
        dimension *p = m ? &dim[m - 1] : NULL;
        const dimension d = dim[i];
        if (p && p->summed == d.summed && p->a == d.a * d.size && p->b == d.b * d.size && p->c == d.c * d.size &&
            p->size * d.size <= INT32_MAX) {
            *p = (dimension){p->size * d.size, d.a, d.b, d.c, d.summed};
            continue;
        }
        dim[m++] = d;
    }
    return m;
}

static ag_loop choose_loop(const dimension *inner, bool sums_outside) {
    const bool both = inner->a && inner->b;
    if (inner->summed) return both ? AG_LOOP_DOT : AG_LOOP_SUM;
    if (sums_outside) return both ? AG_LOOP_MULTIPLY_ADD : AG_LOOP_PRODUCT;
    return both ? AG_LOOP_MULTIPLY : AG_LOOP_SCALE;
}

static void remove_dimension(dimension *dim, int *n, int at) {
    memmove(dim + at, dim + at + 1, (size_t)(*n - at - 1) * sizeof *dim);
    --*n;
}

/* Takes the fastest summed dimension, and the fastest that only b and c walk, out of the outer ones. */
static void take_block(operation *op, dimension *dim, int *n) {
    op->block = (ag_block){.rows = 1, .terms = 1};
    for (int i = *n - 1; i >= 0; i--) {
        if (!dim[i].summed || dim[i].size > INT32_MAX) continue;
        op->block.terms = (int32_t)dim[i].size;
        op->block.term_a = (int32_t)dim[i].a;
        op->block.term_b = (int32_t)dim[i].b;
        remove_dimension(dim, n, i);
        break;
    }
    for (int i = *n - 1; i >= 0; i--) {
        if (dim[i].summed || dim[i].a || dim[i].size > INT32_MAX) continue;
        op->block.rows = (int32_t)dim[i].size;
        op->block.row_b = (int32_t)dim[i].b;
        op->block.row_c = (int32_t)dim[i].c;
        remove_dimension(dim, n, i);
        break;
    }
}

static bool list_entries(const compiler *c, operation *op, const dimension *dim, int n) {
    int64_t count = 1;
    int first = n; /* dimensions first … n-1 are listed, slower ones looped over */
    while (first > 0 && count * dim[first - 1].size <= MOST_ENTRIES) count *= dim[--first].size;
    op->entries = (int)count;
    op->entry = AG_NEW(c->arena, ag_entry, count);
    op->outers = first;
    op->outer = AG_NEW(c->arena, outer_loop, first + 1);
    if (!op->entry || !op->outer) return false;
    for (int d = 0; d < first; d++) op->outer[d] = (outer_loop){dim[d].size, dim[d].a, dim[d].b, dim[d].c};
    for (int64_t e = 0; e < count; e++) {
        int64_t rest = e;
        ag_entry *entry = &op->entry[e];
        for (int d = n - 1; d >= first; d--) {
            const int32_t i = (int32_t)(rest % dim[d].size);
            rest /= dim[d].size;
            entry->a += i * (int32_t)dim[d].a;
            entry->b += i * (int32_t)dim[d].b;
            entry->c += i * (int32_t)dim[d].c;
        }
    }
    return true;
}

static bool compile_operation(const compiler *c, operation *op, int a_index, int b_index, int out) {
    const array *arrays = c->program->array, *a = &arrays[a_index], *b = b_index >= 0 ? &arrays[b_index] : NULL;
    int *var = AG_NEW(c->arena, int, a->n + (b ? b->n : 0) + 1);
    dimension *dim = AG_NEW(c->arena, dimension, a->n + (b ? b->n : 0) + 1);
    if (!var || !dim) return false;
    int n = merge_scopes(a, b, var);
    sort_by_rank(c, var, n);
    for (int i = 0; i < n; i++)
        dim[i] = (dimension){c->shape->size[var[i]], stride_along(a, var[i]), stride_along(b, var[i]),
                             stride_along(&arrays[out], var[i]), !contains(&arrays[out], var[i])};
    n = collapse(dim, n);
    if (n == 0) dim[n++] = (dimension){1, 1, 0, 1, false};
    *op = (operation){.a = a_index, .b = b_index, .c = out};
    if (dim[n - 1].a == 0) { /* the loops want the array that moves first */
        op->a = b_index;
        op->b = a_index;
        for (int i = 0; i < n; i++) {
            const int64_t t = dim[i].a;
            dim[i].a = dim[i].b;
            dim[i].b = t;
        }
    }
    const dimension *inner = &dim[n - 1];
    assert(inner->a == 1 && inner->b <= 1 && inner->c == !inner->summed);
    bool sums_outside = false;
    for (int i = 0; i < n - 1; i++) sums_outside |= dim[i].summed;
    op->loop = choose_loop(inner, sums_outside);
    op->clear = inner->summed || sums_outside;
    op->length = (int)inner->size;
    n--;
    if (op->loop == AG_LOOP_PRODUCT) take_block(op, dim, &n);
    return list_entries(c, op, dim, n);
}

/* ---- Scratch memory: first fit over what is free ------------------------------------------------------------- */

typedef struct hole {
    int64_t at, size;
} hole;

typedef struct heap {
    hole *hole;
    int n;
    int64_t end;
} heap;

static int64_t rounded(int64_t size) { return (size + 7) / 8 * 8; }

static int64_t heap_take(heap *h, int64_t size) {
    size = rounded(size);
    for (int i = 0; i < h->n; i++) {
        if (h->hole[i].size < size) continue;
        const int64_t at = h->hole[i].at;
        h->hole[i].at += size;
        h->hole[i].size -= size;
        return at;
    }
    const int64_t at = h->end;
    h->end += size;
    return at;
}

static void heap_give(heap *h, int64_t at, int64_t size) { h->hole[h->n++] = (hole){at, rounded(size)}; }

static void release(const compiler *c, heap *h, int index, int step) {
    const array *a = &c->program->array[index];
    if (a->at >= 0 && c->last_use[a->same] == step) heap_give(h, a->at, a->size);
}

/* ---- Compilation --------------------------------------------------------------------------------------------- */

static bool lay_out_step(const compiler *c, int s) {
    ag_program *p = c->program;
    const ag_step *step = &c->order->step[s];
    array *a = &p->array[c->shape->factors + s];
    const array *x = &p->array[step->a], *y = step->b >= 0 ? &p->array[step->b] : NULL;
    a->var = AG_NEW(c->arena, int, x->n + (y ? y->n : 0) + 1);
    if (!a->var) return false;
    int n = merge_scopes(x, y, a->var);
    for (int i = 0; i < n; i++)
        if (a->var[i] == step->sum) a->var[i--] = a->var[--n];
    a->n = n;
    sort_by_rank(c, a->var, n);
    set_strides(c, a);
    return !c->arena->failed;
}

/* Do two steps join their operands in the same way: each dimension of the one where the other has its? */
static bool same_pattern(const compiler *c, int s, int t) {
    const ag_program *p = c->program;
    const ag_step *x = &c->order->step[s], *y = &c->order->step[t];
    const array *out_x = &p->array[c->shape->factors + s], *out_y = &p->array[c->shape->factors + t];
    if ((x->b < 0) != (y->b < 0) || (x->sum < 0) != (y->sum < 0) || out_x->n != out_y->n) return false;
    const array *in_x[2] = {&p->array[x->a], x->b >= 0 ? &p->array[x->b] : NULL};
    const array *in_y[2] = {&p->array[y->a], y->b >= 0 ? &p->array[y->b] : NULL};
    for (int k = 0; k < 2 && in_x[k]; k++) {
        if (in_x[k]->same != in_y[k]->same) return false;
        for (int d = 0; d < in_x[k]->n; d++) {
            const int v = in_x[k]->var[d], w = in_y[k]->var[d];
            if ((v == x->sum) != (w == y->sum) || stride_along(out_x, v) != stride_along(out_y, w)) return false;
        }
    }
    return true;
}

static bool lay_out_steps(const compiler *c) {
    for (int s = 0; s < c->order->steps; s++) {
        if (!lay_out_step(c, s)) return false;
        int t = 0;
        while (t < s && !same_pattern(c, t, s)) t++;
        c->program->array[c->shape->factors + s].same = c->shape->factors + t;
    }
    return true;
}

static bool compile_steps(compiler *c) {
    ag_program *p = c->program;
    const int factors = c->shape->factors;
    heap h = {.hole = AG_NEW(c->arena, hole, p->arrays + 1)};
    if (!h.hole) return false;
    for (int s = 0; s < c->order->steps; s++) {
        const ag_step *step = &c->order->step[s];
        array *a = &p->array[factors + s];
        if (a->same < factors + s)
            a->at = p->array[a->same].at;
        else {
            a->at = heap_take(&h, a->size);
            if (!compile_operation(c, &p->operation[p->operations++], step->a, step->b, factors + s)) return false;
        }
        release(c, &h, step->a, s);
        if (step->b >= 0 && p->array[step->b].same != p->array[step->a].same) release(c, &h, step->b, s);
    }
    p->exponents_at = h.end;
    p->scratch = h.end + p->arrays;
    return true;
}

/* The result stands in the order of `keep`; where sizes of different class put the last array in another order, it
 * is copied at the end. */
static bool place_result(compiler *c) {
    ag_program *p = c->program;
    const ag_contraction_shape *shape = c->shape;
    p->kept = shape->kept;
    p->last = p->arrays - 1;
    p->result_count = 1;
    p->result_stride = AG_NEW(c->arena, int64_t, shape->kept + 1);
    p->result_size = AG_NEW(c->arena, int, shape->kept + 1);
    if (c->arena->failed) return false;
    bool in_place = p->last >= p->factors && p->array[p->last].same == p->last;
    for (int k = 0; k < shape->kept; k++) {
        p->result_stride[k] = p->last >= 0 ? stride_along(&p->array[p->last], shape->keep[k]) : 0;
        p->result_size[k] = shape->size[shape->keep[k]];
        p->result_count *= p->result_size[k];
        if (p->last < 0 || p->array[p->last].var[k] != shape->keep[k]) in_place = false;
    }
    if (in_place) p->array[p->last].at = -2;
    return true;
}

static void find_last_uses(compiler *c) {
    const array *arrays = c->program->array;
    for (int s = 0; s < c->order->steps; s++) {
        c->last_use[arrays[c->order->step[s].a].same] = s;
        if (c->order->step[s].b >= 0) c->last_use[arrays[c->order->step[s].b].same] = s;
    }
}

ag_status ag_program_compile(const ag_contraction_shape *shape, ag_arena *arena, ag_program **out, ag_error *err) {
    static const char memory[] = "out of memory";
    ag_order order;
    const ag_status status = ag_order_find(shape, arena, &order, err);
    if (status != AG_OK) return status;
    if (order.largest > ldexp(1, AG_CONTRACTION_MAX_LOG2))
        return ag_fail(err, AG_REFUSED, "remove untyped relatives that the question does not need, or split the family",
                       "this pedigree needs an array of 2^%.1f numbers, the bound is 2^%d", log2(order.largest),
                       AG_CONTRACTION_MAX_LOG2);
    ag_program *p = AG_NEW(arena, ag_program, 1);
    if (!p) return ag_fail(err, AG_ENVIRONMENT, NULL, memory);
    p->factors = shape->factors;
    p->arrays = shape->factors + order.steps;
    p->counted = order.operations;
    p->array = AG_NEW(arena, array, p->arrays + 1);
    p->operation = AG_NEW(arena, operation, order.steps + 1);
    p->factor_stride = ag_arena_array(arena, (size_t)shape->factors + 1, sizeof *p->factor_stride);
    compiler c = {.shape = shape, .arena = arena, .order = &order, .program = p};
    c.rank = AG_NEW(arena, int, shape->vars + 1);
    c.last_use = AG_NEW(arena, int, p->arrays + 1);
    if (arena->failed) return ag_fail(err, AG_ENVIRONMENT, NULL, memory);
    assign_ranks(&c);
    for (int f = 0; f < shape->factors; f++) lay_out_factor(&c, f);
    if (arena->failed || !lay_out_steps(&c)) return ag_fail(err, AG_ENVIRONMENT, NULL, memory);
    find_last_uses(&c);
    if (!compile_steps(&c) || !place_result(&c)) return ag_fail(err, AG_ENVIRONMENT, NULL, memory);
    *out = p;
    return AG_OK;
}

int64_t ag_program_stride(const ag_program *program, int f, int d) { return program->factor_stride[f][d]; }
int64_t ag_program_scratch(const ag_program *program) { return program->scratch; }
double ag_program_operations(const ag_program *program) { return program->counted; }

/* ---- Execution ----------------------------------------------------------------------------------------------- */

static void run_loops(const operation *op, int depth, ag_loop_function *loop, const double *a, const double *b,
                      double *c) {
    if (depth == op->outers) {
        loop(op->entry, op->entries, op->length, &op->block, a, b, c);
        return;
    }
    const outer_loop *o = &op->outer[depth];
    for (int64_t i = 0; i < o->size; i++) run_loops(op, depth + 1, loop, a + i * o->a, b + i * o->b, c + i * o->c);
}

/* Brings the largest number of an array near 1; returns the power of two taken out. */
static int rescale(double *x, int64_t n) {
    double most = 0;
    for (int64_t i = 0; i < n; i++) most = fmax(most, fabs(x[i]));
    if (most == 0 || !isfinite(most)) return 0;
    int exponent;
    frexp(most, &exponent);
    if (exponent > -64 && exponent < 64) return 0;
    for (int64_t i = 0; i < n; i++) x[i] = ldexp(x[i], -exponent);
    return exponent;
}

static void copy_result(const ag_program *p, const double *from, double *result) {
    for (int64_t i = 0; i < p->result_count; i++) {
        int64_t rest = i, at = 0;
        for (int k = p->kept - 1; k >= 0; k--) {
            at += rest % p->result_size[k] * p->result_stride[k];
            rest /= p->result_size[k];
        }
        result[i] = from ? from[at] : 1;
    }
}

void ag_program_run(const ag_program *program, ag_cpu cpu, const double *const *factor, double *scratch, double *result,
                    int64_t *exponent) {
    static const double one = 1;
    const ag_loop_table *loops = ag_loops(cpu);
    double *power = scratch + program->exponents_at; /* whole numbers; an array may be used more than once */
    for (int s = 0; s < program->operations; s++) {
        const operation *op = &program->operation[s];
        const array *c = &program->array[op->c];
        const double *operand[2];
        double carried = 0;
        for (int k = 0; k < 2; k++) {
            const int index = k ? op->b : op->a;
            operand[k] = index < 0                  ? &one
                         : index < program->factors ? factor[index]
                                                    : scratch + program->array[index].at;
            if (index >= program->factors) carried += power[program->array[index].same];
        }
        double *out = c->at == -2 ? result : scratch + c->at;
        if (op->clear) memset(out, 0, (size_t)c->size * sizeof *out);
        run_loops(op, 0, loops->run[op->loop], operand[0], operand[1], out);
        power[op->c] = exponent ? carried + rescale(out, c->size) : 0;
    }
    const int last = program->last;
    if (exponent) *exponent = last >= program->factors ? (int64_t)power[program->array[last].same] : 0;
    if (last >= 0 && program->array[last].at == -2) return;
    copy_result(program,
                last < 0                  ? NULL
                : last < program->factors ? factor[last]
                                          : scratch + program->array[last].at,
                result);
}
