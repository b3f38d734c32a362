/* The inner loops of the screen for processors with avx512: see screen_kernel.h. */
#define AG_SCREEN_KERNEL ag_screen_kernel_avx512
#define AG_VECTOR_BYTES 64
#include "search/screen_body.h"
