/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/settings.h"

#include "base/packet.h"

#include <glib.h>
#include <string.h>

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
        .guess_min = 5,
        .enumeration_users = 20,
        .enumeration_failed = 80,
        .flood_requests = 50,
        .short_expiry_s = 30,
        .bindings_many = 10,
        .capture_side = CAPTURE_SIDE_AUTO,
        .keep_hours = 0,
        .pool_prefix = 24,
        .scanners =
            "friendly-scanner, sipvicious, sipcli, sundayddr, VaxSIPUserAgent, pplsip, iWar",
        .test_tools = "SIPp, sipsak",
        .administrators = "",
    };
}

/* Windows of a minute hold up to 64 entries (source.h): thresholds must stay below that. */
enum { PER_MINUTE_MAX = 60 };

/* Slower sources are not counted by the second (request_rate.h). */
enum { FLOOD_REQUESTS_MIN = 20 };

enum {
    /* The UDP payload of the datagram that every IPv4 host accepts (RFC 791 3.1), and the maximum
     * of the UDP length field (RFC 768). */
    UDP_SIZE_LEAST = 548,
    UDP_SIZE_MOST = 65535
};

/* A year, in hours. */
enum { KEEP_MOST = 365 * 24 };

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
    bounded.guess_min = CLAMP(settings->guess_min, 2, PER_MINUTE_MAX);
    bounded.enumeration_users = CLAMP(settings->enumeration_users, 2, PER_MINUTE_MAX);
    bounded.flood_requests = CLAMP(settings->flood_requests, FLOOD_REQUESTS_MIN, 1000000);
    bounded.enumeration_failed = MIN(settings->enumeration_failed, 100);
    bounded.udp_size_max = CLAMP(settings->udp_size_max, UDP_SIZE_LEAST, UDP_SIZE_MOST);
    bounded.short_expiry_s = MIN(settings->short_expiry_s, 3600);
    bounded.bindings_many = CLAMP(settings->bindings_many, 2, MESSAGE_CONTACTS_MAX);
    if (settings->capture_side > CAPTURE_SIDE_SERVER)
        bounded.capture_side = CAPTURE_SIDE_AUTO;
    bounded.pool_prefix = MIN(settings->pool_prefix, 32);
    bounded.keep_hours = MIN(settings->keep_hours, KEEP_MOST);
    return bounded;
}

/* Cuts the next name off the list; false at its end. */
static bool next_name(const char **list, const char **name, size_t *length)
{
    while (**list == ',' || **list == ' ')
        (*list)++;
    *name = *list;
    *length = strcspn(*list, ",");
    *list += *length;
    while (*length && (*name)[*length - 1] == ' ')
        (*length)--;
    return *length > 0;
}

bool settings_list_has(const char *list, const char *name)
{
    const char *each;
    size_t length;

    while (list && name && next_name(&list, &each, &length)) {
        if (length == strlen(name) && strncmp(each, name, length) == 0)
            return true;
    }
    return false;
}

static bool has_word(const char *text, const char *word, size_t length)
{
    size_t n = strlen(text);
    char first = g_ascii_tolower(word[0]);

    for (size_t i = 0; i + length <= n; i++) {
        if (g_ascii_tolower(text[i]) == first && (i == 0 || !g_ascii_isalnum(text[i - 1])) &&
            !g_ascii_isalnum(text[i + length]) && g_ascii_strncasecmp(text + i, word, length) == 0)
            return true;
    }
    return false;
}

bool settings_list_names(const char *list, const char *text)
{
    const char *each;
    size_t length;

    while (list && text && next_name(&list, &each, &length)) {
        if (has_word(text, each, length))
            return true;
    }
    return false;
}

bool settings_is_tool(const char *agent)
{
    return settings_list_names("sipcli, VaxSIPUserAgent, pplsip", agent);
}
