/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Failures across registrations: how often one source failed, for how many users, and how often one
 * user failed from it. Sliding windows of one minute.
 */
#ifndef SIPREG_STATE_SOURCE_H
#define SIPREG_STATE_SOURCE_H

#include "facts/facts.h"
#include "state/request_rate.h"

enum {
    /* Entries of a window: the upper bound of the thresholds that users can set. */
    SOURCE_WINDOW_MAX = 64
};

enum source_outcome {
    SOURCE_CHALLENGED, /* challenged, without credentials so far */
    SOURCE_PENDING,    /* ... or with credentials */
    SOURCE_FAILED,
    SOURCE_SUCCEEDED
};

struct sources;
struct source; /* one source address */

struct sources *sources_new(void);
void sources_free(struct sources *sources);

/* The record of the source of a request, created if needed. */
struct source *sources_get(struct sources *sources, const struct endpoint *address);

/* Its rate of REGISTERs. */
struct request_rate *source_request_rate(struct source *source);

/* Records the outcome of a user (interned AOR) tried from the source. */
void source_note_user(struct source *source, const char *aor, enum source_outcome outcome,
                      int64_t time);

/* Records the User-Agent (interned, or NULL) of a request. Returns the previous one. */
const char *source_note_agent(struct source *source, const char *user_agent);

/* Records refused credentials. */
void source_note_refusal(struct source *source, const char *username, const char *call_id,
                         int64_t time);

/* Records a failed attempt for this AOR and returns how many there were in the last minute, this
 * one included. */
unsigned source_note_failure(struct source *source, const char *aor, int64_t time);

struct source_users {
    unsigned tried;  /* distinct users in the last minute */
    unsigned failed; /* ... of them refused, or challenged over 5 s ago without credentials since */
};
struct source_users source_count_users(const struct source *source, int64_t time);

/* The same, if at least `tried` users were tried, `percent` of them failed, and that was not
 * reported in the last minute; otherwise zeros. */
struct source_users source_report_users(struct source *source, int64_t time, unsigned tried,
                                        unsigned failed_percent);

/* True if that was reported in the last minute. */
bool source_was_reported(const struct source *source, int64_t time);

struct source_refusals {
    unsigned count; /* in the last minute */
    unsigned call_ids;
    unsigned usernames;
    unsigned most_of_one_user;
};
struct source_refusals source_count_refusals(const struct source *source, int64_t time);

/* True if this user's credentials were refused from the source in the last minute. */
bool source_was_refused(const struct source *source, const char *username, int64_t time);

#endif
