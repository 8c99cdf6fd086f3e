/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * User settings: the thresholds of the rules. Views bind preferences to these fields.
 */
#ifndef SIPREG_BASE_SETTINGS_H
#define SIPREG_BASE_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/elapsed.h"

struct accounts;

enum capture_side {
    CAPTURE_SIDE_AUTO, /* decided per packet: Via sent-by compared with the source address */
    CAPTURE_SIDE_CLIENT,
    CAPTURE_SIDE_SERVER
};

struct settings {
    unsigned t1_ms;               /* RFC 3261 17.1.1.1; a transaction lasts 64*T1 */
    unsigned udp_size_max;        /* bytes; RFC 3261 18.1.1 has 1300 for an unknown path MTU */
    unsigned late_tolerance_ms;   /* a refresh up to this late is not reported as late */
    unsigned timeout_pause_ms;    /* pause after a time-out before the same server is tried again */
    unsigned unmodified_within_s; /* a refused request repeated this soon is unmodified */
    unsigned small_margin_s;      /* a refresh with less time left is at risk */
    unsigned early_percent;       /* of the granted time; an earlier refresh is reported as early */
    unsigned nat_timeout_s;       /* how long a NAT is assumed to keep an idle UDP mapping */
    unsigned storm_attempts;      /* failed attempts per minute, AOR and source */
    unsigned bruteforce_failures; /* refused credentials per minute and source */
    unsigned bruteforce_spread;   /* ... over this many Call-IDs or user names */
    unsigned guess_min;           /* different refused credentials before a guessed password */
    unsigned enumeration_users;   /* distinct users per minute and source */
    unsigned flood_requests;      /* REGISTERs per second and source, mostly unsuccessful */
    unsigned enumeration_failed;  /* ... percent of them without success */
    unsigned short_expiry_s;      /* a shorter granted time counts as short */
    unsigned bindings_many;       /* this many bindings of one AOR count as many */
    unsigned capture_side;        /* enum capture_side */
    unsigned keep_hours;          /* who was quiet for so long is forgotten; 0: nobody is */
    unsigned pool_prefix;         /* IPv4 prefix length within which sources count as one client */
    const char *scanners;         /* User-Agent names, separated by commas; NULL: none */
    const char *test_tools;       /* the same */
    const char *administrators;   /* user names that may register for others */
    struct accounts *accounts;    /* to check credentials with; NULL: none */
    bool one_time_nonce;          /* the registrar accepts each nonce once: reuse is a warning */
    bool date_wanted;             /* report a 2xx without Date */
    bool tell_from_tags;          /* report a changed From tag */
    bool textbook_refresh;        /* every difference between refreshes is a warning */
};

/* RFC 3261 timers, and thresholds that healthy networks do not reach. */
struct settings settings_default(void);

/* A copy with each setting clamped to its valid range. */
struct settings settings_bounded(const struct settings *settings);

/* True if the comma-separated list contains the name. */
bool settings_list_has(const char *list, const char *name);

/* True if the text contains a name of the list as a separate word, ignoring case: "SIPp/3.6"
 * contains SIPp, "sippy" does not. */
bool settings_list_names(const char *list, const char *text);

/* Whether a User-Agent that scanners have is also that of programs which are built or tested with the same software. */
bool settings_is_tool(const char *agent);

/* 64*T1 in nanoseconds: how long a transaction waits for its final response (Timer F). */
static inline int64_t settings_timer_f(const struct settings *settings)
{
    return 64 * (int64_t)settings->t1_ms * MILLISECOND;
}

/* T2, 8*T1, in nanoseconds: the longest time between two transmissions over UDP (RFC 3261 17.1.2.2). */
static inline int64_t settings_t2(const struct settings *settings)
{
    return 8 * (int64_t)settings->t1_ms * MILLISECOND;
}

#endif
