/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rules/catalogue.h"
#include "wireshark/tree.h"

#include "wireshark/expert.h"
#include "wireshark/tree_items.h"
#include "wireshark/text.h"

static int sipreg;
static int sip;

void tree_handoff(int protocol)
{
    sipreg = protocol;
    sip = proto_get_id_by_filter_name("sip");
}

/* --- The parts of a report */

/* For columns, colors and filters. Where the tree is not shown, its items may all be one, which must not be hidden. */
static void add_hidden(const struct branch *branch, enum field field, const char *text)
{
    proto_item *item = item_text(branch, field, NO_PART, text);

    if (PTREE_DATA(branch->tree)->visible)
        proto_item_set_hidden(item);
}

/* The most serious first: a reader at night looks at the top. Late findings, which came after their
 * message had passed, need no care here: they are in the list when the frame is shown again, on the
 * second pass and in the window. */
static void add_finding(const struct branch *branch, const struct finding *finding, bool wanted)
{
    const char *id = rule_table[finding->rule].id;
    const struct rule_texts *text = &rule_texts[finding->rule];
    struct branch below = *branch;
    char sentence[SENTENCE_SIZE];
    proto_item *item = item_text(branch, FIELD_finding, NO_PART, id);

    finding_text(finding, sentence);
    proto_item_set_text(item, "Finding: %s (%s)", sentence, id);
    expert_add(branch->pinfo, item, finding, sentence);
    if (!wanted)
        return;
    below.tree = proto_item_add_subtree(item, subtree_id(SUBTREE_FINDING));
    add_hidden(&below, FIELD_finding_text, sentence);
    item_text(&below, FIELD_finding_cause, NO_PART, text->cause);
    item_text(&below, FIELD_finding_action, NO_PART, text->advice);
}

/* What diagnosis and findings already say in the tree. */
static void add_worst(const struct branch *branch)
{
    const struct finding *worst = report_worst(branch->report);
    char sentence[SENTENCE_SIZE];
    struct text line;

    text_of_verdict(&line, branch->report);
    if (line.length > 0)
        add_hidden(branch, FIELD_verdict, line.text);
    if (!worst)
        return;
    add_hidden(branch, FIELD_severity, rule_severity_name(worst->severity));
    if (worst->severity >= SEVERITY_NOTE)
        add_hidden(branch, FIELD_finding_main, finding_text(worst, sentence));
}

static void add_findings(const struct branch *branch, bool wanted)
{
    bool issue = false;

    for (int severity = SEVERITY_ERROR; severity >= SEVERITY_CHAT; severity--) {
        for (const struct finding *finding = branch->report->findings; finding;
             finding = finding->next) {
            if (finding->severity != severity)
                continue;
            add_finding(branch, finding, wanted);
            issue |= severity >= SEVERITY_WARN;
        }
    }
    /* Only where it is true, so that the filter `sipreg.issue` alone finds what it says. */
    if (issue)
        item_truth(branch, FIELD_issue, issue);
    if (wanted)
        add_worst(branch);
}

/* The verdict: the cause, and below it evidence and action, for lines of half a window. */
static void add_diagnosis(const struct branch *parent)
{
    const struct report *report = parent->report;
    const struct verdict *verdict = report_verdict(report);
    char sentence[SENTENCE_SIZE];
    struct verdict_parts parts;
    struct branch branch = *parent;
    proto_item *item;

    if (!verdict || !report_diagnosis_in_parts(report, sentence, &parts))
        return;
    item = item_text(parent, FIELD_diagnosis, NO_PART, sentence);
    branch.tree = proto_item_add_subtree(item, subtree_id(SUBTREE_DIAGNOSIS));
    if (parts.action)
        sentence[parts.action - strlen(". ")] = '\0';
    if (parts.proof) {
        sentence[parts.proof - strlen(": ")] = '\0';
        item_text(&branch, FIELD_diagnosis_evidence, NO_PART, sentence + parts.proof);
    }
    if (parts.action)
        item_text(&branch, FIELD_diagnosis_action, NO_PART, sentence + parts.action);
    proto_item_set_text(item, "Diagnosis: %s", sentence);
    item_truth(&branch, FIELD_diagnosis_certain, verdict_is_certain(verdict));
}

static void add_outage(const struct branch *parent)
{
    const struct report *report = parent->report;
    const struct outage *outage = report_outage(report);
    const struct history *history = report_place(report)->history;
    struct branch branch;

    if (history && history_availability(history) >= 0)
        item_percent(parent, FIELD_availability, history_availability(history));
    if (!outage)
        return;
    branch = item_subtree(parent, FIELD_outage, SUBTREE_OUTAGE, "Outage");
    proto_item_append_text(branch.tree, " %u: %s", outage->number, outage_kind_name(outage->kind));
    item_number(&branch, FIELD_outage_number, outage->number);
    item_text(&branch, FIELD_outage_kind, NO_PART, outage_kind_name(outage->kind));
    item_time(&branch, FIELD_outage_from, outage->from);
    item_truth(&branch, FIELD_outage_open, outage->is_open);
    if (outage->calls)
        item_count_between(&branch, FIELD_outage_calls, outage->calls, outage->call_from,
                           outage->call_until);
    if (outage->is_open)
        return;
    item_time(&branch, FIELD_outage_until, outage->until);
    item_time(&branch, FIELD_outage_duration, outage->until - outage->from);
}

static void add_call(const struct branch *parent)
{
    const struct report_call *call = report_rare(parent->report)->call;
    struct branch branch;

    if (!call || !call->loss)
        return;
    branch = item_subtree(parent, FIELD_call, SUBTREE_CALL, "Call: lost");
    proto_item_append_text(branch.tree, ", %s", report_call_reason(call));
    item_text(&branch, FIELD_call_reason, NO_PART, report_call_reason(call));
    if (call->outage && call->outage->kind != OUTAGE_NONE)
        item_number(&branch, FIELD_call_outage, call->outage->number);
}

static const char *target_text(const struct report_connection *connection,
                               char text[ENDPOINT_TEXT_SIZE])
{
    return connection->target.family == ENDPOINT_NONE
               ? connection->domain
               : endpoint_to_text(&connection->target, true, text);
}

static void add_connection(const struct branch *parent)
{
    const struct report_connection *connection = report_rare(parent->report)->connection;
    char text[SENTENCE_SIZE];
    struct branch branch;

    if (!connection)
        return;
    branch = item_subtree(parent, FIELD_connection, SUBTREE_CONNECTION, "Connection: ");
    proto_item_append_text(branch.tree, "%s", connection_verdict_name(connection->verdict));
    item_text(&branch, FIELD_connection_target, NO_PART, target_text(connection, text));
    item_text(&branch, FIELD_connection_dns, NO_PART, connection_dns_text(connection, text));
    item_text(&branch, FIELD_connection_tcp, NO_PART, connection_tcp_text(connection, text));
    item_text(&branch, FIELD_connection_tls, NO_PART, connection_tls_text(connection, text));
    item_text(&branch, FIELD_connection_verdict, NO_PART,
              connection_verdict_text(connection, text));
}

static void add_standing(const struct branch *branch)
{
    const struct report *report = branch->report;
    uint32_t number = report_registration(report);
    bool known = number != REPORT_NO_REGISTRATION;
    struct text line;

    text_of_summary(&line, report);
    add_hidden(branch, FIELD_summary, line.text);
    if (known)
        item_number(branch, FIELD_id, number);
    item_text(branch, FIELD_aor, PART_TO, report_place(report)->aor);
    item_text(branch, FIELD_intent, NO_PART, report_intent_name(report->intent));
    item_text(branch, FIELD_step, NO_PART, report_step_name(report->step));
    if (report_place(report)->registration != REPORT_NO_REGISTRATION)
        item_text(branch, FIELD_state, NO_PART, report_state_name(report->state));
    item_positive(branch, FIELD_hop, report->hop);
    item_positive(branch, FIELD_attempt, report->attempt);
    item_positive(branch, FIELD_refresh, report->refresh);
    item_positive(branch, FIELD_try_number, report->try_number);
}

static void add_links(const struct branch *branch)
{
    const struct report *report = branch->report;

    item_positive(branch, FIELD_request_in, report->request_in);
    item_positive(branch, FIELD_response_in, report->response_in);
    item_positive(branch, FIELD_challenge_in, report->challenge_in);
    item_positive(branch, FIELD_retry_in, report->retry_in);
    item_positive(branch, FIELD_retransmission_of, report->retransmission_of);
    item_positive(branch, FIELD_copy_of, report->copy_of);
    item_positive(branch, FIELD_first_in, report_place(report)->first_in);
    item_positive(branch, FIELD_previous_in, report->previous_in);
    item_positive(branch, FIELD_next_in, report->next_in);
    if (report->response_time >= 0)
        item_time(branch, FIELD_response_time, report->response_time);
    if (report->rrd >= 0)
        item_time(branch, FIELD_rrd, report->rrd);
}

/* Which bytes say what was requested: none of a response. */
static unsigned requesting_part(const struct report *report, enum report_part part)
{
    return report->status == 0 ? (unsigned)part : NO_PART;
}

static void add_expires(const struct branch *parent)
{
    const struct report *report = parent->report;
    struct text line;
    struct branch branch;

    text_of_expires(&line, report);
    if (line.length == 0 && !report->has_remaining)
        return;
    branch = item_subtree(parent, FIELD_expires, SUBTREE_EXPIRES, "Expires");
    if (line.length > 0)
        proto_item_append_text(branch.tree, ": %s", line.text);
    for (unsigned i = 0; i < report->contact_count; i++) {
        const struct report_contact *contact = &report->contacts[i];

        if (contact->has_requested)
            item_seconds(&branch, FIELD_expires_requested, requesting_part(report, PART_EXPIRES),
                         contact->requested_s);
        if (contact->has_grant)
            item_seconds(&branch, FIELD_expires_granted, PART_EXPIRES, contact->granted_s);
        if (contact->expires_at != 0)
            item_time(&branch, FIELD_expires_at, contact->expires_at);
    }
    if (report->has_minimum)
        item_seconds(&branch, FIELD_expires_minimum, PART_MIN_EXPIRES,
                     report_rare(report)->minimum_s);
    if (report->has_remaining) {
        item_time(&branch, FIELD_expires_remaining, report->remaining);
        item_percent(&branch, FIELD_expires_used, report->used);
    }
}

static void add_contacts(const struct branch *branch)
{
    const struct report *report = branch->report;

    for (unsigned i = 0; i < report->contact_count; i++) {
        item_text(branch, FIELD_contact_sent, requesting_part(report, PART_CONTACT),
                  report->contacts[i].sent);
        item_text(branch, FIELD_contact_granted, PART_CONTACT, report->contacts[i].granted);
    }
}

static void add_binding(const struct branch *parent, const struct report_binding *binding)
{
    struct branch branch = item_subtree(parent, FIELD_binding, SUBTREE_BINDING, "Binding: ");

    proto_item_append_text(branch.tree, "%s%s", binding->contact ? binding->contact : "",
                           binding->own ? " (own)" : "");
    item_text(&branch, FIELD_binding_contact, NO_PART, binding->contact);
    if (binding->has_expires)
        item_seconds(&branch, FIELD_binding_expires, NO_PART, binding->expires_s);
    if (binding->granted_in > 0)
        item_time(&branch, FIELD_binding_remaining, binding->remaining);
    item_positive(&branch, FIELD_binding_granted_in, binding->granted_in);
    item_text(&branch, FIELD_binding_instance, NO_PART, binding->instance);
    item_positive(&branch, FIELD_binding_reg_id, binding->reg_id);
    item_truth(&branch, FIELD_binding_own, binding->own);
}

static void add_bindings(const struct branch *branch)
{
    const struct report *report = branch->report;

    if (report->has_binding_list)
        item_number(branch, FIELD_binding_count, report->bindings_listed);
    for (unsigned i = 0; i < report->binding_count; i++)
        add_binding(branch, &report->bindings[i]);
}

static void add_nonce(const struct branch *parent, const struct report_nonce *nonce, unsigned part)
{
    struct branch branch = *parent;

    branch.tree = proto_item_add_subtree(item_text(parent, FIELD_nonce, part, nonce->text),
                                         subtree_id(SUBTREE_NONCE));
    item_positive(&branch, FIELD_nonce_issued_in, nonce->issued_in);
    item_positive(&branch, FIELD_nonce_use, nonce->use);
    if (nonce->has_nc)
        item_number(&branch, FIELD_nonce_nc, nonce->nc);
    if (nonce->age >= 0)
        item_time(&branch, FIELD_nonce_age, nonce->age);
    item_text(&branch, FIELD_nonce_verdict, NO_PART, report_nonce_verdict_name(nonce->verdict));
}

static void add_nonces(const struct branch *branch)
{
    const struct report *report = branch->report;

    for (unsigned i = 0; i < report->nonce_count; i++)
        add_nonce(branch, &report->nonces[i], i == 0 ? PART_CREDENTIALS : NO_PART);
}

static void add_digests(const struct branch *parent)
{
    const struct report_rare *rare = report_rare(parent->report);

    for (unsigned i = 0; i < rare->digest_count; i++) {
        const struct report_digest *digest = &rare->digests[i];
        struct branch branch = *parent;

        branch.tree = proto_item_add_subtree(
            item_text(parent, FIELD_digest_verdict, PART_CREDENTIALS, digest->verdict),
            subtree_id(SUBTREE_DIGEST));
        item_text(&branch, FIELD_digest_algorithm, NO_PART, digest->algorithm);
        if (digest->has_aka) {
            item_text(&branch, FIELD_digest_aka_mac, NO_PART,
                      report_mac_name(digest->mac_is_right));
            item_long_number(&branch, FIELD_digest_aka_sqn, digest->sqn);
        }
        if (digest->has_auts) {
            item_text(&branch, FIELD_digest_aka_auts, NO_PART,
                      report_mac_name(digest->auts_is_right));
            item_long_number(&branch, FIELD_digest_aka_terminal_sqn, digest->terminal_sqn);
        }
    }
    item_text(parent, FIELD_digest_rspauth, NO_PART, report_rspauth_name(rare->rspauth));
}

static void add_same(const struct branch *parent)
{
    static const enum field fields[SAME_COUNT] = {
        [SAME_CALL_ID] = FIELD_same_call_id, [SAME_FROM_TAG] = FIELD_same_from_tag,
        [SAME_FROM] = FIELD_same_from,       [SAME_TO] = FIELD_same_to,
        [SAME_CONTACT] = FIELD_same_contact, [SAME_REQUEST_URI] = FIELD_same_request_uri,
        [SAME_SOURCE] = FIELD_same_source,   [SAME_DESTINATION] = FIELD_same_destination,
    };
    const struct report *report = parent->report;
    bool all = (report->same & report->same_known) == report->same_known;
    struct branch branch;

    if (!report->same_known)
        return;
    branch = item_subtree(parent, FIELD_same, SUBTREE_SAME,
                          all ? "Compared with the Previous Attempt: the same"
                              : "Compared with the Previous Attempt: different");
    for (unsigned i = 0; i < SAME_COUNT; i++)
        if (report->same_known & 1U << i)
            item_truth(&branch, fields[i], report->same & 1U << i);
}

static void add_told(const struct branch *branch)
{
    const struct report_place *place = report_place(branch->report);

    item_text(branch, FIELD_told, NO_PART, report_rare(branch->report)->told);
    item_text(branch, FIELD_user_agent, NO_PART, place->user_agent);
    item_text(branch, FIELD_server, NO_PART, place->server);
}

static void add_capture(const struct branch *parent)
{
    const struct report *report = parent->report;
    const struct {
        enum field field;
        bool truth;
    } flaws[] = {
        {FIELD_capture_gap, report->is_gap},
        {FIELD_capture_one_way, report->is_one_way},
        {FIELD_capture_disorder, report->is_out_of_order},
        {FIELD_capture_mid_start, report->is_mid_start},
    };
    struct branch branch;
    bool any = false;

    for (unsigned i = 0; i < G_N_ELEMENTS(flaws); i++)
        any |= flaws[i].truth;
    if (!any)
        return;
    branch = item_subtree(parent, FIELD_capture, SUBTREE_CAPTURE, "Capture: incomplete");
    for (unsigned i = 0; i < G_N_ELEMENTS(flaws); i++) {
        if (flaws[i].truth)
            item_truth(&branch, flaws[i].field, true);
    }
}

static void add_rest(const struct branch *branch)
{
    const struct report *report = branch->report;

    add_outage(branch);
    add_call(branch);
    add_connection(branch);
    add_standing(branch);
    add_links(branch);
    add_expires(branch);
    add_contacts(branch);
    add_bindings(branch);
    add_nonces(branch);
    add_digests(branch);
    add_same(branch);
    add_capture(branch);
    if (report->has_cseq_step)
        item_signed(branch, FIELD_cseq_step, PART_CSEQ, report->cseq_step);
    add_told(branch);
}

/* --- The item */

/* So that the verdict is seen without a click. Once: whoever closes the item wants it closed. Only in a tree that is
 * shown has each item its own subtree. */
static void open_items(proto_tree *root, const proto_node *parent)
{
    static bool are_open;

    if (are_open || !PTREE_DATA(root)->visible)
        return;
    are_open = true;
    tree_expanded_set(PNODE_FINFO(parent)->tree_type, TRUE);
    tree_expanded_set(subtree_id(SUBTREE_REGISTRATION), TRUE);
    tree_expanded_set(subtree_id(SUBTREE_DIAGNOSIS), TRUE);
}

/* The SIP item of the message among the root's children. NULL: it is deeper (quoted by ICMP), or
 * this tree, which nobody looks at, does not have it. */
static proto_node *find_sip_item(proto_tree *root, struct tree_place place)
{
    const tvbuff_t *source = NULL;
    unsigned sources = 0;
    proto_node *node;

    for (node = root->first_child; node; node = node->next) {
        const field_info *item = PNODE_FINFO(node);

        if (!item || item->hfinfo->id != sip || !item->ds_tvb)
            continue;
        if (item->ds_tvb != source)
            sources++;
        source = item->ds_tvb;
        if (sources == place.source && item->start == (int)place.offset)
            return node;
    }
    return NULL;
}

void tree_add(tvbuff_t *frame, packet_info *pinfo, proto_tree *root, struct tree_place place,
              const struct report *report)
{
    struct branch branch = {.pinfo = pinfo, .tree = root, .tvb = frame, .report = report};
    bool wanted = proto_field_is_referenced(root, sipreg);
    proto_node *parent = wanted ? find_sip_item(root, place) : NULL;
    struct text line;
    proto_item *item;

    if (!wanted && !expert_is_read(root)) {
        expert_note_severity(pinfo, report->findings);
        return;
    }
    if (parent) {
        open_items(root, parent);
        branch.tree = parent;
        branch.tvb = PNODE_FINFO(parent)->ds_tvb;
        branch.offset = place.offset;
        branch.located = true;
    }
    item = proto_tree_add_item(branch.tree, sipreg, branch.tvb, (int)branch.offset, 0, ENC_NA);
    proto_item_set_generated(item);
    if (wanted) {
        text_of_item(&line, report);
        proto_item_set_text(item, "%s", line.text);
    }
    branch.tree = proto_item_add_subtree(item, subtree_id(SUBTREE_REGISTRATION));

    /* What is wrong comes first. */
    if (wanted)
        add_diagnosis(&branch);
    add_findings(&branch, wanted);
    if (wanted)
        add_rest(&branch);
}
