/* The table of paper types: a line here, and in papers/types.h, for each file of papers/. */
#include "report/papers/types.h"

#include "base/banned.h"

const ag_paper_type *const ag_paper_types[] = {
    &ag_paper_custody_history,
    &ag_paper_identification_report,
    &ag_paper_labels,
    NULL,
};

const ag_paper_type *ag_paper_type_find(ag_text name) {
    for (const ag_paper_type *const *type = ag_paper_types; *type; type++)
        if (ag_text_equal(name, ag_text_of((*type)->name))) return *type;
    return NULL;
}
