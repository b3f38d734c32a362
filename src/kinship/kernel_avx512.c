/* The inner loops of a contraction for processors with avx512: see kernel.h. */
#define AG_LOOP_TABLE ag_loops_avx512
#define AG_VECTOR_BYTES 64
#include "kinship/kernel_body.h"
