/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run.h"

#include "expect.h"
#include "diagnosis/suspicion.h"

#include <stdlib.h>
#include <string.h>

static const struct report *run_report(const struct run *run, unsigned index)
{
    return ((const struct frame *)run->frames->pdata[index])->report;
}

void run_expect(struct run *run, unsigned frame, unsigned rule)
{
    g_hash_table_add(run->expected,
                     frame ? g_strdup_printf("%u %u", frame, rule) : g_strdup_printf("* %u", rule));
    if (strcmp(rule_table[rule].id, run->row->about) == 0)
        run->mentions_rule = true;
}

static bool run_expects(const struct run *run, unsigned frame, unsigned rule)
{
    char *here = g_strdup_printf("%u %u", frame, rule);
    char *anywhere = g_strdup_printf("* %u", rule);
    bool found = g_hash_table_contains(run->expected, here) ||
                 g_hash_table_contains(run->expected, anywhere);

    g_free(here);
    g_free(anywhere);
    return found;
}

/* The listed rules must be on the report of one of the frames, "3" or "3|4". */
void run_check_findings(struct run *run, const char *line, struct words *rules, const char *frames)
{
    char **numbers = g_strsplit(frames, "|", -1);
    const char *word;

    while ((word = words_take(rules))) {
        bool wanted = word[0] != '!';
        struct expected_finding expected = expected_finding_read(line, wanted ? word : word + 1);
        const struct report *report = NULL;
        bool found = false;

        for (unsigned i = 0; numbers[i]; i++) {
            unsigned number = (unsigned)atoi(numbers[i]);
            const struct finding *finding;

            report = run_frame(run, line, number)->report;
            finding = report_find_as(report, expected.rule, expected.severity);
            found = found || (finding && (!wanted || finding->severity == expected.severity));
            if (wanted)
                run_expect(run, number, expected.rule);
        }
        if (found == wanted)
            continue;
        g_string_append_printf(run->failures,
                               "  %s\n    expected %s (severity %u) on frame %s, found ", line,
                               word, expected.severity, frames);
        findings_describe(report, run->failures);
        g_string_append_c(run->failures, '\n');
    }
    g_strfreev(numbers);
}

void run_later_line(struct run *run, const char *line)
{
    char *rules, *fields;
    char *text = run_split_line(line, &rules, &fields);
    struct words *words = words_read(text);
    const char *kind = words_take(words);

    if (strcmp(kind, "later") == 0) {
        const char *numbers = words_take(words);

        run_check_findings(run, line, words, numbers);
        if (fields)
            fields_check(line, fields, run_frame(run, line, (unsigned)atoi(numbers))->report, START,
                         run->failures);
    } else {
        const char *word;

        while ((word = words_take(words))) {
            struct expected_finding expected = expected_finding_read(line, word);
            bool found = false;

            run_expect(run, 0, expected.rule);
            for (unsigned i = 0; i < run->frames->len && !found; i++) {
                const struct frame *frame = run->frames->pdata[i];
                const struct finding *finding = report_find(frame->report, expected.rule);

                found = finding && !finding->late && finding->severity == expected.severity;
            }
            if (!found)
                g_string_append_printf(run->failures, "  %s\n    %s is on no report\n", line, word);
        }
    }
    words_free(words);
    g_free(rules);
    g_free(fields);
    g_free(text);
}

unsigned run_count_findings(const struct report *report)
{
    unsigned count = 0;

    for (const struct finding *finding = report->findings; finding; finding = finding->next)
        count += !finding->late && !finding->is_repeat;
    return count;
}

/* One finding, one message: what was repeated for a first pass is taken back at the end. */
static void check_no_repeat(struct run *run, const struct report *report, unsigned number)
{
    for (const struct finding *each = report->findings; each; each = each->next) {
        if (each->is_repeat)
            g_string_append_printf(run->failures, "  frame %u: %s is still repeated at the end\n",
                                   number, rule_table[each->rule].id);
    }
}

/* Only what is marked "later" in report.h may change after the message was fed. */
void run_check_unchanged(struct run *run, const struct frame *frame, unsigned number)
{
    struct report now, then;

    if (!frame->report)
        return;
    check_no_repeat(run, frame->report, number);
    memcpy(&now, frame->report, sizeof now);
    memcpy(&then, &frame->as_fed, sizeof then);
    if (now.state == STATE_UNANSWERED || now.state == STATE_EXPIRED || now.state == STATE_REJECTED)
        now.state = then.state;
    if (!then.copy_of) /* behind a proxy a response is captured before it reaches the client */
        now.copy_of = then.copy_of;
    if (!then.attempt_failed) /* silence decides */
        now.attempt_failed = false;
    now.response_in = then.response_in;
    now.retry_in = then.retry_in;
    now.next_in = then.next_in;
    now.findings = then.findings;
    now.outage = then.outage;
    now.in_outage = then.in_outage;
    if (memcmp(&now, &then, sizeof now) != 0 ||
        memcmp(&frame->place_as_fed, report_place(frame->report), sizeof frame->place_as_fed) !=
            0 ||
        memcmp(&frame->rare_as_fed, report_rare(frame->report), sizeof frame->rare_as_fed) != 0 ||
        run_count_findings(frame->report) != frame->findings_as_fed)
        g_string_append_printf(
            run->failures,
            "  frame %u: its report changed after the message was fed: step %s to %s, "
            "hop %u to %u, copy_of %u to %u, state %s to %s\n",
            number, report_step_name(then.step), report_step_name(now.step), then.hop, now.hop,
            then.copy_of, now.copy_of, report_state_name(then.state), report_state_name(now.state));
}

void run_check_unexpected(struct run *run, const struct frame *frame, unsigned number)
{
    const struct finding *finding = frame->report ? frame->report->findings : NULL;
    unsigned worst = run->healthy ? SEVERITY_CHAT : SEVERITY_NOTE;
    char text[SENTENCE_SIZE];

    if (frame->report && report_verdict(frame->report) &&
        verdict_text(report_verdict(frame->report), NULL, text) && strlen(text) > VERDICT_LINE)
        g_string_append_printf(run->failures, "  frame %u: the diagnosis is too long: %s\n", number,
                               text);
    if (run->healthy && frame->report && report_diagnosis(frame->report, text))
        g_string_append_printf(run->failures, "  frame %u: unexpected diagnosis: %s\n", number,
                               text);
    if (!run->healthy && strcmp(run->row->group, "diagnosis") == 0)
        return;
    for (; finding; finding = finding->next) {
        bool is_never = false;

        for (unsigned i = 0; i < run->never->len; i++)
            is_never = is_never || GPOINTER_TO_UINT(run->never->pdata[i]) == finding->rule;
        if (is_never || (finding->severity > worst && !run_expects(run, number, finding->rule)))
            g_string_append_printf(run->failures, "  frame %u: unexpected %s, severity %u%s (%s)\n",
                                   number, rule_table[finding->rule].id, finding->severity,
                                   finding->late ? ", late" : "", finding_text(finding, text));
    }
}

static bool is_issue(const struct report *report)
{
    for (const struct finding *each = report->findings; each; each = each->next) {
        if (each->severity >= SEVERITY_WARN)
            return true;
    }
    return false;
}

/* True where a Warning or an Error is on a message of this registration, or on the one of another that shows
 * the outage. */
static bool has_issue(const struct run *run, const struct history *history,
                      const struct outage *outage)
{
    for (unsigned i = 0; i < run->frames->len; i++) {
        const struct report *report = run_report(run, i);

        if (report &&
            (report_place(report)->history == history || report->frame == outage->first_in) &&
            is_issue(report))
            return true;
    }
    return false;
}

static const struct cause_row *row_of(const struct verdict *verdict)
{
    const struct suspicion *each = verdict->raised;

    while (each && &each->cause != verdict->best[0])
        each = each->next;
    return each ? each->row : NULL;
}

/* Nothing is known of it, or its cause is in doubt or needs no Warning. */
static bool is_lawful(const struct outage *outage)
{
    const struct cause_row *row = row_of(&outage->verdict);

    return !row || row->traits & UNWARNED;
}

/* Whatever says that it has not gone on by then has had its time. */
static bool is_long(const struct run *run, const struct outage *outage)
{
    int64_t until = outage->is_open ? run->settle_at : outage->until;

    return until - outage->from > 64 * (int64_t)run->settings.t1_ms * 1000000;
}

static void check_line(struct run *run, unsigned number, const char *line)
{
    if (line && (strlen(line) > VERDICT_LINE || !g_utf8_validate(line, -1, NULL)))
        g_string_append_printf(run->failures, "  frame %u: a line of %zu bytes: %s\n", number,
                               strlen(line), line);
}

void run_check_lines(struct run *run)
{
    char text[SENTENCE_SIZE];

    for (unsigned i = 0; i < run->frames->len; i++) {
        const struct report *report = run_report(run, i);
        const struct outage *outage =
            report && report_place(report)->history ? report_place(report)->history->latest : NULL;

        if (!report || !report_place(report)->history || report_place(report)->first_in != i + 1)
            continue;
        check_line(run, i + 1, verdict_text(&report_place(report)->history->standing, NULL, text));
        for (; outage; outage = outage->before)
            check_line(run, i + 1, verdict_text(&outage->verdict, outage, text));
    }
}

/* The table of outages finds them by the messages that are about them. */
static bool has_message(const struct run *run, const struct outage *outage)
{
    for (unsigned i = 0; i < run->frames->len; i++) {
        const struct report *report = run_report(run, i);

        if (report && report_place(report)->history &&
            (report_related_outage(report) == outage || report_outage_since(report) == outage))
            return true;
    }
    return false;
}

static void check_outages(struct run *run, const struct outage *outage)
{
    for (; outage; outage = outage->before) {
        if (!has_message(run, outage))
            g_string_append_printf(run->failures, "  no message is about outage %u, %s\n",
                                   outage->number, outage_kind_name(outage->kind));
    }
}

void run_check_issues(struct run *run)
{
    for (unsigned i = 0; i < run->frames->len; i++) {
        const struct report *report = run_report(run, i);
        const struct outage *outage =
            report && report_place(report)->history ? report_place(report)->history->latest : NULL;

        if (!outage || report_place(report)->first_in != i + 1)
            continue;
        check_outages(run, outage);
        if (run->healthy)
            g_string_append_printf(run->failures, "  an outage, %s, which is not healthy\n",
                                   outage_kind_name(outage->kind));
        if (is_long(run, outage) && !is_lawful(outage) &&
            !has_issue(run, report_place(report)->history, outage))
            g_string_append_printf(run->failures,
                                   "  frame %u: an outage, %s, of cause %s, without a Warning\n",
                                   outage->first_in, outage_kind_name(outage->kind),
                                   row_of(&outage->verdict)->text.name);
    }
}

/* "-12 ms", "-1.5 s", "-2 min", "-1 h". */
static bool has_negative_duration(const char *text)
{
    static const char *const units[] = {" ms", " s", " min", " h"};

    while ((text = strchr(text, '-'))) {
        bool begins = text[-1] == ' ' || text[-1] == '(';
        const char *at = ++text;
        size_t digits = strspn(at, "0123456789.");

        at += digits;
        for (unsigned i = 0; begins && digits && i < G_N_ELEMENTS(units); i++) {
            size_t length = strlen(units[i]);

            if (strncmp(at, units[i], length) == 0 && !g_ascii_isalnum(at[length]))
                return true;
        }
    }
    return false;
}

void run_check_durations(struct run *run, const struct frame *frame, unsigned number)
{
    char text[SENTENCE_SIZE];

    if (!frame->report)
        return;
    for (const struct finding *each = frame->report->findings; each; each = each->next) {
        if (has_negative_duration(finding_text(each, text)))
            g_string_append_printf(run->failures, "  frame %u: a negative duration: %s: %s\n",
                                   number, rule_table[each->rule].id, text);
    }
    if (report_diagnosis(frame->report, text) && has_negative_duration(text))
        g_string_append_printf(run->failures, "  frame %u: a negative duration: %s\n", number,
                               text);
}

static void note_verdict(const struct verdict *verdict, GHashTable *names)
{
    for (const struct suspicion *each = verdict->raised; each; each = each->next)
        g_hash_table_add(names, g_strdup(each->row->text.name));
}

void run_note_causes(const struct run *run, GHashTable *names)
{
    for (unsigned i = 0; i < run->frames->len; i++) {
        const struct report *report = run_report(run, i);

        if (!report || !report_place(report)->history)
            continue;
        note_verdict(&report_place(report)->history->standing, names);
        for (const struct outage *each = report_place(report)->history->latest; each;
             each = each->before)
            note_verdict(&each->verdict, names);
    }
}

/* Each is told once. */
static void check_certain(const struct run *run, const struct verdict *verdict, GHashTable *names)
{
    const struct cause_row *row = row_of(verdict);
    char text[SENTENCE_SIZE];

    if (row && verdict_is_certain(verdict) && !(row->traits & IN_OWN_WORDS) &&
        g_hash_table_add(names, g_strdup(row->text.name)))
        g_string_append_printf(run->failures, "  without frame %u: certain of %s: %s\n", run->lost,
                               row->text.name, verdict_text(verdict, NULL, text));
}

static void check_warnings(const struct run *run, const struct report *report, GHashTable *names)
{
    char text[SENTENCE_SIZE];

    for (const struct finding *each = report->findings; each; each = each->next) {
        if (each->severity >= SEVERITY_WARN && !each->late && !run_expects(run, 0, each->rule) &&
            g_hash_table_add(names, g_strdup(rule_table[each->rule].id)))
            g_string_append_printf(
                run->failures, "  without frame %u: unexpected %s, severity %u (%s)\n", run->lost,
                rule_table[each->rule].id, each->severity, finding_text(each, text));
    }
}

static void check_lost(const struct run *run, const struct report *report, GHashTable *names)
{
    if (report && run->healthy)
        check_warnings(run, report, names);
    if (!report || !report_place(report)->history)
        return;
    check_certain(run, &report_place(report)->history->standing, names);
    for (const struct outage *each = report_place(report)->history->latest; each;
         each = each->before)
        check_certain(run, &each->verdict, names);
}

void run_check_lost(const struct run *run, GHashTable *names)
{
    for (unsigned i = 0; i < run->frames->len; i++)
        check_lost(run, run_report(run, i), names);
}

static bool is_kept(const struct run *run, unsigned index, unsigned before)
{
    const struct place *places = (const struct place *)run->places->data;

    return places[index].time - places[before].time < run->keep_s * SECOND;
}

/* The index of the latest message of the registration before this one; -1: it is the first. */
static int place_before(const struct place *places, unsigned index)
{
    int before = (int)index - 1;

    while (before >= 0 && places[before].registration != places[index].registration)
        before--;
    return before;
}

/* A refresh of a binding that is remembered is one, and nothing else is found in it. */
static bool is_same_refresh(const struct report *report, const struct place *place)
{
    for (const struct finding *each = report->findings; each; each = each->next) {
        if (!place->found[each->rule])
            return false;
    }
    return report->intent == place->intent && report->previous_in == place->previous_in;
}

/* The same registration as the message before, and the same role in it. */
static bool is_same(const struct run *run, unsigned index, unsigned before)
{
    const struct place *place = &g_array_index(run->places, struct place, index);
    const struct place *earlier = &g_array_index(run->places, struct place, before);
    const struct report *now = run_report(run, index);
    const struct frame *then = run->frames->pdata[before];

    return report_place(now)->registration == then->place_as_fed.registration &&
           now->attempt - then->as_fed.attempt == place->attempt - earlier->attempt &&
           now->step == place->step &&
           (!place->previous_in || !is_kept(run, index, place->previous_in - 1) ||
            is_same_refresh(now, place));
}

void run_check_forgetful(const struct run *run, unsigned number)
{
    struct run checked = *run;
    const struct place *places = (const struct place *)run->places->data;
    const struct report *report = run_report(run, number - 1);
    int before = place_before(places, number - 1);

    checked.failures = run->forgetful;
    check_lost(&checked, report, run->lossy);
    if (!report || before < 0 || places[number - 1].registration == REPORT_NO_REGISTRATION ||
        !is_kept(run, number - 1, (unsigned)before) || is_same(run, number - 1, (unsigned)before))
        return;
    g_string_append_printf(run->forgetful,
                           "  with keep_s=%u frame %u is of registration %u, attempt %u, step %s, "
                           "intent %s, and has ",
                           run->keep_s, number, report_place(report)->registration, report->attempt,
                           report_step_name(report->step), report_intent_name(report->intent));
    findings_describe(report, run->forgetful);
    g_string_append_c(run->forgetful, '\n');
}
