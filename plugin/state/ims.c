/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/ims.h"

#include "state/registration.h"

static bool is_reason(const struct facts *facts)
{
    return facts->is_ims || facts->ims.client.list || facts->ims.server.list ||
           facts->ims.verify.list;
}

struct ims *ims_get(struct registration *registration, const struct facts *facts)
{
    if (!registration->ims && is_reason(facts)) {
        registration->ims = g_new0(struct ims, 1);
        registration->ims->registration = registration;
        registration->ims->subscription =
            (struct deadline){.owner = registration->ims, .kind = DEADLINE_SUBSCRIPTION};
    }
    return registration->ims;
}

void ims_free(struct ims *ims)
{
    if (!ims)
        return;
    deadline_cancel(&ims->subscription);
    g_free(ims);
}

/* TS 24.229 5.1.1.2.2: Security-Client and an Authorization with an empty nonce, outside any
 * security association. */
static bool is_initial(const struct facts *facts)
{
    if (facts->ims.verify.list)
        return false;
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        const char *nonce = facts->credentials[i].nonce;

        return nonce && !nonce[0];
    }
    return facts->ims.client.has_ipsec;
}

static void note_resync(struct ims *ims, const struct facts *facts, uint32_t attempt)
{
    for (unsigned i = 0; i < facts->credentials_count; i++) {
        if (!facts->credentials[i].has_auts)
            continue;
        ims->resyncs = ims->resync_attempt == attempt ? ims->resyncs + 1 : 1;
        ims->resync_attempt = attempt;
        ims->resync_in = facts->packet->frame;
        ims->resync_nonce = facts->credentials[i].nonce;
        return;
    }
}

void ims_take_request(struct ims *ims, const struct facts *facts)
{
    const struct attempt *attempt = &ims->registration->attempt;

    deadline_cancel(&ims->subscription);
    ims->is_3gpp |= facts->ims.is_3gpp;
    ims->is_behind_proxy |= facts->ims.from_core || facts->via_count > 1;
    if (attempt->tries == 1 && is_initial(facts))
        ims->initial_attempt = attempt->number;
    note_resync(ims, facts, attempt->number);
    if (facts->ims.client.list) {
        ims->client = facts->ims.client;
        ims->client_in = facts->packet->frame;
    }
    if (facts->ims.verify.list) {
        ims->verify = facts->ims.verify;
        ims->verify_in = facts->packet->frame;
        ims->protected_by = facts->packet->source;
        ims->protected_to = facts->packet->destination;
    }
}

static void take_associated(struct ims *ims, const struct facts *facts)
{
    if (facts->incomplete)
        return;
    ims->associated = facts->ims.associated;
    ims->associated_count = facts->ims.associated_count;
    ims->associated_in = facts->ims.associated_count ? facts->packet->frame : 0;
}

void ims_take_response(struct ims *ims, const struct facts *facts, bool binds)
{
    ims->is_3gpp |= facts->ims.is_3gpp;
    ims->was_brief |= facts->status == 423;
    if (facts->ims.server.list) {
        ims->server = facts->ims.server;
        ims->server_in = facts->packet->frame;
        ims->server_at = facts->packet->source;
    }
    if (facts->status >= 300)
        return;
    if (ims->server.list)
        ims->confirmed = ims->server;
    if (binds)
        take_associated(ims, facts);
}
