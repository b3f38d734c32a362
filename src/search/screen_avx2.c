/* The inner loops of the screen for processors with avx2: see screen_kernel.h. */
#define AG_SCREEN_KERNEL ag_screen_kernel_avx2
#define AG_VECTOR_BYTES 32
#include "search/screen_body.h"
