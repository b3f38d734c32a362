/* The inner loops of a contraction for any processor: see kernel.h. */
#define AG_LOOP_TABLE ag_loops_plain
#define AG_VECTOR_BYTES 16
#include "kinship/kernel_body.h"
