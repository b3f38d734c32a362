/* Tables of frequency: see frequency.h. */
#include "people/frequency.h"

#include "base/banned.h"

const ag_surname ag_surnames[] = {
    {"김", 21.51, NULL},
    {"이", 14.70, "Ri|Lee|Yi|Rhee|Ree|Lie|Rhie|Li|Leigh|Ли|И|Ри|Лі|І|Рі"},
    {"박", 8.43, "Park|Pak|Bark|Пак|Парк"},
    {"최", 4.70, "Choi|Choe|Choy|Tsoi|Цой|Чой|Чхве|Цхой"},
    {"정", 4.33, "Chung|Jung|Jeong|Jong|Chong|Cheong|Чон|Чен|Тен|Джон|Чжон"},
    {"강", 2.37, "Kang|Gang|Кан|Канг"},
    {"조", 2.12, "Cho|Jo|Joe|Чо|Джо|Дё|Тё"},
    {"윤", 2.05, "Yoon|Yun|Youn|Юн"},
    {"장", 2.00, "Chang|Jang|Чан|Тян|Джан"},
    {"임", 1.66, "Lim|Im|Rim|Yim|Лим|Им"},
    {"한", 1.56, "Han|Hahn|Хан"},
    {"오", 1.54, "Oh|O|О"},
    {"서", 1.51, "Seo|Suh|So|Sur|Shu|Со|Шо"},
    {"신", 1.49, "Shin|Sin|Шин|Син"},
    {"권", 1.42, "Kwon|Kweon|Gwon|Квон"},
    {"황", 1.40, "Hwang|Whang|Хван"},
    {"안", 1.38, "Ahn|An|Ан"},
    {"송", 1.37, "Song|Сон"},
    {"유", 2.25, "Yoo|Yu|You|Ryu|Lyu|Ryoo|Ю|Рю|Лю"},
    {"전", 1.28, "Jeon|Chun|Jun|Chon|Jon|Чон|Тен|Чен"},
    {"홍", 1.12, "Hong|Хон"},
    {"고", 0.95, "Ko|Koh|Go|Ко|Когай"},
    {"문", 0.93, "Moon|Mun|Мун"},
    {"양", 1.10, "Yang|Ryang|Lyang|Ян|Рян|Лян"},
    {"손", 0.92, "Son|Sohn|Сон"},
    {"배", 0.81, "Bae|Pae|Bai|Пэ|Бэ"},
    {"백", 0.77, "Paik|Baek|Paek|Baik|Пэк|Пек|Бэк"},
    {"허", 0.66, "Heo|Huh|Hur|Ho|Хо|Хегай|Хе"},
    {"남", 0.55, "Nam|Нам"},
    {"심", 0.55, "Shim|Sim|Шим|Сим"},
    {"노", 0.64, "Noh|No|Roh|Ro|Но|Ро|Ногай"},
    {"하", 0.46, "Ha|Ха"},
    {"곽", 0.41, "Kwak|Gwak|Квак"},
    {"성", 0.40, "Sung|Seong|Song|Сон|Сен"},
    {"차", 0.39, "Cha|Чха|Ча"},
    {"주", 0.46, "Joo|Ju|Choo|Chu|Чу|Тю|Дю|Джу"},
    {"우", 0.39, "Woo|Wu|U|У"},
    {"구", 0.47, "Koo|Ku|Goo|Gu|Ку|Кугай"},
    {"민", 0.34, "Min|Мин"},
    {"나", 0.32, "Na|Ra|Rah|La|На|Ра|Нагай"},
    {"진", 0.36, "Jin|Chin|Чин|Тин"},
    {"지", 0.32, "Ji|Chi|Jee|Чи|Ти|Дигай"},
    {"엄", 0.29, "Um|Eom|Uhm|Om|Ом|Эм|Эм"},
    {"채", 0.26, "Chae|Chai|Чхэ|Цай|Чэ"},
    {"원", 0.26, "Won|Вон"},
    {"천", 0.24, "Cheon|Chon|Chun|Чхон|Чон|Тен"},
    {"변", 0.22, "Byun|Byeon|Pyon|Пён|Пен"},
    {"방", 0.24, "Bang|Pang|Пан|Бан"},
    {"공", 0.18, "Kong|Gong|Кон"},
    {"현", 0.18, "Hyun|Hyeon|Hyon|Хён|Хен"},
    {"함", 0.16, "Ham|Hahm|Хам"},
    {"여", 0.14, "Yeo|Yuh|Ryo|Lyuh|Ё|Рё|Е"},
    {"염", 0.14, "Yeom|Yum|Ryom|Ём|Рём|Ем"},
    {"추", 0.12, "Choo|Chu|Чху|Чу"},
    {"도", 0.11, "Do|To|Doh|То|До"},
    {"소", 0.10, "So|Soh|Со"},
    {"석", 0.11, "Seok|Suk|Sok|Сок|Сек"},
    {"선", 0.08, "Sun|Seon|Son|Сон"},
    {"설", 0.09, "Seol|Sul|Sol|Соль|Сер"},
    {"마", 0.08, "Ma|Mah|Ма|Магай"},
    {"길", 0.08, "Kil|Gil|Киль|Кир"},
    {"연", 0.07, "Yeon|Yon|Ryon|Ён|Рён|Ен"},
    {"위", 0.06, "Wi|Wee|Ви"},
    {"표", 0.06, "Pyo|Phyo|Пхё"},
    {"명", 0.06, "Myung|Myong|Мён|Мен"},
    {"기", 0.06, "Ki|Gi|Kee|Ки|Кигай"},
    {"반", 0.05, "Ban|Pan|Пан|Бан"},
    {"왕", 0.05, "Wang|Ван"},
    {"금", 0.05, "Keum|Kum|Geum|Кым"},
    {"옥", 0.05, "Ok|Ock|Ок|Огай"},
    {"육", 0.05, "Yook|Yuk|Ryuk|Юк|Рюк|Югай"},
    {"인", 0.05, "In|Ин"},
    {"맹", 0.05, "Maeng|Мэн"},
    {"제", 0.05, "Je|Jae|Che|Че"},
    {"모", 0.05, "Mo|Moh|Мо|Могай"},
    {"탁", 0.04, "Tak|Thak|Тхак|Так"},
    {"국", 0.04, "Kook|Kuk|Guk|Кук"},
    {"어", 0.04, "Eo|Uh|O|О|Эгай"},
    {"은", 0.03, "Eun|Un|Ын"},
    {"편", 0.03, "Pyun|Phyon|Пхён|Пен"},
    {"용", 0.03, "Yong|Ryong|Ён|Рён"},
    {"예", 0.03, "Ye|Е"},
    {"경", 0.03, "Kyung|Kyong|Кён|Кен"},
    {"봉", 0.02, "Bong|Pong|Пон"},
    {"사", 0.02, "Sa|Са"},
    {"부", 0.02, "Boo|Bu|Pu|Пу"},
    {"가", 0.02, "Ka|Ga|Ка"},
    {"복", 0.02, "Bok|Pok|Пок"},
    {"태", 0.02, "Tae|Thae|Тхэ|Тэ"},
    {"목", 0.02, "Mok|Мок"},
    {"형", 0.01, "Hyung|Hyong|Хён"},
    {"계", 0.01, "Kye|Gye|Ке"},
    {"피", 0.01, "Pi|Phi|Пхи"},
    {"두", 0.01, "Doo|Tu|Du|Ту"},
    {"감", 0.01, "Kam|Gam|Кам"},
    {"음", 0.01, "Eum|Um|Ым"},
    {"빈", 0.01, "Bin|Pin|Пин"},
    {"동", 0.01, "Dong|Tong|Тон"},
    {"온", 0.01, "On|Ohn|Он"},
    {"남궁", 0.04, "Namgoong|Namgung|Namkung"},
    {"황보", 0.02, "Hwangbo|Hwangpo"},
    {"제갈", 0.01, "Jegal|Chegal"},
    {"사공", 0.01, "Sagong|Sakong"},
    {"선우", 0.01, "Sunwoo|Seonwoo|Sonu"},
    {"서문", 0.01, "Seomoon|Suhmoon"},
    {"독고", 0.01, "Dokgo|Tokko"},
    {"동방", 0.01, "Dongbang|Tongbang"},
};
const int ag_surnames_n = sizeof ag_surnames / sizeof *ag_surnames;

int ag_surname_syllables(const ag_surname *surname, ag_syllable out[2]) {
    ag_text t = ag_text_of(surname->hangul);
    int n = 0;
    for (; n < 2 && ag_syllable_read(t, &out[n]); n++) t = (ag_text){t.at + AG_SYLLABLE_BYTES, t.n - AG_SYLLABLE_BYTES};
    return n;
}

/* The commonest first. */
static const char given[] =
    "영철성정일광남명혁경현진국호수동금은룡학용승창주원기훈충강봉춘옥순희숙화미향선혜연설복"
    "지민준상재태종대덕인석윤규환인길만무병우운웅익장찬천권근구건관균길김날내녀노능다단달도두"
    "락란랑래량려렬례로록률리린림련마매모목무문미박반배백범별보분빈빛사산삼새서세소손솔송시식신실심아안애양어억언"
    "여열엽예오완왕요욱유육율을음의이임자잔절점제조죽중직집차청초출치칠탁택통파팔평표풍필하한해행허헌협형홍황효후휘흥";

enum { TWIN_I_GLIDES = 1 << 2 | 1 << 3 | 1 << 6 | 1 << 7 | 1 << 12 | 1 << 17 | 1 << 20 }; /* ㅑㅒㅕㅖㅛㅠㅣ */

uint8_t ag_initial_twin(uint8_t initial, uint8_t medial) {
    const bool glide = TWIN_I_GLIDES >> medial & 1;
    const uint8_t southern = glide ? AG_I_NONE : AG_I_N;
    if (initial == AG_I_R) return southern;
    return initial == southern ? AG_I_R : initial;
}

void ag_surname_shares(float *share) {
    for (int i = 0; i < AG_SYLLABLES; i++) share[i] = 0;
    for (int i = 0; i < ag_surnames_n; i++) {
        const ag_text t = ag_text_of(ag_surnames[i].hangul);
        ag_syllable s;
        if (t.n == AG_SYLLABLE_BYTES && ag_syllable_read(t, &s))
            share[ag_syllable_index(s)] += (float)(ag_surnames[i].percent / 100);
    }
}

void ag_given_shares(float *share) {
    enum { FLATTEN = 8, LISTED = (sizeof given - 1) / AG_SYLLABLE_BYTES };
    const double rare = 1e-5; /* each syllable that is not listed; together a tenth */
    double sum = 0;
    for (int i = 0; i < LISTED; i++) sum += 1.0 / (i + FLATTEN);
    for (int i = 0; i < AG_SYLLABLES; i++) share[i] = (float)rare;
    for (int i = 0; i < LISTED; i++) {
        ag_syllable s;
        ag_syllable_read((ag_text){given + (size_t)i * AG_SYLLABLE_BYTES, AG_SYLLABLE_BYTES}, &s);
        share[ag_syllable_index(s)] += (float)(0.88 / (i + FLATTEN) / sum);
    }
}
