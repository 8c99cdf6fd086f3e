/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/doubts.h"

#include <glib.h>

#include "rules/catalogue.h"

/* "lacks frames of" 2 registrations "(capture ...)" */
static const struct {
    const char *what;
    const char *remedy;
    bool of_registrations; /* not of the whole capture */
} doubts_said[DOUBT_COUNT] = {
    [DOUBT_GAP] = {"may lack frames of",
                   " (capture with a larger buffer, dumpcap -B, or closer to the client)", true},
    [DOUBT_ONE_WAY] = {"has only one direction of",
                       " (capture both, at the client or at the server)", true},
    [DOUBT_DISORDER] = {"is out of order", " (sort it with reordercap)", false},
    [DOUBT_CLOCK] = {"has a clock that was set", " (times before and after do not compare)", false},
    [DOUBT_MID_START] = {"begins amid", "", true},
};

static bool tells_of_clock(const struct report *report)
{
    for (const struct finding *each = report->findings; each; each = each->next) {
        if (each->rule == RULE_capture_clock)
            return true;
    }
    return false;
}

uint8_t doubts_of(const struct report *report)
{
    return (uint8_t)(report->is_gap << DOUBT_GAP | report->is_one_way << DOUBT_ONE_WAY |
                     report->is_out_of_order << DOUBT_DISORDER |
                     tells_of_clock(report) << DOUBT_CLOCK |
                     report->is_mid_start << DOUBT_MID_START);
}

void doubts_add(struct doubts *doubts, uint8_t said)
{
    /* Of one direction alone nothing is known of before. */
    if (said & 1U << DOUBT_ONE_WAY)
        said &= (uint8_t) ~(1U << DOUBT_MID_START);
    for (unsigned i = 0; i < DOUBT_COUNT; i++)
        doubts->registrations[i] += said >> i & 1;
}

/* Until the frames are sorted, nobody knows what is missing. */
static bool is_told(const struct doubts *doubts, enum doubt doubt)
{
    return doubts->registrations[doubt] > 0 && (doubt == DOUBT_DISORDER || doubt == DOUBT_CLOCK ||
                                                doubts->registrations[DOUBT_DISORDER] == 0);
}

const char *doubts_text(const struct doubts *doubts, char text[SENTENCE_SIZE])
{
    GString *line = g_string_new(NULL);

    for (unsigned i = 0; i < DOUBT_COUNT; i++) {
        uint32_t count = doubts->registrations[i];

        if (!is_told(doubts, i))
            continue;
        g_string_append_printf(line, "%s %s", line->len ? "," : "Capture:", doubts_said[i].what);
        if (doubts_said[i].of_registrations)
            g_string_append_printf(line, " %u registration%s", count, count == 1 ? "" : "s");
        if (i == DOUBT_CLOCK)
            g_string_append_printf(line, " in frame %u", doubts->clock_in);
        g_string_append(line, doubts_said[i].remedy);
    }
    (void)g_strlcpy(text, line->str, SENTENCE_SIZE);
    g_string_free(line, TRUE);
    return *text ? text : NULL;
}
