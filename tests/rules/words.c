/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void script_error(const char *line, const char *format, ...)
{
    va_list arguments;
    char *message;

    va_start(arguments, format);
    message = g_strdup_vprintf(format, arguments);
    va_end(arguments);
    fprintf(stderr, "%s, in the script line \"%s\"\n", message, line);
    abort();
}

/* The first of the stops outside quotes, [] and <>, or the end of the text. */
static const char *find_stop(const char *p, const char *stops)
{
    unsigned depth = 0;
    char quote = 0;

    for (; *p; p++) {
        if (quote)
            quote = *p == quote ? 0 : quote;
        else if (*p == '"' || *p == '\'')
            quote = *p;
        else if (!depth && strchr(stops, *p))
            break;
        else if (*p == '[' || (*p == '<' && p[1] != ' '))
            depth++;
        else if (depth && (*p == ']' || (*p == '>' && p[-1] != '-')))
            depth--;
    }
    return p;
}

static void word_free(void *data)
{
    struct word *word = data;

    g_free(word->name);
    g_free(word->value);
    g_free(word);
}

static struct word *word_read(const char *start, const char *end)
{
    struct word *word = g_new0(struct word, 1);
    const char *p = start;

    while (p < end && (g_ascii_isalnum(*p) || strchr("-._", *p)))
        p++;
    if (p > start && p < end && *p == '=') {
        word->name = g_strndup(start, (gsize)(p - start));
        p++;
        if (end - p >= 2 && *p == '\'' && end[-1] == '\'')
            word->value = g_strndup(p + 1, (gsize)(end - p - 2));
        else
            word->value = g_strndup(p, (gsize)(end - p));
    } else {
        word->name = g_strndup(start, (gsize)(end - start));
    }
    return word;
}

struct words *words_read(const char *text)
{
    struct words *words = g_new0(struct words, 1);
    const char *p = text;

    words->list = g_ptr_array_new_with_free_func(word_free);
    words->text = text;
    for (;;) {
        const char *end;

        while (*p == ' ')
            p++;
        if (!*p)
            return words;
        end = find_stop(p, " ");
        g_ptr_array_add(words->list, word_read(p, end));
        p = end;
    }
}

void words_free(struct words *words)
{
    g_ptr_array_unref(words->list);
    g_free(words);
}

const char *words_next_value(struct words *words, const char *name, unsigned *position)
{
    while (*position < words->list->len) {
        struct word *word = words->list->pdata[(*position)++];

        if (word->value && strcmp(word->name, name) == 0) {
            word->taken = true;
            return word->value;
        }
    }
    return NULL;
}

const char *words_value(struct words *words, const char *name)
{
    unsigned position = 0;

    return words_next_value(words, name, &position);
}

const char *words_value_or(struct words *words, const char *name, const char *otherwise)
{
    const char *value = words_value(words, name);

    return value ? value : otherwise;
}

bool words_flag(struct words *words, const char *name)
{
    for (unsigned i = 0; i < words->list->len; i++) {
        struct word *word = words->list->pdata[i];

        if (!word->value && strcmp(word->name, name) == 0) {
            word->taken = true;
            return true;
        }
    }
    return false;
}

const char *words_bracketed(struct words *words, const char *name)
{
    size_t length = strlen(name);

    for (unsigned i = 0; i < words->list->len; i++) {
        struct word *word = words->list->pdata[i];

        if (!word->taken && !word->value && strncmp(word->name, name, length) == 0 &&
            word->name[length] == '[') {
            word->taken = true;
            return word->name;
        }
    }
    return NULL;
}

const char *words_take(struct words *words)
{
    for (unsigned i = 0; i < words->list->len; i++) {
        struct word *word = words->list->pdata[i];

        if (!word->taken) {
            word->taken = true;
            return word->name;
        }
    }
    return NULL;
}

void words_end(const struct words *words)
{
    for (unsigned i = 0; i < words->list->len; i++) {
        const struct word *word = words->list->pdata[i];

        if (!word->taken)
            script_error(words->text, "unknown word \"%s\"", word->name);
    }
}

/* Splits at every stop outside quotes and brackets. */
static char **split(const char *text, char stop)
{
    GPtrArray *parts = g_ptr_array_new();
    const char stops[] = {stop, '\0'};

    for (;;) {
        const char *end = find_stop(text, stops);

        g_ptr_array_add(parts, g_strndup(text, (gsize)(end - text)));
        if (!*end)
            break;
        text = end + 1;
    }
    g_ptr_array_add(parts, NULL);
    return (char **)g_ptr_array_free(parts, FALSE);
}

char **bracket_items(const char *word)
{
    GPtrArray *items = g_ptr_array_new();
    const char *p = strchr(word, '[');

    while (p && *p == '[') {
        const char *end = find_stop(p + 1, "]");

        if (!*end)
            script_error(word, "[ without ]");
        g_ptr_array_add(items, g_strndup(p + 1, (gsize)(end - p - 1)));
        p = end + 1;
    }
    if (p && *p)
        script_error(word, "\"%s\" after the brackets", p);
    g_ptr_array_add(items, NULL);
    return (char **)g_ptr_array_free(items, FALSE);
}

char **item_parts(const char *item)
{
    return split(item, ';');
}
