/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * AORs that name one user in different forms.
 */
#include "state/aor_form.h"

static void forms(void)
{
    struct pool *pool = pool_new();
    struct aors *aors = aors_new(pool);
    struct aor_forms *forms = aor_forms_new();
    struct aor *bob = aors_get(aors, "sip:bob@ex.com");
    struct aor *number = aors_get(aors, "sip:+4930123456@ex.com");

    aor_forms_note(forms, pool, bob);
    aor_forms_note(forms, pool, bob);
    aor_forms_note(forms, pool, number);
    aor_forms_note(forms, pool, aors_get(aors, "sip:ex.com"));
    g_assert_true(aor_forms_find(forms, pool, "sip:BOB@192.0.2.1:5061") == bob);
    g_assert_true(aor_forms_find(forms, pool, "sip:030123456@ex.com") == number);
    g_assert_true(aor_forms_find(forms, pool, "sip:123456@ex.com") == number);
    g_assert_null(aor_forms_find(forms, pool, "sip:040123456@ex.com"));
    g_assert_null(aor_forms_find(forms, pool, "sip:3456@ex.com"));
    g_assert_null(aor_forms_find(forms, pool, "sip:ex.com"));
    g_assert_null(aor_forms_find(forms, pool, "tel:+4930123456"));
    aor_forms_note(forms, pool, aors_get(aors, "sip:bob@example.net"));
    g_assert_null(aor_forms_find(forms, pool, "sip:bob@192.0.2.1"));
    aor_forms_free(forms);
    aor_forms_free(NULL);
    aors_free(aors);
    pool_free(pool);
}

static void domains(void)
{
    g_assert_true(span_is(aor_domain("sip:bob@ex.com"), "ex.com"));
    g_assert_true(span_is(aor_domain("sip:bob@ex.com:5070"), "ex.com"));
    g_assert_true(span_is(aor_domain("sip:bob@[2001:db8::1]"), "[2001:db8::1]"));
    g_assert_true(span_is(aor_domain("sip:bob@[2001:db8::1]:5070"), "[2001:db8::1]"));
    g_assert_cmpuint(aor_domain("sip:ex.com").n, ==, 0);
    g_assert_cmpuint(aor_domain("sip:bob@").n, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/aor_form/one user in several forms", forms);
    g_test_add_func("/aor_form/the domain of an AOR", domains);
    return g_test_run();
}
