/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/verdict.h"

#include <string.h>

#include <glib.h>

const char *outage_kind_name(unsigned kind)
{
    static const char *const names[] = {
        [OUTAGE_NONE] = "",
        [OUTAGE_REFUSED] = "refused",
        [OUTAGE_NO_RESPONSE] = "no response",
        [OUTAGE_EXPIRED] = "expired",
        [OUTAGE_REMOVED] = "removed by another",
        [OUTAGE_NOT_LISTED] = "not listed",
        [OUTAGE_UNDELIVERABLE] = "undeliverable",
    };

    return kind < G_N_ELEMENTS(names) ? names[kind] : "";
}

/* A client that does not wait makes it worse. */
#define REPEATS ", tried {count} times within a minute, which risks a ban"

#define TOLD "server says \"{told}\", "

enum {
    /* Less of what the peer says, or of a name, tells little. */
    TOLD_MIN = 40,
    NAME_MIN = 12
};

/* A line under construction. */
struct line {
    const struct verdict *verdict;
    const struct outage *past; /* that it is about; NULL: it is not over */
    char *text;
    size_t length;
    size_t limit;    /* bytes that it may have */
    size_t text_max; /* bytes of a name in it */
    struct verdict_parts parts;
    /* Bytes that are used of their templates; 0: they are left out. */
    size_t proof_max;
    size_t action_max;
    bool is_terse; /* there is no room for how often it was tried */
};

static void add(struct line *line, const char *template, const struct value *values, unsigned count)
{
    line->length += template_compose_short(template, values, count, line->text_max,
                                           line->text + line->length, SENTENCE_SIZE - line->length);
}

static void add_text(struct line *line, const char *text)
{
    add(line, text, NULL, 0);
}

static const char *behind_article(const char *cause)
{
    const char *end = cause[0] == '[' ? strchr(cause, ']') : NULL;

    return end ? end + 1 : cause;
}

/* "the registrar is unreachable" from "[the ]registrar is unreachable". */
static void add_cause(struct line *line, const struct cause *cause, bool with_article)
{
    const char *template = cause->text->cause;
    const char *rest = behind_article(template);

    if (with_article && rest > template) {
        char article[16];

        (void)g_strlcpy(article, template + 1, MIN((size_t)(rest - template - 1), sizeof(article)));
        add_text(line, article);
    }
    add(line, rest, cause->values, cause->cause_words);
}

/* A guess says so; two are alternatives. */
static void add_causes(struct line *line)
{
    const struct verdict *verdict = line->verdict;
    bool is_certain = verdict_is_certain(verdict);
    size_t start = line->length;

    if (!is_certain)
        add_text(line, "probably ");
    add_cause(line, verdict->best[0], !is_certain);
    if (verdict->best[1]) {
        add_text(line, ", or ");
        add_cause(line, verdict->best[1], true);
    }
    line->text[start] = g_ascii_toupper(line->text[start]);
}

/* The beginning of a template. */
static void add_beginning(struct line *line, const char *template, size_t most,
                          const struct value *values, unsigned count)
{
    char beginning[SENTENCE_SIZE];

    (void)g_strlcpy(beginning, template, MIN(sizeof(beginning), most + 1));
    add(line, beginning, values, count);
}

static void add_proof(struct line *line, const char *told)
{
    const struct cause *cause = line->verdict->best[0];

    if (told && told[0])
        add(line, TOLD, (const struct value[]){of_phrase(told)}, 1);
    add_beginning(line, cause->text->proof, line->proof_max, cause->values + cause->cause_words,
                  cause->proof_words);
    if (cause->repeats && !line->is_terse)
        add(line, REPEATS, (const struct value[]){of_number(cause->repeats)}, 1);
}

static void add_action(struct line *line, const struct cause *cause, size_t most)
{
    add_text(line, ". ");
    if (!line->parts.action)
        line->parts.action = line->length;
    add_beginning(line, cause->text->action, most,
                  cause->values + cause->cause_words + cause->proof_words, cause->action_words);
}

/* Where there is room for it. */
static void add_other_action(struct line *line)
{
    const struct verdict *verdict = line->verdict;
    size_t length = line->length;

    if (strcmp(verdict->best[0]->text->action, verdict->best[1]->text->action) == 0)
        return;
    add_action(line, verdict->best[1], SENTENCE_SIZE);
    if (line->length <= line->limit)
        return;
    line->text[length] = '\0';
    line->length = length;
}

/* "No response for 63 s until frame 60. ". */
static void add_past(struct line *line)
{
    const struct outage *past = line->past;
    const struct value values[] = {
        of_phrase(outage_kind_name(past->kind)),
        of_time(past->until - past->from),
        of_frame(past->last_in),
    };

    add(line,
        past->is_bound ? "{kind} for {length} until {frame}. "
                       : "{kind} for {length}, given up in {frame}. ",
        values, G_N_ELEMENTS(values));
    line->text[0] = g_ascii_toupper(line->text[0]);
}

static void compose_causes(struct line *line)
{
    line->text[0] = '\0';
    line->length = 0;
    line->parts = (struct verdict_parts){0};
    if (line->past)
        add_past(line);
    add_causes(line);
}

static void compose(struct line *line, const char *told)
{
    compose_causes(line);
    if (line->proof_max) {
        add_text(line, ": ");
        line->parts.proof = line->length;
        add_proof(line, told);
    }
    if (line->action_max)
        add_action(line, line->verdict->best[0], line->action_max);
}

/* Without the part of a word, or of a character, at its end; of one long word only the latter. */
static void cut_at_word(char *text)
{
    const char *end;
    char *space = strrchr(text, ' ');

    (void)g_utf8_validate(text, -1, &end);
    text[end - text] = '\0';
    if (space && (size_t)(space - text) >= NAME_MIN)
        *space = '\0';
}

/* As much of what the peer says as the line has room for. */
static void shorten(const char *told, size_t room, char text[VERDICT_LINE])
{
    static const char dots[] = "...";

    text[0] = '\0';
    room = MIN(room, VERDICT_LINE - 1);
    if (strlen(told) <= room) {
        (void)g_strlcpy(text, told, VERDICT_LINE);
    } else {
        (void)g_strlcpy(text, told, room - strlen(dots) + 1);
        cut_at_word(text);
        (void)g_strlcat(text, dots, VERDICT_LINE);
    }
}

/* Where the last part begins, of the first `length` bytes of a template; 0: it has only one. */
static size_t last_part(const char *template, size_t length, const char *const separators[3])
{
    size_t found = 0;
    int depth = 0;
    bool is_quoted = false;

    for (size_t i = 0; i < length; i++) {
        for (unsigned k = 0; k < 3 && depth == 0 && !is_quoted; k++) {
            if (g_str_has_prefix(template + i, separators[k]))
                found = i;
        }
        depth += template[i] == '{' || template[i] == '(';
        depth -= template[i] == '}' || template[i] == ')';
        is_quoted ^= template[i] == '"';
    }
    return found;
}

/* With names of as many bytes as there is room for, at least `least`. */
static bool fits(struct line *line, const char *told, size_t least)
{
    for (line->text_max = VALUE_TEXT_MAX; line->text_max >= least;
         line->text_max = line->text_max * 3 / 4) {
        compose(line, told);
        if (line->length <= line->limit)
            return true;
    }
    return false;
}

/* Names are shortened, not the sentence. Where there is no room for it nevertheless, the last thing to do is
 * left out, then part after part of the proof. False: there is no room either. */
static bool compose_to_fit(struct line *line, const char *told)
{
    static const char *const of_proof[] = {", ", "; ", " ("}, *const of_action[] = {", or ",
                                                                                    ", and ", "; "};
    const struct cause_text *text = line->verdict->best[0]->text;
    size_t first;

    line->proof_max = strlen(text->proof);
    line->action_max = strlen(text->action);
    if (fits(line, told, (size_t)2 * NAME_MIN))
        return true;
    first = last_part(text->action, line->action_max, of_action);
    if (first)
        line->action_max = first;
    for (; line->proof_max > 0;
         line->proof_max = last_part(text->proof, line->proof_max, of_proof)) {
        if (fits(line, told, NAME_MIN))
            return true;
    }
    return !told && fits(line, NULL, NAME_MIN);
}

/* The beginning of what the peer says, and as much of the rest as there is room for. */
static bool compose_with_told(struct line *line)
{
    const char *told = line->verdict->best[0]->told;
    char quoted[VERDICT_LINE];
    size_t room;

    if (!told)
        return compose_to_fit(line, NULL);
    shorten(told, TOLD_MIN, quoted);
    if (!compose_to_fit(line, quoted))
        return compose_to_fit(line, NULL);
    room = line->limit - line->length + strlen(quoted);
    shorten(told, room, quoted);
    compose(line, quoted);
    return true;
}

/* What is to be done is left out last. */
static bool compose_without_action(struct line *line)
{
    line->action_max = 0;
    line->proof_max = strlen(line->verdict->best[0]->text->proof);
    return fits(line, NULL, NAME_MIN);
}

static const char *compose_line(const struct verdict *verdict, const struct outage *outage,
                                size_t limit, char text[SENTENCE_SIZE], struct verdict_parts *parts)
{
    struct line line = {.verdict = verdict,
                        .past = outage && !outage->is_open ? outage : NULL,
                        .text = text,
                        .limit = limit};

    if (!verdict->best[0])
        return NULL;
    line.is_terse = !compose_with_told(&line);
    if (line.is_terse && !compose_with_told(&line) && !compose_without_action(&line)) {
        line.text_max = NAME_MIN;
        compose_causes(&line);
    } else if (verdict->best[1] && line.action_max == strlen(verdict->best[0]->text->action)) {
        add_other_action(&line);
    }
    *parts = line.parts;
    return text;
}

const char *verdict_text_in_parts(const struct verdict *verdict, const struct outage *outage,
                                  char text[SENTENCE_SIZE], struct verdict_parts *parts)
{
    return compose_line(verdict, outage, VERDICT_LINE, text, parts);
}

const char *verdict_text(const struct verdict *verdict, const struct outage *outage,
                         char text[SENTENCE_SIZE])
{
    struct verdict_parts parts;

    return verdict_text_in_parts(verdict, outage, text, &parts);
}

const char *verdict_short_text(const struct verdict *verdict, char text[SENTENCE_SIZE])
{
    struct line line = {.verdict = verdict, .text = text, .text_max = VALUE_TEXT_MAX};

    if (!verdict->best[0])
        return NULL;
    text[0] = '\0';
    add_causes(&line);
    return text;
}

const char *outage_text(const struct outage *outage, bool ends, char text[SENTENCE_SIZE])
{
    struct line line = {.verdict = &outage->verdict, .text = text, .text_max = VALUE_TEXT_MAX};
    const struct value length = of_time(outage->until - outage->from);

    text[0] = '\0';
    if (outage->is_open)
        add_text(&line, "outage begins: ");
    else
        add(&line, ends ? "outage of {length} ends: " : "outage of {length}: ", &length, 1);
    if (outage->verdict.best[0])
        add_causes(&line);
    else
        add_text(&line, outage_kind_name(outage->kind));
    return text;
}

static bool has_verdict(const struct outage *outage)
{
    return outage && outage->verdict.best[0];
}

/* The outage that the verdict of a registration is about: one that is open, else the longest. NULL: the
 * verdict is the standing one. */
static const struct outage *told_outage(const struct history *history)
{
    const struct outage *outage = history->latest;

    if (outage && !outage->is_open && has_verdict(history->longest))
        outage = history->longest;
    return has_verdict(outage) ? outage : NULL;
}

const char *history_text(const struct history *history, char text[SENTENCE_SIZE])
{
    const struct outage *outage = told_outage(history);
    struct verdict_parts parts;

    return compose_line(outage ? &outage->verdict : &history->standing, outage, SENTENCE_SIZE - 1,
                        text, &parts);
}

const char *history_short_text(const struct history *history, char text[SENTENCE_SIZE])
{
    const struct outage *outage = told_outage(history);

    return verdict_short_text(outage ? &outage->verdict : &history->standing, text);
}

unsigned history_count(const struct history *history)
{
    return history->latest ? history->latest->number : history->forgotten;
}

double history_availability(const struct history *history)
{
    if (history->wanted > 0)
        return (double)history->bound * 100.0 / (double)history->wanted;
    if (history->is_bound)
        return 100.0;
    return history->latest && history->latest->is_open ? 0.0 : -1.0;
}
