/* The inner loops of the screen for any processor: see kernel.h. */
#define AG_SCREEN_KERNEL ag_screen_kernel_plain
#include "search/kernel_body.h"
