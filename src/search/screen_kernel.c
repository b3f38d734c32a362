/* The kernel of the screen for a processor: see screen_kernel.h. */
#include "search/screen_kernel.h"

#include "base/banned.h"

const ag_screen_kernel *ag_screen_kernel_for(ag_cpu cpu) {
#if defined(__x86_64__)
    if (cpu == AG_CPU_AVX512) return &ag_screen_kernel_avx512;
    if (cpu == AG_CPU_AVX2) return &ag_screen_kernel_avx2;
#endif
    (void)cpu;
    return &ag_screen_kernel_plain;
}
