/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/connection.h"

#include <glib.h>

#include "base/elapsed.h"

/* RFC 8446 6, RFC 5246 7.2. */
enum {
    ALERT_HANDSHAKE_FAILURE = 40,
    ALERT_NO_CERTIFICATE = 41,
    ALERT_BAD_CERTIFICATE = 42,
    ALERT_UNSUPPORTED_CERTIFICATE = 43,
    ALERT_CERTIFICATE_REVOKED = 44,
    ALERT_CERTIFICATE_EXPIRED = 45,
    ALERT_CERTIFICATE_UNKNOWN = 46,
    ALERT_UNKNOWN_CA = 48,
    ALERT_ACCESS_DENIED = 49,
    ALERT_PROTOCOL_VERSION = 70,
    ALERT_INSUFFICIENT_SECURITY = 71,
    ALERT_UNRECOGNIZED_NAME = 112,
    ALERT_CERTIFICATE_REQUIRED = 116
};

#define NAME_OF(names, value)                                                                      \
    ((value) < G_N_ELEMENTS(names) && (names)[value] ? (names)[value] : "")

const char *connection_type_name(unsigned type)
{
    static const char *const names[] = {
        [DNS_A] = "A",     [DNS_AAAA] = "AAAA",   [DNS_CNAME] = "CNAME",
        [DNS_SRV] = "SRV", [DNS_NAPTR] = "NAPTR",
    };
    return NAME_OF(names, type);
}

const char *connection_outcome_name(unsigned outcome)
{
    static const char *const names[] = {
        [DNS_ANSWERED] = "resolved",  [DNS_EMPTY] = "no such record", [DNS_NO_NAME] = "NXDOMAIN",
        [DNS_FAILED] = "SERVFAIL",    [DNS_REFUSED] = "REFUSED",      [DNS_ERROR] = "error",
        [DNS_SILENT] = "no response",
    };
    return NAME_OF(names, outcome);
}

const char *connection_state_name(unsigned state)
{
    static const char *const names[] = {
        [CONNECTION_BEGUN] = "SYN",          [CONNECTION_OPEN] = "open",
        [CONNECTION_REFUSED] = "RST",        [CONNECTION_REJECTED] = "ICMP error",
        [CONNECTION_SILENT] = "no response",
    };
    return NAME_OF(names, state);
}

const char *connection_sip_name(unsigned sip)
{
    static const char *const names[] = {
        [CONNECTION_WITHOUT_SIP] = "none",
        [CONNECTION_WITH_SIP] = "yes",
        [CONNECTION_ENCRYPTED] = "encrypted",
    };
    return NAME_OF(names, sip);
}

const char *connection_verdict_name(unsigned verdict)
{
    static const char *const names[] = {
        [CONNECTION_IS_WELL] = "failed at first", /* else nothing is said of it */
        [CONNECTION_NO_NAME] = "name not resolved",
        [CONNECTION_NO_CONNECTION] = "no connection",
        [CONNECTION_NO_TLS] = "TLS handshake failed",
        [CONNECTION_NO_KEYS] = "encrypted without keys",
    };
    return NAME_OF(names, verdict);
}

const char *connection_alert_name(unsigned alert)
{
    static const char *const names[] = {
        [0] = "close_notify",
        [10] = "unexpected_message",
        [20] = "bad_record_mac",
        [21] = "decryption_failed",
        [22] = "record_overflow",
        [30] = "decompression_failure",
        [ALERT_HANDSHAKE_FAILURE] = "handshake_failure",
        [ALERT_NO_CERTIFICATE] = "no_certificate",
        [ALERT_BAD_CERTIFICATE] = "bad_certificate",
        [ALERT_UNSUPPORTED_CERTIFICATE] = "unsupported_certificate",
        [ALERT_CERTIFICATE_REVOKED] = "certificate_revoked",
        [ALERT_CERTIFICATE_EXPIRED] = "certificate_expired",
        [ALERT_CERTIFICATE_UNKNOWN] = "certificate_unknown",
        [47] = "illegal_parameter",
        [ALERT_UNKNOWN_CA] = "unknown_ca",
        [ALERT_ACCESS_DENIED] = "access_denied",
        [50] = "decode_error",
        [51] = "decrypt_error",
        [60] = "export_restriction",
        [ALERT_PROTOCOL_VERSION] = "protocol_version",
        [ALERT_INSUFFICIENT_SECURITY] = "insufficient_security",
        [80] = "internal_error",
        [86] = "inappropriate_fallback",
        [90] = "user_canceled",
        [100] = "no_renegotiation",
        [109] = "missing_extension",
        [110] = "unsupported_extension",
        [111] = "certificate_unobtainable",
        [ALERT_UNRECOGNIZED_NAME] = "unrecognized_name",
        [113] = "bad_certificate_status_response",
        [114] = "bad_certificate_hash_value",
        [115] = "unknown_psk_identity",
        [ALERT_CERTIFICATE_REQUIRED] = "certificate_required",
        [120] = "no_application_protocol",
    };
    const char *name = NAME_OF(names, alert);

    return *name ? name : "alert";
}

bool connection_alert_is_of_issuer(unsigned alert)
{
    return alert == ALERT_UNKNOWN_CA;
}

bool connection_alert_is_of_certificate(unsigned alert)
{
    return (alert >= ALERT_NO_CERTIFICATE && alert <= ALERT_CERTIFICATE_UNKNOWN) ||
           alert == ALERT_UNKNOWN_CA || alert == ALERT_CERTIFICATE_REQUIRED;
}

/* --- The steps */

const char *connection_dns_text(const struct report_connection *connection,
                                char text[CONNECTION_TEXT_SIZE])
{
    if (!connection->name)
        return NULL;
    g_snprintf(text, CONNECTION_TEXT_SIZE, "%s %s: %s", connection_type_name(connection->type),
               connection->name, connection_outcome_name(connection->outcome));
    return text;
}

const char *connection_tcp_text(const struct report_connection *connection,
                                char text[CONNECTION_TEXT_SIZE])
{
    if (connection->state == CONNECTION_NONE)
        return NULL;
    if (connection->state == CONNECTION_REJECTED)
        g_snprintf(text, CONNECTION_TEXT_SIZE, "ICMP %u/%u", connection->icmp_type,
                   connection->icmp_code);
    else
        g_strlcpy(text, connection_state_name(connection->state), CONNECTION_TEXT_SIZE);
    return text;
}

static const char *party(bool is_server)
{
    return is_server ? "server" : "client";
}

static const char *handshake_text(const struct report_connection *connection,
                                  char text[CONNECTION_TEXT_SIZE])
{
    const char *who = party(connection->is_ended_by_server);

    switch (connection->handshake) {
    case HANDSHAKE_BEGUN:
        return "begun";
    case HANDSHAKE_DONE:
        return "done";
    case HANDSHAKE_UNSEEN:
        return "not captured";
    case HANDSHAKE_ALERT:
        g_snprintf(text, CONNECTION_TEXT_SIZE, "%s from the %s",
                   connection_alert_name(connection->alert), who);
        return text;
    case HANDSHAKE_HIDDEN:
        g_snprintf(text, CONNECTION_TEXT_SIZE, "encrypted alert from the %s", who);
        return text;
    case HANDSHAKE_CLOSED:
        g_snprintf(text, CONNECTION_TEXT_SIZE, "closed by the %s", who);
        return text;
    case HANDSHAKE_RESET:
        g_snprintf(text, CONNECTION_TEXT_SIZE, "reset by the %s", who);
        return text;
    default:
        return NULL;
    }
}

/* A date of a certificate, in UTC. */
static void add_date(char text[CONNECTION_TEXT_SIZE], const char *before, int64_t time)
{
    GDateTime *date = g_date_time_new_from_unix_utc(time / SECOND);
    char *shown = date ? g_date_time_format(date, "%F") : NULL;

    g_strlcat(text, before, CONNECTION_TEXT_SIZE);
    g_strlcat(text, shown ? shown : "?", CONNECTION_TEXT_SIZE);
    g_free(shown);
    if (date)
        g_date_time_unref(date);
}

const char *connection_tls_text(const struct report_connection *connection,
                                char text[CONNECTION_TEXT_SIZE])
{
    const char *handshake = handshake_text(connection, text);

    if (!handshake)
        return NULL;
    if (handshake != text)
        g_strlcpy(text, handshake, CONNECTION_TEXT_SIZE);
    if (!connection->certificate_in)
        return text;
    g_strlcat(text, "; certificate ", CONNECTION_TEXT_SIZE);
    g_strlcat(text, connection->certificate ? connection->certificate : "without a name",
              CONNECTION_TEXT_SIZE);
    add_date(text, ", ", connection->not_before);
    add_date(text, " to ", connection->not_after);
    return text;
}

/* --- The verdict: templates with up to four values */

static const char *compose(const char *template, struct values values, char text[SENTENCE_SIZE])
{
    template_compose(template, values.each, values.count, text, SENTENCE_SIZE);
    return text;
}

static const char *tell_name(const struct report_connection *connection, char text[SENTENCE_SIZE])
{
    struct value name = of_text(connection->name), frame = of_frame(connection->name_in);
    struct value type = of_phrase(connection_type_name(connection->type));

    if (connection->outcome == DNS_SILENT)
        return compose("Name server does not respond: {2} query for {1} ({3}) has no response, no "
                       "SIP follows. Correct "
                       "the DNS server in the client, or its network",
                       VALUES(name, type, frame), text);
    if (connection->outcome == DNS_NO_NAME || connection->outcome == DNS_EMPTY)
        return compose(
            "Name not resolved: DNS has {4} for {2} {1} ({3}), no SIP follows. Correct the domain "
            "in the "
            "client, or add the record to DNS",
            VALUES(name, type, frame,
                   of_phrase(connection->outcome == DNS_NO_NAME ? "no such name" : "no record")),
            text);
    return compose(
        "Name server fails: {4} for {2} {1} ({3}), no SIP follows. Check the DNS server that the "
        "client "
        "uses",
        VALUES(name, type, frame, of_phrase(connection_outcome_name(connection->outcome))), text);
}

static const char *tell_connection(const struct report_connection *connection,
                                   char text[SENTENCE_SIZE])
{
    struct value target = of_endpoint(&connection->target);
    struct value frame = of_frame(connection->state_in);

    switch (connection->state) {
    case CONNECTION_REFUSED:
        return compose("Connection refused: {1} responds to SYN with RST ({2}), no SIP follows. "
                       "Start the server at "
                       "this port, or correct the port in the client",
                       VALUES(target, frame), text);
    case CONNECTION_REJECTED:
        return compose("Server unreachable: ICMP {3}/{4} for the SYN to {1} ({2}), no SIP follows. "
                       "Check the address, "
                       "and the firewall in front of it",
                       VALUES(target, frame, of_number(connection->icmp_type),
                              of_number(connection->icmp_code)),
                       text);
    default:
        return compose("Server does not respond to SYN: {3} retransmissions to {1} since {2}, no "
                       "SIP follows. Check "
                       "that the server is running, and that no firewall drops the packets",
                       VALUES(target, frame, of_number(connection->resends)), text);
    }
}

static const char *tell_server_certificate(const struct report_connection *connection,
                                           char text[SENTENCE_SIZE])
{
    struct value alert = of_phrase(connection_alert_name(connection->alert));
    struct value frame = of_frame(connection->handshake_in);
    unsigned flaws = connection->flaws;

    if (flaws & CERTIFICATE_EXPIRED)
        return compose(
            "Client rejects the expired certificate of the server: TLS alert {1} ({2}). Renew the "
            "certificate of the server",
            VALUES(alert, frame), text);
    if (flaws & CERTIFICATE_NOT_YET_VALID)
        return compose("Client rejects the certificate of the server, which is not valid yet: TLS "
                       "alert {1} ({2}). "
                       "Correct the certificate, or the clock",
                       VALUES(alert, frame), text);
    if (connection->alert == ALERT_UNKNOWN_CA)
        return compose("Client does not trust the certificate of the server: TLS alert {1} from "
                       "the client ({2}). "
                       "Install the CA of the server in the client, or a certificate from a CA "
                       "that it knows in the "
                       "server",
                       VALUES(alert, frame), text);
    if (flaws & CERTIFICATE_OTHER_NAME && connection->wanted)
        return compose(
            "Client rejects the certificate of the server: TLS alert {1} ({2}), its name is {3}, "
            "not {4}. "
            "Install a certificate with the name that the client uses",
            VALUES(alert, frame, of_text(connection->certificate), of_text(connection->wanted)),
            text);
    return compose("Client rejects the certificate of the server: TLS alert {1} from the client "
                   "({2}). Check names, "
                   "dates and CA of the certificate against the client",
                   VALUES(alert, frame), text);
}

static const char *tell_alert(const struct report_connection *connection, char text[SENTENCE_SIZE])
{
    struct value alert = of_phrase(connection_alert_name(connection->alert));
    struct value frame = of_frame(connection->handshake_in);
    struct value who = of_phrase(party(connection->is_ended_by_server));

    if (connection->alert == ALERT_CERTIFICATE_REQUIRED && connection->is_ended_by_server)
        return compose("Server requires a certificate of the client: TLS alert {1} from {3} ({2}). "
                       "Install one in the "
                       "client",
                       VALUES(alert, frame, of_endpoint(&connection->target)), text);
    if (connection_alert_is_of_certificate(connection->alert))
        return connection->is_ended_by_server
                   ? compose("Server rejects the certificate of the client: TLS alert {1} from {3} "
                             "({2}). Install a "
                             "certificate from a CA that the server trusts",
                             VALUES(alert, frame, of_endpoint(&connection->target)), text)
                   : tell_server_certificate(connection, text);
    switch (connection->alert) {
    case ALERT_HANDSHAKE_FAILURE:
        if (connection->is_ended_by_server && connection->has_asked_client)
            return compose("Probably the server requires a certificate of the client, or no cipher "
                           "suite suits both: "
                           "TLS alert {1} ({2}). Install a certificate in the client, or enable a "
                           "common cipher suite",
                           VALUES(alert, frame), text);
        return compose(
            "No cipher suite suits both: TLS alert {1} from the {3} ({2}). Enable a common one",
            VALUES(alert, frame, who), text);
    case ALERT_PROTOCOL_VERSION:
    case ALERT_INSUFFICIENT_SECURITY:
        return compose("No TLS version suits both: TLS alert {1} from the {3} ({2}). Enable a "
                       "common version, or "
                       "update the older side",
                       VALUES(alert, frame, who), text);
    case ALERT_UNRECOGNIZED_NAME:
        return compose("Server does not know the name: TLS alert {1} ({2}), the client wants {3}. "
                       "Correct the name "
                       "in the client, or configure it at the server",
                       VALUES(alert, frame, of_text(connection->wanted)), text);
    default:
        return compose(
            "TLS handshake fails: alert {1} from the {3} ({2}). Look into the log of the {3}",
            VALUES(alert, frame, who), text);
    }
}

static const char *tell_handshake(const struct report_connection *connection,
                                  char text[SENTENCE_SIZE])
{
    struct value who = of_phrase(party(connection->is_ended_by_server));
    struct value frame = of_frame(connection->handshake_in);

    switch (connection->handshake) {
    case HANDSHAKE_ALERT:
        return tell_alert(connection, text);
    case HANDSHAKE_HIDDEN:
        return compose("Probably the {1} rejects the certificate of the {3}: it ends the TLS "
                       "handshake behind a "
                       "record as long as an alert ({2}). Give Wireshark the keys, or look into "
                       "the log of the {1}",
                       VALUES(who, frame, of_phrase(party(!connection->is_ended_by_server))), text);
    default:
        return compose(
            "TLS handshake ends without an alert: the {1} {3} the connection ({2}). Check that "
            "both sides "
            "expect TLS at this port, and look into the log of the {1}",
            VALUES(who, frame,
                   of_phrase(connection->handshake == HANDSHAKE_RESET ? "resets" : "closes")),
            text);
    }
}

#define KEYS                                                                                       \
    "Give Wireshark the keys of the session (TLS preference (Pre)-Master-Secret log filename)"

static const char *tell_encrypted(const struct report_connection *connection,
                                  char text[SENTENCE_SIZE])
{
    struct value frame = of_frame(connection->encrypted_in);
    struct value interval = of_time(connection->interval);

    if (connection->unanswered_in)
        return compose("Encrypted without keys: TLS since {1}, probably no response to what is "
                       "sent in {2}. " KEYS,
                       VALUES(frame, of_frame(connection->unanswered_in)), text);
    if (connection->lost_in && connection->interval)
        return compose("Encrypted without keys: TLS since {1}, probably registers every {2}, and "
                       "loses the connection "
                       "before the next time ({3}). " KEYS,
                       VALUES(frame, interval, of_frame(connection->lost_in)), text);
    if (connection->interval)
        return compose("Encrypted without keys: TLS since {1}, probably registers every {2}. " KEYS,
                       VALUES(frame, interval), text);
    return compose("Encrypted without keys: TLS since {1}, no SIP can be read. " KEYS,
                   VALUES(frame), text);
}

const char *connection_verdict_text(const struct report_connection *connection,
                                    char text[SENTENCE_SIZE])
{
    switch (connection->verdict) {
    case CONNECTION_NO_NAME:
        return tell_name(connection, text);
    case CONNECTION_NO_CONNECTION:
        return tell_connection(connection, text);
    case CONNECTION_NO_TLS:
        return tell_handshake(connection, text);
    case CONNECTION_NO_KEYS:
        return tell_encrypted(connection, text);
    default:
        return NULL;
    }
}
