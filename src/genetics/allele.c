/* The names and sizes of alleles: see genetics/allele.h. */
#include "genetics/allele.h"

#include "base/banned.h"

enum { WHOLE_DIGITS = 5 };

int32_t ag_allele_size(ag_text name) {
    size_t i = 0;
    int32_t size = 0;
    for (; i < name.n && name.at[i] >= '0' && name.at[i] <= '9'; i++) {
        if (i == WHOLE_DIGITS) return AG_ALLELE_NO_SIZE;
        size = size * 10 + (name.at[i] - '0');
    }
    if (i == 0) return AG_ALLELE_NO_SIZE;
    size *= 10;
    if (i == name.n) return size;
    const bool tenth = name.at[i] == '.' && i + 2 == name.n && name.at[i + 1] >= '0' && name.at[i + 1] <= '9';
    return tenth ? size + (name.at[i + 1] - '0') : AG_ALLELE_NO_SIZE;
}

/* A number, or a name that starts with a letter: what looks like a broken number is a mistake, not a name. */
static bool plain_name(ag_text name) {
    if (ag_allele_size(name) != AG_ALLELE_NO_SIZE) return true;
    const char first = (char)(name.at[0] | 0x20);
    if (first < 'a' || first > 'z') return false;
    for (size_t i = 0; i < name.n; i++)
        if ((unsigned char)name.at[i] < ' ' || name.at[i] == 0x7f) return false;
    return true;
}

ag_status ag_allele_name_check(ag_text name, ag_error *err) {
    const char *hint = "an allele is a number with at most one decimal (12, 9.3) or a name that starts with a letter";
    if (name.n == 0) return ag_fail(err, AG_BAD_INPUT, hint, "an allele has no name");
    if (name.n > AG_ALLELE_NAME_BYTES)
        return ag_fail(err, AG_BAD_INPUT, hint, "the allele name '%.*s…' is longer than %d bytes", AG_ALLELE_NAME_BYTES,
                       name.at, AG_ALLELE_NAME_BYTES);
    for (size_t i = 0; i < name.n; i++) switch (name.at[i]) {
        case ',':
            return ag_fail(err, AG_BAD_INPUT, "write the decimal with a point: 9.3",
                           "'%.*s' is no allele name: it has a comma", (int)name.n, name.at);
        case '/':
        case '<':
        case '>':
        case '?':
        case '*':
            return ag_fail(err, AG_BAD_INPUT, hint, "'%.*s' is no allele name: '%c' has a meaning of its own in a cell",
                           (int)name.n, name.at, name.at[i]);
        default:
            break;
        }
    if (!plain_name(name) || ag_text_equal_fold(name, AG_TEXT("OL")))
        return ag_fail(err, AG_BAD_INPUT, hint, "'%.*s' is no allele name", (int)name.n, name.at);
    return AG_OK;
}

int ag_allele_find(const char *const *allele, const int32_t *size_tenths, int n, ag_text name, int32_t size) {
    for (int i = 0; i < n; i++)
        if (size_tenths[i] == size && (size != AG_ALLELE_NO_SIZE || ag_text_equal_fold(ag_text_of(allele[i]), name)))
            return i;
    return -1;
}
