/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An X.509 certificate, as far as a reader of a capture needs it: when it is valid, and for whom (RFC 5280 4.1, RFC 5922
 * 7.1). Signatures are not checked.
 */
#ifndef SIPREG_FACTS_CERTIFICATE_H
#define SIPREG_FACTS_CERTIFICATE_H

#include "sip/span.h"

enum {
    /* Names that are read of one certificate; those of a large provider have some dozens. */
    CERTIFICATE_NAMES_MAX = 64
};

/* A name in a certificate, which borrows from its bytes. */
struct certificate_name {
    struct span text; /* as it stands there; of an address its 4 or 16 bytes */
    bool is_address;
};

struct certificate {
    int64_t not_before; /* ns since 1970, also before that */
    int64_t not_after;
    unsigned name_count;
    bool has_more_names; /* than are read */
    /* DNS names, hosts of sip URIs, addresses; the common name where it has no others. */
    struct certificate_name names[CERTIFICATE_NAMES_MAX];
};

/* False: it is no certificate, or is cut. */
bool certificate_read(struct span der, struct certificate *certificate);

/* One of its names is that of the host, "*." for a label of its own. */
bool certificate_is_for(const struct certificate *certificate, const char *host);

#endif
