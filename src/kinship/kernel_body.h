/* Body of the inner loops: see kernel.h. The including file defines AG_LOOP_TABLE, the name of
 * its table, and AG_VECTOR_BYTES. */
#include "kinship/kernel.h"

static double dot(const double *restrict a, const double *restrict b, int n) {
    double s[8] = {0};
    int i = 0;
    for (; i + 8 <= n; i += 8)
        for (int k = 0; k < 8; k++) s[k] += a[i + k] * b[i + k];
    double tail = 0;
    for (; i < n; i++) tail += a[i] * b[i];
    return (((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))) + tail;
}

static double sum(const double *restrict a, int n) {
    double s[8] = {0};
    int i = 0;
    for (; i + 8 <= n; i += 8)
        for (int k = 0; k < 8; k++) s[k] += a[i + k];
    double tail = 0;
    for (; i < n; i++) tail += a[i];
    return (((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]))) + tail;
}

static void loop_dot(const ag_entry *e, int entries, int n, const ag_block *none, const double *a, const double *b,
                     double *c) {
    (void)none;
    for (int k = 0; k < entries; k++) c[e[k].c] += dot(a + e[k].a, b + e[k].b, n);
}

static void loop_sum(const ag_entry *e, int entries, int n, const ag_block *none, const double *a, const double *b,
                     double *c) {
    (void)none;
    for (int k = 0; k < entries; k++) c[e[k].c] += b[e[k].b] * sum(a + e[k].a, n);
}

static void loop_multiply(const ag_entry *e, int entries, int n, const ag_block *none, const double *a, const double *b,
                          double *c) {
    (void)none;
    for (int k = 0; k < entries; k++) {
        const double *restrict x = a + e[k].a, *restrict y = b + e[k].b;
        double *restrict z = c + e[k].c;
        for (int i = 0; i < n; i++) z[i] = x[i] * y[i];
    }
}

static void loop_scale(const ag_entry *e, int entries, int n, const ag_block *none, const double *a, const double *b,
                       double *c) {
    (void)none;
    for (int k = 0; k < entries; k++) {
        const double *restrict x = a + e[k].a;
        const double y = b[e[k].b];
        double *restrict z = c + e[k].c;
        for (int i = 0; i < n; i++) z[i] = x[i] * y;
    }
}

static void loop_multiply_add(const ag_entry *e, int entries, int n, const ag_block *none, const double *a,
                              const double *b, double *c) {
    (void)none;
    for (int k = 0; k < entries; k++) {
        const double *restrict x = a + e[k].a, *restrict y = b + e[k].b;
        double *restrict z = c + e[k].c;
        for (int i = 0; i < n; i++) z[i] += x[i] * y[i];
    }
}

enum { ROWS = 4 };
#if AG_VECTOR_BYTES > 32
enum { HALF_BYTES = 32 };
#else
enum { HALF_BYTES = AG_VECTOR_BYTES };
#endif
/* Vectors at any address of doubles: `wide` of the instruction set's size, `half` for what is left below eight columns.
 */
typedef double wide __attribute__((vector_size(AG_VECTOR_BYTES), may_alias, aligned(8)));
typedef double half __attribute__((vector_size(HALF_BYTES), may_alias, aligned(8)));

/* c[r, 0 … columns) += Σ_t a[t, …] b[r, t] for at most ROWS rows; with constant `rows` the sums stay in registers. */
#define PRODUCT_TILE(name, type, columns)                                                                              \
    static inline void name(const ag_block *t, int rows, const double *a, const double *b, double *c) {                \
        enum { VECTORS = (columns) * sizeof(double) / sizeof(type) };                                                  \
        type sum[ROWS][VECTORS] = {0};                                                                                 \
        for (int k = 0; k < t->terms; k++, a += t->term_a, b += t->term_b) {                                           \
            for (int r = 0; r < rows; r++) {                                                                           \
                const double y = b[(long)r * t->row_b];                                                                \
                for (int v = 0; v < VECTORS; v++) sum[r][v] += ((const type *)a)[v] * y;                               \
            }                                                                                                          \
        }                                                                                                              \
        for (int r = 0; r < rows; r++)                                                                                 \
            for (int v = 0; v < VECTORS; v++) ((type *)(c + (long)r * t->row_c))[v] += sum[r][v];                      \
    }
PRODUCT_TILE(product_of_8, wide, 8)
PRODUCT_TILE(product_of_4, half, 4)
PRODUCT_TILE(product_of_1, double, 1)

static inline void product_columns(const ag_block *t, int rows, int n, const double *a, const double *b, double *c) {
    int i = 0;
    for (; i + 8 <= n; i += 8) product_of_8(t, rows, a + i, b, c + i);
    for (; i + 4 <= n; i += 4) product_of_4(t, rows, a + i, b, c + i);
    for (; i < n; i++) product_of_1(t, rows, a + i, b, c + i);
}

static void loop_product(const ag_entry *e, int entries, int n, const ag_block *t, const double *a, const double *b,
                         double *c) {
    for (int k = 0; k < entries; k++) {
        int r = 0;
        const double *x = a + e[k].a, *y = b + e[k].b;
        double *z = c + e[k].c;
        for (; r + ROWS <= t->rows; r += ROWS)
            product_columns(t, ROWS, n, x, y + (long)r * t->row_b, z + (long)r * t->row_c);
        for (; r + 2 <= t->rows; r += 2) product_columns(t, 2, n, x, y + (long)r * t->row_b, z + (long)r * t->row_c);
        for (; r < t->rows; r++) product_columns(t, 1, n, x, y + (long)r * t->row_b, z + (long)r * t->row_c);
    }
}

const ag_loop_table AG_LOOP_TABLE = {{loop_dot, loop_sum, loop_multiply, loop_scale, loop_multiply_add, loop_product}};
