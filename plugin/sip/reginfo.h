/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Registration information documents, application/reginfo+xml (RFC 3680 section 5), as the body of
 * a NOTIFY of the reg event package. Read with GLib's markup parser.
 */
#ifndef SIPREG_SIP_REGINFO_H
#define SIPREG_SIP_REGINFO_H

#include "sip/span.h"

enum {
    /* A user has one to five contacts, and the identities of one IMS subscription share them.
     * Further ones are ignored. */
    SIP_REGINFO_CONTACTS_MAX = 32,
    SIP_REGINFO_REGISTRATIONS_MAX = 16
};

struct sip_reginfo_contact {
    const char *aor; /* of the registration around it; NULL: not known */
    char *uri;
    char *event; /* "registered", "unregistered", "deactivated", ...; NULL: missing */
    char *call_id;
    char *instance; /* +sip.instance, without quotes and brackets */
    bool active;    /* state="active" */
    bool terminated;
    bool has_expires;
    bool has_cseq;
    uint32_t expires_s;
    uint32_t cseq;
    uint32_t retry_after_s; /* 0: none */
};

/* The first thing that RFC 3680 5.1 requires and the document lacks. */
struct sip_reginfo_gap {
    const char *element; /* NULL: nothing is missing */
    const char *attribute;
    const char *event; /* only with this event; NULL: always */
};

struct sip_reginfo {
    bool has_version;
    bool is_full; /* state="full" */
    uint64_t version;
    struct sip_reginfo_gap gap; /* the first one */
    unsigned registration_count;
    char *aors[SIP_REGINFO_REGISTRATIONS_MAX];
    unsigned contact_count;
    bool contacts_cut; /* there are more */
    struct sip_reginfo_contact contacts[SIP_REGINFO_CONTACTS_MAX];
};

/* Reads a document; on success free its contents with sip_reginfo_done. Returns false, with nothing
 * to free, if it is not well-formed or not a reginfo document. */
bool sip_reginfo_read(struct span body, struct sip_reginfo *info);
void sip_reginfo_done(struct sip_reginfo *info);

#endif
