/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What many registrations have in common: how often one source failed, for how many users, and how
 * often one user failed from it. Sliding windows of one minute.
 */
#ifndef SIPREG_STATE_SOURCE_H
#define SIPREG_STATE_SOURCE_H

#include "facts/facts.h"
#include "state/request_rate.h"

enum {
    /* Entries of a window: the thresholds that a user can set end here. */
    CROWD_WINDOW_MAX = 64
};

enum crowd_outcome {
    CROWD_CHALLENGED, /* a challenge that nobody has answered yet */
    CROWD_PENDING,    /* ... or that somebody has */
    CROWD_FAILED,
    CROWD_SUCCEEDED
};

struct crowd;
struct crowd_source; /* one source address */

struct crowd *crowd_new(void);
void crowd_free(struct crowd *crowd);

/* The record of the source of a request; made where it is not there yet. */
struct crowd_source *crowd_get(struct crowd *crowd, const struct endpoint *source);

/* How many REGISTERs it sends a second. */
struct rush *crowd_rush(struct crowd_source *source);

/* Records what became of a user (interned AOR) tried from the source. */
void crowd_note_user(struct crowd_source *source, const char *aor, enum crowd_outcome outcome,
                     int64_t time);

/* Records the User-Agent (interned, or NULL) of a request. Returns the one before. */
const char *crowd_note_agent(struct crowd_source *source, const char *user_agent);

/* Records refused credentials. */
void crowd_note_refusal(struct crowd_source *source, const char *username, const char *call_id,
                        int64_t time);

/* Records a failed attempt for this AOR and returns how many there were in the last minute, this
 * one included. */
unsigned crowd_note_failure(struct crowd_source *source, const char *aor, int64_t time);

struct crowd_users {
    unsigned tried;  /* distinct users in the last minute */
    unsigned failed; /* ... of them refused, or challenged over 5 s ago without an answer */
};
struct crowd_users crowd_count_users(const struct crowd_source *source, int64_t time);

/* The same, where so many were tried and so many percent of them failed, and that was not told in
 * the last minute; else nobody. */
struct crowd_users crowd_tell_users(struct crowd_source *source, int64_t time, unsigned tried,
                                    unsigned failed_percent);

/* True if that was told in the last minute. */
bool crowd_was_told(const struct crowd_source *source, int64_t time);

struct crowd_refusals {
    unsigned count; /* in the last minute */
    unsigned call_ids;
    unsigned usernames;
    unsigned most_of_one_user;
};
struct crowd_refusals crowd_count_refusals(const struct crowd_source *source, int64_t time);

/* True if this user's credentials were refused from the source in the last minute. */
bool crowd_was_refused(const struct crowd_source *source, const char *username, int64_t time);

#endif
