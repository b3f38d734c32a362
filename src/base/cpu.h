/* Which instruction sets the kernels may use. All give the same bits; the choice only changes speed. */
#ifndef AG_BASE_CPU_H
#define AG_BASE_CPU_H

typedef enum ag_cpu { AG_CPU_PLAIN, AG_CPU_AVX2, AG_CPU_AVX512 } ag_cpu;

/* The best that this processor has and this program was built for. */
ag_cpu ag_cpu_best(void);
const char *ag_cpu_name(ag_cpu cpu);

#endif
