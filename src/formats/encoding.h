/* Bytes of unknown encoding → UTF-8.
 *
 * The rule: a byte order mark decides (UTF-8, UTF-16LE, UTF-16BE); else bytes that are valid UTF-8 are UTF-8; else
 * bytes that decode as CP949 without an error, with more Hangul than other two-byte characters, are CP949; else CP1251.
 * Anything but UTF-8 is reported as a note. Text holds no control characters except tab, LF and CR.
 *
 * Valid UTF-8 is neither copied nor handed to ICU.
 */
#ifndef AG_FORMATS_ENCODING_H
#define AG_FORMATS_ENCODING_H

#include "base/diagnostics.h"
#include "formats/file.h"

/* Turns file->at, n into UTF-8 without a byte order mark. AG_BAD_INPUT: no text (one AG_ERROR is added to d and is in
 * *err); AG_ENVIRONMENT: no memory. */
ag_status ag_file_decode(ag_file *file, ag_diagnostics *d, ag_error *err);

/* Index of the first byte that is not valid UTF-8 text (a bad sequence, a surrogate, a control character), or n. */
size_t ag_utf8_valid(const char *bytes, size_t n);

#endif
