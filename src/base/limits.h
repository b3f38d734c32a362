/* Caps for everything that a file or a request can make large. A test stands at each cap and one past it. */
#ifndef AG_BASE_LIMITS_H
#define AG_BASE_LIMITS_H

enum {
    AG_MAX_ALLELES = 400,            /* alleles of one locus */
    AG_MAX_LOCI = 256,               /* loci of one incident */
    AG_MAX_PERSONS_PER_FAMILY = 400, /* persons of one pedigree */
    AG_MAX_DIAGNOSTICS = 2000,       /* kept findings; further ones are counted */
    AG_MAX_ID_BYTES = 200,           /* an id or a name */
    AG_MAX_CELL_BYTES = 64 * 1024,   /* one field of a table */
    AG_MAX_SUBJECT_ID = 400,         /* an id that is made of others: a custody event's */
    AG_MAX_CHAINS = (1 << 23) - 1,   /* of other sites in one casebook */
    AG_MAX_LINE_BYTES = 1024 * 1024, /* one line of a table */
    AG_MAX_COLUMNS = 1024,           /* fields of one row */
    AG_MAX_AGE = 130,                /* years */
    AG_MIN_STATURE_CM = 20,
    AG_MAX_STATURE_CM = 280,
    AG_MAX_THREADS = 256,
    AG_MAX_WORDS = 256, /* operands of one command line */
    AG_MAX_XML_DEPTH = 32,
    AG_MAX_CONTAINER_DEPTH = 8,             /* a bag in a box in a crate … in a vehicle */
    AG_MAX_ORIGINS = 256,                   /* claims and sources that lead to one claim */
    AG_MAX_WEIGHED = 32,                    /* claims about a deployment of which each two are compared */
    AG_MAX_CLAIMS_NAMED = 32,               /* claims that one act, event or involvement rests on */
    AG_MAX_EXHIBITS = 64,                   /* files of evidence of one act */
    AG_MAX_CLAIMS = 10000,                  /* of one file, or weighed at once */
    AG_MAX_ASSERTED = 300,                  /* remains asserted at once to be of one person */
    AG_MAX_HANDOVER_LINES = 10000,          /* of a sender's list, or of a receiver's count */
    AG_MAX_DOSSIER_ITEMS = 10000,           /* subjects of one dossier */
    AG_MAX_RELEASED = 200000,               /* facts of one release */
    AG_MAX_RELEASE_BYTES = 64 << 20,        /* the file of one release */
    AG_MAX_PARTS_IN_BAG = 999,              /* as a list or a count may say */
    AG_MAX_STORED_BYTES = 64 * 1024 * 1024, /* one value of a row in the casebook's tables */
    AG_MAX_JSON_BYTES = 16 * 1024 * 1024,   /* one JSON document or one line of a JSON-lines file */
    AG_MAX_ENTRY_BYTES = 1024 * 1024,       /* one entry of a journal */
    AG_MAX_SEALED_BYTES = 48 * 1024 * 1024, /* the content of one sealed payload or file */
    AG_MAX_ENTRY_DEPTH = 32,                /* values within values of canonical JSON */
    AG_MAX_BUNDLE_LINE = 2 * 1024 * 1024,   /* one line of a bundle: an entry, or a sealed payload in Base64 */
    AG_MAX_BUNDLE_FILES = 250000,           /* kept files of one bundle */
    AG_MAX_COMMODITIES = 32,                /* in which one statement of account is kept */
    AG_MAX_SHARES = 100,                    /* of one entitlement */
    AG_MAX_PAYMENT_GROUPS = 256,            /* States and waves in one summary of payments */
    AG_MAX_LISTS = 64,                      /* lists of the same dead, of one table */
    AG_MAX_TABLE_LISTS = 8,                 /* of which every combination is kept and modelled */
    AG_MAX_LISTED = 100000000,              /* persons on them */
    AG_MAX_LISTED_ROWS = 1000000,           /* rows of their table */
    AG_MAX_MODELS = 40000,                  /* log-linear models that are fitted to it */
    AG_MAX_SAMPLE_CHAINS = 64,              /* of one sampler */
    AG_MAX_UNSEEN = 200000                  /* numbers of unseen that are weighed one by one */
};
#define AG_MAX_FILE_BYTES (4LL * 1024 * 1024 * 1024) /* one input file */
#define AG_MAX_MINOR 1000000000000000LL              /* minor units of one amount: 10 million million of two decimals */
#define AG_MAX_LINK_PAIRS 4e9                        /* that the rule of a linkage may ask to compare */
#define AG_MAX_PERSONS (16u * 1024 * 1024)           /* remains, references or persons of one incident */

#endif
