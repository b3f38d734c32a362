/* CODIS CMF, written: see cmf.h. A relative's category is what its provenance says, else what the pedigree says of his
 * relation to the family's first missing person. */
#include <string.h>

#include "base/limits.h"
#include "formats/cmf.h"
#include "formats/collect.h"
#include "formats/families.h"
#include "formats/losses.h"

#include "base/banned.h"

typedef struct writer {
    const ag_batch *b;
    const char *name;
    ag_buffer *out;
    ag_diagnostics *d;
    ag_losses losses;
    ag_arena arena;
    ag_families families;
    ag_map ids; /* SPECIMENIDs that are taken */
    ag_map kin; /* sample → person in families */
    const char *user, *submitted;
} writer;

static void put_escaped(writer *w, ag_text text) {
    for (size_t i = 0; i < text.n; i++) {
        const char c = text.at[i];
        if (c == '&')
            ag_buffer_puts(w->out, "&amp;");
        else if (c == '<')
            ag_buffer_puts(w->out, "&lt;");
        else if (c == '>')
            ag_buffer_puts(w->out, "&gt;");
        else if (c == '"')
            ag_buffer_puts(w->out, "&quot;");
        else if ((unsigned char)c < ' ')
            ag_buffer_printf(w->out, "&#%d;", c);
        else
            ag_buffer_putc(w->out, c);
    }
}

static void put_element(writer *w, const char *indent, const char *element, ag_text text) {
    ag_buffer_printf(w->out, "%s<%s>", indent, element);
    put_escaped(w, text);
    ag_buffer_printf(w->out, "</%s>\n", element);
}

/* ---- Categories ------------------------------------------------------------------------------------------------ */

/* Marks the person and all forebears among the persons from `first` on. */
static void mark_line(const writer *w, uint32_t person, uint32_t first, bool *marked) {
    uint32_t stack[AG_MAX_PERSONS_PER_FAMILY], n = 0;
    if (person == UINT32_MAX) return;
    stack[n++] = person;
    marked[person - first] = true;
    while (n) {
        const ag_kin *kin = &w->families.kin[stack[--n]];
        const uint32_t parent[] = {kin->father, kin->mother};
        for (int k = 0; k < 2; k++)
            if (parent[k] != UINT32_MAX && !marked[parent[k] - first]) {
                marked[parent[k] - first] = true;
                stack[n++] = parent[k];
            }
    }
}

/* Whether two members of the family that starts at `first` have blood in common. */
static bool are_related(const writer *w, uint32_t a, uint32_t b, uint32_t first, uint32_t size) {
    bool one[AG_MAX_PERSONS_PER_FAMILY] = {false}, two[AG_MAX_PERSONS_PER_FAMILY] = {false};
    mark_line(w, a, first, one);
    mark_line(w, b, first, two);
    for (uint32_t i = 0; i < size; i++)
        if (one[i] && two[i]) return true;
    return false;
}

static bool have_child(const writer *w, uint32_t a, uint32_t b, uint32_t first, uint32_t size) {
    for (uint32_t i = first; i < first + size; i++) {
        const ag_kin *kin = &w->families.kin[i];
        if ((kin->father == a && kin->mother == b) || (kin->father == b && kin->mother == a)) return true;
    }
    return false;
}

/* What person is to the missing one; NULL: CMF has no word for it. */
static const char *relation_of(const writer *w, uint32_t person, uint32_t missing, uint32_t first, uint32_t size) {
    const ag_kin *p = &w->families.kin[person], *m = &w->families.kin[missing];
    const bool father = p->father != UINT32_MAX && p->father == m->father;
    const bool mother = p->mother != UINT32_MAX && p->mother == m->mother;
    if (person == missing || ag_kin_is_missing(p)) return "Missing Person";
    if (person == m->mother) return "Biological Mother";
    if (person == m->father) return "Biological Father";
    if (p->father == missing || p->mother == missing) return "Biological Child";
    if (father && mother) return "Biological Sibling";
    if (have_child(w, person, missing, first, size)) return "Spouse";
    if (are_related(w, person, m->mother, first, size)) return "Maternal Relative";
    if (are_related(w, person, m->father, first, size)) return "Paternal Relative";
    return NULL;
}

static const char *category_by_pedigree(const writer *w, const ag_batch_profile *p) {
    const uint32_t *person = ag_map_find(&w->kin, p->sample);
    uint32_t family = 0;
    if (!person) return NULL;
    uint32_t high = w->families.families;
    while (high - family > 1) { /* the family that holds the person */
        const uint32_t middle = family + (high - family) / 2;
        if (w->families.first[middle] <= *person)
            family = middle;
        else
            high = middle;
    }
    const uint32_t first = w->families.first[family], end = w->families.first[family + 1];
    for (uint32_t i = first; i < end && end - first <= AG_MAX_PERSONS_PER_FAMILY; i++)
        if (ag_kin_is_missing(&w->families.kin[i])) return relation_of(w, *person, i, first, end - first);
    return NULL;
}

static const char *category_of(writer *w, const ag_batch_profile *p) {
    const ag_text provenance = ag_batch_extra(w->b, p, "provenance");
    const ag_cmf_category *stated = ag_cmf_find_category(provenance);
    if (stated && stated->role == p->role) return stated->name;
    ag_lose(&w->losses, provenance.n > 0, "provenances that are no category of it");
    if (p->role == AG_REMAINS) return "Unidentified Person";
    if (p->role == AG_ELIMINATION) return "Elimination Known";
    return category_by_pedigree(w, p);
}

/* ---- Ids ------------------------------------------------------------------------------------------------------- */

static size_t cut_at(ag_text text, size_t most) {
    size_t n = text.n < most ? text.n : most;
    while (n && n < text.n && ((unsigned char)text.at[n] & 0xC0) == 0x80) n--; /* not inside a character */
    return n;
}

/* The sample's name, or its beginning with "~2", "~3", … so that no two are the same. */
static ag_text make_id(writer *w, ag_text sample) {
    bool added = false;
    ag_text id = {sample.at, cut_at(sample, AG_CMF_ID_BYTES)};
    uint32_t *taken = ag_map_add(&w->ids, id, 1, &added);
    while (taken && !added) {
        ag_buffer b = {0};
        const uint32_t number = ++*taken;
        ag_buffer_printf(&b, "~%u", number);
        const size_t head = cut_at(sample, AG_CMF_ID_BYTES - b.n);
        char *at = ag_arena_alloc(&w->arena, head + b.n + 1);
        if (at && !b.failed) {
            memcpy(at, sample.at, head);
            memcpy(at + head, b.data, b.n);
        }
        const ag_text numbered = {at ? at : "", at ? head + b.n : 0};
        ag_buffer_deinit(&b);
        if (!at) return sample;
        if (ag_map_add(&w->ids, numbered, 1, &added) && added)
            id = numbered;
        else
            taken = ag_map_find(&w->ids, id);
    }
    if (!ag_text_equal(id, sample))
        ag_diagnose(w->d, AG_WARNING, w->name, 0, 0, "keep a list of both",
                    "an id of CMF has at most 24 bytes and is unique: '%.*s' is written as '%.*s'",
                    (int)(sample.n < 100 ? sample.n : 100), sample.at, (int)id.n, id.at);
    return id;
}

/* ---- Specimens ------------------------------------------------------------------------------------------------- */

static bool is_open(ag_text allele) { return allele.n == 1 && (allele.at[0] == '?' || allele.at[0] == '*'); }

static bool is_partial(const ag_batch *b, const ag_batch_profile *p) {
    ag_text allele[2];
    if (ag_text_equal(p->quality, AG_TEXT("partial"))) return true;
    for (uint32_t l = 0; l < b->loci; l++)
        if (ag_cell_split(p->cell[l], allele, 2) == 2 && is_open(allele[1])) return true;
    return false;
}

static void put_allele(writer *w, ag_text allele) {
    char turned[AG_MAX_ID_BYTES];
    if (allele.n > 1 && allele.n < sizeof turned && allele.at[allele.n - 1] == '>') {
        turned[0] = '>';
        memcpy(turned + 1, allele.at, allele.n - 1);
        allele.at = turned;
    }
    ag_buffer_puts(w->out, "      <ALLELE>\n");
    put_element(w, "        ", "ALLELEVALUE", allele);
    ag_buffer_puts(w->out, "      </ALLELE>\n");
}

static void put_locus(writer *w, ag_text name, ag_text cell, bool partial) {
    ag_text allele[AG_CMF_ALLELES];
    uint32_t n = ag_cell_split(cell, allele, AG_CMF_ALLELES);
    if (n > AG_CMF_ALLELES)
        ag_lose(&w->losses, n - AG_CMF_ALLELES, "alleles beyond the eighth of a reading (left out)");
    n = n < AG_CMF_ALLELES ? n : AG_CMF_ALLELES;
    if (n == 2 && is_open(allele[1])) {
        ag_lose(&w->losses, allele[1].at[0] == '*', "readings a/* as such (written like a/?: one allele, PARTIAL)");
        n = 1;
    } else if (n == 2 && !partial && ag_text_equal(allele[0], allele[1]) && !ag_is_y_locus(name) &&
               !ag_text_equal_fold(allele[0], AG_TEXT("OL"))) {
        n = 1;
    }
    ag_buffer_puts(w->out, "    <LOCUS>\n");
    put_element(w, "      ", "LOCUSNAME", name);
    put_element(w, "      ", "READINGBY", ag_text_of(w->user));
    put_element(w, "      ", "READINGDATETIME", ag_text_of(w->submitted));
    for (uint32_t i = 0; i < n; i++) put_allele(w, allele[i]);
    ag_buffer_puts(w->out, "    </LOCUS>\n");
}

static uint32_t count_loci(const ag_batch *b, const ag_batch_profile *p) {
    uint32_t n = 0;
    for (uint32_t l = 0; l < b->loci; l++) n += p->cell[l].n > 0;
    return n;
}

static void put_specimen(writer *w, const ag_batch_profile *p) {
    const ag_batch *b = w->b;
    const char *category = category_of(w, p);
    const uint32_t loci = count_loci(b, p);
    ag_lose(&w->losses, !loci, "samples without any reading (left out)");
    ag_lose(&w->losses, loci && !category, "relatives for whom it has no category (left out)");
    if (!loci || !category) return;
    const bool partial = is_partial(b, p);
    const ag_text note = ag_batch_extra(b, p, "note");
    const ag_text case_id = p->role == AG_REFERENCE ? p->family : ag_batch_extra(b, p, "case");
    ag_buffer_puts(w->out, "  <SPECIMEN SOURCEID=\"N/A\"");
    if (case_id.n) {
        ag_buffer_puts(w->out, " CASEID=\"");
        put_escaped(w, case_id);
        ag_buffer_putc(w->out, '"');
    }
    ag_buffer_puts(w->out, partial ? " PARTIAL=\"true\">\n" : ">\n");
    put_element(w, "    ", "SPECIMENID", make_id(w, p->sample));
    put_element(w, "    ", "SPECIMENCATEGORY", ag_text_of(category));
    if (note.n) put_element(w, "    ", "SPECIMENCOMMENT", note);
    uint32_t written = 0;
    for (uint32_t l = 0; l < b->loci; l++)
        if (p->cell[l].n && written++ < AG_CMF_LOCI_3_3) put_locus(w, b->locus[l], p->cell[l], partial);
    ag_lose(&w->losses, loci > AG_CMF_LOCI_3_3 ? loci - AG_CMF_LOCI_3_3 : 0, "readings beyond the 64th of a sample");
    ag_lose(&w->losses, p->role == AG_REFERENCE && !ag_text_equal(p->person, p->sample), "names of relatives");
    ag_buffer_puts(w->out, "  </SPECIMEN>\n");
}

/* ---- The whole ------------------------------------------------------------------------------------------------- */

static bool prepare(writer *w) {
    bool added;
    if (!ag_families_of_batch(w->b, &w->arena, &w->families)) return false;
    for (uint32_t i = 0; i < w->families.persons; i++)
        if (w->families.kin[i].profile && !ag_map_add(&w->kin, w->families.kin[i].profile->sample, i, &added))
            return false;
    return true;
}

static void put_header(writer *w, const ag_cmf_header *header) {
    uint32_t most = 0;
    for (uint32_t i = 0; i < w->b->profiles; i++) {
        const uint32_t loci = count_loci(w->b, &w->b->profile[i]);
        most = loci > most ? loci : most;
    }
    ag_buffer_puts(w->out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                           "<CODISImportFile xmlns=\"urn:CODISImportFile-schema\">\n");
    put_element(w, "  ", "HEADERVERSION", most > AG_CMF_LOCI_3_2 ? AG_TEXT("3.3") : AG_TEXT("3.2"));
    put_element(w, "  ", "MESSAGETYPE", AG_TEXT("Import"));
    put_element(w, "  ", "DESTINATIONORI", ag_text_of(header->destination ? header->destination : "NONE"));
    put_element(w, "  ", "SOURCELAB", ag_text_of(header->laboratory ? header->laboratory : "NONE"));
    put_element(w, "  ", "SUBMITBYUSERID", ag_text_of(w->user));
    put_element(w, "  ", "SUBMITDATETIME", ag_text_of(w->submitted));
}

ag_status ag_cmf_format(const ag_batch *batch, const char *name, const ag_cmf_header *header, ag_buffer *out,
                        ag_diagnostics *d) {
    writer w = {.b = batch, .name = name, .out = out, .d = d};
    w.user = header->user ? header->user : "antigone";
    w.submitted = header->submitted ? header->submitted : "1970-01-01T00:00:00";
    const bool ok = prepare(&w);
    if (ok) {
        put_header(&w, header);
        for (uint32_t i = 0; i < batch->profiles; i++) put_specimen(&w, &batch->profile[i]);
        ag_buffer_puts(out, "</CODISImportFile>\n");
        ag_losses_of_batch(&w.losses, batch, AG_CARRIES_SAMPLES | AG_CARRIES_ELIMINATION | AG_CARRIES_PROVENANCE);
        ag_losses_report(&w.losses, d, name, "CODIS CMF");
    }
    const bool failed = !ok || w.arena.failed || out->failed;
    ag_map_deinit(&w.ids);
    ag_map_deinit(&w.kin);
    ag_arena_deinit(&w.arena);
    return failed ? AG_ENVIRONMENT : AG_OK;
}
