/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Failures across registrations: how often one source failed, for how many users, and how often one
 * user failed from it. Sliding windows of one minute. What was reported of a source is not reported
 * again until there is ten times as much of it.
 */
#ifndef SIPREG_STATE_SOURCE_H
#define SIPREG_STATE_SOURCE_H

#include "facts/facts.h"
#include "state/request_rate.h"

struct nonce;
struct registration;

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

/* What a source is reported as. */
enum source_kind { SOURCE_IS_SCANNER, SOURCE_ENUMERATES, SOURCE_GUESSES, SOURCE_KINDS };

struct sources;
struct source; /* one source address */

struct sources *sources_new(struct pool *pool);
void sources_free(struct sources *sources);

/* The record of the source of a request, created if needed. */
struct source *sources_get(struct sources *sources, const struct endpoint *address);

/* The record of an address; NULL: no REGISTER came from there. */
struct source *sources_find(const struct sources *sources, const struct endpoint *address);

/* Its rate of REGISTERs. */
struct request_rate *source_request_rate(struct source *source);

/* Records a registration that begins there. */
void source_note_client(struct source *source, struct registration *registration);

/* The one that began last, from which the others follow as neighbours; NULL: none. */
const struct registration *source_latest_client(const struct source *source);

/* It is the record of this IP address. */
bool source_is_at(const struct source *source, const struct endpoint *address);

/* Records the outcome of a user (interned AOR) tried from the source. `device` is equal for what one
 * device sends: behind a NAT there are many. */
void source_note_user(struct source *source, const char *aor, uint32_t device,
                      enum source_outcome outcome, int64_t time);

/* Records the User-Agent (interned, or NULL) of a request. Returns the previous one. */
const char *source_note_agent(struct source *source, const char *user_agent);

/* The latest User-Agent; NULL: none. */
const char *source_agent(const struct source *source);

/* Records a REGISTER with the User-Agent of a scanner. Returns how many there were, or 0 where that is
 * not to be reported. */
unsigned source_note_scan(struct source *source, int64_t time);

/* True if the source was ever reported as this. */
bool source_is(const struct source *source, enum source_kind kind);

/* Refused credentials. */
struct source_refusal {
    const char *username;
    const char *aor;
    const char *call_id;
    const struct nonce *nonce;
    uint64_t credentials; /* fingerprint */
    uint32_t device;
    uint32_t frame;
    int64_t time;
};

void source_note_refusal(struct source *source, const struct source_refusal *refusal);

/* Records a failed attempt for this AOR and returns how many there were in the last minute, this
 * one included. */
unsigned source_note_failure(struct source *source, const char *aor, int64_t time);

/* Refused credentials of one user, the latest since the source got a 2xx last. */
struct source_block {
    const char *username;
    unsigned count; /* within 10 minutes up to the latest, as fail2ban counts; 0: none */
    uint32_t frame; /* of the latest refusal */
    int64_t time;
};

/* Those of the user who was refused last, other than this AOR. */
struct source_block source_refused_others(const struct source *source, const char *aor);

struct source_users {
    unsigned tried;  /* distinct users in the last minute */
    unsigned failed; /* ... of them refused, or challenged over 5 s ago without credentials since */
};
struct source_users source_count_users(const struct source *source, int64_t time);

/* Those of the whole capture so far, if at least `tried` users were tried in the last minute, `percent`
 * of them failed, few devices did so, and that is to be reported; otherwise zeros. */
struct source_users source_report_users(struct source *source, int64_t time, unsigned tried,
                                        unsigned failed_percent);

/* True if that was reported by then. */
bool source_was_reported(const struct source *source, int64_t time);

struct source_refusals {
    unsigned count; /* in the last minute */
    unsigned call_ids;
    unsigned usernames;
    unsigned most_of_one_user; /* for one AOR: a trunk has one user name for all of its numbers */
    unsigned devices;
};
struct source_refusals source_count_refusals(const struct source *source, int64_t time);

/* True if these look like somebody who tries passwords, and not like one phone with an old password,
 * or many behind one NAT. */
bool source_looks_like_guessing(const struct source_refusals *refusals, unsigned failures,
                                unsigned spread);

/* Those of the last minute, `count` that of the whole capture so far, if they look like guessing and
 * that is to be reported; otherwise zeros. */
struct source_refusals source_report_refusals(struct source *source, int64_t time,
                                              unsigned failures, unsigned spread);

/* True if this user's credentials were refused from the source in the last minute. */
bool source_was_refused(const struct source *source, const char *username, int64_t time);

struct source_guesses {
    unsigned count;    /* different credentials of one user and device */
    uint32_t first_in; /* frame of the first refusal */
};

/* The refused credentials of the last minute that were probably computed with other passwords than the
 * `accepted` ones: with the same nonce, or each under a Call-ID of its own. A phone that repeats one
 * password does neither. */
struct source_guesses source_count_guesses(const struct source *source,
                                           const struct source_refusal *accepted);

#endif
