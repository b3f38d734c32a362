/* The files of data/ that the program carries: bytes written into it by tools/embed when it is built. */
#ifndef AG_INCIDENT_SHIPPED_DATA_H
#define AG_INCIDENT_SHIPPED_DATA_H

#include <stddef.h>

extern const unsigned char ag_data_nist1036[];
extern const size_t ag_data_nist1036_bytes;
extern const unsigned char ag_data_kits[];
extern const size_t ag_data_kits_bytes;

#endif
