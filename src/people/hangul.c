/* Hangul syllables: see hangul.h. */
#include "people/hangul.h"

#include "base/banned.h"

enum { FIRST = 0xAC00 };

int ag_syllable_index(ag_syllable s) { return (s.initial * AG_MEDIALS + s.medial) * AG_FINALS + s.final; }

ag_syllable ag_syllable_at(int index) {
    return (ag_syllable){.initial = (uint8_t)(index / (AG_MEDIALS * AG_FINALS)),
                         .medial = (uint8_t)(index / AG_FINALS % AG_MEDIALS),
                         .final = (uint8_t)(index % AG_FINALS)};
}

bool ag_syllable_read(ag_text t, ag_syllable *out) {
    if (t.n < AG_SYLLABLE_BYTES) return false;
    const unsigned char *b = (const unsigned char *)t.at;
    if ((b[0] & 0xF0) != 0xE0 || (b[1] & 0xC0) != 0x80 || (b[2] & 0xC0) != 0x80) return false;
    const int index = ((b[0] & 0x0F) << 12 | (b[1] & 0x3F) << 6 | (b[2] & 0x3F)) - FIRST;
    if (index < 0 || index >= AG_SYLLABLES) return false;
    *out = ag_syllable_at(index);
    return true;
}

void ag_syllable_add(ag_buffer *out, ag_syllable s) {
    const int code = FIRST + ag_syllable_index(s);
    const char bytes[] = {(char)(0xE0 | code >> 12), (char)(0x80 | (code >> 6 & 0x3F)), (char)(0x80 | (code & 0x3F))};
    ag_buffer_add(out, bytes, sizeof bytes);
}
