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
    {"L5",
     "No cremation but for imperative hygiene or the religion of the deceased, for prisoners of war also their own "
     "wish; the reasons are written down in detail. A State's consent is no ground.",
     "GC I 17(2), GC III 120(5)", 'V', AG_HOLDS_GUARD,
     "cremation needs hygiene certified by a physician, the religion of the deceased, or a prisoner's own wish"},
    {"L6",
     "Graves are respected, grouped by nationality, maintained and marked so that they can always be found; ashes are "
     "kept until the wishes of the home country are known.",
     "GC I 17(3)", 'V', AG_HOLDS_GUARD, "a grave is recorded so that it can be found, and is visited every year"},
    {"L7", "Lists of graves are exchanged: exact location and marking, and who lies in them.", "GC I 17(4)", 'V',
     AG_HOLDS_GUARD, "who was told of a grave is recorded, with how many lay in it then"},
    {"L14",
     "Remains go home at the request of the home country or, unless that country objects, of the next of kin; access "
     "to graves and their protection are agreed upon.",
     "AP I 34(2)", 'M', AG_HOLDS_FIELD, "exhumation needs a ground and the place of re-interment"},
    {"L15",
     "Where the home country has not accepted an offer of return for five years, the host's own law on cemeteries may "
     "apply after due notice.",
     "AP I 34(3)", 'M', AG_HOLDS_GUARD,
     "the host's own law applies five years after an unanswered offer and not before"},
    {"L16",
     "Exhumation only by agreement, at the request of State or kin, or for overriding public necessity, with notice to "
     "the home country of the place of re-interment.",
     "AP I 34(4)", 'M', AG_HOLDS_GUARD, "exhumation needs a ground and the place of re-interment"},
    {"L18", "Mutilation of the dead is prohibited: what shows it is a file of evidence, whoever the dead person is.",
     "customary Rule 113", 'V', AG_HOLDS_FIELD, "a finding of mutilation is a file of its own, whoever it was"},
    {"L19", "Remains, and even part remains, of each person are buried apart whenever practicable.",
     "STANAG 2070 3, in Rule 115", 'V', AG_HOLDS_GUARD,
     "each person has a grave apart; a collective one needs circumstances, a plan and a place on it"},
    {"L1", "search for the dead without delay, at all times and after each engagement", "GC I 15(1)", 'V',
     AG_HOLDS_CLOCK, "a search stays open until it is closed with a reason, and a report is due every week"},
    {"L3",
     "what the dead had with them is sent on in sealed packets, with particulars of the owner and a complete list",
     "GC I 16(3)-(4)", 'V', AG_HOLDS_GUARD, "a packet is sealed with a complete list of what is in it, or not at all"},
    {"L4", "before burial: examine, confirm death, report; half the double disc, or the single disc, stays on the body",
     "GC I 17(1)", 'V', AG_HOLDS_GUARD, "nothing is buried that was not examined, and the disc stays on the body"},

    {"L8", "When a prisoner of war dies: certificate or certified list at once, will forwarded, grave particulars.",
     "GC III 120", 'V', AG_HOLDS_LATER, NULL},
    {"L9", "A prisoner's death by violence or of unknown cause needs an official inquiry at once.", "GC III 121", 'V',
     AG_HOLDS_LATER, NULL},
    {"L11", "On death the Detaining Power sends lists with particulars and credit balances, each sheet certified.",
     "GC III 66", 'V', AG_HOLDS_LATER, NULL},
    {"L12",
     "Search for those whom the adverse Party reports missing; requests with a copy to the Central Tracing Agency.",
     "AP I 33", 'V', AG_HOLDS_LATER, NULL},
    {"L13", "Families have a right to know the fate of their relatives.", "AP I 32", 'M', AG_HOLDS_LATER, NULL},
    {"L17", "Custom: remains are returned at the request of the party or of the next of kin; effects must be returned.",
     "Rule 114", 'V', AG_HOLDS_LATER, NULL},
    {"L20", "Disappeared persons are located and respected, and their remains returned.", "ICPPED 24(3)", 'V',
     AG_HOLDS_LATER, NULL},

    /* G: guidance (1.2, 1.3) */
    {"G1", "every body has a unique number, a label on itself and on its bag, and photographs",
     "PAHO/WHO/ICRC/IFRC 2016; IFRC KSANKBOD01", 'V', AG_HOLDS_GUARD,
     "remains are recovered with the number read off the label, two labels and photographs"},
    {"G2", "a part found apart gets a number of its own", "PAHO/WHO/ICRC/IFRC 2016", 'V', AG_HOLDS_STATE,
     "a part gets a number of its own and what it was split from stays"},
    {"G3", "look for explosives before anything else", "Odesa practice (1.3)", 'V', AG_HOLDS_GUARD,
     "nobody examines remains that were not checked for explosives"},

    /* K: numbers and labels (2.3) */
    {"K1",
     "a number has 19 digits: day, institution, serial and a check digit; a suffix for parts, samples and effects",
     "casework 2.3; ISO 7064", 'V', AG_HOLDS_STATE, "a number with one wrong digit is refused"},
    {"K2", "a number is never given again; a void one stays void, with the reason", "casework 2.3", 'V', AG_HOLDS_GUARD,
     "a number that is void or spoiled is never given again"},
    {"K3", "a label bears the number and a proof that it is ours; no name, no nationality", "casework 2.3", 'V',
     AG_HOLDS_FACT, "a label shows the number and a proof and nothing else"},
    {"K4", "numbers of others are kept as they are written, with whose they are", "casework 2.3", 'V', AG_HOLDS_GUARD,
     "numbers of others are kept as they are written"},

    /* E: evidence and sources (3) */
    {"E1", "An assessment has its assessor, date and reasons, and is never changed: a later one is added.",
     "casework 3.1", 'V', AG_HOLDS_STATE, "an assessment is never changed, a later one is added"},
    {"E2", "Confirmed by other sources means: by at least two claims whose chains of origin do not meet.",
     "casework 3.1", 'V', AG_HOLDS_GUARD, "claims that go back to one origin do not confirm each other"},
    {"E3", "An anonymous source alone never makes a claim more than possibly true.", "casework 3.1", 'V',
     AG_HOLDS_GUARD, "an anonymous source alone makes nothing probable"},
    {"E4", "A source is revealed to one person who asks, by a second person who grants, once.", "casework 3.1", 'V',
     AG_HOLDS_GUARD, "a source is seen by who asked, after a second person granted it, and every look is an entry"},

    /* H: handling of remains (8.2) */
    {"H1", "a recovery is planned when the hazards are known", "casework 8.2", 'V', AG_HOLDS_GUARD,
     "no recovery is planned before the hazards are assessed"},
    {"H2", "what cannot be reached now is looked at again every six months", "casework 8.2", 'V', AG_HOLDS_CLOCK,
     "what cannot be reached is due again after six months"},
    {"H3", "remains are received by an event that both sides sign", "casework 8.2", 'V', AG_HOLDS_GUARD,
     "remains are received by both sides, or with the container they are in"},
    {"H6", "an examination takes a sample for DNA, or says why it cannot", "casework 8.2", 'V', AG_HOLDS_GUARD,
     "an examination takes a sample or says why it cannot"},
    {"H7", "what was examined may be split; the part and what it came from both stay", "casework 8.2", 'V',
     AG_HOLDS_GUARD, "a part gets a number of its own and what it was split from stays"},
    {"H8", "what is asserted to be of one person can be: each bone once, one age, one DNA profile",
     "genetics 8; casework 8.1", 'V', AG_HOLDS_GUARD, "what cannot be of one person is not asserted to be"},
    {"H9", "what is in a container goes where the container goes, and is taken out before it goes elsewhere",
     "casework 8.1; 3.3", 'V', AG_HOLDS_GUARD, "what is in a container goes with it"},
    {"H10",
     "every change of hands joins on to the one before it; a gap is recorded, shown for ever, and can be explained",
     "casework 8.2; ISO 21043-2", 'V', AG_HOLDS_FACT,
     "an event that does not join on is a gap that an explanation does not remove"},
    {"H11", "remains go to the family after an identification that is confirmed, and with their consent",
     "casework 8.2", 'V', AG_HOLDS_GUARD, "nothing is released that is not identified and confirmed"},
    {"H12", "what is on hold stays", "casework 8.5 P2", 'V', AG_HOLDS_GUARD, "what is on hold is not handed over"},
    {"H14", "how many people remains are of at least is computed, with the reason",
     "casework 8.1; White and Folkens 2005", 'V', AG_HOLDS_FACT,
     "one bag with three people and one person in three bags both have their minimum number of individuals"},
    {"H15", "a bone is named by a word of the list, so that it can be counted", "genetics 8", 'V', AG_HOLDS_GUARD,
     "a bone that is no word of the list is refused"},

    /* I: identification (8.3); I8 and I9 are ours */
    {"I1",
     "A confirmed identification rests on friction ridges, teeth or DNA and has no unexplained contradiction, or the "
     "board gives its reasons in writing.",
     "INTERPOL DVI Guide, annexure 12", 'V', AG_HOLDS_GUARD,
     "confirmation needs a primary method and no unexplained contradiction, or the board's reasons"},
    {"I2", "Recognition alone never leads above PRESUMPTIVE, and is no evidence where the face is disfigured.",
     "casework 8.3", 'V', AG_HOLDS_GUARD,
     "recognition alone leads to PRESUMPTIVE, and nowhere where the face is disfigured"},
    {"I3",
     "Documents found on a body lead no further than PRESUMPTIVE while papers of a cover identity are present; a cover "
     "record is nobody.",
     "casework 8.3", 'V', AG_HOLDS_GUARD, "papers prove nobody where papers of a cover identity are present"},
    {"I4",
     "The likelihood ratio and the prior stand apart, the prior from a pool that is written down; the posterior "
     "reaches the casebook's threshold (0.9995 unless set: unverified practice).",
     "Budowle et al. 2011", 'V', AG_HOLDS_GUARD,
     "the posterior is LR times prior over one plus that, and must reach the threshold"},
    {"I5",
     "Two signatures at least: the proposer's and a different reviewer's; a casebook may ask for more reviewers, never "
     "for none.",
     "casework 8.3", 'V', AG_HOLDS_GUARD,
     "nobody decides on what he proposed, and as many reviewers sign as the casebook asks"},
    {"I6",
     "A withdrawn identification recalls its certificate, tells the family, reviews what was paid, and traces every "
     "element of the individual.",
     "casework 8.3", 'V', AG_HOLDS_STATE, "a withdrawn identification opens everything that rested on it"},
    {"I7", "Who was identified while elements were missing may be found further: the family then chooses again.",
     "casework 8.3", 'V', AG_HOLDS_STATE, "a later element of a person who was identified asks the family again"},
    {"I8",
     "No confirmation while an alarm is open or a gap in custody is unexplained, unless the board gives its reasons in "
     "writing; every alarm is answered by a reviewer.",
     "casebook, Actions", 'V', AG_HOLDS_GUARD,
     "an open alarm or a gap in custody stops confirmation until it is answered"},
    {"I9", "An identification is of one person: remains of several are split first, and have one open case at a time.",
     "casework 8.3", 'V', AG_HOLDS_GUARD, "remains have one open case at a time"},

    /* R: repatriation and handovers (8.4) */
    {"R6",
     "a handover has the sender's list, the receiver's count, both signatures, and a signed note of each difference",
     "casework 8.4", 'V', AG_HOLDS_GUARD, "a handover is reconciled when every difference is signed, not before"},
    {"R7", "what is of the sender's own side goes to a return claim", "casework 8.4", 'V', AG_HOLDS_STATE,
     "what belongs to the sender's own side is claimed and returned"},

    /* D, P: disposition (8.5) */
    {"D1", "Orders are for remains that are held; after release to the family the rite is theirs.", "casework 8.5", 'V',
     AG_HOLDS_GUARD, "after release the rite is the family's"},
    {"D2", "Between the notice and the execution of an order lie 72 hours.", "casework 8.5", 'V', AG_HOLDS_GUARD,
     "an order is not executed before its 72 hours are over"},
    {"D3", "An order is checked, approved and verified by different people.", "casework 8.5", 'V', AG_HOLDS_GUARD,
     "an order needs different people for its steps"},
    {"D4",
     "Methods that the law does not know, cryogenic fragmentation and alkaline hydrolysis among them, can be ordered "
     "for nobody; they can be recorded as alleged, observed or admitted.",
     "GC I 17, casework 0.4", 'V', AG_HOLDS_GUARD,
     "a method that the law does not know can be ordered for nobody, and can be recorded as alleged"},
    {"D5",
     "Before anything irreversible every element has been examined and sampled, and no case, request, claim or file is "
     "open.",
     "casework 8.5", 'V', AG_HOLDS_GUARD, "nothing irreversible before examination, sample and the end of every case"},
    {"D6", "A collective grave has a plan on which each numbered body has its place.", "casework 8.5", 'V',
     AG_HOLDS_GUARD, "each person has a grave apart; a collective one needs circumstances, a plan and a place on it"},
    {"D7", "Burial at sea only where circumstances keep a ship from land, and each person apart.", "GC II 20", 'M',
     AG_HOLDS_GUARD, "burial at sea needs its circumstances"},
    {"P1", "Nothing irreversible is done to the unidentified, by no role and no number of them.", "casework 8.5", 'V',
     AG_HOLDS_GUARD, "nothing irreversible can be ordered for the unidentified"},
    {"P2", "Any hold, by an investigation, a request, the family or a gap in custody, blocks an order.", "casework 8.5",
     'V', AG_HOLDS_GUARD, "any hold blocks an order until it is lifted"},
    {"P3", "The certificate carries the method, the ground and the circumstances.", "casework 8.5", 'V', AG_HOLDS_GUARD,
     "an executed order says method, ground and circumstances"},

    /* S: status of persons (8.6) */
    {"S1",
     "A status follows from accepted statements and confirmed identifications by one function; notes do not move it.",
     "Person Finder #85", 'V', AG_HOLDS_FACT, "a status follows from statements that stand and from nothing else"},
    {"S2", "Absence, presumed death and death in law are apart from what happened.", "ICRC Model Law on the Missing",
     'V', AG_HOLDS_FACT, "a legal act is shown apart from the status"},
    {"S3", "A State's certificate of death is a claim that somebody died; it does not establish the death.",
     "casework 8.6", 'V', AG_HOLDS_FACT, "a State's certificate of death stays a claim"},
    {"S4", "Whoever is found alive is owed for the whole time, and what was paid is not taken back.", "10 USC 1511",
     'V', AG_HOLDS_LATER, NULL},
    {"S5", "That a State acknowledges a person is recorded by State and date.", "casework 8.6", 'V', AG_HOLDS_LATER,
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
