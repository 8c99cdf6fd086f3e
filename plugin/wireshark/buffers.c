/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/buffers.h"

#include <epan/tvbuff-int.h>

/* In one frame: messages, each with what it was wrapped in. */
enum { BUFFERS_MAX = 256 };

struct span buffer_text(tvbuff_t *tvb)
{
    size_t length = tvb_captured_length(tvb);

    return (struct span){(const char *)tvb_get_ptr(tvb, 0, (int)length), length};
}

/* Notes a buffer that begins like SIP. Part of one that was noted before is a copy, or a body; but where
 * it begins in the first line of that one, that is a header which happens to be readable. */
static void note(wmem_array_t *found, tvbuff_t *tvb)
{
    const char *p = buffer_text(tvb).p;

    for (unsigned i = 0; i < wmem_array_get_count(found); i++) {
        tvbuff_t **place = wmem_array_index(found, i);
        struct span outer = buffer_text(*place);

        if (p < outer.p || p >= outer.p + outer.n)
            continue;
        if (p > outer.p && p < outer.p + span_find(outer, '\n'))
            *place = tvb;
        return;
    }
    wmem_array_append_one(found, tvb);
}

/* A buffer that is made of another one is linked behind it, before those that were made of it earlier.
 * Not more are found than Wireshark itself has made. Reassembled or decrypted streams are handed on in a
 * part of their own buffer, even where that is all of it. */
static wmem_array_t *find(tvbuff_t *frame, packet_info *pinfo, bool strict_version, bool is_stream)
{
    wmem_array_t *found = wmem_array_new(pinfo->pool, sizeof(tvbuff_t *));

    for (tvbuff_t *tvb = frame; tvb && wmem_array_get_count(found) < BUFFERS_MAX; tvb = tvb->next) {
        if (is_stream && tvb_get_ds_tvb(tvb) == tvb)
            continue;
        if (stream_begins_message(buffer_text(tvb), strict_version))
            note(found, tvb);
    }
    return found;
}

/* The dissector does not wait for the rest of what was cut. */
static unsigned count_messages(tvbuff_t *tvb, struct stream_reading reading)
{
    if (tvb_captured_length(tvb) < tvb_reported_length(tvb))
        reading.awaits_head = false;
    return stream_count_messages(buffer_text(tvb), &reading);
}

wmem_array_t *buffers_with_sip(tvbuff_t *frame, packet_info *pinfo, unsigned calls,
                               const struct stream_reading *reading, bool is_stream)
{
    wmem_array_t *found = find(frame, pinfo, reading->strict_version, is_stream);
    wmem_array_t *messages = wmem_array_new(pinfo->pool, sizeof(tvbuff_t *));
    unsigned counts[BUFFERS_MAX], taken = 0, i;

    /* Whether a call for a message that goes on in the next segment is among the layers depends on the series. */
    for (i = 0; i < wmem_array_get_count(found) && taken < calls; i++) {
        counts[i] =
            is_stream ? count_messages(*(tvbuff_t **)wmem_array_index(found, i), *reading) : 1;
        taken += counts[i] > 0;
    }
    while (i-- > 0) {
        while (counts[i]-- > 0)
            wmem_array_append(messages, wmem_array_index(found, i), 1);
    }
    return messages;
}
