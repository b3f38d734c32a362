/* Any bytes as one file of an incident folder whose other files are good: the first byte, modulo 10, says which
 * (ag_folder_part). An incident without a fault is the same after writing and reading. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "formats/incident_folder.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const good[AG_FOLDER_PARTS] = {
    "{\"theta\":0.01,\"mutation\":{\"default\":{\"model\":\"equal\",\"rate\":0.002}},\"dropout\":{\"bad\":0.1}}",
    "locus,allele,frequency\nTH01,6,0.25\nTH01,9.3,0.75\nFGA,20,1\n",
    "sample,sex,quality,TH01,FGA,note\nR1,M,bad,6/9.3,20/20,x\nR2,,,6/?,,\n",
    "sample,family,person,sex,TH01,FGA\nS1,F1,mum,F,6/6,20/20\n",
    "sample,sex,TH01\nE1,M,6/6\n",
    "family,person,father,mother,sex,missing\nF1,dad,,,M,\nF1,mum,,,F,\nF1,M1,dad,mum,M,yes\n",
    "sample,DYS391,DYS385\nR1,10,11/14\nS1,11,\n",
    "sample,ranges,variants\nR1,16024-576,263G 309.1C\n",
    "haplotype,count\nDYS391=10 DYS385=11/14,3\n",
    "haplotype,count,ranges\n263G,7,73-340\n",
};

/* Reads all files and writes what they mean into as many others; false when there is a fault. */
static bool rewrite(const ag_text in[AG_FOLDER_PARTS], ag_buffer out[AG_FOLDER_PARTS]) {
    ag_file file[AG_FOLDER_PARTS];
    ag_batch batch;
    ag_diagnostics found;
    bool read = true;
    ag_batch_init(&batch);
    ag_diagnostics_init(&found);
    for (int i = 0; i < AG_FOLDER_PARTS; i++) {
        file[i] = (ag_file){.name = ag_folder_part_name((ag_folder_part)i)};
        if (in[i].at) read = ag_file_of_bytes(file[i].name, in[i].at, in[i].n, &file[i], NULL) == AG_OK && read;
    }
    read = ag_folder_parse(file, 1, &batch, &found, NULL) == AG_OK && read;
    for (int i = 0; i < AG_FOLDER_PARTS && read; i++) ag_folder_format(&batch, (ag_folder_part)i, &out[i]);
    ag_batch_deinit(&batch);
    ag_diagnostics_deinit(&found);
    return read;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    ag_text in[AG_FOLDER_PARTS], written[AG_FOLDER_PARTS];
    ag_buffer once[AG_FOLDER_PARTS] = {{0}}, twice[AG_FOLDER_PARTS] = {{0}};
    if (size == 0) return 0;
    for (int i = 0; i < AG_FOLDER_PARTS; i++) in[i] = ag_text_of(good[i]);
    in[data[0] % AG_FOLDER_PARTS] = (ag_text){(const char *)data + 1, size - 1};
    if (rewrite(in, once)) {
        for (int i = 0; i < AG_FOLDER_PARTS; i++) written[i] = (ag_text){once[i].data, once[i].n};
        if (!rewrite(written, twice)) abort();
        for (int i = 0; i < AG_FOLDER_PARTS; i++)
            if (!ag_text_equal(written[i], (ag_text){twice[i].data, twice[i].n})) abort();
    }
    for (int i = 0; i < AG_FOLDER_PARTS; i++) {
        ag_buffer_deinit(&once[i]);
        ag_buffer_deinit(&twice[i]);
    }
    return 0;
}
