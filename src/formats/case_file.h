/* Case files: one JSON object a line, one likelihood question each.
 *
 *     {"id": 4, "ped": {"id": ["1","2","3"], "father": [null,null,"1"], "mother": [null,null,"2"], "sex": [1,2,1]},
 *      "alleles": ["8","9.3"], "freqs": [0.4,0.6], "xchrom": false, "theta": 0, "founder_inbreeding": {"1": 0.25},
 *      "mutation": {"spec": {"model": "equal", "rate": 0.002}, "female": [[…]], "male": [[…]]},
 *      "genotypes": {"1": ["8","9.3"], "3": ["8",null], "2": "8/?"}}
 *
 *     {"id": 3, "ped": …, "missing": "3", "mutation": {"model": …}, "markers": [{"name": "FGA", "alleles": …, "freqs":
 * …, "x": false}], "genotypes": {"1": {"FGA": "20/21"}}, "poi": {"FGA": "20/22"}}
 *
 * Also read, all optional: "locus" (the marker's name in the first form); "dropout": a probability, or one by person;
 * "dropin", "error": probabilities; "silent": a number is the frequency of a silent allele beside those listed, a text
 * is the name of a listed allele that is silent; "twins": [["3","4"]], groups of identical twins; in a marker also
 * "silent", "dropin", "error" and "mutation". Other keys are ignored. The sex is 1 or "M", 2 or "F", 0 unknown; a
 * parent null, "" or "0" is none.
 *
 * Invariants: texts live in the arena that was handed in; indices of persons are into ag_case.person.
 */
#ifndef AG_FORMATS_CASE_FILE_H
#define AG_FORMATS_CASE_FILE_H

#include "formats/batch.h"

#define AG_NO_PERSON UINT32_MAX

typedef struct ag_case_person {
    ag_text id;
    uint32_t father, mother; /* AG_NO_PERSON: none */
    char sex;                /* 'M', 'F' or 0 */
    double inbreeding;       /* 0 unless given */
    double dropout;          /* NaN: not given */
    uint32_t twin;           /* the first of his group of identical twins; AG_NO_PERSON: he has none */
} ag_case_person;

/* What was seen, as written: untyped when all is empty. */
typedef struct ag_case_genotype {
    ag_text cell;          /* in the form of an incident's cells ("8/?", "15.x/16"); else empty and: */
    ag_text first, second; /* names of alleles; `second` empty with alleles == 2 is half typed (null) */
    int alleles;           /* 0, 1 (as for a man's X) or 2 */
} ag_case_genotype;

typedef struct ag_case_marker {
    ag_text name; /* may be empty in a case of one marker */
    bool x;
    uint32_t alleles;
    const ag_text *allele;
    const double *frequency;
    double silent_frequency;         /* NaN: not given */
    ag_text silent_allele;           /* empty: not given */
    double dropin, error;            /* NaN: not given */
    bool has_mutation;               /* false: no mutation */
    ag_batch_mutation_pair mutation; /* a matrix that is given is over the marker's alleles and goes before the model */
    ag_case_genotype *genotype;      /* one for each person */
    ag_case_genotype poi;
} ag_case_marker;

typedef struct ag_case {
    ag_text id; /* as JSON: 4 or "a4"; null when it has none */
    long row;
    uint32_t persons, markers;
    ag_case_person *person;
    ag_case_marker *marker;
    double theta;     /* 0 unless given */
    uint32_t missing; /* AG_NO_PERSON: a case of the first form */
} ag_case;

/* One line. AG_BAD_INPUT: *err has the row and the key, and how many more faults the line has. */
ag_status ag_case_parse(const char *file, long row, ag_text line, ag_arena *arena, ag_case *out, ag_error *err);

/* Lines of a file, a pipe or a device, one after the other. */
typedef struct ag_case_reader {
    const char *file; /* borrowed: the path */
    int fd;
    char *bytes; /* owned */
    size_t n, capacity, at;
    bool ended;
    long row;
} ag_case_reader;

ag_status ag_cases_open(const char *path, ag_case_reader *reader, ag_error *err);
void ag_cases_close(ag_case_reader *reader);
/* The next line that is not blank, valid until the next call; *line has no bytes at the end. AG_BAD_INPUT: it is longer
 * than AG_MAX_JSON_BYTES. */
ag_status ag_cases_next(ag_case_reader *reader, ag_text *line, ag_error *err);

#endif
