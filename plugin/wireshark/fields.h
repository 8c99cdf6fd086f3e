/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The fields that users filter on: one row a field. The enum, Wireshark's table and the reference
 * page derive from it. Names and meanings are a contract with users: filters, colour rules and
 * scripts hold them.
 *
 * A row: name in the code, filter, title, type, display, strings, blurb. The words of a closed set are added to the
 * blurb from their table: `closed_sets` in fields.c.
 */
#ifndef SIPREG_WIRESHARK_FIELDS_H
#define SIPREG_WIRESHARK_FIELDS_H

/* clang-format off */
#define FIELDS(FIELD) \
    FIELD(id, "sipreg.id", "Registration", UINT32, BASE_DEC, NULL, \
          "Number of the registration in this capture, from 0") \
    FIELD(aor, "sipreg.aor", "Address of Record", STRING, BASE_NONE, NULL, \
          "The AOR that is registered (RFC 3261 10)") \
    FIELD(summary, "sipreg.summary", "Summary", STRING, BASE_NONE, NULL, \
          "What happens in this message: refresh 2: 3600 s requested; removal accepted; challenge: 401") \
    FIELD(intent, "sipreg.intent", "Intent", STRING, BASE_NONE, NULL, \
          "What the attempt is for") \
    FIELD(step, "sipreg.step", "Step", STRING, BASE_NONE, NULL, \
          "What this message is in its attempt") \
    FIELD(state, "sipreg.state", "State", STRING, BASE_NONE, NULL, \
          "The registration after this message") \
    FIELD(hop, "sipreg.hop", "Hop", UINT32, BASE_DEC, NULL, \
          "The hop on which this message was captured; 1 is the client's own") \
    FIELD(attempt, "sipreg.attempt", "Attempt", UINT32, BASE_DEC, NULL, \
          "Number of this attempt in the registration, from 1") \
    FIELD(refresh, "sipreg.refresh", "Refresh", UINT32, BASE_DEC, NULL, \
          "Number of this refresh in the registration, from 1") \
    FIELD(try_number, "sipreg.try", "Try", UINT32, BASE_DEC, NULL, \
          "Number of this request in its attempt, from 1") \
    FIELD(request_in, "sipreg.request_in", "Request In", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_REQUEST), \
          "The request that this response belongs to") \
    FIELD(response_in, "sipreg.response_in", "Response In", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE), \
          "The final response to this request") \
    FIELD(challenge_in, "sipreg.challenge_in", "Challenge In", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_NONE), \
          "The challenge that offered the nonce of these credentials") \
    FIELD(retry_in, "sipreg.retry_in", "Retry In", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_NONE), \
          "The request with credentials that follows this challenge") \
    FIELD(retransmission_of, "sipreg.retransmission_of", "Retransmission Of", FRAMENUM, \
          BASE_NONE, FRAMENUM_TYPE(FT_FRAMENUM_RETRANS_PREV), \
          "The first transmission of this message") \
    FIELD(copy_of, "sipreg.copy_of", "Copy Of", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_NONE), \
          "The same message as first captured, on another hop or at another capture point") \
    FIELD(first_in, "sipreg.first_in", "First Message In", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_NONE), \
          "The first message of this registration") \
    FIELD(previous_in, "sipreg.previous_in", "Previous 2xx In", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_NONE), \
          "The 2xx whose binding this message refreshes") \
    FIELD(next_in, "sipreg.next_in", "Next Attempt In", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_NONE), \
          "The next attempt of this registration") \
    FIELD(response_time, "sipreg.response_time", "Response Time", RELATIVE_TIME, BASE_NONE, \
          NULL, \
          "Time from the request of this transaction to this response") \
    FIELD(rrd, "sipreg.rrd", "Registration Request Delay", RELATIVE_TIME, BASE_NONE, NULL, \
          "Time from the first request of the attempt to its 2xx (RFC 6076 4.1)") \
    FIELD(expires, "sipreg.expires", "Expires", NONE, BASE_NONE, NULL, \
          "The interval that was requested and granted, and what was left of it") \
    FIELD(expires_requested, "sipreg.expires.requested", "Requested Expires", UINT32, \
          BASE_DEC, NULL, \
          "Interval requested for the client's own Contact, in seconds (RFC 3261 10.2.1.1)") \
    FIELD(expires_granted, "sipreg.expires.granted", "Granted Expires", UINT32, BASE_DEC, NULL, \
          "Interval granted to the client's own Contact, in seconds (RFC 3261 10.3)") \
    FIELD(expires_minimum, "sipreg.expires.minimum", "Min-Expires", UINT32, BASE_DEC, NULL, \
          "Shortest interval that a 423 allows, in seconds (RFC 3261 20.23)") \
    FIELD(expires_remaining, "sipreg.expires.remaining", "Remaining Time", RELATIVE_TIME, \
          BASE_NONE, NULL, \
          "Remaining lifetime of the binding when this REGISTER arrived; negative: it had " \
          "expired") \
    FIELD(expires_used, "sipreg.expires.used", "Used Interval", DOUBLE, BASE_NONE, NULL, \
          "Percentage of the granted interval that had passed when this REGISTER arrived") \
    FIELD(expires_at, "sipreg.expires.at", "Expires At", ABSOLUTE_TIME, ABSOLUTE_TIME_LOCAL, \
          NULL, \
          "When the binding expires unless it is refreshed") \
    FIELD(contact_sent, "sipreg.contact.sent", "Sent Contact", STRING, BASE_NONE, NULL, \
          "The client's own Contact as it was sent") \
    FIELD(contact_granted, "sipreg.contact.granted", "Granted Contact", STRING, BASE_NONE, NULL, \
          "The client's own Contact as the registrar lists it") \
    FIELD(binding_count, "sipreg.binding.count", "Binding Count", UINT32, BASE_DEC, NULL, \
          "Number of bindings of the AOR that the 2xx lists") \
    FIELD(binding, "sipreg.binding", "Binding", NONE, BASE_NONE, NULL, \
          "A binding of the AOR as the 2xx lists it") \
    FIELD(binding_contact, "sipreg.binding.contact", "Contact", STRING, BASE_NONE, NULL, \
          "Contact of the binding") \
    FIELD(binding_expires, "sipreg.binding.expires", "Expires", UINT32, BASE_DEC, NULL, \
          "Remaining time as the registrar lists it, in seconds") \
    FIELD(binding_remaining, "sipreg.binding.remaining", "Remaining Time", RELATIVE_TIME, \
          BASE_NONE, NULL, \
          "Remaining time as computed from this capture") \
    FIELD(binding_granted_in, "sipreg.binding.granted_in", "Granted In", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_NONE), \
          "The 2xx that granted the binding") \
    FIELD(binding_instance, "sipreg.binding.instance", "Instance", STRING, BASE_NONE, NULL, \
          "The +sip.instance of the binding (RFC 5626 4.1)") \
    FIELD(binding_reg_id, "sipreg.binding.reg_id", "reg-id", UINT32, BASE_DEC, NULL, \
          "The reg-id of the binding: the number of its outbound flow (RFC 5626 4.2)") \
    FIELD(binding_own, "sipreg.binding.own", "Own Binding", BOOLEAN, BASE_NONE, NULL, \
          "Whether the binding belongs to the client that receives this 2xx") \
    FIELD(nonce, "sipreg.nonce", "Nonce", STRING, BASE_NONE, NULL, \
          "Nonce of the credentials, of the challenge or of a nextnonce (RFC 7616 3.3)") \
    FIELD(nonce_issued_in, "sipreg.nonce.issued_in", "Issued In", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_NONE), \
          "The response that issued the nonce") \
    FIELD(nonce_use, "sipreg.nonce.use", "Use", UINT32, BASE_DEC, NULL, \
          "Number of transactions of this user that have carried the nonce, including this one") \
    FIELD(nonce_nc, "sipreg.nonce.nc", "Nonce Count", UINT32, BASE_DEC, NULL, \
          "The nonce count (nc) of the credentials (RFC 7616 3.4)") \
    FIELD(nonce_age, "sipreg.nonce.age", "Age", RELATIVE_TIME, BASE_NONE, NULL, \
          "Time since the nonce was issued") \
    FIELD(nonce_verdict, "sipreg.nonce.verdict", "Verdict", STRING, BASE_NONE, NULL, \
          "How the nonce is used") \
    FIELD(digest_verdict, "sipreg.digest.verdict", "Digest", STRING, BASE_NONE, NULL, \
          "The digest response compared with the configured accounts: correct; wrong password; " \
          "wrong response and what it would be right for; not checked and why") \
    FIELD(digest_algorithm, "sipreg.digest.algorithm", "Algorithm", STRING, BASE_NONE, NULL, \
          "The algorithm with which the digest response was checked") \
    FIELD(digest_aka_sqn, "sipreg.digest.aka.sqn", "SQN", UINT64, BASE_DEC, NULL, \
          "AKA: the sequence number in the AUTN, decrypted with the key of the account (TS " \
          "33.102)") \
    FIELD(digest_aka_mac, "sipreg.digest.aka.mac", "MAC", STRING, BASE_NONE, NULL, \
          "AKA: whether the MAC of the AUTN was computed with the key of the account") \
    FIELD(digest_aka_terminal_sqn, "sipreg.digest.aka.auts.sqn", "Terminal SQN", UINT64, \
          BASE_DEC, NULL, \
          "AKA: the sequence number in the AUTS, the highest that the terminal has accepted (RFC 3310 3.4)") \
    FIELD(digest_aka_auts, "sipreg.digest.aka.auts.mac", "Terminal MAC", STRING, BASE_NONE, \
          NULL, \
          "AKA: whether the MAC of the AUTS was computed with the key of the account") \
    FIELD(digest_rspauth, "sipreg.digest.rspauth", "rspauth", STRING, BASE_NONE, NULL, \
          "Whether the server proved that it knows the password (RFC 7616 3.5)") \
    FIELD(capture, "sipreg.capture", "Capture", NONE, BASE_NONE, NULL, \
          "Why the capture may be misleading here") \
    FIELD(capture_gap, "sipreg.capture.gap", "Frames Missing", BOOLEAN, BASE_NONE, NULL, \
          "Frames are missing in this attempt or in the previous one") \
    FIELD(capture_one_way, "sipreg.capture.one_way", "One Direction Only", BOOLEAN, BASE_NONE, NULL, \
          "The capture lacks one direction between this client and this server") \
    FIELD(capture_disorder, "sipreg.capture.disorder", "Out of Order", BOOLEAN, BASE_NONE, NULL, \
          "At least three responses have preceded their requests so far") \
    FIELD(capture_mid_start, "sipreg.capture.mid_start", "Started Late", BOOLEAN, BASE_NONE, NULL, \
          "The capture was started after this registration began") \
    FIELD(same, "sipreg.same", "Compared with the Previous Attempt", NONE, BASE_NONE, NULL, \
          "The REGISTER compared with that of the previous attempt") \
    FIELD(same_call_id, "sipreg.same.call_id", "Same Call-ID", BOOLEAN, BASE_NONE, NULL, \
          "Whether the Call-ID is that of the previous attempt") \
    FIELD(same_from_tag, "sipreg.same.from_tag", "Same From Tag", BOOLEAN, BASE_NONE, NULL, \
          "Whether the From tag is that of the previous attempt") \
    FIELD(same_from, "sipreg.same.from", "Same From", BOOLEAN, BASE_NONE, NULL, \
          "Whether the From URI is that of the previous attempt") \
    FIELD(same_to, "sipreg.same.to", "Same To", BOOLEAN, BASE_NONE, NULL, \
          "Whether the To URI is that of the previous attempt") \
    FIELD(same_contact, "sipreg.same.contact", "Same Contact", BOOLEAN, BASE_NONE, NULL, \
          "Whether the Contact is that of the previous attempt") \
    FIELD(same_request_uri, "sipreg.same.request_uri", "Same Request-URI", BOOLEAN, \
          BASE_NONE, NULL, \
          "Whether the Request-URI is that of the previous attempt") \
    FIELD(same_source, "sipreg.same.source", "Same Source", BOOLEAN, BASE_NONE, NULL, \
          "Whether source address and port are those of the previous attempt") \
    FIELD(same_destination, "sipreg.same.destination", "Same Destination", BOOLEAN, \
          BASE_NONE, NULL, \
          "Whether destination address and port are those of the previous attempt") \
    FIELD(cseq_step, "sipreg.cseq.step", "CSeq Step", INT32, BASE_DEC, NULL, \
          "CSeq minus the previous CSeq under this Call-ID") \
    FIELD(told, "sipreg.told", "Server Says", STRING, BASE_NONE, NULL, \
          "What the final response says beyond its code: reason phrase, Warning, Reason, " \
          "P-Registrar-Error, Error-Info, the reason given by an IMS core") \
    FIELD(user_agent, "sipreg.user_agent", "User Agent", STRING, BASE_NONE, NULL, \
          "Product of the client, from its latest User-Agent header") \
    FIELD(server, "sipreg.server", "Server", STRING, BASE_NONE, NULL, \
          "Product of the registrar, from its latest Server or User-Agent header") \
    FIELD(finding, "sipreg.finding", "Finding", STRING, BASE_NONE, NULL, \
          "ID of a rule that fired on this message") \
    FIELD(finding_text, "sipreg.finding.text", "Text", STRING, BASE_NONE, NULL, \
          "What the rule found, in one sentence") \
    FIELD(finding_cause, "sipreg.finding.cause", "Usual Cause", STRING, BASE_NONE, NULL, \
          "What usually causes such a finding") \
    FIELD(finding_action, "sipreg.finding.action", "Action", STRING, BASE_NONE, NULL, \
          "What to do about such a finding") \
    FIELD(finding_main, "sipreg.finding.main", "Main Finding", STRING, BASE_NONE, NULL, \
          "The most severe finding of this message, from Note on, in one sentence") \
    FIELD(verdict, "sipreg.verdict", "Verdict", STRING, BASE_NONE, NULL, \
          "What is wrong at this message, in words: the cause of the trouble, as long as it lasts; the most severe " \
          "finding, from Note on") \
    FIELD(severity, "sipreg.severity", "Severity", STRING, BASE_NONE, NULL, \
          "The highest severity of the findings of this message") \
    FIELD(issue, "sipreg.issue", "Issue", BOOLEAN, BASE_NONE, NULL, \
          "Whether this message has a Warning or an Error") \
    FIELD(diagnosis, "sipreg.diagnosis", "Diagnosis", STRING, BASE_NONE, NULL, \
          "The cause of this registration's trouble, its evidence, and what to do") \
    FIELD(diagnosis_evidence, "sipreg.diagnosis.evidence", "Evidence", STRING, BASE_NONE, NULL, \
          "What in the capture shows the cause") \
    FIELD(diagnosis_action, "sipreg.diagnosis.action", "Action", STRING, BASE_NONE, NULL, \
          "Who has to act, and what to change") \
    FIELD(diagnosis_certain, "sipreg.diagnosis.certain", "Certain", BOOLEAN, BASE_NONE, NULL, \
          "Whether the capture proves the cause") \
    FIELD(outage, "sipreg.outage", "Outage", NONE, BASE_NONE, NULL, \
          "The period around this message in which the registration is wanted but does not exist") \
    FIELD(outage_number, "sipreg.outage.number", "Number", UINT32, BASE_DEC, NULL, \
          "Number of the outage in the registration, from 1") \
    FIELD(outage_kind, "sipreg.outage.kind", "Kind", STRING, BASE_NONE, NULL, \
          "How it began") \
    FIELD(outage_from, "sipreg.outage.from", "From", ABSOLUTE_TIME, ABSOLUTE_TIME_LOCAL, NULL, \
          "When it began") \
    FIELD(outage_until, "sipreg.outage.until", "Until", ABSOLUTE_TIME, ABSOLUTE_TIME_LOCAL, NULL, \
          "When it ended, if it did so in this capture") \
    FIELD(outage_duration, "sipreg.outage.duration", "Duration", RELATIVE_TIME, BASE_NONE, NULL, \
          "How long it lasted, if it ended in this capture") \
    FIELD(outage_open, "sipreg.outage.open", "Open", BOOLEAN, BASE_NONE, NULL, \
          "Whether it lasts until the end of the capture") \
    FIELD(outage_calls, "sipreg.outage.calls", "Calls Lost", UINT32, BASE_DEC, NULL, \
          "Calls to the AOR that were lost in it because of the registration") \
    FIELD(call, "sipreg.call", "Call", NONE, BASE_NONE, NULL, \
          "A request to a registered client, or to its AOR, that failed because of its registration") \
    FIELD(call_outage, "sipreg.call.outage", "Outage", UINT32, BASE_DEC, NULL, \
          "Number of the outage of the registration in which the call was lost") \
    FIELD(call_reason, "sipreg.call.reason", "Reason", STRING, BASE_NONE, NULL, \
          "Why the call was lost") \
    FIELD(connection, "sipreg.connection", "Connection", NONE, BASE_NONE, NULL, \
          "The way of the client to its server before there is SIP: why there is none") \
    FIELD(connection_target, "sipreg.connection.target", "Target", STRING, BASE_NONE, NULL, \
          "Address and port of the server, or the domain where no name led to an address") \
    FIELD(connection_dns, "sipreg.connection.dns", "DNS", STRING, BASE_NONE, NULL, \
          "The query that decides, and what became of it: resolved, no such record, NXDOMAIN, SERVFAIL, REFUSED, error, " \
          "no response") \
    FIELD(connection_tcp, "sipreg.connection.tcp", "TCP", STRING, BASE_NONE, NULL, \
          "What became of the SYN: open, RST, ICMP with type and code, no response") \
    FIELD(connection_tls, "sipreg.connection.tls", "TLS", STRING, BASE_NONE, NULL, \
          "What became of the handshake: done, the alert and who sent it, closed, reset; and the certificate of the " \
          "server, where it can be read") \
    FIELD(connection_verdict, "sipreg.connection.verdict", "Verdict", STRING, BASE_NONE, NULL, \
          "Why there is no SIP: cause, evidence, action") \
    FIELD(availability, "sipreg.availability", "Availability", DOUBLE, BASE_NONE, NULL, \
          "Percentage of the time in which a binding was wanted and existed; attempts that succeed do not count")

enum field {
#define FIELD(name, ...) FIELD_##name,
    FIELDS(FIELD)
#undef FIELD
    FIELD_COUNT
};
/* clang-format on */

/* Subtrees that open and close on their own. */
enum subtree {
    SUBTREE_REGISTRATION,
    SUBTREE_EXPIRES,
    SUBTREE_BINDING,
    SUBTREE_NONCE,
    SUBTREE_DIGEST,
    SUBTREE_SAME,
    SUBTREE_OUTAGE,
    SUBTREE_CALL,
    SUBTREE_CONNECTION,
    SUBTREE_CAPTURE,
    SUBTREE_DIAGNOSIS,
    SUBTREE_FINDING,
    SUBTREE_COUNT
};

void fields_register(int protocol);

/* The ids that Wireshark gave out. */
int field_id(enum field field);
int subtree_id(enum subtree subtree);

#endif
