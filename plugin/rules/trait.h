/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What rules need beside a trigger: traits of the event, which are found out once and spare all checks that cannot find
 * anything. Each is a bit beside the triggers in the set of a row. A trait of requests says nothing of a response,
 * where each of them holds, and the other way round; at other events all hold.
 */
#ifndef SIPREG_RULES_TRAIT_H
#define SIPREG_RULES_TRAIT_H

#include <stdint.h>

#define TRAIT(number) (UINT64_C(1) << (32 + (number)))

/* Of a REGISTER or a response to one. */
#define IF_FLAWED TRAIT(0) /* its text has a flaw, lacks a header, or is not as long as it says */
#define IF_ODD    TRAIT(1) /* it has something else that few messages have */
#define IF_ROUTES                                                                                  \
    TRAIT(2) /* requests to the client need more than its Contact: RFC 5626, 3327, ... */
#define IF_NAT     TRAIT(3) /* the addresses in packets, Via and Contact differ */
#define IF_IMS     TRAIT(4) /* IMS, or a security agreement */
#define IF_SCHEME  TRAIT(5) /* credentials or challenges of AKA, or of another scheme than Digest */
#define IF_LIST    TRAIT(6) /* not one Contact, but none, "*" or several */
#define IF_CAPTURE TRAIT(7) /* something new is known of the capture */
#define IF_ATTACK  TRAIT(8) /* the source is worth a look, or fails often */

/* Of a REGISTER. */
#define IF_CREDENTIALS TRAIT(9)
#define IF_SIPS        TRAIT(10) /* a sips URI in To, From, Request-URI, Route or Contact */
#define IF_RETRY                                                                                   \
    TRAIT(11) /* the attempt before was challenged, redirected or refused, or still is open */
#define IF_FAILED     TRAIT(12) /* ... and it was not only a challenge */
#define IF_UNANSWERED TRAIT(13) /* the REGISTER before it has no response */
#define IF_REFRESH    TRAIT(14) /* it begins an attempt of a client that has a binding */

#define IF_CHANGED                                                                                 \
    TRAIT(19) /* it is sent from, to, over or for something else than the one before it */
#define IF_ODD_DIGEST                                                                              \
    TRAIT(                                                                                         \
        20) /* its credentials are not one set that simply follows a challenge, or goes on with a nonce */

/* Of a response. */
#define IF_SUCCESS   TRAIT(15) /* a 2xx */
#define IF_CHALLENGE TRAIT(16) /* a 401 or 407, or with challenges */
#define IF_FAILURE   TRAIT(17) /* neither of both */
#define IF_REFUSED   TRAIT(18) /* it refuses a nonce, or shows that one was refused */
#define IF_OTHER_GRANT                                                                             \
    TRAIT(21) /* it does not just grant to credentials, for one Contact, what was requested */

#define TRAITS_OF_REQUEST                                                                          \
    (IF_CREDENTIALS | IF_SIPS | IF_RETRY | IF_FAILED | IF_UNANSWERED | IF_REFRESH | IF_CHANGED |   \
     IF_ODD_DIGEST)
#define TRAITS_OF_RESPONSE (IF_SUCCESS | IF_CHALLENGE | IF_FAILURE | IF_REFUSED | IF_OTHER_GRANT)
#define TRAITS_ALL         (~UINT64_C(0) << 32)

struct event;

/* Those that the event has. */
uint64_t traits_of(const struct event *event);

#endif
