/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a peer says is quoted as it stands. What it means, and who has to act, is said with certainty only where no
 * other explanation is left: each sequence here has one.
 */
#include "sequence.h"

#define WORDS(code, words) code " header='Reason: SIP;cause=" code ";text=\"" words "\"'"

/* clang-format off */
static const struct sequence_case words[] = {
    DIAGNOSIS("unproven", "A user who was accepted before, and is again, is not found once: not the account, but a database",
          "@0     R A[n0,1]",
          "@0.02  200[K1;600]",
          "@300   R A[n0,2]",
          "@300.02 " WORDS("403", "User not found"),
          "@330   R A[n0,3]",
          "@330.02 200[K1;600]",
          "@400   settle",
          "later  3 {cause=told_though_accepted certain=1 diagnosis='Registrar refuses, \"User not found\": 403 in frame 4, though frame 2 accepted the same client. Check what has changed since'}"),
    DIAGNOSIS("unproven", "... nor is the password, within one Call-ID",
          CHALLENGED_AND_ACCEPTED,
          "@300   R A[n1,2]",
          "@300.02 403 reason='Forbidden (Bad auth)'",
          "@330   R A[n1,3]",
          "@330.02 200[K1;3600]",
          "@400   settle",
          "later  5 {cause=told_though_accepted}"),
    DIAGNOSIS("unproven", "... nor the address",
          "@0     R A[n0,1]",
          "@0.02  200[K1;600]",
          "@300   R A[n0,2]",
          "@300.02 " WORDS("403", "IP address not allowed"),
          "@330   R A[n0,3]",
          "@330.02 200[K1;600]",
          "@400   settle",
          "later  3 {cause=told_though_accepted}"),
    DIAGNOSIS("unproven", "... another address is not the one that was accepted",
          "@0     R A[n0,1]",
          "@0.02  200[K1;600]",
          "@300   R A[n0,2] src=10.0.0.77:5060",
          "@300.02 " WORDS("403", "IP address not allowed"),
          "@400   settle",
          "later  3 {cause=told_address}"),
    DIAGNOSIS("unproven", "The host of the Contact is refused, not its user, which is a token",
          "@0     R contact='<sip:x1@10.0.0.1:5060>'",
          "@0.02  400 reason='Invalid Contact host'",
          "@80    settle",
          "later  1 {cause=told_contact_form}"),
    DIAGNOSIS("unproven", "A server that does not reach its database speaks of a location, and means no limit",
          "@0     R A[n0,1]",
          "@0.02  " WORDS("503", "Location server not reachable"),
          "@80    settle",
          "later  1 {cause=told_fault}"),
    DIAGNOSIS("unproven", "A block that ends by itself is no load of the server",
          "@0     R",
          "@0.02  " WORDS("403", "Account temporarily locked, try again later"),
          "@80    settle",
          "later  1 {cause=told_blocked}"),
};

static const struct sequence_case codes[] = {
    DIAGNOSIS("unproven", "503 of a proxy whose next hop is silent: it has no load",
          "@0     R",
          "@0.01  relay=1",
          "@0.51  relay=1",
          "@5     503 answers=1",
          "@400   settle",
          "later  1 {cause=overloaded certain=0 diagnosis='Probably the server is overloaded, or cannot reach what is behind it: 503 Service Unavailable in frame 4. Check the load of 10.0.0.9:5060, and the servers behind it'}"),
    DIAGNOSIS("unproven", "403 without a challenge of a server that was just started: later it asks for the password",
          "@0     R",
          "@0.02  403  {cause=forbidden certain=0 diagnosis='Probably the account or its address is not allowed: 403 Forbidden in frame 2. Check account and permissions of sip:bob@ex.com at 10.0.0.9:5060, and blocks of 10.0.0.1:5060'}",
          "@30    R",
          "@30.02 401[n1]",
          "@30.03 R A[n1,1]",
          "@30.05 200[K1;600]",
          "@100   settle",
          "later  1 {refuted=forbidden cause=refused}"),
};

static const struct sequence_case clients[] = {
    DIAGNOSIS("unproven", "The configured account is out of date: the server has accepted that digest before",
          "lossy  account_wrong_in_client",
          "account bob password=old",
          "@0     R",
          "@0.02  401[n1]",
          "@0.03  R A[n1,1;password=new]",
          "@0.05  200[K1;600]",
          "@300   R A[n1,2;password=new]",
          "@300.02 401[n2]",
          "@300.03 R A[n2,1;password=new]",
          "@300.05 403",
          "@400   settle",
          "later  5 {certain=0 cause=password_refused}"),
    DIAGNOSIS("unproven", "... of another client of the account",
          "lossy  account_wrong_in_client",
          "account bob password=old",
          "@0     R client=2 user=bob",
          "@0.02  401[n1]",
          "@0.03  R client=2 user=bob A[n1,1;password=new]",
          "@0.05  200[K2;600]",
          "@10    R",
          "@10.02 401[n3]",
          "@10.03 R A[n3,1;password=new]",
          "@10.05 403",
          "@400   settle",
          "later  5 {certain=0 cause=too_many_likely}"),
    DIAGNOSIS("unproven", "... or it accepts the other client later",
          "account bob password=old",
          "@0     R",
          "@0.02  401[n1]",
          "@0.03  R A[n1,1;password=new]",
          "@0.05  403  {cause=account_wrong_in_client certain=1}",
          "@10    R client=2 user=bob",
          "@10.02 401[n3]",
          "@10.03 R client=2 user=bob A[n3,1;password=new]",
          "@10.05 200[K2;600]",
          "@400   settle",
          "later  1 {refuted=account_wrong_in_client certain=0}"),
};
/* clang-format on */

void test_unproven(void)
{
    SEQUENCES_ADD(words);
    SEQUENCES_ADD(codes);
    SEQUENCES_ADD(clients);
}
