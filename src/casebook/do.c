/* Doing: a request becomes an entry, or is refused with every reason. See casebook.h.
 *
 *     resolve (action, subject, role) → fields → state → guards → entry, sealed and signed → projection → journal
 *
 * Everything that may refuse comes before the first write, so that a deed within a batch that is refused has changed
 * nothing.
 */
#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "casebook/engine.h"
#include "formats/json.h"

#include "base/banned.h"

/* A request on its way. */
typedef struct work {
    ag_casebook *casebook;
    const ag_actor *actor;
    const ag_request *request;
    const ag_action *action;
    const ag_kind *kind;
    unsigned role;
    const char *subject;
    ag_entry entry;
    json_t *data, *sealed, *sig;
    ag_buffer bytes;
    ag_sealed payload;
    char at[21], commitment[AG_DIGEST_HEX + 1], box[AG_DIGEST_HEX + 1];
} work;

static ag_status no_action(const char *name, ag_error *err) {
    const char *word[1024];
    size_t n = 0;
    for (int k = 0; ag_kinds[k]; k++)
        for (const ag_action *action = ag_kinds[k]->action; action->name && n < sizeof word / sizeof *word; action++)
            word[n++] = action->name;
    const char *nearest = ag_nearest_word(name, word, n);
    char hint[160];
    snprintf(hint, sizeof hint, nearest ? "did you mean %s?" : "`antigone do --help` lists them%s",
             nearest ? nearest : "");
    return ag_fail(err, AG_USAGE, hint, "there is no action \"%.60s\"", name);
}

/* The role in which the actor does it: of those he has and the action admits, the first. */
static unsigned role_for(const ag_actor *actor, const ag_action *action) {
    const unsigned both = actor->roles & action->roles;
    return both & (~both + 1);
}

static void refuse(ag_refusals *refusals, const char *rule, const char *satisfy) {
    if (refusals->n == AG_MAX_REFUSALS) return;
    ag_refusal *r = &refusals->item[refusals->n++];
    r->rule = rule ? ag_rule_find(rule) : NULL;
    snprintf(r->satisfy, sizeof r->satisfy, "%s%s%s", rule && !r->rule ? rule : "", rule && !r->rule ? ": " : "",
             satisfy);
}

static const char *role_names(const ag_view *view, unsigned roles) {
    const char *names = "";
    for (unsigned role = 1; role < 1U << AG_ROLES; role <<= 1)
        if (roles & role) names = ag_view_say(view, "%s%s%s", names, *names ? ", " : "", ag_role_name(role));
    return names;
}

/* State and guards. With `probing`, those that look at fields are not asked. */
static void find_refusals(ag_deed *deed, ag_refusals *refusals) {
    const ag_view *view = &deed->view;
    const ag_action *action = deed->action;
    if (!(action->flags & AG_CREATES) && action->from && !ag_row_state(&view->row, action->from)) {
        const ag_text state = ag_row_text(&view->row, "state");
        refuse(refusals, NULL,
               ag_view_say(view, "it is %.*s; %s is for %s", (int)state.n, state.n ? state.at : "", action->name,
                           action->from));
        return;
    }
    for (const ag_guard *guard = action->guard; guard && guard->rule; guard++) {
        if (guard->fields && deed->probing) continue;
        const char *satisfy = guard->check(deed);
        if (satisfy) refuse(refusals, guard->rule, satisfy);
    }
}

static ag_status refused(const work *w, const ag_refusals *refusals, ag_error *err) {
    const ag_refusal *r = &refusals->item[0];
    if (!r->rule) return ag_fail(err, AG_REFUSED, NULL, "%s is not possible now: %s", w->action->name, r->satisfy);
    return ag_fail(err, AG_REFUSED, r->satisfy, "%s is refused by rule %s: %s (%s%s)", w->action->name, r->rule->number,
                   r->rule->words, r->rule->source, r->rule->mark == 'M' ? ", unverified" : "");
}

/* ---- Resolving ------------------------------------------------------------------------------------------------ */

static ag_status find_action(work *w, ag_refusals *refusals, ag_error *err) {
    w->action = ag_action_find(ag_text_of(w->request->action));
    if (!w->action) return no_action(w->request->action, err);
    w->kind = ag_action_kind(w->action);
    w->role = role_for(w->actor, w->action);
    if (w->action->flags & AG_INTERNAL && !w->request->program)
        return ag_fail(err, AG_REFUSED, NULL, "%s is an entry that the program makes by itself", w->action->name);
    if (w->role) return AG_OK;
    const ag_view view = {.casebook = w->casebook, .arena = &w->casebook->arena};
    refuse(refusals, "A1", ag_view_say(&view, "somebody who is %s", role_names(&view, w->action->roles)));
    return refused(w, refusals, err);
}

static ag_text default_id(work *w, const ag_view *view) {
    for (int64_t n = ag_engine_tally(w->casebook, ag_view_say(view, "%s/", w->kind->name)) + 1;; n++) {
        const char *id = ag_view_say(view, "%s-%lld", w->casebook->site, (long long)n);
        const ag_row row = ag_view_row(view, ag_text_of(ag_view_say(view, "%s:%s", w->kind->name, id)));
        if (!ag_row_there(&row)) return ag_text_of(id);
    }
}

static ag_status resolve_given(work *w, ag_text *id, ag_error *err) {
    const ag_text subject = w->request->subject;
    const char *colon = memchr(subject.at, ':', subject.n);
    *id = colon ? (ag_text){colon + 1, (size_t)(subject.at + subject.n - colon - 1)} : subject;
    if (colon && !ag_text_equal((ag_text){subject.at, (size_t)(colon - subject.at)}, ag_text_of(w->kind->name)))
        return ag_fail(err, AG_USAGE, NULL, "%s is done to %s:ID, not to %.*s", w->action->name, w->kind->name,
                       (int)(subject.n < 80 ? subject.n : 80), subject.at);
    const char *wrong = NULL;
    if (!id->n || id->n > 120) wrong = "an id of 1 to 120 bytes";
    for (size_t i = 0; i < id->n && !wrong; i++)
        if ((unsigned char)id->at[i] <= ' ' || (unsigned char)id->at[i] > '~')
            wrong = "an id without blanks, in ASCII: names are sealed fields";
    if (!wrong && w->action->flags & AG_CREATES && w->kind->check_id) wrong = w->kind->check_id(*id);
    return wrong ? ag_fail(err, AG_USAGE, wrong, "the id \"%.*s\" cannot be used", (int)(id->n < 80 ? id->n : 80),
                           id->at ? id->at : "")
                 : AG_OK;
}

static ag_status find_subject(work *w, ag_deed *deed, ag_error *err) {
    const bool creates = w->action->flags & AG_CREATES;
    ag_status status = AG_OK;
    deed->id = (ag_text){NULL, 0};
    if (w->request->subject.n)
        status = resolve_given(w, &deed->id, err);
    else if (!creates)
        status = ag_fail(err, AG_USAGE, "`antigone list` shows those that are there", "%s needs a subject: %s:ID",
                         w->action->name, w->kind->name);
    if (status != AG_OK) return status;
    if (!deed->id.n && w->kind->new_id)
        deed->id = ag_text_of(w->kind->new_id(deed));
    else if (!deed->id.n)
        deed->id = default_id(w, &deed->view);
    if (!deed->id.n) return ag_fail(err, AG_USAGE, NULL, "%s needs an id: %s:ID", w->action->name, w->kind->name);
    w->subject = ag_view_say(&deed->view, "%s:%.*s", w->kind->name, (int)deed->id.n, deed->id.at);
    deed->view.row = ag_view_row(&deed->view, ag_text_of(w->subject));
    if (creates && ag_row_there(&deed->view.row))
        return ag_fail(err, AG_REFUSED, "leave the id out to get a new one", "%s is there already", w->subject);
    /* The casebook itself is there before its first entry. */
    if (!creates && !ag_row_there(&deed->view.row))
        return ag_fail(err, AG_BAD_INPUT, "`antigone list` shows those that are there", "there is no %s", w->subject);
    return AG_OK;
}

/* The time of the entry: never before the one before it. */
static ag_status take_time(work *w, ag_error *err) {
    ag_casebook *casebook = w->casebook;
    int64_t now = ag_casebook_now(casebook);
    char last[21];
    if (casebook->tree.size && now < casebook->last_at && strcmp(w->action->name, "casebook.clock") != 0) {
        if (casebook->last_at - now > AG_CLOCK_SLACK)
            return ag_fail(
                err, AG_ENVIRONMENT,
                "set the clock right; if it is right and was wrong before, an administrator records casebook.clock",
                "the clock says %s, which is before the last entry (%s)", ag_time_format(now, w->at),
                ag_time_format(casebook->last_at, last));
        now = casebook->last_at;
    }
    casebook->doing->deed.view.now = now;
    ag_time_format(now, w->at);
    return AG_OK;
}

static ag_status check_when(const work *w, ag_error *err) {
    ag_date date;
    if (!w->request->when.n || ag_date_parse_edtf(w->request->when, &date)) return AG_OK;
    return ag_fail(err, AG_USAGE, "2025-01-05, 2025-01~, or FROM/TO", "when: \"%.*s\" is no date",
                   (int)(w->request->when.n < 60 ? w->request->when.n : 60), w->request->when.at);
}

/* The deed as its guards see it. */
static ag_status prepare(work *w, ag_refusals *refusals, ag_error *err) {
    ag_casebook *casebook = w->casebook;
    ag_deed *deed = &casebook->doing->deed;
    ag_status status = find_action(w, refusals, err);
    if (status != AG_OK) return status;
    casebook->doing->at = casebook->tree.size;
    casebook->doing->insist = casebook->doing->watched = false;
    casebook->doing->held = AG_HELD_NOT;
    *deed = (ag_deed){.view = {.casebook = casebook, .arena = &casebook->arena},
                      .action = w->action,
                      .kind = w->kind,
                      .seq = casebook->tree.size,
                      .by = ag_text_of(w->actor->user),
                      .role = ag_text_of(ag_role_name(w->role)),
                      .site = ag_text_of(casebook->site),
                      .second = ag_text_of(w->request->second ? w->request->second->user : NULL),
                      .actor = w->actor,
                      .when = w->request->when};
    status = take_time(w, err);
    if (status == AG_OK) status = check_when(w, err);
    if (status == AG_OK) status = ag_fields_check(&deed->view, w->action, w->request->field, w->data, w->sealed, err);
    deed->data = w->data;
    deed->sealed = w->sealed;
    if (status == AG_OK) status = find_subject(w, deed, err);
    return status == AG_OK ? ag_engine_failed(casebook, err) : status;
}

static ag_status check_signers(const work *w, ag_refusals *refusals) {
    const ag_actor *second = w->request->second;
    if (w->action->flags & AG_COUNTERSIGNED && !second && !json_object_get(w->data, "paper"))
        refuse(refusals, "A3",
               ag_action_field(w->action, AG_TEXT("paper"))
                   ? "a second person who signs too, or `paper`: the file of the signed paper"
                   : "a second person who signs too");
    if (second && strcmp(second->user, w->actor->user) == 0)
        refuse(refusals, "A3", "a second person, not the same one twice");
    return refusals->n ? AG_REFUSED : AG_OK;
}

static ag_status may_be_done(work *w, ag_refusals *refusals, ag_error *err) {
    find_refusals(&w->casebook->doing->deed, refusals);
    check_signers(w, refusals);
    const ag_status status = ag_engine_failed(w->casebook, err);
    if (status != AG_OK) return status;
    return refusals->n ? refused(w, refusals, err) : AG_OK;
}

/* ---- Making the entry ----------------------------------------------------------------------------------------- */

static ag_status seal(work *w, ag_error *err) {
    if (!json_object_size(w->sealed)) return AG_OK;
    if (!w->casebook->have_key)
        return ag_fail(err, AG_REFUSED, "open the casebook with its key", "%s has fields that must be sealed",
                       w->action->name);
    ag_buffer content = {0};
    ag_status status = ag_canonical_write(w->sealed, &content, err);
    if (status == AG_OK && content.n > AG_MAX_ENTRY_BYTES)
        status =
            ag_fail(err, AG_USAGE, "keep long texts as files",
                    "%s: its sealed fields are longer than %d bytes together", w->action->name, AG_MAX_ENTRY_BYTES);
    if (status == AG_OK)
        status = ag_seal(ag_engine_key(w->casebook, w->kind), (ag_text){content.data, content.n}, &w->payload, err);
    if (content.data) ag_secret_wipe(content.data, content.n);
    ag_buffer_deinit(&content);
    if (status != AG_OK) return status;
    w->entry.sealed = ag_text_of(ag_digest_hex(&w->payload.commitment, w->commitment));
    w->entry.box = ag_text_of(ag_digest_hex(&w->payload.box_digest, w->box));
    return AG_OK;
}

/* Whether the batch's one signature will cover it. */
static bool signs_together(work *w) {
    ag_casebook *casebook = w->casebook;
    if (!casebook->signs_together || w->request->second || (casebook->signer && casebook->signer != w->actor))
        return false;
    if (!casebook->signer) {
        casebook->signer = w->actor;
        casebook->first_unsigned = w->entry.seq;
    }
    return true;
}

static ag_status sign(work *w, ag_error *err) {
    if (!(w->action->flags & (AG_SIGNED | AG_COUNTERSIGNED)) && !w->request->second) return AG_OK;
    if (signs_together(w)) return AG_OK;
    w->sig = json_array();
    ag_status status = w->sig ? ag_entry_sign(&w->entry, ag_text_of(w->actor->user), &w->actor->signer, w->sig, err)
                              : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    const ag_actor *second = w->request->second;
    if (status == AG_OK && second)
        status = ag_entry_sign(&w->entry, ag_text_of(second->user), &second->signer, w->sig, err);
    w->entry.sig = w->sig;
    return status;
}

static ag_status make_entry(work *w, ag_error *err) {
    const ag_deed *deed = &w->casebook->doing->deed;
    w->entry = (ag_entry){.seq = deed->seq,
                          .at = ag_text_of(w->at),
                          .when = deed->when,
                          .by = deed->by,
                          .role = deed->role,
                          .site = deed->site,
                          .action = ag_text_of(w->action->name),
                          .subject = ag_text_of(w->subject),
                          .data = w->data,
                          .prev = w->casebook->leaf};
    ag_status status = seal(w, err);
    if (status == AG_OK) status = sign(w, err);
    if (status == AG_OK) status = ag_entry_format(&w->entry, &w->bytes, err);
    return status;
}

static ag_status append(work *w, ag_receipt *out, ag_error *err) {
    ag_casebook *casebook = w->casebook;
    const ag_digest leaf = ag_tree_leaf(w->bytes.data, w->bytes.n);
    const ag_cell cell[ENTRY_COLUMNS] = {ag_cell_integer((int64_t)w->entry.seq),
                                         ag_cell_text((ag_text){(const char *)w->entry.prev.byte, AG_DIGEST_BYTES}),
                                         ag_cell_text(w->entry.subject),
                                         ag_cell_text((ag_text){(const char *)leaf.byte, AG_DIGEST_BYTES}),
                                         ag_cell_text((ag_text){w->bytes.data, w->bytes.n})};
    ag_status status = ag_store_add(casebook->store, &ag_table_entry, cell, err);
    if (status == AG_OK && w->entry.sealed.n) {
        const ag_cell payload[PAYLOAD_COLUMNS] = {
            ag_cell_integer((int64_t)w->entry.seq), ag_cell_text((ag_text){w->payload.box.data, w->payload.box.n}),
            ag_cell_text((ag_text){(const char *)w->payload.wrapped, AG_WRAPPED_BYTES})};
        status = ag_store_add(casebook->store, &ag_table_payload, payload, err);
    }
    if (status != AG_OK) return status;
    ag_tree_push(&casebook->tree, &leaf);
    casebook->leaf = leaf;
    casebook->last_at = casebook->doing->deed.view.now;
    *out = (ag_receipt){.seq = w->entry.seq, .leaf = leaf};
    snprintf(out->subject, sizeof out->subject, "%s", w->subject);
    return AG_OK;
}

static ag_status erase_if_asked(const work *w, ag_error *err) {
    if (!(w->action->flags & AG_ERASES)) return AG_OK;
    const json_t *subject = json_object_get(w->data, "erases"), *field = json_object_get(w->data, "field");
    if (subject)
        return ag_engine_erase(w->casebook, ag_text_of(json_string_value(subject)), json_string_value(field), 0,
                               INT64_MAX, err);
    return ag_engine_erase_erased(w->casebook, 0, INT64_MAX, err);
}

static ag_status carry_out(work *w, ag_receipt *out, ag_error *err) {
    ag_status status = make_entry(w, err);
    if (status == AG_OK) status = append(w, out, err);
    if (status == AG_OK) status = ag_engine_project(w->casebook, err);
    if (status == AG_OK) status = erase_if_asked(w, err);
    return status;
}

static ag_status work_init(work *w, ag_casebook *casebook, const ag_actor *actor, const ag_request *request,
                           ag_error *err) {
    *w = (work){
        .casebook = casebook, .actor = actor, .request = request, .data = json_object(), .sealed = json_object()};
    return w->data && w->sealed ? AG_OK : ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
}

static void work_deinit(work *w) {
    json_decref(w->data);
    json_decref(w->sealed);
    json_decref(w->sig);
    ag_buffer_deinit(&w->bytes);
    ag_sealed_deinit(&w->payload);
}

ag_status ag_casebook_do(ag_casebook *casebook, const ag_actor *actor, const ag_request *request, ag_receipt *out,
                         ag_refusals *refusals, ag_error *err) {
    work w;
    ag_refusals own = {0};
    ag_status status =
        casebook->batch && !casebook->writing
            ? ag_fail(err, AG_ENVIRONMENT, "do it again from the start", "a write before this one failed")
            : AG_OK;
    if (status == AG_OK && !casebook->batch) status = ag_engine_begin(casebook, err);
    if (status != AG_OK) return status;
    ag_arena_reset(&casebook->arena);
    ag_engine_forget(casebook);
    bool written = false;
    status = work_init(&w, casebook, actor, request, err);
    if (status == AG_OK) status = prepare(&w, &own, err);
    if (status == AG_OK) status = may_be_done(&w, &own, err);
    if (status == AG_OK) {
        written = true;
        status = carry_out(&w, out, err);
    }
    work_deinit(&w);
    ag_engine_forget(casebook);
    if (refusals) *refusals = own;
    if (status == AG_OK) return casebook->batch ? AG_OK : ag_engine_commit(casebook, err);
    /* A deed that failed midway would leave half of itself: with it goes all that is not committed. */
    if (!casebook->batch)
        ag_engine_rollback(casebook);
    else if (written) {
        ag_engine_rollback(casebook);
        casebook->batch = true;
    } else
        casebook->failed.status = AG_OK;
    return status;
}

ag_status ag_casebook_try(ag_casebook *casebook, const ag_actor *actor, const ag_request *request,
                          ag_refusals *refusals, ag_error *err) {
    work w;
    ag_refusals own = {0};
    ag_status status = casebook->batch ? AG_OK : ag_engine_begin(casebook, err);
    if (status != AG_OK) return status;
    ag_arena_reset(&casebook->arena);
    ag_engine_forget(casebook);
    status = work_init(&w, casebook, actor, request, err);
    if (status == AG_OK) status = prepare(&w, &own, err);
    if (status == AG_OK) status = may_be_done(&w, &own, err);
    work_deinit(&w);
    if (refusals) *refusals = own;
    if (!casebook->batch) ag_engine_rollback(casebook);
    casebook->failed.status = AG_OK;
    return status;
}

/* ---- What can be done next ------------------------------------------------------------------------------------ */

static void probe(const ag_view *view, const ag_actor *actor, const ag_action *action, json_t *nothing, ag_step *step) {
    ag_doing *doing = view->casebook->doing;
    ag_engine_forget(view->casebook);
    doing->deed = (ag_deed){.view = *view,
                            .action = action,
                            .kind = view->row.kind,
                            .id = ag_row_id(&view->row),
                            .by = ag_text_of(actor->user),
                            .role = ag_text_of(ag_role_name(role_for(actor, action))),
                            .site = ag_text_of(view->casebook->site),
                            .actor = actor,
                            .data = nothing,
                            .sealed = nothing,
                            .probing = true};
    step->action = action;
    if (!role_for(actor, action))
        refuse(&step->refusals, "A1", ag_view_say(view, "somebody who is %s", role_names(view, action->roles)));
    find_refusals(&doing->deed, &step->refusals);
}

ag_status ag_casebook_steps(const ag_view *view, const ag_actor *actor, const ag_step **out, int *n, ag_error *err) {
    int actions = 0;
    *n = 0;
    while (view->row.kind->action[actions].name) actions++;
    ag_step *step = AG_NEW(view->arena, ag_step, actions + 1);
    json_t *nothing = json_object();
    if (!step || !nothing) return json_decref(nothing), ag_fail(err, AG_ENVIRONMENT, NULL, "out of memory");
    for (int i = 0; i < actions; i++) {
        const ag_action *action = &view->row.kind->action[i];
        if (action->flags & (AG_CREATES | AG_INTERNAL)) continue;
        probe(view, actor, action, nothing, &step[(*n)++]);
    }
    json_decref(nothing);
    *out = step;
    return ag_engine_failed(view->casebook, err);
}
