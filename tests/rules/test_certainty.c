/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What must not be said for certain, because a healthy network or another fault looks the same; and beside it what does
 * prove it.
 */
#include "sequence.h"

#define AGENT(name) " header='User-Agent: " name "'"

/* A phone on its Wi-Fi, and what may be the same one on the mobile network. */
#define WIFI       "src=192.0.2.10:5060 sent-by=192.0.2.10:5060 contact='<sip:bob@192.0.2.10:5060>'"
#define MOVED      "src=100.70.1.9:5060 sent-by=100.70.1.9:5060 call-id=m1 from-tag=m1 "
#define MOBILE     MOVED "contact='<sip:bob@100.70.1.9:5060>'"
#define CLEARS_ALL MOVED "contact=* expires=0"

/* Behind a router, with the same private Contact under each public address. */
#define AT_HOME     "src=203.0.113.5:5060 contact='<sip:bob@192.168.1.5:5060>'"
#define AT_NEW_HOME "src=198.51.100.5:5060 contact='<sip:bob@192.168.1.5:5060>' call-id=c9 from-tag=f9"
#define HOME_BOUND  "200[<sip:bob@192.168.1.5:5060>;3600]"

/* clang-format off */
static const struct sequence_case removals[] = {
    DIAGNOSIS("certainty", "A phone clears its bindings from its new address, or another client does: both are named",
          "@0     R A[n0,1] " WIFI,
          "@0.02  200[<sip:bob@192.0.2.10:5060>;3600]",
          "@60    R A[n8,1] " CLEARS_ALL,
          "@60.02 200[]  -> sec.binding_removed_foreign",
          "@60.06 R A[n8,2] " MOBILE,
          "@60.08 200[<sip:bob@100.70.1.9:5060>;3600]",
          "later  1 {cause=removed_by_other certain=0 diagnosis='Probably removed by another client, or the phone moved to a new address: 100.70.1.9:5060 removed the binding in frame 4'}"),
    DIAGNOSIS("certainty", "... it removes its old Contact alone",
          "@0     R A[n0,1] " WIFI,
          "@0.02  200[<sip:bob@192.0.2.10:5060>;3600]",
          "@60    R A[n8,1] " MOVED "contact='<sip:bob@192.0.2.10:5060>;0'",
          "@60.02 200[]",
          "later  1 {cause=removed_by_other certain=0 diagnosis='Probably removed by another client, or the phone moved to a new address'}"),
    DIAGNOSIS("certainty", "... only one of the two tells its User-Agent",
          "@0     R A[n0,1] " WIFI AGENT("Zoiper rv2.8.30"),
          "@0.02  200[<sip:bob@192.0.2.10:5060>;3600]",
          "@60    R A[n8,1] " CLEARS_ALL,
          "@60.02 200[]",
          "later  1 {cause=removed_by_other certain=0 diagnosis='Probably removed by another client, or the phone moved to a new address'}"),
    DIAGNOSIS("certainty", "... the program is the same, in a newer version",
          "@0     R A[n0,1] " WIFI AGENT("Zoiper rv2.8.30"),
          "@0.02  200[<sip:bob@192.0.2.10:5060>;3600]",
          "@60    R A[n8,1] " CLEARS_ALL AGENT("Zoiper rv2.8.31"),
          "@60.02 200[]  -> !sec.binding_removed_foreign",
          "@60.06 R A[n8,2] " MOBILE AGENT("Zoiper rv2.8.31"),
          "@60.08 200[<sip:bob@100.70.1.9:5060>;3600]",
          "later  1 {diagnosis=-}"),
    DIAGNOSIS("certainty", "... another program is another client, though not for certain another device",
          "@0     R A[n0,1] " WIFI AGENT("Zoiper rv2.8.30"),
          "@0.02  200[<sip:bob@192.0.2.10:5060>;3600]",
          "@60    R A[n8,1] " CLEARS_ALL AGENT("Linphone/3.6.1 (belle-sip/1.3.0)"),
          "@60.02 200[]",
          "later  1 {cause=removed_by_other certain=0 diagnosis='Probably removed by another client: '}"),
    DIAGNOSIS("certainty", "... another instance is another device",
          "@0     R A[n0,1] instance=A " WIFI,
          "@0.02  200[<sip:bob@192.0.2.10:5060>;3600;instance=A]",
          "@30    R A[n7,1] instance=B " MOBILE,
          "@30.02 200[<sip:bob@192.0.2.10:5060>;3570;instance=A][<sip:bob@100.70.1.9:5060>;3600;instance=B]",
          "@60    R A[n8,1] " CLEARS_ALL,
          "@60.02 200[]",
          "later  1 {cause=removed_by_other certain=1}"),
    DIAGNOSIS("certainty", "... so is one that removes a binding while the other goes on where it was",
          "@0     R A[n0,1] " WIFI,
          "@0.02  200[<sip:bob@192.0.2.10:5060>;3600]",
          "@60    R A[n8,1] " CLEARS_ALL,
          "@60.02 200[]",
          "@1800  R A[n0,2] " WIFI,
          "@1800.02 200[<sip:bob@192.0.2.10:5060>;3600]",
          "later  1 {cause=removed_by_other certain=1 diagnosis='emoved by another client'}"),
    DIAGNOSIS("certainty", "... the one that returns under another Call-ID may be the phone that left",
          "@0     R A[n0,1] " WIFI,
          "@0.02  200[<sip:bob@192.0.2.10:5060>;3600]",
          "@60    R A[n8,1] " CLEARS_ALL,
          "@60.02 200[]",
          "@1800  R A[n0,2] call-id=w2 from-tag=w2 " WIFI,
          "@1800.02 200[<sip:bob@192.0.2.10:5060>;3600]",
          "later  1 {cause=removed_by_other certain=0}"),
    DIAGNOSIS("certainty", "The phone beside it and the one elsewhere are both removed: the one elsewhere was taken away",
          "@0     R A[n0,1] src=100.70.1.9:5070 sent-by=100.70.1.9:5070 call-id=near contact='<sip:bob@100.70.1.9:5070>'",
          "@0.02  200[<sip:bob@100.70.1.9:5070>;3600]",
          "@1     R A[n1,1] " WIFI,
          "@1.02  200[<sip:bob@100.70.1.9:5070>;3599][<sip:bob@192.0.2.10:5060>;3600]",
          "@60    R A[n8,1] " CLEARS_ALL,
          "@60.02 200[]",
          "later  1 {diagnosis=-}",
          "later  3 {cause=removed_by_other}"),
    DIAGNOSIS("certainty", "A router gets a new address and the phone a new firmware: it takes over its own Contact",
          "@0     R A[n0,1] " AT_HOME AGENT("Yealink SIP-T46S 66.84.0.15"),
          "@0.02  " HOME_BOUND,
          "@60    R A[n8,1] " AT_NEW_HOME AGENT("Yealink SIP-T46S 66.86.0.5"),
          "@60.02 " HOME_BOUND "  -> sec.binding_overwritten:note",
          "later  1 {cause=overwritten_or_moved certain=0}"),
    DIAGNOSIS("certainty", "... without a User-Agent it may be another one",
          "@0     R A[n0,1] " AT_HOME,
          "@0.02  " HOME_BOUND,
          "@60    R A[n8,1] " AT_NEW_HOME,
          "@60.02 " HOME_BOUND,
          "later  1 {cause=overwritten_by_other certain=0 diagnosis='Probably overwritten by another client, or the phone moved to a new address'}"),
    DIAGNOSIS("certainty", "A NOTIFY says that a REGISTER removed the binding: it may have been the phone, elsewhere",
          CHALLENGED_AND_ACCEPTED,
          "@60    NOTIFY[K1;terminated;unregistered]",
          "later  1 {cause=removed_by_other_reported certain=0}"),
    DIAGNOSIS("certainty", "A phone that does not count moves to another network, and goes on in its Call-ID",
          CHALLENGED_AND_ACCEPTED,
          "@60    R A[n1,1] src=100.70.1.9:5060 sent-by=100.70.1.9:5060 contact='<sip:bob@100.70.1.9:5060>'",
          "@60.05 200[K1;3540][<sip:bob@100.70.1.9:5060>;3600]",
          "later  1 {cause=credentials_copied certain=0}"),
};

#define LISTED(about, sent, listed)                                                                \
    DIAGNOSIS("certainty", about, "healthy",                                                       \
          "may    nat.contact_private",                    \
          "@0     R A[n0,1] contact='" sent "'",                                                           \
          "@0.02  200[" listed ";3600]  {binding.own=1 granted=3600}")

static const struct sequence_case lists[] = {
    LISTED("The registrar undoes an escape in the Contact", "<sip:%2B4930@10.0.0.1>", "<sip:+4930@10.0.0.1>"),
    LISTED("... or escapes it", "<sip:+4930@10.0.0.1>", "<sip:%2b4930@10.0.0.1>"),
    LISTED("... whatever the character", "<sip:a%3Bb@10.0.0.1:5060>", "<sip:a;b@10.0.0.1:5060>"),
    LISTED("The default port is added", "<sip:bob@phone.ex.com>", "<sip:bob@phone.ex.com:5060>"),
    LISTED("The default transport is left out", "<sip:bob@10.0.0.3:5062;transport=udp>", "<sip:bob@10.0.0.3:5062>"),
    LISTED("... or added", "<sip:bob@10.0.0.3:5062>", "<sip:bob@10.0.0.3:5062;transport=udp>"),
    LISTED("user=phone is left out", "<sip:+4930@10.0.0.3:5062;user=phone>", "<sip:+4930@10.0.0.3:5062>"),
    LISTED("maddr is left out", "<sip:bob@10.0.0.3:5062;maddr=10.0.0.3>", "<sip:bob@10.0.0.3:5062>"),
    LISTED("The host is written in lower case", "<SIP:bob@Phone.EX.com:5060>", "<sip:bob@phone.ex.com:5060>"),
    LISTED("Parameters of the proxy are added", "<sip:bob@10.0.0.1:5060;rinstance=abc>",
           "<sip:bob@10.0.0.1:5060;rinstance=abc;alias=10.0.0.1~5060~1>"),
    DIAGNOSIS("certainty", "A NAT helper replaces the host of the Contact, not its port",
          "@0     R",
          "@0.02  200[<sip:bob@203.0.113.5:5060>;3600] received=203.0.113.5 rport=40000  -> !ok.binding_missing {binding.own=1}"),
    DIAGNOSIS("certainty", "... another port than the source or the Contact has leads elsewhere",
          "@0     R",
          "@0.02  200[<sip:bob@203.0.113.5:1024>;3600] received=203.0.113.5 rport=40000  -> ok.binding_missing {cause=own_contact_missing}"),
    DIAGNOSIS("certainty", "Another value of a parameter is another Contact",
          "@0     R contact='<sip:bob@10.0.0.3:5062;rinstance=new>'",
          "@0.02  200[<sip:bob@10.0.0.3:5062;rinstance=old>;3600]  -> ok.binding_missing"),
    DIAGNOSIS("certainty", "An AOR with an escape in To, without it in From", "healthy",
          "@0     R A[n0,1] to='<sip:%2B4930@ex.com>' from='<sip:+4930@ex.com>'",
          "@0.02  200[K1;3600]"),
    DIAGNOSIS("certainty", "The Contact is missing in the list, and the client refreshes as if it were bound",
          "@0     R contact='<sip:bob@10.0.0.1:5062>'",
          "@0.02  200[<sip:bob@198.51.100.1:5060;x=1>;3600]  {cause=own_contact_missing}",
          "@1800  R contact='<sip:bob@10.0.0.1:5062>'  {refuted=own_contact_missing}"),
    DIAGNOSIS("certainty", "... it tries again at once: it does not find itself",
          "@0     R contact='<sip:bob@10.0.0.1:5062>'",
          "@0.02  200[<sip:bob@198.51.100.1:5060;x=1>;3600]",
          "@5     R contact='<sip:bob@10.0.0.1:5062>'  {cause=own_contact_missing}"),
    DIAGNOSIS("certainty", "A removed Contact is listed for another device, which has the same address in another network",
          "@0     R instance=A",
          "@0.02  200[K1;3600;instance=A][K1;3000;instance=B]",
          "@9     R instance=A contact='K1;0'",
          "@9.02  200[K1;2991;instance=B]  -> !ok.binding_kept",
          "later  1 {diagnosis=-}"),
};

/* clang-format on */

void test_certainty(void)
{
    SEQUENCES_ADD(removals);
    SEQUENCES_ADD(lists);
}
