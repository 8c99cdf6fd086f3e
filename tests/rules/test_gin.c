/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The bulk registration of a PBX.
 */
#include "sequence.h"

#define BULK                                                                                       \
    "user=pbx contact='<sip:10.0.0.1;bnc>' header='Require: gin' header='Proxy-Require: gin'"

/* clang-format off */
static const struct sequence_case cases[] = {
    FIRES("gin.bnc_not_confirmed", "The registrar lists the Contact without the parameter",
          "@0    R " BULK,
          "@0.02 401[n1]",
          "@0.03 R " BULK " A[n1,1]",
          "@0.05 200[<sip:10.0.0.1>;3600]  -> gin.bnc_not_confirmed"),
    FIRES("gin.bnc_not_confirmed", "Over TCP, the option among others and in another spelling, a refresh loses it",
          "@0     R transport=tcp user=pbx contact='<sip:10.0.0.1:5062;transport=tcp;BNC>' header='Require: path, GIN'",
          "@0.02  200[<sip:10.0.0.1:5062;transport=tcp;bnc>;120]",
          "@60    R transport=tcp user=pbx contact='<sip:10.0.0.1:5062;transport=tcp;BNC>' header='Require: path, GIN'",
          "@60.02 200[<sip:10.0.0.1:5062;transport=tcp>;120]  -> gin.bnc_not_confirmed"),
    SILENT("gin.bnc_not_confirmed", "The registrar confirms it",
          "@0    R " BULK,
          "@0.02 401[n1]",
          "@0.03 R " BULK " A[n1,1]",
          "@0.05 200[<sip:10.0.0.1;bnc>;3600]",
          "healthy"),
    SILENT("gin.bnc_not_confirmed", "... in other letters",
          "@0    R " BULK,
          "@0.02 200[<sip:10.0.0.1;BNC>;3600]"),
    SILENT("gin.bnc_not_confirmed", "The PBX does not require it, so the registrar may ignore it",
          "@0    R user=pbx contact='<sip:10.0.0.1;bnc>'",
          "@0.02 200[<sip:10.0.0.1>;3600]"),
    SILENT("gin.bnc_not_confirmed", "The registrar refuses the extension",
          "@0    R " BULK,
          "@0.02 420 header='Unsupported: gin'"),
    SILENT("gin.bnc_not_confirmed", "The Contact is not listed at all",
          "@0    R " BULK,
          "@0.02 200[K2;3600]",
          "somewhere ok.binding_missing"),
    SILENT("gin.bnc_not_confirmed", "A removal",
          "@0    R " BULK,
          "@0.02 200[<sip:10.0.0.1;bnc>;3600]",
          "@60   R " BULK " expires=0",
          "@60.02 200[]"),
};
/* clang-format on */

void test_gin(void)
{
    SEQUENCES_ADD(cases);
}
