/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is forgotten with settings.keep_hours, and what is not.
 */
#include "analysis.h"

#include <glib.h>

#include "base/elapsed.h"

/* A client, by a digit, sends a REGISTER at this time, which gets this status. */
struct sent {
    unsigned minutes;
    unsigned client;
    unsigned status;
    uint32_t number, attempt, outages; /* expected, behind the response */
};

struct row {
    const char *sentence;
    unsigned keep_hours;
    bool needs_reports; /* they are not let go of */
    unsigned forgotten; /* expected: how often there was something to forget */
    struct sent sent[16];
};

/* clang-format off */
static const struct row rows[] = {
    {"nothing is forgotten by default", 0, false, 0, {
        {0, 1, 200, 0, 1, 0}, {60000, 2, 200, 1, 1, 0}, {120000, 1, 200, 0, 2, 1}}},
    {"who comes often enough keeps number and attempts", 1, false, 2, {
        {0, 1, 200, 0, 1, 0},   {50, 1, 200, 0, 2, 0},  {100, 1, 200, 0, 3, 0}, {150, 1, 200, 0, 4, 0},
        {200, 1, 200, 0, 5, 0}, {250, 1, 200, 0, 6, 0}, {300, 1, 200, 0, 7, 0}, {350, 1, 200, 0, 8, 0}}},
    {"who was silent for too long is new, and no number is given twice", 1, false, 1, {
        {0, 1, 200, 0, 1, 0},   {50, 2, 200, 1, 1, 0},  {100, 2, 200, 1, 2, 0}, {150, 2, 200, 1, 3, 0},
        {200, 2, 200, 1, 4, 0}, {240, 1, 200, 2, 1, 0}, {245, 3, 200, 3, 1, 0}}},
    {"a registration that begins just before something is forgotten is kept", 1, false, 1, {
        {0, 1, 200, 0, 1, 0}, {61, 2, 200, 1, 1, 0},  {63, 1, 200, 0, 2, 0},
        {120, 3, 200, 2, 1, 0}, {126, 3, 200, 2, 2, 0}, {127, 4, 200, 3, 1, 0}}},
    {"outages of the time before are counted", 1, false, 2, {
        {0, 1, 403, 0, 1, 1},   {10, 1, 200, 0, 2, 1},  {65, 1, 403, 0, 3, 2},  {120, 1, 200, 0, 4, 2},
        {175, 1, 200, 0, 5, 2}, {230, 1, 200, 0, 6, 2}, {240, 1, 403, 0, 7, 3}}},
    {"one that is open goes on", 1, false, 1, {
        {0, 1, 403, 0, 1, 1},   {50, 1, 403, 0, 2, 1},  {100, 1, 403, 0, 3, 1}, {150, 1, 403, 0, 4, 1},
        {200, 1, 403, 0, 5, 1}, {250, 1, 200, 0, 6, 1}}},
    {"where the reports are needed nothing is forgotten", 1, true, 1, {
        {0, 1, 200, 0, 1, 0},   {60, 2, 200, 1, 1, 0}, {120, 2, 200, 1, 2, 0}, {180, 2, 200, 1, 3, 0},
        {240, 2, 200, 1, 4, 0}, {300, 1, 200, 0, 2, 0}}},
};
/* clang-format on */

static unsigned asked;
static bool is_needed;

static bool forgets(void)
{
    asked++;
    return !is_needed;
}

static const struct report *feed(struct analysis *analysis, const char *text, uint32_t frame,
                                 unsigned client, unsigned minutes, bool is_response)
{
    struct endpoint ends[] = {{ENDPOINT_IPV4, {10, 0, 0, (uint8_t)client}, 5060},
                              {ENDPOINT_IPV4, {10, 0, 1, 1}, 5060}};
    struct packet packet = {
        .frame = frame,
        .time = (1700000000 + (int64_t)minutes * 60) * SECOND + frame * MILLISECOND,
        .source = ends[is_response],
        .destination = ends[!is_response],
        .transport = TRANSPORT_UDP,
        .icmp_type = 255,
        .text = span_of(text),
    };
    struct span message;

    return analysis_feed(analysis, &packet, &message);
}

static const struct report *exchange(struct analysis *analysis, const struct sent *sent,
                                     uint32_t frame)
{
    char *common = g_strdup_printf("Via: SIP/2.0/UDP 10.0.0.%u;branch=z9hG4bK%u\r\n"
                                   "From: <sip:u%u@ex.com>;tag=f\r\nTo: <sip:u%u@ex.com>%%s\r\n"
                                   "Call-ID: c%u\r\nCSeq: %u REGISTER\r\n"
                                   "Contact: <sip:u%u@10.0.0.%u>;expires=3600\r\n\r\n",
                                   sent->client, frame, sent->client, sent->client, sent->client,
                                   frame, sent->client, sent->client);
    char **parts = g_strsplit(common, "%s", 2);
    char *request = g_strdup_printf("REGISTER sip:ex.com SIP/2.0\r\n%s%s", parts[0], parts[1]);
    char *response =
        g_strdup_printf("SIP/2.0 %u X\r\n%s;tag=t%s", sent->status, parts[0], parts[1]);
    const struct report *report;

    feed(analysis, request, frame, sent->client, sent->minutes, false);
    report = feed(analysis, response, frame + 1, sent->client, sent->minutes, true);
    g_free(response);
    g_free(request);
    g_strfreev(parts);
    g_free(common);
    return report;
}

static void run(const void *data)
{
    const struct row *row = data;
    struct settings settings = settings_default();
    struct analysis *analysis;

    asked = 0;
    is_needed = row->needs_reports;
    settings.keep_hours = row->keep_hours;
    analysis = analysis_new(&settings);
    analysis_ask_before(analysis, forgets);
    for (unsigned i = 0; i < G_N_ELEMENTS(row->sent) && row->sent[i].client; i++) {
        const struct sent *sent = &row->sent[i];
        const struct report *report = exchange(analysis, sent, 2 * i + 1);

        g_assert_nonnull(report);
        g_test_message("minute %u", sent->minutes);
        g_assert_cmpuint(report_place(report)->registration, ==, sent->number);
        g_assert_cmpuint(report->attempt, ==, sent->attempt);
        g_assert_cmpuint(history_count(report_place(report)->history), ==, sent->outages);
    }
    g_assert_cmpuint(asked, ==, row->forgotten);
    analysis_free(analysis);
}

/* A clock that is set back by a day must not keep everything for a day. */
static void set_back(void)
{
    struct settings settings = settings_default();
    struct analysis *analysis;

    asked = 0;
    is_needed = false;
    settings.keep_hours = 1;
    analysis = analysis_new(&settings);
    analysis_ask_before(analysis, forgets);
    for (uint32_t i = 0; i < 20; i++) {
        struct sent sent = {.minutes = 2000 + i * 30 - (i >= 5 ? 1440 : 0), .client = 1, 200};

        g_assert_nonnull(exchange(analysis, &sent, 2 * i + 1));
    }
    g_assert_cmpuint(asked, >=, 3);
    analysis_free(analysis);
}

/* The query of a client for the servers of a domain. */
static const char query[] = "\0\1\1\0\0\1\0\0\0\0\0\0\4_sip\4_udp\2ex\3com\0\0\x21\0\1";

/* Where there is no SIP, but what leads to it, it is forgotten as well. */
static void forgets_what_leads_to_sip(void)
{
    struct settings settings = settings_default();
    struct analysis *analysis;

    asked = 0;
    is_needed = false;
    settings.keep_hours = 1;
    analysis = analysis_new(&settings);
    analysis_ask_before(analysis, forgets);
    for (uint32_t i = 0; i < 10; i++) {
        struct packet packet = {
            .frame = i + 1,
            .time = (1700000000 + (int64_t)i * 1800) * SECOND,
            .source = {ENDPOINT_IPV4, {10, 0, 0, 1}, 40000},
            .destination = {ENDPOINT_IPV4, {10, 0, 0, 53}, 53},
            .transport = TRANSPORT_UDP,
            .text = {query, sizeof(query) - 1},
        };

        analysis_connection(analysis, &packet, CONTENT_DNS);
    }
    g_assert_cmpuint(asked, >=, 2);
    analysis_free(analysis);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *path = g_strconcat("/analysis/", rows[i].sentence, NULL);

        g_test_add_data_func(path, &rows[i], run);
        g_free(path);
    }
    g_test_add_func("/analysis/a clock that was set back keeps nothing", set_back);
    g_test_add_func("/analysis/what leads to SIP is forgotten", forgets_what_leads_to_sip);
    return g_test_run();
}
