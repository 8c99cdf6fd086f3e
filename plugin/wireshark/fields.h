/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The fields that users filter on: one row a field. The enum, Wireshark's table and the reference
 * page derive from it. Names and meanings are a contract with users: filters, colour rules and
 * scripts hold them.
 *
 * A row: name for the code, name for the user, title, type, display, strings, help.
 */
#ifndef SIPREG_WIRESHARK_FIELDS_H
#define SIPREG_WIRESHARK_FIELDS_H

/* clang-format off */
#define FIELDS(FIELD) \
    FIELD(id, "sipreg.id", "Registration", UINT32, BASE_DEC, NULL, \
          "Number of the registration in this capture, from 0") \
    FIELD(aor, "sipreg.aor", "AOR", STRING, BASE_NONE, NULL, \
          "Address of record that is being registered") \
    FIELD(intent, "sipreg.intent", "Intent", STRING, BASE_NONE, NULL, \
          "What the attempt wants: register, refresh, add, change, remove, remove-all, fetch") \
    FIELD(step, "sipreg.step", "Step", STRING, BASE_NONE, NULL, \
          "What this message is in its attempt: request, retry, retransmission, copy, " \
          "provisional, challenge, interval-too-brief, redirect, accepted, rejected, " \
          "undeliverable") \
    FIELD(state, "sipreg.state", "State", STRING, BASE_NONE, NULL, \
          "The registration after this message: registering, challenged, registered, removed, " \
          "expired, rejected, unanswered, unknown") \
    FIELD(hop, "sipreg.hop", "Hop", UINT32, BASE_DEC, NULL, \
          "Which leg of its way this message was seen on; 1 is the client's own") \
    FIELD(attempt, "sipreg.attempt", "Attempt", UINT32, BASE_DEC, NULL, \
          "Number of this attempt in the registration, from 1") \
    FIELD(refresh, "sipreg.refresh", "Refresh", UINT32, BASE_DEC, NULL, \
          "Number of this refresh in the registration, from 1") \
    FIELD(try_number, "sipreg.try", "Try", UINT32, BASE_DEC, NULL, \
          "Number of this request in its attempt, from 1") \
    FIELD(request_in, "sipreg.request_in", "Request in", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_REQUEST), "The request that this answers") \
    FIELD(response_in, "sipreg.response_in", "Response in", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_RESPONSE), "The final answer to this request") \
    FIELD(challenge_in, "sipreg.challenge_in", "Challenge in", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_NONE), "The challenge that these credentials answer") \
    FIELD(retry_in, "sipreg.retry_in", "Retry in", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_NONE), "The request that answers this challenge") \
    FIELD(retransmission_of, "sipreg.retransmission_of", "Retransmission of", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_RETRANS_PREV), "The first transmission of this message") \
    FIELD(copy_of, "sipreg.copy_of", "Copy of", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_NONE), \
          "The same message as first seen, on another hop or at another capture point") \
    FIELD(first_in, "sipreg.first_in", "First message in", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_NONE), "First frame of this registration") \
    FIELD(previous_in, "sipreg.previous_in", "Previous 2xx in", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_NONE), "The 2xx that is now being refreshed") \
    FIELD(next_in, "sipreg.next_in", "Next attempt in", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_NONE), "The next attempt of this registration") \
    FIELD(response_time, "sipreg.response_time", "Response time", RELATIVE_TIME, BASE_NONE, NULL, \
          "Time from the request of this transaction to its answer") \
    FIELD(rrd, "sipreg.rrd", "Registration Request Delay", RELATIVE_TIME, BASE_NONE, NULL, \
          "RFC 6076: time from the first request of the attempt to its 2xx") \
    FIELD(expires, "sipreg.expires", "Expires", NONE, BASE_NONE, NULL, \
          "The time asked for, the time granted, and what was left of it") \
    FIELD(expires_requested, "sipreg.expires.requested", "Requested", UINT32, BASE_DEC, NULL, \
          "Time asked for the agent's own Contact, in seconds") \
    FIELD(expires_granted, "sipreg.expires.granted", "Granted", UINT32, BASE_DEC, NULL, \
          "Time granted to the agent's own Contact, in seconds") \
    FIELD(expires_minimum, "sipreg.expires.minimum", "Minimum", UINT32, BASE_DEC, NULL, \
          "Min-Expires of a 423, in seconds") \
    FIELD(expires_remaining, "sipreg.expires.remaining", "Remaining", RELATIVE_TIME, BASE_NONE, \
          NULL, "What was left of the binding when this REGISTER came; negative: it was late") \
    FIELD(expires_used, "sipreg.expires.used", "Used", DOUBLE, BASE_NONE, NULL, \
          "Percent of the granted time that had passed when this REGISTER came") \
    FIELD(expires_at, "sipreg.expires.at", "Lapses at", ABSOLUTE_TIME, ABSOLUTE_TIME_LOCAL, NULL, \
          "When the binding lapses unless it is refreshed") \
    FIELD(contact_sent, "sipreg.contact.sent", "Contact sent", STRING, BASE_NONE, NULL, \
          "The agent's own Contact as it sent it") \
    FIELD(contact_granted, "sipreg.contact.granted", "Contact granted", STRING, BASE_NONE, NULL, \
          "The agent's own Contact as the registrar lists it") \
    FIELD(binding_count, "sipreg.binding.count", "Bindings", UINT32, BASE_DEC, NULL, \
          "How many bindings of the AOR the 2xx lists") \
    FIELD(binding, "sipreg.binding", "Binding", NONE, BASE_NONE, NULL, \
          "A binding of the AOR as the 2xx lists it") \
    FIELD(binding_contact, "sipreg.binding.contact", "Contact", STRING, BASE_NONE, NULL, \
          "Contact of the binding") \
    FIELD(binding_expires, "sipreg.binding.expires", "Expires", UINT32, BASE_DEC, NULL, \
          "Time left as the registrar lists it, in seconds") \
    FIELD(binding_remaining, "sipreg.binding.remaining", "Remaining", RELATIVE_TIME, BASE_NONE, \
          NULL, "Time left as this capture tells") \
    FIELD(binding_granted_in, "sipreg.binding.granted_in", "Granted in", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_NONE), "The 2xx that granted the binding") \
    FIELD(binding_instance, "sipreg.binding.instance", "Instance", STRING, BASE_NONE, NULL, \
          "The +sip.instance of the binding") \
    FIELD(binding_reg_id, "sipreg.binding.reg_id", "reg-id", UINT32, BASE_DEC, NULL, \
          "The outbound flow of the binding (RFC 5626)") \
    FIELD(binding_own, "sipreg.binding.own", "Own", BOOLEAN, BASE_NONE, NULL, \
          "Whether it is a binding of the agent that is being answered") \
    FIELD(nonce, "sipreg.nonce", "Nonce", STRING, BASE_NONE, NULL, \
          "Nonce of the credentials, or of the challenge") \
    FIELD(nonce_issued_in, "sipreg.nonce.issued_in", "Issued in", FRAMENUM, BASE_NONE, \
          FRAMENUM_TYPE(FT_FRAMENUM_NONE), "The answer that issued the nonce") \
    FIELD(nonce_use, "sipreg.nonce.use", "Use", UINT32, BASE_DEC, NULL, \
          "How many transactions of this user have carried the nonce, this one included") \
    FIELD(nonce_nc, "sipreg.nonce.nc", "Nonce count", UINT32, BASE_DEC, NULL, \
          "The nonce count (nc) of the credentials") \
    FIELD(nonce_age, "sipreg.nonce.age", "Age", RELATIVE_TIME, BASE_NONE, NULL, \
          "Time since the nonce was issued") \
    FIELD(nonce_verdict, "sipreg.nonce.verdict", "Verdict", STRING, BASE_NONE, NULL, \
          "first use, from nextnonce, reused with higher nc, reused without nc, nc repeated, " \
          "nc went back, replayed, not issued here") \
    FIELD(digest_verdict, "sipreg.digest.verdict", "Digest", STRING, BASE_NONE, NULL, \
          "The response held against the configured accounts: correct, wrong password, wrong " \
          "response and what it is right for, not checked and why") \
    FIELD(digest_algorithm, "sipreg.digest.algorithm", "Algorithm", STRING, BASE_NONE, NULL, \
          "The algorithm of the response that was checked") \
    FIELD(digest_aka_sqn, "sipreg.digest.aka.sqn", "SQN", UINT64, BASE_DEC, NULL, \
          "AKA: the sequence number in the AUTN, by the key of the account") \
    FIELD(digest_aka_mac, "sipreg.digest.aka.mac", "MAC", STRING, BASE_NONE, NULL, \
          "AKA: whether the MAC of the AUTN is made with the key of the account: correct, wrong") \
    FIELD(digest_aka_terminal_sqn, "sipreg.digest.aka.auts.sqn", "SQN of the terminal", UINT64, \
          BASE_DEC, NULL, "AKA: the sequence number that the terminal asks to go on from") \
    FIELD(digest_aka_auts, "sipreg.digest.aka.auts.mac", "MAC of the terminal", STRING, BASE_NONE, \
          NULL, "AKA: whether the MAC of the auts is made with the key of the account") \
    FIELD(digest_rspauth, "sipreg.digest.rspauth", "rspauth", STRING, BASE_NONE, NULL, \
          "Whether the server proved that it knows the password: correct, wrong, made as for a " \
          "request") \
    FIELD(same, "sipreg.same", "Against the attempt before", NONE, BASE_NONE, NULL, \
          "The REGISTER held against that of the attempt before") \
    FIELD(same_call_id, "sipreg.same.call_id", "Same Call-ID", BOOLEAN, BASE_NONE, NULL, \
          "Call-ID, held against the attempt before") \
    FIELD(same_from_tag, "sipreg.same.from_tag", "Same From tag", BOOLEAN, BASE_NONE, NULL, \
          "From tag, held against the attempt before") \
    FIELD(same_from, "sipreg.same.from", "Same From", BOOLEAN, BASE_NONE, NULL, \
          "From URI, held against the attempt before") \
    FIELD(same_to, "sipreg.same.to", "Same To", BOOLEAN, BASE_NONE, NULL, \
          "To URI, held against the attempt before") \
    FIELD(same_contact, "sipreg.same.contact", "Same Contact", BOOLEAN, BASE_NONE, NULL, \
          "Contact, held against the attempt before") \
    FIELD(same_request_uri, "sipreg.same.request_uri", "Same Request-URI", BOOLEAN, BASE_NONE, \
          NULL, "Request-URI, held against the attempt before") \
    FIELD(same_source, "sipreg.same.source", "Same source", BOOLEAN, BASE_NONE, NULL, \
          "Source address and port, held against the attempt before") \
    FIELD(same_destination, "sipreg.same.destination", "Same destination", BOOLEAN, BASE_NONE, \
          NULL, "Destination address and port, held against the attempt before") \
    FIELD(cseq_step, "sipreg.cseq.step", "CSeq step", INT32, BASE_DEC, NULL, \
          "CSeq less the CSeq before it under this Call-ID") \
    FIELD(finding, "sipreg.finding", "Finding", STRING, BASE_NONE, NULL, \
          "Id of a rule that fired here") \
    FIELD(issue, "sipreg.issue", "Issue", BOOLEAN, BASE_NONE, NULL, \
          "Whether a Warning or an Error was found here") \
    FIELD(diagnosis, "sipreg.diagnosis", "Diagnosis", STRING, BASE_NONE, NULL, \
          "The cause of this registration's trouble")

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
    SUBTREE_COUNT
};

void fields_register(int protocol);

/* The ids that Wireshark gave out. */
int field_id(enum field field);
int subtree_id(enum subtree subtree);

#endif
