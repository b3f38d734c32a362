/* Simulated lists: see link_simulate.h. A person is a stream of random numbers by his index, a record one by its row,
 * so nothing but the order of rows is remembered. */
#include "people/link_simulate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/random.h"

#include "base/banned.h"

/* Hangul, Latin of the North, Latin of the South, Cyrillic: what people/link_code.h must see through. */
enum { HANGUL, NORTH, SOUTH, CYRILLIC, WRITINGS };
typedef struct part {
    const char *written[WRITINGS];
} part;

static const part surnames[] = {
    {{"김", "Kim", "Kim", "Ким"}},      {{"리", "Ri", "Lee", "Ли"}},       {{"박", "Pak", "Park", "Пак"}},
    {{"최", "Ch'oe", "Choi", "Цой"}},   {{"정", "Chŏng", "Jeong", "Чон"}}, {{"강", "Kang", "Kang", "Кан"}},
    {{"조", "Cho", "Jo", "Чо"}},        {{"윤", "Yun", "Yun", "Юн"}},      {{"장", "Chang", "Jang", "Чан"}},
    {{"림", "Rim", "Lim", "Лим"}},      {{"한", "Han", "Han", "Хан"}},     {{"오", "O", "O", "О"}},
    {{"서", "Sŏ", "Seo", "Со"}},        {{"신", "Sin", "Shin", "Син"}},    {{"권", "Kwŏn", "Kwon", "Квон"}},
    {{"황", "Hwang", "Hwang", "Хван"}}, {{"안", "An", "An", "Ан"}},        {{"송", "Song", "Song", "Сон"}},
    {{"류", "Ryu", "Yu", "Рю"}},        {{"홍", "Hong", "Hong", "Хон"}},   {{"전", "Chŏn", "Jeon", "Чон"}},
    {{"고", "Ko", "Ko", "Ко"}},         {{"문", "Mun", "Moon", "Мун"}},    {{"손", "Son", "Son", "Сон"}},
    {{"배", "Pae", "Bae", "Пэ"}},       {{"백", "Paek", "Baek", "Пэк"}},   {{"허", "Hŏ", "Heo", "Хо"}},
    {{"남", "Nam", "Nam", "Нам"}},      {{"심", "Sim", "Sim", "Сим"}},     {{"방", "Pang", "Bang", "Пан"}},
};
static const part syllables[] = {
    {{"철", "Ch'ŏl", "Cheol", "Чхоль"}}, {{"성", "Sŏng", "Seong", "Сон"}},     {{"혁", "Hyŏk", "Hyeok", "Хёк"}},
    {{"일", "Il", "Il", "Иль"}},         {{"국", "Kuk", "Guk", "Кук"}},        {{"명", "Myŏng", "Myeong", "Мён"}},
    {{"남", "Nam", "Nam", "Нам"}},       {{"호", "Ho", "Ho", "Хо"}},           {{"진", "Chin", "Jin", "Чин"}},
    {{"영", "Yŏng", "Yeong", "Ён"}},     {{"광", "Kwang", "Gwang", "Кван"}},   {{"학", "Hak", "Hak", "Хак"}},
    {{"수", "Su", "Su", "Су"}},          {{"현", "Hyŏn", "Hyeon", "Хён"}},     {{"충", "Ch'ung", "Chung", "Чхун"}},
    {{"대", "Tae", "Dae", "Тэ"}},        {{"동", "Tong", "Dong", "Тон"}},      {{"경", "Kyŏng", "Gyeong", "Кён"}},
    {{"룡", "Ryong", "Ryong", "Рён"}},   {{"정", "Chŏng", "Jeong", "Чон"}},    {{"금", "Kŭm", "Geum", "Кым"}},
    {{"원", "Wŏn", "Won", "Вон"}},       {{"주", "Chu", "Ju", "Чу"}},          {{"혜", "Hye", "Hye", "Хе"}},
    {{"남", "Nam", "Nam", "Нам"}},       {{"강", "Kang", "Gang", "Кан"}},      {{"훈", "Hun", "Hun", "Хун"}},
    {{"석", "Sŏk", "Seok", "Сок"}},      {{"민", "Min", "Min", "Мин"}},        {{"봉", "Pong", "Bong", "Пон"}},
    {{"춘", "Ch'un", "Chun", "Чхун"}},   {{"은", "Ŭn", "Eun", "Ын"}},          {{"범", "Pŏm", "Beom", "Пом"}},
    {{"만", "Man", "Man", "Ман"}},       {{"기", "Ki", "Gi", "Ки"}},           {{"웅", "Ung", "Ung", "Ун"}},
    {{"상", "Sang", "Sang", "Сан"}},     {{"택", "T'aek", "Taek", "Тхэк"}},    {{"복", "Pok", "Bok", "Пок"}},
    {{"준", "Chun", "Jun", "Чун"}},      {{"평", "P'yŏng", "Pyeong", "Пхён"}}, {{"권", "Kwŏn", "Gwon", "Квон"}},
    {{"무", "Mu", "Mu", "Му"}},          {{"근", "Kŭn", "Geun", "Кын"}},       {{"태", "T'ae", "Tae", "Тхэ"}},
    {{"덕", "Tŏk", "Deok", "Ток"}},      {{"창", "Ch'ang", "Chang", "Чхан"}},  {{"승", "Sŭng", "Seung", "Сын"}},
    {{"찬", "Ch'an", "Chan", "Чхан"}},   {{"순", "Sun", "Sun", "Сун"}},        {{"선", "Sŏn", "Seon", "Сон"}},
    {{"혁", "Hyŏk", "Hyeok", "Хёк"}},    {{"신", "Sin", "Sin", "Син"}},        {{"심", "Sim", "Sim", "Сим"}},
    {{"식", "Sik", "Sik", "Сик"}},       {{"송", "Song", "Song", "Сон"}},      {{"필", "P'il", "Pil", "Пхиль"}},
    {{"해", "Hae", "Hae", "Хэ"}},        {{"길", "Kil", "Gil", "Киль"}},       {{"도", "To", "Do", "То"}},
};
static const part places[] = {
    {{"평양", "P'yŏngyang", "Pyeongyang", "Пхеньян"}},  {{"함흥", "Hamhŭng", "Hamheung", "Хамхын"}},
    {{"청진", "Ch'ŏngjin", "Cheongjin", "Чхонджин"}},   {{"신의주", "Sinŭiju", "Sinuiju", "Синыйджу"}},
    {{"원산", "Wŏnsan", "Wonsan", "Вонсан"}},           {{"남포", "Namp'o", "Nampo", "Нампхо"}},
    {{"사리원", "Sariwŏn", "Sariwon", "Саривон"}},      {{"해주", "Haeju", "Haeju", "Хэджу"}},
    {{"강계", "Kanggye", "Ganggye", "Канге"}},          {{"혜산", "Hyesan", "Hyesan", "Хесан"}},
    {{"개성", "Kaesŏng", "Gaeseong", "Кэсон"}},         {{"김책", "Kimch'aek", "Gimchaek", "Кимчхэк"}},
    {{"단천", "Tanch'ŏn", "Dancheon", "Танчхон"}},      {{"덕천", "Tŏkch'ŏn", "Deokcheon", "Токчхон"}},
    {{"순천", "Sunch'ŏn", "Suncheon", "Сунчхон"}},      {{"안주", "Anju", "Anju", "Анджу"}},
    {{"구성", "Kusŏng", "Guseong", "Кусон"}},           {{"희천", "Hŭich'ŏn", "Huicheon", "Хыйчхон"}},
    {{"회령", "Hoeryŏng", "Hoeryeong", "Хверён"}},      {{"송림", "Songrim", "Songnim", "Сонним"}},
    {{"평성", "P'yŏngsŏng", "Pyeongseong", "Пхёнсон"}}, {{"라선", "Rasŏn", "Rason", "Расон"}},
    {{"문천", "Munch'ŏn", "Muncheon", "Мунчхон"}},      {{"정주", "Chŏngju", "Jeongju", "Чонджу"}},
};
#define COUNT(table) ((uint32_t)(sizeof(table) / sizeof *(table)))
enum { SYLLABLES = sizeof syllables / sizeof *syllables };

typedef struct man {
    uint32_t surname, given[2], given_n, place, battalion, brigade;
    int32_t born, died; /* days */
    uint64_t number;
} man;

ag_lists_options ag_lists_defaults(void) {
    return (ag_lists_options){
        .records = 10000, .overlap = 0.5, .corrupted = 0.1, .missing = 0.05, .cover = 0.01, .scripts = 3, .seed = 1};
}

/* By rank r with probability ∝ 1/(r + 1.5) among surnames, which a few share by most, and 1/(r + 8) among syllables. */
static uint32_t by_rank(ag_random *random, uint32_t n, double flat) {
    double weight[SYLLABLES];
    for (uint32_t i = 0; i < n; i++) weight[i] = 1 / (i + flat);
    return (uint32_t)ag_random_choose(random, weight, (int)n);
}

static void draw_identity(ag_random *random, man *out) {
    out->surname = by_rank(random, COUNT(surnames), 1.5);
    out->given_n = ag_random_below(random, 10) ? 2 : 1;
    for (uint32_t i = 0; i < out->given_n; i++) out->given[i] = by_rank(random, SYLLABLES, 8);
    out->place = by_rank(random, COUNT(places), 3);
    out->born = ag_date_days(1982, 1, 1) + (int32_t)ag_random_below(random, 25 * 365);
}

static void draw_man(const ag_lists_options *o, uint64_t index, man *out) {
    ag_random random;
    ag_random_init(&random, o->seed, index);
    draw_identity(&random, out);
    out->battalion = 1 + ag_random_below(&random, 9);
    out->brigade = 11 + 3 * ag_random_below(&random, 30);
    out->died = ag_date_days(2024, 11, 1) + (int32_t)ag_random_below(&random, 300);
    out->number =
        100000000 + (index * 7368787 + o->seed * 1234567) % 900000000; /* 7368787 shares no factor: all differ */
}

/* ---- Corruption -------------------------------------------------------------------------------------------------- */

static bool chance(ag_random *random, double p) { return ag_random_unit(random) < p; }

static void garble_identity(ag_random *random, man *m) {
    if (chance(random, 0.5))
        m->given[ag_random_below(random, m->given_n)] = by_rank(random, SYLLABLES, 8);
    else
        m->surname = by_rank(random, COUNT(surnames), 1.5);
}

/* A letter left out, doubled, or exchanged with the next; of Hangul a vowel changed. Whole letters of UTF-8. */
static void garble_letter(ag_random *random, char *text) {
    size_t start[120], n = 0;
    const size_t bytes = strlen(text);
    for (size_t i = 0; i < bytes && n < 119; i++)
        if (((unsigned char)text[i] & 0xC0) != 0x80) start[n++] = i;
    start[n] = bytes;
    if (n < 2) return;
    const uint32_t k = ag_random_below(random, (uint32_t)n - 1), how = ag_random_below(random, 3);
    char *at = text + start[k], *next = text + start[k + 1], *after = text + start[k + 2];
    char letter[4], other[4];
    const size_t size = (size_t)(next - at), next_size = (size_t)(after - next);
    memcpy(letter, at, size);
    memcpy(other, next, next_size);
    if (size == 3 && ((unsigned char)*at >= 0xEA)) {
        at[1] = (char)(0x80 | (((unsigned char)at[1] + (at[1] & 1 ? -1 : 1)) & 0x3F)); /* two vowels further */
    } else if (how == 0) {
        memmove(at, next, bytes - start[k + 1] + 1);
    } else if (how == 1) {
        memcpy(at, other, next_size);
        memcpy(at + next_size, letter, size);
    } else if (bytes + size < 190) {
        memmove(next + size, next, bytes - start[k + 1] + 1);
        memcpy(next, letter, size);
    }
}

static void write_date(const ag_lists_options *o, ag_random *random, int32_t day, ag_buffer *out) {
    char text[11];
    const bool bad = chance(random, o->corrupted);
    const uint32_t how = ag_random_below(random, 5);
    ag_date exchanged;
    if (bad && how == 0) day += (ag_random_below(random, 2) ? 365 : -365);
    if (bad && how == 1) day += 1 + (int32_t)ag_random_below(random, 20);
    if (bad && how == 2) day += (int32_t)ag_random_below(random, 6000) - 3000;
    ag_date_format(day, text);
    if (bad && how == 3) {
        const char turned[11] = {text[0], text[1], text[2], text[3], '-', text[8], text[9], '-', text[5], text[6], 0};
        if (ag_date_parse(ag_text_of(turned), &exchanged)) memcpy(text, turned, sizeof text);
    }
    ag_buffer_add(out, text, bad && how == 4 ? (ag_random_below(random, 2) ? 4 : 7) : 10);
}

static void write_name(const ag_lists_options *o, ag_random *random, man m, ag_buffer *out) {
    char given[80] = "", all[200];
    const int script = (int)ag_random_below(random, (uint32_t)o->scripts);
    const int writing = script == 0 ? HANGUL : script == 2 ? CYRILLIC : ag_random_below(random, 2) ? NORTH : SOUTH;
    const bool bad = chance(random, o->corrupted);
    const uint32_t how = ag_random_below(random, 4);
    if (bad && how == 0) garble_identity(random, &m);
    for (uint32_t i = 0; i < m.given_n; i++) {
        const size_t n = strlen(given);
        snprintf(given + n, sizeof given - n, "%s%s", i && writing != HANGUL ? (writing == NORTH ? " " : "-") : "",
                 syllables[m.given[i]].written[writing]);
    }
    const char *surname = surnames[m.surname].written[writing];
    const bool turned = bad && how == 1;
    snprintf(all, sizeof all, "%s%s%s", turned ? given : surname,
             writing == HANGUL ? ""
             : turned          ? ", "
                               : " ",
             turned ? surname : given);
    if (bad && how > 1) garble_letter(random, all);
    ag_buffer_printf(out, turned && writing != HANGUL ? "\"%s\"" : "%s", all);
}

static void write_place(const ag_lists_options *o, ag_random *random, man m, ag_buffer *out) {
    char text[200];
    const bool bad = chance(random, o->corrupted);
    if (bad && chance(random, 0.4)) m.place = ag_random_below(random, COUNT(places));
    const uint32_t script = ag_random_below(random, (uint32_t)o->scripts);
    const int writing = script == 0 ? HANGUL : script == 2 ? CYRILLIC : ag_random_below(random, 2) ? NORTH : SOUTH;
    snprintf(text, sizeof text, "%s", places[m.place].written[writing]);
    if (bad) garble_letter(random, text);
    ag_buffer_puts(out, text);
}

static void write_number(const ag_lists_options *o, ag_random *random, const man *m, ag_buffer *out) {
    char text[200];
    const bool bad = chance(random, o->corrupted);
    snprintf(text, sizeof text, "%llu", (unsigned long long)m->number);
    if (bad && chance(random, 0.3))
        snprintf(text, sizeof text, "%u", 100000000 + ag_random_below(random, 900000000));
    else if (bad)
        garble_letter(random, text);
    ag_buffer_puts(out, text);
}

static void write_record(const ag_lists_options *o, int list, uint32_t row, uint64_t person, ag_buffer *out) {
    man m;
    ag_random random;
    draw_man(o, person, &m);
    ag_random_init(&random, o->seed + 0x9E3779B97F4A7C15U, (uint64_t)row * 2 + (uint64_t)list);
    if (list && chance(&random, o->cover)) draw_identity(&random, &m);
    ag_buffer_printf(out, "%c%06u,", list ? 'B' : 'A', row + 1);
    write_name(o, &random, m, out);
    ag_buffer_putc(out, ',');
    if (!chance(&random, o->missing)) write_date(o, &random, m.born, out);
    ag_buffer_putc(out, ',');
    if (!chance(&random, o->missing)) write_date(o, &random, m.died, out);
    ag_buffer_putc(out, ',');
    if (!chance(&random, o->missing)) write_place(o, &random, m, out);
    ag_buffer_putc(out, ',');
    if (chance(&random, o->corrupted)) m.brigade = 11 + 3 * ag_random_below(&random, 30);
    if (!chance(&random, o->missing)) ag_buffer_printf(out, "%u/%u", m.battalion, m.brigade);
    ag_buffer_putc(out, ',');
    if (!chance(&random, o->missing)) write_number(o, &random, &m, out);
    ag_buffer_printf(out, ",%llu\n", (unsigned long long)person + 1);
}

void ag_lists_write(const ag_lists_options *options, int list, ag_buffer *out) {
    const uint32_t n = options->records;
    const uint64_t first = list ? n - (uint64_t)(options->overlap * n) : 0;
    uint32_t *order = malloc(((size_t)n + 1) * sizeof *order);
    ag_random random;
    if (!order) {
        out->failed = true;
        return;
    }
    ag_random_init(&random, options->seed + 1, (uint64_t)list);
    for (uint32_t i = 0; i < n; i++) order[i] = i;
    for (uint32_t i = n; i > 1; i--) {
        const uint32_t k = ag_random_below(&random, i), kept = order[k];
        order[k] = order[i - 1];
        order[i - 1] = kept;
    }
    ag_buffer_puts(out, "id,name,born,died,place,unit,service_number,person\n");
    for (uint32_t i = 0; i < n && !out->failed; i++) write_record(options, list, i, first + order[i], out);
    free(order);
}
