/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The catalogue: one row a rule. The enum, the table, the expert infos and the lints derive from
 * it. A row names the check (void rule_<name>(struct judgement *), in the file of its chapter), the
 * id that users see, severity and group as Wireshark has them, when the rule is asked, and what it
 * means in one line. The order is that of evaluation: what explains comes before what is explained.
 */
#ifndef SIPREG_RULES_CATALOGUE_H
#define SIPREG_RULES_CATALOGUE_H

#include "registration/occasion.h"

enum rule_severity { SEVERITY_CHAT, SEVERITY_NOTE, SEVERITY_WARN, SEVERITY_ERROR };

enum rule_group {
    GROUP_SEQUENCE,
    GROUP_RESPONSE_CODE,
    GROUP_REQUEST_CODE,
    GROUP_MALFORMED,
    GROUP_PROTOCOL,
    GROUP_SECURITY,
    GROUP_ASSUMPTION,
    GROUP_DEPRECATED
};

/* clang-format off */
#define RULES(RULE) \
    /* The REGISTER by itself. */ \
    RULE(reg_mandatory_missing, "reg.mandatory_missing", ERROR, MALFORMED, ON_REQUEST, \
         "A header that every request needs is missing") \
    RULE(reg_uri_userinfo, "reg.uri_userinfo", NOTE, PROTOCOL, ON_REQUEST, \
         "The Request-URI of a REGISTER has a user part") \
    RULE(reg_to_tag, "reg.to_tag", WARN, PROTOCOL, ON_REQUEST, \
         "A REGISTER has a To tag") \
    RULE(reg_star_expires, "reg.star_expires", WARN, PROTOCOL, ON_REQUEST, \
         "Contact: * without Expires: 0") \
    RULE(reg_udp_oversize, "reg.udp_oversize", WARN, PROTOCOL, ON_REQUEST, \
         "The request is too large for UDP") \
    /* Transaction and transport. */ \
    RULE(txn_unanswered, "txn.unanswered", WARN, SEQUENCE, ON_TIMEOUT, \
         "A REGISTER got no final answer") \
    RULE(txn_retransmission_after_final, "txn.retransmission_after_final", WARN, SEQUENCE, ON_RESEND, \
         "A REGISTER is sent again although it was answered") \
    RULE(txn_branch_mismatch, "txn.branch_mismatch", WARN, PROTOCOL, ON_ANSWER | ON_RELAYED, \
         "The answer's top Via is not the request's") \
    RULE(txn_response_port, "txn.response_port", WARN, PROTOCOL, ON_ANSWER | ON_RELAYED, \
         "The answer went to another address than its Via asks for") \
    RULE(txn_icmp_unreachable, "txn.icmp_unreachable", WARN, SEQUENCE, ON_ICMP, \
         "A REGISTER or its answer could not be delivered") \
    RULE(resp_header_not_copied, "resp.header_not_copied", WARN, PROTOCOL, ON_ANSWER | ON_RELAYED, \
         "The answer does not repeat a header as the request had it") \
    RULE(resp_failure, "resp.failure", NOTE, RESPONSE_CODE, ON_ANSWER, \
         "The REGISTER was refused") \
    /* The attempt: retries, redirection, back-off. */ \
    RULE(interval_no_min_expires, "interval.no_min_expires", WARN, PROTOCOL, ON_ANSWER, \
         "423 without Min-Expires") \
    RULE(interval_retry_short, "interval.retry_short", WARN, SEQUENCE, ON_REQUEST, \
         "Asks again for less than Min-Expires") \
    RULE(retry_after_ignored, "retry.after_ignored", WARN, SEQUENCE, ON_REQUEST, \
         "Sent before the time of Retry-After is over") \
    RULE(retry_challenge_ignored, "retry.challenge_ignored", WARN, SEQUENCE, ON_REQUEST, \
         "Sent again without credentials after a challenge") \
    RULE(retry_auth_missing, "retry.auth_missing", NOTE, SEQUENCE, ON_NO_RETRY, \
         "A challenge was not answered") \
    RULE(retry_cseq_same, "retry.cseq_same", WARN, SEQUENCE, ON_REQUEST, \
         "The retry after a challenge has the same CSeq") \
    RULE(retry_contact_changed, "retry.contact_changed", NOTE, SEQUENCE, ON_REQUEST, \
         "The retry has another Contact than the challenged request") \
    RULE(retry_storm, "retry.storm", WARN, SEQUENCE, \
         ON_REQUEST | ON_ANSWER | ON_TIMEOUT | ON_NO_RETRY, \
         "Many failed attempts in a short time") \
    /* Digest. */ \
    RULE(auth_challenge_missing, "auth.challenge_missing", ERROR, PROTOCOL, ON_ANSWER, \
         "401 or 407 without a challenge") \
    RULE(auth_basic, "auth.basic", WARN, SECURITY, ON_REQUEST | ON_ANSWER, \
         "Basic authentication") \
    RULE(auth_wrong_header, "auth.wrong_header", WARN, PROTOCOL, ON_REQUEST, \
         "The credentials are in the wrong header") \
    RULE(auth_nonce_missing, "auth.nonce_missing", ERROR, PROTOCOL, ON_ANSWER, \
         "A Digest challenge without a nonce") \
    RULE(auth_qop_missing, "auth.qop_missing", NOTE, SECURITY, ON_ANSWER, \
         "A Digest challenge without qop") \
    RULE(auth_qop_not_sent, "auth.qop_not_sent", WARN, PROTOCOL, ON_REQUEST, \
         "qop was offered but is not used") \
    RULE(auth_realm_mismatch, "auth.realm_mismatch", WARN, PROTOCOL, ON_REQUEST, \
         "The credentials are for another realm than the challenge") \
    RULE(auth_alg_mismatch, "auth.alg_mismatch", WARN, PROTOCOL, ON_REQUEST, \
         "The credentials use an algorithm that was not offered") \
    RULE(auth_nonce_unknown, "auth.nonce_unknown", WARN, SECURITY, ON_REQUEST, \
         "The retry does not use the nonce of the challenge") \
    RULE(auth_response_length, "auth.response_length", WARN, MALFORMED, ON_REQUEST, \
         "The digest response does not fit its algorithm") \
    RULE(sec_credential_replay, "sec.credential_replay", ERROR, SECURITY, ON_CREDENTIALS, \
         "The same credentials again, from elsewhere") \
    RULE(auth_nc_repeat, "auth.nc_repeat", WARN, SECURITY, ON_CREDENTIALS, \
         "The nonce count did not go up") \
    RULE(auth_nonce_reused, "auth.nonce_reused", CHAT, SECURITY, ON_CREDENTIALS, \
         "A nonce is used again, with a higher nonce count") \
    RULE(auth_nonce_reused_no_nc, "auth.nonce_reused_no_nc", NOTE, SECURITY, ON_CREDENTIALS, \
         "A nonce is used again, without a nonce count") \
    RULE(auth_rejected, "auth.rejected", WARN, SECURITY, ON_ANSWER, \
         "The credentials were refused") \
    RULE(auth_retry_rejected, "auth.retry_rejected", WARN, SECURITY, ON_REQUEST | ON_ANSWER, \
         "Refused credentials are sent again") \
    RULE(auth_alg_downgrade, "auth.alg_downgrade", WARN, SECURITY, ON_ANSWER, \
         "A weaker challenge than before") \
    RULE(auth_none, "auth.none", NOTE, SECURITY, ON_ANSWER, \
         "A binding was changed without authentication") \
    /* What the registrar granted. */ \
    RULE(ok_binding_missing, "ok.binding_missing", WARN, PROTOCOL, ON_ANSWER, \
         "The 2xx does not list the Contact that was sent") \
    RULE(ok_no_contact, "ok.no_contact", WARN, PROTOCOL, ON_ANSWER, \
         "The 2xx lists no binding") \
    RULE(ok_expires_missing, "ok.expires_missing", NOTE, PROTOCOL, ON_ANSWER, \
         "A binding is listed without its expires parameter") \
    RULE(ok_expires_reduced, "ok.expires_reduced", CHAT, PROTOCOL, ON_ANSWER, \
         "Less time was granted than asked") \
    RULE(ok_binding_kept, "ok.binding_kept", WARN, PROTOCOL, ON_ANSWER, \
         "A removed binding is still there") \
    RULE(dereg_confirmed, "dereg.confirmed", CHAT, REQUEST_CODE, ON_ANSWER, \
         "The binding was removed") \
    RULE(dereg_unconfirmed, "dereg.unconfirmed", NOTE, SEQUENCE, ON_TIMEOUT | ON_NO_RETRY, \
         "A removal was not confirmed") \
    /* The order of REGISTERs. */ \
    RULE(refresh_callid_changed, "refresh.callid_changed", NOTE, SEQUENCE, ON_REQUEST, \
         "A binding is refreshed under another Call-ID") \
    RULE(refresh_cseq_not_increased, "refresh.cseq_not_increased", WARN, SEQUENCE, ON_REQUEST, \
         "The CSeq is not higher than before") \
    RULE(refresh_contact_changed, "refresh.contact_changed", NOTE, SEQUENCE, ON_REQUEST, \
         "A new Contact leaves the old one bound") \
    RULE(refresh_textbook, "refresh.textbook", WARN, SEQUENCE, ON_REQUEST, \
         "A refresh differs from the one before (preference)") \
    RULE(refresh_late, "refresh.late", WARN, SEQUENCE, ON_REQUEST, \
         "The refresh came after the binding had lapsed") \
    RULE(binding_expired, "binding.expired", NOTE, SEQUENCE, ON_LAPSE, \
         "A binding lapsed without a refresh") \
    RULE(binding_status, "binding.status", CHAT, REQUEST_CODE, ON_ANSWER, \
         "What became of the binding") \
    /* NAT and outbound. */ \
    RULE(nat_detected, "nat.detected", CHAT, REQUEST_CODE, ON_ANSWER, \
         "The client is behind a NAT") \
    RULE(nat_contact_private, "nat.contact_private", NOTE, ASSUMPTION, ON_REQUEST | ON_ANSWER, \
         "A private Contact behind a NAT") \
    RULE(nat_expiry_too_long, "nat.expiry_too_long", NOTE, ASSUMPTION, ON_SILENCE, \
         "No keep-alive through a NAT") \
    RULE(ob_not_confirmed, "ob.not_confirmed", NOTE, PROTOCOL, ON_ANSWER, \
         "The registrar did not confirm outbound") \
    RULE(secagree_verify_mismatch, "secagree.verify_mismatch", ERROR, SECURITY, ON_REQUEST, \
         "Security-Verify differs from Security-Server") \
    RULE(regevent_terminated, "regevent.terminated", WARN, SEQUENCE, ON_NOTIFY, \
         "The network ended a binding") \
    /* Patterns over many registrations, and metrics. */ \
    RULE(sec_binding_removed_foreign, "sec.binding_removed_foreign", WARN, SECURITY, ON_ANSWER, \
         "A binding was removed by somebody else") \
    RULE(sec_binding_overwritten, "sec.binding_overwritten", WARN, SECURITY, ON_ANSWER, \
         "A binding was taken over by somebody else") \
    RULE(sec_bruteforce, "sec.bruteforce", WARN, SECURITY, ON_ANSWER, \
         "Many refused credentials from one source") \
    RULE(sec_enumeration, "sec.enumeration", WARN, SECURITY, ON_ANSWER | ON_NO_RETRY, \
         "Many users tried from one source") \
    RULE(metric_rrd, "metric.rrd", CHAT, RESPONSE_CODE, ON_ANSWER, \
         "Registration Request Delay") \
    RULE(metric_ira, "metric.ira", CHAT, RESPONSE_CODE, ON_ANSWER | ON_TIMEOUT, \
         "Ineffective Registration Attempt")
/* clang-format on */

enum rule {
#define RULE(name, id, severity, group, occasions, summary) RULE_##name,
    RULES(RULE)
#undef RULE
        RULE_COUNT
};

struct judgement;

struct rule_row {
    const char *id;
    const char *summary;
    unsigned occasions; /* bits of enum occasion */
    unsigned char severity;
    unsigned char group;
    void (*check)(struct judgement *judgement);
};

/* Indexed by enum rule. */
extern const struct rule_row rule_table[RULE_COUNT];

#endif
