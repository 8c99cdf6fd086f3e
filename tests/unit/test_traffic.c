/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Packets without SIP: CRLFs, STUN, TCP flags.
 */
#include "facts/traffic.h"

#include "text.h"

#define COOKIE "\x21\x12\xA4\x42"
#define ID     "identifier12"

/* The payload ends with its allocation, so that AddressSanitizer detects reading beyond it. */
static struct traffic read_payload(const char *bytes, size_t n)
{
    struct span copy = text_copy(bytes, n);
    struct packet packet = {.transport = TRANSPORT_UDP, .text = copy};
    struct traffic traffic = traffic_read(&packet);

    text_free(copy);
    return traffic;
}

#define READ(literal) read_payload(literal, sizeof(literal) - 1)

static void crlfs(void)
{
    g_assert_cmpuint(READ("\r\n\r\n").kind, ==, TRAFFIC_PING);
    g_assert_cmpuint(READ("\r\n").kind, ==, TRAFFIC_PONG);
    g_assert_cmpuint(READ("").kind, ==, TRAFFIC_OTHER);
    g_assert_cmpuint(READ("\n").kind, ==, TRAFFIC_OTHER);
    g_assert_cmpuint(READ("\r\n\r").kind, ==, TRAFFIC_OTHER);
    g_assert_cmpuint(READ("\r\n\r\n\r\n").kind, ==, TRAFFIC_OTHER);
    g_assert_cmpuint(READ("\0").kind, ==, TRAFFIC_OTHER);
}

static void stun_kinds(void)
{
    struct traffic traffic = READ("\0\1\0\0" COOKIE ID);

    g_assert_cmpuint(traffic.kind, ==, TRAFFIC_STUN_REQUEST);
    g_assert_cmpuint(traffic.mapped.family, ==, ENDPOINT_NONE);
    traffic = READ("\1\1\0\0" COOKIE ID);
    g_assert_cmpuint(traffic.kind, ==, TRAFFIC_STUN_RESPONSE);
    g_assert_cmpuint(traffic.mapped.family, ==, ENDPOINT_NONE);
    g_assert_cmpuint(READ("\1\x11\0\0" COOKIE ID).kind, ==, TRAFFIC_OTHER);
    g_assert_cmpuint(READ("\0\1\0\0\x21\x12\xA4\x43" ID).kind, ==, TRAFFIC_OTHER);
    g_assert_cmpuint(READ("\0\1\0\0" COOKIE "identifier1").kind, ==, TRAFFIC_OTHER);
}

static void expect_mapped(struct traffic traffic, const char *expected)
{
    char text[ENDPOINT_TEXT_SIZE];

    g_assert_cmpuint(traffic.kind, ==, TRAFFIC_STUN_RESPONSE);
    g_assert_cmpstr(endpoint_to_text(&traffic.mapped, true, text), ==, expected);
}

/* RFC 5769 2.2, 2.3: the addresses of the test vectors. */
static void stun_addresses(void)
{
    static const char id[] = COOKIE "\xb7\xe7\xa7\x01\xbc\x34\xd6\x86\xfa\x87\xdf\xae";
    GString *v4 = g_string_new_len("\1\1\0\x18", 4), *v6 = g_string_new_len("\1\1\0\x24", 4);

    g_string_append_len(v4, id, 16);
    g_string_append_len(v4, "\x80\x22\0\x05phone\0\0\0", 12);
    g_string_append_len(v4, "\0\x20\0\x08\0\1\xa1\x47\xe1\x12\xa6\x43", 12);
    expect_mapped(read_payload(v4->str, v4->len), "192.0.2.1:32853");

    g_string_append_len(v6, id, 16);
    g_string_append_len(v6,
                        "\0\x20\0\x14\0\2\xa1\x47\x01\x13\xa9\xfa\xa5\xd3\xf1\x79"
                        "\xbc\x25\xf4\xb5\xbe\xd2\xb9\xd9",
                        24);
    expect_mapped(read_payload(v6->str, v6->len), "[2001:db8:1234:5678:11:2233:4455:6677]:32853");
    g_string_free(v4, TRUE);
    g_string_free(v6, TRUE);
}

static void stun_broken(void)
{
    g_assert_cmpuint(
        READ("\1\1\0\x0C" COOKIE ID "\0\x20\0\x08\0\1\xa1\x47\xe1\x12\xa6").mapped.family, ==,
        ENDPOINT_NONE);
    g_assert_cmpuint(
        READ("\1\1\0\x0C" COOKIE ID "\0\x20\0\x08\0\2\xa1\x47\xe1\x12\xa6\x43").mapped.family, ==,
        ENDPOINT_NONE);
    g_assert_cmpuint(READ("\1\1\0\x0C" COOKIE ID "\0\x20\0\0\0\x20\0\x01\1").mapped.family, ==,
                     ENDPOINT_NONE);
    g_assert_cmpuint(READ("\1\1\0\x0C" COOKIE ID "\x80\x22\xff\xff").mapped.family, ==,
                     ENDPOINT_NONE);
    g_assert_cmpuint(READ("\1\1\0\x0C" COOKIE ID "\0\x20\0").mapped.family, ==, ENDPOINT_NONE);
}

static void tcp_flags(void)
{
    static const struct {
        enum packet_tcp tcp;
        enum traffic_kind kind;
    } rows[] = {
        {PACKET_TCP_REFUSED, TRAFFIC_REFUSED},
        {PACKET_TCP_RESET, TRAFFIC_RESET},
        {PACKET_TCP_CLOSED, TRAFFIC_CLOSED},
        {PACKET_TCP_NONE, TRAFFIC_PING},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct packet packet = {.transport = TRANSPORT_TCP,
                                .tcp = (uint8_t)rows[i].tcp,
                                .text = SPAN_LITERAL("\r\n\r\n")};

        g_assert_cmpuint(traffic_read(&packet).kind, ==, rows[i].kind);
    }
}

/* The capture holds the beginning of a longer payload. */
static void cut(void)
{
    struct packet packet = {
        .transport = TRANSPORT_TCP, .cut = true, .text = SPAN_LITERAL("\r\n\r\n")};

    g_assert_cmpuint(traffic_read(&packet).kind, ==, TRAFFIC_OTHER);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/traffic/CRLFs", crlfs);
    g_test_add_func("/traffic/STUN: which message", stun_kinds);
    g_test_add_func("/traffic/STUN: the mapped address", stun_addresses);
    g_test_add_func("/traffic/STUN: broken attributes", stun_broken);
    g_test_add_func("/traffic/TCP: refused, reset, closed", tcp_flags);
    g_test_add_func("/traffic/cut by the capture", cut);
    return g_test_run();
}
