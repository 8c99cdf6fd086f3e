/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A response to a REGISTER: its transaction, and its role there. What the first final one changes
 * is in tracker_outcome.c.
 */
#include "tracker/tracker_state.h"

static uint8_t step_of(unsigned status)
{
    if (status < 200)
        return STEP_PROVISIONAL;
    if (status < 300)
        return STEP_ACCEPTED;
    if (status < 400)
        return STEP_REDIRECT;
    if (status == 401 || status == 407)
        return STEP_CHALLENGE;
    return status == 423 ? STEP_INTERVAL_TOO_BRIEF : STEP_REJECTED;
}

static void note_server(struct registration *registration, const struct facts *facts)
{
    const char *name = facts_server_product(facts);

    if (registration && name)
        registration->server = name;
}

static void fill_from_request(struct report *report, const struct transaction *transaction)
{
    const struct report *request = transaction_original((struct transaction *)transaction)->request;

    report->hop = transaction->hop;
    report->attempt = request->attempt;
    report->refresh = request->refresh;
    report->try_number = request->try_number;
    report->to_credentials = transaction->has_answer;
    report->intent = request->intent;
    report->request_in = transaction->request ? transaction->request->frame : request->frame;
    report->previous_in = request->previous_in;
    report->response_time = -1;
}

static void fill_response(struct tracker *tracker, struct report *report, const struct facts *facts,
                          const struct transaction *transaction)
{
    const struct report *request = transaction->request;
    size_t size;

    report->has_minimum = facts->status == 423 && facts->has_min_expires;
    if (report->has_minimum)
        report_make_rare(report, tracker->pool)->minimum_s = facts->min_expires_s;
    if (request->contact_count == 0 || (facts->status >= 300 && facts->status != 423))
        return;
    size = request->contact_count * sizeof(*request->contacts);
    report->contacts = pool_duplicate(tracker->pool, request->contacts, size);
    report->contact_count = request->contact_count;
}

/* RFC 3261 8.2.6.2. Without a new transmission of the request, or from another source address, it
 * is the response of another branch of a fork (16.7). */
static bool is_to_tag_changed(struct transaction *transaction, const struct facts *facts)
{
    if (!transaction->to_tag || !facts->to_tag || transaction->to_tag == facts->to_tag)
        return false;
    transaction->is_forked |= transaction->last_time <= transaction->final_time ||
                              !endpoint_same_ip(&transaction->server, &facts->packet->source);
    return !transaction->is_forked;
}

/* A stateless server creates a new challenge for each retransmission, perhaps with the same nonce.
 * The client uses one of them. */
static void compare_opaque(struct registration *registration, const struct facts *facts)
{
    struct challenge *challenge = registration ? &registration_past(registration)->challenge : NULL;

    for (unsigned i = 0; challenge && i < MIN(challenge->count, facts->challenge_count); i++) {
        if (challenge->each[i].nonce == facts->challenges[i].nonce &&
            challenge->each[i].opaque != facts->challenges[i].opaque)
            challenge->opaque_varies = true;
    }
}

static bool is_challenge(const struct facts *facts)
{
    return facts->status == 401 || facts->status == 407;
}

/* The final response of this status, nonce and To tag that came before; NULL: none. */
static const struct report *find_same(const struct transaction *transaction,
                                      const struct facts *facts, const struct report *report)
{
    const struct report *const finals[] = {transaction->final, transaction->rare->other_final};
    const uint64_t to_tags[] = {transaction->to_tag, transaction->rare->other_to_tag};

    for (unsigned i = 0; i < G_N_ELEMENTS(finals); i++) {
        if (finals[i] && report_nonce_text(report) == report_nonce_text(finals[i]) &&
            (!to_tags[i] || !facts->to_tag || to_tags[i] == facts->to_tag))
            return finals[i];
    }
    return NULL;
}

/* With a nonce or a To tag of its own it is no retransmission: the server, or another one, has taken
 * the REGISTER for a new one. The newest challenge counts. */
static void take_other_final(struct tracker *tracker, struct transaction *transaction,
                             struct event_draft *draft)
{
    const struct facts *facts = draft->event.facts;
    struct report *report = draft->report;

    report->step = step_of(facts->status);
    report->response_time = draft->event.time - transaction->first_time;
    transactions_rare(tracker->transactions, transaction)->other_final = report;
    transactions_rare(tracker->transactions, transaction)->other_to_tag = facts->to_tag;
    if (is_challenge(facts) && transaction->registration)
        tracker_challenge_again(tracker, draft, transaction);
    tracker_fill_place(report, transaction->registration);
}

static bool take_retransmitted_final(struct tracker *tracker, struct transaction *transaction,
                                     struct event_draft *draft)
{
    const struct facts *facts = draft->event.facts;
    struct report *report = draft->report;
    const struct report *same = find_same(transaction, facts, report);
    bool duplicate =
        same && facts->packet->time - transaction->final_time < TRANSACTION_DUPLICATE_WITHIN;

    compare_opaque(transaction->registration, facts);
    if (transaction->original || duplicate) {
        report->step = STEP_COPY;
        report->copy_of = transaction->original && transaction->original->final
                              ? transaction->original->final->frame
                              : transaction->final->frame;
        return true;
    }
    draft->response.to_tag_changed = is_to_tag_changed(transaction, facts);
    transactions_rare(tracker->transactions, transaction)->again_in = report->frame;
    if (!same && facts->status >= 300) {
        take_other_final(tracker, transaction, draft);
    } else {
        report->step = STEP_RETRANSMISSION;
        report->retransmission_of = same ? same->frame : transaction->final->frame;
        tracker_issue_nonces(tracker, NULL, transaction->registration, transaction, facts);
    }
    draft->event.triggers = ON_RESPONSE_AGAIN;
    tracker_emit(tracker, draft);
    return true;
}

/* The same response on both sides of a NAT, whatever their clocks say. */
static void note_other_side(const struct transaction *transaction, const struct event_draft *draft)
{
    const struct transaction *original = transaction->original;

    if (original->registration && original->final &&
        transaction->via_count == original->via_count &&
        transaction->top_via == original->top_via &&
        draft->event.facts->status == original->status &&
        draft->event.facts->to_tag == original->to_tag &&
        report_nonce_text(draft->report) == report_nonce_text(original->final))
        registration_rare(original->registration)->other_side = transaction->client;
}

/* It is on its way to the client. */
static void note_relayed(struct tracker *tracker, struct transaction *original,
                         const struct event_draft *draft)
{
    struct transaction_rare *rare = transactions_rare(tracker->transactions, original);

    if (!rare->relayed)
        rare->relayed_time = draft->event.time;
    rare->relayed = draft->report;
    rare->relayed_by = draft->event.facts->packet->source;
    rare->relayed_to = draft->event.facts->packet->destination;
}

/* A response on another hop than the client's own. */
static bool take_relayed(struct tracker *tracker, struct transaction *transaction,
                         struct event_draft *draft)
{
    struct transaction *original = transaction->original;

    draft->report->step = STEP_COPY;
    if (draft->event.facts->status >= 200) {
        note_other_side(transaction, draft);
        transaction->status = (uint16_t)draft->event.facts->status;
        transaction->final = draft->report;
        transaction->final_time = draft->event.time;
        transaction->request->response_in = draft->report->frame;
        if (original->final)
            draft->report->copy_of = original->final->frame;
        else
            note_relayed(tracker, original, draft);
        if (original->registration && !original->is_removal &&
            endpoint_same_ip(&transaction->client, &original->server))
            upstream_note_response(&registration_rare(original->registration)->upstream,
                                   draft->event.facts, original->request->frame);
        if (!original->final && original->rare->relayed_from.family == ENDPOINT_NONE)
            transactions_rare(tracker->transactions, original)->relayed_from =
                draft->event.facts->packet->source;
        if (draft->event.registration &&
            draft->event.registration->last.report == original->request) {
            transaction->registration->last.is_relayed |= !original->final;
            transaction->registration->last.has_response = true;
        }
    }
    tracker_source_challenges(tracker, draft, transaction);
    draft->event.triggers = ON_RELAYED_RESPONSE;
    draft->event.transaction = transaction;
    draft->event.registration = transaction->registration;
    tracker_emit(tracker, draft);
    return true;
}

static void take_orphan_success(struct tracker *tracker, struct event_draft *draft,
                                struct registration *registration)
{
    tracker_apply_bindings(tracker, draft, NULL, registration);
    tracker_outage_accepted(registration, draft->report, draft->event.time);
}

/* Its REGISTER was sent before the capture, or on a hop outside it. */
static bool take_orphan(struct tracker *tracker, struct event_draft *draft)
{
    const struct facts *facts = draft->event.facts;
    struct report *report = draft->report;
    struct registration *registration;
    enum registration_match match;
    struct aor *aor;

    if (facts->method == METHOD_UNKNOWN)
        return false;
    report->step = step_of(facts->status);
    if (!facts->aor || !facts->call_id) {
        tracker_fill_aor(tracker, report, facts->aor);
        return true;
    }
    aor = aors_get(tracker->aors, facts->aor);
    registration = registrations_find(tracker->registrations, aor, facts, &match);
    bool is_new = !registration;
    if (is_new)
        registration = registrations_add(tracker->registrations, aor, facts);
    tracker_issue_nonces(tracker, draft, registration, NULL, facts);
    tracker_note_unseen(facts);
    note_server(registration, facts);
    if (facts->status >= 200 && facts->status < 300)
        take_orphan_success(tracker, draft, registration);
    tracker_note_orphan(tracker, draft, registration, is_new);
    tracker_fill_place(report, registration);
    draft->event.triggers = ON_STRAY_RESPONSE;
    draft->event.registration = registration;
    draft->event.aor = aor;
    draft->event.server = servers_get(tracker->servers, &facts->packet->source);
    tracker_emit(tracker, draft);
    return true;
}

/* Of a hop whose REGISTER is not in the capture; or it went to the client with a Via too many. */
static bool take_other_hop(struct tracker *tracker, const struct transaction *transaction,
                           struct event_draft *draft)
{
    const struct facts *facts = draft->event.facts;

    draft->report->step = STEP_COPY;
    draft->report->hop = (uint8_t)MIN(facts->via_count, UINT8_MAX);
    if (transaction->via_count >= facts->via_count ||
        !endpoint_equal(&transaction->client, &facts->packet->destination))
        return true;
    draft->event.triggers = ON_OTHER_HOP;
    draft->event.transaction = transaction;
    draft->event.registration = transaction->registration;
    tracker_emit(tracker, draft);
    return true;
}

/* RFC 7616 3.5. With another cnonce or nc it refers to other credentials. */
static void check_rspauth(const struct tracker *tracker, struct event_draft *draft,
                          const struct transaction *transaction)
{
    const struct facts *facts = draft->event.facts;
    uint8_t shown = 0;

    for (unsigned proxy = 0; proxy <= 1; proxy++) {
        const struct facts_info *info = proxy ? &facts->proxy_info : &facts->info;
        const struct sent_credentials *sent;

        if (!info->has_rspauth)
            continue;
        sent = transaction_find_sent(transaction, proxy, info);
        if (!sent || !sent->digest || (info->cnonce && info->cnonce != sent->cnonce) ||
            (info->has_nc && !(sent->has_nc && info->nc == sent->nc)))
            continue;
        draft->response.rspauth[proxy] = (uint8_t)facts_check_rspauth(facts, proxy, sent->digest);
        shown = MAX(shown, draft->response.rspauth[proxy]);
    }
    if (shown)
        report_make_rare(draft->report, tracker->pool)->rspauth = shown;
}

static bool take_first_final(struct tracker *tracker, struct transaction *transaction,
                             struct event_draft *draft)
{
    const struct facts *facts = draft->event.facts;
    struct report *report = draft->report;
    struct registration *registration = transaction->registration;

    report->step = step_of(facts->status);
    /* A fork may challenge on one branch and accept on another: success prevails. */
    draft->response.is_second_final =
        transaction->status != 0 && !(facts->status < 300 && transaction->status >= 300);
    report->response_time = elapsed_between(transaction->first_time, draft->event.time);
    tracker_note_response_time(tracker, transaction, facts->packet);
    tracker_source_challenges(tracker, draft, transaction);
    draft->response.to_tag_changed = transaction->final && is_to_tag_changed(transaction, facts);
    if (!draft->response.is_second_final) {
        fill_response(tracker, report, facts, transaction);
        if (facts->status < 300)
            check_rspauth(tracker, draft, transaction);
        deadline_cancel(&transaction->deadline);
        transaction->status = (uint16_t)facts->status;
        transaction->final = report;
        transaction->assumes_rport = !transaction->has_rport && facts->via.rport &&
                                     facts->via.received.family != ENDPOINT_NONE;
        transaction->final_time = draft->event.time;
        transaction->to_tag = facts->to_tag;
        transaction->request->response_in = report->frame;
        if (transaction->rare->relayed)
            transaction->rare->relayed->copy_of = report->frame;
        if (registration) {
            tracker_apply_final(tracker, draft, transaction, registration);
            tracker_source_final(tracker, draft, transaction);
            tracker_source_judge(tracker, draft, registration);
        }
    } else {
        tracker_issue_nonces(tracker, NULL, registration, transaction, facts);
    }
    tracker_fill_place(report, registration);
    tracker_emit(tracker, draft);
    if (registration)
        tracker_note_offered(registration->aor, facts);
    return true;
}

/* HEP, a tunnel, a mirror over IP: what is sent to the client goes where its request went. */
static void note_observer(struct tracker *tracker, const struct packet *packet,
                          const struct transaction *transaction)
{
    if (!endpoint_same_ip(&packet->source, &transaction->client) ||
        !endpoint_same_ip(&packet->destination, &transaction->server) ||
        endpoint_same_ip(&packet->source, &packet->destination))
        return;
    servers_get(tracker->servers, &packet->destination)->is_observer = true;
    tracker->has_observer = true;
}

void tracker_take_early(struct tracker *tracker, struct transaction *transaction,
                        const struct facts *request)
{
    struct early_response *early = capture_find_early(&tracker->capture, request);
    struct registration *registration = transaction->registration;
    struct event_draft draft;

    if (!early || transaction->status)
        return;
    /* Without a trigger nobody is asked: the rules have seen it. What was shown of it stays: the state gets a
     * report of its own. */
    draft = tracker_event(tracker, &early->facts,
                          pool_duplicate(tracker->pool, early->report, sizeof(*early->report)), 0);
    draft.report->findings = NULL;
    if (draft.report->rare)
        draft.report->rare =
            pool_duplicate(tracker->pool, draft.report->rare, sizeof(*draft.report->rare));
    early->report = NULL;
    tracker->capture.disorder++;
    registration->completeness = early->before;
    completeness_has_request(&registration->completeness);
    completeness_has_response(&registration->completeness);
    fill_from_request(draft.report, transaction);
    draft.event.transaction = transaction;
    draft.event.registration = registration;
    draft.event.aor = registration->aor;
    draft.event.server = servers_get(tracker->servers, &early->packet.source);
    draft.challenge = registration->past->challenge;
    draft.source.record = draft.sender = sources_get(tracker->sources, &transaction->client);
    take_first_final(tracker, transaction, &draft);
    draft.report->response_time = MAX(draft.report->response_time, -1);
    draft.report->rrd = MAX(draft.report->rrd, -1);
}

bool tracker_take_response(struct tracker *tracker, const struct facts *facts,
                           struct report *report)
{
    struct event_draft draft = tracker_event(tracker, facts, report, ON_RESPONSE);
    struct transaction *transaction;
    enum transaction_match match =
        transactions_find_response(tracker->transactions, facts, &transaction);

    tracker_fill_told(tracker, report, facts);
    tracker_list_nonces(tracker, facts, transaction, report);
    tracker_note_issuers(tracker, facts);
    for (unsigned i = 0; i < facts->challenge_count; i++)
        report->is_stale |= facts->challenges[i].stale;
    if (match == TRANSACTION_NO_MATCH || !transaction->request)
        return take_orphan(tracker, &draft);

    note_observer(tracker, facts->packet, transaction);
    fill_from_request(report, transaction);
    note_server(transaction->registration, facts);
    tracker_fill_place(report, transaction->registration);
    if (match == TRANSACTION_OTHER_HOP)
        return take_other_hop(tracker, transaction, &draft);
    draft.response.by_cseq = match == TRANSACTION_BY_CSEQ;
    draft.event.transaction = transaction;
    draft.event.registration = transaction->registration;
    if (!draft.event.registration) {
        draft.event.triggers = ON_STRAY_RESPONSE;
    } else {
        draft.event.server = servers_get(tracker->servers, &facts->packet->source);
        draft.event.aor = draft.event.registration->aor;
        draft.challenge = draft.event.registration->past->challenge;
        draft.source.record = draft.sender = sources_get(tracker->sources, &transaction->client);
    }
    if (facts->status >= 200 && transaction->status == facts->status)
        return take_retransmitted_final(tracker, transaction, &draft);
    if (transaction->original)
        return take_relayed(tracker, transaction, &draft);
    if (facts->status >= 200)
        return take_first_final(tracker, transaction, &draft);

    transaction->provisional = true;
    report->step = STEP_PROVISIONAL;
    report->response_time = elapsed_between(transaction->first_time, facts->packet->time);
    tracker_emit(tracker, &draft);
    return true;
}
