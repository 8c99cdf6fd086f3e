/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The buffers of a frame (tvbuffs) that begin with SIP. Each dissector hands its payload to the next one
 * in a buffer, whatever it was wrapped in, and Wireshark keeps them until it is done with the frame.
 */
#ifndef SIPREG_WIRESHARK_BUFFERS_H
#define SIPREG_WIRESHARK_BUFFERS_H

#include <epan/packet.h>

#include "wireshark/stream.h"

/* What was captured of a buffer. */
struct span buffer_text(tvbuff_t *tvb);

/* The buffers that begin with SIP, in the order in which they were dissected, each as often as the
 * dissector took a message from it. Of what is no stream, one message fills a buffer. The dissector was
 * called `calls` times: what was found beyond that came first, and was only kept, to be reassembled with
 * what followed, or had been sent before. */
wmem_array_t *buffers_with_sip(tvbuff_t *frame, packet_info *pinfo, unsigned calls,
                               const struct stream_reading *reading, bool is_stream);

#endif
