/* The inner loops of the screen for any processor: see screen_kernel.h. */
#define AG_SCREEN_KERNEL ag_screen_kernel_plain
#include "search/screen_body.h"
