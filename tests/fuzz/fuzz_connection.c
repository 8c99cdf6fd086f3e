/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What leads to SIP on arbitrary bytes: DNS, TLS and certificates of anybody. Every report can be shown, and all memory
 * is freed. An ordinary test, which plays packets of its own with deterministic mutations; built by clang with the core,
 * -DSIPREG_LIBFUZZER and -fsanitize=fuzzer,address,undefined it is a libFuzzer target.
 *
 * An input is a sequence of packets: a byte that says what it is and between whom, one with its length, then its bytes.
 */
#include "analysis.h"
#include "rules/catalogue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CAPTURE_BEGIN (G_GINT64_CONSTANT(1700000000) * SECOND)

enum kind {
    QUERY,
    RESPONSE,
    SYN,
    ACCEPTED,
    REFUSED,
    REJECTED,
    CLIENT_DATA,
    SERVER_DATA,
    DECRYPTED,
    CLOSED,
    KINDS
};

static struct endpoint at(unsigned host, uint16_t port)
{
    return (struct endpoint){
        .family = ENDPOINT_IPV4, .ip = {10, 0, 0, (uint8_t)host}, .port = port};
}

static struct packet packet_of(enum kind kind, unsigned variant, uint32_t frame, struct span text)
{
    struct endpoint client = at(1 + variant % 2, (uint16_t)(40000 + variant % 3));
    struct endpoint server = kind <= RESPONSE ? at(53, 53) : at(9, 5061);
    bool is_back = kind == RESPONSE || kind == ACCEPTED || kind == REFUSED || kind == SERVER_DATA ||
                   (kind == DECRYPTED && variant & 1);

    return (struct packet){
        .frame = frame,
        .time = CAPTURE_BEGIN + frame * (variant & 4 ? 7 * SECOND : 10 * MILLISECOND),
        .source = is_back ? server : client,
        .destination = is_back ? client : server,
        .transport = kind <= RESPONSE ? TRANSPORT_UDP : TRANSPORT_TCP,
        .kind = kind == REJECTED ? PACKET_ICMP_UNREACHABLE : PACKET_MESSAGE,
        .tcp = kind == REFUSED  ? PACKET_TCP_REFUSED
               : kind == CLOSED ? PACKET_TCP_CLOSED
                                : PACKET_TCP_NONE,
        .syn = kind == SYN || kind == ACCEPTED,
        .ack = kind != SYN,
        .analysis = variant == 15 ? SEGMENT_FOLLOWS_LOST : 0,
        .text = text,
    };
}

static void show(const struct report *report)
{
    char text[SENTENCE_SIZE];
    const char *shown;

    if (!report)
        return;
    for (const struct finding *each = report->findings; each; each = each->next)
        g_assert_true(g_utf8_validate(finding_text(each, text), -1, NULL));
    if (!report_rare(report)->connection)
        return;
    for (unsigned i = 0; i < 4; i++) {
        shown = i == 0   ? connection_dns_text(report_rare(report)->connection, text)
                : i == 1 ? connection_tcp_text(report_rare(report)->connection, text)
                : i == 2 ? connection_tls_text(report_rare(report)->connection, text)
                         : connection_verdict_text(report_rare(report)->connection, text);
        g_assert_true(!shown || g_utf8_validate(shown, -1, NULL));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const enum packet_content contents[KINDS] = {[QUERY] = CONTENT_DNS,
                                                        [RESPONSE] = CONTENT_DNS,
                                                        [REJECTED] = CONTENT_REJECTED,
                                                        [DECRYPTED] = CONTENT_DECRYPTED};
    struct settings settings = settings_default();
    struct analysis *analysis = analysis_new(&settings);
    GPtrArray *reports = g_ptr_array_new();

    for (uint32_t frame = 1; size >= 3; frame++) {
        enum kind kind = data[0] % KINDS;
        unsigned variant = data[0] / KINDS % 16;
        size_t length = MIN((size_t)(data[1] << 8 | data[2]), size - 3);
        /* Exactly as long as it says: a read behind it is found. */
        char *copy = g_memdup2(data + 3, length);
        struct packet packet = packet_of(kind, variant, frame, (struct span){copy, length});
        const struct report *report = analysis_connection(analysis, &packet, contents[kind]);

        if (report)
            g_ptr_array_add(reports, (void *)report);
        g_free(copy);
        data += 3 + length;
        size -= 3 + length;
    }
    analysis_settle(analysis, CAPTURE_BEGIN + 5000 * SECOND);
    for (unsigned i = 0; i < reports->len; i++)
        show(reports->pdata[i]);
    g_ptr_array_unref(reports);
    analysis_free(analysis);
    return 0;
}

#ifndef SIPREG_LIBFUZZER

enum { ROUNDS = 20000 };

static void add(GByteArray *input, enum kind kind, const char *text, size_t length)
{
    const uint8_t head[] = {(uint8_t)kind, (uint8_t)(length >> 8), (uint8_t)length};

    g_byte_array_append(input, head, sizeof(head));
    g_byte_array_append(input, (const uint8_t *)text, (unsigned)length);
}

#define ADD(input, kind, literal) add(input, kind, literal, sizeof(literal) - 1)
#define QUESTION                                                                                   \
    "\x04_sip\x04_udp\x02"                                                                         \
    "ex\x03"                                                                                       \
    "com\0\0\x21\0\x01"
#define VALIDITY                                                                                   \
    "\x30\x1e\x17\x0d"                                                                             \
    "230101000000Z"                                                                                \
    "\x17\x0d"                                                                                     \
    "330101000000Z"
#define EXTENSIONS                                                                                 \
    "\xa3\x13\x30\x11\x30\x0f\x06\x03\x55\x1d\x11\x04\x08\x30\x06\x82\x04"                         \
    "a.co"
#define CERTIFICATE                                                                                \
    "\x30\x50\x30\x4e\x02\x01\x01\x30\x00\x30\x00" VALIDITY                                        \
    "\x30\x0f\x31\x0d\x30\x0b\x06\x03\x55\x04\x03\x0c\x04"                                         \
    "b.co"                                                                                         \
    "\x30\x00" EXTENSIONS
#define RANDOM "0123456789abcdef0123456789abcdef"

/* A name, a connection and a handshake, up to encrypted data. */
static GByteArray *whole(void)
{
    GByteArray *input = g_byte_array_new();

    ADD(input, QUERY, "\0\x01\x01\0\0\x01\0\0\0\0\0\0" QUESTION);
    ADD(input, RESPONSE,
        "\0\x01\x81\x80\0\x01\0\x01\0\0\0\x01" QUESTION
        "\xc0\x0c\0\x21\0\x01\0\0\0\x3c\0\x0b\0\0\0\0\x13\xc5\x02pb\xc0\x16"
        "\x02pb\xc0\x16\0\x01\0\x01\0\0\0\x3c\0\x04\x0a\0\0\x09");
    ADD(input, SYN, "");
    ADD(input, ACCEPTED, "");
    ADD(input, CLIENT_DATA,
        "\x16\x03\x01\0\x3c\x01\0\0\x38\x03\x03" RANDOM
        "\0\0\x02\x13\x01\x01\0\0\x0d\0\0\0\x09\0\x07\0\0\x04"
        "a.co");
    ADD(input, SERVER_DATA,
        "\x16\x03\x03\0\x2a\x02\0\0\x26\x03\x03" RANDOM "\0\x13\x01\0"
        "\x16\x03\x03\0\x5c\x0b\0\0\x58\0\0\x55\0\0\x52" CERTIFICATE);
    ADD(input, CLIENT_DATA,
        "\x14\x03\x03\0\x01\x01\x16\x03\x03\0\x04"
        "abcd");
    ADD(input, SERVER_DATA,
        "\x14\x03\x03\0\x01\x01\x16\x03\x03\0\x04"
        "abcd");
    ADD(input, CLIENT_DATA,
        "\x17\x03\x03\x01\x00" RANDOM RANDOM RANDOM RANDOM RANDOM RANDOM RANDOM RANDOM);
    ADD(input, SERVER_DATA,
        "\x17\x03\x03\x00\xe0" RANDOM RANDOM RANDOM RANDOM RANDOM RANDOM RANDOM);
    ADD(input, DECRYPTED, "\x02\x30");
    ADD(input, CLOSED, "");
    return input;
}

static void mutate(GByteArray *input, GRand *random)
{
    unsigned count = (unsigned)g_rand_int_range(random, 1, 8);

    while (count-- > 0) {
        unsigned place = (unsigned)g_rand_int_range(random, 0, (int)input->len);
        uint8_t byte = (uint8_t)g_rand_int_range(random, 0, 256), piece[64];

        switch (g_rand_int_range(random, 0, 4)) {
        case 0:
            g_byte_array_remove_range(
                input, place, (unsigned)g_rand_int_range(random, 1, (int)(input->len - place) + 1));
            break;
        case 1:
            memcpy(piece, input->data + place, MIN(input->len - place, sizeof(piece)));
            g_byte_array_append(input, piece, MIN(input->len - place, sizeof(piece)));
            break;
        default:
            input->data[place] = byte;
        }
        if (!input->len)
            g_byte_array_append(input, &byte, 1);
    }
}

static void test_mutations(void)
{
    GRand *random = g_rand_new_with_seed(20231114);

    for (unsigned i = 0; i < ROUNDS; i++) {
        GByteArray *input = whole();

        if (i)
            mutate(input, random);
        LLVMFuzzerTestOneInput(input->data, input->len);
        g_byte_array_unref(input);
    }
    g_rand_free(random);
}

static void test_cuts(void)
{
    GByteArray *input = whole();

    for (unsigned length = 0; length <= input->len; length++)
        LLVMFuzzerTestOneInput(input->data, length);
    g_byte_array_unref(input);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fuzz/connection/mutations", test_mutations);
    g_test_add_func("/fuzz/connection/cuts", test_cuts);
    return g_test_run();
}

#endif
