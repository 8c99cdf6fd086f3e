/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/text_parts.h"

#include <string.h>

#include <glib.h>

void words_begin(struct words *words)
{
    words->length = 0;
    words->text[0] = '\0';
}

/* How much of a text fits into so many bytes without half a character. */
static size_t fitting(const char *text, size_t length, size_t room)
{
    if (length <= room)
        return length;
    while (room > 0 && ((unsigned char)text[room] & 0xC0) == 0x80)
        room--;
    return room;
}

static void add_bytes(struct words *words, const char *text, size_t length)
{
    length = fitting(text, length, WORDS_MAX - words->length);
    memcpy(words->text + words->length, text, length);
    words->length += length;
    words->text[words->length] = '\0';
}

void words_add(struct words *words, const char *text)
{
    add_bytes(words, text, strlen(text));
}

void words_add_start(struct words *words, const char *text, size_t length)
{
    size_t whole = strlen(text);
    size_t start = fitting(text, whole, length);

    add_bytes(words, text, start);
    if (start < whole)
        words_add(words, "...");
}

void words_add_number(struct words *words, uint32_t number)
{
    char digits[] = "4294967295";
    char *first = digits + sizeof(digits) - 1;

    do {
        *--first = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    words_add(words, first);
}

void words_add_figure(struct words *words, const char *text, uint32_t number)
{
    words_add(words, text);
    words_add_number(words, number);
}

void words_add_attempt(struct words *words, const struct report *report)
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
        words_add_figure(words, "refresh ", report->refresh);
    else if (report->intent < G_N_ELEMENTS(names))
        words_add(words, names[report->intent]);
}

bool words_is_removal(const struct report *report)
{
    return report->intent == INTENT_REMOVE || report->intent == INTENT_REMOVE_ALL;
}

void words_add_expires(struct words *words, const struct report *report)
{
    /* One own Contact is the rule; where there are more, the first speaks for them. */
    const struct report_contact *own = report->contact_count > 0 ? &report->contacts[0] : NULL;

    if (report->has_minimum) {
        words_add_figure(words, "at least ", report->minimum_s);
    } else if (own && own->has_grant) {
        words_add_number(words, own->granted_s);
        if (own->has_requested && own->granted_s != own->requested_s)
            words_add_figure(words, " s of ", own->requested_s);
    } else if (own && own->has_requested && report->status == 0) {
        words_add_figure(words, "asks ", own->requested_s);
    } else {
        return;
    }
    words_add(words, " s");
}

const char *words_step(const struct report *report)
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

    if (report->kind == REPORT_OTHER_REQUEST && report->nonce)
        return "credentials";
    if (report->kind != REPORT_REGISTER)
        return kinds[report->kind];
    if (report->step == STEP_RETRY)
        return report->nonce ? "retry with credentials" : "retry";
    return report->step < G_N_ELEMENTS(names) ? names[report->step] : "";
}

void words_add_piece(struct words *words, size_t start, const char *separator,
                     void (*piece)(struct words *, const struct report *),
                     const struct report *report)
{
    size_t before = words->length, behind;

    if (before > start)
        words_add(words, separator);
    behind = words->length;
    piece(words, report);
    if (words->length == behind) {
        words->length = before;
        words->text[before] = '\0';
    }
}

void words_add_aor(struct words *words, const struct report *report)
{
    words_add(words, report->aor ? report->aor : "");
}

void words_add_step(struct words *words, const struct report *report)
{
    words_add(words, words_step(report));
}
