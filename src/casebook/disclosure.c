/* What may leave the casebook: see disclosure.h. */
#include "casebook/disclosure.h"

#include <string.h>

#include "base/map.h"
#include "casebook/certificate.h"
#include "casebook/kinds.h"
#include "casebook/people.h"
#include "casebook/standing.h"

#include "base/banned.h"

const char *const ag_profiles[] = {"public", "partner", "counterpart-state", "tribunal", "family", NULL};

unsigned ag_profile_find(ag_text name) {
    for (int i = 0; ag_profiles[i]; i++)
        if (ag_text_equal(name, ag_text_of(ag_profiles[i]))) return 1U << i;
    return 0;
}

/* ---- The allow-list -------------------------------------------------------------------------------------------- */

#define TO_EACH (AG_TO_PARTNER | AG_TO_STATE | AG_TO_TRIBUNAL | AG_TO_FAMILY)
#define TO_OFFICES (AG_TO_PARTNER | AG_TO_STATE | AG_TO_TRIBUNAL)
#define TO_COURTS (AG_TO_PARTNER | AG_TO_TRIBUNAL)
#define TO_ALL (AG_TO_PUBLIC | TO_OFFICES)

/* Several lines of a kind add up. */
static const struct {
    const ag_kind *kind;
    unsigned to;
    const char *fields;
} allowed[] = {
    {&ag_kind_person, TO_EACH,
     "sex power force unit rank service_number birth birthplace sighted asserted_by asserted_of death_date death_place "
     "cause act act_date court act_number settlement"},
    {&ag_kind_person, TO_COURTS, "id day step sort prisoner certificate sighted_place"},
    {&ag_kind_name, TO_EACH, "person role original surname given script system"},
    {&ag_kind_name, TO_COURTS, "id day step transcribed_by claim"},
    {&ag_kind_cover, TO_COURTS, "id day step person remains authority document printed birthplace missing"},
    {&ag_kind_remains, TO_OFFICES,
     "id day step number type element side age_group labels explosives death_confirmed face fingertips prints teeth "
     "effects disc sample damage from to at seal_before seal_after foreign_scheme foreign_number parent with container "
     "handover method"},
    {&ag_kind_remains, TO_COURTS, "site claim hazard obstacle photos report footage checker team"},
    {&ag_kind_individual, TO_OFFICES, "id day step remains element basis"},
    {&ag_kind_custody, TO_OFFICES, "day step object from to at seal_before seal_after reason"},
    {&ag_kind_custody, TO_COURTS, "id place explanation document paper"},
    {&ag_kind_container, TO_OFFICES, "id day step type seal seal_before container"},
    {&ag_kind_container, TO_COURTS, "holder handover item"},
    {&ag_kind_effect, TO_EACH, "found_with category amount currency packet"},
    {&ag_kind_effect, TO_OFFICES, "id day step"},
    {&ag_kind_effect, TO_COURTS, "description photo container"},
    {&ag_kind_packet, TO_EACH, "day about contents seal through unidentified"},
    {&ag_kind_packet, TO_OFFICES, "id step seal_before"},
    {&ag_kind_sample, TO_COURTS, "id day step about material element taken seal seal_found lab"},
    {&ag_kind_case, TO_EACH, "day step about hypothesis"},
    {&ag_kind_case, TO_COURTS, "id reasons"},
    {&ag_kind_hypothesis, TO_EACH, "day step case person"},
    {&ag_kind_hypothesis, TO_COURTS, "id ground reasons lr_log10 prior_log10 pool inputs frequencies engine"},
    {&ag_kind_evidence, TO_OFFICES, "day step case hypothesis method weighs"},
    {&ag_kind_evidence, TO_COURTS, "id text file inputs explained reasons"},
    {&ag_kind_order, TO_OFFICES, "day step about method ground grave place_on_plan offered"},
    {&ag_kind_order, TO_COURTS, "id reasons circumstances opinion"},
    {&ag_kind_grave, TO_EACH, "day type number cemetery nationality position marker condition"},
    {&ag_kind_grave, TO_OFFICES, "id step depth map"},
    {&ag_kind_grave, TO_COURTS, "told list plan"},
    {&ag_kind_hold, TO_COURTS, "id day step about ground"},
    {&ag_kind_allegation, TO_COURTS, "id day step method mode about claim"},
    {&ag_kind_finding, TO_COURTS, "id day step about damage cause result file"},
    {&ag_kind_claim, TO_ALL, "topic predicate value low high valid said"},
    {&ag_kind_claim, TO_COURTS, "id day step about via"},
    {&ag_kind_site, TO_COURTS, "id day step type hazard position"},
    {&ag_kind_search, TO_COURTS, "id day step engagement site found result"},
    {&ag_kind_handover, TO_ALL,
     "day direction sender receiver agreed bodies held source listed counted checker checked agreed_with_list "
     "seals_broken"},
    {&ag_kind_handover, TO_OFFICES, "id step list count paper"},
    {&ag_kind_deployment, TO_ALL, "sending host wave unit from until"},
    {&ag_kind_deployment, TO_OFFICES, "id day step relation"},
    {&ag_kind_acknowledgement, TO_ALL, "country answer date"},
    {&ag_kind_acknowledgement, TO_OFFICES, "id day step about"},
    {&ag_kind_acknowledgement, TO_COURTS, "claim text"},
    {&ag_kind_assignment, TO_COURTS, "id day step person deployment role from until claim"},
    {&ag_kind_event, TO_COURTS, "id day step type happened place site engagement deployment part_of claim"},
    {&ag_kind_act, TO_COURTS,
     "id day step type to event happened by_person by_force claim further finding file sort made"},
    {&ag_kind_inquiry, TO_COURTS, "id day step person claim told report result"},
    {&ag_kind_entitlement, TO_COURTS | AG_TO_FAMILY, "day step person since certified"},
    {&ag_kind_entitlement, TO_COURTS, "id ruleset"},
    {&ag_kind_transfer, TO_COURTS | AG_TO_FAMILY, "day person entitlement debit credit amount date held_by ground"},
    {&ag_kind_transfer, TO_COURTS, "id step book state_code posted of cause"},
    {&ag_kind_comparison, TO_ALL, "day topic ours theirs our_total their_total pairs our_alone their_alone"},
    {&ag_kind_comparison, TO_OFFICES, "id step our_claim their_claim handover our_list their_list paper"},
    {&ag_kind_request, TO_OFFICES, "id day step direction holder claimant bodies objector communication handover"},
    {&ag_kind_request_item, TO_OFFICES, "day step request about number line successor"},
    {&ag_kind_communication, TO_OFFICES,
     "day step request about kind direction channel date answer reason deadline delivered copy"},
    {&ag_kind_communication, TO_COURTS, "id tells proof receipt claim text file"},
    {&ag_kind_certificate, TO_EACH, "day type person individual issuer number marked effects died died_place"},
    {&ag_kind_item, TO_OFFICES, "day step handover line number seal parts basis returned_by remains"},
    {&ag_kind_discrepancy, TO_OFFICES, "day step handover type item container sender_says receiver_says paper"},
};
enum { ALLOWED = sizeof allowed / sizeof *allowed };

/* Kinds about people who are protected, and about the work itself. */
static const char never_kinds[] = "casebook user conflict family relative contact risk consent source profile "
                                  "assessment notification involvement tracing";
/* Kin, sources, whereabouts, and who was given what. */
static const char never_fields[] =
    "person.father person.mother person.whereabouts person.circumstances person.since person.last_place "
    "cover.borrowed_from cover.document_number claim.source remains.recipient remains.consent effect.recipient "
    "packet.recipient packet.owner packet.receipt order.physician certificate.kin request.relative "
    "inquiry.witness inquiry.statement transfer.payee entitlement.members";

static bool is_genotype(const ag_kind *kind, const char *field) {
    for (const ag_action *action = kind->action; action->name; action++) {
        const ag_field *f = ag_action_field(action, ag_text_of(field));
        if (f && f->kind == AG_FIELD_PROFILE) return true;
    }
    return false;
}

bool ag_never_disclosed(const ag_kind *kind, const char *field) {
    ag_buffer name = {0};
    ag_buffer_printf(&name, "%s.%s", kind->name, field);
    const bool never = name.failed || ag_words_have(never_kinds, kind->name) ||
                       ag_words_have(never_fields, name.data) || is_genotype(kind, field);
    ag_buffer_deinit(&name);
    return never;
}

const char *ag_disclosure_line(int k, const ag_kind **kind, unsigned *to) {
    if (k >= ALLOWED) return NULL;
    *kind = allowed[k].kind;
    *to = allowed[k].to;
    return allowed[k].fields;
}

bool ag_discloses_kind(const ag_kind *kind, unsigned profile) {
    for (int i = 0; i < ALLOWED; i++)
        if (allowed[i].kind == kind && allowed[i].to & profile) return !ag_words_have(never_kinds, kind->name);
    return false;
}

bool ag_discloses(const ag_kind *kind, const char *field, unsigned profile) {
    for (int i = 0; i < ALLOWED; i++)
        if (allowed[i].kind == kind && allowed[i].to & profile && ag_words_have(allowed[i].fields, field))
            return !ag_never_disclosed(kind, field);
    return false;
}

bool ag_discloses_entries(unsigned profile) { return profile & TO_COURTS; }

/* ---- Who is protected -------------------------------------------------------------------------------------------- */

enum { MAX_REFERRED = 1000 };

bool ag_family_at_risk(const ag_view *view, ag_text person) {
    const ag_row risk = ag_certificate_kin_at_risk(view, person);
    return ag_row_there(&risk);
}

/* Only the dead go to who may hold it against them or their kin; the missing also to who searches for them. */
static bool person_is_protected(const ag_view *view, const ag_row *person, unsigned profile) {
    static const char dead[] = "PRESUMED_DEAD BODY_SIGHTED DEATH_ASSERTED DEATH_ESTABLISHED ACCOUNTED_FOR";
    const char *status = ag_person_status(view, person, NULL);
    if (ag_person_is_alive(view, person)) return true;
    if (!ag_words_have(dead, status) && (profile & (AG_TO_PUBLIC | AG_TO_STATE) || strcmp(status, "MISSING") != 0))
        return true;
    return !(profile & TO_COURTS) && ag_family_at_risk(view, ag_row_subject(view, person));
}

/* What a witness, a relative or a service says can show who he is. */
static bool claim_is_protected(const ag_view *view, const ag_row *claim, unsigned profile) {
    if (profile & TO_COURTS) return false;
    ag_text rest = ag_row_text(claim, "source"), word;
    while (ag_next_word(&rest, &word)) {
        const ag_row source = ag_view_row(view, word);
        const ag_text type = ag_row_text(&source, "type");
        if (!type.n || ag_text_equal(type, AG_TEXT("witness")) || ag_text_equal(type, AG_TEXT("relative")) ||
            ag_text_equal(type, AG_TEXT("intelligence")))
            return true;
    }
    return false;
}

/* That kin ask for their dead shows that there are kin. */
static bool request_is_protected(const ag_row *request) { return ag_row_is(request, "direction", "claim-kin"); }

/* What is still to be looked at, each once: references may lead in circles. */
typedef struct walk {
    const ag_view *view;
    ag_map seen;
    unsigned profile;
    bool met; /* somebody protected, or more than can be looked through */
} walk;

static void visit_words(walk *w, ag_text words) {
    ag_text word;
    bool added;
    while (!w->met && ag_next_word(&words, &word)) {
        if (!memchr(word.at, ':', word.n)) continue;
        if (w->seen.n > MAX_REFERRED || !ag_map_add(&w->seen, word, 0, &added)) w->met = true;
    }
}

/* Fields that never leave lead nowhere. */
static void visit_references(walk *w, const ag_row *row) {
    visit_words(w, ag_row_text(row, "person"));
    for (const ag_action *action = row->kind->action; action->name; action++)
        for (const ag_field *field = action->field; field && field->name; field++)
            if (field->kind == AG_FIELD_REFERENCE && !ag_never_disclosed(row->kind, field->name))
                visit_words(w, ag_row_text(row, field->name));
}

static void visit(walk *w, const ag_row *row) {
    if (!ag_row_there(row)) return;
    const bool people = ag_words_have("family relative contact risk", row->kind->name);
    w->met = people || (row->kind == &ag_kind_person && person_is_protected(w->view, row, w->profile)) ||
             (row->kind == &ag_kind_claim && claim_is_protected(w->view, row, w->profile)) ||
             (row->kind == &ag_kind_request && request_is_protected(row));
    if (!w->met && row->kind != &ag_kind_person && ag_discloses_kind(row->kind, AG_TO_TRIBUNAL))
        visit_references(w, row);
}

bool ag_is_protected(const ag_view *view, const ag_row *row, unsigned profile) {
    walk w = {.view = view, .profile = profile};
    if (!ag_row_there(row) || !ag_discloses_kind(row->kind, profile)) return true;
    ag_map_init(&w.seen);
    visit(&w, row);
    for (uint32_t i = 0; i < w.seen.n && !w.met; i++) {
        const ag_row other = ag_view_row(view, w.seen.key[i]);
        visit(&w, &other);
    }
    ag_map_deinit(&w.seen);
    return w.met;
}

/* ---- What belongs to what ------------------------------------------------------------------------------------------
 */

const char *ag_belongs_by(const ag_kind *kind, const ag_kind *to) {
    static const struct {
        const ag_kind *kind, *to;
        const char *column;
    } belongs[] = {
        {&ag_kind_name, &ag_kind_person, "person"},
        {&ag_kind_cover, &ag_kind_person, "person"},
        {&ag_kind_cover, &ag_kind_remains, "remains"},
        {&ag_kind_case, &ag_kind_remains, "about"},
        {&ag_kind_case, &ag_kind_individual, "about"},
        {&ag_kind_hypothesis, &ag_kind_case, "case"},
        {&ag_kind_evidence, &ag_kind_case, "case"},
        {&ag_kind_custody, &ag_kind_remains, "object"},
        {&ag_kind_custody, &ag_kind_container, "object"},
        {&ag_kind_custody, &ag_kind_effect, "object"},
        {&ag_kind_custody, &ag_kind_packet, "object"},
        {&ag_kind_effect, &ag_kind_remains, "found_with"},
        {&ag_kind_packet, &ag_kind_remains, "about"},
        {&ag_kind_sample, &ag_kind_remains, "about"},
        {&ag_kind_order, &ag_kind_remains, "about"},
        {&ag_kind_order, &ag_kind_individual, "about"},
        {&ag_kind_hold, &ag_kind_remains, "about"},
        {&ag_kind_finding, &ag_kind_remains, "about"},
        {&ag_kind_allegation, &ag_kind_remains, "about"},
        {&ag_kind_item, &ag_kind_handover, "handover"},
        {&ag_kind_discrepancy, &ag_kind_handover, "handover"},
        {&ag_kind_request_item, &ag_kind_request, "request"},
        {&ag_kind_communication, &ag_kind_request, "request"},
        {&ag_kind_certificate, &ag_kind_person, "person"},
        {&ag_kind_assignment, &ag_kind_person, "person"},
        {&ag_kind_inquiry, &ag_kind_person, "person"},
        {&ag_kind_entitlement, &ag_kind_person, "person"},
        {&ag_kind_transfer, &ag_kind_entitlement, "entitlement"},
        {&ag_kind_acknowledgement, &ag_kind_person, "about"},
        {&ag_kind_acknowledgement, &ag_kind_deployment, "about"},
        {&ag_kind_act, &ag_kind_event, "event"},
    };
    for (size_t i = 0; i < sizeof belongs / sizeof *belongs; i++)
        if (belongs[i].kind == kind && belongs[i].to == to) return belongs[i].column;
    return NULL;
}
