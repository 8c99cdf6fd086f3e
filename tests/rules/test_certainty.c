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
    SEQUENCES_ADD(lists);
}
