/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/preferences.h"

#include <epan/packet.h>
#include <epan/prefs.h>

#include "wireshark/accounts.h"
#include "wireshark/compat.h"

static struct settings numbers;
static int capture_side;
static preference_bool info_column = true;
static preference_bool one_time_nonce;
static preference_bool date_wanted;
static preference_bool tell_from_tags;
static preference_bool textbook_refresh;

static const enum_val_t capture_sides[] = {
    {"auto", "Tell from each packet", CAPTURE_SIDE_AUTO},
    {"client", "At the client", CAPTURE_SIDE_CLIENT},
    {"server", "At the registrar or a proxy", CAPTURE_SIDE_SERVER},
    {NULL, NULL, 0},
};

/* Named as in struct settings. */
static const struct {
    const char *name;
    unsigned *value;
    const char *title;
    const char *help;
} thresholds[] = {
    {"t1_ms", &numbers.t1_ms, "Timer T1 (milliseconds)",
     "RFC 3261 17.1.1.1: the estimated round-trip time. A REGISTER counts as unanswered after 64 "
     "times T1 without a final answer."},
    {"udp_size_max", &numbers.udp_size_max, "Largest request over UDP (bytes)",
     "RFC 3261 18.1.1: a larger request should use TCP. 1300 where the path MTU is not known."},
    {"late_tolerance_ms", &numbers.late_tolerance_ms, "Tolerance for late refreshes (milliseconds)",
     "A refresh that comes this much after the binding lapsed is not yet called late."},
    {"timeout_pause_ms", &numbers.timeout_pause_ms, "Pause after a time-out (milliseconds)",
     "RFC 3261 10.2.7: a client that got no answer should not ask the same server again at once."},
    {"unmodified_within_s", &numbers.unmodified_within_s,
     "Time within which a refused request must not come again unchanged (seconds)",
     "RFC 3261 21.4. A slow periodic retry is no fault."},
    {"small_margin_s", &numbers.small_margin_s, "Least time left at a refresh (seconds)",
     "A refresh with less time left cannot be repeated if it is lost: one transaction takes 64 "
     "times T1."},
    {"early_percent", &numbers.early_percent, "Share of the granted time that is early (percent)",
     "A refresh that comes before this share has passed is told of."},
    {"nat_timeout_s", &numbers.nat_timeout_s, "NAT time-out (seconds)",
     "How long a NAT is taken to keep an idle UDP mapping."},
    {"storm_attempts", &numbers.storm_attempts, "Failed attempts per minute that make a storm",
     "More than this many, for one AOR from one source; 60 at the most."},
    {"bruteforce_failures", &numbers.bruteforce_failures,
     "Refused credentials per minute that look like guessing",
     "Counted for one source; 60 at the most."},
    {"bruteforce_spread", &numbers.bruteforce_spread,
     "Call-IDs or user names that guessing is spread over",
     "Refused credentials look like guessing only when at least this many Call-IDs or user names "
     "are among them."},
    {"enumeration_users", &numbers.enumeration_users, "Users per minute that look like enumeration",
     "Distinct users, counted for one source; 60 at the most."},
    {"enumeration_failed", &numbers.enumeration_failed, "Share of them without success (percent)",
     "Many users from one source look like enumeration only when at least this share of them had "
     "no success."},
    {"short_expiry_s", &numbers.short_expiry_s, "Short registration (seconds)",
     "A binding that is granted for less makes the client refresh very often; 3600 at the most."},
    {"bindings_many", &numbers.bindings_many, "Many bindings of one user",
     "A 2xx that lists this many is worth a look; 64 at the most."},
    {"flood_requests", &numbers.flood_requests, "REGISTERs per second that make a flood",
     "More than this many from one source within a second, most of them refused, challenged in "
     "vain "
     "or unanswered; 20 at the least."},
    {"pool_prefix", &numbers.pool_prefix, "Prefix length of one client's addresses (bits)",
     "Public IPv4 sources within one such prefix count as the same client (a pool of a border "
     "controller or carrier NAT) when a binding changes hands; 32: none do."},
};

static void register_names(module_t *module)
{
    prefs_register_string_preference(
        module, "scanners", "Names of scanners",
        "User-Agents that have one of these words, with commas between, are told of as scanners.",
        &numbers.scanners);
    prefs_register_string_preference(
        module, "test_tools", "Names of test tools",
        "User-Agents that have one of these words, with commas between, are told of as test tools.",
        &numbers.test_tools);
    prefs_register_string_preference(
        module, "administrators", "Users that may register others",
        "User names, with commas between, whose registrations for other users are not told of.",
        &numbers.administrators);
}

void preferences_register(int protocol)
{
    module_t *module = prefs_register_protocol(protocol, NULL);

    numbers = settings_default();
    capture_side = (int)numbers.capture_side;
    one_time_nonce = numbers.one_time_nonce;
    date_wanted = numbers.date_wanted;
    tell_from_tags = numbers.tell_from_tags;
    textbook_refresh = numbers.textbook_refresh;

    prefs_register_bool_preference(
        module, "info_column", "Add to the Info column",
        "Whether the Info column says what a message is in its registration.", &info_column);
    prefs_register_enum_preference(
        module, "capture_side", "Capture point",
        "Where the capture was made. It decides whether an address that differs from what the "
        "client says of itself is a NAT in between.",
        &capture_side, capture_sides, FALSE);
    prefs_register_bool_preference(
        module, "one_time_nonce", "The registrar accepts a nonce once",
        "Whether every reuse of a nonce is a Warning, also with a higher nonce count.",
        &one_time_nonce);
    prefs_register_bool_preference(module, "date_wanted", "Tell of answers without Date",
                                   "Whether a 2xx without a Date header is worth a Chat. RFC 3261 "
                                   "10.3 has it as a SHOULD, for "
                                   "clients without a clock; few registrars send it.",
                                   &date_wanted);
    prefs_register_bool_preference(module, "tell_from_tags", "Tell of changed From tags",
                                   "Whether a refresh with another From tag is told of. RFC 3261 "
                                   "leaves the tag to the client.",
                                   &tell_from_tags);
    prefs_register_bool_preference(
        module, "textbook_refresh", "Textbook refreshes",
        "Whether every difference between a REGISTER and the attempt before it is a Warning: "
        "Call-ID, From tag, From, To, Contact, Request-URI, source, destination. RFC 3261 demands "
        "none of them.",
        &textbook_refresh);
    register_names(module);
    accounts_register(module);
    for (size_t i = 0; i < G_N_ELEMENTS(thresholds); i++)
        prefs_register_uint_preference(module, thresholds[i].name, thresholds[i].title,
                                       thresholds[i].help, 10, thresholds[i].value);
}

struct settings preferences_settings(void)
{
    struct settings settings = numbers;

    settings.capture_side = (unsigned)capture_side;
    settings.one_time_nonce = one_time_nonce;
    settings.date_wanted = date_wanted;
    settings.tell_from_tags = tell_from_tags;
    settings.textbook_refresh = textbook_refresh;
    return settings;
}

bool preferences_info_column(void)
{
    return info_column;
}
