/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/catalogue.h"
#include "wireshark/fields.h"

#include <epan/packet.h>

#include "base/report.h"

static int field_ids[FIELD_COUNT];
static int subtree_ids[SUBTREE_COUNT];

enum { WORDS_MAX = 32 }; /* of a closed set */

static const char *severity_name(unsigned severity)
{
    return severity <= SEVERITY_ERROR ? rule_severity_name(severity) : "";
}

static const struct {
    enum field field;
    const char *(*word_of)(unsigned value); /* "" where there is none */
} closed_sets[] = {
    {FIELD_intent, report_intent_name},
    {FIELD_step, report_step_name},
    {FIELD_state, report_state_name},
    {FIELD_nonce_verdict, report_nonce_verdict_name},
    {FIELD_digest_aka_mac, report_mac_name},
    {FIELD_digest_aka_auts, report_mac_name},
    {FIELD_digest_rspauth, report_rspauth_name},
    {FIELD_severity, severity_name},
    {FIELD_outage_kind, outage_kind_name},
    {FIELD_call_reason, outage_kind_name},
    {FIELD_call_reason, call_loss_name},
};

/* The blurb is what the filter bar shows: there the words are needed. Wireshark keeps it until it ends. */
static const char *blurb_with_words(const char *blurb, const char *before,
                                    const char *(*word_of)(unsigned value))
{
    GString *text = g_string_new(blurb);

    for (unsigned value = 0; value < WORDS_MAX; value++) {
        const char *word = word_of(value);

        if (*word == '\0')
            continue;
        g_string_append(text, before);
        g_string_append(text, word);
        before = ", ";
    }
    return g_string_free(text, FALSE);
}

void fields_register(int protocol)
{
    static hf_register_info rows[] = {
#define FIELD(name, abbreviation, title, type, display, strings, help)                             \
    {&field_ids[FIELD_##name], {title, abbreviation, FT_##type, display, strings, 0, help, HFILL}},
        FIELDS(FIELD)
#undef FIELD
    };
    static int *subtrees[SUBTREE_COUNT];

    for (unsigned i = 0; i < SUBTREE_COUNT; i++) {
        subtree_ids[i] = -1; /* 4.0 takes 0 for an id that was given out */
        subtrees[i] = &subtree_ids[i];
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(closed_sets); i++) {
        header_field_info *info = &rows[closed_sets[i].field].hfinfo;
        bool has_words = i > 0 && closed_sets[i - 1].field == closed_sets[i].field;

        info->blurb =
            blurb_with_words(info->blurb, has_words ? ", " : ": ", closed_sets[i].word_of);
    }
    proto_register_field_array(protocol, rows, FIELD_COUNT);
    proto_register_subtree_array(subtrees, SUBTREE_COUNT);
}

int field_id(enum field field)
{
    return field_ids[field];
}

int subtree_id(enum subtree subtree)
{
    return subtree_ids[subtree];
}
