/* The table of actions: every change that can happen to a casebook, one declarative row each. The command line, help,
 * the manual, the permission check, the database tables and the skeletons of tests are derived from it.
 *
 *     kind (remains, case, grave, …) ──has── states, actions ──have── fields, guards, one apply
 *
 * To add an action: a row in the table of its kind, and an apply where setting state and columns is not enough. To add
 * a kind: a domain file with an ag_kind, and a line in kinds.c. docs/actions.md works an example through.
 *
 * Columns of a kind's table: id, state, origin (site that opened it), opened, changed (numbers of entries as this site
 * has them: no order in time between sites), due (seconds), due_rule, recorded (ag_deed_order of opening); one for each
 * open field of its actions under the field's name; for each sealed field NAME a column NAME_at with the seq of the
 * entry whose payload holds it; and the kind's own further columns, set by apply alone. Two actions of a kind may have
 * a field of the same name: it is the same column, and later values replace earlier ones (the journal keeps all).
 */
#ifndef AG_CASEBOOK_ACTION_H
#define AG_CASEBOOK_ACTION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "store/store.h"

/* Roles, as bits: casebook.md "People and roles". */
enum {
    AG_REGISTRAR = 1,
    AG_ANALYST = 2,
    AG_REVIEWER = 4,
    AG_CASE_OFFICER = 8,
    AG_INVESTIGATOR = 16,
    AG_LIAISON = 32,
    AG_LEGAL = 64,
    AG_ADMINISTRATOR = 128,
    AG_AUDITOR = 256,
    AG_ROLES = 9,
    AG_ANY_ROLE = 511,
    AG_WRITERS = 127,                                                                     /* all who work on cases */
    AG_KNOWERS = AG_CASE_OFFICER | AG_LIAISON | AG_INVESTIGATOR | AG_LEGAL | AG_REVIEWER, /* may know who lives */
};

typedef enum ag_field_kind {
    AG_FIELD_TEXT,      /* free words: sealed unless AG_OPEN, for nobody knows what is in them */
    AG_FIELD_CODE,      /* open: letters, digits and . _ / + - : up to 64 bytes; an id of another's making, a method, a
                           country */
    AG_FIELD_NAME,      /* a person's name in any script: sealed */
    AG_FIELD_PLACE,     /* "lat,lon,±metres" or words: sealed */
    AG_FIELD_DATE,      /* EDTF: 2025-01-05~, 2024-12, 2025-01-05/2025-01-09: open, unless AG_SEALED (a birth) */
    AG_FIELD_NUMBER,    /* a decimal number, kept as text in its shortest form */
    AG_FIELD_COUNT,     /* a whole number from 0 */
    AG_FIELD_MONEY,     /* "2000.00 USD", "84 RICE.kg": more than nothing; see base/money.h */
    AG_FIELD_CHOICE,    /* one of `choice` */
    AG_FIELD_YESNO,     /* yes or no */
    AG_FIELD_REFERENCE, /* "kind:id" of a subject that is there; `choice` lists the kinds it may be of */
    AG_FIELD_FILE,      /* SHA-256 of a file, hex; the command line takes a path and keeps the file (file store) */
    AG_FIELD_PROFILE,   /* genotypes, "LOCUS=a/b LOCUS=c …": sealed */
} ag_field_kind;

enum {
    AG_REQUIRED = 1,
    AG_SEALED = 2,
    AG_OPEN = 4,
    AG_MANY = 8 /* values separated by blanks; open codes, choices, references */
};

typedef struct ag_field {
    const char *name; /* NULL ends a list */
    ag_field_kind kind;
    unsigned flags;
    const char *const *choice; /* NULL-ended; of CHOICE and REFERENCE */
    const char *help;
    unsigned readers; /* roles that may read it when it is sealed; 0: the kind's readers */
} ag_field;

typedef struct ag_deed ag_deed;

/* NULL: satisfied. Else what would satisfy it, in the user's words, in deed->arena or static. A guard of `fields` looks
 * at what the request says and is not asked when `show` wonders what could be done next. */
typedef const char *ag_guard_check(const ag_deed *deed);
typedef struct ag_guard {
    const char *rule; /* number in rules.h; NULL ends a list */
    ag_guard_check *check;
    bool fields;
} ag_guard;

/* Further effects, in the transaction of the entry and again at every replay: depends on the entry's open data and on
 * the tables, on nothing else (no clock, no sealed content: keys may be gone). The state, the columns of the fields and
 * `due` have been set before. */
typedef ag_status ag_apply(ag_deed *deed, ag_error *err);

enum {
    AG_CREATES = 1,       /* makes its subject; its id is given, or made by the kind */
    AG_SIGNED = 2,        /* its maker signs the entry with his own key */
    AG_COUNTERSIGNED = 4, /* a second person of the casebook signs too (ag_request.second), or paper is named by the
                             field `paper` where the other side has no key here */
    AG_INTERNAL = 8,      /* made by the program (reads, alarms), never on a person's request */
    AG_ERASES = 16,       /* the payload keys of the subject that the field `erases` names (without it: of every subject
                             that comes into the state ERASED by it) are removed for good */
};

typedef struct ag_clock_rule {
    const char *rule; /* NULL: none */
    int64_t seconds;  /* from when the entry was recorded */
} ag_clock_rule;
#define AG_NO_CLOCK                                                                                                    \
    { NULL, 0 }

typedef struct ag_action {
    const char *name; /* "remains.recover"; NULL ends a list */
    unsigned roles;
    unsigned flags;
    const char *from; /* states separated by blanks; NULL: any (of AG_CREATES: none) */
    const char *to;   /* NULL: as it is */
    const ag_field *field;
    const ag_guard *guard; /* may be NULL */
    ag_apply *apply;       /* may be NULL */
    ag_clock_rule clock;   /* what is due after it */
    const char *help;
} ag_action;

/* A derived fact: computed when asked, by one function, never stored. Appends words ("3 individuals at least: …");
 * nothing appended: not applicable. */
struct ag_view;
struct ag_actor;
struct ag_row;
typedef ag_status ag_fact_compute(const struct ag_view *view, ag_buffer *out, ag_error *err);
typedef struct ag_fact {
    const char *name; /* "custody"; NULL ends a list */
    const char *rule; /* may be NULL */
    ag_fact_compute *compute;
} ag_fact;

typedef struct ag_kind {
    const char *name;         /* "remains" */
    const char *plural;       /* "remains", "cases" */
    const char *help;         /* one line */
    const char *const *state; /* NULL-ended, first is where it begins unless the action says another; NULL: has none */
    const char *closed;       /* states in which nothing more is open, separated by blanks */
    const ag_action *action;
    const ag_column *further; /* columns set by apply alone; ends with {NULL}; may be NULL */
    const char *indexed;      /* fields and further columns that lists are filtered by, separated by blanks */
    const ag_fact *fact;      /* may be NULL */
    unsigned readers;         /* roles that may read its sealed fields */
    /* Makes an id for a new subject where none was given; NULL: "<site>-<n>". Checks one that was given; may be NULL.
     */
    const char *(*new_id)(const ag_deed *deed);
    const char *(*check_id)(ag_text id); /* NULL: good, else what is wrong with it */
    /* A further condition on reading a sealed field, such as a grant by another person; NULL answer: may be read, else
     * what would allow it. May be NULL. */
    const char *(*may_read)(const struct ag_view *view, const struct ag_actor *actor, const char *field);
    /* That somebody is a prisoner, or was found alive, is open, for statuses follow from it; and yet not for everybody.
     * Whoever has none of the roles `knowers` is shown rows, lists and computed facts as if it had not been said:
     * `conceal` takes it out of a row (false: there is no such row for him), and the actions in `concealed` are left
     * out of histories. May be NULL. */
    unsigned knowers;
    bool (*conceal)(struct ag_row *row);
    const char *concealed;
} ag_kind;

/* The row as it is shown to these roles (0: nobody has said who he is); false: not at all. */
bool ag_kind_reveals(const ag_kind *kind, unsigned roles, struct ag_row *row);

extern const ag_kind *const ag_kinds[]; /* kinds.c; NULL-ended */

const ag_kind *ag_kind_find(ag_text name);
const ag_action *ag_action_find(ag_text name); /* "remains.recover" */
const ag_kind *ag_action_kind(const ag_action *action);
const ag_field *ag_action_field(const ag_action *action, ag_text name);
/* Whether rows of a kind are found fast by this column. */
bool ag_kind_has_index(const ag_kind *kind, const char *column);
bool ag_field_is_sealed(const ag_field *field);
bool ag_words_have(const char *words, const char *word); /* in a list separated by blanks */
/* "registrar", "case-officer", …; one bit. */
const char *ag_role_name(unsigned role);
unsigned ag_role_find(ag_text name); /* 0: none */

#endif
