/* The order of persons within the rows of a pedigree: the one that crosses least. Part of pedigree_layout.h. */
#ifndef AG_REPORT_PEDIGREE_ORDER_H
#define AG_REPORT_PEDIGREE_ORDER_H

#include "report/pedigree_layout.h"

typedef struct ag_row_order {
    int rows;
    int n[AG_MAX_DRAWN_PERSONS];                         /* persons in each row */
    int row[AG_MAX_DRAWN_PERSONS][AG_MAX_DRAWN_PERSONS]; /* from left to right */
    int at[AG_MAX_DRAWN_PERSONS];                        /* place of each person in its row */
} ag_row_order;

/* Needs rows and matings of the layout. */
void ag_row_order_find(const ag_pedigree *pedigree, const ag_pedigree_layout *layout, ag_row_order *out);
/* What is wrong with an order, 0 for nothing: lines that cross, couples apart, strangers among brothers and sisters. */
int ag_row_order_faults(const ag_pedigree *pedigree, const ag_pedigree_layout *layout, const ag_row_order *order);

#endif
