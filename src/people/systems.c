/* The letters of each system: rows of the table that romanise.h describes. Nothing here decides anything. */
#include "people/romanise.h"

#include "base/banned.h"

/* In the order of hangul.h: ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ; ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ; -
 * ㄱㄴㄷㄹㅁㅂㅇ. */
#define DPRK_INITIALS                                                                                                  \
    { "k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "j", "jj", "ch", "kh", "th", "ph", "h" }
#define VOICED                                                                                                         \
    { "g", "d", "b", "j" }
#define LATIN_CODAS                                                                                                    \
    { "", "k", "n", "t", "l", "m", "p", "ng" }
#define SAME_R                                                                                                         \
    { "l", "l" }
#define PLAIN_MEDIALS(oe, ui)                                                                                          \
    {                                                                                                                  \
        "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", oe, "yo", "u", "wo", "we", "wi", "yu", "u",    \
            ui, "i"                                                                                                    \
    }
#define MARKED_MEDIALS(oe)                                                                                             \
    {                                                                                                                  \
        "a", "ae", "ya", "yae", "ŏ", "e", "yŏ", "ye", "o", "wa", "wae", oe, "yo", "u", "wŏ", "we", "wi", "yu", "ŭ",    \
            "ŭi", "i"                                                                                                  \
    }
#define MR_INITIALS                                                                                                    \
    { "k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "ch", "tch", "ch’", "k’", "t’", "p’", "h" }

const ag_system ag_systems[] = {
    {.name = "dprk",
     .title = "DPRK, rules of 2012",
     .flags = AG_SYSTEM_VOICES | AG_SYSTEM_ASSIMILATES | AG_SYSTEM_KEEPS_R | AG_SYSTEM_CAPITALS,
     .joint = {" ", ""},
     .initial = DPRK_INITIALS,
     .voiced = VOICED,
     .medial = MARKED_MEDIALS("oi"),
     .coda = LATIN_CODAS,
     .n_before_g = "n",
     .ng_linked = "ng",
     .double_r = SAME_R},
    {.name = "dprk-plain",
     .title = "DPRK without marks, as its press and passports write",
     .flags = AG_SYSTEM_VOICES | AG_SYSTEM_ASSIMILATES | AG_SYSTEM_KEEPS_R | AG_SYSTEM_CAPITALS,
     .joint = {" ", "-", ""},
     .initial = DPRK_INITIALS,
     .voiced = VOICED,
     .medial = PLAIN_MEDIALS("oe", "ui"),
     .coda = LATIN_CODAS,
     .n_before_g = "n",
     .ng_linked = "ng",
     .double_r = SAME_R},
    {.name = "dprk-2002",
     .title = "DPRK, rules of 2002",
     .flags = AG_SYSTEM_VOICES | AG_SYSTEM_ASSIMILATES | AG_SYSTEM_KEEPS_R | AG_SYSTEM_CAPITALS,
     .joint = {" ", ""},
     .initial = MR_INITIALS,
     .voiced = VOICED,
     .medial = MARKED_MEDIALS("oe"),
     .coda = LATIN_CODAS,
     .n_before_g = "n",
     .ng_linked = "ng",
     .double_r = SAME_R},
    {.name = "mr",
     .title = "McCune–Reischauer, with the initial ㄹ of the North",
     .flags = AG_SYSTEM_VOICES | AG_SYSTEM_ASSIMILATES | AG_SYSTEM_R_BEFORE_H,
     .joint = {"", "-"},
     .initial = MR_INITIALS,
     .voiced = VOICED,
     .medial = MARKED_MEDIALS("oe"),
     .coda = LATIN_CODAS,
     .n_before_g = "n’",
     .ng_linked = "ng",
     .double_r = SAME_R},
    {.name = "rr",
     .title = "Revised Romanisation of the South, 2000",
     .joint = {"", "-"},
     .initial = {"g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"},
     .medial = {"a",  "ae", "ya", "yae", "eo", "e",  "yeo", "ye", "o",  "wa", "wae",
                "oe", "yo", "u",  "wo",  "we", "wi", "yu",  "eu", "ui", "i"},
     .coda = LATIN_CODAS,
     .n_before_g = "n",
     .ng_linked = "ng",
     .double_r = SAME_R},
    {.name = "press",
     .title = "habits of the press in Latin letters",
     .flags = AG_SYSTEM_PRESS,
     .joint = {"-", " ", ""},
     .initial = {"g|k", "kk|gg", "n", "d|t", "tt|dd", "r|l|n", "m", "b|p", "pp|bb", "s|sh", "ss", "", "j|ch", "jj|tch",
                 "ch", "k|kh", "t|th", "p|ph", "h"},
     .medial = {"a|ah",   "ae|ai|e|ay", "ya",    "yae|ye",     "eo|u|o|uh",   "e|ae",        "yeo|you|yu|yo|eo|u|yuh",
                "ye|yeh", "o|oh",       "wa",    "wae|wa",     "oe|oi|we|oh", "yo|yeo",      "u|oo|ou",
                "wo|weo", "we",         "wi|ui", "yu|yoo|you", "eu|u|oo|e",   "ui|eui|i|ee", "i|ee|ie|y"},
     .bare = {[13] = "u|woo|oo|wu", [20] = "i|yi|ee|y"},
     .coda = {"", "k|g|ck|c", "n", "t|d", "l|r", "m", "p|b", "ng|n"},
     .n_before_g = "n",
     .ng_linked = "ng",
     .double_r = {"l", "l|r"}},
    {.name = "kontsevich",
     .title = "Kontsevich, the system of Russian",
     .cyrillic = true,
     .flags = AG_SYSTEM_VOICES | AG_SYSTEM_ASSIMILATES | AG_SYSTEM_R_BEFORE_H,
     .joint = {"", " ", "-"},
     .initial = {"к", "кк", "н", "т", "тт", "р", "м", "п", "пп", "с", "сс", "", "ч", "чч", "чх", "кх", "тх", "пх", "х"},
     .voiced = {"г", "д", "б", "дж"},
     .medial = {"а",  "э", "я", "я",  "о",  "е",  "ё", "е", "о",  "ва", "вэ",
                "ве", "ё", "у", "во", "ве", "ви", "ю", "ы", "ый", "и"},
     .bare = {[3] = "йя", [5] = "э", [7] = "йе", [11] = "ве"},
     .coda = {"", "к", "н", "т", "ль", "м", "п", "н"},
     .n_before_g = "н",
     .ng_linked = "нъ",
     .double_r = {"л", "л"}},
    {.name = "ru-press",
     .title = "older habits of the Russian press",
     .cyrillic = true,
     .flags = AG_SYSTEM_PRESS,
     .joint = {" ", "-", ""},
     .initial = {"к|г", "кк|к", "н", "д|т", "тт|т", "р|л|н", "м", "б|п", "пп|п", "с|ш", "сс|с", "", "ч|дж|ж|ц", "чч|ч",
                 "ч|чх", "к|кх", "т|тх", "п|пх|ф", "х|г"},
     .medial = {"а",       "э|е|ай", "я",       "йя|е",     "е|о|э|у",    "е|э",       "ё|е|ю|йо",
                "е|йе|э",  "о",      "ва|уа",   "вэ|ве|уэ", "ой|ве|уй|е", "ё|е|йо",    "у|ю",
                "во|уо|о", "ве|уэ",  "ви|уй|и", "ю",        "ы|у|и|э",    "ый|и|ы|уй", "и"},
     .coda = {"", "к|г", "н", "т|д", "ль|р|л", "м", "п|б", "н|нг"},
     .n_before_g = "н",
     .ng_linked = "н|нъ|нг",
     .double_r = {"л", "л|р"}},
    {.name = "uk-press",
     .title = "habits of the Ukrainian press",
     .cyrillic = true,
     .flags = AG_SYSTEM_PRESS | AG_SYSTEM_UKRAINIAN,
     .joint = {" ", "-", ""},
     .initial = {"к|ґ|г", "кк|к", "н", "д|т", "тт|т", "р|л|н", "м", "б|п", "пп|п", "с|ш", "сс|с", "", "ч|дж", "чч|ч",
                 "ч|чх", "к|кх", "т|тх", "п|пх", "х|г"},
     .medial = {"а",       "е|ай",    "я", "є",  "о|е", "е",  "йо|ьо|є|е", "є|е", "о",    "ва", "ве",
                "ве|ой|є", "йо|ьо|є", "у", "во", "ве",  "ві", "ю",         "и",   "ий|и", "і|и"},
     .bare = {[6] = "йо|є"},
     .coda = {"", "к|г", "н", "т|д", "ль|р|л", "м", "п|б", "н|нг"},
     .n_before_g = "н",
     .ng_linked = "н",
     .double_r = {"л", "л|р"}},
};
const int ag_systems_n = sizeof ag_systems / sizeof *ag_systems;
