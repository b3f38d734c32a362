/* The table of rules. Numbers L, E, I, P, S are those of the design's casework; K (numbers and labels, 2.3), G
 * (guidance, 1.2), H (handling of remains, 8.2), D (disposition, 8.5) and A (access, from casebook) are ours, with the
 * section that states them as source. */
#include "casebook/rules.h"

#include <string.h>

#include "base/banned.h"

const ag_rule ag_rules[] = {
    /* L: law (1.1) */
    {"L2",
     "Each dead person's Power, number, names, birth, particulars of card or disc, date and place of death, and its "
     "cause are "
     "recorded as far as possible.",
     "GC I 16(1)-(2)", 'V', AG_HOLDS_FACT, "the particulars of GC I 16 and GC III 122 that are not recorded are named"},
    {"L10",
     "The Power's bureau also needs rank, first name of the father, maiden name of the mother, and whom to inform.",
     "GC III 122(4)", 'V', AG_HOLDS_FIELD, "the particulars of GC I 16 and GC III 122 that are not recorded are named"},

    /* G: guidance (1.2, 1.3) */

    /* K: numbers and labels (2.3) */

    /* E: evidence and sources (3) */

    /* H: handling of remains (8.2) */

    /* I: identification (8.3) */

    /* D, P: disposition (8.5) */

    /* S: status of persons (8.6) */
    {"S1",
     "A status follows from accepted statements and confirmed identifications by one function; notes do not move it.",
     "Person Finder #85", 'V', AG_HOLDS_FACT, "a status follows from statements that stand and from nothing else"},
    {"S2", "Absence, presumed death and death in law are apart from what happened.", "ICRC Model Law on the Missing",
     'V', AG_HOLDS_FACT, "a legal act is shown apart from the status"},
    {"S3", "A State's certificate of death is a claim that somebody died; it does not establish the death.",
     "casework 8.6", 'M', AG_HOLDS_FACT, "a State's certificate of death stays a claim"},
    {"S4", "Whoever is found alive is owed for the whole time, and what was paid is not taken back.", "10 USC 1511",
     'V', AG_HOLDS_LATER, NULL},
    {"S5", "That a State acknowledges a person is recorded by State and date.", "casework 8.6", 'M', AG_HOLDS_LATER,
     NULL},
    {"N4", "A link is never a merge: both records stay, and what joins them can be undone.", "casework 4.1", 'V',
     AG_HOLDS_STATE, "a duplicate keeps its record and can be taken back"},

    /* A: access and protection of people (casebook) */
    {"A1", "nobody does what his role does not allow", "casebook, People and roles", 'V', AG_HOLDS_GUARD,
     "nobody does what his role does not allow: all actions and roles"},
    {"A2", "somebody must be able to let people in: the last administrator stays", "casebook, People and roles", 'V',
     AG_HOLDS_GUARD, "the last administrator can neither retire nor lose the role"},
    {"A3", "what passes from hand to hand is signed by both sides", "casework 8.1, CustodyEvent", 'V', AG_HOLDS_GUARD,
     "what passes from hand to hand is signed by both sides, or on paper that is kept"},
    {"A4", "every read of a sealed field leaves an entry", "casebook, People and roles", 'V', AG_HOLDS_STATE,
     "every read of a sealed field leaves an entry, and who may not read gets nothing"},
    {"A5", "erasing a key removes the data and leaves the proof", "casebook, Journal first", 'V', AG_HOLDS_STATE,
     "an erased field is gone for good and the chain still verifies"},
    {"A6", "where two sites have spoken of one subject both stand, and a person decides", "casebook, Journal first",
     'V', AG_HOLDS_STATE, "two sites that worked apart merge and nothing is overwritten"},
    {"A7", "time does not go back in the journal", "casebook, Journal first", 'V', AG_HOLDS_STATE,
     "a clock that jumps back is refused until somebody says what was wrong"},
    {"A11", "Where a living person is, and how, is read and passed on with that person's own recorded consent alone.",
     "casebook, Protection of people", 'V', AG_HOLDS_GUARD,
     "whereabouts of the living open on their own consent alone"},
    {"A12", "That somebody was found alive sends no notice; a case officer decides.", "casebook, Protection of people",
     'V', AG_HOLDS_CLOCK, "somebody found alive waits for a case officer and nobody is told"},
    {"A13", "Nobody is contacted while a risk flag stands for him or his family.", "casebook, Protection of people",
     'V', AG_HOLDS_GUARD, "a risk flag of the family forbids contact until it is lifted"},
    {"A14", "A donor's profile is recorded while his consent to a search stands.", "casebook, Protection of people",
     'V', AG_HOLDS_GUARD, "a profile without its donor's consent is refused"},
    {"A15", "Withdrawn consent removes the keys of the donor's profiles for good.", "casebook, Protection of people",
     'V', AG_HOLDS_STATE, "withdrawn consent erases the donor's profiles and the proof holds"},
    {"A16", "Samples and profiles of unidentified remains are kept while anyone may be missing.",
     "casebook, Protection of people", 'V', AG_HOLDS_GUARD, "a sample of unidentified remains is never destroyed"},
    {"A17", "A relative's sample is destroyed on closure or request, with an entry that says so.",
     "casebook, Protection of people", 'V', AG_HOLDS_GUARD, "a relative's sample is destroyed on a ground that holds"},
    {"A18", "A living person's profile enters as reference or elimination, never as remains.",
     "casebook, Protection of people", 'V', AG_HOLDS_GUARD, "only what was taken from remains is remains"},
    {"A19", "identify proposes and never confirms; what contradicts a confirmed identification is an alarm.",
     "casebook, Protection of people", 'V', AG_HOLDS_FACT,
     "a new profile that contradicts a solved case raises an alarm once"},
    {"A20", "Consent is of one giver, and for this search only unless it says more.", "casebook, Protection of people",
     'V', AG_HOLDS_GUARD, "consent is for this search only when nothing is said"},
    {"A21", "Genotypes are read by analyst and reviewer alone.", "genetics 11", 'V', AG_HOLDS_FIELD,
     "genotypes stay closed to all but analyst and reviewer"},
    {"A22", "Gifts that come with pressure are a risk, not a payment.", "casebook, Protection of people", 'V',
     AG_HOLDS_FIELD, "a risk flag of the family forbids contact until it is lifted"},
    {"A23", "A pedigree is of one family, without circles, and grows while the family is open.", "genetics 11", 'V',
     AG_HOLDS_GUARD, "a pedigree takes no circle and nobody of another family"},
    {"A24", "A cover identity names whom it hides or on what remains it was found; it proves no name.", "casework 0.6",
     'V', AG_HOLDS_GUARD, "a cover identity says on whom or on what it was found"},

    {0},
};

const ag_rule *ag_rule_find(const char *number) {
    for (const ag_rule *rule = ag_rules; rule->number; rule++)
        if (strcmp(rule->number, number) == 0) return rule;
    return NULL;
}
