/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sip/uri_marks.h"

#include "sip/hash.h"

#include <stddef.h>

static uint64_t hash_unescaped(uint64_t hash, struct span s, bool ignore_case, uint64_t key)
{
    while (s.n > 0)
        hash = hash_word(hash, sip_uri_character(&s, ignore_case), key);
    return hash;
}

static uint64_t hash_lower(uint64_t hash, struct span s, uint64_t key)
{
    for (size_t i = 0; i < s.n; i++)
        hash = hash_word(hash, (unsigned char)span_lower(s.p[i]), key);
    return hash;
}

static void mark_user(const struct sip_uri *uri, uint64_t key, struct sip_uri_marks *marks)
{
    struct span user = uri->user;
    uint64_t whole = key + uri->has_userinfo + (span_present(uri->password) ? 2 : 0);

    marks->bare_user = key;
    while (user.n > 0) {
        unsigned c = sip_uri_character(&user, false);

        whole = hash_word(whole, c, key);
        marks->bare_user = hash_word(marks->bare_user, c % 256, key);
    }
    marks->user = hash_unescaped(whole, uri->password, false, key);
}

/* Puts it where it belongs by its name; of two the first counts. */
static void add_param(struct sip_uri_marks *marks, struct sip_param_mark added)
{
    struct sip_param_mark *params = marks->params;
    unsigned i = marks->param_count;

    while (i > 0 && params[i - 1].name > added.name)
        i--;
    if (i > 0 && params[i - 1].name == added.name) {
        if (params[i - 1].value != added.value)
            params[i - 1].value = 0;
        params[i - 1].is_needed |= added.is_needed;
        return;
    }
    memmove(&params[i + 1], &params[i], (marks->param_count - i) * sizeof(*params));
    params[i] = added;
    marks->param_count++;
}

static void mark_params(const struct sip_uri *uri, uint64_t key, struct sip_uri_marks *marks)
{
    struct span rest = uri->params, name, value;
    unsigned count = 0;

    while (sip_uri_pair_next(&rest, ';', &name, &value)) {
        if (++count > SIP_URI_PAIRS_MAX) {
            marks->param_count = SIP_URI_PAIRS_MAX + 1;
            return;
        }
        add_param(marks, (struct sip_param_mark){
                             .name = hash_fold(hash_unescaped(key, name, true, key)),
                             .value = (hash_fold(hash_unescaped(key, value, true, key)) >> 1) | 1,
                             .is_needed = sip_uri_param_is_needed(name),
                         });
    }
}

static void mark_device(const struct sip_uri *uri, uint64_t key, struct sip_uri_marks *marks)
{
    struct span found[SIP_URI_DEVICE_PARAMS] = {SPAN_NONE};
    struct span rest = uri->params, name, value;
    uint64_t hash = key;

    while (sip_uri_pair_next(&rest, ';', &name, &value)) {
        for (unsigned i = 0; i < SIP_URI_DEVICE_PARAMS; i++) {
            if (name.n == sip_uri_device_params[i].n && !span_present(found[i]) &&
                span_equal_nocase(name, sip_uri_device_params[i]))
                found[i] = value;
        }
    }
    for (unsigned i = 0; i < SIP_URI_DEVICE_PARAMS; i++) {
        if (span_present(found[i]))
            hash = hash_lower(hash_word(hash, i + 1, key), found[i], key);
    }
    marks->device = hash_fold(hash);
    /* The first of the names is transport. */
    if (!uri->port && span_is_nocase(found[0], "tls"))
        marks->target_port = 5061;
}

size_t sip_uri_mark(const struct sip_uri *uri, uint64_t key, struct sip_uri_marks *marks)
{
    char host[SIP_HOST_SIZE];

    memset(marks, 0, offsetof(struct sip_uri_marks, params));
    mark_user(uri, key, marks);
    marks->host = hash_fold(hash_lower(key, sip_host_canonical(uri->host, host), key));
    marks->device = hash_fold(key);
    marks->port = (uint16_t)uri->port;
    marks->target_port = (uint16_t)(uri->port ? uri->port : uri->is_sips ? 5061 : 5060);
    marks->is_sips = uri->is_sips;
    if (uri->params.n > 0) {
        mark_params(uri, key, marks);
        marks->params_text = hash_fold(hash_text(key, uri->params, key));
        mark_device(uri, key, marks);
    }
    return offsetof(struct sip_uri_marks, params) +
           MIN(marks->param_count, (size_t)SIP_URI_PAIRS_MAX) * sizeof(marks->params[0]);
}

/* What only one of them has must not be needed, if `all_needed`. */
static bool params_may_agree(const struct sip_uri_marks *a, const struct sip_uri_marks *b,
                             bool all_needed)
{
    unsigned i = 0, j = 0;

    if (a->params_text == b->params_text)
        return true;
    if (a->param_count > SIP_URI_PAIRS_MAX || b->param_count > SIP_URI_PAIRS_MAX)
        return false;
    while (i < a->param_count || j < b->param_count) {
        const struct sip_param_mark *left = &a->params[i], *right = &b->params[j];
        bool only_left = j == b->param_count || (i < a->param_count && left->name < right->name);
        bool only_right = i == a->param_count || (j < b->param_count && right->name < left->name);

        if (only_left || only_right) {
            if (all_needed && (only_left ? left : right)->is_needed)
                return false;
        } else if (left->value != right->value || left->value == 0) {
            return false;
        }
        i += !only_right;
        j += !only_left;
    }
    return true;
}

bool sip_uri_may_be_equal(const struct sip_uri_marks *a, const struct sip_uri_marks *b)
{
    return a->port == b->port && a->host == b->host && a->user == b->user &&
           a->is_sips == b->is_sips && params_may_agree(a, b, true);
}

bool sip_uri_may_be_alike(const struct sip_uri_marks *a, const struct sip_uri_marks *b,
                          bool any_port)
{
    return (any_port || a->port == b->port) && a->host == b->host && a->user == b->user &&
           a->is_sips == b->is_sips && a->device == b->device;
}

bool sip_uri_may_be_same_target(const struct sip_uri_marks *a, const struct sip_uri_marks *b)
{
    return a->target_port == b->target_port && a->host == b->host && a->bare_user == b->bare_user &&
           a->is_sips == b->is_sips && params_may_agree(a, b, false);
}
