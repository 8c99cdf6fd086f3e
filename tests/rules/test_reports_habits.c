/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Reports in which it is the client itself that moves, comes back, goes by another time, or leaves something behind.
 */
#include "sequence.h"

#define APP       "<sip:bob@192.168.1.20:5060;pn-provider=apns;pn-prid=77>"
#define APP_AT    "sent-by=192.168.1.20:5060 contact='" APP "' expires=86400"
#define APP_BOUND "200[" APP ";86400]"
#define PHONE_AT                                                                                   \
    "src=192.168.1.20:5060 sent-by=192.168.1.20:5060 contact='<sip:bob@192.168.1.20:5060>'"
#define PHONE_BOUND       "200[<sip:bob@192.168.1.20:5060>;3600]"
#define AT(address, port) " received=" address " rport=" port

/* clang-format off */
static const struct sequence_case moves[] = {
    DIAGNOSIS("moves", "A phone on a cable notices nothing: its line got another address, and its refresh shows it",
          "@0     R A[n0,1] " PHONE_AT,
          "@0.02  " PHONE_BOUND AT("203.0.113.7", "49001"),
          "@2900  R A[n0,2] " PHONE_AT,
          "@2900.02 " PHONE_BOUND AT("198.51.100.9", "1024") "  {cause=public_address_changed certain=0}"),
    DIAGNOSIS("moves", "... it registers long before a refresh is due: it has noticed",
          "@0     R A[n0,1] " PHONE_AT,
          "@0.02  " PHONE_BOUND AT("203.0.113.7", "49001"),
          "@900   R " PHONE_AT,
          "@900.02 401[n1]" AT("198.51.100.9", "1024") "  {cause=-}",
          "@900.03 R A[n1,1] " PHONE_AT,
          "@900.05 " PHONE_BOUND AT("198.51.100.9", "1024") "  {cause=-}",
          "@1000  settle",
          "later  6 {diagnosis=-}"),
    DIAGNOSIS("moves", "... it was unplugged and carried elsewhere: its Contact says where it is",
          "@0     R A[n0,1] transport=tcp src=192.0.2.7:49001 contact='<sip:bob@192.0.2.7:5060;transport=tcp>;instance=A'",
          "@0.02  200[<sip:bob@192.0.2.7:5060;transport=tcp>;3600]",
          "@100   fin 192.0.2.7:49001 10.0.0.9:5060",
          "@2900  R A[n0,2] transport=tcp src=198.51.100.9:50100 contact='<sip:bob@198.51.100.9:5060;transport=tcp>;instance=A' call-id=c7",
          "@2900.02 200[<sip:bob@198.51.100.9:5060;transport=tcp>;3600]  {cause=-}",
          "never  nat.rebinding",
          "@3000  settle",
          "later  5 {diagnosis=-}"),
    DIAGNOSIS("moves", "An app sleeps until a push wakes it, at another address of the mobile network",
          "@0     R A[n0,1] src=203.0.113.7:49001 " APP_AT,
          "@0.02  " APP_BOUND AT("203.0.113.7", "49001"),
          "@50000 R A[n0,2] src=198.51.100.9:1024 " APP_AT,
          "@50000.02 " APP_BOUND AT("198.51.100.9", "1024") "  {cause=-}",
          "@60000 settle",
          "later  4 {diagnosis=-}"),
    DIAGNOSIS("moves", "... behind another port of its NAT: no mapping has to last until then",
          "@0     R A[n0,1] src=192.168.1.20:5060 " APP_AT,
          "@0.02  " APP_BOUND AT("203.0.113.7", "49001"),
          "@50000 R A[n0,2] src=192.168.1.20:5060 " APP_AT,
          "@50000.02 " APP_BOUND AT("203.0.113.7", "1024") "  {cause=-}",
          "@60000 settle",
          "later  4 {diagnosis=-}"),
    DIAGNOSIS("moves", "... without a push it is the timeout of the NAT",
          "@0     R A[n0,1] " PHONE_AT,
          "@0.02  " PHONE_BOUND AT("203.0.113.7", "49001"),
          "@2900  R A[n0,2] " PHONE_AT,
          "@2900.02 " PHONE_BOUND AT("203.0.113.7", "1024") "  {cause=nat_mapping_changed}"),
};
/* clang-format on */

void test_reports_habits(void)
{
    SEQUENCES_ADD(moves);
}
