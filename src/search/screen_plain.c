/* The inner loops of the screen for any processor: see screen_kernel.h. */
#define AG_SCREEN_KERNEL ag_screen_kernel_plain
#define AG_VECTOR_BYTES 16
#include "search/screen_body.h"
