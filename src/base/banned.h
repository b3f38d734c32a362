/* Functions that this project does not call: using one is a compile error. Include last in every .c file.
 * They overflow, truncate in silence, keep hidden state or depend on the locale of the machine. */
#ifndef AG_BASE_BANNED_H
#define AG_BASE_BANNED_H

#define AG_BANNED(f) banned_function_##f
#undef strcpy
#define strcpy AG_BANNED(strcpy)
#undef strcat
#define strcat AG_BANNED(strcat)
#undef strncpy
#define strncpy AG_BANNED(strncpy)
#undef strncat
#define strncat AG_BANNED(strncat)
#undef sprintf
#define sprintf AG_BANNED(sprintf)
#undef vsprintf
#define vsprintf AG_BANNED(vsprintf)
#undef strtok
#define strtok AG_BANNED(strtok)
#undef gets
#define gets AG_BANNED(gets)
#undef atoi
#define atoi AG_BANNED(atoi)
#undef atof
#define atof AG_BANNED(atof)
#undef lgamma
#define lgamma AG_BANNED(lgamma)
#undef gmtime
#define gmtime AG_BANNED(gmtime)
#undef localtime
#define localtime AG_BANNED(localtime)
#undef ctime
#define ctime AG_BANNED(ctime)
#undef asctime
#define asctime AG_BANNED(asctime)
#undef rand
#define rand AG_BANNED(rand)
#undef srand
#define srand AG_BANNED(srand)
#undef tmpnam
#define tmpnam AG_BANNED(tmpnam)
#undef setlocale
#define setlocale AG_BANNED(setlocale)

#endif
