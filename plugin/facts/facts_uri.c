/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Comparing and parsing interned URIs, the only text that state keeps.
 */
#include "facts/known_uri.h"
#include "facts/reading.h"

/* What shows at a glance that two URIs differ. */
struct both_marks {
    const struct sip_uri_marks *left, *right;
};

/* False: one has none. */
static bool take_marks(const char *a, const char *b, struct both_marks *marks)
{
    const struct known_uri *left = known_uri_find(a), *right = known_uri_find(b);

    *marks = (struct both_marks){left ? left->marks : NULL, right ? right->marks : NULL};
    return marks->left && marks->right;
}

static bool read_both(const char *a, const char *b, struct sip_uri *left, struct sip_uri *right)
{
    return sip_uri_read(span_of(a), left) && sip_uri_read(span_of(b), right);
}

bool facts_same_uri(const char *a, const char *b)
{
    struct both_marks marks;
    struct sip_uri left, right;

    if (a == b || !a || !b)
        return a == b && a;
    if (take_marks(a, b, &marks) && !sip_uri_may_be_equal(marks.left, marks.right))
        return false;
    return read_both(a, b, &left, &right) && sip_uri_equal(&left, &right);
}

bool facts_is_alike(const char *a, const char *b, bool any_port)
{
    struct both_marks marks;
    struct sip_uri left, right;

    if (a == b || !a || !b)
        return a == b && a;
    if (take_marks(a, b, &marks) && !sip_uri_may_be_alike(marks.left, marks.right, any_port))
        return false;
    return read_both(a, b, &left, &right) && sip_uri_is_alike(&left, &right, any_port);
}

bool facts_is_same_target(const char *a, const char *b)
{
    struct both_marks marks;
    struct sip_uri left, right;

    if (!a || !b)
        return false;
    if (take_marks(a, b, &marks) && !sip_uri_may_be_same_target(marks.left, marks.right))
        return false;
    return read_both(a, b, &left, &right) && sip_uri_is_same_target(&left, &right);
}

bool facts_same_host(const char *a, const char *b)
{
    struct both_marks marks;
    struct endpoint left_ip = {0}, right_ip = {0};
    struct sip_uri left, right;

    if (!a || !b)
        return false;
    if (take_marks(a, b, &marks) && marks.left->host != marks.right->host)
        return false;
    if (!read_both(a, b, &left, &right))
        return false;
    if (endpoint_read_ip(left.host, &left_ip) && endpoint_read_ip(right.host, &right_ip))
        return endpoint_same_ip(&left_ip, &right_ip);
    return sip_host_equal(left.host, right.host);
}

static void reduce_to_user(struct sip_uri *uri)
{
    uri->is_sips = false;
    uri->params = SPAN_NONE;
    uri->port = 0;
}

bool facts_same_user(const char *a, const char *b)
{
    struct sip_uri left, right;

    if (a == b)
        return a != NULL;
    if (!a || !b || !read_both(a, b, &left, &right) || !left.is_sip || !right.is_sip)
        return false;
    reduce_to_user(&left);
    reduce_to_user(&right);
    return sip_uri_is_same_target(&left, &right);
}

bool facts_is_other_resource(const struct facts *facts, const char *uri)
{
    return uri && uri[0] && facts->request_uri && !facts_same_uri(uri, facts->request_uri) &&
           !facts_same_user(uri, facts->request_uri);
}

bool facts_same_but_secure(const char *a, const char *b)
{
    struct sip_uri left, right;

    if (!a || !b || !read_both(a, b, &left, &right) || !left.is_sip || !right.is_sip ||
        left.is_sips == right.is_sips)
        return false;
    left.scheme = right.scheme;
    return sip_uri_equal(&left, &right);
}

/* The user part of a URI; false: it is none of SIP. */
static bool read_user(const char *uri, struct span *user)
{
    const struct known_uri *known = uri ? known_uri_find(uri) : NULL;
    struct sip_uri read;

    if (known && known->is_sip)
        *user = known_uri_user(known);
    else if (uri && sip_uri_read(span_of(uri), &read) && read.is_sip)
        *user = read.user;
    else
        return false;
    return true;
}

bool facts_is_user(const char *username, const char *uri)
{
    struct span name = span_of(username), user;

    return !read_user(uri, &user) || span_find(user, '%') < user.n || span_equal(name, user) ||
           span_equal(span_first(name, span_find(name, '@')), user);
}

bool facts_is_whole_user(const char *username, const char *uri)
{
    struct span user;

    if (!read_user(uri, &user))
        return false;
    for (; user.n && *username; username++) {
        if ((unsigned char)sip_uri_character(&user, false) != (unsigned char)*username)
            return false;
    }
    return !user.n && !*username;
}

bool facts_is_invalid(const char *uri)
{
    struct sip_uri read;

    return uri && sip_uri_read(span_of(uri), &read) && read.is_sip &&
           span_ends_with_nocase(read.host, ".invalid");
}

const char *facts_find_aor(const struct pool *pool, const char *username, const char *aor)
{
    struct span name = span_of(username), user, host;
    struct sip_uri read;
    const char *known;
    char *text;

    if (!aor || !sip_uri_read(span_of(aor), &read) || !read.is_sip || !read.has_userinfo)
        return NULL;
    user = span_first(name, span_find(name, '@'));
    host = span_from(read.text, span_find(read.text, '@') + 1);
    text = g_strdup_printf("%.*s:%.*s@%.*s", (int)read.scheme.n, read.scheme.p, (int)user.n, user.p,
                           (int)host.n, host.p);
    known = pool_find(pool, span_of(text));
    g_free(text);
    return known;
}

bool facts_read_host(const struct sip_uri *uri, struct endpoint *endpoint)
{
    if (!uri->is_sip || !endpoint_read_ip(uri->host, endpoint))
        return false;
    endpoint->port = uri->port ? (uint16_t)uri->port : (uri->is_sips ? 5061 : 5060);
    return true;
}

bool facts_uri_endpoint(const char *uri, struct endpoint *endpoint)
{
    struct sip_uri read;

    return uri && sip_uri_read(span_of(uri), &read) && facts_read_host(&read, endpoint);
}

bool facts_same_user_part(const char *a, const char *b)
{
    struct sip_uri left, right;

    return a && b && sip_uri_read(span_of(a), &left) && sip_uri_read(span_of(b), &right) &&
           span_equal(left.user, right.user);
}

enum facts_copy facts_compare_copy(const char *target, const char *uri)
{
    struct sip_uri said, used;

    if (!facts_same_host(target, uri) || !sip_uri_read(span_of(target), &said) ||
        !sip_uri_read(span_of(uri), &used) || !said.is_sip || !used.is_sip)
        return COPY_OF_ANOTHER;
    if (said.is_sips && !used.is_sips)
        return COPY_UNSECURED;
    said.headers = SPAN_NONE;
    if (span_present(sip_uri_param(&said, "method")) || sip_uri_equal(&said, &used))
        return COPY_EXACT;
    said.user = SPAN_NONE;
    said.password = SPAN_NONE;
    said.has_userinfo = false;
    return sip_uri_equal(&said, &used) ? COPY_WITHOUT_USER : COPY_ALTERED;
}

bool facts_uri_is_sips(const char *uri)
{
    struct sip_uri read;

    return uri && sip_uri_read(span_of(uri), &read) && read.is_sips;
}

bool facts_uri_has_transport(const char *uri)
{
    struct sip_uri read;

    return uri && sip_uri_read(span_of(uri), &read) &&
           span_present(sip_uri_param(&read, "transport"));
}

bool facts_uri_form(const char *uri, struct facts_uri_form *form)
{
    struct sip_uri read;

    if (!uri || !sip_uri_read(span_of(uri), &read) || !read.is_sip)
        return false;
    *form = (struct facts_uri_form){read.user, read.host, sip_uri_param(&read, "transport"),
                                    read.is_sips};
    return true;
}

bool facts_same_form(const char *a, const char *b)
{
    struct facts_uri_form left, right;

    return facts_uri_form(a, &left) && facts_uri_form(b, &right) && left.is_sips == right.is_sips &&
           facts_same_host(a, b) && span_equal_nocase(left.transport, right.transport);
}
