/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/dissector.h"

#include <epan/packet.h>
#include <epan/proto_data.h>
#include <epan/tap.h>
#include <epan/wmem_scopes.h>

#include "analysis.h"
#include "wireshark/accounts.h"
#include "wireshark/columns.h"
#include "wireshark/conversation_filter.h"
#include "wireshark/traffic.h"
#include "wireshark/expert.h"
#include "wireshark/fields.h"
#include "wireshark/messages.h"
#include "wireshark/packet_meta.h"
#include "wireshark/preferences.h"
#include "wireshark/tap_flow.h"
#include "wireshark/tables.h"
#include "wireshark/tree.h"

static int sipreg;
static int sipreg_tap;
static dissector_handle_t handle;

/* One capture file, from its first frame on. */
static struct {
    struct analysis *analysis;
    int64_t last_seen; /* ns since 1970: the latest frame of the first pass */
    int64_t
        last_offset; /* in the file: the latest frame that was fed. Numbers do not tell: those of
                            frames that a read filter drops are given again */
    bool settled;    /* nothing new since analysis_settle */
    bool sees_all;   /* there is more in it than SIP */
} capture;

/* What is kept with a frame: its messages that have a report. The list starts with one that has
 * none where there was SIP and nothing to say of it, so that it is known to have been fed. */
struct kept {
    struct kept *next;
    const struct report *report;
    struct tree_place place;
};

static void capture_begins(void)
{
    struct settings settings = preferences_settings();

    settings.accounts = accounts_configured();
    capture.analysis = analysis_new(&settings);
    accounts_unref(settings.accounts);
    messages_begin();
    expert_begin();
    capture.last_seen = 0;
    capture.last_offset = -1;
    capture.settled = true;
    capture.sees_all = false;
}

static void capture_ends(void)
{
    tables_forget();
    analysis_free(capture.analysis);
    capture.analysis = NULL;
}

/* --- First pass: messages go in */

/* A file of SIP alone says nothing of the keep-alives that are not in it. The segments of a message
 * are SIP too. */
static void see_all(const packet_info *pinfo)
{
    if (capture.sees_all || pinfo->ptype == PT_TCP)
        return;
    capture.sees_all = true;
    analysis_sees_all(capture.analysis);
}

static struct kept *keep(const struct report *report, struct tree_place place)
{
    struct kept *kept = wmem_new(wmem_file_scope(), struct kept);

    *kept = (struct kept){.report = report, .place = place};
    return kept;
}

/* What the frame says without SIP. One that says nothing is not kept. */
static const struct kept *feed_evidence(tvbuff_t *frame, const packet_info *pinfo)
{
    const struct report *report;

    see_all(pinfo);
    report = evidence_feed(capture.analysis, frame, pinfo);
    return report ? keep(report, (struct tree_place){0, 0}) : NULL;
}

static const struct kept *feed_messages(struct messages *messages, bool *found)
{
    static const struct kept nothing;
    struct kept *first = NULL;
    struct kept **end = &first;
    const tvbuff_t *source = NULL;
    uint16_t sources = 0;

    while (messages_next(messages)) {
        struct span message = SPAN_NONE;
        const struct report *report = analysis_feed(capture.analysis, &messages->packet, &message);
        uint32_t offset = messages_found(messages, message);

        *found |= span_present(message);
        if (span_present(message))
            messages->packet.analysis = 0; /* it counts once for a frame */
        if (messages->source != source)
            sources++;
        source = messages->source;
        if (!report)
            continue;
        *end = keep(report, (struct tree_place){sources, offset});
        end = &(*end)->next;
    }
    return first ? first : &nothing;
}

/* Feeds the messages of a frame, or recalls what was kept of them. A frame can be dissected twice
 * before it counts as visited: a read filter, a display filter that it did not pass. */
static const struct kept *kept_messages(tvbuff_t *tvb, packet_info *pinfo)
{
    const struct kept *kept = NULL;
    struct messages messages;
    bool found = false;

    if (pinfo->fd->visited || pinfo->fd->file_off <= capture.last_offset)
        return p_get_proto_data(wmem_file_scope(), pinfo, sipreg, 0);
    capture.last_offset = pinfo->fd->file_off;
    capture.last_seen = origin_time(pinfo);
    capture.settled = false;
    if (messages_open(&messages, tvb, pinfo))
        kept = feed_messages(&messages, &found);
    if (!found)
        kept = feed_evidence(tvb, pinfo);
    if (!kept)
        return NULL;
    p_add_proto_data(wmem_file_scope(), pinfo, sipreg, 0, (void *)kept);
    return kept;
}

/* --- Every pass: reports are shown */

static int dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    const struct kept *kept;

    if (pinfo->fd->visited && !capture.settled) {
        capture.settled = true;
        analysis_settle(capture.analysis, capture.last_seen);
    }
    kept = kept_messages(tvb, pinfo);
    if (!kept || !kept->report)
        return 0;
    for (; kept; kept = kept->next) {
        tree_add(tvb, pinfo, tree, kept->place, kept->report);
        columns_append(pinfo, kept->report);
        tap_queue_packet(sipreg_tap, pinfo, kept->report);
    }
    return (int)tvb_captured_length(tvb);
}

const struct report *dissector_registration_of(packet_info *pinfo)
{
    const struct kept *kept = p_get_proto_data(wmem_file_scope(), pinfo, sipreg, 0);

    for (; kept && kept->report; kept = kept->next) {
        if (kept->report->registration != REPORT_NO_REGISTRATION)
            return kept->report;
    }
    return NULL;
}

/* --- Registration with Wireshark */

void dissector_register(void)
{
    sipreg = proto_register_protocol("SIP Registration", "SIPREG", "sipreg");
    handle = register_dissector("sipreg", dissect, sipreg);
    fields_register(sipreg);
    expert_register(sipreg);
    preferences_register(sipreg);
    sipreg_tap = register_tap("sipreg");
    conversation_filter_register();
    tap_flow_register(sipreg);
    tables_register(sipreg);
    register_init_routine(capture_begins);
    register_cleanup_routine(capture_ends);
    register_postdissector(handle);
}

void dissector_handoff(void)
{
    messages_handoff();
    tree_handoff(sipreg);
}
