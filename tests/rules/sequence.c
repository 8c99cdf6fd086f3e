/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run.h"

#include "expect.h"
#include "sentences.h"
#include "worker.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    /* Each of the first frames of a sequence is taken out once; longer ones repeat themselves. */
    LOST_MAX = 60
};

struct frame *run_frame(const struct run *run, const char *line, unsigned number)
{
    if (number < 1 || number > run->frames->len)
        script_error(line, "there is no frame %u", number);
    return run->frames->pdata[number - 1];
}

/* Takes "-> rules" and "{fields}" off the end of the line. */
char *run_split_line(const char *line, char **rules, char **fields)
{
    char *text = g_strdup(line);
    char *brace = strchr(text, '{');
    char *arrow = strstr(text, "->");

    *rules = NULL;
    *fields = NULL;
    if (brace) {
        if (!strchr(brace, '}'))
            script_error(line, "{ without }");
        *fields = g_strndup(brace + 1, strcspn(brace + 1, "}"));
        *brace = '\0';
    }
    if (arrow) {
        *rules = g_strdup(arrow + 2);
        *arrow = '\0';
    }
    return text;
}

static void set_lists(struct settings *settings, struct words *words)
{
    const struct {
        const char *name;
        const char **text;
    } lists[] = {
        {"scanners", &settings->scanners},
        {"test_tools", &settings->test_tools},
        {"administrators", &settings->administrators},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(lists); i++) {
        const char *value = words_value(words, lists[i].name);

        if (value)
            *lists[i].text = g_intern_string(value);
    }
}

static void set_line(struct run *run, struct words *words)
{
    struct settings *settings = &run->settings;
    const struct {
        const char *name;
        unsigned *number;
        bool *flag;
    } names[] = {
        {"t1_ms", &settings->t1_ms, NULL},
        {"udp_size_max", &settings->udp_size_max, NULL},
        {"late_tolerance_ms", &settings->late_tolerance_ms, NULL},
        {"timeout_pause_ms", &settings->timeout_pause_ms, NULL},
        {"unmodified_within_s", &settings->unmodified_within_s, NULL},
        {"small_margin_s", &settings->small_margin_s, NULL},
        {"early_percent", &settings->early_percent, NULL},
        {"nat_timeout_s", &settings->nat_timeout_s, NULL},
        {"storm_attempts", &settings->storm_attempts, NULL},
        {"bruteforce_failures", &settings->bruteforce_failures, NULL},
        {"bruteforce_spread", &settings->bruteforce_spread, NULL},
        {"guess_min", &settings->guess_min, NULL},
        {"enumeration_users", &settings->enumeration_users, NULL},
        {"flood_requests", &settings->flood_requests, NULL},
        {"enumeration_failed", &settings->enumeration_failed, NULL},
        {"short_expiry_s", &settings->short_expiry_s, NULL},
        {"bindings_many", &settings->bindings_many, NULL},
        {"capture_side", &settings->capture_side, NULL},
        {"keep_hours", &settings->keep_hours, NULL},
        {"pool_prefix", &settings->pool_prefix, NULL},
        {"one_time_nonce", NULL, &settings->one_time_nonce},
        {"date_wanted", NULL, &settings->date_wanted},
        {"tell_from_tags", NULL, &settings->tell_from_tags},
        {"textbook_refresh", NULL, &settings->textbook_refresh},
    };

    if (run->analysis)
        script_error(words->text, "set must precede the first message");
    set_lists(settings, words);
    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        const char *value = words_value(words, names[i].name);

        if (value && names[i].number)
            *names[i].number = (unsigned)atoi(value);
        else if (value)
            *names[i].flag = atoi(value) != 0;
    }
    words_end(words);
}

/* "account bob password=secret realm=ex.com" */
static void account_line(struct run *run, struct words *words)
{
    static const char *const kinds[ACCOUNT_KIND_COUNT] = {
        [ACCOUNT_PASSWORD] = "password",
        [ACCOUNT_HA1_MD5] = "ha1-md5",
        [ACCOUNT_HA1_SHA_256] = "ha1-sha-256",
        [ACCOUNT_HA1_SHA_512_256] = "ha1-sha-512-256",
    };
    struct account_text text = {
        .realm = words_value(words, "realm"),
        .k = words_value(words, "k"),
        .op = words_value(words, "op"),
        .opc = words_value(words, "opc"),
    };

    for (unsigned kind = 0; kind < ACCOUNT_KIND_COUNT && !text.secret; kind++) {
        text.kind = kind;
        text.secret = words_value(words, kinds[kind]);
    }
    if (!text.secret)
        text.kind = ACCOUNT_PASSWORD;
    text.user = words_take(words);
    if (run->analysis || account_flaw(&text))
        script_error(words->text, "account: %s",
                     run->analysis ? "must precede the first message" : account_flaw(&text));
    if (!run->accounts)
        run->accounts = accounts_new();
    accounts_add(run->accounts, &text);
    run->settings.accounts = run->accounts;
    words_end(words);
}

/* What the line expects of its message, which is the latest one. */
static void check_message(struct run *run, const char *line, struct words *rules,
                          const char *fields)
{
    char number[16];

    g_snprintf(number, sizeof number, "%u", run->frames->len);
    run_check_findings(run, line, rules, number);
    if (fields)
        fields_check(line, fields, run_frame(run, line, run->frames->len)->report, START,
                     run->failures);
}

/* "@1.5 R A[n1,1] -> rule {fields}" */
static void timed_line(struct run *run, const char *line, const char *message, struct words *rules,
                       const char *fields, int64_t offset)
{
    struct words *words = words_read(message);
    struct word *time = words->list->pdata[0];
    struct word *kind = words->list->len > 1 ? words->list->pdata[1] : NULL;
    bool is_relative = time->name[0] == '+';
    int64_t value = llround(g_ascii_strtod(time->name + 1, NULL) * 1e9);

    time->taken = true;
    if (!kind)
        script_error(line, "a time without a message");
    kind->taken = true;
    run->time = is_relative ? run->time + value : START + offset + value;
    run->settle_at = MAX(run->settle_at, run->time);
    if (strcmp(kind->name, "settle") == 0) {
        words_end(words);
    } else {
        run_message(run, line, words, kind->name);
        if (!run->lost)
            check_message(run, line, rules, fields);
    }
    words_free(words);
}

static void directive_line(struct run *run, const char *line, const char *text)
{
    struct words *words = words_read(text);
    const char *kind = words_take(words);
    const char *word;

    if (strcmp(kind, "set") == 0) {
        set_line(run, words);
    } else if (strcmp(kind, "account") == 0) {
        account_line(run, words);
    } else if (strcmp(kind, "healthy") == 0) {
        run->healthy = true;
        words_end(words);
    } else if (strcmp(kind, "may") == 0) {
        while ((word = words_take(words)))
            run_expect(run, 0, expected_finding_read(line, word).rule);
    } else if (strcmp(kind, "never") == 0) {
        while ((word = words_take(words)))
            g_ptr_array_add(run->never, GUINT_TO_POINTER(expected_finding_read(line, word).rule));
    } else if (strcmp(kind, "lossy") == 0) {
        while ((word = words_take(words)))
            g_hash_table_add(run->lossy, g_strdup(word));
    } else if (strcmp(kind, "later") == 0 || strcmp(kind, "somewhere") == 0) {
        g_ptr_array_add(run->later, g_strdup(line));
    } else {
        script_error(line, "unknown line \"%s\"", kind);
    }
    words_free(words);
}

static void one_line(struct run *run, const char *line, int64_t offset)
{
    char *rules_text, *fields;
    char *text = run_split_line(line, &rules_text, &fields);
    struct words *rules = words_read(rules_text ? rules_text : "");

    if (text[0] == '@' || text[0] == '+')
        timed_line(run, line, text, rules, fields, offset);
    else
        directive_line(run, line, text);
    words_free(rules);
    g_free(rules_text);
    g_free(fields);
    g_free(text);
}

/* "repeat 20 every 0.5": runs the lines up to "end"; returns the number of lines consumed. */
static unsigned repeat_lines(struct run *run, const char *const *lines)
{
    struct words *words = words_read(lines[0]);
    unsigned count, length = 1;
    int64_t every, from = run->time ? run->time - START : 0;

    words_take(words);
    count = (unsigned)atoi(words_take(words));
    if (!words_flag(words, "every"))
        script_error(lines[0], "repeat N every SECONDS");
    every = llround(g_ascii_strtod(words_take(words), NULL) * 1e9);
    words_end(words);
    words_free(words);
    while (lines[length] && strcmp(lines[length], "end") != 0)
        length++;
    if (!lines[length])
        script_error(lines[0], "repeat without end");
    for (unsigned round = 1; round <= count; round++) {
        char *digits = g_strdup_printf("%u", round);

        for (unsigned i = 1; i < length; i++) {
            char **pieces = g_strsplit(lines[i], "%", -1);
            char *line = g_strjoinv(digits, pieces);

            one_line(run, line, from + every * (round - 1));
            g_free(line);
            g_strfreev(pieces);
        }
        g_free(digits);
    }
    return length + 1;
}

static void frame_free(void *data)
{
    struct frame *frame = data;

    wire_free(frame->wire);
    g_free(frame);
}

static void run_begin(struct run *run, const struct sequence_case *row, GString *failures)
{
    *run = (struct run){.row = row, .settings = settings_default(), .failures = failures};
    wire_memory_init(&run->memory);
    run->frames = g_ptr_array_new_with_free_func(frame_free);
    run->later = g_ptr_array_new_with_free_func(g_free);
    run->never = g_ptr_array_new();
    run->expected = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    run->lossy = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static void run_end(struct run *run)
{
    analysis_free(run->analysis);
    accounts_unref(run->accounts);
    g_hash_table_unref(run->expected);
    g_hash_table_unref(run->lossy);
    g_ptr_array_unref(run->never);
    g_ptr_array_unref(run->later);
    g_ptr_array_unref(run->frames);
    wire_memory_clear(&run->memory);
}

static void play_lines(struct run *run)
{
    const char *const *lines = run->row->lines;

    while (*lines) {
        if (g_str_has_prefix(*lines, "repeat "))
            lines += repeat_lines(run, lines);
        else
            one_line(run, *lines++, 0);
    }
    if (run->analysis)
        analysis_settle(run->analysis, run->settle_at);
}

/* Once more, with the clock set back before this frame: only what is said of durations is checked. */
static void play_set_back(const struct sequence_case *row, unsigned frame, int64_t back,
                          GString *failures)
{
    GString *unwanted = g_string_new(NULL);
    struct run run;

    run_begin(&run, row, unwanted);
    run.clock_set_at = frame;
    run.clock_back = back;
    play_lines(&run);
    run.failures = failures;
    for (unsigned i = 0; i < run.frames->len; i++)
        run_check_durations(&run, run.frames->pdata[i], i + 1);
    run_end(&run);
    g_string_free(unwanted, TRUE);
}

/* Once more, without this frame: whatever is expected of the others may not hold then. */
static void play_lost(const struct sequence_case *row, unsigned frame, GHashTable *names,
                      GString *failures)
{
    GString *unwanted = g_string_new(NULL);
    struct run run;

    run_begin(&run, row, unwanted);
    run.lost = frame;
    play_lines(&run);
    run.failures = failures;
    run_check_lost(&run, names);
    run_end(&run);
    g_string_free(unwanted, TRUE);
}

static struct place place_of(const struct frame *frame)
{
    const struct report *report = frame->report;
    struct place place = {.time = frame->wire->packet.time, .registration = REPORT_NO_REGISTRATION};

    if (!report)
        return place;
    place.registration = report_place(report)->registration;
    place.attempt = report->attempt;
    place.previous_in = report->previous_in;
    place.step = report->step;
    place.intent = report->intent;
    memcpy(place.found, frame->found_as_fed, sizeof(place.found));
    return place;
}

static GArray *places_of(const struct run *run)
{
    GArray *places = g_array_new(FALSE, TRUE, sizeof(struct place));

    for (unsigned i = 0; i < run->frames->len; i++) {
        struct place place = place_of(run->frames->pdata[i]);

        g_array_append_val(places, place);
    }
    return places;
}

/* Once more, where everything is forgotten that was quiet for so many seconds. */
static void play_forgetful(const struct sequence_case *row, unsigned keep_s, const GArray *places,
                           GHashTable *names, GString *failures)
{
    GString *unwanted = g_string_new(NULL);
    struct run run;

    run_begin(&run, row, unwanted);
    run.keep_s = keep_s;
    run.places = places;
    g_hash_table_unref(run.lossy);
    run.lossy = g_hash_table_ref(names);
    run.forgetful = failures;
    play_lines(&run);
    run_end(&run);
    g_string_free(unwanted, TRUE);
}

static void play(const struct sequence_case *row, GString *failures, GString *findings)
{
    static const unsigned parts[] = {3, 20}; /* of the sequence */
    struct run run;
    unsigned count;
    int64_t length;
    GHashTable *names;
    GArray *places;

    run_begin(&run, row, failures);
    if (row->silent)
        g_ptr_array_add(run.never,
                        GUINT_TO_POINTER(expected_finding_read(row->sentence, row->about).rule));
    play_lines(&run);
    for (unsigned i = 0; i < run.later->len; i++)
        run_later_line(&run, run.later->pdata[i]);
    for (unsigned i = 0; i < run.frames->len; i++) {
        run_check_unchanged(&run, run.frames->pdata[i], i + 1);
        run_check_unexpected(&run, run.frames->pdata[i], i + 1);
        run_check_durations(&run, run.frames->pdata[i], i + 1);
        sentences_note(((const struct frame *)run.frames->pdata[i])->report, findings);
    }
    run_check_issues(&run);
    run_check_lines(&run);
    if (row->fires && !run.mentions_rule)
        script_error(row->sentence, "no line expects %s to fire", row->about);
    count = run.frames->len;
    names = g_hash_table_ref(run.lossy);
    run_note_causes(&run, names);
    places = places_of(&run);
    length = run.time > START ? (run.time - START) / SECOND : 0;
    run_end(&run);
    for (unsigned frame = 1; frame <= MIN(count, LOST_MAX); frame++)
        play_lost(row, frame, names, failures);
    for (unsigned i = 0; i < G_N_ELEMENTS(parts); i++)
        play_forgetful(row, (unsigned)(length / parts[i]) + 1, places, names, failures);
    g_hash_table_unref(names);
    g_array_unref(places);
    for (unsigned frame = MAX(count, 4) - 2; frame <= count && count > 1; frame++) {
        play_set_back(row, frame, SECOND / 5, failures);
        play_set_back(row, frame, 3600 * SECOND, failures);
    }
}

static void run_case(const void *data)
{
    const struct sequence_case *row = data;
    GString *failures = g_string_new(NULL), *findings = g_string_new(NULL);

    worker_run(play, row, failures, findings);
    sentences_take(findings->str);
    if (failures->len) {
        g_test_message("%s: %s\n%s", row->about, row->sentence, failures->str);
        g_test_fail();
    }
    g_string_free(failures, TRUE);
    g_string_free(findings, TRUE);
}

void sequence_add(const struct sequence_case *cases, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        char *path =
            g_strdup_printf("/%s/%s/%s", cases[i].group, cases[i].about, cases[i].sentence);

        g_test_add_data_func(path, &cases[i], run_case);
        sentences_expect_case();
        g_free(path);
    }
}
