/* The paper types, each from its own file of this folder. */
#ifndef AG_REPORT_PAPERS_TYPES_H
#define AG_REPORT_PAPERS_TYPES_H

#include "report/paper.h"

extern const ag_paper_type ag_paper_custody_history, ag_paper_identification_report, ag_paper_labels;

#endif
