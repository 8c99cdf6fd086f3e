/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * SIPS URIs in a REGISTER.
 */
#include "sequence.h"

/* clang-format off */
static const struct sequence_case cases[] = {
    FIRES("reg.sips_aor_sip_contact", "A sips AOR with a sip Contact",
          "@0 R to='<sips:bob@ex.com>' from='<sips:bob@ex.com>' contact='<sip:bob@10.0.0.1>' -> reg.sips_aor_sip_contact"),
    FIRES("reg.sips_aor_sip_contact", "One of two Contacts is sip",
          "@0 R to='<sips:bob@ex.com>' from='<sips:bob@ex.com>' contact='<sips:bob@10.0.0.1>' contact='<sip:bob@10.0.0.2>' -> reg.sips_aor_sip_contact"),
    SILENT("reg.sips_aor_sip_contact", "A sip AOR over TLS",
           "@0 R transport=tls contact='<sip:bob@10.0.0.1>'"),
    SILENT("reg.sips_aor_sip_contact", "Everything is sips",
           "healthy",
           "@0 R uri=sips:ex.com to='<sips:bob@ex.com>' from='<sips:bob@ex.com>' transport=tls contact='<sips:bob@10.0.0.1>'"),
    SILENT("reg.sips_aor_sip_contact", "The sip Contact is removed",
           "@0 R to='<sips:bob@ex.com>' from='<sips:bob@ex.com>' contact='<sip:bob@10.0.0.1>;0' contact='<sips:bob@10.0.0.1:5061>'"),
    SILENT("reg.sips_aor_sip_contact", "The Contact is an https URI",
           "@0 R to='<sips:bob@ex.com>' from='<sips:bob@ex.com>' contact='<https://ex.com/bob>'"),
    SILENT("reg.sips_aor_sip_contact", "IPsec secures the Contact in IMS",
           "@0 R to='<sips:bob@ims.mnc001.mcc262.3gppnetwork.org>' from='<sips:bob@ims.mnc001.mcc262.3gppnetwork.org>' "
              "uri=sip:ims.mnc001.mcc262.3gppnetwork.org contact='<sip:bob@10.0.0.1>'"),
    FIRES("reg.sips_contact_sip_aor", "A sips Contact for a sip AOR",
          "@0 R transport=tls contact='<sips:bob@10.0.0.1>' -> reg.sips_contact_sip_aor"),
    FIRES("reg.sips_contact_sip_aor", "Only the From is sip",
          "@0 R transport=tls to='<sips:bob@ex.com>' contact='<sips:bob@10.0.0.1>' -> reg.sips_contact_sip_aor"),
    SILENT("reg.sips_contact_sip_aor", "One sip and one sips Contact",
           "@0 R contact='<sips:bob@10.0.0.1>' contact='<sip:bob@10.0.0.2>'"),
    SILENT("reg.sips_contact_sip_aor", "The sips Contact is removed",
           "@0 R contact='<sips:bob@10.0.0.1>;0' expires=none"),
    SILENT("reg.sips_contact_sip_aor", "All Contacts are removed",
           "@0 R contact=* expires=0"),
    SILENT("reg.sips_contact_sip_aor", "A fetch",
           "@0 R contact=none"),
    FIRES("reg.sips_ruri_contact", "A sips registrar and a sip Contact",
          "@0 R uri=sips:ex.com transport=tls contact='<sip:bob@10.0.0.1>' -> reg.sips_ruri_contact"),
    FIRES("reg.sips_ruri_contact", "A sips outbound proxy and a sip Contact",
          "@0 R header='Route: <sips:10.0.0.5;lr>, <sip:10.0.0.6;lr>' transport=tls -> reg.sips_ruri_contact"),
    SILENT("reg.sips_ruri_contact", "Only the second Route is sips",
           "@0 R header='Route: <sip:10.0.0.5;lr>' header='Route: <sips:10.0.0.6;lr>' transport=tls"),
    SILENT("reg.sips_ruri_contact", "A sip registrar over TLS",
           "@0 R transport=tls contact='<sip:bob@10.0.0.1>'"),
    SILENT("reg.sips_ruri_contact", "A fetch",
           "@0 R uri=sips:ex.com transport=tls contact=none"),
    SILENT("reg.sips_ruri_contact", "All Contacts are removed",
           "@0 R uri=sips:ex.com transport=tls contact=* expires=0"),
    SILENT("reg.sips_ruri_contact", "The AOR is sips too, and only that is reported",
           "@0 R uri=sips:ex.com to='<sips:bob@ex.com>' from='<sips:bob@ex.com>' transport=tls contact='<sip:bob@10.0.0.1>' -> reg.sips_aor_sip_contact"),
    FIRES("reg.sips_cleartext", "A sips registrar over UDP",
          "@0 R uri=sips:ex.com to='<sips:bob@ex.com>' from='<sips:bob@ex.com>' contact='<sips:bob@10.0.0.1>' -> reg.sips_cleartext"),
    FIRES("reg.sips_cleartext", "A sips registrar over TCP",
          "@0 R uri=sips:ex.com to='<sips:bob@ex.com>' from='<sips:bob@ex.com>' transport=tcp contact='<sips:bob@10.0.0.1>' -> reg.sips_cleartext"),
    SILENT("reg.sips_cleartext", "A sips registrar over TLS",
           "@0 R uri=sips:ex.com to='<sips:bob@ex.com>' from='<sips:bob@ex.com>' transport=tls contact='<sips:bob@10.0.0.1>'"),
    SILENT("reg.sips_cleartext", "A proxy of the domain forwards it over UDP",
           "@0 R uri=sips:ex.com to='<sips:bob@ex.com>' from='<sips:bob@ex.com>' contact='<sips:bob@10.0.0.1>' src=10.0.0.5:5060 sent-by=10.0.0.5:5060 "
              "via='SIP/2.0/TLS 10.0.0.1:5061;branch=z9hG4bKx1'"),
    SILENT("reg.sips_cleartext", "The Via still says TLS behind a TLS terminator",
           "@0 R uri=sips:ex.com to='<sips:bob@ex.com>' from='<sips:bob@ex.com>' contact='<sips:bob@10.0.0.1>' transport=tcp drop=Via "
              "header='Via: SIP/2.0/TLS 10.0.0.1:5061;branch=z9hG4bKx1;rport'"),
    SILENT("reg.sips_cleartext", "IPsec in IMS",
           "@0 R uri=sips:ims.mnc001.mcc262.3gppnetwork.org to='<sips:bob@ims.mnc001.mcc262.3gppnetwork.org>' "
              "from='<sips:bob@ims.mnc001.mcc262.3gppnetwork.org>' contact='<sips:bob@10.0.0.1>'"),
    FIRES("reg.transport_tls", "A Contact with transport=tls",
          "@0 R transport=tls contact='<sip:bob@10.0.0.1;transport=tls>' -> reg.transport_tls"),
    FIRES("reg.transport_tls", "A Request-URI with transport=tls",
          "@0 R transport=tls uri=sip:ex.com;transport=TLS -> reg.transport_tls"),
    FIRES("reg.transport_tls", "A Route with transport=tls",
          "@0 R transport=tls header='Route: <sip:10.0.0.5;transport=tls;lr>' -> reg.transport_tls"),
    FIRES("reg.transport_tls", "A Path with transport=tls",
          "@0 R transport=tls header='Path: <sip:10.0.0.5;lr>, <sip:10.0.0.6;transport=tls;lr>' header='Supported: path' "
              "-> reg.transport_tls"),
    SILENT("reg.transport_tls", "TLS only in the Via",
           "healthy",
           "@0 R transport=tls contact='<sip:bob@10.0.0.1;transport=tcp>'"),
};
/* clang-format on */

void test_sips(void)
{
    SEQUENCES_ADD(cases);
}
