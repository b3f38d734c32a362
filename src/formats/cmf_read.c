/* CODIS CMF, read: see cmf.h.
 *
 * Expat calls back for each start, text and end. The order of elements is fixed by the schema, so each element has a
 * place in its parent, and one that comes too early, too late or not at all is named with its row and column.
 */
#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "formats/cmf.h"
#include "formats/collect.h"
#include "formats/encoding.h"

#include "base/banned.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define NAMESPACE "urn:CODISImportFile-schema"

typedef enum element {
    NOTHING,
    ROOT,
    HEADERVERSION,
    MESSAGETYPE,
    DESTINATIONORI,
    SOURCELAB,
    SUBMITBYUSERID,
    SUBMITDATETIME,
    BATCHID,
    KIT,
    SPECIMEN,
    SPECIMENID,
    SPECIMENCATEGORY,
    SPECIMENCOMMENT,
    LOCUS,
    LOCUSNAME,
    READINGBY,
    READINGDATETIME,
    ALLELE,
    ALLELEVALUE,
    ELEMENTS
} element;

/* In the order in which they stand within their parent. */
static const struct {
    const char *name;
    element parent;
    bool required, many;
} schema[ELEMENTS] = {
    [ROOT] = {"CODISImportFile", NOTHING, true, false},
    [HEADERVERSION] = {"HEADERVERSION", ROOT, true, false},
    [MESSAGETYPE] = {"MESSAGETYPE", ROOT, true, false},
    [DESTINATIONORI] = {"DESTINATIONORI", ROOT, true, false},
    [SOURCELAB] = {"SOURCELAB", ROOT, true, false},
    [SUBMITBYUSERID] = {"SUBMITBYUSERID", ROOT, true, false},
    [SUBMITDATETIME] = {"SUBMITDATETIME", ROOT, true, false},
    [BATCHID] = {"BATCHID", ROOT, false, false},
    [KIT] = {"KIT", ROOT, false, false},
    [SPECIMEN] = {"SPECIMEN", ROOT, true, true},
    [SPECIMENID] = {"SPECIMENID", SPECIMEN, true, false},
    [SPECIMENCATEGORY] = {"SPECIMENCATEGORY", SPECIMEN, true, false},
    [SPECIMENCOMMENT] = {"SPECIMENCOMMENT", SPECIMEN, false, false},
    [LOCUS] = {"LOCUS", SPECIMEN, true, true},
    [LOCUSNAME] = {"LOCUSNAME", LOCUS, true, false},
    [READINGBY] = {"READINGBY", LOCUS, false, false},
    [READINGDATETIME] = {"READINGDATETIME", LOCUS, false, false},
    [ALLELE] = {"ALLELE", LOCUS, true, true},
    [ALLELEVALUE] = {"ALLELEVALUE", ALLELE, true, false},
};

typedef struct open_element {
    element element, last; /* last: its latest child */
    uint32_t seen;         /* bit of each kind of child */
    long row, column;
} open_element;

typedef struct specimen {
    ag_text id, category, comment, case_id;
    bool partial;
    uint32_t row, profile, loci;
} specimen;

typedef struct reader {
    ag_collector c;
    XML_Parser parser;
    open_element open[AG_MAX_XML_DEPTH];
    int depth, skipped; /* elements below one that is not known */
    ag_buffer text;
    specimen specimen;
    ag_text locus, allele[AG_CMF_ALLELES];
    uint32_t alleles;
    ag_map ids;
    size_t unrelated;
} reader;

static const ag_cmf_category categories[] = {
    {"Unidentified Person", AG_REMAINS, NULL},    {"Unidentified Human (Remains)", AG_REMAINS, NULL},
    {"Forensic, Unknown", AG_REMAINS, NULL},      {"Forensic Unknown", AG_REMAINS, NULL},
    {"Forensic Mixture", AG_REMAINS, NULL},       {"Forensic, Mixture", AG_REMAINS, NULL},
    {"Missing Person", AG_REFERENCE, NULL},       {"Biological Mother", AG_REFERENCE, "F"},
    {"Biological Father", AG_REFERENCE, "M"},     {"Biological Sibling", AG_REFERENCE, NULL},
    {"Biological Child", AG_REFERENCE, NULL},     {"Maternal Relative", AG_REFERENCE, NULL},
    {"Paternal Relative", AG_REFERENCE, NULL},    {"Spouse", AG_REFERENCE, NULL},
    {"Deceased", AG_ELIMINATION, NULL},           {"Elimination Known", AG_ELIMINATION, NULL},
    {"Elimination, Known", AG_ELIMINATION, NULL}, {"Suspect, Known", AG_ELIMINATION, NULL},
    {"Victim, Known", AG_ELIMINATION, NULL},      {"Staff", AG_ELIMINATION, NULL},
};

const ag_cmf_category *ag_cmf_find_category(ag_text name) {
    for (size_t i = 0; i < COUNT(categories); i++)
        if (ag_text_equal_fold(name, ag_text_of(categories[i].name))) return &categories[i];
    return NULL;
}

/* ---- Messages -------------------------------------------------------------------------------------------------- */

static int shown(ag_text text) { return text.n < 60 ? (int)text.n : 60; }
static long row_of(const reader *r) { return (long)XML_GetCurrentLineNumber(r->parser); }
static long column_of(const reader *r) { return (long)XML_GetCurrentColumnNumber(r->parser) + 1; }

static void stop(reader *r, const char *hint, const char *what) {
    ag_diagnose(r->c.diagnostics, AG_ERROR, r->c.file, row_of(r), column_of(r), hint, "%s", what);
    XML_StopParser(r->parser, XML_FALSE);
}

static void complain(reader *r, ag_severity severity, const char *hint, const char *what, ag_text about) {
    ag_diagnose(r->c.diagnostics, severity, r->c.file, row_of(r), column_of(r), hint, what, shown(about), about.at);
}

/* ---- Elements -------------------------------------------------------------------------------------------------- */

static element find_element(const char *name) {
    const size_t n = strlen(NAMESPACE);
    if (strncmp(name, NAMESPACE "|", n + 1) != 0) return NOTHING;
    for (element e = ROOT; e < ELEMENTS; e++)
        if (strcmp(name + n + 1, schema[e].name) == 0) return e;
    return NOTHING;
}

static const char *plain_name(const char *name) {
    const char *bar = strchr(name, '|');
    return bar ? bar + 1 : name;
}

static const char *attribute(const char **attributes, const char *name) {
    for (; attributes[0]; attributes += 2)
        if (strcmp(attributes[0], name) == 0) return attributes[1];
    return NULL;
}

/* Whether the element may stand here; says so if not. */
static bool check_place(reader *r, element e, const char *name) {
    open_element *parent = r->depth ? &r->open[r->depth - 1] : NULL;
    if (e == NOTHING || schema[e].parent != (parent ? parent->element : NOTHING)) {
        if (!parent) {
            stop(r, "export a CODIS CMF 3.2 or 3.3 import file",
                 "this is no CODIS file: the first element is not CODISImportFile of " NAMESPACE);
            return false;
        }
        complain(r, AG_ERROR, "see the CMF interface: only listed elements, each in its place",
                 "the element %.*s may not stand here", ag_text_of(plain_name(name)));
        return false;
    }
    if (!parent) return true;
    if (parent->last > e)
        complain(r, AG_ERROR, "the order of elements is fixed", "the element %.*s comes too late",
                 ag_text_of(schema[e].name));
    else if (parent->last == e && !schema[e].many)
        complain(r, AG_ERROR, "keep one of them", "the element %.*s stands twice", ag_text_of(schema[e].name));
    parent->last = e > parent->last ? e : parent->last;
    parent->seen |= 1u << e;
    return true;
}

static void start_specimen(reader *r, const char **attributes) {
    const char *partial = attribute(attributes, "PARTIAL");
    r->specimen = (specimen){.row = (uint32_t)row_of(r), .profile = AG_NOWHERE};
    r->specimen.case_id = ag_collect_text(&r->c, ag_text_trim(ag_text_of(attribute(attributes, "CASEID"))));
    r->specimen.partial = partial && (strcmp(partial, "true") == 0 || strcmp(partial, "1") == 0);
    if (r->specimen.case_id.n > AG_MAX_ID_BYTES) {
        complain(r, AG_ERROR, "at most 200 bytes", "the CASEID is too long: '%.*s…'", r->specimen.case_id);
        r->specimen.case_id.n = 0;
    }
}

static void XMLCALL on_start(void *user, const char *name, const char **attributes) {
    reader *r = user;
    const element e = r->skipped ? NOTHING : find_element(name);
    if (r->depth + r->skipped >= AG_MAX_XML_DEPTH - 1) {
        stop(r, "is this really a CODIS file?", "the elements are nested too deeply");
        return;
    }
    if (r->skipped || !check_place(r, e, name)) {
        r->skipped++;
        return;
    }
    r->open[r->depth++] = (open_element){.element = e, .row = row_of(r), .column = column_of(r)};
    ag_buffer_clear(&r->text);
    if (e == SPECIMEN) start_specimen(r, attributes);
    if (e == LOCUS) r->alleles = 0, r->locus = (ag_text){"", 0};
}

static void XMLCALL on_text(void *user, const char *bytes, int n) {
    reader *r = user;
    if (r->skipped || n <= 0) return;
    if (r->text.n + (size_t)n > AG_MAX_CELL_BYTES) {
        stop(r, "is this really a CODIS file?", "the text of an element is longer than 64 KiB");
        return;
    }
    ag_buffer_add(&r->text, bytes, (size_t)n);
}

static void XMLCALL on_doctype(void *user, const char *name, const char *system, const char *public, int internal) {
    (void)name, (void)system, (void)public, (void)internal;
    stop(user, "remove the <!DOCTYPE …>", "a document type declaration is refused");
}

/* ---- What the elements say ------------------------------------------------------------------------------------- */

static ag_text copy_text(reader *r) {
    return ag_collect_text(&r->c, ag_text_trim((ag_text){r->text.data ? r->text.data : "", r->text.n}));
}

/* CODIS writes ">20" for what is here "20>". */
static ag_text read_allele(reader *r, ag_text text) {
    bool good = text.n > 0 && text.n <= 16;
    for (size_t i = 0; i < text.n && good; i++) {
        const char c = text.at[i];
        good = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || memchr(".<>+-", c, 5);
    }
    if (!good) {
        complain(r, AG_ERROR, "15, 9.3, X or OL for example", "'%.*s' is not an allele", text);
        return (ag_text){"", 0};
    }
    if (text.at[0] != '>') return text;
    return ag_collect_join(&r->c, (ag_text){text.at + 1, text.n - 1}, ">", (ag_text){"", 0});
}

static void add_allele(reader *r, ag_text text) {
    const ag_text allele = read_allele(r, text);
    if (!allele.n) return;
    if (r->alleles == AG_CMF_ALLELES)
        complain(r, AG_ERROR, "at most 8", "the locus '%.*s' has too many alleles", r->locus);
    if (r->alleles < AG_CMF_ALLELES) r->allele[r->alleles++] = allele;
}

static ag_text cell_text(reader *r) {
    ag_text cell = r->allele[0];
    for (uint32_t i = 1; i < r->alleles; i++) cell = ag_collect_join(&r->c, cell, "/", r->allele[i]);
    if (r->alleles > 1 || ag_is_y_locus(r->locus) || ag_text_equal_fold(cell, AG_TEXT("OL"))) return cell;
    return ag_collect_join(&r->c, cell, "/", r->specimen.partial ? AG_TEXT("?") : cell);
}

static void note_sex(reader *r) {
    ag_batch_profile *p = &r->c.profile[r->specimen.profile];
    bool x = false, y = false;
    for (uint32_t i = 0; i < r->alleles; i++) {
        x |= ag_text_equal_fold(r->allele[i], AG_TEXT("X"));
        y |= ag_text_equal_fold(r->allele[i], AG_TEXT("Y"));
    }
    if (p->sex.n || !x || r->alleles > 2) return;
    if (y) p->sex = AG_TEXT("M");
    if (!y && (r->alleles == 2 || !r->specimen.partial)) p->sex = AG_TEXT("F");
}

static void end_locus(reader *r) {
    if (!r->locus.n || !r->alleles || r->specimen.profile == AG_NOWHERE) return;
    if (++r->specimen.loci == AG_CMF_LOCI_3_3 + 1)
        complain(r, AG_WARNING, "at most 64", "the specimen '%.*s' has more loci than CMF allows", r->specimen.id);
    const uint32_t locus = ag_collect_locus(&r->c, r->locus, (uint32_t)row_of(r));
    if (locus == AG_NOWHERE) return;
    if (ag_is_amelogenin(r->locus)) note_sex(r);
    ag_collect_cell(&r->c, r->specimen.profile, locus, cell_text(r), (uint32_t)row_of(r));
}

/* Id and category are known when the first locus starts. */
static void add_specimen(reader *r) {
    specimen *s = &r->specimen;
    const ag_cmf_category *category = ag_cmf_find_category(s->category);
    if (s->profile != AG_NOWHERE || !s->id.n) return;
    if (!category && s->category.n)
        complain(r, AG_WARNING, "it is compared and never proposed",
                 "the category '%.*s' is not known: the specimen goes to the elimination list", s->category);
    ag_batch_profile p = {.role = category ? category->role : AG_ELIMINATION, .sample = s->id, .row = s->row};
    if (s->partial) p.quality = AG_TEXT("partial");
    if (category) p.sex = ag_text_of(category->sex);
    if (p.role == AG_REFERENCE) {
        p.family = s->case_id.n ? s->case_id : s->id;
        p.person = s->id;
    }
    s->profile = ag_collect_profile(&r->c, &p);
    if (p.role != AG_REMAINS || !ag_text_equal_fold(s->category, AG_TEXT("Unidentified Person")))
        ag_collect_extra(&r->c, s->profile, AG_TEXT("provenance"), s->category, s->row);
    if (p.role != AG_REFERENCE) ag_collect_extra(&r->c, s->profile, AG_TEXT("case"), s->case_id, s->row);
    ag_collect_extra(&r->c, s->profile, AG_TEXT("note"), s->comment, s->row);
}

static void end_specimen(reader *r) {
    const specimen *s = &r->specimen;
    if (s->profile == AG_NOWHERE || r->c.profile[s->profile].role != AG_REFERENCE) return;
    const ag_batch_profile *p = &r->c.profile[s->profile];
    const bool missing = ag_text_equal_fold(s->category, AG_TEXT("Missing Person"));
    ag_collect_person(&r->c, &(ag_batch_person){.family = p->family,
                                                .person = p->person,
                                                .sex = p->sex,
                                                .missing = missing ? AG_TEXT("yes") : (ag_text){"", 0},
                                                .row = p->row});
    r->unrelated += !missing;
}

static void take_id(reader *r, ag_text id) {
    bool added = false;
    r->specimen.id = id;
    if (!id.n || id.n > AG_MAX_ID_BYTES) {
        complain(r, AG_ERROR, "1 to 24 bytes", "the SPECIMENID is missing or too long: '%.*s'", id);
        r->specimen.id.n = 0;
        return;
    }
    if (id.n > AG_CMF_ID_BYTES)
        complain(r, AG_WARNING, "at most 24 bytes", "the SPECIMENID '%.*s' is longer than CMF allows", id);
    if (!ag_map_add(&r->ids, id, 0, &added)) r->c.failed = true;
    if (!added) complain(r, AG_ERROR, "give each specimen an id of its own", "the SPECIMENID '%.*s' stands twice", id);
}

static void take_text(reader *r, element e) {
    const ag_text text = copy_text(r);
    if (e == HEADERVERSION && !ag_text_equal(text, AG_TEXT("3.2")) && !ag_text_equal(text, AG_TEXT("3.3")))
        complain(r, AG_WARNING, "3.2 and 3.3 are known", "the file says it is of version '%.*s'", text);
    if (e == MESSAGETYPE && !ag_text_equal_fold(text, AG_TEXT("Import")))
        complain(r, AG_ERROR, "export an import message", "the message type '%.*s' is not Import", text);
    if (e == SPECIMENID) take_id(r, text);
    if (e == SPECIMENCATEGORY) r->specimen.category = text;
    if (e == SPECIMENCOMMENT) r->specimen.comment = text;
    if (e == LOCUSNAME && !text.n) complain(r, AG_ERROR, "name the locus", "the LOCUSNAME is empty%.*s", text);
    if (e == LOCUSNAME) r->locus = text;
    if (e == ALLELEVALUE) add_allele(r, text);
}

static void check_children(reader *r, const open_element *o) {
    for (element e = ROOT; e < ELEMENTS; e++) {
        if (schema[e].parent != o->element || !schema[e].required || (o->seen & (1u << e))) continue;
        ag_diagnose(r->c.diagnostics, AG_ERROR, r->c.file, o->row, o->column, "see the CMF interface",
                    "the element %s has no %s%s", schema[o->element].name, schema[e].name,
                    e == SPECIMEN ? ": the file holds no profile" : "");
    }
}

static void XMLCALL on_end(void *user, const char *name) {
    reader *r = user;
    (void)name;
    if (r->skipped) {
        r->skipped--;
        return;
    }
    const open_element *o = &r->open[--r->depth];
    check_children(r, o);
    take_text(r, o->element);
    if (o->element == LOCUSNAME) add_specimen(r);
    if (o->element == LOCUS) end_locus(r);
    if (o->element == SPECIMEN) end_specimen(r);
    ag_buffer_clear(&r->text);
}

/* ---- The whole ------------------------------------------------------------------------------------------------- */

static void feed(reader *r, ag_text bytes) {
    enum { PIECE = 1 << 20 };
    for (;;) {
        const size_t n = bytes.n < PIECE ? bytes.n : PIECE;
        const enum XML_Status status = XML_Parse(r->parser, bytes.at, (int)n, n == bytes.n);
        if (status != XML_STATUS_OK) {
            const enum XML_Error code = XML_GetErrorCode(r->parser);
            if (code != XML_ERROR_ABORTED && code != XML_ERROR_NO_MEMORY)
                complain(r, AG_ERROR, "is the file complete?", "this is not well-formed XML: %.*s",
                         ag_text_of(XML_ErrorString(code)));
            r->c.failed |= code == XML_ERROR_NO_MEMORY;
            return;
        }
        if (n == bytes.n) return;
        bytes.at += n;
        bytes.n -= n;
    }
}

static void parse(reader *r, ag_text bytes) {
    /* The bytes are UTF-8 by now, whatever the declaration says. */
    r->parser = XML_ParserCreateNS("UTF-8", '|');
    if (!r->parser) {
        r->c.failed = true;
        return;
    }
    XML_SetUserData(r->parser, r);
    XML_SetElementHandler(r->parser, on_start, on_end);
    XML_SetCharacterDataHandler(r->parser, on_text);
    XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
    feed(r, bytes);
    XML_ParserFree(r->parser);
    if (r->unrelated)
        ag_diagnose(r->c.diagnostics, AG_WARNING, r->c.file, 0, 0, "state father and mother in families.csv",
                    "the format carries no pedigree: %zu relatives stand in their families without parents",
                    r->unrelated);
}

ag_status ag_cmf_parse(ag_text bytes, const char *name, ag_batch *batch, ag_diagnostics *d) {
    const size_t errors = d->errors;
    ag_file file;
    ag_status status = ag_file_of_bytes(name, bytes.at, bytes.n, &file, NULL);
    if (status == AG_OK) status = ag_file_decode(&file, d, NULL);
    if (status != AG_OK) {
        ag_file_deinit(&file);
        return status;
    }
    reader r = {.specimen.profile = AG_NOWHERE};
    ag_collector_init(&r.c, batch, d, name);
    parse(&r, (ag_text){file.at, file.n});
    r.c.failed |= r.text.failed;
    status = ag_collect_finish(&r.c);
    if (status == AG_OK && d->errors > errors) status = AG_BAD_INPUT;
    ag_buffer_deinit(&r.text);
    ag_map_deinit(&r.ids);
    ag_collector_deinit(&r.c);
    ag_file_deinit(&file);
    return status;
}
