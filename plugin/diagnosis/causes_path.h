/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The path between client and server, compared with another one on which the same account is accepted.
 */
#ifndef SIPREG_DIAGNOSIS_CAUSES_PATH_H
#define SIPREG_DIAGNOSIS_CAUSES_PATH_H

#include "diagnosis/causes.h"

enum path_difference { PATH_SAME, PATH_ADDRESS, PATH_FAMILY, PATH_TRANSPORT };

/* Two addresses of one network are the same: it is the network, not the device, that an access list knows. */
enum path_difference cause_compare_paths(const struct accepted_path *one,
                                         const struct accepted_path *other,
                                         const struct settings *settings);

/* Among the reasons of a refusal, and of silence, on this path alone. */
bool cause_is_refused_on_path(const struct event *event);
bool cause_is_silent_over_one(const struct event *event);
bool cause_is_silent_to_address(const struct event *event);

/* How the path of the event, which the suspicion is to be compared with, differs from that of the suspicion. */
enum path_difference suspicion_path_difference(const struct event *event,
                                               const struct suspicion *suspicion);

/* Another server that is there says nothing of this one; over the other IP version it has another address. */
bool cause_is_of_same_server(const struct accepted_path *path, const struct endpoint *server);

/* "source address". */
const char *cause_path_part(enum path_difference difference);

/* "IPv6", "TCP". */
const char *cause_path_over(const struct accepted_path *path, enum path_difference difference);

/* That of the event's REGISTER; frame and time are 0. */
struct accepted_path cause_path(const struct event *event);

/* The one on which the AOR was accepted last, unless it was on this path, too; NULL: none. */
/* Their programs do not say that they are two. */
bool cause_may_be_same_device(const struct registration *one, const struct registration *other);

const struct accepted_path *cause_other_path(const struct event *event);
enum path_difference cause_path_difference(const struct event *event);

#endif
