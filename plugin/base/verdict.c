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

#define TOLD "server says \"{told}\", "

enum {
    /* Less of what the peer says, or of a name, tells little. */
    TOLD_MIN = 40,
    NAME_MIN = 12
};

/* How much of what is to be done is said. */
enum actions { NO_ACTION, FIRST_ACTION, ALL_ACTIONS };

/* A line under construction. */
struct line {
    char *text;
    size_t length;
    size_t limit;    /* bytes that it may have */
    size_t text_max; /* bytes of a name in it */
    enum actions actions;
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
static void add_causes(struct line *line, const struct verdict *verdict)
{
    bool is_certain = verdict_is_certain(verdict);
    size_t start = line->length;

    if (!is_certain)
        add_text(line, "probably ");
    add_cause(line, verdict->best[0], !is_certain);
    if (verdict->best[1]) {
        add_text(line, ", or ");
        add_cause(line, verdict->best[1], true);
    }
    if (start == 0)
        line->text[0] = g_ascii_toupper(line->text[0]);
}

static void add_proof(struct line *line, const struct cause *cause, const char *told)
{
    if (told && told[0])
        add(line, TOLD, (const struct value[]){of_phrase(told)}, 1);
    add(line, cause->text->proof, cause->values + cause->cause_words, cause->proof_words);
}

static void add_action(struct line *line, const struct cause *cause)
{
    add(line, cause->text->action, cause->values + cause->cause_words + cause->proof_words,
        cause->action_words);
}

/* Where there is room for it. */
static void add_other_action(struct line *line, const struct verdict *verdict)
{
    size_t length = line->length;

    if (strcmp(verdict->best[0]->text->action, verdict->best[1]->text->action) == 0)
        return;
    add_text(line, ". ");
    add_action(line, verdict->best[1]);
    if (line->length <= line->limit)
        return;
    line->text[length] = '\0';
    line->length = length;
}

/* "No response from 10:02:11 to 10:03:14 (63 s), registered since frame 60". */
static void add_past(struct line *line, const struct outage *outage)
{
    const struct value values[] = {
        of_phrase(outage_kind_name(outage->kind)),
        of_clock(outage->from),
        of_clock(outage->until),
        of_time(outage->until - outage->from),
        of_frame(outage->last_in),
    };

    add(line, "{kind} from {from} to {until} ({length}), ", values, 4);
    add(line, outage->is_bound ? "registered since {frame}" : "ended by the client in {frame}",
        values + 4, 1);
    line->text[0] = g_ascii_toupper(line->text[0]);
}

/* "No response from ... : the registrar is unreachable". */
static void compose_causes(struct line *line, const struct verdict *verdict,
                           const struct outage *outage)
{
    line->text[0] = '\0';
    line->length = 0;
    if (outage && !outage->is_open) {
        add_past(line, outage);
        add_text(line, ": ");
    }
    add_causes(line, verdict);
}

static void compose(struct line *line, const struct verdict *verdict, const struct outage *outage,
                    const char *told)
{
    char *end;

    compose_causes(line, verdict, outage);
    add_text(line, outage && !outage->is_open ? ", " : ": ");
    add_proof(line, verdict->best[0], told);
    if (line->actions == NO_ACTION)
        return;
    add_text(line, ". ");
    end = line->text + line->length;
    add_action(line, verdict->best[0]);
    end = line->actions == FIRST_ACTION ? g_strrstr(end, ", or ") : NULL;
    if (end) {
        *end = '\0';
        line->length = (size_t)(end - line->text);
    }
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

static bool fits(struct line *line, const struct verdict *verdict, const struct outage *outage,
                 const char *told)
{
    compose(line, verdict, outage, told);
    return line->length <= line->limit;
}

/* Names are shortened, not the sentence. Where there is no room for it nevertheless, the second thing to do is
 * left out, then the first. False: there is no room either. */
static bool compose_to_fit(struct line *line, const struct verdict *verdict,
                           const struct outage *outage, const char *told)
{
    static const size_t least[] = {
        [ALL_ACTIONS] = (size_t)2 * NAME_MIN, [FIRST_ACTION] = NAME_MIN, [NO_ACTION] = NAME_MIN};

    for (unsigned left = G_N_ELEMENTS(least); left > 0; left--) {
        line->actions = (enum actions)(left - 1);
        for (line->text_max = VALUE_TEXT_MAX; line->text_max >= least[line->actions];
             line->text_max = line->text_max * 3 / 4) {
            if (fits(line, verdict, outage, told))
                return true;
        }
    }
    return false;
}

/* The beginning of what the peer says, and as much of the rest as there is room for. */
static bool compose_with_told(struct line *line, const struct verdict *verdict,
                              const struct outage *outage)
{
    const char *told = verdict->best[0]->told;
    char quoted[VERDICT_LINE];
    size_t room;

    if (!told)
        return compose_to_fit(line, verdict, outage, NULL);
    shorten(told, TOLD_MIN, quoted);
    if (!compose_to_fit(line, verdict, outage, quoted))
        return compose_to_fit(line, verdict, outage, NULL);
    room = line->limit - line->length + strlen(quoted);
    shorten(told, room, quoted);
    compose(line, verdict, outage, quoted);
    return true;
}

static const char *compose_line(const struct verdict *verdict, const struct outage *outage,
                                size_t limit, char text[SENTENCE_SIZE])
{
    struct line line = {.text = text, .limit = limit};

    if (!verdict->best[0])
        return NULL;
    if (!compose_with_told(&line, verdict, outage)) {
        line.text_max = NAME_MIN;
        compose_causes(&line, verdict, outage);
    } else if (verdict->best[1] && line.actions == ALL_ACTIONS)
        add_other_action(&line, verdict);
    return text;
}

const char *verdict_text(const struct verdict *verdict, const struct outage *outage,
                         char text[SENTENCE_SIZE])
{
    return compose_line(verdict, outage, VERDICT_LINE, text);
}

const char *verdict_short_text(const struct verdict *verdict, char text[SENTENCE_SIZE])
{
    struct line line = {.text = text, .text_max = VALUE_TEXT_MAX};

    if (!verdict->best[0])
        return NULL;
    text[0] = '\0';
    add_causes(&line, verdict);
    return text;
}

static bool has_verdict(const struct outage *outage)
{
    return outage && outage->verdict.best[0];
}

const char *history_text(const struct history *history, char text[SENTENCE_SIZE])
{
    const struct outage *outage = history->latest;

    if (outage && !outage->is_open && has_verdict(history->longest))
        outage = history->longest;
    return has_verdict(outage) ? compose_line(&outage->verdict, outage, SENTENCE_SIZE - 1, text)
                               : compose_line(&history->standing, NULL, SENTENCE_SIZE - 1, text);
}

unsigned history_count(const struct history *history)
{
    return history->latest ? history->latest->number : 0;
}

double history_availability(const struct history *history)
{
    if (history->wanted > 0)
        return (double)history->bound * 100.0 / (double)history->wanted;
    if (history->is_bound)
        return 100.0;
    return history->latest && history->latest->is_open ? 0.0 : -1.0;
}
