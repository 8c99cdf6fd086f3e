/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/cause_vocabulary.h"

#include <stdio.h>
#include <string.h>

/* A text must not end the quotes that it is put in. */
const char *cause_quotable(const char *text, struct pool *pool)
{
    char *copy;

    if (!text || !strchr(text, '"'))
        return text;
    copy = pool_duplicate(pool, text, strlen(text) + 1);
    return g_strdelimit(copy, "\"", '\'');
}

struct value word_quoted(const struct words *words, const char *text)
{
    return of_text(cause_quotable(text, words->pool));
}

/* Without the part of a character at its end that was too long. */
static const char *kept(const struct words *words, char *text)
{
    const struct value *before = words->before;
    bool had_one = before->type == VALUE_TEXT || before->type == VALUE_PHRASE;
    const char *end;

    if (!g_utf8_validate(text, -1, &end))
        text[end - text] = '\0';
    if (had_one && before->text && strcmp(before->text, text) == 0)
        return before->text;
    return pool_duplicate(words->pool, text, strlen(text) + 1);
}

struct value word_text(const struct words *words, char *text)
{
    return of_text(kept(words, text));
}

struct value word_phrase(const struct words *words, char *text)
{
    return of_phrase(kept(words, text));
}

struct value word_refusal(const struct words *words, const struct report *final)
{
    const char *told = report_rare(final)->told;
    char text[VALUE_TEXT_MAX + 16];

    (void)snprintf(text, sizeof(text), told ? " (%u \"%s\")" : " (%u)", final->status,
                   told ? cause_quotable(told, words->pool) : NULL);
    return word_phrase(words, text);
}

/* Causes are raised again and again: in the pool there is no more than what has changed. */
static const struct endpoint *kept_endpoint(const struct words *words, const struct endpoint *at)
{
    const struct value *before = words->before;
    bool had_one = before->type == VALUE_ENDPOINT || before->type == VALUE_ADDRESS;

    return had_one && endpoint_equal(before->endpoint, at)
               ? before->endpoint
               : pool_duplicate(words->pool, at, sizeof(*at));
}

struct value word_endpoint(const struct words *words, const struct endpoint *at)
{
    struct value value;

    if (!at)
        return of_text("the other side");
    value = of_endpoint(kept_endpoint(words, at));
    if (!at->port)
        value.type = VALUE_ADDRESS;
    return value;
}

struct value word_address(const struct words *words, const struct endpoint *at)
{
    struct value value = word_endpoint(words, at);

    if (at)
        value.type = VALUE_ADDRESS;
    return value;
}

struct value word_duration(int64_t then, int64_t now)
{
    int64_t passed = elapsed_between(then, now);

    return passed >= MILLISECOND ? of_time(passed) : of_text("some time");
}

static const struct cause_word *const vocabularies[] = {
    cause_words_on_message, cause_words_on_auth,    cause_words_on_binding,
    cause_words_on_flow,    cause_words_on_others,  cause_words_on_path,
    cause_words_on_calls,   cause_words_on_silence, cause_words_on_site,
};

/* NULL: there is none. */
static const struct cause_word *find(const char *name, size_t length)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(vocabularies); i++) {
        for (const struct cause_word *each = vocabularies[i]; each->name; each++) {
            if (strlen(each->name) == length && memcmp(each->name, name, length) == 0)
                return each;
        }
    }
    return NULL;
}

bool cause_word_is_known(const char *word, size_t length)
{
    return find(word, length) != NULL;
}

unsigned cause_words_fill(const char *template, const struct event *event,
                          const struct finding *proof, struct pool *pool,
                          struct value values[CAUSE_WORDS_MAX])
{
    struct words words = {event, proof, pool, NULL};
    unsigned count = 0;
    const char *name;
    size_t length;

    while (count < CAUSE_WORDS_MAX && template_next_word(&template, &name, &length)) {
        const struct cause_word *word = find(name, length);

        words.before = &values[count];
        values[count++] = word ? word->value(&words) : (struct value){0};
    }
    return count;
}

void cause_words_note(const char *template, const struct event *event,
                      const struct suspicion *suspicion, struct pool *pool, struct value *values)
{
    const char *name;
    size_t length;

    for (; template_next_word(&template, &name, &length); values++) {
        const struct cause_word *word = find(name, length);
        const struct words words = {event, NULL, pool, values};
        struct value value = {0};

        if (word && word->later)
            value = word->later(&words, suspicion);
        if (value.type != VALUE_NONE)
            *values = value;
    }
}
