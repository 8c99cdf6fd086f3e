/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Addresses: literals, equality, limits of the private ranges.
 */
#include "base/endpoint.h"

static struct endpoint ip(const char *text)
{
    struct endpoint endpoint = {0};

    g_assert_true(endpoint_read_ip(span_of(text), &endpoint));
    return endpoint;
}

static void literals(void)
{
    struct endpoint endpoint = {.port = 7};
    struct endpoint bare = ip("2001:db8::1"), bracketed = ip("[2001:db8::1]");

    g_assert_true(endpoint_same_ip(&bare, &bracketed));
    g_assert_false(endpoint_read_ip(SPAN_LITERAL("phone.example"), &endpoint));
    g_assert_false(endpoint_read_ip(SPAN_LITERAL("10.0.0.256"), &endpoint));
    g_assert_false(endpoint_read_ip(SPAN_LITERAL("10.0.0.1\0x"), &endpoint));
    g_assert_false(endpoint_read_ip(SPAN_LITERAL("[10.0.0.1]"), &endpoint));
    g_assert_false(endpoint_read_ip(SPAN_LITERAL("[]"), &endpoint));
    g_assert_false(endpoint_read_ip(SPAN_LITERAL(""), &endpoint));
    g_assert_false(endpoint_read_ip(SPAN_NONE, &endpoint));
    g_assert_cmpuint(endpoint.port, ==, 7);
}

static void unknown_is_nobody(void)
{
    struct endpoint a = {0}, b = {0};

    g_assert_false(endpoint_same_ip(&a, &b));
    g_assert_false(endpoint_equal(&a, &b));
    g_assert_true(endpoint_key_equal(&a, &b));
    g_assert_false(endpoint_is_private(&a));
}

static void private_ranges(void)
{
    static const struct {
        const char *address;
        bool is_private;
    } rows[] = {
        {"9.255.255.255", false},
        {"10.0.0.0", true},
        {"11.0.0.0", false},
        {"172.15.255.255", false},
        {"172.16.0.0", true},
        {"172.31.255.255", true},
        {"172.32.0.0", false},
        {"192.167.0.1", false},
        {"192.168.0.1", true},
        {"100.63.255.255", false},
        {"100.64.0.0", true},
        {"100.127.255.255", true},
        {"100.128.0.0", false},
        {"169.254.1.1", true},
        {"127.0.0.1", true},
        {"fc00::1", true},
        {"fdff::1", true},
        {"fe80::1", true},
        {"febf::1", true},
        {"fec0::1", false},
        {"::1", true},
        {"::2", false},
        {"2001:db8::1", false},
        {"::ffff:10.0.0.1", true},
        {"::ffff:192.0.2.1", false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct endpoint endpoint = ip(rows[i].address);

        g_test_message("%s", rows[i].address);
        g_assert_true(endpoint_is_private(&endpoint) == rows[i].is_private);
    }
}

static void nowhere(void)
{
    static const char *const here[] = {
        "0.0.0.0",         "0.1.2.3", "127.0.0.1", "127.255.255.255", "224.0.0.1",
        "239.255.255.255", "::",      "::1",       "ff02::1"};
    static const char *const there[] = {"1.0.0.0",  "126.255.255.255", "128.0.0.1",
                                        "10.0.0.1", "223.0.0.1",       "240.0.0.1",
                                        "::2",      "fe80::1",         "2001:db8::1"};
    struct endpoint endpoint = {0};

    g_assert_false(endpoint_is_unroutable(&endpoint));
    for (size_t i = 0; i < G_N_ELEMENTS(here); i++) {
        endpoint = ip(here[i]);
        g_test_message("%s", here[i]);
        g_assert_true(endpoint_is_unroutable(&endpoint));
    }
    for (size_t i = 0; i < G_N_ELEMENTS(there); i++) {
        endpoint = ip(there[i]);
        g_test_message("%s", there[i]);
        g_assert_false(endpoint_is_unroutable(&endpoint));
    }
}

static void one_link(void)
{
    static const char *const here[] = {"169.254.0.1", "169.254.255.255", "fe80::1", "febf::1"};
    static const char *const beyond[] = {"169.253.0.1", "10.0.0.1", "fec0::1", "fd00::1", "::1"};
    struct endpoint endpoint = {0};

    g_assert_false(endpoint_is_link_local(&endpoint));
    for (size_t i = 0; i < G_N_ELEMENTS(here); i++) {
        endpoint = ip(here[i]);
        g_assert_true(endpoint_is_link_local(&endpoint));
    }
    for (size_t i = 0; i < G_N_ELEMENTS(beyond); i++) {
        endpoint = ip(beyond[i]);
        g_assert_false(endpoint_is_link_local(&endpoint));
    }
}

static void networks(void)
{
    struct endpoint a = ip("203.0.113.5"), b = ip("203.0.113.200"), c = ip("203.0.112.5");

    g_assert_true(endpoint_same_network(&a, &b, 24));
    g_assert_false(endpoint_same_network(&a, &b, 32));
    g_assert_false(endpoint_same_network(&a, &c, 24));
    g_assert_true(endpoint_same_network(&a, &c, 23));
    g_assert_true(endpoint_same_network(&a, &c, 0));
}

static void texts(void)
{
    char text[ENDPOINT_TEXT_SIZE];
    struct endpoint v4 = ip("192.0.2.1"), v6 = ip("2001:db8::1"), none = {0};

    v4.port = v6.port = 5060;
    g_assert_cmpstr(endpoint_to_text(&v4, true, text), ==, "192.0.2.1:5060");
    g_assert_cmpstr(endpoint_to_text(&v6, true, text), ==, "[2001:db8::1]:5060");
    g_assert_cmpstr(endpoint_to_text(&v6, false, text), ==, "2001:db8::1");
    g_assert_cmpstr(endpoint_to_text(&none, false, text), ==, "?");
}

static uint64_t inverse_of(uint64_t odd)
{
    uint64_t inverse = odd;

    for (unsigned i = 0; i < 6; i++)
        inverse *= 2 - odd * inverse;
    return inverse;
}

/* Interface identifiers of one /64 that collide in a hash without a secret, which multiplies by the golden ratio. */
static struct endpoint prepared(uint32_t number)
{
    const uint64_t factor = 0x9E3779B97F4A7C15;
    struct endpoint endpoint = ip("2001:db8::");
    uint64_t hash, half;

    memcpy(&half, endpoint.ip, sizeof(half));
    hash = (ENDPOINT_IPV6 ^ half) * factor;
    hash ^= hash >> 32;
    half = hash ^ (((uint64_t)number << 32 | number) * inverse_of(factor));
    memcpy(endpoint.ip + sizeof(half), &half, sizeof(half));
    return endpoint;
}

static void collisions_cannot_be_prepared(void)
{
    enum { COUNT = 4096, LONGEST = 24 };
    uint8_t chains[COUNT] = {0};

    for (uint32_t i = 0; i < COUNT; i++) {
        struct endpoint endpoint = prepared(i);
        uint8_t *chain = &chains[endpoint_hash(&endpoint) % COUNT];

        g_assert_cmpuint(++*chain, <=, LONGEST);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/endpoint/literals and names", literals);
    g_test_add_func("/endpoint/unknown addresses are never the same", unknown_is_nobody);
    g_test_add_func("/endpoint/limits of the private ranges", private_ranges);
    g_test_add_func("/endpoint/unroutable addresses", nowhere);
    g_test_add_func("/endpoint/link-local addresses", one_link);
    g_test_add_func("/endpoint/networks by prefix", networks);
    g_test_add_func("/endpoint/texts", texts);
    g_test_add_func("/endpoint/collisions cannot be prepared", collisions_cannot_be_prepared);
    return g_test_run();
}
