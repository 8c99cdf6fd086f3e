/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Keep-alives of GB/T 28181.
 */
#include "sequence.h"

#define CAMERA "user=34020000001320000001 expires=3600"
#define HEARTBEAT(type, command)                                                                   \
    "MESSAGE user=34020000001320000001 call-id=h% to=34020000002000000001 "                        \
    "header='Content-Type: " type                                                                  \
    "' body='<?xml version=\"1.0\" encoding=\"GB2312\"?>\r\n<Notify>\r\n<CmdType>" command         \
    "</CmdType>\r\n<SN>7</SN>\r\n</Notify>\r\n'"
#define KEEPALIVE HEARTBEAT("Application/MANSCDP+xml", "Keepalive")
#define BOUND     "@0    R " CAMERA, "@0.02 401[n1]", "@0.03 R " CAMERA " A[n1,1]", "@0.05 200[K1;3600]"

/* clang-format off */
static const struct sequence_case cases[] = {
    FIRES("gb.keepalive_refused", "The platform was restarted and no longer knows the device",
          BOUND,
          "repeat 2 every 60",
          "+60    " KEEPALIVE,
          "+0.01  200",
          "end",
          "repeat 1 every 60",
          "+60    " KEEPALIVE,
          "+0.01  403  -> gb.keepalive_refused  {diagnosis='the platform has forgotten the registration'}",
          "end"),
    FIRES("gb.keepalive_refused", "Over TCP, with 404, and the type in other letters",
          "@0     R transport=tcp " CAMERA,
          "@0.02  200[K1;3600]",
          "repeat 1 every 60",
          "+60    " HEARTBEAT("application/manscdp+xml;charset=gb2312", " keepalive") " transport=tcp",
          "+0.01  404  -> gb.keepalive_refused",
          "end"),
    SILENT("gb.keepalive_refused", "The platform accepts each",
          BOUND,
          "repeat 4 every 60",
          "+60    " KEEPALIVE,
          "+0.01  200",
          "end",
          "healthy"),
    SILENT("gb.keepalive_refused", "The platform challenges it",
          BOUND,
          "repeat 1 every 60",
          "+60    " KEEPALIVE,
          "+0.01  401[n7]",
          "end"),
    SILENT("gb.keepalive_refused", "What is refused is the form of the message",
          BOUND,
          "repeat 1 every 60",
          "+60    " KEEPALIVE,
          "+0.01  400",
          "end"),
    SILENT("gb.keepalive_refused", "The platform is overloaded",
          BOUND,
          "repeat 1 every 60",
          "+60    " KEEPALIVE,
          "+0.01  503",
          "end"),
    SILENT("gb.keepalive_refused", "Another command",
          BOUND,
          "repeat 1 every 60",
          "+60    " HEARTBEAT("Application/MANSCDP+xml", "Catalog"),
          "+0.01  403",
          "end"),
    SILENT("gb.keepalive_refused", "A text message",
          BOUND,
          "repeat 1 every 60",
          "+60    " HEARTBEAT("text/plain", "Keepalive"),
          "+0.01  403",
          "end"),
    SILENT("gb.keepalive_refused", "The device has no registration any more",
          BOUND,
          "@60    R user=34020000001320000001 expires=0 A[n1,2]",
          "@60.02 200[]",
          "repeat 1 every 60",
          "+60    " KEEPALIVE,
          "+0.01  403",
          "end"),
    SILENT("gb.keepalive_refused", "The capture does not show that the device is registered",
          "repeat 1 every 60",
          "+60    " KEEPALIVE,
          "+0.01  403",
          "end"),
    DIAGNOSIS("gb", "A platform that forgets a device is named",
              BOUND,
              "repeat 1 every 60",
              "+60    " KEEPALIVE,
              "+0.01  403  -> gb.keepalive_refused  {cause=forgotten_by_platform}",
              "end"),
    DIAGNOSIS("gb", "It has not forgotten the device that it calls",
              BOUND,
              "repeat 1 every 60",
              "+60    " KEEPALIVE,
              "+0.01  403  -> gb.keepalive_refused",
              "end",
              "+10    INVITE uri=sip:34020000001320000001@10.0.0.1:5060 src=10.0.0.9:5060 dst=10.0.0.1:5060 call-id=p1 "
                  "to=34020000001320000001 from=34020000002000000001",
              "later  1 {refuted=forgotten_by_platform}"),
};
/* clang-format on */

void test_gb(void)
{
    SEQUENCES_ADD(cases);
}
