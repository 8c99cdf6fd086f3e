/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The REGISTER by itself.
 */
#include "sequence.h"

/* clang-format off */
static const struct sequence_case cases[] = {
    FIRES("reg.mandatory_missing", "A REGISTER without Call-ID",
          "@0 R drop=Call-ID       -> reg.mandatory_missing"),
    FIRES("reg.mandatory_missing", "A REGISTER without To",
          "@0 R drop=To            -> reg.mandatory_missing"),
    FIRES("reg.mandatory_missing", "A REGISTER without From",
          "@0 R drop=From          -> reg.mandatory_missing"),
    FIRES("reg.mandatory_missing", "A REGISTER without CSeq",
          "@0 R drop=CSeq          -> reg.mandatory_missing"),
    FIRES("reg.mandatory_missing", "A REGISTER without Via",
          "@0 R drop=Via           -> reg.mandatory_missing"),
    FIRES("reg.mandatory_missing", "A REGISTER without Max-Forwards",
          "@0 R drop=Max-Forwards  -> reg.mandatory_missing"),
    FIRES("reg.mandatory_missing", "An RFC 2543 client knows no Max-Forwards: a Note",
          "@0 R drop=Max-Forwards no-cookie  -> reg.mandatory_missing:note"),
    SILENT("reg.mandatory_missing", "A REGISTER without Contact is a fetch",
          "@0 R contact=none expires=none",
          "@0.02 200[]"),
    SILENT("reg.mandatory_missing", "Compact header names count",
          "@0 R drop=To header='t: <sip:bob@ex.com>' drop=From header='f: <sip:bob@ex.com>;tag=f1' "
              "drop=Call-ID header='i: c1' drop=Via header='v: SIP/2.0/UDP 10.0.0.1:5060;rport;branch=z9hG4bKv'"),
    SILENT("reg.mandatory_missing", "The snapshot length cut the header away",
          "@0 R cut=Call-ID"),
    FIRES("reg.uri_userinfo", "The Request-URI is the AOR",
          "@0 R uri=sip:bob@ex.com -> reg.uri_userinfo"),
    FIRES("reg.uri_userinfo", "The Request-URI has an @ and no user",
          "@0 R uri=sip:@ex.com    -> reg.uri_userinfo"),
    SILENT("reg.uri_userinfo", "The Request-URI has a port and a transport",
          "@0 R uri=sip:ex.com:5060;transport=tcp"),
    SILENT("reg.uri_userinfo", "The Request-URI is the Contact of a redirection",
          "@0    R",
          "@0.02 302[<sip:bob@10.0.0.8>]",
          "@0.03 R uri=sip:bob@10.0.0.8 dst=10.0.0.8:5060"),
    FIRES("reg.to_tag", "The retry takes To over from the 401, with its tag",
          "@0    R",
          "@0.02 401[n1]",
          "@0.03 R A[n1,1] to-tag=s1  -> reg.to_tag",
          "@0.05 200[K1;3600] to='<sip:bob@ex.com>;tag=s1'"),
    SILENT("reg.to_tag", "Only the answers have a To tag",
          CHALLENGED_AND_ACCEPTED),
    SILENT("reg.to_tag", "The To URI has a tag parameter inside its brackets",
          "@0 R to='<sip:bob@ex.com;tag=s1>'"),
    FIRES("reg.udp_oversize", "1400 bytes over UDP",
          "@0 R size=1400 -> reg.udp_oversize"),
    FIRES("reg.udp_oversize", "1301 bytes over UDP",
          "@0 R size=1301 -> reg.udp_oversize"),
    FIRES("reg.udp_oversize", "1000 bytes where the preference says 900",
          "set udp_size_max=900",
          "@0 R size=1000 -> reg.udp_oversize"),
    SILENT("reg.udp_oversize", "1300 bytes over UDP",
          "@0 R size=1300"),
    SILENT("reg.udp_oversize", "1250 bytes over UDP",
          "@0 R size=1250"),
    SILENT("reg.udp_oversize", "1400 bytes over TCP",
          "@0 R size=1400 transport=tcp"),
    SILENT("reg.udp_oversize", "1400 bytes where the path is known to carry 1500",
          "set udp_size_max=1500",
          "@0 R size=1400"),
    SILENT("reg.udp_oversize", "A long answer",
          "@0    R",
          "@0.02 401[n1] size=1400"),
    FIRES("reg.cseq_method", "The CSeq is that of an INVITE",
          "@0    R drop=CSeq header='CSeq: 1 INVITE'  -> reg.cseq_method"),
    SILENT("reg.cseq_method", "CSeq 0 is legal",
           "@0    R cseq=0"),
    SILENT("reg.cseq_method", "The CSeq was cut away",
           "@0    R cut=CSeq"),
};
/* clang-format on */

void test_request(void)
{
    SEQUENCES_ADD(cases);
}
