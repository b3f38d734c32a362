/* JSON: a thin layer over jansson for reading with caps and findings that name the key, and a writer whose numbers read
 * back as the same double.
 *
 * Reading: a place is a chain of keys on the caller's stack; a finding says "mutation.loci.FGA.rat: …". Where the key
 * occurs once in the source, the finding has its line. Objects with the same key twice are refused.
 */
#ifndef AG_FORMATS_JSON_H
#define AG_FORMATS_JSON_H

#include <jansson.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/diagnostics.h"
#include "base/text.h"

typedef struct ag_json_place {
    const struct ag_json_place *parent; /* NULL at the root */
    const char *key;                    /* NULL: an element of an array */
    size_t index;
} ag_json_place;

typedef struct ag_json_context {
    const char *file;
    ag_text source; /* the document, for the line of a key; may be empty */
    long row;       /* where the document starts */
    ag_diagnostics *diagnostics;
    ag_arena *arena; /* for texts that outlive the document */
} ag_json_context;

/* The document ctx->source, to be freed with json_decref; NULL when it is none: the diagnostics say why. */
json_t *ag_json_parse(const ag_json_context *ctx);

void ag_json_report(const ag_json_context *ctx, const ag_json_place *place, ag_severity severity, const char *hint,
                    const char *what, ...) AG_PRINTF(5, 6);
/* Each of these reports a value of another type and answers false. */
bool ag_json_object(const ag_json_context *ctx, const ag_json_place *place, const json_t *value);
bool ag_json_array(const ag_json_context *ctx, const ag_json_place *place, const json_t *value);
bool ag_json_text(const ag_json_context *ctx, const ag_json_place *place, const json_t *value, ag_text *out);
/* A number in [low, high]; with `open` set, high itself is outside. */
bool ag_json_number(const ag_json_context *ctx, const ag_json_place *place, const json_t *value, double low,
                    double high, bool open, double *out);
/* An error for each key of `object` that is not among the n known ones, with the most similar of them as a hint. */
void ag_json_only(const ag_json_context *ctx, const ag_json_place *place, const json_t *object,
                  const char *const *known, size_t n);
/* The most similar of n words, at most two letters away; NULL when none is. */
const char *ag_nearest_word(const char *word, const char *const *known, size_t n);

/* Writing. Values follow each other; commas, and line breaks when `pretty`, come by themselves. */
typedef struct ag_json_writer {
    ag_buffer *out;
    int depth;
    bool pretty, begun, after_key;
} ag_json_writer;

void ag_json_open(ag_json_writer *w, char bracket);  /* '{' or '[' */
void ag_json_close(ag_json_writer *w, char bracket); /* '}' or ']' */
void ag_json_key(ag_json_writer *w, ag_text key);
void ag_json_put_text(ag_json_writer *w, ag_text text);
void ag_json_puts(ag_json_writer *w, const char *text);
void ag_json_put_double(ag_json_writer *w, double value); /* "Inf", "-Inf" and "NaN" are written as strings */
void ag_json_put_int(ag_json_writer *w, int64_t value);
void ag_json_put_bool(ag_json_writer *w, bool value);
void ag_json_put_null(ag_json_writer *w);

#endif
