/* The inner loops of a contraction for processors with avx2: see kernel.h. */
#define AG_LOOP_TABLE ag_loops_avx2
#define AG_VECTOR_BYTES 32
#include "kinship/kernel_body.h"
