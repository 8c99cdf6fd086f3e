/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Marks of a URI, made once, which show at a glance that two of them differ. Equal marks prove nothing.
 */
#ifndef SIPREG_SIP_URI_MARKS_H
#define SIPREG_SIP_URI_MARKS_H

#include "sip/uri.h"

struct sip_param_mark {
    uint32_t name;
    unsigned value : 31;    /* 0: there are two of this name that differ */
    unsigned is_needed : 1; /* sip_uri_equal wants it in both or in none */
};

struct sip_uri_marks {
    uint64_t user; /* and password, escapes undone */
    uint64_t
        bare_user; /* without the password; an escaped reserved character counts as the bare one */
    uint32_t host;
    uint32_t device; /* the parameters that sip_uri_is_alike compares */
    uint32_t params_text;
    uint16_t port;
    uint16_t target_port; /* the default port where none is given */
    bool is_sips;
    uint8_t param_count; /* above SIP_URI_PAIRS_MAX: equal only byte for byte */
    struct sip_param_mark params[SIP_URI_PAIRS_MAX]; /* by name, each once; not all are allocated */
};

/* Makes the marks under a key (sip/hash.h). Returns how many bytes of *marks are filled in. */
size_t sip_uri_mark(const struct sip_uri *uri, uint64_t key, struct sip_uri_marks *marks);

/* False: the function of this name is false, too. */
bool sip_uri_may_be_equal(const struct sip_uri_marks *a, const struct sip_uri_marks *b);
bool sip_uri_may_be_alike(const struct sip_uri_marks *a, const struct sip_uri_marks *b,
                          bool any_port);
bool sip_uri_may_be_same_target(const struct sip_uri_marks *a, const struct sip_uri_marks *b);

#endif
