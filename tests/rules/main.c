/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sequence.h"

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    test_request();
    test_refresh();
    test_response();
    test_retry();
    test_digest();
    test_transaction();
    test_nat();
    test_outbound();
    test_regevent();
    test_security();
    test_metric();
    test_model();
    test_pitfalls();
    return g_test_run();
}
