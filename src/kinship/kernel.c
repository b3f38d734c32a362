/* The table of inner loops for a processor: see kernel.h. */
#include "kinship/kernel.h"

#include "base/banned.h"

const ag_loop_table *ag_loops(ag_cpu cpu) {
#if defined(__x86_64__)
    if (cpu == AG_CPU_AVX512) return &ag_loops_avx512;
    if (cpu == AG_CPU_AVX2) return &ag_loops_avx2;
#endif
    (void)cpu;
    return &ag_loops_plain;
}
