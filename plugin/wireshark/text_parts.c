/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/text_parts.h"

#include <string.h>

#include <glib.h>

#include "base/figure.h"

void text_begin(struct text *line)
{
    line->length = 0;
    line->text[0] = '\0';
}

/* How much of a text, of which more follows, ends without half a character. */
static size_t whole_characters(const char *text, size_t length)
{
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    return length;
}

/* By the byte: most texts are a word. */
void text_add(struct text *line, const char *text)
{
    char *to = line->text + line->length;
    size_t room = TEXT_MAX - line->length, length = 0;

    for (; length < room && text[length]; length++)
        to[length] = text[length];
    if (text[length])
        length = whole_characters(text, length);
    to[length] = '\0';
    line->length += length;
}

void text_add_start(struct text *line, const char *text, size_t length)
{
    char start[TEXT_MAX + 1];
    size_t whole = strlen(text);

    if (whole <= length) {
        text_add(line, text);
        return;
    }
    length = whole_characters(text, MIN(length, (size_t)TEXT_MAX));
    memcpy(start, text, length);
    start[length] = '\0';
    text_add(line, start);
    text_add(line, "...");
}

void text_add_number(struct text *line, uint32_t number)
{
    char figure[FIGURE_SIZE], *end;

    if (TEXT_MAX - line->length < FIGURE_SIZE) {
        figure_write(figure, number);
        text_add(line, figure);
        return;
    }
    end = figure_write(line->text + line->length, number);
    line->length = (size_t)(end - line->text);
}

void text_add_figure(struct text *line, const char *text, uint32_t number)
{
    text_add(line, text);
    text_add_number(line, number);
}

void text_add_attempt(struct text *line, const struct report *report)
{
    static const char *const names[] = {
        [INTENT_NONE] = "",
        [INTENT_REGISTER] = "new registration",
        [INTENT_REFRESH] = "refresh",
        [INTENT_ADD] = "added Contact",
        [INTENT_CHANGE] = "changed Contact",
        [INTENT_REMOVE] = "removal",
        [INTENT_REMOVE_ALL] = "removal of all",
        [INTENT_FETCH] = "query",
    };

    if (report->intent == INTENT_REFRESH && report->refresh > 0)
        text_add_figure(line, "refresh ", report->refresh);
    else if (report->intent < G_N_ELEMENTS(names))
        text_add(line, names[report->intent]);
}

bool text_is_removal(const struct report *report)
{
    return intent_removes(report->intent);
}

bool text_answers_challenge(const struct report *report)
{
    const struct report_nonce *nonce = report_nonce(report);

    return report->step == STEP_RETRY && nonce && nonce->use <= 1;
}

void text_add_requested(struct text *line, const struct report *report)
{
    if (text_is_removal(report) || report->contact_count == 0 || !report->contacts[0].has_requested)
        return;
    text_add_number(line, report->contacts[0].requested_s);
    text_add(line, " s");
}

void text_add_expires(struct text *line, const struct report *report)
{
    /* One own Contact is the rule; where there are more, the first speaks for them. */
    const struct report_contact *own = report->contact_count > 0 ? &report->contacts[0] : NULL;

    if (report->has_minimum) {
        text_add_figure(line, "at least ", report_rare(report)->minimum_s);
    } else if (own && own->has_grant) {
        text_add_number(line, own->granted_s);
        if (own->has_requested && own->granted_s != own->requested_s)
            text_add_figure(line, " s of ", own->requested_s);
    } else if (own && own->has_requested && report->status == 0) {
        text_add_number(line, own->requested_s);
        text_add(line, " s requested");
        return;
    } else {
        return;
    }
    text_add(line, " s");
}

const char *text_step(const struct report *report)
{
    static const char *const names[] = {
        [STEP_REQUEST] = "",
        [STEP_RETRANSMISSION] = "retransmission",
        [STEP_COPY] = "copy",
        [STEP_PROVISIONAL] = "provisional",
        [STEP_CHALLENGE] = "challenge",
        [STEP_INTERVAL_TOO_BRIEF] = "interval too brief",
        [STEP_REDIRECT] = "redirect",
        [STEP_ACCEPTED] = "accepted",
        [STEP_REJECTED] = "rejected",
        [STEP_UNDELIVERABLE] = "undeliverable",
    };

    static const char *const kinds[] = {
        [REPORT_REG_EVENT] = "registration event",
        [REPORT_OTHER_REQUEST] = "request",
        [REPORT_KEEPALIVE] = "keep-alive",
    };

    const struct report_call *call = report_rare(report)->call;

    if (call && call->loss)
        return "call lost";
    if (report->kind == REPORT_OTHER_REQUEST && report->nonce_count)
        return "credentials";
    if (call)
        return "call";
    if (report_rare(report)->connection)
        return connection_verdict_name(report_rare(report)->connection->verdict);
    if (report->kind == REPORT_OTHER_REQUEST && report->status)
        return "response";
    if (report->kind != REPORT_REGISTER && report->step != STEP_UNDELIVERABLE)
        return kinds[report->kind];
    if (report->step == STEP_RETRY)
        return text_answers_challenge(report) ? "with credentials" : "retry";
    if (report->step == STEP_ACCEPTED && text_is_removal(report))
        return "removal accepted";
    return report->step < G_N_ELEMENTS(names) ? names[report->step] : "";
}

void text_add_piece(struct text *line, size_t start, const char *separator,
                    void (*piece)(struct text *, const struct report *),
                    const struct report *report)
{
    size_t before = line->length, behind;

    if (before > start)
        text_add(line, separator);
    behind = line->length;
    piece(line, report);
    if (line->length == behind) {
        line->length = before;
        line->text[before] = '\0';
    }
}

void text_add_aor(struct text *line, const struct report *report)
{
    const char *aor = report_place(report)->aor;

    text_add(line, aor ? aor : "");
}

void text_add_step(struct text *line, const struct report *report)
{
    text_add(line, text_step(report));
}
