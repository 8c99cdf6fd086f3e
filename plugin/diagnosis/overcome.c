/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/overcome.h"

#include "diagnosis/ranking.h"

/* A client whose REGISTER did not arrive tries another transport, or another server, as it is meant to
 * (RFC 3263 4.3). */
static bool has_failed_over(const struct suspicion *suspicion, const struct event *event)
{
    return suspicion->row->triggers & (ON_ICMP | ON_LOSS) ||
           !endpoint_same_ip(&event->transaction->server, &suspicion->server);
}

/* What a 2xx shows, or what became of the challenges of an attempt, is not over with the 2xx that ends it. */
static bool outlives_success(const struct suspicion *suspicion, const struct event *event)
{
    unsigned status = suspicion->status;

    return ((status >= 200 && status < 300) ||
            ((status == 401 || status == 407) && suspicion->attempt == event->report->attempt)) &&
           !has_failed_over(suspicion, event);
}

void overcome_by_success(struct verdict *standing, const struct event *event)
{
    bool is_accepted = event->triggers & ON_RESPONSE && event_is_accepted(event);
    bool is_any = false;

    if (!(is_accepted || (event->triggers & ON_REQUEST && !event->before->continues)) ||
        !registration_is_bound(event->registration))
        return;
    for (struct suspicion *each = standing->raised; each; each = each->next) {
        bool is_over = each->row->kind == KIND_DENIED && event->registration->accepted &&
                       each->frame < event->registration->accepted->frame &&
                       !(is_accepted && outlives_success(each, event));

        is_any |= is_over && !each->is_over;
        each->is_over |= is_over;
    }
    if (is_any)
        ranking_revise(standing);
}

void overcome_by_refusal(struct verdict *verdict, const struct event *event)
{
    bool is_any = false;

    for (struct suspicion *each = verdict->raised; each; each = each->next) {
        bool is_over = each->row->kind == KIND_DENIED &&
                       each->row->triggers & (ON_ICMP | ON_LOSS) &&
                       each->frame < event->report->frame &&
                       endpoint_same_ip(&event->transaction->server, &each->server);

        is_any |= is_over && !each->is_over;
        each->is_over |= is_over;
    }
    if (is_any)
        ranking_revise(verdict);
}
