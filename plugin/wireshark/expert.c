/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/catalogue.h"
#include "wireshark/expert.h"

#include <epan/column-utils.h>
#include <epan/expert.h>
#include <epan/tap.h>

static const int severities[] = {
    [SEVERITY_CHAT] = PI_CHAT,
    [SEVERITY_NOTE] = PI_NOTE,
    [SEVERITY_WARN] = PI_WARN,
    [SEVERITY_ERROR] = PI_ERROR,
};

static expert_field expert_ids[RULE_COUNT];

static const int groups[] = {
    [GROUP_SEQUENCE] = PI_SEQUENCE,         [GROUP_RESPONSE_CODE] = PI_RESPONSE_CODE,
    [GROUP_REQUEST_CODE] = PI_REQUEST_CODE, [GROUP_MALFORMED] = PI_MALFORMED,
    [GROUP_PROTOCOL] = PI_PROTOCOL,         [GROUP_SECURITY] = PI_SECURITY,
    [GROUP_ASSUMPTION] = PI_ASSUMPTION,     [GROUP_DEPRECATED] = PI_DEPRECATED,
};

static ei_register_info expert_rows[RULE_COUNT]; /* Wireshark keeps pointing at them */

static int expert_protocol; /* Wireshark's own, "_ws.expert" */
static int expert_tap;

void expert_register(int protocol)
{
    for (unsigned rule = 0; rule < RULE_COUNT; rule++) {
        const struct rule_row *row = &rule_table[rule];

        expert_rows[rule] =
            (ei_register_info){&expert_ids[rule],
                               {row->filter, groups[row->group], severities[row->severity],
                                rule_texts[rule].summary, EXPFILL}};
        expert_rows[rule].eiinfo.hf_info.hfinfo.blurb = rule_texts[rule].cause;
    }
    expert_register_field_array(expert_register_protocol(protocol), expert_rows, RULE_COUNT);
}

void expert_begin(void)
{
    expert_protocol = proto_get_id_by_filter_name("_ws.expert");
    expert_tap = find_tap_id("expert");
}

bool expert_is_read(proto_tree *tree)
{
    return have_tap_listener(expert_tap) || proto_field_is_referenced(tree, expert_protocol);
}

/* Wireshark's column Severity has the expert info that came last; a reader expects the worst. */
static unsigned severity_shown(packet_info *pinfo)
{
    const char *shown = col_get_text(pinfo->cinfo, COL_EXPERT);

    return shown ? str_to_val(shown, expert_severity_vals, 0) : 0;
}

/* An expert info has the severity of its row, for all its uses. A finding's severity depends on the
 * case: so the row is given that severity for the length of the call. This is also how Wireshark's
 * own "Severity Level Configuration" works, which wins: a row that differs from what was registered
 * is the user's choice. (A row per severity under the same name would be the alternative: four
 * times the fields in every list, and the user's choice would reach one of the four.) */
static int severity_of(const struct finding *finding)
{
    const expert_field_info *row = &expert_rows[finding->rule].eiinfo;

    return row->severity == row->orig_severity ? severities[finding->severity] : row->severity;
}

void expert_add(packet_info *pinfo, proto_item *item, const struct finding *finding,
                const char *sentence)
{
    expert_field_info *row = &expert_rows[finding->rule].eiinfo;
    int registered = row->severity;
    unsigned before = severity_shown(pinfo);

    row->severity = severity_of(finding);
    expert_add_info_format(pinfo, item, &expert_ids[finding->rule], "%s", sentence);
    if (before > severity_shown(pinfo))
        col_add_str(pinfo->cinfo, COL_EXPERT, val_to_str_const(before, expert_severity_vals, ""));
    row->severity = registered;
}

void expert_note_severity(packet_info *pinfo, const struct finding *findings)
{
    const struct finding *worst = findings;

    for (const struct finding *each = findings; each; each = each->next) {
        if (severity_of(each) > severity_of(worst))
            worst = each;
    }
    if (worst && (severity_of(worst) > expert_get_highest_severity() ||
                  col_get_text(pinfo->cinfo, COL_EXPERT)))
        expert_add(pinfo, NULL, worst, "");
}
