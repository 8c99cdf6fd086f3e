/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/words.h"

#include <string.h>

#include <glib.h>

#include "rules/finding.h"

static void begin(struct words *words)
{
    words->length = 0;
    words->text[0] = '\0';
}

static void add(struct words *words, const char *text)
{
    size_t length = strlen(text);

    if (length > WORDS_MAX - words->length) {
        length = WORDS_MAX - words->length;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
            length--; /* no half characters */
    }
    memcpy(words->text + words->length, text, length);
    words->length += length;
    words->text[words->length] = '\0';
}

static void add_number(struct words *words, uint32_t number)
{
    char digits[] = "4294967295";
    char *first = digits + sizeof(digits) - 1;

    do {
        *--first = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    add(words, first);
}

/* Adds a text and a number, as in "refresh 2". */
static void add_figure(struct words *words, const char *text, uint32_t number)
{
    add(words, text);
    add_number(words, number);
}

static void add_attempt(struct words *words, const struct report *report)
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
        add_figure(words, "refresh ", report->refresh);
    else if (report->intent < G_N_ELEMENTS(names))
        add(words, names[report->intent]);
}

static bool is_removal(const struct report *report)
{
    return report->intent == INTENT_REMOVE || report->intent == INTENT_REMOVE_ALL;
}

static void add_expires(struct words *words, const struct report *report)
{
    /* One own Contact is the rule; where there are more, the first speaks for them. */
    const struct report_contact *own = report->contact_count > 0 ? &report->contacts[0] : NULL;

    if (report->has_minimum) {
        add_figure(words, "at least ", report->minimum_s);
    } else if (own && own->has_grant) {
        add_number(words, own->granted_s);
        if (own->has_requested && own->granted_s != own->requested_s)
            add_figure(words, " s of ", own->requested_s);
    } else if (own && own->has_requested && report->status == 0) {
        add_figure(words, "asks ", own->requested_s);
    } else {
        return;
    }
    add(words, " s");
}

/* What a message is, as a word: "challenge". */
static const char *step_word(const struct report *report)
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

/* What stands between that word and the figure, in a sentence. */
static const char *step_joint(const struct report *report)
{
    switch ((enum report_step)report->step) {
    case STEP_ACCEPTED:
        return report->intent == INTENT_FETCH ? ", " : " for ";
    case STEP_RETRY:
    case STEP_INTERVAL_TOO_BRIEF:
        return ", ";
    default:
        return " ";
    }
}

/* The figure that goes with the word: "401", "1800 s of 3600 s"; nothing where there is none. */
static void add_step_figure(struct words *words, const struct report *report)
{
    switch ((enum report_step)report->step) {
    case STEP_RETRANSMISSION:
        add_figure(words, "of frame ", report->retransmission_of);
        break;
    case STEP_COPY:
        /* An answer is seen on the far hop first: what it is a copy of comes later. */
        if (report->copy_of > 0)
            add_figure(words, "of frame ", report->copy_of);
        if (report->hop > 1)
            add_figure(words, report->copy_of > 0 ? " on hop " : "on hop ", report->hop);
        break;
    case STEP_CHALLENGE:
        add_number(words, report->status);
        add(words, report->is_stale ? ", nonce stale" : "");
        break;
    case STEP_PROVISIONAL:
    case STEP_REDIRECT:
    case STEP_REJECTED:
        add_number(words, report->status);
        break;
    case STEP_ACCEPTED:
        if (report->intent == INTENT_FETCH && report->has_binding_list) {
            add_number(words, report->bindings_listed);
            add(words, report->bindings_listed == 1 ? " binding" : " bindings");
            break;
        }
        /* fall through */
    case STEP_REQUEST:
    case STEP_RETRY:
    case STEP_INTERVAL_TOO_BRIEF:
        if (!is_removal(report))
            add_expires(words, report);
        break;
    case STEP_UNDELIVERABLE:
    case STEP_NONE:
        break;
    }
}

/* Adds a separator and, behind it, what `piece` adds; neither where that is nothing, and no
 * separator at the start of the line. */
static void add_piece(struct words *words, size_t start, const char *separator,
                      void (*piece)(struct words *, const struct report *),
                      const struct report *report)
{
    size_t before = words->length, behind;

    if (before > start)
        add(words, separator);
    behind = words->length;
    piece(words, report);
    if (words->length == behind) {
        words->length = before;
        words->text[before] = '\0';
    }
}

static void add_aor(struct words *words, const struct report *report)
{
    add(words, report->aor ? report->aor : "");
}

static void add_step(struct words *words, const struct report *report)
{
    add(words, step_word(report));
}

/* The rules that ask for attention. */
static void add_issues(struct words *words, const struct report *report)
{
    size_t start = words->length;

    for (const struct finding *each = report->findings; each; each = each->next) {
        if (each->severity < SEVERITY_WARN)
            continue;
        add(words, words->length > start ? ", " : "");
        add(words, rule_table[each->rule].id);
    }
}

void words_of_item(struct words *words, const struct report *report)
{
    const char *joint = *step_word(report) ? step_joint(report) : ", ";
    size_t start;

    begin(words);
    add(words, "SIP Registration");
    if (report->registration != REPORT_NO_REGISTRATION)
        add_figure(words, " #", report->registration);
    add(words, ": ");
    start = words->length;
    add_piece(words, start, ", ", add_aor, report);
    add_piece(words, start, ", ", add_attempt, report);
    add_piece(words, start, ", ", add_step, report);
    add_piece(words, start, joint, add_step_figure, report);
}

void words_of_info(struct words *words, const struct report *report)
{
    bool is_request = report->step == STEP_REQUEST || report->step == STEP_RETRY;
    bool is_answer = report->step >= STEP_PROVISIONAL;
    const char *joint = step_joint(report);

    if (is_answer || *step_word(report) == '\0')
        joint = ": ";
    begin(words);
    add(words, "[");
    if (report->registration != REPORT_NO_REGISTRATION)
        add_figure(words, "#", report->registration);
    if (is_request)
        add_piece(words, 1, " ", add_attempt, report);
    add_piece(words, 1, is_request ? ": " : " ", add_step, report);
    add_piece(words, 1, joint, add_step_figure, report);
    add_piece(words, 1, "; ", add_issues, report);
    add(words, "]");
}

void words_of_expires(struct words *words, const struct report *report)
{
    begin(words);
    add_expires(words, report);
}
