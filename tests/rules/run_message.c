/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run.h"

#include "expect.h"

#include <stdlib.h>
#include <string.h>

/* What was said of earlier messages may be forgotten with the next one. */
static void forget_reports(const struct run *run)
{
    for (unsigned i = 0; run->keep_s && i < run->frames->len; i++)
        ((struct frame *)run->frames->pdata[i])->report = NULL;
}

/* As the glue does: what is said of the way to SIP comes last. */
static void feed_evidence(const struct run *run, struct frame *frame)
{
    const struct packet *packet = &frame->wire->packet;
    const struct report *report = NULL;

    analysis_sees_all(run->analysis);
    if (!frame->is_connection && analysis_watches_traffic(run->analysis) &&
        analysis_watches(run->analysis, &packet->source, &packet->destination))
        frame->report = analysis_traffic(run->analysis, packet);
    if (frame->content != CONTENT_SEGMENT ||
        (packet->transport == TRANSPORT_TCP &&
         analysis_leads_to_sip(run->analysis, &packet->source, &packet->destination)))
        report = analysis_connection(run->analysis, packet, frame->content);
    if (report)
        frame->report = report;
}

static void feed(struct run *run, struct frame *frame, unsigned number)
{
    struct span message = SPAN_NONE;
    struct packet *packet = &frame->wire->packet;

    forget_reports(run);

    packet->frame = number;
    packet->time = run->time;
    if (run->clock_set_at && number >= run->clock_set_at)
        packet->time -= run->clock_back;
    if (!run->analysis) {
        run->analysis = analysis_new(&run->settings);
        if (run->keep_s)
            analysis_keep(run->analysis, run->keep_s * SECOND);
    }
    if (frame->is_evidence)
        feed_evidence(run, frame);
    else
        frame->report = analysis_feed(run->analysis, packet, &message);
    if (frame->report) {
        memcpy(&frame->as_fed, frame->report, sizeof frame->as_fed);
        memcpy(&frame->place_as_fed, report_place(frame->report), sizeof frame->place_as_fed);
        memcpy(&frame->rare_as_fed, report_rare(frame->report), sizeof frame->rare_as_fed);
        frame->findings_as_fed = run_count_findings(frame->report);
        for (const struct finding *each = frame->report->findings; each; each = each->next)
            frame->found_as_fed[each->rule] = true;
        report_check_form(frame->report, number, run->failures);
    }
    if (run->places)
        run_check_forgetful(run, number);
    /* The borrowed text is valid only during the call. */
    memset(frame->wire->text->str, '#', frame->wire->text->len);
}

/* A copy of the text, because feed() makes it unusable. */
static GString *text_copy(const struct wire *wire)
{
    return g_string_new_len(wire->text->str, (gssize)wire->text->len);
}

static unsigned number_of(struct words *words, const char *name)
{
    const char *value = words_value(words, name);

    return value ? (unsigned)atoi(value) : 0;
}

/* What the TCP dissector says of it. */
static uint8_t analysis_of(struct words *words)
{
    static const struct {
        const char *word;
        enum packet_analysis analysis;
    } marks[] = {
        {"follows-lost", SEGMENT_FOLLOWS_LOST},
        {"acks-lost", SEGMENT_ACKS_LOST},
        {"resent", SEGMENT_RESENT},
    };
    unsigned analysis = 0;

    for (unsigned i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (words_flag(words, marks[i].word))
            analysis |= marks[i].analysis;
    }
    return (uint8_t)analysis;
}

void run_message(struct run *run, const char *line, struct words *words, const char *kind)
{
    struct frame *frame = g_new0(struct frame, 1);
    unsigned number = run->frames->len + 1, again = 0, relay = 0;
    GString *text;
    bool is_lost;

    frame->is_connection = wire_is_connection(kind);
    frame->is_evidence = frame->is_connection || wire_is_evidence(kind);
    if (kind[0] == 'a' || kind[0] == 'r') {
        again = g_str_has_prefix(kind, "again") ? number_of(words, "again") : 0;
        relay = g_str_has_prefix(kind, "relay") ? number_of(words, "relay") : 0;
    }
    if (frame->is_connection) {
        frame->wire = wire_connection(words, kind, &frame->content);
    } else if (frame->is_evidence) {
        frame->wire = wire_evidence(words, kind);
    } else if (again) {
        struct frame *original = run_frame(run, line, again);

        frame->wire = wire_again(words, original->wire);
        frame->request = original->request;
        frame->origin = original->origin;
    } else if (relay) {
        struct frame *original = run_frame(run, line, relay);
        unsigned origin = 0;

        if (original->request)
            origin = run_frame(run, line, original->request)->origin;
        frame->wire = wire_relay(words, original->wire,
                                 origin ? run_frame(run, line, origin)->wire : NULL, &run->memory);
        frame->request = origin;
        frame->origin = original->wire->is_request ? relay : 0;
    } else if (g_ascii_isdigit(kind[0]) || g_str_has_prefix(kind, "ICMP")) {
        unsigned request = number_of(words, "answers");

        frame->request = request ? request : run->last_request;
        frame->wire = kind[0] == 'I'
                          ? wire_icmp(words, kind, run_frame(run, line, frame->request)->wire)
                          : wire_response(words, kind, run_frame(run, line, frame->request)->wire);
    } else if (g_ascii_isupper(kind[0])) {
        frame->wire = wire_request(words, kind, &run->memory);
    } else {
        script_error(line, "no message \"%s\"", kind);
    }
    frame->wire->packet.analysis = analysis_of(words);
    is_lost = words_flag(words, "lost");
    words_end(words);
    if (frame->wire->is_request)
        run->last_request = number;
    g_ptr_array_add(run->frames, frame);
    if (is_lost || number == run->lost)
        return;
    text = text_copy(frame->wire);
    feed(run, frame, number);
    g_string_assign(frame->wire->text, text->str);
    g_string_free(text, TRUE);
}
