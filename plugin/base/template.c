/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/template.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <glib.h>

#include "base/elapsed.h"

/* A sentence under construction. */
struct sentence {
    char *text;
    size_t size;
    size_t length;
    size_t text_max; /* bytes of a text */
    const struct value *values;
    unsigned count;
    unsigned words; /* passed so far */
};

/* Part of a template. */
struct piece {
    const char *at;
    const char *end;
};

static void add(struct sentence *sentence, const char *text, size_t length)
{
    size_t room = sentence->size - 1 - sentence->length;

    length = MIN(length, room);
    memcpy(sentence->text + sentence->length, text, length);
    sentence->length += length;
}

static void add_text(struct sentence *sentence, const char *text)
{
    add(sentence, text, strlen(text));
}

static void add_piece(struct sentence *sentence, struct piece piece)
{
    add(sentence, piece.at, (size_t)(piece.end - piece.at));
}

/* Rounded once, from nanoseconds, half away from zero. */
const char *duration_text(int64_t duration, char text[DURATION_TEXT_SIZE])
{
    uint64_t ns = duration < 0 ? 0 - (uint64_t)duration : (uint64_t)duration;
    uint64_t ms = (ns + MILLISECOND / 2) / MILLISECOND;
    uint64_t tenths = (ns + SECOND / 20) / (SECOND / 10);
    uint64_t seconds = (ns + SECOND / 2) / SECOND;
    uint64_t minutes = (ns + UINT64_C(30) * SECOND) / (UINT64_C(60) * SECOND);
    const char *sign = duration < 0 && ms ? "-" : "";

    if (ms < 1000)
        (void)snprintf(text, DURATION_TEXT_SIZE, "%s%" PRIu64 " ms", sign, ms);
    else if (tenths % 10 && tenths < 1200)
        (void)snprintf(text, DURATION_TEXT_SIZE, "%s%" PRIu64 ".%" PRIu64 " s", sign, tenths / 10,
                       tenths % 10);
    else if (seconds < 120)
        (void)snprintf(text, DURATION_TEXT_SIZE, "%s%" PRIu64 " s", sign, seconds);
    else if (seconds < 3600 && seconds % 60)
        (void)snprintf(text, DURATION_TEXT_SIZE, "%s%" PRIu64 " min %" PRIu64 " s", sign,
                       seconds / 60, seconds % 60);
    else if (seconds < 3600)
        (void)snprintf(text, DURATION_TEXT_SIZE, "%s%" PRIu64 " min", sign, seconds / 60);
    else if (minutes % 60)
        (void)snprintf(text, DURATION_TEXT_SIZE, "%s%" PRIu64 " h %" PRIu64 " min", sign,
                       minutes / 60, minutes % 60);
    else
        (void)snprintf(text, DURATION_TEXT_SIZE, "%s%" PRIu64 " h", sign, minutes / 60);
    return text;
}

/* What a peer sends may hold anything: a sentence is one line. */
static void add_visible(struct sentence *sentence, const char *text, size_t length)
{
    size_t start = sentence->length;

    add(sentence, text, length);
    for (size_t i = start; i < sentence->length; i++) {
        if (g_ascii_iscntrl(sentence->text[i]))
            sentence->text[i] = ' ';
    }
}

/* Of the first bytes of a longer text: those before the last blank if it is near, else those of whole
 * characters. */
static size_t shortened_length(const char *text, size_t length)
{
    enum { NEAR = 16 };

    for (size_t at = length; at > NEAR && at + NEAR > length; at--) {
        if (text[at] == ' ')
            return at;
    }
    while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
        length--;
    return length;
}

/* One value must not push out the end of the sentence: the end says what follows from it. */
static void add_shortened(struct sentence *sentence, const char *text)
{
    unsigned texts = 0;
    size_t most, length = strlen(text);

    for (unsigned i = 0; i < sentence->count; i++)
        texts += sentence->values[i].type == VALUE_TEXT;
    most = texts > 2 ? 2 * sentence->text_max / texts : sentence->text_max;
    if (length <= most) {
        add_visible(sentence, text, length);
        return;
    }
    length = shortened_length(text, most - strlen("..."));
    add_visible(sentence, text, length);
    add_text(sentence, "...");
}

static void add_value(struct sentence *sentence, const struct value *value)
{
    char text[MAX((size_t)ENDPOINT_TEXT_SIZE, (size_t)DURATION_TEXT_SIZE)];

    switch ((enum value_type)value->type) {
    case VALUE_NUMBER:
        (void)snprintf(text, sizeof(text), "%" PRId64, value->number);
        break;
    case VALUE_TENTHS:
        (void)snprintf(text, sizeof(text), "%.1f", (double)value->number / 10.0);
        break;
    case VALUE_NC:
        (void)snprintf(text, sizeof(text), "%08" PRIx32, (uint32_t)value->number);
        break;
    case VALUE_TIME:
        duration_text(value->number, text);
        break;
    case VALUE_FRAME:
        if (value->number)
            (void)snprintf(text, sizeof(text), "frame %" PRId64, value->number);
        else
            (void)g_strlcpy(text, "a frame that is not in the capture", sizeof(text));
        break;
    case VALUE_TEXT:
        add_shortened(sentence, value->text && value->text[0] ? value->text : "(none)");
        return;
    case VALUE_PHRASE:
        add_text(sentence, value->text);
        return;
    case VALUE_ADDRESS:
    case VALUE_ENDPOINT:
        endpoint_to_text(value->endpoint, value->type == VALUE_ENDPOINT, text);
        break;
    default:
        return;
    }
    add_text(sentence, text);
}

/* The brace that closes the one at `at`; NULL: none does. */
static const char *closing(const char *at, const char *end)
{
    unsigned depth = 0;

    for (; at < end; at++) {
        depth += *at == '{';
        if (*at == '}' && --depth == 0)
            return at;
    }
    return NULL;
}

/* Takes the next alternative off the front; false: none left. */
static bool next_alternative(struct piece *rest, struct piece *alternative)
{
    const char *at = rest->at;
    unsigned depth = 0;

    if (at > rest->end)
        return false;
    for (; at < rest->end && !(*at == '|' && depth == 0); at++)
        depth = depth + (*at == '{') - (*at == '}');
    *alternative = (struct piece){rest->at, at};
    rest->at = at + 1;
    return true;
}

static void compose(struct sentence *sentence, struct piece template);

static void choose(struct sentence *sentence, struct piece rest, int64_t number)
{
    struct piece alternative;

    for (int64_t i = 0; next_alternative(&rest, &alternative); i++) {
        if (i >= number || rest.at > rest.end) {
            compose(sentence, alternative);
            return;
        }
    }
}

static void add_names(struct sentence *sentence, struct piece rest, int64_t bits)
{
    struct piece name;
    bool is_first = true;

    for (unsigned i = 0; i < 63 && next_alternative(&rest, &name); i++) {
        if (!(bits & INT64_C(1) << i))
            continue;
        if (!is_first)
            add_text(sentence, ", ");
        add_piece(sentence, name);
        is_first = false;
    }
}

/* Expands one placeholder; `piece` is what is between its braces. */
static void fill_in(struct sentence *sentence, struct piece piece)
{
    struct piece inside = {piece.at + 1, piece.end - 1};
    char first = inside.at < inside.end ? *inside.at : '\0';
    bool is_word = g_ascii_isalpha(first);
    unsigned place = is_word ? sentence->words++ : (unsigned)(first - '1');
    const struct value *value = place < sentence->count ? &sentence->values[place] : NULL;
    bool has_number;

    inside.at++;
    if (value && value->type == VALUE_NONE)
        value = NULL;
    has_number = value && (value->type == VALUE_NUMBER || value->type == VALUE_FRAME ||
                           value->type == VALUE_TIME);
    if (value && (is_word || inside.at == inside.end))
        add_value(sentence, value);
    else if (has_number && *inside.at == '|')
        choose(sentence, (struct piece){inside.at + 1, inside.end}, value->number);
    else if (has_number && *inside.at == '&')
        add_names(sentence, (struct piece){inside.at + 1, inside.end}, value->number);
    else
        add_piece(sentence, piece);
}

static void compose(struct sentence *sentence, struct piece template)
{
    while (template.at < template.end) {
        const char *open = memchr(template.at, '{', (size_t)(template.end - template.at));
        const char *close = open ? closing(open, template.end) : NULL;

        if (!close) {
            add_piece(sentence, template);
            return;
        }
        add_piece(sentence, (struct piece){template.at, open});
        fill_in(sentence, (struct piece){open, close + 1});
        template.at = close + 1;
    }
}

size_t template_compose_short(const char *template, const struct value *values, unsigned count,
                              size_t text_max, char *text, size_t size)
{
    struct sentence sentence = {
        .text = text, .size = size, .text_max = text_max, .values = values, .count = count};
    const char *end;

    compose(&sentence, (struct piece){template, template + strlen(template)});
    text[sentence.length] = '\0';
    if (sentence.length + 1 == size && !g_utf8_validate(text, -1, &end)) {
        sentence.length = (size_t)(end - text); /* a character was split */
        text[sentence.length] = '\0';
    }
    return sentence.length;
}

size_t template_compose(const char *template, const struct value *values, unsigned count,
                        char *text, size_t size)
{
    return template_compose_short(template, values, count, VALUE_TEXT_MAX, text, size);
}

bool template_next_word(const char **at, const char **word, size_t *length)
{
    const char *open, *close;

    while ((open = strchr(*at, '{')) && (close = strchr(open, '}'))) {
        *at = close + 1;
        *word = open + 1;
        *length = (size_t)(close - *word);
        if (*length && g_ascii_isalpha(**word))
            return true;
    }
    return false;
}
