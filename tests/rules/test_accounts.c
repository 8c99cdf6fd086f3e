/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Configured accounts: the verdict on the credentials in each message.
 */
#include "sequence.h"

#define AKA_NONCE "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5Sp/6w1Tfr7M"
#define AKA_ACCOUNT                                                                                \
    "account alice@ims.example k=465b5ce8b199b49faa5f0a2ee238a6bc "                                \
    "opc=cd63cb71954a9f4e48a5994e37a02baf"
#define AKA_REQUEST                                                                                \
    "R user=alice uri=sip:ims.example A[" AKA_NONCE ",1;user=alice@ims.example;realm=ims.example"

/* clang-format off */
static const struct sequence_case cases[] = {
    MODEL("accounts", "The right password",
          "account bob password=secret",
          "@0    R               {digest.count=0 digest.verdict=-}",
          "@0.02 401[n1]         {digest.verdict=-}",
          "@0.03 R A[n1,1]       {digest.verdict=correct digest.algorithm=MD5}",
          "@0.05 200[K1;3600]    {digest.verdict=- digest.rspauth=-}"),
    MODEL("accounts", "Without accounts there is no verdict",
          "@0    R",
          "@0.02 401[n1]",
          "@0.03 R A[n1,1]       {digest.count=0 digest.verdict=-}",
          "@0.05 200[K1;3600] rspauth=secret  {digest.rspauth=-}"),
    MODEL("accounts", "An account of another user",
          "account carol password=secret",
          "@0    R",
          "@0.02 401[n1]",
          "@0.03 R A[n1,1]       {digest.verdict='not checked: no account'}",
          "@0.05 200[K1;3600]"),
    MODEL("accounts", "SHA-256, with an account for this realm only",
          "account bob password=secret realm=ex.com",
          "@0    R",
          "@0.02 401[n1;SHA-256]",
          "@0.03 R A[n1,1;SHA-256]  {digest.verdict=correct digest.algorithm=SHA-256}",
          "@0.05 200[K1;3600]"),
    MODEL("accounts", "No qop, and no algorithm",
          "account bob password=secret",
          "may auth.qop_missing",
          "@0    R",
          "@0.02 401[n1;no-qop;no-algorithm]",
          "@0.03 R A[n1,-;no-algorithm]  {digest.verdict=correct digest.algorithm=MD5}",
          "@0.05 200[K1;3600]"),
    MODEL("accounts", "An HA1 instead of a password",
          "account bob ha1-md5=A01f5e0ca38ebc8c3d4f8b8dd6ba2f4d",
          "may auth.rejected",
          "@0    R",
          "@0.02 401[n1]",
          "@0.03 R A[n1,1]       {digest.verdict='wrong password'}",
          "@0.05 401[n2]"),
    MODEL("accounts", "The digest was computed for the previous realm",
          "account bob password=secret",
          "may auth.rejected auth.realm_changed retry.auth_missing retry.challenge_ignored",
          "@0    R",
          "@0.02 401[n1;realm=old.example]",
          "@1    R",
          "@1.02 401[n2]",
          "@1.03 R A[n2,1;made-realm=old.example]  {digest.verdict='wrong response; right for realm \"old.example\"'}",
          "@1.05 401[n3]"),
    MODEL("accounts", "A proxy and a registrar: a verdict for each",
          "account bob password=secret realm=ex.com",
          "account bob password=other realm=proxy",
          "@0    R",
          "@0.02 407[p1;realm=proxy]",
          "@0.03 R P[p1,1;realm=proxy;password=other]  {digest.verdict=correct}",
          "@0.05 401[n1]",
          "@0.06 R P[p1,2;realm=proxy;password=other] A[n1,1]  {digest.count=2 digest.verdict=correct}",
          "@0.08 200[K1;3600]"),
    MODEL("accounts", "The credentials were cut off by the capture",
          "account bob password=secret",
          "@0    R",
          "@0.02 401[n1]",
          "@0.03 R A[n1,1] cut=Authorization  {digest.count=0}",
          "@0.05 200[K1;3600]"),
    MODEL("accounts", "auth-int over an empty body",
          "account bob password=secret",
          "may auth.authint",
          "@0    R",
          "@0.02 401[n1;qop=auth-int]",
          "@0.03 R A[n1,1;qop=auth-int]  {digest.verdict=correct}",
          "@0.05 200[K1;3600]"),
    MODEL("accounts", "A retransmission and a forwarded copy get the same verdict",
          "account bob password=secret",
          "may txn.retransmission",
          "@0    R",
          "@0.02 401[n1]",
          "@0.03 R A[n1,1]",
          "@0.53 again=3         {digest.verdict=correct}",
          "@0.54 relay=3         {digest.verdict=correct}",
          "@0.56 200[K1;3600] answers=3  {digest.verdict=-}"),
    MODEL("accounts", "AKA: response, MAC and sequence number",
          AKA_ACCOUNT,
          "may auth.uri_mismatch reg.domain_mismatch auth.username_differs",
          "@0    R user=alice uri=sip:ims.example",
          "@0.02 401[" AKA_NONCE ";AKAv1-MD5;realm=ims.example]",
          "@0.03 " AKA_REQUEST ";AKAv1-MD5;response=17d13233c3b2705d7855bae22a8bd5bf]"
              "  {digest.verdict=correct digest.algorithm=AKAv1-MD5 digest.aka.mac=correct digest.aka.sqn=281044218590727}",
          "@0.05 200[K1;3600]"),
    MODEL("accounts", "AKA: a different key",
          "account alice k=465b5ce8b199b49faa5f0a2ee238a6bc op=ff53bade17df5d4e793073ce9d7579fa",
          "may auth.uri_mismatch reg.domain_mismatch auth.username_differs",
          "@0    R user=alice uri=sip:ims.example",
          "@0.02 401[" AKA_NONCE ";AKAv1-MD5;realm=ims.example]",
          "@0.03 " AKA_REQUEST ";AKAv1-MD5;response=17d13233c3b2705d7855bae22a8bd5bf]"
              "  {digest.verdict='wrong password' digest.aka.mac=wrong}",
          "@0.05 200[K1;3600]"),
};
/* clang-format on */

void test_accounts(void)
{
    SEQUENCES_ADD(cases);
}
