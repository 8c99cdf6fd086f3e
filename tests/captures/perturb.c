/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Plays healthy recordings through the core as imperfect captures would show them: frames lost, exchanged
 * or doubled, one direction alone, the clock set. What a capture lacks or distorts is nobody's fault: no
 * finding may be a Warning or an Error, and no diagnosis certain or about a password.
 *
 * Usage: perturb FILE...   as tests/captures/perturb writes them, one for each recording. Prints TAP: a case
 * for each recording and kind of perturbation.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>

#include "analysis.h"
#include "rules/catalogue.h"

#define MICROSECOND (MILLISECOND / 1000)
/* As far as the frames of two interfaces are out of time order. */
#define EXCHANGED (100 * MILLISECOND)

#define UNCHANGED "unchanged"

enum {
    SEEDS = 10,        /* variants of each share of lost frames */
    COMPLAINTS_MAX = 8 /* that a failed case shows */
};

/* --- A recording */

struct line {
    struct packet packet;
    bool is_sip;
};

struct recording {
    char *name;
    GArray *lines;    /* of struct line, frame by frame */
    GArray *frames;   /* of unsigned: the first line of each frame; behind the last one, the end */
    GPtrArray *texts; /* that the packets borrow */
};

static unsigned frames_of(const struct recording *recording)
{
    return recording->frames->len - 1;
}

static unsigned line_of(const struct recording *recording, unsigned frame)
{
    return g_array_index(recording->frames, unsigned, frame);
}

static const struct line *line_at(const struct recording *recording, unsigned at)
{
    return &g_array_index(recording->lines, struct line, at);
}

static const struct packet *packet_of(const struct recording *recording, unsigned frame)
{
    return &line_at(recording, line_of(recording, frame))->packet;
}

static struct endpoint read_endpoint(const char *address, const char *port)
{
    struct endpoint endpoint;

    if (!endpoint_read_ip(span_of(address), &endpoint))
        g_error("no address: %s", address);
    endpoint.port = (uint16_t)g_ascii_strtoull(port, NULL, 10);
    return endpoint;
}

/* Each text has memory of its own, so that the sanitizer sees what is read behind it. */
static struct span read_hex(struct recording *recording, const char *hex)
{
    size_t size = hex[0] == '-' ? 0 : strlen(hex) / 2;
    char *text = g_malloc(size + 1);

    for (size_t i = 0; i < size; i++)
        text[i] =
            (char)(g_ascii_xdigit_value(hex[2 * i]) << 4 | g_ascii_xdigit_value(hex[2 * i + 1]));
    g_ptr_array_add(recording->texts, text);
    return (struct span){text, size};
}

/* frame time kind source port destination port transport tcp cut text */
static void read_line(struct recording *recording, const char *text)
{
    enum { FIELDS = 11, ICMP_TYPE_UNKNOWN = 255 };
    char **field = g_strsplit(text, " ", FIELDS);
    struct line line = {.packet.icmp_type = ICMP_TYPE_UNKNOWN};
    struct packet *packet = &line.packet;

    if (g_strv_length(field) != FIELDS)
        g_error("%s: not a line of %u fields: %.60s", recording->name, FIELDS, text);
    line.is_sip = g_str_equal(field[2], "sip");
    packet->frame = (uint32_t)g_ascii_strtoull(field[0], NULL, 10);
    packet->time = g_ascii_strtoll(field[1], NULL, 10);
    packet->source = read_endpoint(field[3], field[4]);
    packet->destination = read_endpoint(field[5], field[6]);
    packet->transport = (uint8_t)g_ascii_strtoull(field[7], NULL, 10);
    packet->tcp = (uint8_t)g_ascii_strtoull(field[8], NULL, 10);
    packet->cut = field[9][0] == '1';
    packet->text = read_hex(recording, field[10]);
    if (recording->lines->len == 0 ||
        line_at(recording, recording->lines->len - 1)->packet.frame != packet->frame)
        g_array_append_val(recording->frames, recording->lines->len);
    g_array_append_val(recording->lines, line);
    g_strfreev(field);
}

static struct recording read_recording(const char *path)
{
    struct recording recording = {
        .name = g_path_get_basename(path),
        .lines = g_array_new(FALSE, FALSE, sizeof(struct line)),
        .frames = g_array_new(FALSE, FALSE, sizeof(unsigned)),
        .texts = g_ptr_array_new_with_free_func(g_free),
    };
    GError *error = NULL;
    char *contents, **lines;

    if (!g_file_get_contents(path, &contents, NULL, &error))
        g_error("%s", error->message);
    lines = g_strsplit(g_strchomp(contents), "\n", -1);
    for (char **line = lines; *line; line++)
        read_line(&recording, *line);
    g_array_append_val(recording.frames, recording.lines->len);
    g_strfreev(lines);
    g_free(contents);
    return recording;
}

static void free_recording(struct recording *recording)
{
    g_free(recording->name);
    g_array_free(recording->lines, TRUE);
    g_array_free(recording->frames, TRUE);
    g_ptr_array_free(recording->texts, TRUE);
}

/* --- One variant, played */

struct played {
    unsigned frame; /* index into the recording */
    int64_t time;
};

struct outcome {
    GHashTable *alarms;  /* what was said wrongly -> in how many variants */
    GString *complaints; /* the first of them */
    unsigned variants;
    unsigned false_ones;
    unsigned shown;
};

/* What was said of one variant. */
struct verdicts {
    GHashTable *alarms; /* a set of texts, each with the place where it first was seen */
    const struct recording *recording;
    const GArray *variant;
    bool
        is_ahead; /* the clock is set forward: the first client that registers behind it looks late */
    bool is_single; /* ... all of them are one client */
    uint32_t late;  /* ... number of its registration; REPORT_NO_REGISTRATION: none yet */
    bool is_whole;  /* nothing is wrong with it: nor may a rule on the capture say so */
};

static uint32_t original_frame(const struct verdicts *verdicts, uint32_t number)
{
    if (number == 0 || number > verdicts->variant->len)
        return 0;
    return packet_of(verdicts->recording,
                     g_array_index(verdicts->variant, struct played, number - 1).frame)
        ->frame;
}

/* A single client whose refresh comes late looks just the same; several show that the clock was set. */
static bool is_tolerated(struct verdicts *verdicts, const char *alarm, const struct report *report)
{
    static const char *const late[] = {"refresh.late", "ob.keepalive_gap", "diagnosis refresh_late",
                                       "diagnosis late_after_lost_connection", NULL};

    if (!verdicts->is_ahead || !g_strv_contains(late, alarm))
        return false;
    if (verdicts->late == REPORT_NO_REGISTRATION)
        verdicts->late = report_place(report)->registration;
    return verdicts->is_single || verdicts->late == report_place(report)->registration;
}

static void note_alarm(struct verdicts *verdicts, const char *alarm, const struct report *report,
                       const char *text)
{
    if (is_tolerated(verdicts, alarm, report))
        return;
    if (!g_hash_table_contains(verdicts->alarms, alarm))
        g_hash_table_insert(
            verdicts->alarms, g_strdup(alarm),
            g_strdup_printf("frame %u: %s", original_frame(verdicts, report->frame), text));
}

static void judge_diagnosis(struct verdicts *verdicts, const struct report *report)
{
    const struct verdict *verdict = report_verdict(report);
    char text[SENTENCE_SIZE];
    char *alarm;

    if (!verdict || !verdict->best[0] || !report_diagnosis(report, text))
        return;
    alarm = g_strdup_printf("diagnosis %s", verdict->best[0]->text->name);
    if (verdict_is_certain(verdict) || strstr(text, "password") || strstr(text, "Password"))
        note_alarm(verdicts, alarm, report, text);
    g_free(alarm);
}

static void judge_findings(struct verdicts *verdicts, const struct report *report)
{
    for (const struct finding *each = report->findings; each; each = each->next) {
        char text[SENTENCE_SIZE];

        bool is_of_capture = g_str_has_prefix(rule_table[each->rule].id, "capture.");

        if (each->severity >= SEVERITY_WARN || (verdicts->is_whole && is_of_capture))
            note_alarm(verdicts, rule_table[each->rule].id, report, finding_text(each, text));
    }
}

static const struct report *feed(struct analysis *analysis, const struct line *line,
                                 const struct packet *packet)
{
    struct span message;

    if (line->is_sip)
        return analysis_feed(analysis, packet, &message);
    if (packet->transport == TRANSPORT_UDP)
        analysis_sees_all(analysis);
    if (!analysis_watches_traffic(analysis) ||
        !analysis_watches(analysis, &packet->source, &packet->destination))
        return NULL;
    if (packet->transport != TRANSPORT_UDP && packet->tcp == PACKET_TCP_NONE &&
        packet->text.n == 0) {
        analysis_sees_all(analysis);
        return NULL;
    }
    return analysis_traffic(analysis, packet);
}

/* What is said at once counts as much as what is said in the end. */
static void play(struct verdicts *verdicts)
{
    struct settings settings = settings_default();
    struct analysis *analysis = analysis_new(&settings);
    GPtrArray *reports = g_ptr_array_new();
    int64_t last = 0;

    for (unsigned i = 0; i < verdicts->variant->len; i++) {
        struct played played = g_array_index(verdicts->variant, struct played, i);

        last = played.time;
        for (unsigned at = line_of(verdicts->recording, played.frame);
             at < line_of(verdicts->recording, played.frame + 1); at++) {
            const struct line *line = line_at(verdicts->recording, at);
            struct packet packet = line->packet;
            const struct report *report;

            packet.frame = i + 1;
            packet.time = played.time;
            report = feed(analysis, line, &packet);
            if (!report)
                continue;
            judge_diagnosis(verdicts, report);
            g_ptr_array_add(reports, (void *)report);
        }
    }
    analysis_settle(analysis, last);
    for (unsigned i = 0; i < reports->len; i++) {
        judge_findings(verdicts, reports->pdata[i]);
        judge_diagnosis(verdicts, reports->pdata[i]);
    }
    g_ptr_array_free(reports, TRUE);
    analysis_free(analysis);
}

static bool is_response(const struct recording *recording, unsigned frame)
{
    const struct line *line = line_at(recording, line_of(recording, frame));

    return line->is_sip && line->packet.text.n > 4 && memcmp(line->packet.text.p, "SIP/", 4) == 0;
}

static bool has_single_client(const struct recording *recording)
{
    const struct packet *client = NULL;

    for (unsigned i = 0; i < frames_of(recording); i++) {
        const struct packet *packet = packet_of(recording, i);

        if (!line_at(recording, line_of(recording, i))->is_sip || is_response(recording, i))
            continue;
        if (client && !endpoint_same_ip(&client->source, &packet->source))
            return false;
        client = packet;
    }
    return true;
}

/* Plays a variant and frees it. `what` tells it from the others of its kind. */
static void try_variant(struct outcome *outcome, const struct recording *recording, GArray *variant,
                        char *what)
{
    struct verdicts verdicts = {
        .alarms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
        .recording = recording,
        .variant = variant,
        .is_ahead = g_str_has_prefix(what, "clock +"),
        .is_single = has_single_client(recording),
        .late = REPORT_NO_REGISTRATION,
        .is_whole = g_str_equal(what, UNCHANGED),
    };
    GHashTableIter iter;
    gpointer alarm, text;

    play(&verdicts);
    outcome->variants++;
    outcome->false_ones += g_hash_table_size(verdicts.alarms) > 0;
    g_hash_table_iter_init(&iter, verdicts.alarms);
    while (g_hash_table_iter_next(&iter, &alarm, &text)) {
        unsigned count = GPOINTER_TO_UINT(g_hash_table_lookup(outcome->alarms, alarm));

        g_hash_table_insert(outcome->alarms, g_strdup(alarm), GUINT_TO_POINTER(count + 1));
        if (outcome->shown++ < COMPLAINTS_MAX)
            g_string_append_printf(outcome->complaints, "# %s: %s: %s\n", what, (char *)alarm,
                                   (char *)text);
    }
    g_hash_table_destroy(verdicts.alarms);
    g_array_free(variant, TRUE);
    g_free(what);
}

/* --- The kinds of perturbation */

static void add_frame(GArray *variant, const struct recording *recording, unsigned frame,
                      int64_t shift)
{
    struct played played = {frame, packet_of(recording, frame)->time + shift};

    g_array_append_val(variant, played);
}

static GArray *whole(const struct recording *recording)
{
    GArray *variant = g_array_new(FALSE, FALSE, sizeof(struct played));

    for (unsigned i = 0; i < frames_of(recording); i++)
        add_frame(variant, recording, i, 0);
    return variant;
}

static void as_it_is(struct outcome *outcome, const struct recording *recording)
{
    try_variant(outcome, recording, whole(recording), g_strdup(UNCHANGED));
}

/* What the core does not look at makes no difference. */
static bool matters(const struct recording *recording, unsigned frame)
{
    const struct line *line = line_at(recording, line_of(recording, frame));

    return line->is_sip || line->packet.tcp != PACKET_TCP_NONE || line->packet.text.n > 0;
}

static void one_lost(struct outcome *outcome, const struct recording *recording)
{
    for (unsigned i = 0; i < frames_of(recording); i++) {
        GArray *variant;

        if (!matters(recording, i))
            continue;
        variant = whole(recording);
        g_array_remove_index(variant, i);
        try_variant(outcome, recording, variant,
                    g_strdup_printf("without frame %u", packet_of(recording, i)->frame));
    }
}

/* Two neighbours in the other order, with their own times or with those of their places. */
static void exchanged(struct outcome *outcome, const struct recording *recording)
{
    for (unsigned i = 0; i + 1 < frames_of(recording); i++) {
        for (unsigned keeps_place = 0; keeps_place < 2; keeps_place++) {
            GArray *variant = whole(recording);
            struct played *first = &g_array_index(variant, struct played, i);
            struct played *second = &g_array_index(variant, struct played, i + 1);
            struct played swap = *first;

            *first = *second;
            *second = swap;
            if (keeps_place && first->time - second->time <= EXCHANGED) {
                second->time = first->time;
                first->time = swap.time;
            } else if (keeps_place) {
                g_array_free(variant, TRUE);
                continue;
            }
            try_variant(outcome, recording, variant,
                        g_strdup_printf("frames %u and %u exchanged%s",
                                        packet_of(recording, i)->frame,
                                        packet_of(recording, i + 1)->frame,
                                        keeps_place ? "" : " with their times"));
        }
    }
}

static void some_lost(struct outcome *outcome, const struct recording *recording, unsigned percent)
{
    for (unsigned seed = 1; seed <= SEEDS; seed++) {
        GRand *random = g_rand_new_with_seed(100 * seed + percent);
        GArray *variant = g_array_new(FALSE, FALSE, sizeof(struct played));

        for (unsigned i = 0; i < frames_of(recording); i++) {
            if (g_rand_double(random) * 100 >= percent)
                add_frame(variant, recording, i, 0);
        }
        g_rand_free(random);
        try_variant(outcome, recording, variant,
                    g_strdup_printf("%u %% lost, seed %u", percent, seed));
    }
}

static void lost_1(struct outcome *outcome, const struct recording *recording)
{
    some_lost(outcome, recording, 1);
}

static void lost_3(struct outcome *outcome, const struct recording *recording)
{
    some_lost(outcome, recording, 3);
}

static void lost_20(struct outcome *outcome, const struct recording *recording)
{
    some_lost(outcome, recording, 20);
}

static void only_kind(struct outcome *outcome, const struct recording *recording, bool responses)
{
    GArray *variant = g_array_new(FALSE, FALSE, sizeof(struct played));

    for (unsigned i = 0; i < frames_of(recording); i++) {
        if (is_response(recording, i) == responses)
            add_frame(variant, recording, i, 0);
    }
    try_variant(outcome, recording, variant,
                g_strdup(responses ? "responses alone" : "requests alone"));
}

static bool same_way(const struct packet *a, const struct packet *b)
{
    return endpoint_same_ip(&a->source, &b->source) &&
           endpoint_same_ip(&a->destination, &b->destination);
}

/* Without what goes the way of this frame, as the first that does. */
static void without_way(struct outcome *outcome, const struct recording *recording, unsigned frame)
{
    const struct packet *gone = packet_of(recording, frame);
    GArray *variant;

    for (unsigned i = 0; i < frame; i++) {
        if (same_way(packet_of(recording, i), gone))
            return;
    }
    variant = g_array_new(FALSE, FALSE, sizeof(struct played));
    for (unsigned i = 0; i < frames_of(recording); i++) {
        if (!same_way(packet_of(recording, i), gone))
            add_frame(variant, recording, i, 0);
    }
    try_variant(outcome, recording, variant,
                g_strdup_printf("without the direction of frame %u", gone->frame));
}

static void one_direction(struct outcome *outcome, const struct recording *recording)
{
    only_kind(outcome, recording, false);
    only_kind(outcome, recording, true);
    for (unsigned i = 0; i < frames_of(recording); i++)
        without_way(outcome, recording, i);
}

static int by_time(const void *a, const void *b)
{
    const struct played *one = a, *other = b;

    return (one->time > other->time) - (one->time < other->time);
}

/* A second copy of each datagram. Wireshark itself recognises that of a TCP segment. */
static void doubled(struct outcome *outcome, const struct recording *recording, int64_t delay)
{
    GArray *variant = whole(recording);

    for (unsigned i = 0; i < frames_of(recording); i++) {
        if (packet_of(recording, i)->transport == TRANSPORT_UDP)
            add_frame(variant, recording, i, delay);
    }
    g_array_sort(variant, by_time);
    try_variant(outcome, recording, variant,
                g_strdup_printf("doubled after %g s", (double)delay / 1e9));
}

static void mirrored(struct outcome *outcome, const struct recording *recording)
{
    doubled(outcome, recording, 30 * MICROSECOND);
}

static void repeated(struct outcome *outcome, const struct recording *recording)
{
    doubled(outcome, recording, 700 * MILLISECOND);
}

static void clock_set(struct outcome *outcome, const struct recording *recording)
{
    static const int steps[] = {30, -30, -3600};

    for (unsigned step = 0; step < G_N_ELEMENTS(steps); step++) {
        for (unsigned quarter = 1; quarter < 4; quarter++) {
            unsigned from = frames_of(recording) * quarter / 4;
            GArray *variant = whole(recording);

            for (unsigned i = from; i < variant->len; i++)
                g_array_index(variant, struct played, i).time += steps[step] * SECOND;
            try_variant(outcome, recording, variant,
                        g_strdup_printf("clock %+d s from frame %u", steps[step],
                                        packet_of(recording, from)->frame));
        }
    }
}

static const struct kind {
    const char *name;
    void (*perturb)(struct outcome *outcome, const struct recording *recording);
} kinds[] = {
    {"as it is", as_it_is},
    {"one frame lost", one_lost},
    {"two neighbours exchanged", exchanged},
    {"1 % lost", lost_1},
    {"3 % lost", lost_3},
    {"20 % lost", lost_20},
    {"one direction", one_direction},
    {"mirrored", mirrored},
    {"repeated", repeated},
    {"the clock set", clock_set},
};

/* --- TAP */

static void show_totals(const struct outcome *totals)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
        GHashTableIter iter;
        gpointer alarm, count;

        printf("# %s: %u of %u variants with false alarms\n", kinds[i].name, totals[i].false_ones,
               totals[i].variants);
        g_hash_table_iter_init(&iter, totals[i].alarms);
        while (g_hash_table_iter_next(&iter, &alarm, &count))
            printf("#   %u %s\n", GPOINTER_TO_UINT(count), (char *)alarm);
    }
}

/* Adds to the totals of the kind; true if nothing was said wrongly. */
static bool run_kind(const struct kind *kind, const struct recording *recording, unsigned number,
                     struct outcome *total)
{
    struct outcome outcome = {.alarms = total->alarms, .complaints = g_string_new(NULL)};
    bool is_right;

    kind->perturb(&outcome, recording);
    total->variants += outcome.variants;
    total->false_ones += outcome.false_ones;
    is_right = outcome.false_ones == 0;
    printf("%sok %u - %s: %s (%u of %u variants without a false alarm)\n%s", is_right ? "" : "not ",
           number, recording->name, kind->name, outcome.variants - outcome.false_ones,
           outcome.variants, outcome.complaints->str);
    g_string_free(outcome.complaints, TRUE);
    return is_right;
}

int main(int count, char **paths)
{
    struct outcome totals[G_N_ELEMENTS(kinds)] = {{.variants = 0}};
    unsigned number = 0, failed = 0;

    for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++)
        totals[i].alarms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (int path = 1; path < count; path++) {
        struct recording recording = read_recording(paths[path]);

        for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++)
            failed += !run_kind(&kinds[i], &recording, ++number, &totals[i]);
        free_recording(&recording);
    }
    show_totals(totals);
    printf("1..%u\n", number);
    for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++)
        g_hash_table_destroy(totals[i].alarms);
    return failed > 0;
}
