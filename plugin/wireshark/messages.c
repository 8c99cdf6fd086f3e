/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/messages.h"

#include <epan/tap.h>

#include "wireshark/packet_meta.h"

static int sip_tap;
static int sip;
static bool tree_wanted;

/* --- Which way the messages come */

/* False where -2 may be among the options. A value such as -n2 costs time, no more. */
static bool is_one_pass_tshark(char *const *arguments)
{
    for (; *arguments; arguments++)
        if ((*arguments)[0] == '-' && strchr(*arguments, '2'))
            return false;
    return true;
}

/* Whether this program has taps running whenever it sees a frame for the first time. Wireshark and
 * one-pass tshark do (epan_dissect_run_with_taps); the first pass of `tshark -2`, and sharkd, do
 * not. A plugin is not told before the passes have begun, when it is too late to request a tree, so
 * this reads the command line. Where that fails, or for any other program, the result is no: then
 * the tree is built, which is slower and never wrong. */
static bool program_taps_first_pass(void)
{
    char *line = NULL;
    gsize length = 0;
    GPtrArray *arguments;
    bool taps = false;

    if (!g_file_get_contents("/proc/self/cmdline", &line, &length, NULL))
        return false;
    arguments = g_ptr_array_new();
    for (const char *at = line; at < line + length; at += strlen(at) + 1)
        g_ptr_array_add(arguments, (gpointer)at);
    g_ptr_array_add(arguments, NULL);

    if (arguments->len > 1) {
        char *program = g_path_get_basename(arguments->pdata[0]);

        if (g_ascii_strcasecmp(program, "wireshark") == 0)
            taps = true;
        else if (strcmp(program, "tshark") == 0)
            taps = is_one_pass_tshark((char *const *)arguments->pdata + 1);
        g_free(program);
    }
    g_ptr_array_free(arguments, TRUE);
    g_free(line);
    return taps;
}

void messages_handoff(dissector_handle_t post_dissector)
{
    GString *error;

    sip = proto_get_id_by_filter_name("sip");
    origin_handoff();

    /* Without a listener the SIP dissector queues nothing; this one only reads the queue. */
    error = register_tap_listener("sip_follow", &sip_tap, NULL, TL_IS_DISSECTOR_HELPER, NULL, NULL,
                                  NULL, NULL);
    if (error)
        g_string_free(error, TRUE);
    sip_tap = find_tap_id("sip_follow");

    tree_wanted = !program_taps_first_pass();
    if (tree_wanted) {
        GArray *wanted = g_array_new(FALSE, FALSE, sizeof(int));

        g_array_append_val(wanted, sip);
        set_postdissector_wanted_hfids(post_dissector, wanted);
    }
}

/* --- The walk */

/* True for bytes of the message before: a SIP message in the body of another (message/sip), which
 * is its content and was not sent by itself. */
static bool is_inside_last(const struct messages *messages, const char *p)
{
    return messages->start <= p && p < messages->end;
}

/* Sets packet.text to what a tvb holds from `skip` on. */
static void take_text(struct messages *messages, tvbuff_t *tvb, size_t skip)
{
    size_t length = tvb_captured_length(tvb);
    const char *p = (const char *)tvb_get_ptr(tvb, 0, (int)length);

    messages->tvb = tvb;
    messages->source = tvb_get_ds_tvb(tvb);
    messages->offset = (uint32_t)tvb_raw_offset(tvb) + (uint32_t)skip;
    messages->packet.text = (struct span){p + skip, length - skip};
    messages->packet.cut = length < tvb_reported_length(tvb);
}

/* A tapped message is a tvb. Several messages of one TCP segment are the same tvb several times;
 * each begins where the one before ended. */
static bool next_tapped(struct messages *messages)
{
    for (;;) {
        tvbuff_t *tvb = (tvbuff_t *)fetch_tapped_data(sip_tap, (int)messages->next);
        const char *p;

        if (!tvb)
            return false;
        messages->next++;
        p = (const char *)tvb_get_ptr(tvb, 0, (int)tvb_captured_length(tvb));
        if (tvb != messages->tvb && is_inside_last(messages, p))
            continue;
        take_text(messages, tvb, tvb == messages->tvb ? (size_t)(messages->end - p) : 0);
        return true;
    }
}

/* A protocol item on a first pass, which nobody sees: its start is right, its length is what
 * remained of the segment or datagram. */
static bool next_item(struct messages *messages)
{
    while (messages->next < messages->items->len) {
        const field_info *item = g_ptr_array_index(messages->items, messages->next++);
        size_t captured, length;
        const char *p;

        if (!item->ds_tvb || item->start < 0)
            continue;
        captured = tvb_captured_length(item->ds_tvb);
        if ((size_t)item->start >= captured)
            continue;
        length = MIN((size_t)MAX(item->length, 0), captured - (size_t)item->start);
        p = (const char *)tvb_get_ptr(item->ds_tvb, item->start, (int)length);
        if (is_inside_last(messages, p))
            continue;

        messages->source = item->ds_tvb;
        messages->offset = (uint32_t)item->start;
        messages->packet.text = (struct span){p, length};
        messages->packet.cut = captured < tvb_reported_length(item->ds_tvb) &&
                               (size_t)item->start + length == captured;
        return true;
    }
    return false;
}

/* Whether a payload begins like SIP, its first line being there in full. */
static bool looks_like_sip(struct span payload)
{
    struct span line = span_first(payload, span_find(payload, '\r'));

    return span_starts_with_nocase(line, "SIP/2.0 ") ||
           (line.n > 8 && span_is_nocase(span_from(line, line.n - 8), " SIP/2.0"));
}

/* The message that was not tapped: behind a UDP or TCP header with the frame's ports. What follows
 * it in a cut segment is lost to the SIP dissector too. */
static bool next_untapped(struct messages *messages)
{
    enum { PORTS = 4, UDP_HEADER_SIZE = 8, TCP_HEADER_MIN = 20, TCP_DATA_OFFSET = 12 };
    const packet_info *pinfo = messages->pinfo;
    size_t length = tvb_captured_length(messages->frame);
    const uint8_t *frame = tvb_get_ptr(messages->frame, 0, (int)length);
    uint8_t ports[PORTS] = {(uint8_t)(pinfo->srcport >> 8), (uint8_t)pinfo->srcport,
                            (uint8_t)(pinfo->destport >> 8), (uint8_t)pinfo->destport};

    if (messages->next++ > 0)
        return false;
    for (size_t at = 0; at + TCP_HEADER_MIN < length; at++) {
        size_t header = pinfo->ptype == PT_TCP ? (size_t)(frame[at + TCP_DATA_OFFSET] >> 4) * 4
                                               : UDP_HEADER_SIZE;

        if (memcmp(frame + at, ports, PORTS) != 0 || at + header >= length)
            continue;
        take_text(messages, messages->frame, at + header);
        messages->packet.cut = true;
        if (looks_like_sip(messages->packet.text))
            return true;
    }
    return false;
}

bool messages_open(struct messages *messages, tvbuff_t *frame, packet_info *pinfo, proto_tree *tree)
{
    struct origin_layers layers;

    *messages = (struct messages){.frame = frame, .pinfo = pinfo};
    if (fetch_tapped_data(sip_tap, 0)) {
        messages->step = next_tapped;
        layers = origin_layers(pinfo);
    } else {
        /* Most frames have no SIP: they are to cost nothing. What an ICMP error quotes has at least
         * frame, link, IP, ICMP, IP, UDP and SIP, and this post-dissector counts as one. */
        if (!tree_wanted && pinfo->fd->cap_len >= pinfo->fd->pkt_len &&
            wmem_list_count(pinfo->layers) < 8)
            return false;
        layers = origin_layers(pinfo);
        if (!layers.sip)
            return false;
        messages->items = tree_wanted && tree ? proto_get_finfo_ptr_array(tree, sip) : NULL;
        if (messages->items)
            messages->step = next_item;
        else if (layers.icmp || layers.icmpv6 || pinfo->fd->cap_len < pinfo->fd->pkt_len)
            messages->step = next_untapped;
        else
            return false;
    }
    messages->packet = origin_packet(pinfo, &layers);
    if (messages->packet.kind == PACKET_MESSAGE)
        messages->packet.analysis = origin_analysis(pinfo);
    return true;
}

bool messages_next(struct messages *messages)
{
    struct packet *packet = &messages->packet;

    if (!messages->step(messages))
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
