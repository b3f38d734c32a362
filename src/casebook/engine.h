/* What the files of the engine share; of the domains' files the search by name alone includes it.
 *
 * Tables: entry, payload, head, checkpoint, meta, file, chain and foreign are the journal; the rest (one for each kind,
 * and tally) is the projection, which the journal alone determines.
 *
 * Entries of other sites have numbers of their own: `at` = chain · 2^40 + seq, so that one number names any entry that
 * is here (our own chain is 0).
 *
 * A deed of another site takes effect here whole or not at all. It is held, for a person to decide, when
 *   - it reads or changes what an entry has changed that its site did not have then (both have spoken): which entries a
 *     site had is told by its own casebook.receive entries, and counted in the tally "had";
 *   - it changes what is not here;
 *   - it follows one of the same site about the same subject that is held;
 *   - it would destroy keys of what this site or a third one has sealed;
 *   - it cannot be applied.
 * A held deed is a conflict of each subject that it would have changed.
 */
#ifndef AG_CASEBOOK_ENGINE_H
#define AG_CASEBOOK_ENGINE_H

#include "casebook/casebook.h"
#include "casebook/kinds.h"
#include "journal/canonical.h"
#include "journal/entry.h"
#include "journal/note.h"
#include "journal/seal.h"

enum { AG_MAX_SEEN = 32 }; /* rows that a deed keeps at hand */
enum { AG_CHAIN_SHIFT = 40, AG_MAX_DIRTY = 4096, AG_SCHEMA = 1, AG_CLOCK_SLACK = 60 };

/* ---- Tables (tables.c) ---------------------------------------------------------------------------------------- */

enum { ENTRY_SEQ, ENTRY_PREV, ENTRY_SUBJECT, ENTRY_LEAF, ENTRY_BYTES, ENTRY_COLUMNS };
enum { PAYLOAD_AT, PAYLOAD_BOX, PAYLOAD_WRAPPED, PAYLOAD_COLUMNS };
enum { HEAD_ID, HEAD_TREE, HEAD_LEAF, HEAD_AT, HEAD_COLUMNS };
enum { CHECKPOINT_SIZE, CHECKPOINT_NOTE, CHECKPOINT_COLUMNS };
enum { META_NAME, META_VALUE, META_COLUMNS };
enum { FILE_DIGEST, FILE_COMMITMENT, FILE_BOX, FILE_WRAPPED, FILE_COLUMNS };
enum { CHAIN_NUMBER, CHAIN_GENESIS, CHAIN_SITE, CHAIN_KEY, CHAIN_SIZE, CHAIN_LEAF, CHAIN_NOTE, CHAIN_COLUMNS };
enum { FOREIGN_AT, FOREIGN_SUBJECT, FOREIGN_BYTES, FOREIGN_COLUMNS };
enum { TALLY_ID, TALLY_N, TALLY_COLUMNS };
extern const ag_table ag_table_entry, ag_table_payload, ag_table_head, ag_table_checkpoint, ag_table_meta,
    ag_table_file, ag_table_chain, ag_table_foreign, ag_table_tally;

/* The fixed columns of every kind. */
enum { ROW_ID, ROW_STATE, ROW_ORIGIN, ROW_OPENED, ROW_CHANGED, ROW_DUE, ROW_DUE_RULE, ROW_RECORDED, ROW_FIXED };

/* The table derived from a kind's actions; made once for the program. */
const ag_table *ag_kind_table(const ag_kind *kind);
int ag_table_column(const ag_table *table, const char *name); /* -1: none */
/* Hex digest of all derived tables and the names of actions: when it changes, the projection is made anew. */
void ag_tables_digest(char out[AG_DIGEST_HEX + 1]);
ag_status ag_tables_ensure(ag_store *store, bool journal, bool projection, ag_error *err);

/* ---- The casebook --------------------------------------------------------------------------------------------- */

typedef struct ag_tally_change {
    char id[96];
    int64_t n;
    bool changed;
} ag_tally_change;

/* A row that a deed has got for change. */
typedef struct ag_dirty {
    ag_row *row;
    ag_text was; /* its state before; empty: none, or fresh */
} ag_dirty;

/* Why a deed of another site is held. */
typedef enum ag_held {
    AG_HELD_NOT,
    AG_HELD_BOTH,
    AG_HELD_ABSENT,
    AG_HELD_FOLLOWS,
    AG_HELD_ERASES,
    AG_HELD_FAILS
} ag_held;

typedef struct ag_doing {
    ag_deed deed; /* first: an ag_deed of the engine is an ag_doing */
    ag_dirty dirty[AG_MAX_DIRTY];
    int dirties;
    ag_row seen[AG_MAX_SEEN]; /* looked up by this deed: guards and apply ask for the same ones */
    const char *seen_subject[AG_MAX_SEEN];
    int seens;
    uint64_t at;  /* number of the entry, with its chain */
    bool insist;  /* another site's deed that a person has decided to take */
    bool watched; /* what its rows are read and changed for decides whether it is held */
    ag_held held;
} ag_doing;

struct ag_casebook {
    ag_store *store;
    ag_arena arena; /* of the deed that is being done */
    ag_arena kept;  /* as long as the casebook */
    bool readonly, have_key, writing /* a transaction is open */, batch /* by the caller */;
    ag_secret key;
    ag_signer site_signer;
    char site[64], institution[8], genesis[AG_DIGEST_HEX + 1];
    ag_casebook_tell *tell; /* NULL: nobody watches */
    void *tell_context;
    ag_time_source *clock;
    void *clock_context;
    ag_error failed; /* of a read within a view; status AG_OK: none */
    /* The head, valid while `writing`. */
    ag_tree tree;
    ag_digest leaf;
    int64_t last_at;
    uint64_t checkpointed;  /* size at the last checkpoint */
    ag_tally_change *tally; /* owned: read or changed in this transaction */
    int tallies, tally_capacity;
    /* Who has made entries in this batch that he signs together at its commit; NULL: nobody. */
    const ag_actor *signer;
    uint64_t first_unsigned;
    bool signs_together;
    ag_doing *doing;     /* owned; what ag_deed_change works on */
    ag_secret *kind_key; /* owned: by kind, zero until used */
};

/* To who watches: so many entries of the journal are done. */
void ag_engine_tell(const ag_casebook *casebook, uint64_t done);
ag_status ag_engine_load_head(ag_casebook *casebook, ag_error *err);
ag_status ag_engine_begin(ag_casebook *casebook, ag_error *err);
ag_status ag_engine_commit(ag_casebook *casebook, ag_error *err);
void ag_engine_rollback(ag_casebook *casebook);

/* Before a deed looks at anything: forgets what the last one changed and saw. */
void ag_engine_forget(ag_casebook *casebook);
/* Sets up casebook->doing for an entry that is parsed or about to be made. */
ag_status ag_engine_prepare(ag_casebook *casebook, const ag_action *action, const ag_entry *entry, uint64_t at,
                            ag_error *err);
/* State, columns, due and apply; then writes the rows and counts. The same for a new entry, at replay and for other
 * sites' entries. */
ag_status ag_engine_project(ag_casebook *casebook, ag_error *err);
/* The entries of another site that a casebook.receive entry took in. */
ag_status ag_engine_project_foreign(ag_casebook *casebook, uint64_t from_at, uint64_t to_at, bool insist,
                                    ag_error *err);
bool ag_engine_is_foreign(const ag_doing *doing);
/* The action of another site's entry, where this program can apply it: it is known, and the subject is of its kind. */
const ag_action *ag_engine_applicable(const ag_entry *entry);
int64_t ag_engine_tally(ag_casebook *casebook, const char *id);
void ag_engine_count(ag_casebook *casebook, const char *kind, ag_text state, int64_t by);
/* How many entries of `chain` the site of chain `reader` had, when it wrote what was projected of it last. */
int64_t ag_engine_had(ag_casebook *casebook, uint64_t reader, uint64_t chain);
ag_status ag_engine_failed(ag_casebook *casebook, ag_error *err);
/* The key that wraps the payload keys of a kind. */
const ag_secret *ag_engine_key(ag_casebook *casebook, const ag_kind *kind);
/* One value of the meta table in `out` (a buffer of n bytes); false: none. */
ag_status ag_engine_meta(ag_store *store, const char *name, char *out, size_t n, bool *there, ag_error *err);
ag_status ag_engine_set_meta(ag_store *store, const char *name, ag_text value, ag_error *err);
/* Whether each kept file is what its name says. The casebook was opened with its key. */
ag_status ag_engine_verify_files(ag_casebook *casebook, ag_diagnostics *findings, ag_error *err);
/* A checkpoint of what is there now, kept and in `note`; part of a transaction. */
ag_status ag_engine_checkpoint(ag_casebook *casebook, ag_buffer *note, ag_error *err);
/* What tells whether a key is the casebook's. */
void ag_engine_key_check(const ag_secret *key, char out[AG_DIGEST_HEX + 1]);
/* The contents of many payloads of one kind, without an entry that says so: for an index in memory, which shows nothing
 * by itself. visit is called from several threads, once for each i whose key is there. */
typedef ag_status ag_engine_visit(void *context, size_t i, const json_t *content, ag_error *err);
ag_status ag_engine_open_many(ag_casebook *casebook, const ag_kind *kind, const int64_t *at, size_t n, int threads,
                              ag_engine_visit *visit, void *context, ag_error *err);
/* Removes the keys of a subject's payloads of the entries from number `from` to before `to`; part of a transaction. A
 * key that comes with a later bundle is not taken any more. */
ag_status ag_engine_erase(ag_casebook *casebook, ag_text subject, const char *field, uint64_t from, uint64_t to,
                          ag_error *err);
/* The same, of the subjects that the deed at hand has brought into the state ERASED. */
bool ag_engine_is_erased_now(const ag_dirty *dirty);
ag_status ag_engine_erase_erased(ag_casebook *casebook, uint64_t from, uint64_t to, ag_error *err);
/* PAYLOAD_WRAPPED: a key; NULL: there was never one here; empty: it was erased. */
bool ag_engine_has_key(const ag_cell *wrapped);

/* fields.c: request → data and sealed (new objects, owned by the caller). AG_USAGE with what is wrong. */
ag_status ag_fields_check(const ag_view *view, const ag_action *action, const json_t *given, json_t *data,
                          json_t *sealed, ag_error *err);

#endif
