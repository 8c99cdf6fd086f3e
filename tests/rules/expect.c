/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "expect.h"

#include "diagnosis/suspicion.h"
#include "words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const severity_names[] = {"chat", "note", "warn", "error"};

struct expected_finding expected_finding_read(const char *line, const char *word)
{
    char **parts = g_strsplit(word, ":", 2);
    struct expected_finding expected = {RULE_COUNT, 0};

    for (unsigned rule = 0; rule < RULE_COUNT; rule++) {
        if (strcmp(rule_table[rule].id, parts[0]) == 0)
            expected = (struct expected_finding){rule, rule_table[rule].severity};
    }
    if (expected.rule == RULE_COUNT)
        script_error(line, "unknown rule \"%s\"", word);
    if (parts[1]) {
        unsigned severity = 0;

        while (severity < G_N_ELEMENTS(severity_names) &&
               strcmp(severity_names[severity], parts[1]))
            severity++;
        if (severity == G_N_ELEMENTS(severity_names))
            script_error(line, "unknown severity \"%s\"", parts[1]);
        expected.severity = severity;
    }
    g_strfreev(parts);
    return expected;
}

const struct finding *report_find(const struct report *report, unsigned rule)
{
    const struct finding *finding = report ? report->findings : NULL;

    while (finding && finding->rule != rule)
        finding = finding->next;
    return finding;
}

const struct finding *report_find_as(const struct report *report, unsigned rule, unsigned severity)
{
    for (const struct finding *each = report ? report->findings : NULL; each; each = each->next) {
        if (each->rule == rule && each->severity == severity)
            return each;
    }
    return report_find(report, rule);
}

void findings_describe(const struct report *report, GString *text)
{
    char sentence[SENTENCE_SIZE];

    if (!report)
        g_string_append(text, "no report");
    else if (!report->findings)
        g_string_append(text, "no finding");
    for (const struct finding *finding = report ? report->findings : NULL; finding;
         finding = finding->next)
        g_string_append_printf(text, "%s%s:%s%s (%s)", finding == report->findings ? "" : ", ",
                               rule_table[finding->rule].id, severity_names[finding->severity],
                               finding->late ? " late" : "", finding_text(finding, sentence));
}

/* ---- fields */

static char *number(bool has, int64_t value)
{
    return has ? g_strdup_printf("%" G_GINT64_FORMAT, value) : g_strdup("-");
}

static char *seconds(bool has, int64_t ns)
{
    return has ? g_strdup_printf("%.6f", (double)ns / 1e9) : g_strdup("-");
}

static char *words_of(const char *text)
{
    return g_strdup(text && *text ? text : "-");
}

static char *frame_number(uint32_t frame)
{
    return number(frame != 0, frame);
}

static char *contact_field(const struct report *report, const char *name, int64_t start)
{
    static const struct report_contact no_contact;
    const struct report_contact *own = report->contact_count ? report->contacts : &no_contact;

    if (!strcmp(name, "asked"))
        return number(own->has_requested, own->requested_s);
    if (!strcmp(name, "granted"))
        return number(own->has_grant, own->granted_s);
    if (!strcmp(name, "expires.at"))
        return seconds(own->expires_at != 0, own->expires_at - start);
    if (!strcmp(name, "contact.sent"))
        return words_of(own->sent);
    if (!strcmp(name, "contact.granted"))
        return words_of(own->granted);
    return NULL;
}

static char *nonce_field(const struct report *report, const char *name)
{
    const struct report_nonce none = {.age = -1};
    const struct report_nonce *nonce = report->nonce_count ? report_nonce(report) : &none;

    if (!strcmp(name, "nonce"))
        return words_of(nonce->text);
    if (!strcmp(name, "nonce.realm"))
        return words_of(nonce->realm);
    if (!strcmp(name, "nonce.issued_in"))
        return frame_number(nonce->issued_in);
    if (!strcmp(name, "nonce.use"))
        return frame_number(nonce->use);
    if (!strcmp(name, "nonce.nc"))
        return number(nonce->has_nc, nonce->nc);
    if (!strcmp(name, "nonce.age"))
        return seconds(nonce->age >= 0, nonce->age);
    if (!strcmp(name, "nonce.verdict"))
        return words_of(report_nonce_verdict_name(nonce->verdict));
    return NULL;
}

static char *digest_field(const struct report *report, const char *name)
{
    static const struct report_digest no_digest;
    const struct report_digest *digest =
        report_rare(report)->digests ? report_rare(report)->digests : &no_digest;

    if (!strcmp(name, "digest.verdict"))
        return words_of(digest->verdict);
    if (!strcmp(name, "digest.count"))
        return number(true, report_rare(report)->digest_count);
    if (!strcmp(name, "digest.algorithm"))
        return words_of(digest->algorithm);
    if (!strcmp(name, "digest.rspauth"))
        return words_of(report_rspauth_name(report_rare(report)->rspauth));
    if (!strcmp(name, "digest.aka.mac"))
        return g_strdup(!digest->has_aka ? "-" : digest->mac_is_right ? "correct" : "wrong");
    if (!strcmp(name, "digest.aka.sqn"))
        return number(digest->has_aka, (int64_t)digest->sqn);
    return NULL;
}

static char *frame_field(const struct report *report, const char *name)
{
    const struct {
        const char *name;
        uint32_t frame;
    } frames[] = {
        {"request_in", report->request_in},
        {"response_in", report->response_in},
        {"challenge_in", report->challenge_in},
        {"retry_in", report->retry_in},
        {"retransmission_of", report->retransmission_of},
        {"copy_of", report->copy_of},
        {"first_in", report_place(report)->first_in},
        {"previous_in", report->previous_in},
        {"next_in", report->next_in},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(frames); i++) {
        if (!strcmp(frames[i].name, name))
            return frame_number(frames[i].frame);
    }
    return NULL;
}

static char *place_field(const struct report *report, const char *name)
{
    if (!strcmp(name, "step"))
        return words_of(report_step_name(report->step));
    if (!strcmp(name, "intent"))
        return words_of(report_intent_name(report->intent));
    if (!strcmp(name, "state"))
        return words_of(report_state_name(report->state));
    if (!strcmp(name, "id"))
        return number(report_place(report)->registration != REPORT_NO_REGISTRATION,
                      report_place(report)->registration);
    if (!strcmp(name, "aor"))
        return words_of(report_place(report)->aor);
    if (!strcmp(name, "status"))
        return frame_number(report->status);
    if (!strcmp(name, "hop"))
        return frame_number(report->hop);
    if (!strcmp(name, "attempt"))
        return frame_number(report->attempt);
    if (!strcmp(name, "refresh"))
        return frame_number(report->refresh);
    if (!strcmp(name, "try"))
        return frame_number(report->try_number);
    if (!strcmp(name, "attempt.failed"))
        return g_strdup(report->attempt_failed ? "1" : "-");
    return NULL;
}

static char *names_of(const struct verdict *verdict, bool refuted)
{
    const struct suspicion *each = verdict ? verdict->raised : NULL;
    GString *names = g_string_new(NULL);

    for (; each; each = each->next) {
        bool is_said = &each->cause == verdict->best[0] || &each->cause == verdict->best[1];

        if (refuted ? each->is_refuted : is_said)
            g_string_append_printf(names, "%s%s", names->len ? " " : "", each->row->text.name);
    }
    if (!names->len)
        g_string_append_c(names, '-');
    return g_string_free(names, FALSE);
}

/* Refuted in any outage of the registration, or besides. */
static char *refuted_of(const struct report *report)
{
    GString *names = g_string_new(NULL);
    const struct outage *outage =
        report_place(report)->history ? report_place(report)->history->latest : NULL;
    char *each = names_of(
        report_place(report)->history ? &report_place(report)->history->standing : NULL, true);

    g_string_append(names, each);
    g_free(each);
    for (; outage; outage = outage->before) {
        each = names_of(&outage->verdict, true);
        g_string_append_printf(names, " %s", each);
        g_free(each);
    }
    return g_string_free(names, FALSE);
}

static char *verdict_field(const struct report *report, const char *name)
{
    const struct verdict *verdict = report_verdict(report);
    const struct outage *outage = report_outage(report);
    char text[SENTENCE_SIZE];

    if (!strcmp(name, "past"))
        return words_of(report_diagnosis(report, text));
    if (!strcmp(name, "diagnosis"))
        return words_of(verdict ? verdict_text(verdict, NULL, text) : NULL);
    if (!strcmp(name, "cause"))
        return names_of(verdict, false);
    if (!strcmp(name, "refuted"))
        return refuted_of(report);
    if (!strcmp(name, "certain"))
        return number(verdict && verdict->best[0], verdict && verdict_is_certain(verdict));
    if (!strcmp(name, "outage"))
        return number(outage != NULL, outage ? outage->number : 0);
    if (!strcmp(name, "outage.kind"))
        return words_of(outage ? outage_kind_name(outage->kind) : NULL);
    if (!strcmp(name, "outage.open"))
        return number(outage != NULL, outage && outage->is_open);
    if (!strcmp(name, "outage.duration"))
        return seconds(outage && !outage->is_open, outage ? outage->until - outage->from : 0);
    if (!strcmp(name, "availability"))
        return report_place(report)->history &&
                       history_availability(report_place(report)->history) >= 0
                   ? g_strdup_printf("%.6f", history_availability(report_place(report)->history))
                   : g_strdup("-");
    return NULL;
}

static char *call_field(const struct report *report, const char *name)
{
    const struct outage *outage = report_outage(report);
    const struct report_call *call = report_rare(report)->call;

    if (!strcmp(name, "call.status"))
        return number(call && call->status, call ? call->status : 0);
    if (!strcmp(name, "call.reason"))
        return words_of(call ? report_call_reason(call) : NULL);
    if (!strcmp(name, "call.outage"))
        return number(call && call->outage, call && call->outage ? call->outage->number : 0);
    if (!strcmp(name, "call.id"))
        return number(call && call->loss, call ? call->registration : 0);
    if (!strcmp(name, "outage.calls"))
        return number(outage != NULL, outage ? outage->calls : 0);
    return NULL;
}

static char *connection_field(const struct report *report, const char *name)
{
    const struct report_connection *connection = report_rare(report)->connection;
    char text[SENTENCE_SIZE];

    if (!strcmp(name, "connection.target"))
        return words_of(connection && connection->target.family != ENDPOINT_NONE
                            ? endpoint_to_text(&connection->target, true, text)
                            : NULL);
    if (!strcmp(name, "connection.dns"))
        return words_of(connection ? connection_dns_text(connection, text) : NULL);
    if (!strcmp(name, "connection.tcp"))
        return words_of(connection ? connection_tcp_text(connection, text) : NULL);
    if (!strcmp(name, "connection.tls"))
        return words_of(connection ? connection_tls_text(connection, text) : NULL);
    if (!strcmp(name, "connection.sip"))
        return words_of(connection ? connection_sip_name(connection->sip) : NULL);
    if (!strcmp(name, "connection.verdict"))
        return words_of(connection ? connection_verdict_text(connection, text) : NULL);
    return NULL;
}

static char *other_field(const struct report *report, const char *name)
{
    if (!strcmp(name, "told"))
        return words_of(report_rare(report)->told);
    if (!strcmp(name, "user_agent"))
        return words_of(report_place(report)->user_agent);
    if (!strcmp(name, "server"))
        return words_of(report_place(report)->server);
    if (!strcmp(name, "response_time"))
        return seconds(report->response_time >= 0, report->response_time);
    if (!strcmp(name, "rrd"))
        return seconds(report->rrd >= 0, report->rrd);
    if (!strcmp(name, "minimum"))
        return number(report->has_minimum, report_rare(report)->minimum_s);
    if (!strcmp(name, "expires.remaining"))
        return seconds(report->has_remaining, report->remaining);
    if (!strcmp(name, "expires.used"))
        return report->has_remaining ? g_strdup_printf("%.6f", report->used) : g_strdup("-");
    if (!strcmp(name, "contacts"))
        return number(true, report->contact_count);
    if (!strcmp(name, "binding.count"))
        return number(report->has_binding_list, report->bindings_listed);
    if (!strcmp(name, "binding.own")) {
        unsigned own = 0;

        for (unsigned i = 0; i < report->binding_count; i++)
            own += report->bindings[i].own;
        return number(report->has_binding_list, own);
    }
    if (!strcmp(name, "capture.gap"))
        return number(report->is_gap, 1);
    if (!strcmp(name, "capture.one_way"))
        return number(report->is_one_way, 1);
    if (!strcmp(name, "capture.disorder"))
        return number(report->is_out_of_order, 1);
    if (!strcmp(name, "capture.mid_start"))
        return number(report->is_mid_start, 1);
    if (!strcmp(name, "cseq.step"))
        return number(report->has_cseq_step, report->cseq_step);
    for (unsigned i = 0; i < SAME_COUNT && g_str_has_prefix(name, "same."); i++) {
        if (!strcmp(name + strlen("same."), report_same_name(i)))
            return number(report->same_known >> i & 1, report->same >> i & 1);
    }
    return NULL;
}

static bool has_word(const char *text, const char *word)
{
    char **words = g_strsplit(text, " ", -1);
    bool found = g_strv_contains((const char *const *)words, word);

    g_strfreev(words);
    return found;
}

/* Equal as text, or as numbers to within a millionth; for a diagnosis a part is enough, of several causes
 * one. */
static bool value_equal(const char *name, const char *expected, const char *found)
{
    char *end1, *end2;
    double a = g_ascii_strtod(expected, &end1), b = g_ascii_strtod(found, &end2);

    if (strcmp(expected, found) == 0)
        return true;
    if (strcmp(name, "diagnosis") == 0 || strcmp(name, "past") == 0 ||
        strcmp(name, "connection.verdict") == 0)
        return strcmp(expected, "-") != 0 && strstr(found, expected);
    if (strcmp(name, "cause") == 0 || strcmp(name, "refuted") == 0)
        return has_word(found, expected);
    return *expected && *found && !*end1 && !*end2 && fabs(a - b) < 1e-6;
}

static void field_check(const char *line, const struct word *word, const struct report *report,
                        int64_t start, GString *failures)
{
    char *found = place_field(report, word->name);

    if (!found)
        found = frame_field(report, word->name);
    if (!found)
        found = nonce_field(report, word->name);
    if (!found)
        found = digest_field(report, word->name);
    if (!found)
        found = contact_field(report, word->name, start);
    if (!found)
        found = verdict_field(report, word->name);
    if (!found)
        found = call_field(report, word->name);
    if (!found)
        found = connection_field(report, word->name);
    if (!found)
        found = other_field(report, word->name);
    if (!found || !word->value)
        script_error(line, "unknown field \"%s\"", word->name);
    if (!value_equal(word->name, word->value, found))
        g_string_append_printf(failures, "  %s\n    expected %s=%s, found %s\n", line, word->name,
                               word->value, found);
    g_free(found);
}

void fields_check(const char *line, const char *fields, const struct report *report, int64_t start,
                  GString *failures)
{
    struct words *words = words_read(fields);

    if (words_flag(words, "nothing")) {
        if (report && report_is_shown(report))
            g_string_append_printf(failures, "  %s\n    expected no report, found step=%s\n", line,
                                   report_step_name(report->step));
    } else if (!report) {
        g_string_append_printf(failures, "  %s\n    expected %s, found no report\n", line, fields);
    } else {
        for (unsigned i = 0; i < words->list->len; i++)
            field_check(line, words->list->pdata[i], report, start, failures);
    }
    words_free(words);
}

void report_check_form(const struct report *report, uint32_t frame, GString *failures)
{
    char text[SENTENCE_SIZE];

    if (report->frame != frame)
        g_string_append_printf(failures, "  frame %u: the report is of frame %u\n", frame,
                               report->frame);
    if (report_diagnosis(report, text) && strpbrk(text, "\r\n{}"))
        g_string_append_printf(failures, "  frame %u: malformed diagnosis: %s\n", frame, text);
    for (const struct finding *finding = report->findings; finding; finding = finding->next) {
        finding_text(finding, text);
        if (finding->rule >= RULE_COUNT || finding->severity > SEVERITY_ERROR || !*text ||
            strpbrk(text, "\r\n{}") || !g_utf8_validate(text, -1, NULL))
            g_string_append_printf(failures, "  frame %u: malformed finding %s: %s\n", frame,
                                   rule_table[finding->rule].id, text);
    }
}
