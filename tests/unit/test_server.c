/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Records of servers, by address.
 */
#include "state/server.h"

#include <glib.h>

static struct endpoint at(unsigned last, unsigned port)
{
    return (struct endpoint){
        .family = ENDPOINT_IPV4, .ip = {192, 0, 2, (uint8_t)last}, .port = (uint16_t)port};
}

static void one_record_an_address(void)
{
    struct servers *servers = servers_new();
    struct endpoint sip = at(1, 5060), sips = at(1, 5061), other = at(2, 5060);
    struct server_record *record = servers_get(servers, &sip);

    g_assert_false(record->has_responded);
    record->has_responded = true;
    g_assert_true(servers_get(servers, &sips) == record);
    g_assert_false(servers_get(servers, &other)->has_responded);
    servers_free(servers);
}

static void backoffs_of_pairs(void)
{
    struct servers *servers = servers_new();
    struct endpoint server = at(1, 5060), client = at(7, 1024), same = at(7, 1025),
                    other = at(8, 1024);
    struct backoff *backoff;

    g_assert_null(servers_backoff(servers, &client, &server, false));
    backoff = servers_backoff(servers, &client, &server, true);
    backoff->seconds = 120;
    g_assert_true(servers_backoff(servers, &same, &server, false) == backoff);
    g_assert_null(servers_backoff(servers, &other, &server, false));
    servers_free(servers);
}

static void nothing_to_free(void)
{
    servers_free(NULL);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/server/one record per address", one_record_an_address);
    g_test_add_func("/server/backoffs of pairs", backoffs_of_pairs);
    g_test_add_func("/server/nothing to free", nothing_to_free);
    return g_test_run();
}
