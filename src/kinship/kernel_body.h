/* Body of the inner loops: see kernel.h. The including file defines AG_LOOP_TABLE as the name of its table. */
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

static void loop_dot(const ag_entry *e, int entries, int n, const double *a, const double *b, double *c) {
    for (int k = 0; k < entries; k++) c[e[k].c] += dot(a + e[k].a, b + e[k].b, n);
}

static void loop_sum(const ag_entry *e, int entries, int n, const double *a, const double *b, double *c) {
    for (int k = 0; k < entries; k++) c[e[k].c] += b[e[k].b] * sum(a + e[k].a, n);
}

static void loop_multiply(const ag_entry *e, int entries, int n, const double *a, const double *b, double *c) {
    for (int k = 0; k < entries; k++) {
        const double *restrict x = a + e[k].a, *restrict y = b + e[k].b;
        double *restrict z = c + e[k].c;
        for (int i = 0; i < n; i++) z[i] = x[i] * y[i];
    }
}

static void loop_scale(const ag_entry *e, int entries, int n, const double *a, const double *b, double *c) {
    for (int k = 0; k < entries; k++) {
        const double *restrict x = a + e[k].a;
        const double y = b[e[k].b];
        double *restrict z = c + e[k].c;
        for (int i = 0; i < n; i++) z[i] = x[i] * y;
    }
}

static void loop_multiply_add(const ag_entry *e, int entries, int n, const double *a, const double *b, double *c) {
    for (int k = 0; k < entries; k++) {
        const double *restrict x = a + e[k].a, *restrict y = b + e[k].b;
        double *restrict z = c + e[k].c;
        for (int i = 0; i < n; i++) z[i] += x[i] * y[i];
    }
}

static void loop_scale_add(const ag_entry *e, int entries, int n, const double *a, const double *b, double *c) {
    for (int k = 0; k < entries; k++) {
        const double *restrict x = a + e[k].a;
        const double y = b[e[k].b];
        double *restrict z = c + e[k].c;
        for (int i = 0; i < n; i++) z[i] += x[i] * y;
    }
}

const ag_loop_table AG_LOOP_TABLE = {
    {loop_dot, loop_sum, loop_multiply, loop_scale, loop_multiply_add, loop_scale_add}};
