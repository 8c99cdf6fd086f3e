/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/capture.h"

void capture_clear(struct capture *capture)
{
    g_free(capture->early);
    if (capture->one_way)
        g_hash_table_destroy(capture->one_way);
}

void capture_keep_early(struct capture *capture, const struct facts *facts,
                        const struct completeness *before, struct report *report)
{
    struct early_response *early;

    if (!capture->early)
        capture->early = g_new0(struct early_response, CAPTURE_EARLY_MAX);
    early = &capture->early[capture->next_early];
    capture->next_early = (capture->next_early + 1) % CAPTURE_EARLY_MAX;
    early->facts = *facts;
    early->packet = *facts->packet;
    early->facts.packet = &early->packet;
    early->before = *before;
    early->report = report;
}

/* RFC 3261 17.1.3: the branch decides; here Call-ID and CSeq must agree with it. */
static bool responds_to(const struct early_response *early, const struct facts *request)
{
    const struct facts *facts = &early->facts;
    int64_t apart = request->packet->time - early->packet.time;

    return early->report && apart <= CAPTURE_DISORDER_WITHIN && facts->via_count &&
           facts->via_count == request->via_count && facts->vias[0] == request->vias[0] &&
           facts->call_id == request->call_id && facts->cseq == request->cseq &&
           facts->from_tag == request->from_tag &&
           endpoint_same_ip(&early->packet.destination, &request->packet->source);
}

struct early_response *capture_find_early(struct capture *capture, const struct facts *facts)
{
    for (unsigned i = 0; capture->early && i < CAPTURE_EARLY_MAX; i++) {
        if (responds_to(&capture->early[i], facts))
            return &capture->early[i];
    }
    return NULL;
}

bool capture_is_new_pair(struct capture *capture, const struct endpoint *client,
                         const struct endpoint *server)
{
    struct endpoint ends[] = {*client, *server};
    void *pair;

    ends[0].port = ends[1].port = 0;
    pair = GUINT_TO_POINTER(endpoint_hash(&ends[0]) * 31 + endpoint_hash(&ends[1]));
    if (!capture->one_way)
        capture->one_way = g_hash_table_new(g_direct_hash, g_direct_equal);
    return g_hash_table_size(capture->one_way) < CAPTURE_PAIRS_MAX &&
           g_hash_table_add(capture->one_way, pair);
}

void completeness_gap(struct completeness *completeness, enum capture_gap gap, uint32_t frame,
                      uint32_t attempt)
{
    completeness->gap = (uint8_t)gap;
    completeness->gap_in = frame;
    completeness->attempt = attempt;
    completeness->is_over = false;
}

static void count(struct completeness *completeness, uint8_t *missing)
{
    if (*missing < UINT8_MAX)
        (*missing)++;
    completeness->one_way |= *missing >= CAPTURE_ONE_WAY_FROM;
}

void completeness_has_request(struct completeness *completeness)
{
    completeness->had_request = true;
    completeness->one_way &= completeness->no_responses >= CAPTURE_ONE_WAY_FROM;
}

void completeness_has_response(struct completeness *completeness)
{
    completeness->had_response = true;
    completeness->one_way &=
        completeness->no_requests >= CAPTURE_ONE_WAY_FROM && !completeness->had_request;
}

void completeness_lacks_request(struct completeness *completeness)
{
    if (!completeness->had_request)
        count(completeness, &completeness->no_requests);
}

void completeness_lacks_response(struct completeness *completeness)
{
    if (!completeness->had_response)
        count(completeness, &completeness->no_responses);
}

bool completeness_is_doubtful(const struct completeness *completeness, uint32_t attempt)
{
    return completeness->one_way ||
           (completeness->gap_in && !completeness->is_over &&
            attempt <= completeness->attempt + 1) ||
           (completeness->clock && attempt <= completeness->clock_attempt + 1);
}
