/* Text in Unicode's normalisation form C, so that what looks the same is the same bytes. ICU, with ASCII decided here.
 */
#ifndef AG_JOURNAL_NFC_H
#define AG_JOURNAL_NFC_H

#include "base/arena.h"
#include "base/text.h"

typedef enum ag_nfc { AG_NFC_HELD, AG_NFC_OTHER, AG_NFC_NO_UTF8, AG_NFC_NO_MEMORY } ag_nfc;

/* AG_NFC_OTHER: it is UTF-8, and in another form. */
ag_nfc ag_nfc_check(ag_text text);
/* The text in form C: `text` itself where it is that already, else in the arena. HELD, NO_UTF8 or NO_MEMORY. */
ag_nfc ag_nfc_make(ag_text text, ag_arena *arena, ag_text *out);

#endif
