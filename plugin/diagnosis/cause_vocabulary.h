/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the words in the sentences of the causes are made with. A word is a function and a row in the file of its
 * subject, cause_words_*.c; the comment on the function says what the word stands for: a frame, unless it says
 * otherwise. A phrase may be empty, and brings its own space.
 */
#ifndef SIPREG_DIAGNOSIS_CAUSE_VOCABULARY_H
#define SIPREG_DIAGNOSIS_CAUSE_VOCABULARY_H

#include "diagnosis/cause_words.h"
#include "diagnosis/causes.h"

struct suspicion;

struct words {
    const struct event *event;
    const struct finding *proof; /* NULL: none */
    struct pool *pool;
    const struct value *before; /* what stood for the word the last time; type 0: nothing */
};

struct cause_word {
    const char *name;
    struct value (*value)(const struct words *words); /* when the cause is raised */
    /* ... when the event strengthens it; type 0: what it was. NULL: always. */
    struct value (*later)(const struct words *words, const struct suspicion *suspicion);
};

#define CAUSE_WORD(name)                                                                           \
    {                                                                                              \
#name, name, NULL                                                                          \
    }
#define CAUSE_WORD_LATER(name, value, later)                                                       \
    {                                                                                              \
#name, value, later                                                                        \
    }

/* Each ends with a row without a name. */
extern const struct cause_word cause_words_on_message[];
extern const struct cause_word cause_words_on_auth[];
extern const struct cause_word cause_words_on_binding[];
extern const struct cause_word cause_words_on_flow[];
extern const struct cause_word cause_words_on_calls[];
extern const struct cause_word cause_words_on_others[];
extern const struct cause_word cause_words_on_path[];
extern const struct cause_word cause_words_on_silence[];
extern const struct cause_word cause_words_on_site[];

/* What the packets say, between double quotes. */
struct value word_quoted(const struct words *words, const char *text);

/* What was composed, which is kept in the pool; a phrase may be empty. */
struct value word_text(const struct words *words, char *text);
struct value word_phrase(const struct words *words, char *text);
/* ' (500 "words")', or the code alone: a phrase, as after "refused". */
struct value word_refusal(const struct words *words, const struct report *final);

/* The other side, where it is NULL; the address is without its port, as is an endpoint whose port is unknown. */
struct value word_endpoint(const struct words *words, const struct endpoint *at);
struct value word_address(const struct words *words, const struct endpoint *at);

/* Between two packets; the clock may have been set back. */
struct value word_duration(int64_t then, int64_t now);

#endif
