/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/dissector.h"

#include <epan/packet.h>
#include <epan/tap.h>

#include "analysis.h"
#include "wireshark/accounts.h"
#include "wireshark/columns.h"
#include "wireshark/connection.h"
#include "wireshark/conversation_filter.h"
#include "wireshark/traffic.h"
#include "wireshark/expert.h"
#include "wireshark/fields.h"
#include "wireshark/kept.h"
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
    nstime_t last_seen; /* the latest frame of the first pass */
    int64_t
        last_offset; /* in the file: the latest frame that was fed. Numbers do not tell: those of
                            frames that a read filter drops are given again */
    bool settled;    /* nothing new since analysis_settle */
    bool sees_all;   /* there is more in it than SIP */
} capture;

/* A table needs all reports. In tshark it is there only after the capture has begun. */
static bool forget_reports(void)
{
    if (tables_are_open())
        return false;
    kept_forget();
    return true;
}

static void capture_begins(void)
{
    struct settings settings = preferences_settings();

    settings.accounts = accounts_configured();
    if (tables_are_open())
        settings.keep_hours = 0;
    capture.analysis = analysis_new(&settings);
    analysis_ask_before(capture.analysis, forget_reports);
    accounts_unref(settings.accounts);
    messages_begin();
    expert_begin();
    nstime_set_zero(&capture.last_seen);
    capture.last_offset = -1;
    capture.settled = true;
    capture.sees_all = false;
}

static void capture_ends(void)
{
    tables_forget();
    kept_forget();
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

/* What the frame says without SIP. */
static void feed_evidence(tvbuff_t *frame, const packet_info *pinfo)
{
    const struct report *report;

    see_all(pinfo);
    report = evidence_feed(capture.analysis, frame, pinfo);
    if (report)
        kept_add((struct kept){.report = report, .frame = pinfo->num});
    if (!connection_concerns(capture.analysis, pinfo))
        return;
    report = connection_feed(capture.analysis, frame, pinfo);
    if (report)
        kept_add((struct kept){.report = report, .frame = pinfo->num});
}

/* False: what Wireshark took for SIP is none. */
static bool feed_messages(struct messages *messages)
{
    const tvbuff_t *source = NULL;
    uint16_t sources = 0;
    bool found = false;

    while (messages_next(messages)) {
        struct span message = SPAN_NONE;
        const struct report *report = analysis_feed(capture.analysis, &messages->packet, &message);
        uint32_t offset = messages_found(messages, message);

        found |= span_present(message);
        if (span_present(message))
            messages->packet.analysis = 0; /* it counts once for a frame */
        if (messages->source != source)
            sources++;
        source = messages->source;
        if (report)
            kept_add((struct kept){report, messages->packet.frame, {sources, offset}});
    }
    return found;
}

/* A frame can be dissected twice before it counts as visited: a read filter, a display filter that it did
 * not pass. */
static void feed(tvbuff_t *tvb, packet_info *pinfo)
{
    struct messages messages;

    if (pinfo->fd->visited || pinfo->fd->file_off <= capture.last_offset)
        return;
    capture.last_offset = pinfo->fd->file_off;
    capture.last_seen = pinfo->abs_ts;
    capture.settled = false;
    kept_new_frame(pinfo->num);
    if (!messages_open(&messages, tvb, pinfo) || !feed_messages(&messages))
        feed_evidence(tvb, pinfo);
}

/* --- Every pass: reports are shown */

static int dissect(tvbuff_t *tvb, packet_info *pinfo, proto_tree *tree, void *data _U_)
{
    const struct kept *kept;
    unsigned count;

    if (pinfo->fd->visited && !capture.settled) {
        capture.settled = true;
        analysis_settle(capture.analysis, origin_time(&capture.last_seen));
    }
    feed(tvb, pinfo);
    kept = kept_of(pinfo->num, &count);
    if (!kept)
        return 0;
    for (unsigned i = 0; i < count; i++) {
        if (report_is_shown(kept[i].report)) {
            tree_add(tvb, pinfo, tree, kept[i].place, kept[i].report);
            columns_append(pinfo, kept[i].report);
        }
        tap_queue_packet(sipreg_tap, pinfo, kept[i].report);
    }
    return (int)tvb_captured_length(tvb);
}

const struct report *dissector_next_of(packet_info *pinfo, unsigned *next)
{
    unsigned count;
    const struct kept *kept = kept_of(pinfo->num, &count);

    while (kept && *next < count) {
        const struct report *report = kept[(*next)++].report;

        if (report_registration(report) != REPORT_NO_REGISTRATION)
            return report;
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
