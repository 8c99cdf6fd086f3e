/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the user may set: the thresholds of the rules. Views bind preferences to these fields.
 */
#ifndef SIPREG_BASE_SETTINGS_H
#define SIPREG_BASE_SETTINGS_H

#include <stdbool.h>

struct accounts;

enum capture_side {
    CAPTURE_SIDE_AUTO, /* told from each packet: Via sent-by against the source address */
    CAPTURE_SIDE_CLIENT,
    CAPTURE_SIDE_SERVER
};

struct settings {
    unsigned t1_ms;               /* RFC 3261 17.1.1.1; a transaction lasts 64*T1 */
    unsigned udp_size_max;        /* bytes; RFC 3261 18.1.1 has 1300 for an unknown path MTU */
    unsigned late_tolerance_ms;   /* a refresh may come this late before it is called late */
    unsigned timeout_pause_ms;    /* after a time-out the same server is left alone for this long */
    unsigned unmodified_within_s; /* a refused request that comes again this soon is the same one */
    unsigned small_margin_s;      /* a refresh with less time left is a risk */
    unsigned early_percent;       /* of the granted time, below which a refresh is early */
    unsigned nat_timeout_s;       /* how long a NAT is taken to keep an idle UDP mapping */
    unsigned storm_attempts;      /* failed attempts per minute, AOR and source */
    unsigned bruteforce_failures; /* refused credentials per minute and source */
    unsigned bruteforce_spread;   /* ... over this many Call-IDs or user names */
    unsigned enumeration_users;   /* distinct users per minute and source */
    unsigned flood_requests;      /* REGISTERs per second and source, most of them in vain */
    unsigned enumeration_failed;  /* ... percent of them without success */
    unsigned short_expiry_s;      /* less is a short registration */
    unsigned bindings_many;       /* so many bindings of one AOR are many */
    unsigned capture_side;        /* enum capture_side */
    unsigned pool_prefix;         /* IPv4 prefix length within which sources count as one client */
    const char *scanners;         /* names of agents, with commas between; NULL: none */
    const char *test_tools;       /* the same */
    const char *administrators;   /* user names that may register for others */
    struct accounts *accounts;    /* to check credentials with; NULL: none */
    bool one_time_nonce;          /* the registrar accepts a nonce once: reuse is a warning */
    bool date_wanted;             /* a 2xx without Date is worth a word */
    bool tell_from_tags;          /* whether a changed From tag is told of */
    bool textbook_refresh;        /* every difference between refreshes is a warning */
};

/* RFC 3261 timers, and thresholds that healthy networks stay clear of. */
struct settings settings_default(void);

/* The same settings, each brought into the range in which it means something. */
struct settings settings_bounded(const struct settings *settings);

/* True where the list, with commas between, has this name. */
bool settings_list_has(const char *list, const char *name);

/* True where the text has a name of the list as a word of its own, whatever its case: "SIPp/3.6" has
 * SIPp, "sippy" has not. */
bool settings_list_names(const char *list, const char *text);

/* 64*T1 in nanoseconds: how long a transaction waits for its final answer (Timer F). */
static inline long long settings_timer_f(const struct settings *settings)
{
    return 64LL * settings->t1_ms * 1000000LL;
}

#endif
