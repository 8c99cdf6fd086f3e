/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the files behind wire.h share.
 */
#ifndef SIPREG_TESTS_RULES_WIRE_PARTS_H
#define SIPREG_TESTS_RULES_WIRE_PARTS_H

#include "wire.h"

#define REGISTRAR "10.0.0.9:5060"
#define PROXY     "10.0.0.5:5060"

/* Indexed by enum transport, as written in Via. */
enum { TRANSPORT_COUNT = TRANSPORT_WSS + 1 };
extern const char *const wire_transport_names[TRANSPORT_COUNT];

struct wire *wire_new(void);

/* Takes the words common to all messages (header=, drop=, cut=, src= ...) and writes the text. */
struct wire *wire_finish(struct wire *wire, struct words *words);

/* Headers by name: the index (-1: none), the value ("": none), another value, another line. */
bool wire_is_header(const char *header, const char *name);
int wire_header_find(const struct wire *wire, const char *name);
const char *wire_header(const struct wire *wire, const char *name);
void wire_header_set(struct wire *wire, const char *name, const char *value);
void wire_add(struct wire *wire, const char *format, ...) G_GNUC_PRINTF(2, 3);

/* The notation of the scripts as SIP text; the caller frees it. */
char *wire_contact_uri(const char *text, const char *user);
char *wire_contact_text(const char *item, const char *user);
void wire_add_contacts(struct wire *wire, char **items);
void wire_add_challenge(struct wire *wire, const char *line, const char *header, const char *item);
void wire_add_reginfo(struct wire *wire, struct words *words, const char *kind);
void wire_add_credentials(struct wire *wire, const char *line, const char *header, const char *item,
                          const char *request_uri);

/* Authentication-Info with the rspauth computed from this password for the request. The method is ""
 * except for servers that compute it wrongly. */
void wire_add_rspauth(struct wire *wire, const struct wire *request, const char *password,
                      const char *method);

/* The address without port and brackets, as in `received`; the caller frees it. */
char *wire_host(const struct endpoint *endpoint);

/* The top Via as the server returns it (RFC 3261 18.2.1, RFC 3581 4): received and rport filled in, or
 * as given in the line. Sets the destination of the response. The caller frees it. */
char *wire_response_via(struct words *words, const char *via, const struct wire *request,
                        struct endpoint *destination);

#endif
