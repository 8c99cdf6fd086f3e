/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "registration/settings.h"

#include "registration/facts.h"

#include <glib.h>

struct settings settings_default(void)
{
    return (struct settings){
        .t1_ms = 500,
        .udp_size_max = 1300,
        .late_tolerance_ms = 1000,
        .timeout_pause_ms = 5000,
        .unmodified_within_s = 30,
        .small_margin_s = 32,
        .early_percent = 10,
        .nat_timeout_s = 60,
        .storm_attempts = 10,
        .bruteforce_failures = 10,
        .bruteforce_spread = 3,
        .enumeration_users = 20,
        .enumeration_failed = 80,
        .short_expiry_s = 30,
        .bindings_many = 10,
        .capture_side = CAPTURE_SIDE_AUTO,
        .pool_prefix = 24,
    };
}

/* Counters of a minute keep up to 64 entries (crowd.h): a threshold has to stay below that. */
enum { PER_MINUTE_MAX = 60 };

enum {
    /* What UDP leaves of the datagram that every IPv4 host takes (RFC 791 3.1), and the most that
     * its length field can say (RFC 768). */
    UDP_SIZE_LEAST = 548,
    UDP_SIZE_MOST = 65535
};

struct settings settings_bounded(const struct settings *settings)
{
    struct settings bounded = *settings;

    bounded.t1_ms = CLAMP(settings->t1_ms, 1, 60000);
    bounded.nat_timeout_s = CLAMP(settings->nat_timeout_s, 1, 86400);
    bounded.late_tolerance_ms = MIN(settings->late_tolerance_ms, 3600000);
    bounded.timeout_pause_ms = MIN(settings->timeout_pause_ms, 3600000);
    bounded.unmodified_within_s = MIN(settings->unmodified_within_s, 86400);
    bounded.small_margin_s = MIN(settings->small_margin_s, 86400);
    bounded.early_percent = MIN(settings->early_percent, 100);
    bounded.storm_attempts = CLAMP(settings->storm_attempts, 1, PER_MINUTE_MAX);
    bounded.bruteforce_failures = CLAMP(settings->bruteforce_failures, 2, PER_MINUTE_MAX);
    bounded.bruteforce_spread = CLAMP(settings->bruteforce_spread, 1, PER_MINUTE_MAX);
    bounded.enumeration_users = CLAMP(settings->enumeration_users, 2, PER_MINUTE_MAX);
    bounded.enumeration_failed = MIN(settings->enumeration_failed, 100);
    bounded.udp_size_max = CLAMP(settings->udp_size_max, UDP_SIZE_LEAST, UDP_SIZE_MOST);
    bounded.short_expiry_s = MIN(settings->short_expiry_s, 3600);
    bounded.bindings_many = CLAMP(settings->bindings_many, 2, FACTS_CONTACTS_MAX);
    if (settings->capture_side > CAPTURE_SIDE_SERVER)
        bounded.capture_side = CAPTURE_SIDE_AUTO;
    bounded.pool_prefix = MIN(settings->pool_prefix, 32);
    return bounded;
}
