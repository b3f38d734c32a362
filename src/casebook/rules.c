/* The table of rules. Numbers L, E, I, P, S are those of the design's casework; K (numbers and labels, 2.3), G
 * (guidance, 1.2), H (handling of remains, 8.2), D (disposition, 8.5) and A (access, from casebook) are ours, with the
 * section that states them as source. */
#include "casebook/rules.h"

#include <string.h>

#include "base/banned.h"

const ag_rule ag_rules[] = {
    /* L: law (1.1) */
    {"L1", "search for the dead without delay, at all times and after each engagement", "GC I 15(1)", 'V', AG_HOLDS_CLOCK,
     "a search stays open until it is closed with a reason, and a report is due every week"},
    {"L3", "what the dead had with them is sent on in sealed packets, with particulars of the owner and a complete list", "GC I 16(3)-(4)", 'V', AG_HOLDS_GUARD,
     "a packet is sealed with a complete list of what is in it, or not at all"},
    {"L4", "before burial: examine, confirm death, report; half the double disc, or the single disc, stays on the body", "GC I 17(1)", 'V', AG_HOLDS_GUARD,
     "nothing is buried that was not examined, and the disc stays on the body"},

    /* G: guidance (1.2, 1.3) */
    {"G1", "every body has a unique number, a label on itself and on its bag, and photographs", "PAHO/WHO/ICRC/IFRC 2016; IFRC KSANKBOD01", 'V', AG_HOLDS_GUARD,
     "remains are recovered with the number read off the label, two labels and photographs"},
    {"G2", "a part found apart gets a number of its own", "PAHO/WHO/ICRC/IFRC 2016", 'V', AG_HOLDS_STATE,
     "a part gets a number of its own and what it was split from stays"},
    {"G3", "look for explosives before anything else", "Odesa practice (1.3)", 'V', AG_HOLDS_GUARD,
     "nobody examines remains that were not checked for explosives"},

    /* K: numbers and labels (2.3) */
    {"K1", "a number has 19 digits: day, institution, serial and a check digit; a suffix for parts, samples and effects", "casework 2.3; ISO 7064", 'V', AG_HOLDS_GUARD,
     "a number with one wrong digit is refused"},
    {"K2", "a number is never given again; a void one stays void, with the reason", "casework 2.3", 'V', AG_HOLDS_GUARD,
     "a number that is void or spoiled is never given again"},
    {"K3", "a label bears the number and a proof that it is ours; no name, no nationality", "casework 2.3", 'V', AG_HOLDS_FACT,
     "a label shows the number and a proof and nothing else"},
    {"K4", "numbers of others are kept as they are written, with whose they are", "casework 2.3", 'V', AG_HOLDS_GUARD,
     "numbers of others are kept as they are written"},

    /* E: evidence and sources (3) */

    /* H: handling of remains (8.2) */
    {"H1", "a recovery is planned when the hazards are known", "casework 8.2", 'V', AG_HOLDS_GUARD,
     "no recovery is planned before the hazards are assessed"},
    {"H2", "what cannot be reached now is looked at again every six months", "casework 8.2", 'V', AG_HOLDS_CLOCK,
     "what cannot be reached is due again after six months"},
    {"H3", "remains are received by an event that both sides sign", "casework 8.2", 'V', AG_HOLDS_GUARD,
     "remains are received by both sides, or with the container they are in"},
    {"H6", "an examination takes a sample for DNA, or says why it cannot", "casework 8.2", 'V', AG_HOLDS_GUARD,
     "an examination takes a sample or says why it cannot"},
    {"H7", "what was examined may be split; the part and what it came from both stay", "casework 8.2", 'V', AG_HOLDS_GUARD,
     "a part gets a number of its own and what it was split from stays"},
    {"H8", "what is asserted to be of one person can be: each bone once, one age, one DNA profile", "genetics 8; casework 8.1", 'V', AG_HOLDS_GUARD,
     "what cannot be of one person is not asserted to be"},
    {"H9", "what is in a container goes where the container goes, and is taken out before it goes elsewhere", "casework 8.1; 3.3", 'V', AG_HOLDS_GUARD,
     "what is in a container goes with it"},
    {"H10", "every change of hands joins on to the one before it; a gap is recorded, shown for ever, and can be explained", "casework 8.2; ISO 21043-2", 'V', AG_HOLDS_FACT,
     "an event that does not join on is a gap that an explanation does not remove"},
    {"H11", "remains go to the family after an identification that is confirmed, and with their consent", "casework 8.2", 'V', AG_HOLDS_GUARD,
     "nothing is released that is not identified and confirmed"},
    {"H12", "what is on hold stays", "casework 8.5 P2", 'V', AG_HOLDS_GUARD,
     "what is on hold is not handed over"},
    {"H14", "how many people remains are of at least is computed, with the reason", "casework 8.1; White and Folkens 2005", 'V', AG_HOLDS_FACT,
     "one bag with three people and one person in three bags both have their minimum number of individuals"},
    {"H15", "a bone is named by a word of the list, so that it can be counted", "genetics 8", 'V', AG_HOLDS_GUARD,
     "a bone that is no word of the list is refused"},

    /* I: identification (8.3) */

    /* R: repatriation and handovers (8.4) */
    {"R6", "a handover has the sender's list, the receiver's count, both signatures, and a signed note of each difference", "casework 8.4", 'V', AG_HOLDS_GUARD,
     "a handover is reconciled when every difference is signed, not before"},
    {"R7", "what is of the sender's own side goes to a return claim", "casework 8.4", 'V', AG_HOLDS_STATE,
     "what belongs to the sender's own side is claimed and returned"},

    /* D, P: disposition (8.5) */

    /* S: status of persons (8.6) */

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

    {0},
};

const ag_rule *ag_rule_find(const char *number) {
    for (const ag_rule *rule = ag_rules; rule->number; rule++)
        if (strcmp(rule->number, number) == 0) return rule;
    return NULL;
}
