/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The records of a TLS connection, in segments of any size.
 */
#include "state/tls.h"

#define RANDOM "0123456789abcdef0123456789abcdef"
#define HELLO                                                                                      \
    "\x16\x03\x01\0\x3c\x01\0\0\x38\x03\x03" RANDOM                                                \
    "\0\0\x02\x13\x01\x01\0\0\x0d\0\0\0\x09\0\x07\0\0\x04"                                         \
    "A.co"
#define SERVER_HELLO "\x16\x03\x03\0\x2a\x02\0\0\x26\x03\x03" RANDOM "\0\x13\x01\0"
#define SERVER_HELLO_13                                                                            \
    "\x16\x03\x03\0\x32\x02\0\0\x2e\x03\x03" RANDOM "\0\x13\x01\0\0\x06\0\x2b\0\x02\x03\x04"
#define CERTIFICATE                                                                                \
    "\x16\x03\x03\0\x0e\x0b\0\0\x0a\0\0\x07\0\0\x04"                                               \
    "cert"
#define CHANGE "\x14\x03\x03\0\x01\x01"
#define FINISHED                                                                                   \
    "\x16\x03\x03\0\x04"                                                                           \
    "abcd"
#define ALERT "\x15\x03\x03\0\x02\x02\x30"
#define HIDDEN_ALERT                                                                               \
    "\x17\x03\x03\0\x13"                                                                           \
    "0123456789abcdef012"
#define DATA "\x17\x03\x03\0\x20" RANDOM

/* Takes the bytes of one side in pieces of this size; returns all news. */
static unsigned take(struct tls *tls, enum tls_end end, const char *bytes, size_t size,
                     size_t piece)
{
    unsigned news = 0;

    for (size_t at = 0; at < size; at += piece) {
        size_t length = MIN(piece, size - at);
        char *copy = g_memdup2(bytes + at, length);

        news |= tls_take(tls, end, (struct span){copy, length});
        if (news & TLS_NEWS_CERTIFICATE && tls_certificate(tls).n)
            g_assert_cmpuint(tls_certificate(tls).n, ==, 4);
        g_free(copy);
    }
    return news;
}

#define TAKE(tls, end, literal, piece) take(tls, end, literal, sizeof(literal) - 1, piece)

static void reads_older_versions(void)
{
    for (size_t piece = 1; piece < 200; piece++) {
        struct tls *tls = tls_new();

        g_assert_cmpuint(TAKE(tls, TLS_CLIENT, HELLO, piece), ==, TLS_NEWS_HELLO);
        g_assert_cmpstr(tls->wanted, ==, "a.co");
        g_assert_cmpuint(TAKE(tls, TLS_SERVER, SERVER_HELLO CERTIFICATE, piece), ==,
                         TLS_NEWS_CERTIFICATE);
        g_assert_false(tls->is_13);
        g_assert_cmpuint(TAKE(tls, TLS_CLIENT, CHANGE FINISHED, piece), ==, 0);
        g_assert_cmpuint(TAKE(tls, TLS_SERVER, CHANGE FINISHED, piece), ==, TLS_NEWS_DONE);
        g_assert_cmpuint(TAKE(tls, TLS_CLIENT, DATA, piece), ==, TLS_NEWS_DATA);
        tls_free(tls);
    }
}

static void reads_13(void)
{
    for (size_t piece = 1; piece < 200; piece++) {
        struct tls *tls = tls_new();

        TAKE(tls, TLS_CLIENT, HELLO, piece);
        g_assert_cmpuint(TAKE(tls, TLS_SERVER, SERVER_HELLO_13 CHANGE DATA DATA, piece), ==, 0);
        g_assert_true(tls->is_13);
        g_assert_cmpuint(TAKE(tls, TLS_CLIENT, CHANGE DATA, piece), ==, TLS_NEWS_DONE);
        g_assert_cmpuint(TAKE(tls, TLS_CLIENT, DATA, piece), ==, TLS_NEWS_DATA);
        g_assert_false(tls_hides_alert(tls, TLS_SERVER));
        TAKE(tls, TLS_SERVER, HIDDEN_ALERT, piece);
        g_assert_true(tls_hides_alert(tls, TLS_SERVER));
        tls_free(tls);
    }
}

static void reads_alerts(void)
{
    struct tls *tls = tls_new();

    TAKE(tls, TLS_CLIENT, HELLO, 500);
    g_assert_cmpuint(TAKE(tls, TLS_SERVER, ALERT, 1), ==, TLS_NEWS_ALERT);
    g_assert_cmpuint(tls->alert, ==, 48);
    g_assert_cmpuint(tls->alert_end, ==, TLS_SERVER);
    g_assert_cmpuint(TAKE(tls, TLS_CLIENT, ALERT, 7), ==, 0);
    tls_free(tls);

    tls = tls_new();
    TAKE(tls, TLS_CLIENT, HELLO, 500);
    TAKE(tls, TLS_SERVER, SERVER_HELLO_13 DATA, 500);
    TAKE(tls, TLS_CLIENT, HIDDEN_ALERT, 500);
    g_assert_true(tls_hides_alert(tls, TLS_CLIENT));
    g_assert_cmpuint(tls_take_decrypted(tls, TLS_CLIENT, (struct span){"\x02\x30", 2}), ==,
                     TLS_NEWS_ALERT);
    tls_free(tls);
}

/* Behind what is missing it goes on where a segment begins like a record. */
static void finds_records_again(void)
{
    struct tls *tls = tls_new();

    TAKE(tls, TLS_CLIENT, "\x17\x03\x03\x01\0" RANDOM, 500);
    tls_lose(tls, TLS_CLIENT);
    g_assert_cmpuint(TAKE(tls, TLS_CLIENT, RANDOM, 500), ==, 0);
    g_assert_cmpuint(TAKE(tls, TLS_CLIENT, DATA, 500), ==, TLS_NEWS_DATA);
    g_assert_cmpuint(TAKE(tls, TLS_CLIENT, "GET / HTTP/1.1\r\n", 500), ==, 0);
    g_assert_true(tls->sides[TLS_CLIENT].is_lost);
    tls_free(tls);
}

/* A handshake without an end is not kept. */
static void keeps_bounds(void)
{
    struct tls *tls = tls_new();
    char record[5 + 4096] = {0x16, 3, 3, 0x10, 0, 0x0b, 0, (char)0xff, (char)0xff};

    for (unsigned i = 0; i < 100; i++)
        tls_take(tls, TLS_SERVER, (struct span){record, sizeof(record)});
    g_assert_cmpuint(tls->sides[TLS_SERVER].flight->len, <=, TLS_FLIGHT_MAX);
    tls_free(tls);
}

/* Takes a record of the server with these first bytes of a handshake, and zeros. */
static unsigned take_padded(struct tls *tls, struct span begins, uint32_t size)
{
    GString *record = g_string_new_len("\x16\x03\x03", 3);
    unsigned news;

    g_string_append_c(record, (char)(size >> 8));
    g_string_append_c(record, (char)size);
    g_string_append_len(record, begins.p, (gssize)begins.n);
    g_string_set_size(record, 5 + size);
    memset(record->str + 5 + begins.n, 0, size - begins.n);
    news = tls_take(tls, TLS_SERVER, (struct span){record->str, record->len});
    g_string_free(record, TRUE);
    return news;
}

/* Where a part of a handshake has no room, what follows is not read in its place. */
static void stays_in_step(void)
{
    struct tls *tls = tls_new();

    take_padded(tls, (struct span){"\x0b\0\x3f\xac", 4}, 4000);
    for (unsigned i = 0; i < 4; i++)
        take_padded(tls, SPAN_NONE, 4000);
    /* It lacks 304 bytes, which were in the record that had no room. */
    g_assert_cmpuint(take_padded(tls, SPAN_NONE, 304), ==, 0);
    g_assert_cmpuint(take_padded(tls, (struct span){"\x0d\0\0\0", 4}, 4), ==, 0);
    g_assert_true(tls->has_gap);
    tls_free(tls);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tls/older", reads_older_versions);
    g_test_add_func("/tls/1.3", reads_13);
    g_test_add_func("/tls/alerts", reads_alerts);
    g_test_add_func("/tls/again", finds_records_again);
    g_test_add_func("/tls/bounds", keeps_bounds);
    g_test_add_func("/tls/step", stays_in_step);
    return g_test_run();
}
