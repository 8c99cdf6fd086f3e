/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Redirections: targets and options are remembered up to their limits, for one attempt.
 */
#include "state/redirect.h"

#include "unit/interned.h"

static struct facts response_of(unsigned status, const char *target)
{
    static const struct packet packet = {.frame = 7};
    struct facts facts = {.packet = &packet, .status = status};

    if (target) {
        facts.contacts[0] = (struct facts_contact){.uri = target};
        facts.contact_count = 1;
    }
    return facts;
}

static void which_responses(void)
{
    for (unsigned status = 100; status < 700; status++) {
        struct facts facts = response_of(status, NULL);

        g_assert_cmpint(redirect_is_one(&facts), ==,
                        (status >= 300 && status < 400) || status == 420);
    }
}

static void targets(void)
{
    struct redirect redirect = {0};
    struct facts facts = response_of(302, interned("sip:b.ex.com"));

    redirect_take(&redirect, &facts, interned("sip:a.ex.com"), 1);
    g_assert_cmpuint(redirect.frame, ==, 7);
    g_assert_cmpint(redirect_compare(&redirect, interned("sip:b.ex.com")), ==, COPY_EXACT);
    g_assert_cmpint(redirect_compare(&redirect, interned("sip:c.ex.com")), ==, COPY_OF_ANOTHER);
    g_assert_cmpint(redirect_compare(&redirect, NULL), ==, COPY_OF_ANOTHER);
    g_assert_true(redirect_was_tried(&redirect, interned("sip:A.ex.com")));
    g_assert_false(redirect_was_tried(&redirect, interned("sip:b.ex.com")));

    facts.contact_count = FACTS_CONTACTS_MAX;
    for (unsigned i = 0; i < FACTS_CONTACTS_MAX; i++)
        facts.contacts[i] = (struct facts_contact){.uri = interned("sip:c.ex.com")};
    for (unsigned i = 0; i < 2 * REDIRECT_TRIED_MAX; i++)
        redirect_take(&redirect, &facts, interned("sip:b.ex.com"), 1);
    g_assert_cmpuint(redirect.target_count, ==, REDIRECT_TARGETS_MAX);
    g_assert_true(redirect.targets_cut);
    g_assert_cmpuint(redirect.tried_count, ==, REDIRECT_TRIED_MAX);

    redirect_take(&redirect, &facts, NULL, 2);
    g_assert_cmpuint(redirect.tried_count, ==, 0);
}

static void options(void)
{
    struct redirect redirect = {0};
    struct facts facts = response_of(420, interned("sip:b.ex.com"));

    facts.unsupported_count = FACTS_OPTIONS_MAX;
    for (unsigned i = 0; i < FACTS_OPTIONS_MAX; i++)
        facts.unsupported[i] = "path";
    redirect_take(&redirect, &facts, interned("sip:a.ex.com"), 1);
    g_assert_cmpuint(redirect.unsupported_count, ==, FACTS_OPTIONS_MAX);
    g_assert_cmpuint(redirect.target_count, ==, 0);
    g_assert_cmpuint(redirect.tried_count, ==, 0);
}

static void copies(void)
{
    static const struct {
        const char *target, *uri;
        enum facts_copy copy;
    } rows[] = {
        {"sip:b.ex.com", "sip:B.ex.com", COPY_EXACT},
        {"sip:b.ex.com;method=REGISTER?Subject=x", "sip:b.ex.com", COPY_EXACT},
        {"sip:bob@b.ex.com", "sip:b.ex.com", COPY_WITHOUT_USER},
        {"sip:bob:secret@b.ex.com", "sip:b.ex.com", COPY_WITHOUT_USER},
        {"sip:b.ex.com;transport=tcp", "sip:b.ex.com", COPY_ALTERED},
        {"sip:b.ex.com:5070", "sip:b.ex.com", COPY_ALTERED},
        {"sips:b.ex.com", "sip:b.ex.com", COPY_UNSECURED},
        {"sip:b.ex.com", "sips:b.ex.com", COPY_ALTERED},
        {"sip:b.ex.com", "sip:c.ex.com", COPY_OF_ANOTHER},
        {"mailto:bob@b.ex.com", "sip:b.ex.com", COPY_OF_ANOTHER},
        {NULL, "sip:b.ex.com", COPY_OF_ANOTHER},
        {"sip:b.ex.com", NULL, COPY_OF_ANOTHER},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpint(facts_compare_copy(interned(rows[i].target), interned(rows[i].uri)), ==,
                        rows[i].copy);
    g_assert_true(facts_uri_is_sips("sips:ex.com"));
    g_assert_false(facts_uri_is_sips("sip:ex.com"));
    g_assert_false(facts_uri_is_sips(NULL));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/redirect/which responses", which_responses);
    g_test_add_func("/redirect/targets and earlier Request-URIs", targets);
    g_test_add_func("/redirect/options", options);
    g_test_add_func("/redirect/copies of a target", copies);
    return g_test_run();
}
