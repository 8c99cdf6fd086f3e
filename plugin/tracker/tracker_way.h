/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Private to the files of the tracker that follow the ways of clients to SIP.
 */
#ifndef SIPREG_TRACKER_TRACKER_WAY_H
#define SIPREG_TRACKER_TRACKER_WAY_H

#include "tracker/tracker_state.h"

/* A capture with two interfaces has a packet twice, at once. */
#define WAY_DUPLICATE_WITHIN (50 * MILLISECOND)

/* The latest one that registers from this host, whatever its port; the others are its neighbours. NULL: none. */
const struct registration *tracker_way_latest_at(const struct tracker *tracker,
                                                 const struct endpoint *host);

/* The one that registers from there; NULL: nobody, or several users do. */
struct registration *tracker_way_registration(const struct tracker *tracker,
                                              const struct endpoint *client);

/* The packet belongs to this way. False: it has enough reports. */
bool tracker_way_place(struct tracker *tracker, struct connection *connection,
                       struct report *report);
struct event_draft tracker_way_event(struct tracker *tracker, const struct connection *connection,
                                     struct report *report, int64_t time);

/* The client gets no further here; it has the time of a transaction to find another way. The report (NULL: none) is
 * the one that a finding would belong to. */
void tracker_way_fail(struct tracker *tracker, struct connection *connection, struct report *report,
                      int64_t time);
void tracker_way_recover(struct connection *connection);

static inline bool tracker_way_is_insecure(const struct report_connection *shown)
{
    return shown->handshake >= HANDSHAKE_ALERT;
}

/* A DNS message. Of this and the next ones true says: the report is to be kept. */
bool tracker_names_take(struct tracker *tracker, const struct packet *packet,
                        struct report *report);
/* The question because of which the client has no address: that for an address, or, where it has not come so far, for
 * a server. NULL: it has one, or this is not known. */
struct connection_question *tracker_names_failed(struct connection *connection, int64_t time);
bool tracker_names_is_address(const struct connection_question *question);

/* The bytes of a segment; what Wireshark has decrypted of it; the connection ends before the handshake does. */
bool tracker_tls_take(struct tracker *tracker, struct connection *connection, enum tls_end end,
                      const struct packet *packet, struct report *report);
bool tracker_tls_take_decrypted(struct tracker *tracker, struct connection *connection,
                                enum tls_end end, const struct packet *packet,
                                struct report *report);
bool tracker_tls_is_unfinished(const struct connection *connection);
bool tracker_tls_break_off(struct tracker *tracker, struct connection *connection, enum tls_end end,
                           const struct packet *packet, struct report *report);

/* A record that is encrypted, behind the handshake; the connection ends; the time for a response has passed. */
bool tracker_encrypted_take(struct tracker *tracker, struct connection *connection,
                            enum tls_end end, const struct packet *packet, struct report *report);
void tracker_encrypted_end(struct tracker *tracker, struct connection *connection,
                           const struct packet *packet);
void tracker_encrypted_due(struct connection *connection, int64_t time, int64_t within);

#endif
