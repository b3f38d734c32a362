/* Opening, founding and closing a casebook; transactions and the head of its chain. See casebook.h. */
#include "casebook/casebook.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "casebook/engine.h"

#include "base/banned.h"

/* ---- Meta ----------------------------------------------------------------------------------------------------- */

ag_status ag_engine_meta(ag_store *store, const char *name, char *out, size_t n, bool *there, ag_error *err) {
    ag_arena arena;
    ag_cell cell[META_COLUMNS];
    const ag_cell key = ag_cell_text(ag_text_of(name));
    ag_arena_init(&arena);
    *there = false;
    ag_status status = ag_store_get(store, &ag_table_meta, &key, &arena, cell, there, err);
    if (status == AG_OK && *there && cell[META_VALUE].text.n >= n)
        status = ag_fail(err, AG_BAD_INPUT, NULL, "the casebook's \"%s\" is too long", name);
    if (status == AG_OK && *there) {
        memcpy(out, cell[META_VALUE].text.at, cell[META_VALUE].text.n);
        out[cell[META_VALUE].text.n] = '\0';
    }
    ag_arena_deinit(&arena);
    return status;
}

ag_status ag_engine_set_meta(ag_store *store, const char *name, ag_text value, ag_error *err) {
    const ag_cell cell[META_COLUMNS] = {ag_cell_text(ag_text_of(name)), ag_cell_text(value)};
    return ag_store_put(store, &ag_table_meta, cell, err);
}

/* ---- Time ----------------------------------------------------------------------------------------------------- */

int64_t ag_casebook_now(const ag_casebook *casebook) {
    if (casebook->clock) return casebook->clock(casebook->clock_context);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec;
}

/* ---- Transactions --------------------------------------------------------------------------------------------- */

ag_status ag_engine_load_head(ag_casebook *casebook, ag_error *err) {
    ag_cell cell[HEAD_COLUMNS];
    const ag_cell key = ag_cell_integer(0);
    bool there = false;
    const ag_status status = ag_store_get(casebook->store, &ag_table_head, &key, &casebook->arena, cell, &there, err);
    ag_tree_init(&casebook->tree);
    casebook->leaf = (ag_digest){{0}};
    casebook->last_at = INT64_MIN;
    if (status != AG_OK || !there) return status;
    if (!ag_tree_parse(cell[HEAD_TREE].text, &casebook->tree) || cell[HEAD_LEAF].text.n != AG_DIGEST_BYTES)
        return ag_fail(err, AG_BAD_INPUT, "`antigone verify` says where; restore a backup",
                       "the head of the journal is damaged");
    memcpy(casebook->leaf.byte, cell[HEAD_LEAF].text.at, AG_DIGEST_BYTES);
    casebook->last_at = cell[HEAD_AT].integer;
    return AG_OK;
}

ag_status ag_engine_begin(ag_casebook *casebook, ag_error *err) {
    if (casebook->readonly)
        return ag_fail(err, AG_REFUSED, "open it without asking for reading alone",
                       "this casebook was opened for reading");
    ag_status status = ag_store_begin(casebook->store, true, err);
    if (status != AG_OK) return status;
    casebook->writing = true;
    casebook->tallies = 0;
    casebook->failed.status = AG_OK;
    status = ag_engine_load_head(casebook, err);
    if (status != AG_OK) ag_engine_rollback(casebook);
    return status;
}

static ag_status write_head(ag_casebook *casebook, ag_error *err) {
    ag_buffer tree = {0};
    ag_tree_format(&casebook->tree, &tree);
    const ag_cell cell[HEAD_COLUMNS] = {ag_cell_integer(0), ag_cell_text((ag_text){tree.data, tree.n}),
                                        ag_cell_text((ag_text){(const char *)casebook->leaf.byte, AG_DIGEST_BYTES}),
                                        ag_cell_integer(casebook->last_at)};
    const ag_status status = tree.failed ? ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory")
                                         : ag_store_put(casebook->store, &ag_table_head, cell, err);
    ag_buffer_deinit(&tree);
    return status;
}

ag_status ag_engine_commit(ag_casebook *casebook, ag_error *err) {
    ag_status status = write_head(casebook, err);
    for (int i = 0; i < casebook->tallies && status == AG_OK; i++) {
        if (!casebook->tally[i].changed) continue;
        const ag_cell cell[TALLY_COLUMNS] = {ag_cell_text(ag_text_of(casebook->tally[i].id)),
                                             ag_cell_integer(casebook->tally[i].n)};
        status = ag_store_put(casebook->store, &ag_table_tally, cell, err);
    }
    if (status == AG_OK) status = ag_store_commit(casebook->store, err);
    if (status != AG_OK) {
        ag_engine_rollback(casebook);
        return status;
    }
    casebook->writing = casebook->batch = casebook->signs_together = false;
    casebook->signer = NULL;
    ag_engine_forget(casebook);
    return AG_OK;
}

void ag_engine_rollback(ag_casebook *casebook) {
    if (casebook->writing) ag_store_rollback(casebook->store);
    casebook->writing = casebook->batch = casebook->signs_together = false;
    casebook->signer = NULL;
    casebook->tallies = 0;
    casebook->failed.status = AG_OK;
    ag_engine_forget(casebook);
}

ag_status ag_casebook_begin(ag_casebook *casebook, ag_error *err) {
    const ag_status status = ag_engine_begin(casebook, err);
    casebook->batch = casebook->signs_together = status == AG_OK;
    casebook->signer = NULL;
    return status;
}

/* One signature over all that its signer did in this batch: "leaf" is that of the entry before, and with it the chain
 * up to there. */
static ag_status sign_together(ag_casebook *casebook, ag_error *err) {
    char leaf[AG_DIGEST_HEX + 1];
    ag_receipt receipt;
    json_t *field = json_pack("{s:I,s:I,s:s}", "first", (json_int_t)casebook->first_unsigned, "entries",
                              (json_int_t)(casebook->tree.size - casebook->first_unsigned), "leaf",
                              ag_digest_hex(&casebook->leaf, leaf));
    const ag_request request = {
        .action = "casebook.sign", .subject = AG_TEXT("casebook:1"), .field = field, .program = true};
    casebook->signs_together = false;
    const ag_status status = field ? ag_casebook_do(casebook, casebook->signer, &request, &receipt, NULL, err)
                                   : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    json_decref(field);
    return status;
}

ag_status ag_casebook_commit(ag_casebook *casebook, ag_error *err) {
    if (!casebook->writing)
        return ag_fail(err, AG_ENVIRONMENT, "do it again from the start",
                       "nothing of this was kept: a write before it failed");
    const ag_status status = casebook->signer ? sign_together(casebook, err) : AG_OK;
    if (status == AG_OK) return ag_engine_commit(casebook, err);
    ag_engine_rollback(casebook);
    return status;
}

void ag_casebook_rollback(ag_casebook *casebook) { ag_engine_rollback(casebook); }

/* ---- Opening -------------------------------------------------------------------------------------------------- */

static ag_casebook *casebook_new(const ag_casebook_options *options, ag_error *err) {
    if (ag_secrets_start(err) != AG_OK) return NULL;
    int kinds = 1;
    while (ag_kinds[kinds]) kinds++;
    ag_casebook *casebook = calloc(1, sizeof *casebook);
    if (casebook) {
        ag_arena_init(&casebook->arena);
        ag_arena_init(&casebook->kept);
        casebook->doing = calloc(1, sizeof *casebook->doing);
        casebook->kind_key = calloc((size_t)kinds, sizeof *casebook->kind_key);
    }
    if (!casebook || !casebook->doing || !casebook->kind_key) {
        ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
        if (casebook) ag_casebook_close(casebook);
        return NULL;
    }
    casebook->clock = options->clock;
    casebook->clock_context = options->clock_context;
    casebook->readonly = options->readonly;
    casebook->have_key = options->key != NULL;
    if (options->key) casebook->key = *options->key;
    return casebook;
}

static void free_casebook(ag_casebook *casebook) {
    int kinds = 0;
    while (ag_kinds[kinds]) kinds++;
    ag_store_close(casebook->store);
    ag_secret_wipe(&casebook->key, sizeof casebook->key);
    ag_secret_wipe(&casebook->site_signer, sizeof casebook->site_signer);
    if (casebook->kind_key) ag_secret_wipe(casebook->kind_key, (size_t)kinds * sizeof *casebook->kind_key);
    free(casebook->kind_key);
    free(casebook->doing);
    free(casebook->tally);
    ag_arena_deinit(&casebook->arena);
    ag_arena_deinit(&casebook->kept);
    free(casebook);
}

void ag_casebook_close(ag_casebook *casebook) {
    if (!casebook) return;
    ag_error ignored;
    if (casebook->store) {
        ag_engine_rollback(casebook);
        /* Best effort: entries are safe without it, and the next close writes it. */
        if (!casebook->readonly && casebook->have_key && ag_engine_load_head(casebook, &ignored) == AG_OK &&
            casebook->tree.size > casebook->checkpointed)
            (void)ag_casebook_checkpoint(casebook, NULL, &ignored);
    }
    free_casebook(casebook);
}

const ag_secret *ag_engine_key(ag_casebook *casebook, const ag_kind *kind) {
    static const ag_secret none;
    int k = 0;
    while (ag_kinds[k] != kind) k++;
    if (memcmp(&casebook->kind_key[k], &none, sizeof none) == 0)
        ag_secret_derive(&casebook->key, ag_kinds[k]->name, &casebook->kind_key[k]);
    return &casebook->kind_key[k];
}

void ag_engine_key_check(const ag_secret *key, char out[AG_DIGEST_HEX + 1]) {
    ag_secret check;
    ag_secret_derive(key, "check", &check);
    const ag_digest digest = ag_sha256(check.byte, sizeof check.byte);
    ag_digest_hex(&digest, out);
}

static ag_status check_key(ag_casebook *casebook, ag_error *err) {
    char wanted[AG_DIGEST_HEX + 1], mine[AG_DIGEST_HEX + 1];
    bool there;
    ag_status status = ag_engine_meta(casebook->store, "check", wanted, sizeof wanted, &there, err);
    if (status != AG_OK || !casebook->have_key) return status;
    ag_engine_key_check(&casebook->key, mine);
    if (!there || strcmp(wanted, mine) != 0)
        return ag_fail(err, AG_REFUSED, "the key file that `antigone init` made, or the passphrase given then",
                       "this key does not open the casebook");
    return AG_OK;
}

/* The site's signing key outlives the casebook's key, so it has a payload of its own, under SITE_PAYLOAD. */
enum { SITE_PAYLOAD = -1 };

static ag_status make_site_key(ag_casebook *casebook, ag_error *err) {
    ag_secret seed;
    ag_sealed sealed = {0};
    char commitment[AG_DIGEST_HEX + 1];
    ag_secret_random(&seed, sizeof seed);
    ag_signer_of(&seed, &casebook->site_signer);
    ag_status status = ag_seal(ag_engine_key(casebook, &ag_kind_casebook),
                               (ag_text){(const char *)seed.byte, sizeof seed.byte}, &sealed, err);
    ag_secret_wipe(&seed, sizeof seed);
    const ag_cell cell[PAYLOAD_COLUMNS] = {ag_cell_integer(SITE_PAYLOAD),
                                           ag_cell_text((ag_text){sealed.box.data, sealed.box.n}),
                                           ag_cell_text((ag_text){(const char *)sealed.wrapped, AG_WRAPPED_BYTES})};
    if (status == AG_OK) status = ag_store_put(casebook->store, &ag_table_payload, cell, err);
    if (status == AG_OK)
        status = ag_engine_set_meta(casebook->store, "site_commitment",
                                    ag_text_of(ag_digest_hex(&sealed.commitment, commitment)), err);
    ag_sealed_deinit(&sealed);
    return status;
}

static ag_status load_site_key(ag_casebook *casebook, ag_error *err) {
    char hex[AG_DIGEST_HEX + 1];
    ag_cell cell[PAYLOAD_COLUMNS];
    const ag_cell key = ag_cell_integer(SITE_PAYLOAD);
    ag_digest commitment;
    ag_buffer seed = {0};
    ag_secret secret;
    bool there, found = false;
    if (!casebook->have_key) return AG_OK;
    ag_status status = ag_engine_meta(casebook->store, "site_commitment", hex, sizeof hex, &there, err);
    if (status == AG_OK)
        status = ag_store_get(casebook->store, &ag_table_payload, &key, &casebook->arena, cell, &found, err);
    if (status == AG_OK && (!there || !found || !ag_digest_parse(ag_text_of(hex), &commitment)))
        status = ag_fail(err, AG_BAD_INPUT, "restore a backup", "the site's signing key is not in the casebook");
    if (status == AG_OK)
        status = ag_unseal(ag_engine_key(casebook, &ag_kind_casebook), cell[PAYLOAD_WRAPPED].text,
                           cell[PAYLOAD_BOX].text, &commitment, &seed, err);
    if (status == AG_OK && seed.n == sizeof secret.byte) {
        memcpy(secret.byte, seed.data, seed.n);
        ag_signer_of(&secret, &casebook->site_signer);
        ag_secret_wipe(&secret, sizeof secret);
        ag_secret_wipe(seed.data, seed.n);
    }
    ag_buffer_deinit(&seed);
    return status;
}

static ag_status load_names(ag_casebook *casebook, ag_error *err) {
    bool there = true;
    ag_status status = ag_engine_meta(casebook->store, "site", casebook->site, sizeof casebook->site, &there, err);
    if (status == AG_OK && there)
        status = ag_engine_meta(casebook->store, "institution", casebook->institution, sizeof casebook->institution,
                                &there, err);
    if (status == AG_OK && there)
        status = ag_engine_meta(casebook->store, "genesis", casebook->genesis, sizeof casebook->genesis, &there, err);
    if (status == AG_OK && !there)
        status = ag_fail(err, AG_BAD_INPUT, "make one with `antigone init`", "this is no casebook");
    return status;
}

static ag_status load_checkpointed(ag_casebook *casebook, ag_error *err) {
    char size[32];
    bool there;
    int64_t n;
    const ag_status status = ag_engine_meta(casebook->store, "checkpointed", size, sizeof size, &there, err);
    if (status == AG_OK && there && ag_parse_int(ag_text_of(size), &n)) casebook->checkpointed = (uint64_t)n;
    return status;
}

/* The journal's own tables have numbers; those of the projection are made anew when what they are derived from has
 * changed. */
static ag_status upgrade(ag_casebook *casebook, ag_error *err) {
    char schema[32], tables[AG_DIGEST_HEX + 1], wanted[AG_DIGEST_HEX + 1];
    bool there;
    ag_status status = ag_engine_meta(casebook->store, "schema", schema, sizeof schema, &there, err);
    int64_t number = 0;
    if (status == AG_OK && (!there || !ag_parse_int(ag_text_of(schema), &number)))
        status = ag_fail(err, AG_BAD_INPUT, "restore a backup", "the casebook does not say its version");
    if (status == AG_OK && number != AG_SCHEMA)
        status =
            ag_fail(err, AG_BAD_INPUT, "use the program that wrote it, or a later one",
                    "the casebook is of version %lld, this program knows version %d", (long long)number, AG_SCHEMA);
    if (status == AG_OK) status = ag_engine_meta(casebook->store, "tables", tables, sizeof tables, &there, err);
    ag_tables_digest(wanted);
    if (status != AG_OK || (there && strcmp(tables, wanted) == 0)) return status;
    if (casebook->readonly)
        return ag_fail(err, AG_REFUSED, "`antigone rebuild CASEBOOK` makes its tables anew from the journal",
                       "the casebook was written by another version of this program");
    return ag_casebook_rebuild(casebook, false, NULL, NULL, err);
}

ag_status ag_casebook_open(const ag_casebook_options *options, ag_casebook **out, ag_error *err) {
    ag_casebook *casebook = casebook_new(options, err);
    if (!casebook) return err ? err->status : AG_ENVIRONMENT;
    ag_status status =
        ag_store_open(options->location, options->readonly ? AG_STORE_READ : AG_STORE_WRITE, &casebook->store, err);
    if (status == AG_OK) status = load_names(casebook, err);
    if (status == AG_OK) status = check_key(casebook, err);
    if (status == AG_OK) status = load_site_key(casebook, err);
    if (status == AG_OK) status = upgrade(casebook, err);
    if (status == AG_OK) status = load_checkpointed(casebook, err);
    if (status != AG_OK) {
        free_casebook(casebook);
        return status;
    }
    *out = casebook;
    return AG_OK;
}

/* ---- Founding ------------------------------------------------------------------------------------------------- */

static ag_status check_founding(const ag_founding *f, ag_error *err) {
    const size_t site = strlen(f->site), user = strlen(f->user);
    if (!site || site > 32 || strspn(f->site, "abcdefghijklmnopqrstuvwxyz0123456789-") != site)
        return ag_fail(err, AG_USAGE, "such as odesa-3: a-z, 0-9 and -, at most 32",
                       "the site's code \"%.40s\" cannot be used", f->site);
    if (strlen(f->institution) != 4 || strspn(f->institution, "0123456789") != 4)
        return ag_fail(err, AG_USAGE, "such as 0712: it becomes part of the numbers of remains",
                       "the institution \"%.20s\" is not four digits", f->institution);
    if (!user || user > 60)
        return ag_fail(err, AG_USAGE, "such as registrar-1", "the first user needs a name of at most 60 bytes");
    return AG_OK;
}

static ag_status write_meta(ag_casebook *casebook, const ag_founding *f, ag_error *err) {
    char check[AG_DIGEST_HEX + 1], tables[AG_DIGEST_HEX + 1], salt[2 * AG_SALT_BYTES + 1];
    ag_engine_key_check(&casebook->key, check);
    ag_tables_digest(tables);
    if (f->salt) ag_hex_format(f->salt, AG_SALT_BYTES, salt);
    const char *const value[][2] = {{"schema", "1"},  {"site", f->site},  {"institution", f->institution},
                                    {"check", check}, {"tables", tables}, {"salt", f->salt ? salt : ""}};
    ag_status status = AG_OK;
    for (size_t i = 0; i < sizeof value / sizeof *value && status == AG_OK; i++)
        status = ag_engine_set_meta(casebook->store, value[i][0], ag_text_of(value[i][1]), err);
    return status;
}

/* The first entry says which casebook this is; the second makes its first administrator. */
static ag_status first_entries(ag_casebook *casebook, const ag_founding *f, ag_error *err) {
    ag_actor actor = {.roles = AG_ADMINISTRATOR};
    char key[2 * AG_PUBLIC_BYTES + 1], salt[2 * AG_SALT_BYTES + 1];
    ag_receipt receipt;
    memcpy(actor.user, f->user, strlen(f->user) + 1);
    ag_signer_of(f->user_secret, &actor.signer);
    json_t *found = json_pack("{s:s,s:s,s:s}", "name", f->name, "institution", f->institution, "key",
                              ag_hex_format(casebook->site_signer.open, AG_PUBLIC_BYTES, key));
    ag_request request = {
        .action = "casebook.found", .subject = AG_TEXT("casebook:1"), .field = found, .program = true};
    ag_status status = found ? ag_casebook_do(casebook, &actor, &request, &receipt, NULL, err)
                             : ag_fail(err, AG_USAGE, "write it in UTF-8", "the name of the casebook cannot be read");
    json_decref(found);
    if (status != AG_OK) return status;
    ag_digest_hex(&receipt.leaf, casebook->genesis);
    status = ag_engine_set_meta(casebook->store, "genesis", ag_text_of(casebook->genesis), err);
    json_t *user = json_pack("{s:s,s:s,s:s}", "roles", "administrator", "key",
                             ag_hex_format(actor.signer.open, AG_PUBLIC_BYTES, key), "salt",
                             f->user_salt ? ag_hex_format(f->user_salt, AG_SALT_BYTES, salt) : "");
    const char *subject = ag_view_say(&casebook->doing->deed.view, "user:%s", f->user);
    request = (ag_request){.action = "user.add", .subject = ag_text_of(subject), .field = user};
    if (status == AG_OK) status = ag_casebook_do(casebook, &actor, &request, &receipt, NULL, err);
    json_decref(user);
    return status;
}

ag_status ag_casebook_make(const ag_casebook_options *options, const ag_founding *founding, ag_casebook **out,
                           ag_error *err) {
    ag_status status = check_founding(founding, err);
    if (status != AG_OK) return status;
    ag_casebook *casebook = casebook_new(options, err);
    if (!casebook) return err ? err->status : AG_ENVIRONMENT;
    memcpy(casebook->site, founding->site, strlen(founding->site) + 1);
    memcpy(casebook->institution, founding->institution, strlen(founding->institution) + 1);
    status = ag_store_open(options->location, AG_STORE_MAKE, &casebook->store, err);
    if (status == AG_OK) status = ag_store_begin(casebook->store, true, err);
    if (status == AG_OK) {
        casebook->writing = true;
        status = ag_tables_ensure(casebook->store, true, true, err);
    }
    if (status == AG_OK) status = make_site_key(casebook, err);
    if (status == AG_OK) status = write_meta(casebook, founding, err);
    if (status == AG_OK) status = ag_engine_load_head(casebook, err);
    casebook->batch = true;
    if (status == AG_OK) status = first_entries(casebook, founding, err);
    if (status == AG_OK) status = ag_engine_commit(casebook, err);
    if (status != AG_OK) {
        if (casebook->store) ag_engine_rollback(casebook);
        free_casebook(casebook);
        return status;
    }
    *out = casebook;
    return AG_OK;
}

/* ---- What keys need ------------------------------------------------------------------------------------------- */

ag_status ag_casebook_salt(const char *location, uint8_t out[AG_SALT_BYTES], bool *there, ag_error *err) {
    ag_store *store = NULL;
    char salt[2 * AG_SALT_BYTES + 1];
    ag_status status = ag_store_open(location, AG_STORE_READ, &store, err);
    if (status != AG_OK) return status;
    status = ag_engine_meta(store, "salt", salt, sizeof salt, there, err);
    if (status == AG_OK && !*there)
        status = ag_fail(err, AG_BAD_INPUT, "make one with `antigone init`", "this is no casebook");
    if (status == AG_OK) *there = ag_hex_parse(ag_text_of(salt), out, AG_SALT_BYTES);
    ag_store_close(store);
    return status;
}

static ag_row user_row(ag_casebook *casebook, const char *user) {
    const ag_view view = {.casebook = casebook, .arena = &casebook->arena};
    casebook->failed.status = AG_OK;
    return ag_view_row(&view, ag_text_of(ag_view_say(&view, "user:%s", user)));
}

ag_status ag_casebook_user_salt(ag_casebook *casebook, const char *user, uint8_t out[AG_SALT_BYTES], bool *there,
                                ag_error *err) {
    const ag_row row = user_row(casebook, user);
    const ag_status status = ag_engine_failed(casebook, err);
    *there = status == AG_OK && ag_hex_parse(ag_row_text(&row, "salt"), out, AG_SALT_BYTES);
    return status;
}

ag_status ag_casebook_login(ag_casebook *casebook, const char *user, const ag_secret *secret, ag_actor *out,
                            ag_error *err) {
    char key[2 * AG_PUBLIC_BYTES + 1];
    const ag_row row = user_row(casebook, user);
    const ag_status status = ag_engine_failed(casebook, err);
    if (status != AG_OK) return status;
    *out = (ag_actor){.roles = 0};
    ag_signer_of(secret, &out->signer);
    if (!ag_row_there(&row) || !ag_row_state(&row, "ACTIVE") ||
        !ag_row_is(&row, "key", ag_hex_format(out->signer.open, AG_PUBLIC_BYTES, key)) ||
        strlen(user) >= sizeof out->user) {
        ag_secret_wipe(out, sizeof *out);
        return ag_fail(err, AG_REFUSED, "`antigone users` lists the users; their keys are with themselves",
                       "there is no active user with this name and this key");
    }
    memcpy(out->user, user, strlen(user) + 1);
    const ag_text roles = ag_row_text(&row, "roles");
    for (size_t at = 0; at < roles.n;) {
        size_t end = at;
        while (end < roles.n && roles.at[end] != ' ') end++;
        out->roles |= ag_role_find((ag_text){roles.at + at, end - at});
        at = end + 1;
    }
    return AG_OK;
}

bool ag_casebook_derive(const ag_casebook *casebook, const char *purpose, ag_secret *out) {
    if (casebook->have_key) ag_secret_derive(&casebook->key, purpose, out);
    return casebook->have_key;
}

void ag_casebook_watch(ag_casebook *casebook, ag_casebook_tell *tell, void *context) {
    casebook->tell = tell;
    casebook->tell_context = context;
}

void ag_engine_tell(const ag_casebook *casebook, uint64_t done) {
    if (casebook->tell) casebook->tell(casebook->tell_context, (double)done, (double)casebook->tree.size);
}

ag_store *ag_casebook_store(ag_casebook *casebook) { return casebook->store; }
const char *ag_casebook_site(const ag_casebook *casebook) { return casebook->site; }

ag_status ag_casebook_view(ag_casebook *casebook, ag_text subject, ag_arena *arena, ag_view *out, ag_error *err) {
    if (!casebook->writing) casebook->failed.status = AG_OK;
    *out = (ag_view){.casebook = casebook, .arena = arena, .now = ag_casebook_now(casebook)};
    if (subject.n) out->row = ag_view_row(out, subject);
    return ag_engine_failed(casebook, err);
}

ag_status ag_casebook_tally(const ag_view *view, const ag_kind *kind, const char *state, int64_t *out, ag_error *err) {
    ag_cell cell[TALLY_COLUMNS];
    const ag_cell key = ag_cell_text(ag_text_of(ag_view_say(view, "%s/%s", kind->name, state ? state : "")));
    bool there = false;
    const ag_status status = ag_store_get(view->casebook->store, &ag_table_tally, &key, view->arena, cell, &there, err);
    *out = status == AG_OK && there ? cell[TALLY_N].integer : 0;
    return status;
}
