/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sequence.h"

#include "sentences.h"
#include "worker.h"

int main(int argc, char **argv)
{
    int failed, leaked;

    g_test_init(&argc, &argv, NULL);
    test_request();
    test_contact();
    test_sips();
    test_transaction();
    test_delivery();
    test_via();
    test_retransmission();
    test_response();
    test_redirect();
    test_interval();
    test_retry();
    test_challenge();
    test_realm();
    test_downgrade();
    test_credentials();
    test_digest();
    test_authinfo();
    test_bearer();
    test_nonce();
    test_shared_nonce();
    test_rejection();
    test_stale();
    test_aka();
    test_secagree();
    test_granted();
    test_listed();
    test_removal();
    test_order();
    test_change();
    test_refresh();
    test_binding();
    test_call();
    test_connection();
    test_nat();
    test_outbound();
    test_flow();
    test_keepalive();
    test_capture();
    test_path();
    test_sroute();
    test_gruu();
    test_gin();
    test_gb();
    test_push();
    test_ims();
    test_regevent();
    test_security();
    test_pattern();
    test_metric();
    test_accounts();
    test_diagnosis();
    test_withdrawals();
    test_refutations();
    test_outages();
    test_reports();
    test_reports_silence();
    test_reports_networks();
    test_reach();
    test_calls();
    test_limits();
    test_upstream();
    test_reports_reaction();
    test_certainty();
    test_unproven();
    test_doubts();
    test_reports_auth();
    test_reports_proof();
    test_reports_cause();
    test_reports_bound();
    test_reports_access();
    test_reports_elsewhere();
    test_reports_missed();
    test_reports_alike();
    test_differences();
    test_refusals();
    test_codes();
    test_lost_connections();
    test_late_responses();
    test_reports_unanswered();
    test_reports_wrong();
    test_reports_course();
    test_general();
    test_reports_address();
    test_reports_stops();
    test_reports_habits();
    test_reports_evidence();
    test_model();
    test_pitfalls();
    test_healthy();
    test_healthy_networks();
    test_healthy_looks();
    test_healthy_times();
    test_field_kinds();
    sentences_add();
    failed = g_test_run();
    leaked = worker_end();
    return failed ? failed : leaked;
}
