/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Registration information documents, application/reginfo+xml (RFC 3680 section 5), as the body of
 * a NOTIFY of the reg event package. Read with GLib's markup parser.
 */
#ifndef SIPREG_SIP_REGINFO_H
#define SIPREG_SIP_REGINFO_H

#include "sip/span.h"

enum {
    /* A user has one to five contacts; what comes after the limit is passed over. */
    SIP_REGINFO_CONTACTS_MAX = 32
};

struct sip_reginfo_contact {
    char *uri;
    char *event;     /* "registered", "unregistered", "deactivated", ...; NULL: missing */
    bool terminated; /* state="terminated" */
    bool has_expires;
    uint32_t expires_s;
    uint32_t retry_after_s; /* 0: none */
};

struct sip_reginfo {
    char *aor; /* of the first registration element; NULL: missing */
    uint64_t version;
    bool is_full; /* state="full" */
    unsigned contact_count;
    struct sip_reginfo_contact contacts[SIP_REGINFO_CONTACTS_MAX];
};

/* Reads a document; on success free what it holds with sip_reginfo_done. Returns false, with
 * nothing to free, where it is not well-formed or no reginfo document. */
bool sip_reginfo_read(struct span body, struct sip_reginfo *info);
void sip_reginfo_done(struct sip_reginfo *info);

#endif
