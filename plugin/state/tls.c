/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/tls.h"

#include "facts/bytes.h"

enum {
    RECORD_CHANGE = 20,
    RECORD_ALERT = 21,
    RECORD_HANDSHAKE = 22,
    RECORD_DATA = 23,
    RECORD_HEAD = 5,
    /* RFC 5246 6.2.3: 2^14 bytes, and what encryption adds. */
    RECORD_MAX = 16384 + 2048,
    MESSAGE_HEAD = 4,
    MESSAGE_CLIENT_HELLO = 1,
    MESSAGE_SERVER_HELLO = 2,
    MESSAGE_EXTENSIONS = 8,
    MESSAGE_CERTIFICATE = 11,
    MESSAGE_REQUEST = 13,
    EXTENSION_SERVER_NAME = 0,
    EXTENSION_VERSIONS = 43,
    VERSION_13 = 0x0304,
    ALERT_FATAL = 2,
    ALERT_CLOSE = 0,
    ALERT_CANCELED = 90,
    /* Of TLS 1.3: the alert, its type, and the tag of the cipher. */
    HIDDEN_ALERT = 2 + 1 + 16
};

struct tls *tls_new(void)
{
    return g_new0(struct tls, 1);
}

static void drop_flight(struct tls_side *side)
{
    if (side->flight)
        g_byte_array_unref(side->flight);
    side->flight = NULL;
}

void tls_free(struct tls *tls)
{
    if (!tls)
        return;
    drop_flight(&tls->sides[TLS_CLIENT]);
    drop_flight(&tls->sides[TLS_SERVER]);
    g_free(tls);
}

static bool is_record(const uint8_t head[RECORD_HEAD])
{
    uint32_t length = (uint32_t)head[3] << 8 | head[4];

    return head[0] >= RECORD_CHANGE && head[0] <= RECORD_DATA && head[1] == 3 && head[2] <= 4 &&
           length > 0 && length <= RECORD_MAX;
}

bool tls_begins_record(struct span text)
{
    return text.n >= RECORD_HEAD && is_record((const uint8_t *)text.p);
}

void tls_lose(struct tls *tls, enum tls_end end)
{
    struct tls_side *side = &tls->sides[end];

    tls->has_gap = true;
    side->is_lost = true;
    side->head_size = 0;
    side->left = 0;
}

/* --- Messages of the handshake */

/* RFC 8446 4.1.2, 4.1.3: version, random, session; then the server has one suite and one method, the client lists. */
static bool take_extensions(struct span body, bool is_server, struct span *extensions)
{
    struct span skipped;

    if (!bytes_take(&body, 2 + 32, &skipped) || !bytes_take_counted(&body, 1, &skipped))
        return false;
    if (is_server
            ? !bytes_take(&body, 3, &skipped)
            : !bytes_take_counted(&body, 2, &skipped) || !bytes_take_counted(&body, 1, &skipped))
        return false;
    return bytes_take_counted(&body, 2, extensions);
}

static bool find_extension(struct span extensions, unsigned wanted, struct span *value)
{
    struct span type;

    while (bytes_take(&extensions, 2, &type) && bytes_take_counted(&extensions, 2, value)) {
        if (bytes_number(type, 0, 2) == wanted)
            return true;
    }
    return false;
}

/* RFC 6066 3: a list with one name, of the type 0. */
static void read_server_name(struct tls *tls, struct span value)
{
    struct span list, type, name;

    if (!bytes_take_counted(&value, 2, &list) || !bytes_take(&list, 1, &type) || type.p[0] != 0 ||
        !bytes_take_counted(&list, 2, &name) || name.n >= TLS_NAME_SIZE)
        return;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];

        tls->wanted[i] = c > ' ' && c < 0x7f && c != '{' && c != '}' ? span_lower(c) : '?';
    }
    tls->wanted[name.n] = '\0';
}

static unsigned take_hello(struct tls *tls, struct span body, bool is_server)
{
    struct span extensions, value;
    bool has_extensions = take_extensions(body, is_server, &extensions);

    if (is_server) {
        if (has_extensions && find_extension(extensions, EXTENSION_VERSIONS, &value) &&
            value.n == 2)
            tls->is_13 = bytes_number(value, 0, 2) == VERSION_13;
        return 0;
    }
    tls->has_hello = true;
    if (has_extensions && find_extension(extensions, EXTENSION_SERVER_NAME, &value))
        read_server_name(tls, value);
    return TLS_NEWS_HELLO;
}

/* A list of certificates, that of the sender first; TLS 1.3 has a context before it (RFC 8446 4.4.2). */
static unsigned take_certificate(struct tls *tls, struct span body)
{
    struct span skipped, list;

    if (tls->is_13 && !bytes_take_counted(&body, 1, &skipped))
        return 0;
    return bytes_take_counted(&body, 3, &list) && bytes_take_counted(&list, 3, &tls->certificate)
               ? TLS_NEWS_CERTIFICATE
               : 0;
}

static unsigned take_message(struct tls *tls, enum tls_end end, unsigned type, struct span body)
{
    switch (type) {
    case MESSAGE_CLIENT_HELLO:
        return end == TLS_CLIENT ? take_hello(tls, body, false) : 0;
    case MESSAGE_SERVER_HELLO:
        return end == TLS_SERVER ? take_hello(tls, body, true) : 0;
    case MESSAGE_CERTIFICATE:
        return end == TLS_SERVER ? take_certificate(tls, body) : 0;
    case MESSAGE_REQUEST:
        return end == TLS_SERVER ? TLS_NEWS_REQUEST : 0;
    default:
        return 0;
    }
}

/* Takes whole messages off the start. */
static unsigned take_messages(struct tls *tls, enum tls_end end, struct span *bytes)
{
    unsigned news = 0;
    struct span head, body;

    while (bytes->n >= MESSAGE_HEAD) {
        struct span rest = span_from(*bytes, 1);

        head = span_first(*bytes, 1);
        if (!bytes_take_counted(&rest, 3, &body))
            break;
        news |= take_message(tls, end, (uint8_t)head.p[0], body);
        *bytes = rest;
    }
    return news;
}

/* The flight may move when it grows: a certificate in it is kept as its place. */
static unsigned take_handshake(struct tls *tls, enum tls_end end, struct span bytes)
{
    struct tls_side *side = &tls->sides[end];
    struct span all, rest;
    unsigned news;

    if (!side->flight)
        side->flight = g_byte_array_new();
    if (side->is_cut || side->flight->len + bytes.n > TLS_FLIGHT_MAX) {
        side->is_cut = tls->has_gap = true;
        return 0;
    }
    g_byte_array_append(side->flight, (const uint8_t *)bytes.p, (unsigned)bytes.n);
    all = (struct span){(const char *)side->flight->data, side->flight->len};
    rest = span_from(all, side->flight_read);
    news = take_messages(tls, end, &rest);
    side->flight_read = (uint32_t)(all.n - rest.n);
    if (news & TLS_NEWS_CERTIFICATE) {
        tls->certificate_at = (uint32_t)(tls->certificate.p - all.p);
        tls->certificate_size = (uint32_t)tls->certificate.n;
        tls->certificate = SPAN_NONE;
    }
    return news;
}

struct span tls_certificate(const struct tls *tls)
{
    const GByteArray *flight = tls->sides[TLS_SERVER].flight;

    if (span_present(tls->certificate) || !flight)
        return tls->certificate;
    return (struct span){(const char *)flight->data + tls->certificate_at, tls->certificate_size};
}

/* What was read is needed no more. */
static void tidy_up(struct tls *tls, struct tls_side *side)
{
    if (!side->flight)
        return;
    if (side->is_lost || tls->is_done || tls->is_over)
        drop_flight(side);
    else
        g_byte_array_remove_range(side->flight, 0, side->flight_read);
    side->flight_read = 0;
}

/* --- Records */

static unsigned take_alert(struct tls *tls, enum tls_end end, unsigned level, unsigned description)
{
    if (description == ALERT_CLOSE || description == ALERT_CANCELED || level != ALERT_FATAL ||
        tls->is_over)
        return 0;
    tls->is_over = true;
    tls->alert = (uint8_t)description;
    tls->alert_end = (uint8_t)end;
    return TLS_NEWS_ALERT;
}

static unsigned finish(struct tls *tls)
{
    if (tls->is_done)
        return 0;
    tls->is_done = true;
    return TLS_NEWS_DONE;
}

/* TLS 1.3 calls everything data that is encrypted. The first record of the client is its Finished, unless it has a
 * certificate to send, or an alert. */
static unsigned take_secret(struct tls *tls, enum tls_end end, uint8_t type, uint32_t length)
{
    struct tls_side *side = &tls->sides[end];
    unsigned news = 0;
    bool was_done = tls->is_done || !tls->has_hello;

    side->records++;
    side->last_length = length;
    /* Its beginning is not in the capture. */
    if (!tls->has_hello || (tls->is_13 && end == TLS_CLIENT && length != HIDDEN_ALERT))
        news |= finish(tls);
    if (type != RECORD_DATA || !was_done)
        return news;
    side->data_records++;
    tls->data_length = MAX(tls->data_length, length);
    return news | TLS_NEWS_DATA;
}

static unsigned begin_record(struct tls *tls, enum tls_end end)
{
    struct tls_side *side = &tls->sides[end];
    uint8_t type = side->head[0];

    tls->is_seen = true;
    if (type == RECORD_CHANGE) {
        /* RFC 8446 D.4: in TLS 1.3 it means nothing. */
        side->is_secret |= !tls->is_13;
        return tls->sides[TLS_CLIENT].is_secret && tls->sides[TLS_SERVER].is_secret ? finish(tls)
                                                                                    : 0;
    }
    return type == RECORD_DATA || side->is_secret ? take_secret(tls, end, type, side->length) : 0;
}

/* The bytes of a record, as far as they are there. */
static unsigned take_content(struct tls *tls, enum tls_end end, struct span bytes)
{
    struct tls_side *side = &tls->sides[end];
    uint8_t type = side->head[0];
    uint32_t at = side->length - side->left;

    if (side->is_secret || tls->is_over)
        return 0;
    if (type == RECORD_HANDSHAKE && !tls->is_done)
        return take_handshake(tls, end, bytes);
    if (type != RECORD_ALERT || side->length != sizeof(side->alert))
        return 0;
    for (size_t i = 0; i < bytes.n; i++)
        side->alert[at + i] = (uint8_t)bytes.p[i];
    return at + bytes.n == sizeof(side->alert)
               ? take_alert(tls, end, side->alert[0], side->alert[1])
               : 0;
}

static struct span take_up_to(struct span *text, size_t n)
{
    struct span taken = span_first(*text, n);

    *text = span_from(*text, n);
    return taken;
}

static unsigned take_record(struct tls *tls, enum tls_end end, struct span *text)
{
    struct tls_side *side = &tls->sides[end];
    struct span bytes;
    unsigned news = 0;

    if (!side->left) {
        bytes = take_up_to(text, RECORD_HEAD - (size_t)side->head_size);
        memcpy(side->head + side->head_size, bytes.p, bytes.n);
        side->head_size += (uint8_t)bytes.n;
        if (side->head_size < RECORD_HEAD)
            return 0;
        side->head_size = 0;
        if (!is_record(side->head)) {
            tls_lose(tls, end);
            *text = span_from(*text, text->n);
            return 0;
        }
        side->length = side->left = (uint32_t)side->head[3] << 8 | side->head[4];
        news = begin_record(tls, end);
    }
    bytes = take_up_to(text, side->left);
    news |= take_content(tls, end, bytes);
    side->left -= (uint32_t)bytes.n;
    return news;
}

unsigned tls_take(struct tls *tls, enum tls_end end, struct span text)
{
    struct tls_side *side = &tls->sides[end];
    unsigned news = 0;

    tls->data_length = 0;
    tls->certificate = SPAN_NONE;
    tidy_up(tls, side);
    if (side->is_lost) {
        if (!tls_begins_record(text))
            return 0;
        side->is_lost = false;
    }
    while (text.n > 0)
        news |= take_record(tls, end, &text);
    return news;
}

unsigned tls_take_decrypted(struct tls *tls, enum tls_end end, struct span text)
{
    struct span rest = text;
    unsigned type = text.n ? (uint8_t)text.p[0] : 0, news;

    if (text.n == 2 && (text.p[0] == 1 || text.p[0] == ALERT_FATAL))
        return take_alert(tls, end, (uint8_t)text.p[0], (uint8_t)text.p[1]);
    if (type != MESSAGE_EXTENSIONS && type != MESSAGE_CERTIFICATE && type != MESSAGE_REQUEST)
        return 0;
    news = take_messages(tls, end, &rest);
    return rest.n == 0 ? news : 0;
}

bool tls_hides_alert(const struct tls *tls, enum tls_end end)
{
    const struct tls_side *side = &tls->sides[end], *other = &tls->sides[!end];

    if (!tls->is_13 || side->last_length != HIDDEN_ALERT)
        return false;
    if (end == TLS_CLIENT)
        return side->records == 1;
    return side->data_records == 1 && (!other->data_records || other->last_length != HIDDEN_ALERT);
}
