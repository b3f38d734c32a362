/* A subject of a casebook with all that can be said about it, as `show` prints it and a page of `report` states it. */
#ifndef AG_CLI_SUBJECT_H
#define AG_CLI_SUBJECT_H

#include "casebook/casebook.h"
#include "cli/session.h"

typedef struct ag_subject_field {
    const ag_field *field; /* NULL: a further column, set by the program */
    const char *name;
    const char *value; /* NULL: sealed, and not opened */
    bool sealed;
    bool inner;       /* a number that the program keeps for itself: seconds, entries, counts that facts say in words */
    const char *note; /* why it is not opened, when it was asked for; or NULL */
} ag_subject_field;

typedef struct ag_subject_fact {
    const ag_fact *fact;
    const char *words;
} ag_subject_fact;

/* Rows of a kind that name the subject in a column. */
typedef struct ag_subject_link {
    const ag_kind *kind;
    const char *column;
    const ag_row *row; /* [rows] the first of them */
    int rows;
    int64_t all;
} ag_subject_link;

typedef struct ag_subject_event {
    uint64_t seq;
    const char *site;                           /* "" if it is this one */
    const char *at, *when, *by, *role, *action; /* when: "" if it is when it was recorded */
} ag_subject_event;

typedef struct ag_subject {
    ag_view view;
    const char *name; /* "remains:…" */
    ag_subject_field *field;
    ag_subject_fact *fact;
    ag_subject_link *link;
    ag_subject_event *event;
    const ag_step *step;
    int fields, facts, links, events, steps;
    unsigned roles; /* in which it is shown */
} ag_subject;

enum { AG_SUBJECT_LINKED = 10, AG_SUBJECT_EVENTS = 20 };

/* In the arena. AG_BAD_INPUT: there is no such subject. */
ag_status ag_subject_find(const ag_session *session, const char *name, int events, ag_arena *arena, ag_subject *out,
                          ag_error *err);
/* Opens sealed fields ("all", or a name); the reading leaves an entry with its purpose. */
ag_status ag_subject_open(const ag_session *session, const char *field, const char *purpose, ag_subject *subject,
                          ag_error *err);

#endif
