/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on what keeps a client from SIP: the name of its server, the connection to it, TLS.
 */
#include "rules/engine.h"

static enum rule_severity severity_of(const struct event_connection *part)
{
    return part->is_likely ? SEVERITY_NOTE : SEVERITY_WARN;
}

/* RFC 3263 4: without an address nothing is sent. */
void rule_conn_name_not_resolved(struct rule_context *context)
{
    const struct event_connection *part = context->event->connection;
    const struct report_connection *connection = part->connection;
    struct value type;

    if (part->verdict != CONNECTION_NO_NAME)
        return;
    type = of_phrase(connection_type_name(connection->type));
    if (connection->outcome == DNS_SILENT)
        finding_add_as(context, FORM_conn_name_not_resolved_silent, severity_of(part),
                       VALUES(type, of_text(connection->name), of_frame(connection->name_in)));
    else
        finding_add_as(context, FORM_conn_name_not_resolved, severity_of(part),
                       VALUES(type, of_text(connection->name),
                              of_phrase(connection_outcome_name(connection->outcome))));
}

/* RFC 3263 4.3: the client tries the next server, if there is one. */
void rule_conn_refused(struct rule_context *context)
{
    const struct event_connection *part = context->event->connection;
    const struct report_connection *connection = part->connection;
    struct value target, client;

    if (part->verdict != CONNECTION_NO_CONNECTION)
        return;
    target = of_endpoint(&connection->target);
    client = of_address(&connection->client);
    if (connection->state == CONNECTION_REJECTED)
        finding_add_as(context, FORM_conn_refused_icmp, severity_of(part),
                       VALUES(target, client, of_number(connection->icmp_type),
                              of_number(connection->icmp_code)));
    else if (connection->state == CONNECTION_REFUSED)
        finding_add_as(context, FORM_conn_refused, severity_of(part), VALUES(target, client));
    else
        finding_add_as(context, FORM_conn_refused_silent, severity_of(part),
                       VALUES(target, client, of_number(connection->resends)));
}

/* RFC 8446 6.2, RFC 5246 7.2.2: a fatal alert ends the connection. */
void rule_conn_tls_failed(struct rule_context *context)
{
    const struct event_connection *part = context->event->connection;
    const struct report_connection *connection = part->connection;
    struct value is_server;

    if (part->verdict != CONNECTION_NO_TLS)
        return;
    is_server = of_number(connection->is_ended_by_server);
    if (connection->handshake == HANDSHAKE_ALERT && !connection->is_ended_by_server &&
        connection_alert_is_of_issuer(connection->alert))
        finding_add_as(context, FORM_conn_tls_failed_untrusted, severity_of(part),
                       VALUES(of_address(&connection->client), of_endpoint(&connection->target)));
    else if (connection->handshake == HANDSHAKE_ALERT)
        finding_add_as(context,
                       connection_alert_is_of_certificate(connection->alert)
                           ? FORM_conn_tls_failed_certificate
                           : FORM_conn_tls_failed,
                       severity_of(part),
                       VALUES(of_phrase(connection_alert_name(connection->alert)), is_server));
    else if (connection->handshake == HANDSHAKE_HIDDEN)
        finding_add_as(context, FORM_conn_tls_failed_hidden, severity_of(part), VALUES(is_server));
    else
        finding_add_as(context, FORM_conn_tls_failed_closed, severity_of(part),
                       VALUES(is_server, of_number(connection->handshake == HANDSHAKE_RESET)));
}

/* RFC 5922 7.2, RFC 5280 4.1.2.5. */
void rule_conn_certificate(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct report_connection *connection = event->connection->connection;
    struct value name;

    if (!event->connection->is_certificate)
        return;
    name = of_text(connection->certificate);
    if (connection->flaws & CERTIFICATE_EXPIRED)
        finding_add(context, FORM_conn_certificate,
                    VALUES(name, of_time(event->time - connection->not_after)));
    else if (connection->flaws & CERTIFICATE_NOT_YET_VALID)
        finding_add(context, FORM_conn_certificate_early,
                    VALUES(name, of_time(connection->not_before - event->time)));
    else
        finding_add(context, FORM_conn_certificate_name, VALUES(name, of_text(connection->wanted)));
}

void rule_conn_encrypted(struct rule_context *context)
{
    const struct event_connection *part = context->event->connection;

    if (part->verdict == CONNECTION_NO_KEYS)
        finding_add(
            context, FORM_conn_encrypted,
            VALUES(of_address(&part->connection->client), of_endpoint(&part->connection->target)));
}
