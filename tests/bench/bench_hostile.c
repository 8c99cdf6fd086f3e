/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The most that one message of up to 64 KB can cost: kinds of hostile REGISTERs, each sent and accepted a few times, and
 * the time of the slowest one. Exits with 1 if it is above the limit.
 *
 * Usage: bench_hostile
 */
#include <stdio.h>
#include <time.h>

#include "analysis.h"

enum { TIMES = 10, SIZE_MAX_HERE = 65000 };

static const double limit_ms = 1;
static const int64_t second = 1000000000;

/* clang-format off */
static const struct {
    const char *name;
    const char *first; /* of the lines that are repeated; N is the number of the line, I is what is repeated in it */
    const char *inner;
    const char *last;
    unsigned lines, inners;
} kinds[] = {
    {"64 Contacts of 30 parameters",   "Contact: <sip:bob@10.0.0.2:N", ";I=N", ">", 64, 30},
    {"... at one port",                "Contact: <sip:bob@10.0.0.2", ";I=N", ">", 64, 30},
    {"... of different names",         "Contact: <sip:bob@10.0.0.2;x=N", ";I", ">", 64, 30},
    {"64 Contacts of 100 parameters",  "Contact: <sip:bob@10.0.0.2;x=N", ";I", ">", 64, 100},
    {"... behind the URI",             "Contact: <sip:bob@10.0.0.2:N>", ";I=N", "", 64, 30},
    {"64 users with escapes",          "Contact: <sip:", "%41", "@10.0.0.2:N>", 64, 330},
    {"... at one port",                "Contact: <sip:", "%41", "N@10.0.0.2>", 64, 330},
    {"... that are reserved",          "Contact: <sip:", "%3b", "%3bN@10.0.0.2>", 64, 330},
    {"1000 Contacts",                  "Contact: <sip:bN@10.0.0.2:N>", "", "", 1000, 0},
    {"one Contact, many parameters",   "Contact: <sip:bob@10.0.0.2", ";I=b", ">", 1, 6000},
    {"commas",                         "Contact: ", ",", "", 1, 60000},
    {"opening brackets",               "Contact: ", "<", "", 1, 60000},
    {"closing brackets",               "Contact: ", ">", "", 1, 60000},
    {"quotes",                         "Contact: ", "\"", "", 1, 60000},
    {"escaped quotes",                 "Contact: \"", "\\\"", "", 1, 30000},
    {"stars",                          "Contact: *", "", "", 5000, 0},
    {"Vias",                           "Via: SIP/2.0/UDP a:1;branch=z9hG4bKN", "", "", 1500, 0},
    {"Vias in a list",                 "Via: a", ",a", "", 1, 30000},
    {"headers",                        "a:b", "", "", 12000, 0},
    {"folded lines",                   "Expires:", "\r\n ", "", 1, 20000},
    {"credentials",                    "Authorization: Digest username=\"bob\", nonce=\"N\", response=\"0\"", "", "", 900, 0},
    {"parameters of credentials",      "Authorization: Digest a=b", ",a=b", "", 1, 15000},
    {"challenges",                     "WWW-Authenticate: Digest realm=\"N\", nonce=\"N\"", "", "", 1200, 0},
    {"a Path",                         "Path: <sip:a>", ",<sip:a>", "", 1, 7000},
    {"option tags",                    "Supported: a", ",a", "", 1, 30000},
    {"a User-Agent",                   "User-Agent: ", "a", "", 1, 60000},
    {"Warnings",                       "Warning: 399 a \"x\"", ",399 a \"x\"", "", 1, 5000},
    {"agreements",                     "Security-Client: ipsec-3gpp;a=b", ",ipsec-3gpp;a=b", "", 1, 4000},
    {"identities",                     "P-Associated-URI: <sip:a@b>", ",<sip:a@b>", "", 1, 5000},
};
/* clang-format on */

static void append(GString *text, const char *part, unsigned line, unsigned inner)
{
    for (; *part; part++) {
        if (*part == 'N')
            g_string_append_printf(text, "%u", line);
        else if (*part == 'I')
            g_string_append_printf(text, "p%u", inner);
        else
            g_string_append_c(text, *part);
    }
}

/* Other numbers in each transaction, or nothing of a later one would have to be read. */
static void append_lines(GString *text, size_t kind, unsigned transaction)
{
    unsigned number = transaction * 1000;

    for (unsigned i = 0; i < kinds[kind].lines && text->len < SIZE_MAX_HERE; i++) {
        append(text, kinds[kind].first, number + i, 0);
        for (unsigned j = 0; j < kinds[kind].inners && text->len < SIZE_MAX_HERE; j++)
            append(text, kinds[kind].inner, number + i, number + (j * 7 + i) % kinds[kind].inners);
        append(text, kinds[kind].last, number + i, 0);
        g_string_append(text, "\r\n");
    }
    g_string_append(text, "\r\n");
}

static double now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static struct endpoint endpoint_of(uint8_t host)
{
    return (struct endpoint){.family = ENDPOINT_IPV4, .ip = {10, 0, 0, host}, .port = 5060};
}

/* The least time of several requests, or of their responses: other work on the machine only adds to it. */
static double measure(size_t kind, bool of_responses)
{
    struct settings settings = settings_default();
    struct analysis *analysis = analysis_new(&settings);
    GString *text = g_string_new(NULL);
    double least = G_MAXDOUBLE;

    for (unsigned i = 0; i < 2 * TIMES; i++) {
        bool is_response = i % 2;
        struct packet packet = {.frame = i + 1, .transport = TRANSPORT_UDP, .icmp_type = 255};
        struct span message;
        double start;

        g_string_printf(text,
                        "%s\r\nVia: SIP/2.0/UDP 10.0.0.2:5060;branch=z9hG4bK%u\r\n"
                        "From: <sip:bob@ex.com>;tag=f\r\nTo: <sip:bob@ex.com>%s\r\n"
                        "Call-ID: c\r\nCSeq: %u REGISTER\r\n",
                        is_response ? "SIP/2.0 200 OK" : "REGISTER sip:ex.com SIP/2.0", i / 2,
                        is_response ? ";tag=t" : "", i / 2 + 1);
        append_lines(text, kind, i / 2);
        packet.time = 1700000000 * second + i * 15 * second;
        packet.source = endpoint_of(is_response ? 1 : 2);
        packet.destination = endpoint_of(is_response ? 2 : 1);
        packet.text = (struct span){text->str, text->len};
        start = now_ms();
        analysis_feed(analysis, &packet, &message);
        /* The first one knows of nothing that it could be compared with. */
        if (is_response == of_responses && i > 1)
            least = MIN(least, now_ms() - start);
    }
    analysis_free(analysis);
    g_string_free(text, TRUE);
    return least;
}

int main(void)
{
    double most = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
        double request = measure(i, false), response = measure(i, true);

        printf("%-32s request %6.3f ms, response %6.3f ms\n", kinds[i].name, request, response);
        most = MAX(most, MAX(request, response));
    }
    printf("slowest message: %.3f ms\n", most);
    return most > limit_ms;
}
