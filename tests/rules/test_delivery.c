/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on what could not be delivered.
 */
#include "sequence.h"

/* clang-format off */
static const struct sequence_case cases[] = {
    FIRES("txn.icmp_unreachable", "The port is closed",
          "@0    R",
          "@0.01 ICMP[3/3]  -> txn.icmp_unreachable {step=undeliverable request_in=1}",
          "later 1 txn.icmp_unreachable"),
    FIRES("txn.icmp_unreachable", "The host is unreachable, and the error quotes 120 bytes",
          "@0    R",
          "@3    ICMP[3/1] cut=120  -> txn.icmp_unreachable {step=undeliverable request_in=1}",
          "later 1 txn.icmp_unreachable"),
    FIRES("txn.icmp_unreachable", "The port is closed, in IPv6",
          "@0    R src=[2001:db8::1]:5060 dst=[2001:db8::9]:5060 sent-by=[2001:db8::1]:5060 "
              "contact='<sip:bob@[2001:db8::1]:5060>'",
          "@0.01 ICMP6[1/4]  -> txn.icmp_unreachable",
          "later 1 txn.icmp_unreachable"),
    FIRES("txn.icmp_unreachable", "The response could not be delivered: a Note",
          "@0    R",
          "@0.02 401[n1]",
          "@0.03 ICMP[3/3] answers=2  -> txn.icmp_unreachable:note {step=undeliverable}",
          "may   txn.icmp_unreachable"),
    FIRES("txn.icmp_unreachable", "The TTL expired: a Chat",
          "@0    R",
          "@0.01 ICMP[11/0]  -> txn.icmp_unreachable:chat",
          "@0.6  200[K1;3600]"),
    SILENT("txn.icmp_unreachable", "An INVITE could not be delivered",
          "@0    R",
          "@0.02 200[K1;3600]",
          "@9    INVITE",
          "@9.01 ICMP[3/3]"),
    SILENT("txn.icmp_unreachable", "All is well",
          CHALLENGED_AND_ACCEPTED),

    FIRES("txn.connection_lost", "The server resets the connection",
          "@0    R transport=tcp",
          "@0.5  rst 10.0.0.9:5060 10.0.0.1:5060  -> txn.connection_lost "
              "{step=undeliverable request_in=1 id=0}",
          "@40   settle",
          "later 1 txn.connection_lost"),
    FIRES("txn.connection_lost", "The server closes the connection after a 100",
          "@0    R transport=tcp",
          "@0.1  100",
          "@9    fin 10.0.0.9:5060 10.0.0.1:5060  -> txn.connection_lost {request_in=1}",
          "later 1 txn.connection_lost"),
    FIRES("txn.connection_lost", "The client closes its direction, then the server closes without a response",
          "@0    R transport=tcp",
          "@0.1  fin 10.0.0.1:5060 10.0.0.9:5060  {nothing}",
          "@0.2  fin 10.0.0.9:5060 10.0.0.1:5060  -> txn.connection_lost",
          "later 1 txn.connection_lost"),
    FIRES("txn.connection_lost", "The connection for the refresh is refused, reported once",
          "@0     R A[n0,1] transport=tcp",
          "@0.02  200[K1;3600]",
          "@1     fin 10.0.0.9:5060 10.0.0.1:5060  {nothing}",
          "@3000  refused 10.0.0.9:5060 10.0.0.1:41000  -> txn.connection_lost "
              "{step=undeliverable request_in=- id=0}",
          "@3001  refused 10.0.0.9:5060 10.0.0.1:41001  {nothing}"),
    FIRES("txn.connection_lost", "Inside TLS",
          "@0    R transport=tls dst=10.0.0.9:5061",
          "@0.5  rst 10.0.0.9:5061 10.0.0.1:5060  -> txn.connection_lost",
          "later 1 txn.connection_lost"),
    SILENT("txn.connection_lost", "The connection ends after the response",
          "@0    R transport=tcp A[n0,1]",
          "@0.02 200[K1;3600]",
          "@0.03 fin 10.0.0.9:5060 10.0.0.1:5060  {nothing}",
          "@0.04 rst 10.0.0.1:5060 10.0.0.9:5060  {nothing}"),
    SILENT("txn.connection_lost", "The response came on another connection before this one was closed",
          "@0    R transport=tcp A[n0,1]",
          "@0.02 200[K1;3600] src=10.0.0.9:41000",
          "@0.03 fin 10.0.0.9:5060 10.0.0.1:5060  {nothing}"),
    SILENT("txn.connection_lost", "The client closes its direction and gets the response",
          "@0    R transport=tcp A[n0,1]",
          "@0.01 fin 10.0.0.1:5060 10.0.0.9:5060",
          "@0.02 200[K1;3600]",
          "@0.03 fin 10.0.0.9:5060 10.0.0.1:5060  {nothing}"),
    SILENT("txn.connection_lost", "The response was seen behind a proxy, whose connection closes later",
          "@0    R transport=tcp dst=10.0.0.5:5060",
          "@0.01 relay=1",
          "@0.02 200[K1;3600]",
          "@9    fin 10.0.0.5:5060 10.0.0.1:5060  {nothing}"),
    SILENT("txn.connection_lost", "A connection between others is reset",
          "@0    R transport=tcp",
          "@0.01 rst 10.0.0.9:5060 10.0.0.1:5061  {nothing}",
          "@0.02 401[n1]"),
    SILENT("txn.connection_lost", "The client gave up the REGISTER a minute before",
          "may   txn.unanswered",
          "@0    R transport=tcp",
          "@90   fin 10.0.0.9:5060 10.0.0.1:5060  {nothing}"),
};
/* clang-format on */

void test_delivery(void)
{
    SEQUENCES_ADD(cases);
}
