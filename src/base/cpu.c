/* Which instruction sets the kernels may use: see cpu.h. */
#include "base/cpu.h"

#include "base/banned.h"

ag_cpu ag_cpu_best(void) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq"))
        return AG_CPU_AVX512;
    if (__builtin_cpu_supports("avx2")) return AG_CPU_AVX2;
#endif
    return AG_CPU_PLAIN;
}

const char *ag_cpu_name(ag_cpu cpu) {
    static const char *const name[] = {"plain", "avx2", "avx512"};
    return name[cpu];
}
