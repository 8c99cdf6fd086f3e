/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/preferences.h"

#include <epan/packet.h>
#include <epan/prefs.h>

#include "wireshark/accounts.h"
#include "wireshark/compat.h"

static struct settings numbers;
static int capture_side;
static int table_format = FORMAT_TEXT;
static preference_bool info_column = true;
static preference_bool one_time_nonce;
static preference_bool date_wanted;
static preference_bool tell_from_tags;
static preference_bool textbook_refresh;

static const enum_val_t capture_sides[] = {
    {"auto", "Detect for each packet", CAPTURE_SIDE_AUTO},
    {"client", "At the client", CAPTURE_SIDE_CLIENT},
    {"server", "At the registrar or a proxy", CAPTURE_SIDE_SERVER},
    {NULL, NULL, 0},
};

static const enum_val_t table_formats[] = {
    {"text", "Text that fits 100 columns", FORMAT_TEXT},
    {"wide", "Text with all columns", FORMAT_WIDE},
    {"csv", "CSV", FORMAT_CSV},
    {"json", "JSON", FORMAT_JSON},
    {"markdown", "Markdown", FORMAT_MARKDOWN},
    {"openmetrics", "OpenMetrics", FORMAT_OPENMETRICS},
    {NULL, NULL, 0},
};

/* Named as in struct settings. */
static const struct {
    const char *name;
    unsigned *value;
    const char *title;
    const char *help;
} thresholds[] = {
    {"t1_ms", &numbers.t1_ms, "Timer T1 (ms)",
     "RFC 3261 17.1.1.1: the estimated round-trip time. A REGISTER without a final response counts "
     "as unanswered after 64 times T1."},
    {"udp_size_max", &numbers.udp_size_max, "Largest request over UDP (bytes)",
     "RFC 3261 18.1.1: a larger request should use TCP. 1300 where the path MTU is not known."},
    {"late_tolerance_ms", &numbers.late_tolerance_ms, "Tolerance for late refreshes (ms)",
     "A refresh is reported as late only when the binding expired longer ago than this."},
    {"timeout_pause_ms", &numbers.timeout_pause_ms, "Pause after a timeout (ms)",
     "RFC 3261 10.2.7: a client that got no response should not try the same server again sooner."},
    {"unmodified_within_s", &numbers.unmodified_within_s, "Unchanged retry within (s)",
     "A refused request that is repeated unchanged within this time is reported (RFC 3261 21.4). "
     "A slow periodic retry is not."},
    {"small_margin_s", &numbers.small_margin_s, "Smallest margin of a refresh (s)",
     "With less time left, a refresh cannot be repeated if it is lost: one transaction takes 64 "
     "times T1."},
    {"early_percent", &numbers.early_percent, "Early refresh (% of the granted interval)",
     "A refresh before this share of the granted interval has passed is reported as early."},
    {"nat_timeout_s", &numbers.nat_timeout_s, "NAT timeout (s)",
     "How long a NAT is assumed to keep an idle UDP mapping."},
    {"storm_attempts", &numbers.storm_attempts, "Registration storm (failed attempts per minute)",
     "More than this many, for one AOR from one source, are reported; 60 at most."},
    {"bruteforce_failures", &numbers.bruteforce_failures,
     "Password guessing (refused credentials per minute)", "Counted per source; 60 at most."},
    {"bruteforce_spread", &numbers.bruteforce_spread,
     "Password guessing (distinct Call-IDs or user names)",
     "Refused credentials are reported as guessing only when they are spread over at least this "
     "many Call-IDs or user names."},
    {"guess_min", &numbers.guess_min, "Guessed password (refused credentials per minute)",
     "Different credentials of one user and source that are refused before others are accepted; 60 "
     "at most."},
    {"enumeration_users", &numbers.enumeration_users, "Enumeration (users per minute)",
     "Distinct users, counted per source; 60 at most."},
    {"enumeration_failed", &numbers.enumeration_failed, "Enumeration (% of users without success)",
     "Many users from one source are reported as enumeration only when at least this share of them "
     "had no success."},
    {"short_expiry_s", &numbers.short_expiry_s, "Short interval (s)",
     "A granted interval below this makes the client refresh very often; 3600 at most."},
    {"bindings_many", &numbers.bindings_many, "Many bindings of one AOR",
     "A 2xx that lists this many bindings is reported; 64 at most."},
    {"flood_requests", &numbers.flood_requests, "Flood (REGISTERs per second)",
     "More than this many from one source within a second are reported, if most of them are "
     "refused, unanswered, or challenged and not retried; 20 at least."},
    {"keep_hours", &numbers.keep_hours, "Forget the silent after (hours)",
     "For a tshark that runs for days and prints packets: a registration of which nothing was "
     "seen for this long, or at the latest twice as long, is forgotten. Choose more than the "
     "longest interval that is granted. 0: nothing is forgotten."},
    {"pool_prefix", &numbers.pool_prefix, "Prefix length of one client's addresses (bits)",
     "Public IPv4 sources within one such prefix count as the same client (the address pool of "
     "an SBC or carrier-grade NAT) when a binding changes hands; 32: none do."},
};

static void register_names(module_t *module)
{
    prefs_register_string_preference(module, "scanners", "Names of scanners",
                                     "User-Agents that contain one of these words, separated by "
                                     "commas, are reported as scanners.",
                                     &numbers.scanners);
    prefs_register_string_preference(
        module, "test_tools", "Names of test tools",
        "User-Agents that contain one of these words, separated by commas, are reported as test "
        "tools.",
        &numbers.test_tools);
    prefs_register_string_preference(
        module, "administrators", "Users who may register others",
        "User names, separated by commas, whose registrations for other users are not reported.",
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
        "Whether the Info column shows what a message does in its registration.", &info_column);
    prefs_register_enum_preference(module, "table_format", "Tables in tshark",
                                   "How tshark prints the tables of -z sipreg: what fits a line of "
                                   "100 columns, or everything, as text or for programs.",
                                   &table_format, table_formats, FALSE);
    prefs_register_enum_preference(
        module, "capture_side", "Capture point",
        "Where the capture was made. This decides whether an address that differs from the one the "
        "client advertises indicates a NAT.",
        &capture_side, capture_sides, FALSE);
    prefs_register_bool_preference(
        module, "one_time_nonce", "Registrar accepts each nonce once",
        "Whether every reuse of a nonce is a Warning, even with a higher nonce count.",
        &one_time_nonce);
    prefs_register_bool_preference(
        module, "date_wanted", "Report responses without Date",
        "Whether a 2xx without a Date header is reported as a Chat. RFC 3261 10.3 makes it "
        "a SHOULD, for clients without a clock; few registrars send it.",
        &date_wanted);
    prefs_register_bool_preference(module, "tell_from_tags", "Report changed From tags",
                                   "Whether a refresh with another From tag is reported. RFC 3261 "
                                   "leaves the tag to the client.",
                                   &tell_from_tags);
    prefs_register_bool_preference(
        module, "textbook_refresh", "Report every change in a refresh",
        "Whether every difference between a REGISTER and the previous attempt is a Warning: "
        "Call-ID, "
        "From tag, From, To, Contact, Request-URI, source, destination. RFC 3261 requires none of "
        "them to stay the same.",
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

enum table_format preferences_table_format(void)
{
    return (enum table_format)table_format;
}
