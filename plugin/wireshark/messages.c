/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/messages.h"

#include <epan/prefs-int.h>
#include <epan/prefs.h>
#include <epan/tap.h>

#include "wireshark/buffers.h"
#include "wireshark/packet_meta.h"

static int sip_tap;
static struct stream_reading preferences;
static bool tcp_awaits_rest;
static bool tls_awaits_rest;

static bool preference(const char *module, const char *name)
{
    pref_t *found = prefs_find_preference(prefs_find_module(module), name);

    return !found || prefs_get_bool_value(found, pref_current);
}

void messages_handoff(void)
{
    GString *error;

    origin_handoff();

    /* Without a listener the SIP dissector queues nothing; this one only reads the queue. */
    error = register_tap_listener("sip_follow", &sip_tap, NULL, TL_IS_DISSECTOR_HELPER, NULL, NULL,
                                  NULL, NULL);
    if (error)
        g_string_free(error, TRUE);
    sip_tap = find_tap_id("sip_follow");
}

void messages_begin(void)
{
    preferences.strict_version = preference("sip", "strict_sip_version");
    preferences.awaits_head = preference("sip", "desegment_headers");
    preferences.awaits_body = preference("sip", "desegment_body");
    tcp_awaits_rest = preference("tcp", "desegment_tcp_streams");
    tls_awaits_rest = preference("tls", "desegment_ssl_application_data");
}

/* --- The walk */

/* True for bytes of the message before: a SIP message in the body of another (message/sip), which
 * is its content and was not sent by itself. */
static bool is_inside_last(const struct messages *messages, const char *p)
{
    return messages->start <= p && p < messages->end;
}

/* Sets packet.text to what a buffer holds from `skip` on. */
static void take_text(struct messages *messages, tvbuff_t *tvb, struct span text, size_t skip)
{
    messages->tvb = tvb;
    messages->source = tvb_get_ds_tvb(tvb);
    messages->offset = (uint32_t)tvb_raw_offset(tvb) + (uint32_t)skip;
    messages->packet.text = span_from(text, skip);
    messages->packet.cut = text.n < tvb_reported_length(tvb);
}

static tvbuff_t *next_buffer(struct messages *messages)
{
    unsigned next = messages->next++;

    if (!messages->found)
        return (tvbuff_t *)fetch_tapped_data(sip_tap, (int)next);
    if (next >= wmem_array_get_count(messages->found))
        return NULL;
    return *(tvbuff_t **)wmem_array_index(messages->found, next);
}

/* Several messages of one TCP segment are the same buffer several times; each begins where the one
 * before ended. */
static bool take_next(struct messages *messages)
{
    tvbuff_t *tvb;

    while ((tvb = next_buffer(messages))) {
        struct span text = buffer_text(tvb);

        if (tvb != messages->tvb && is_inside_last(messages, text.p))
            continue;
        take_text(messages, tvb, text, tvb == messages->tvb ? (size_t)(messages->end - text.p) : 0);
        return true;
    }
    return false;
}

/* Where nothing was tapped. The dissector does not wait for the rest of what an ICMP error quotes, nor
 * where a checksum is wrong. */
static wmem_array_t *find(tvbuff_t *frame, packet_info *pinfo, const struct origin_layers *layers)
{
    struct stream_reading reading = preferences;
    bool awaits_rest = layers->tls ? tls_awaits_rest : tcp_awaits_rest;

    if (!awaits_rest || layers->icmp || layers->icmpv6 || *pinfo->noreassembly_reason)
        reading.awaits_head = false;
    return buffers_with_sip(frame, pinfo, layers->sip, &reading,
                            pinfo->ptype == PT_TCP && !layers->websocket);
}

bool messages_open(struct messages *messages, tvbuff_t *frame, packet_info *pinfo)
{
    struct origin_layers layers;
    bool tapped;

    if (!origin_has_sip(pinfo))
        return false;
    layers = origin_layers(pinfo);
    tapped = fetch_tapped_data(sip_tap, 0) != NULL;
    *messages = (struct messages){.found = tapped ? NULL : find(frame, pinfo, &layers)};
    messages->packet = origin_packet(pinfo, &layers);
    if (messages->packet.kind == PACKET_MESSAGE)
        messages->packet.analysis = origin_analysis(pinfo);
    return true;
}

bool messages_next(struct messages *messages)
{
    struct packet *packet = &messages->packet;

    if (!take_next(messages))
        return false;
    if (packet->kind != PACKET_MESSAGE) {
        packet->cut = true; /* an ICMP error quotes a beginning */
        origin_read_icmp(packet, messages->source, messages->offset);
    }
    return true;
}

uint32_t messages_found(struct messages *messages, struct span message)
{
    const struct span text = messages->packet.text;

    if (!span_present(message)) {
        /* Wireshark took it for SIP, the core did not: nothing can be said of what follows. */
        messages->start = messages->end = text.p + text.n;
        return messages->offset;
    }
    messages->start = message.p;
    messages->end = message.p + message.n;
    return messages->offset + (uint32_t)(message.p - text.p);
}
