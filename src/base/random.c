/* Seeded random numbers: see random.h. */
#include "base/random.h"

#include "base/banned.h"

static uint64_t splitmix(uint64_t *state) {
    uint64_t z = (*state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

void ag_random_init(ag_random *r, uint64_t seed, uint64_t stream) {
    uint64_t state = seed;
    state = splitmix(&state) ^ (stream * 0xD1342543DE82EF95u + 0x2545F4914F6CDD1Du);
    for (int i = 0; i < 4; i++) r->s[i] = splitmix(&state);
}

static uint64_t rotate_left(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

uint64_t ag_random_next(ag_random *r) {
    uint64_t *s = r->s;
    const uint64_t result = rotate_left(s[1] * 5, 7) * 9, t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate_left(s[3], 45);
    return result;
}

double ag_random_unit(ag_random *r) { return (double)(ag_random_next(r) >> 11) * 0x1p-53; }

uint32_t ag_random_below(ag_random *r, uint32_t n) {
    const uint32_t reject = (uint32_t)(-n) % n;
    for (;;) {
        const uint32_t x = (uint32_t)(ag_random_next(r) >> 32);
        if (x >= reject) return x % n;
    }
}

int ag_random_choose(ag_random *r, const double *weight, int n) {
    double total = 0;
    for (int i = 0; i < n; i++) total += weight[i];
    double u = ag_random_unit(r) * total;
    int last = 0;
    for (int i = 0; i < n; i++) {
        if (weight[i] <= 0) continue;
        last = i;
        if (u < weight[i]) return i;
        u -= weight[i];
    }
    return last;
}
