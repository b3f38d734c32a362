/* Familias `.fam`, the DVI part: sections nested by the depth of their brackets, "Key= Value" within. See familias.h.
 *
 *     [DVI] [[Unidentified persons]] [[[Person 1 ]]] [[[[DNA data]]]]
 *           [[Reference Families]] [[[Family 1 ]]] [[[[Persons]]]] [[[[[Person 1]]]]] [[[[[[DNA data]]]]]]
 *                                                  [[[[Pedigrees]]]] [[[[[Pedigree 1]]]]]
 *
 * A heading at depth k closes what is open at k and deeper; closing a person or a family hands it on. Counts that the
 * file announces are compared with what came, so a truncated file is an error and not a smaller incident.
 */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "formats/familias_reader.h"
#include "formats/families.h"

#include "base/banned.h"

typedef enum section {
    FILE_TOP,
    DVI,
    UNIDENTIFIED,
    REMAINS,
    NOTES,
    FAMILIES,
    FAMILY,
    PERSONS,
    PERSON,
    DNA,
    PEDIGREES,
    PEDIGREE,
    DIRECT,
    SKIPPED,
    UNKNOWN
} section;

/* What may stand in what; SKIPPED: settings of the program that say nothing about the case. */
static const struct {
    section parent;
    const char *name;
    section section;
} layout[] = {
    {FILE_TOP, "DVI", DVI},
    {FILE_TOP, "Prior", SKIPPED},
    {FILE_TOP, "Advanced", SKIPPED},
    {DVI, "Unidentified persons", UNIDENTIFIED},
    {DVI, "Notes", NOTES},
    {DVI, "Reference Families", FAMILIES},
    {UNIDENTIFIED, "Person", REMAINS},
    {REMAINS, "DNA data", DNA},
    {FAMILIES, "Family", FAMILY},
    {FAMILY, "Persons", PERSONS},
    {FAMILY, "Pedigrees", PEDIGREES},
    {PERSONS, "Person", PERSON},
    {PERSON, "DNA data", DNA},
    {PEDIGREES, "Pedigree", PEDIGREE},
    {SKIPPED, "Direct/Identity", DIRECT},
    {SKIPPED, "", SKIPPED},
};

enum { DEPTH_MAX = 6 };

typedef struct open_section {
    section section;
    uint32_t row;
    int64_t announced, found; /* announced < 0: not */
} open_section;

typedef struct named_relation {
    ag_text parent, child;
    uint32_t row;
} named_relation;

typedef struct named_pedigree {
    ag_text name;
    size_t first, relations;
    uint32_t row;
} named_pedigree;

typedef struct dvi {
    ag_fam_reader *r;
    open_section open[DEPTH_MAX + 1];
    int depth;
    ag_fam_person person; /* the one that is open */
    ag_text system, allele[2];
    uint32_t system_row;
    ag_fam_family family;
    ag_map name; /* of the family's persons, as relations call them → index */
    named_relation *relation;
    named_pedigree *pedigree;
    size_t relations, pedigrees, relation_capacity, pedigree_capacity;
    size_t notes;
    uint32_t placeholder; /* "Missing person" */
} dvi;

/* ---- Persons --------------------------------------------------------------------------------------------------- */

static void close_system(dvi *v) {
    ag_fam_reader *r = v->r;
    if (!v->system_row) return;
    const ag_text text = ag_fam_genotype(r, v->allele[0], v->allele[1], v->system_row);
    const bool new = text.n &&ag_collect_find_locus(&r->c, v->system) == AG_NOWHERE;
    const uint32_t locus = text.n ? ag_collect_locus(&r->c, v->system, v->system_row) : AG_NOWHERE;
    if (new &&locus != AG_NOWHERE)
        ag_fam_warn(r, v->system_row, "add its frequencies", "the locus '%.*s' is not in the database of the file",
                    ag_fam_shown(v->system), v->system.at);
    if (locus != AG_NOWHERE) ag_fam_add_cell(r, (ag_fam_cell){.locus = locus, .row = v->system_row, .text = text});
    v->system_row = 0;
    v->system = v->allele[0] = v->allele[1] = (ag_text){"", 0};
}

static void open_person(dvi *v) { v->person = (ag_fam_person){.row = v->r->row, .first_cell = v->r->cells}; }

static void close_remains(dvi *v) {
    ag_fam_reader *r = v->r;
    const ag_fam_person *p = &v->person;
    bool added = false;
    if (!ag_fam_check_name(r, p->name, p->row, "an unidentified person")) return;
    if (!ag_map_add(&r->remains, p->name, 0, &added)) r->c.failed = true;
    if (!added)
        ag_fam_error(r, p->row, "give each a name of its own", "two unidentified persons are called '%.*s'",
                     ag_fam_shown(p->name), p->name.at);
    const ag_batch_profile profile = {
        .role = AG_REMAINS, .sample = p->name, .sex = p->sex, .quality = AG_TEXT("good"), .row = p->row};
    const uint32_t at = ag_collect_profile(&r->c, &profile);
    for (size_t i = p->first_cell; i < r->cells; i++)
        ag_collect_cell(&r->c, at, r->cell[i].locus, r->cell[i].text, r->cell[i].row);
    r->cells = p->first_cell;
}

static void close_relative(dvi *v) {
    ag_fam_reader *r = v->r;
    bool added = false;
    if (!ag_fam_check_name(r, v->person.name, v->person.row, "a family member")) return;
    v->person.cells = r->cells - v->person.first_cell;
    const uint32_t at = ag_fam_add_person(r, &v->family, &v->person);
    if (at == AG_NOWHERE) return;
    if (!ag_map_add(&v->name, v->person.name, at, &added)) r->c.failed = true;
}

/* ---- Families -------------------------------------------------------------------------------------------------- */

static void open_family(dvi *v) {
    ag_fam_family_deinit(&v->family);
    ag_map_deinit(&v->name);
    ag_map_init(&v->name);
    v->family.row = v->r->row;
    v->relations = v->pedigrees = 0;
    v->placeholder = AG_NOWHERE;
}

static bool is_reference_pedigree(const named_pedigree *ped) {
    return ag_text_equal_fold(ped->name, AG_TEXT("Reference pedigree"));
}

/* The first template; the reference pedigree only where there is nothing else. */
static const named_pedigree *choose_tree(const dvi *v) {
    for (size_t i = 0; i < v->pedigrees; i++)
        if (!is_reference_pedigree(&v->pedigree[i])) return &v->pedigree[i];
    return v->pedigrees ? v->pedigree : NULL;
}

static ag_text relation_key(dvi *v, const named_relation *relation) {
    return ag_collect_join(&v->r->c, relation->parent, "\n", relation->child);
}

/* What other pedigrees of the family say and the chosen one does not. */
static void compare_pedigrees(dvi *v, const named_pedigree *tree) {
    ag_map known;
    bool added;
    size_t further = 0;
    if (v->pedigrees < 2) return;
    ag_map_init(&known);
    for (size_t i = 0; i < tree->relations; i++)
        if (!ag_map_add(&known, relation_key(v, &v->relation[tree->first + i]), 0, &added)) v->r->c.failed = true;
    for (size_t k = 0; k < v->pedigrees; k++) {
        const named_pedigree *ped = &v->pedigree[k];
        size_t differs = !is_reference_pedigree(ped) && ped->relations != tree->relations;
        for (size_t i = 0; i < ped->relations; i++)
            differs += !ag_map_find(&known, relation_key(v, &v->relation[ped->first + i]));
        further += ped != tree && differs;
    }
    ag_map_deinit(&known);
    if (further)
        ag_fam_warn(v->r, v->family.row, "make a family of each if they matter",
                    "family '%.*s' has %zu further pedigrees that differ; only '%.*s' is read",
                    ag_fam_shown(v->family.name), v->family.name.at, further, ag_fam_shown(tree->name), tree->name.at);
}

/* "A (Direct/Identity)" → "A": a relation between twins. Trimmed like every name, or nobody listed would match it. */
static bool cut_twin_mark(ag_text *name) {
    const size_t n = sizeof " (Direct" - 1;
    if (!name->n || name->at[name->n - 1] != ')') return false;
    for (size_t i = name->n; i-- > n;)
        if (name->at[i - n] == ' ' && memcmp(name->at + i - n, " (Direct", n) == 0) {
            *name = ag_text_trim((ag_text){name->at, i - n});
            return true;
        }
    return false;
}

/* A person whom nobody listed. */
static uint32_t create_person(dvi *v, ag_text name, uint32_t row) {
    bool added = false;
    if (!ag_fam_check_name(v->r, name, row, "a relative")) return AG_NOWHERE;
    const uint32_t at = ag_fam_add_person(v->r, &v->family, &(ag_fam_person){.name = name, .row = row});
    if (at != AG_NOWHERE && !ag_map_add(&v->name, name, at, &added)) v->r->c.failed = true;
    return at;
}

static uint32_t find_placeholder(dvi *v, ag_text name, uint32_t row) {
    for (uint32_t i = 0; v->placeholder == AG_NOWHERE && i < v->family.persons; i++)
        if (!v->family.person[i].mentioned && ag_is_missing_name(v->family.person[i].name)) v->placeholder = i;
    if (v->placeholder == AG_NOWHERE) v->placeholder = create_person(v, name, row);
    return v->placeholder;
}

static uint32_t find_person(dvi *v, ag_text name, uint32_t row) {
    const uint32_t *at = ag_map_find(&v->name, name);
    if (at) return *at;
    return ag_text_equal_fold(name, AG_TEXT("Missing person")) ? find_placeholder(v, name, row)
                                                               : create_person(v, name, row);
}

static void mention(dvi *v, ag_text name) {
    const uint32_t *at = ag_map_find(&v->name, name);
    if (!at && cut_twin_mark(&name)) at = ag_map_find(&v->name, name);
    if (at) v->family.person[*at].mentioned = true;
}

static void add_relations(dvi *v, const named_pedigree *tree) {
    for (size_t i = 0; i < tree->relations; i++) {
        mention(v, v->relation[tree->first + i].parent);
        mention(v, v->relation[tree->first + i].child);
    }
    for (size_t i = 0; i < tree->relations && !v->r->broken; i++) {
        const named_relation *named = &v->relation[tree->first + i];
        ag_text parent = named->parent;
        const bool twins = !ag_map_find(&v->name, parent) && cut_twin_mark(&parent);
        const ag_fam_relation relation = {.parent = find_person(v, parent, named->row),
                                          .child = find_person(v, named->child, named->row),
                                          .row = named->row,
                                          .twins = twins};
        if (relation.parent != AG_NOWHERE && relation.child != AG_NOWHERE)
            ag_fam_add_relation(v->r, &v->family, relation);
    }
}

static void close_family(dvi *v) {
    const named_pedigree *tree = choose_tree(v);
    if (!ag_fam_check_name(v->r, v->family.name, v->family.row, "a family")) return;
    if (tree) {
        add_relations(v, tree);
        compare_pedigrees(v, tree);
    }
    if (!v->r->broken) ag_fam_place(v->r, &v->family);
    v->r->cells = 0;
}

/* ---- Sections -------------------------------------------------------------------------------------------------- */

static void open_pedigree(dvi *v) {
    if (!ag_collect_room((void **)&v->pedigree, v->pedigrees, &v->pedigree_capacity, sizeof *v->pedigree)) {
        v->r->c.failed = v->r->broken = true;
        return;
    }
    v->pedigree[v->pedigrees++] = (named_pedigree){.first = v->relations, .row = v->r->row};
}

static void on_open(dvi *v, section s) {
    if (s == REMAINS || s == PERSON) open_person(v);
    if (s == FAMILY) open_family(v);
    if (s == PEDIGREE) open_pedigree(v);
}

static void close_section(dvi *v) {
    static const char *const word[] = {
        [UNIDENTIFIED] = "persons", [FAMILIES] = "families",   [PERSONS] = "persons",
        [DNA] = "systems",          [PEDIGREES] = "pedigrees", [PEDIGREE] = "relations",
    };
    const open_section *o = &v->open[v->depth];
    if (o->section == DNA) close_system(v);
    if (o->announced >= 0 && o->announced != o->found && o->section <= PEDIGREE && word[o->section])
        ag_fam_error(v->r, o->row, "is the file complete?", "%lld %s are announced and %lld follow",
                     (long long)o->announced, word[o->section], (long long)o->found);
    if (o->section == REMAINS) close_remains(v);
    if (o->section == PERSON) close_relative(v);
    if (o->section == FAMILY) close_family(v);
    v->depth--;
}

/* Depth of a heading and the words in it; 0: the line is none. */
static int parse_heading(ag_text line, ag_text *name) {
    size_t left = 0, right = 0;
    while (left < line.n && line.at[left] == '[') left++;
    while (right < line.n && line.at[line.n - 1 - right] == ']') right++;
    if (!left || left != right || left + right >= line.n || left > DEPTH_MAX) return 0;
    *name = ag_text_trim((ag_text){line.at + left, line.n - left - right});
    return (int)left;
}

/* "Person" fits "Person 12". */
static bool fits(ag_text name, const char *pattern) {
    const size_t n = strlen(pattern);
    if (n == 0) return true;
    if (name.n < n || memcmp(name.at, pattern, n) != 0) return false;
    for (size_t i = n; i < name.n; i++)
        if (name.at[i] != ' ' && (name.at[i] < '0' || name.at[i] > '9')) return false;
    return true;
}

static section find_section(section parent, ag_text name) {
    for (size_t i = 0; i < sizeof layout / sizeof *layout; i++)
        if (layout[i].parent == parent && fits(name, layout[i].name)) return layout[i].section;
    return UNKNOWN;
}

static void open_section_at(dvi *v, int depth, section s, ag_text name) {
    while (v->depth >= depth) close_section(v);
    open_section *parent = &v->open[v->depth];
    if (v->depth != depth - 1) s = UNKNOWN;
    if (s == UNKNOWN && parent->section != UNKNOWN)
        ag_fam_warn(v->r, v->r->row, "was the file changed by hand?", "the section '%.*s' is not known and is left out",
                    ag_fam_shown(name), name.at);
    /* Directly below what is open, so that what it holds is left out with it. */
    v->depth = v->depth + 1;
    v->open[v->depth] = (open_section){.section = s, .row = v->r->row, .announced = -1};
    if (s == REMAINS || s == PERSON || s == FAMILY || s == PEDIGREE) parent->found++;
    on_open(v, s);
}

/* Notes are free text; they end only at a heading of the layout. */
static bool is_note(const dvi *v, int depth, ag_text name) {
    if (v->open[v->depth].section != NOTES) return false;
    if (depth == 1) return find_section(FILE_TOP, name) == UNKNOWN;
    return depth != 2 || find_section(DVI, name) == UNKNOWN;
}

/* ---- Lines ----------------------------------------------------------------------------------------------------- */

static bool split_line(ag_text line, ag_text *key, ag_text *value) {
    const char *equals = line.n ? memchr(line.at, '=', line.n) : NULL;
    if (!equals) return false;
    const size_t n = (size_t)(equals - line.at);
    *key = ag_text_trim((ag_text){line.at, n});
    *value = ag_text_trim((ag_text){equals + 1, line.n - n - 1});
    return true;
}

static void read_count(dvi *v, ag_text value) {
    open_section *o = &v->open[v->depth];
    if (!ag_parse_int(value, &o->announced) || o->announced < 0)
        ag_fam_error(v->r, v->r->row, "write a whole number", "here a number should stand, not '%.*s'",
                     ag_fam_shown(value), value.at);
}

static void read_person_line(dvi *v, ag_text key, ag_text value) {
    if (ag_text_equal(key, AG_TEXT("Name")))
        v->person.name = ag_collect_text(&v->r->c, value);
    else if (ag_text_equal(key, AG_TEXT("Gender")) && ag_text_equal(value, AG_TEXT("Male")))
        v->person.sex = AG_TEXT("M");
    else if (ag_text_equal(key, AG_TEXT("Gender")) && ag_text_equal(value, AG_TEXT("Female")))
        v->person.sex = AG_TEXT("F");
    else if (!ag_text_equal(key, AG_TEXT("Gender")))
        ag_fam_warn(v->r, v->r->row, NULL, "'%.*s' of a person is not known and is left out", ag_fam_shown(key),
                    key.at);
    else if (value.n && !ag_text_equal(value, AG_TEXT("Unknown")))
        ag_fam_error(v->r, v->r->row, "Male, Female or Unknown", "'%.*s' is no sex", ag_fam_shown(value), value.at);
}

static void read_dna_line(dvi *v, ag_text key, ag_text value) {
    if (ag_text_equal(key, AG_TEXT("SystemName"))) {
        close_system(v);
        v->system = value;
        v->system_row = v->r->row;
        v->open[v->depth].found++;
    } else if (ag_text_equal(key, AG_TEXT("Allele1")) || ag_text_equal(key, AG_TEXT("Allele2"))) {
        v->allele[key.at[6] - '1'] = value;
    } else {
        ag_fam_warn(v->r, v->r->row, NULL, "'%.*s' of a genotype is not known and is left out", ag_fam_shown(key),
                    key.at);
    }
}

static void read_pedigree_line(dvi *v, ag_text key, ag_text value) {
    if (!v->pedigrees) return;
    named_pedigree *ped = &v->pedigree[v->pedigrees - 1];
    if (ag_text_equal(key, AG_TEXT("Name"))) {
        ped->name = ag_collect_text(&v->r->c, value);
    } else if (ag_text_equal(key, AG_TEXT("Parent"))) {
        if (!ag_collect_room((void **)&v->relation, v->relations, &v->relation_capacity, sizeof *v->relation)) {
            v->r->c.failed = v->r->broken = true;
            return;
        }
        v->relation[v->relations++] = (named_relation){.parent = ag_collect_text(&v->r->c, value), .row = v->r->row};
        ped->relations++;
        v->open[v->depth].found++;
    } else if (ag_text_equal(key, AG_TEXT("Child")) && ped->relations && !v->relation[v->relations - 1].child.n) {
        v->relation[v->relations - 1].child = ag_collect_text(&v->r->c, value);
    } else {
        ag_fam_error(v->r, v->r->row, "Parent= and Child= in turn", "'%.*s' is out of place in a pedigree",
                     ag_fam_shown(key), key.at);
    }
}

static void read_direct_line(dvi *v, ag_text key, ag_text value) {
    double number = 0;
    if (ag_parse_double(value, &number) && number > 0)
        ag_fam_warn(v->r, v->r->row, "set it in incident.json if it is wanted",
                    "%.*s %g is meant for Familias' direct comparison only and not taken over", ag_fam_shown(key),
                    key.at, number);
}

static void read_line(dvi *v, ag_text line) {
    ag_text key, value;
    const section s = v->open[v->depth].section;
    if (s == NOTES) v->notes += line.n > 0 && !ag_text_starts(line, AG_TEXT("nFamilies="));
    if (!line.n || s == NOTES || s == SKIPPED || s == UNKNOWN) return;
    if (!split_line(line, &key, &value)) {
        ag_fam_error(v->r, v->r->row, "write Key= Value", "the line '%.*s' is not of the form Key= Value",
                     ag_fam_shown(line), line.at);
        return;
    }
    const bool counts =
        s == UNIDENTIFIED || s == FAMILIES || s == PERSONS || s == PEDIGREES || s == PEDIGREE || s == DNA;
    if (counts && key.n > 1 && key.at[0] == 'n')
        read_count(v, value);
    else if (s == FAMILY && ag_text_equal(key, AG_TEXT("Name")))
        v->family.name = ag_collect_text(&v->r->c, value);
    else if (s == REMAINS || s == PERSON)
        read_person_line(v, key, value);
    else if (s == DNA)
        read_dna_line(v, key, value);
    else if (s == PEDIGREE)
        read_pedigree_line(v, key, value);
    else if (s == DIRECT)
        read_direct_line(v, key, value);
    else
        ag_fam_warn(v->r, v->r->row, NULL, "'%.*s' is not known here and is left out", ag_fam_shown(key), key.at);
}

void ag_fam_read_dvi(ag_fam_reader *r, ag_text first_line) {
    dvi v = {.r = r, .open[0] = {.section = FILE_TOP, .announced = -1}};
    ag_text line = first_line, name;
    r->cells = 0; /* those of part one have been placed */
    do {
        const int depth = parse_heading(line, &name);
        if (depth && !is_note(&v, depth, name))
            open_section_at(&v, depth, find_section(v.depth >= depth - 1 ? v.open[depth - 1].section : UNKNOWN, name),
                            name);
        else
            read_line(&v, line);
    } while (!r->broken && ag_fam_line(r, &line));
    while (v.depth > 0) close_section(&v);
    if (v.notes) ag_fam_warn(r, 0, "keep the original", "%zu lines of notes about families are left out", v.notes);
    ag_fam_family_deinit(&v.family);
    ag_map_deinit(&v.name);
    free(v.relation);
    free(v.pedigree);
}
