/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A test is a sequence of SIP messages in a small language, written as a table row:
 *
 *   FIRES("refresh.late", "A refresh arrives 15 s after the binding expired",
 *         "@0     R",
 *         "@0.02  200[K1;60]",
 *         "@75    R             -> refresh.late  {expires.remaining=-14.98}"),
 *
 * The messages are built as real text and fed to the analysis, one per frame, numbered from 1.
 *
 * MESSAGES  "@time message words"; time in seconds, +time is relative to the previous line.
 *   R                      REGISTER sip:ex.com, UDP 10.0.0.1:5060 -> 10.0.0.9:5060, To and From
 *                          sip:bob@ex.com, Contact K1, Expires 3600, Call-ID c1, From tag f1, one Via
 *                          with rport and a new branch; the CSeq increases within its Call-ID
 *   INVITE OPTIONS SUBSCRIBE PUBLISH ...   the same to sip:carol@ex.com, Call-ID i1
 *   NOTIFY[K1;terminated;deactivated]      reg event: contact, state, event, more attributes, instance=A;
 *                          with version= (0), partial, aor= (a user), edit='old text|new text'
 *   200[K1;3600][K2;60]    response to the latest request, listing the bindings (200[]: none)
 *   401[n1] 407[n1]        ... with a challenge for each [], MD5 and qop="auth"; options in it: SHA-256,
 *                          no-algorithm, no-qop, qop=, realm=, stale, stale=, opaque=, ik=,
 *                          ck=; [-;...] has no nonce, [Basic] is Basic,
 *                          [NTLM] [Negotiate] [Bearer] likewise. With AKA... the nonce is
 *                          padded to the length that AKA requires; nonce= is used as it is
 *   423[60] 503[120]       ... with Min-Expires, Retry-After; 404, 423: without; any status
 *   again=1                the bytes of frame 1 once more
 *   relay=1                frame 1 as forwarded by the proxy 10.0.0.5:5060
 *   ICMP[3/3] ICMP6[1/4]   an error, type/code, that quotes the latest request
 *   traffic A:port B:port  a packet without SIP from A to B: traffic (UDP), data (TCP), ack (TCP, no data), ping
 *                          (CRLF CRLF), pong (CRLF), stun (mapped=C:port: a response), rst, fin, refused (RST to a
 *                          SYN); CRLFs are sent over TCP and STUN over UDP unless transport= is given.
 *                          The capture is then known to contain more than SIP
 *   dns[SRV;_sip._udp.ex.com] A:port B:53   a query; [...;NXDOMAIN] SERVFAIL REFUSED EMPTY, or records, a response:
 *                          [A;sip.ex.com;10.0.0.9], [SRV;...;sip.ex.com:5060], [A;...;CNAME=pbx.ex.com;10.0.0.9]
 *   syn synack A:port B:port               a TCP connection begins; rejected A B: an ICMP error quotes its SYN
 *   tls[hello;ex.com][data;400] A B        records of TLS, one for each []: hello (server name), server-hello (1.3), certificate
 *                          (a name; cn=, ip=, mail=, other= (otherName); from=, until= in days, 1.3), request, change, finished, alert (number), data
 *                          (length); first=20: so many bytes of them. decrypted[...]: what Wireshark has decrypted
 * Words of requests:
 *   A[n1,1] P[n1,1]        credentials in Authorization, Proxy-Authorization: nonce and nc ("-": no
 *                          qop); options in it: user=, realm=, cnonce=, uri=, response=, opaque=, auts=,
 *                          password=, qop=, nc=, the algorithm, no-algorithm, no-realm, no-nc, no-cnonce,
 *                          userhash, made-realm= (the realm that the response is computed with); A[Basic].
 *                          The response is the real digest except with AKA and SHA-512-256; the password
 *                          is "secret"
 *   client=2               another user agent: 10.0.0.2:5060, K2, Call-ID c2, From tag f2
 *   user=alice             another AOR: To, From, Contact, credentials. to= from= change one of them: a
 *                          user or the whole value
 *   contact='K2;60;q=0.5'  K<n> is <sip:bob@10.0.0.n:5060>; a number is expires; instance=A a
 *                          +sip.instance. Several contact= make a list; none; *
 *   instance=A reg-id=1    for the Contacts of this request
 *   uri= call-id= from-tag= (none: no tag) to-tag= cseq= branch= expires= (none: no such header) sent-by= no-cookie rport=none
 *   transport=tcp          in packet and Via
 *   via='SIP/2.0/...'      a second Via
 *   body='...'             not of a NOTIFY
 * Words of responses: answers=1 (the frame of the request), to-tag= from= to= call-id= cseq= expires=
 *   branch= sent-by= received= rport= via= nextnonce= reason=
 *   rspauth=secret (Authentication-Info, computed with this password), rspauth-method= (... and this method)
 * Words of all messages: src= dst= drop=Name header='Name: value' size=1400 cut=300 (bytes captured)
 *   cut=Contact (captured up to there) crlf (CRLFs before it) lost (sent, but not in the capture)
 *   follows-lost acks-lost resent (TCP analysis, with transport=tcp: its sender's bytes before it are not there,
 *   nor some that it acknowledges; it comes out of order)
 *
 * EXPECTATIONS after a message: "-> rule.id rule.id:error {step=retry asked=60}". Each finding is on the
 * report of that message as soon as it is fed; its severity is that of the catalogue unless :chat :note :warn
 * :error is given; "!rule.id" must not be there. The fields are those that users see (expect.c lists them);
 * asked= is the requested expiry, "-" is none, {nothing} no report.
 *
 * OTHER LINES
 *   "@120 settle"                   the capture is known to continue until then; without it, it ends with
 *                                   the last line
 *   "later 1 rule.id {response_in=2}"  after the end, on the report of frame 1; "1|2": of frame 1 or 2
 *   "somewhere rule.id"             on any report, as soon as that message is fed
 *   "may rule.id"                   allowed, not required
 *   "never rule.id"                 on no report
 *   "healthy"                       not even a Note, and no diagnosis
 *   "lossy name"                    a cause, or a rule, that may be there where a frame is missing: each sequence is
 *                                   played again without each of its frames, and then nothing may be certain that
 *                                   is not said of the whole, nor have a Warning what is healthy
 *   "set late_tolerance_ms=5000"    settings; before the first message
 *   "account bob password=secret"   an account, before the first message; realm=, ha1-md5=, ha1-sha-256=,
 *                                   ha1-sha-512-256= instead of password=, k=, op=, opc=
 *   "repeat 20 every 0.5" ... "end" the lines between, each round 0.5 s later, % replaced by 1 to 20; an @time
 *                                   in it counts from the line before it
 *
 * {diagnosis='a part'} is that of the registration of the frame, as it is by then; a part of its line is
 * enough. {cause=name} is the row of plugin/diagnosis that it comes from.
 *
 * An unexpected Warning or Error fails a case, except in the group "diagnosis", whose cases are about the
 * verdict. So does an unknown word.
 */
#ifndef SIPREG_TESTS_RULES_SEQUENCE_H
#define SIPREG_TESTS_RULES_SEQUENCE_H

#include <stdbool.h>

#include <glib.h>

struct sequence_case {
    const char *group; /* "rules", "model", "diagnosis", "pitfalls" */
    const char *about; /* a rule id, the number of a pitfall, a theme */
    const char *sentence;
    bool fires;  /* the lines expect the rule somewhere */
    bool silent; /* the rule must not fire anywhere */
    const char *const *lines;
};

/* clang-format off */
#define LINES(...) (const char *const[]){__VA_ARGS__, NULL}
#define FIRES(rule, sentence, ...) {"rules", rule, sentence, true, false, LINES(__VA_ARGS__)}
#define SILENT(rule, sentence, ...) {"rules", rule, sentence, false, true, LINES(__VA_ARGS__)}
#define MODEL(theme, sentence, ...) {"model", theme, sentence, false, false, LINES(__VA_ARGS__)}
#define DIAGNOSIS(number, sentence, ...)                                                           \
    {"diagnosis", number, sentence, false, false, LINES(__VA_ARGS__)}
#define PITFALL(number, sentence, ...) {"pitfalls", number, sentence, false, false, LINES(__VA_ARGS__)}

/* The beginning of nearly every sequence. */
#define CHALLENGED_AND_ACCEPTED \
    "@0     R", \
    "@0.02  401[n1]", \
    "@0.03  R A[n1,1]", \
    "@0.05  200[K1;3600]"
/* clang-format on */

/* Adds the cases to GTest. `cases` and what it points to must be static. */
void sequence_add(const struct sequence_case *cases, unsigned count);

#define SEQUENCES_ADD(cases) sequence_add(cases, G_N_ELEMENTS(cases))

/* One function per file. */
void test_request(void);
void test_contact(void);
void test_sips(void);
void test_transaction(void);
void test_delivery(void);
void test_via(void);
void test_retransmission(void);
void test_response(void);
void test_redirect(void);
void test_interval(void);
void test_retry(void);
void test_challenge(void);
void test_realm(void);
void test_downgrade(void);
void test_credentials(void);
void test_digest(void);
void test_authinfo(void);
void test_bearer(void);
void test_nonce(void);
void test_shared_nonce(void);
void test_rejection(void);
void test_stale(void);
void test_aka(void);
void test_secagree(void);
void test_granted(void);
void test_listed(void);
void test_removal(void);
void test_order(void);
void test_change(void);
void test_refresh(void);
void test_binding(void);
void test_nat(void);
void test_outbound(void);
void test_flow(void);
void test_keepalive(void);
void test_capture(void);
void test_path(void);
void test_sroute(void);
void test_gruu(void);
void test_gin(void);
void test_gb(void);
void test_push(void);
void test_ims(void);
void test_regevent(void);
void test_security(void);
void test_pattern(void);
void test_metric(void);
void test_accounts(void);
void test_diagnosis(void);
void test_withdrawals(void);
void test_refutations(void);
void test_outages(void);
void test_reports(void);
void test_reports_silence(void);
void test_reports_networks(void);
void test_reach(void);
void test_calls(void);
void test_call(void);
void test_connection(void);
void test_limits(void);
void test_upstream(void);
void test_reports_reaction(void);
void test_certainty(void);
void test_unproven(void);
void test_doubts(void);
void test_reports_auth(void);
void test_reports_proof(void);
void test_reports_cause(void);
void test_reports_bound(void);
void test_reports_access(void);
void test_reports_elsewhere(void);
void test_reports_missed(void);
void test_reports_alike(void);
void test_differences(void);
void test_refusals(void);
void test_codes(void);
void test_lost_connections(void);
void test_late_responses(void);
void test_reports_unanswered(void);
void test_reports_wrong(void);
void test_reports_course(void);
void test_general(void);
void test_reports_address(void);
void test_reports_stops(void);
void test_reports_habits(void);
void test_reports_evidence(void);
void test_reports_refused(void);
void test_reports_pauses(void);
void test_reports_ways(void);
void test_model(void);
void test_pitfalls(void);
void test_healthy(void);
void test_healthy_networks(void);
void test_healthy_looks(void);
void test_healthy_times(void);
void test_field_kinds(void);

#endif
