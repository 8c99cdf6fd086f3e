/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The cost of the core: time per message and retained memory, for generated traffic of a registrar: user agents
 * register with a challenge and then refresh, some with the old nonce, some after another challenge; a flood of
 * REGISTERs, each of another client, that nobody responds to; and a day on which clients come and go under new AORs,
 * Call-IDs and addresses. tests/bench/run knows the limits.
 *
 * Usage: bench_core [AGENTS]
 */
#include <malloc.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "analysis.h"

enum { AGENTS = 20000, REFRESHES = 4, INTERVAL_S = 1800 };

/* Of the day: clients at any time, and REGISTERs of each, one an interval. */
enum { PRESENT = 500, LIFE = 4, INTERVALS = 86400 / INTERVAL_S };

static const int64_t second = 1000000000;

struct feed {
    struct analysis *analysis;
    GString *text;
    uint32_t frame;
    double ns;       /* spent in the core */
    double clock_ns; /* to be subtracted from each measurement */
};

/* CPU time of this thread only: other work on the machine does not count. */
static double now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* The cost of reading the clock, which is a considerable part of that of a message. */
static double clock_ns(void)
{
    enum { TIMES = 10000 };
    double start = now_ns();

    for (unsigned i = 0; i < TIMES; i++)
        now_ns();
    return (now_ns() - start) / TIMES;
}

static size_t bytes_in_use(void)
{
    struct mallinfo2 info = mallinfo2();

    return info.uordblks + info.hblkhd;
}

static struct endpoint endpoint_of(uint32_t address)
{
    return (struct endpoint){
        .family = ENDPOINT_IPV4,
        .ip = {10, (uint8_t)(address >> 16), (uint8_t)(address >> 8), (uint8_t)address},
        .port = 5060,
    };
}

/* What valgrind counts; in one piece, however the program is optimized. */
static __attribute__((noinline)) const struct report *measured_feed(struct analysis *analysis,
                                                                    const struct packet *packet)
{
    struct span message;

    return analysis_feed(analysis, packet, &message);
}

static __attribute__((noinline)) void measured_free(struct analysis *analysis)
{
    analysis_free(analysis);
}

static void feed_text(struct feed *feed, unsigned agent, bool is_response, int64_t time)
{
    struct endpoint client = endpoint_of(agent + 256), server = endpoint_of(1);
    struct packet packet = {
        .frame = ++feed->frame,
        .time = time,
        .source = is_response ? server : client,
        .destination = is_response ? client : server,
        .transport = TRANSPORT_UDP,
        .icmp_type = 255,
        .text = {feed->text->str, feed->text->len},
    };
    double start = now_ns();

    if (!measured_feed(feed->analysis, &packet))
        abort(); /* otherwise nothing would be measured */
    feed->ns += now_ns() - start - feed->clock_ns;
}

/* As g_string_append_printf, without an allocation: those of the core are counted. */
static G_GNUC_PRINTF(2, 3) void append(GString *text, const char *format, ...)
{
    va_list arguments;
    int length;

    va_start(arguments, format);
    length = vsnprintf(text->str + text->len, text->allocated_len - text->len, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= text->allocated_len - text->len)
        abort();
    text->len += (size_t)length;
}

static void headers(GString *text, unsigned agent, unsigned cseq, const char *to_tag)
{
    append(text,
           "Via: SIP/2.0/UDP 10.%u.%u.%u:5060;branch=z9hG4bK%u-%u;rport=5060\r\n"
           "From: <sip:agent%u@example.com>;tag=from%u\r\n"
           "To: <sip:agent%u@example.com>%s\r\n"
           "Call-ID: %08x-call@agent.example.com\r\n"
           "CSeq: %u REGISTER\r\n",
           (agent + 256) >> 16 & 255, (agent + 256) >> 8 & 255, agent & 255, agent, cseq, agent,
           agent, agent, to_tag, agent, cseq);
}

static void contact(GString *text, unsigned agent)
{
    append(text, "Contact: <sip:agent%u@10.%u.%u.%u:5060>;expires=3600\r\n", agent,
           (agent + 256) >> 16 & 255, (agent + 256) >> 8 & 255, agent & 255);
}

static void request(struct feed *feed, unsigned agent, unsigned cseq, unsigned nonce, unsigned nc,
                    int64_t time)
{
    GString *text = feed->text;

    g_string_assign(text, "REGISTER sip:example.com SIP/2.0\r\n");
    headers(text, agent, cseq, "");
    contact(text, agent);
    if (nonce > 0)
        append(text,
               "Authorization: Digest username=\"agent%u\", realm=\"example.com\", "
               "nonce=\"%08x%08x\", uri=\"sip:example.com\", algorithm=MD5, "
               "response=\"%032x\", qop=auth, nc=%08x, cnonce=\"%08x\"\r\n",
               agent, agent, nonce, cseq, nc, cseq);
    g_string_append(text, "Max-Forwards: 70\r\nUser-Agent: Bench/1.0\r\nExpires: 3600\r\n"
                          "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY\r\n"
                          "Supported: path, gruu\r\nContent-Length: 0\r\n\r\n");
    feed_text(feed, agent, false, time);
}

static void respond(struct feed *feed, unsigned agent, unsigned cseq, unsigned challenge,
                    int64_t time)
{
    GString *text = feed->text;

    g_string_assign(text, challenge ? "SIP/2.0 401 Unauthorized\r\n" : "SIP/2.0 200 OK\r\n");
    headers(text, agent, cseq, ";tag=registrar");
    if (challenge)
        append(text,
               "WWW-Authenticate: Digest realm=\"example.com\", "
               "nonce=\"%08x%08x\", qop=\"auth\", algorithm=MD5\r\n",
               agent, challenge);
    else
        contact(text, agent);
    g_string_append(text, "Server: Bench/1.0\r\nContent-Length: 0\r\n\r\n");
    feed_text(feed, agent, true, time);
}

/* Every agent once: with a challenge if `nonce` is new, otherwise with the nonce it has. */
static void feed_round(struct feed *feed, unsigned agents, unsigned round, int64_t start)
{
    for (unsigned agent = 0; agent < agents; agent++) {
        bool challenged = round == 0 || agent % 2 == 0;
        unsigned nonce = challenged ? round + 1 : 1;
        unsigned cseq = round * 2 + 1;
        int64_t time = start + agent * (second / 100);

        if (challenged) {
            request(feed, agent, cseq, 0, 0, time);
            respond(feed, agent, cseq, nonce, time + second / 1000);
            cseq++;
        }
        request(feed, agent, cseq, nonce, challenged ? 1 : round + 1, time + second / 500);
        respond(feed, agent, cseq, 0, time + second / 300);
    }
}

/* Bytes that each message of a flood leaves behind. */
static double feed_flood(struct feed *feed, unsigned messages, int64_t start)
{
    struct settings settings = settings_default();
    size_t before = bytes_in_use();
    double bytes;

    feed->analysis = analysis_new(&settings);
    for (unsigned agent = 0; agent < messages; agent++)
        request(feed, agent, 1, 0, 0, start + agent * (second / 1000));
    bytes = (double)(bytes_in_use() - before) / messages;
    measured_free(feed->analysis);
    return bytes;
}

/* The most that was kept at the end of an interval, in each half of the day. */
struct day {
    size_t halves[2];
};

/* In each interval a quarter of the clients is new, and as many have gone. */
static struct day feed_day(struct feed *feed, unsigned keep_hours, int64_t start)
{
    struct settings settings = settings_default();
    size_t before = bytes_in_use();
    struct day day = {{0, 0}};

    settings.keep_hours = keep_hours;
    feed->analysis = analysis_new(&settings);
    for (unsigned interval = 0; interval < INTERVALS; interval++) {
        size_t *most = &day.halves[interval / (INTERVALS / 2)];

        for (unsigned place = 0; place < PRESENT; place++) {
            unsigned age = (interval + place) % LIFE;
            unsigned agent = (interval + place) / LIFE * PRESENT + place;
            int64_t time = start + interval * INTERVAL_S * second + place * second;

            if (age == 0) {
                request(feed, agent, 1, 0, 0, time);
                respond(feed, agent, 1, 1, time + second / 1000);
            }
            request(feed, agent, age + 2, 1, age + 1, time + second / 500);
            respond(feed, agent, age + 2, 0, time + second / 300);
        }
        *most = MAX(*most, bytes_in_use() - before);
    }
    analysis_free(feed->analysis);
    return day;
}

static void print_day(struct feed *feed, int64_t start)
{
    struct day all = feed_day(feed, 0, start), bounded = feed_day(feed, 1, start);

    printf("kept of a day: %.0f bytes\n", (double)all.halves[1]);
    printf("kept of a day, keep_hours 1: %.0f bytes\n", (double)bounded.halves[1]);
    printf("growth in the second half of a day, keep_hours 1: %.1f\n",
           100.0 * ((double)bounded.halves[1] / (double)bounded.halves[0] - 1));
}

int main(int argc, char **argv)
{
    unsigned agents = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : AGENTS;
    struct settings settings = settings_default();
    struct feed feed = {.text = g_string_sized_new(2048), .clock_ns = clock_ns()};
    int64_t start = 1700000000 * second;
    size_t before, after_first, after_all;
    uint32_t first_messages;
    double message_bytes;

    before = bytes_in_use();
    feed.analysis = analysis_new(&settings);
    feed_round(&feed, agents, 0, start);
    after_first = bytes_in_use();
    first_messages = feed.frame;
    for (unsigned round = 1; round <= REFRESHES; round++)
        feed_round(&feed, agents, round, start + round * INTERVAL_S * second);
    after_all = bytes_in_use();
    measured_free(feed.analysis);

    message_bytes = (double)(after_all - after_first) / (feed.frame - first_messages);
    printf("%u messages of %u registrations\n", feed.frame, agents);
    printf("time a message: %.0f ns\n", feed.ns / feed.frame);
    printf("kept a message: %.0f bytes\n", message_bytes);
    printf("kept a registration: %.0f bytes\n",
           (double)(after_first - before) / agents - 4 * message_bytes);
    if (argc == 1) {
        printf("kept a message of a flood: %.0f bytes\n", feed_flood(&feed, agents, start));
        print_day(&feed, start);
    }
    g_string_free(feed.text, TRUE);
    return 0;
}
