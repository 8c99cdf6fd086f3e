/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/change.h"

#include "diagnosis/causes_site.h"
#include "diagnosis/suspicion.h"

/* ---- witnesses */

/* A timeout or an ICMP error is shown by the server's latest response. */
static uint32_t witness_message(const struct event *event, const struct suspicion *suspicion)
{
    (void)suspicion;
    return event->triggers & (ON_TIMEOUT | ON_ICMP) ? event->server->heard_in
                                                    : event->report->frame;
}

/* The latest 2xx to the client. */
static uint32_t witness_acceptance(const struct event *event, const struct suspicion *suspicion)
{
    const struct report *accepted = suspicion->registration->accepted;

    return accepted ? accepted->frame : witness_message(event, suspicion);
}

static uint32_t witness_call(const struct event *event, const struct suspicion *suspicion)
{
    (void)event;
    return suspicion->registration->past->rare->authenticated_call.frame;
}

/* Where the client itself is the last of several, the one before. */
static uint32_t witness_other_user(const struct event *event, const struct suspicion *suspicion)
{
    return suspicion->frame == event->report->frame ? cause_other_unknown(event)->frame
                                                    : witness_message(event, suspicion);
}

/* ... or another client that was refused as well. */
static uint32_t witness_other_denied(const struct event *event, const struct suspicion *suspicion)
{
    return suspicion->registration == event->registration ? cause_other_denied(event)->frame
                                                          : witness_message(event, suspicion);
}

const struct change changes[CHANGE_COUNT] = {
#define STRENGTHENS(name_, events_, traits_, frame_)                                               \
    [STRENGTHENS_##name_] = {.holds = strengthens_##name_,                                         \
                             .witness = witness_##frame_,                                          \
                             .name = "strengthens_" #name_,                                        \
                             .events = events_,                                                    \
                             .traits = traits_},
#define REFUTES(name_, events_, traits_)                                                           \
    [REFUTES_##name_] = {.holds = refutes_##name_,                                                 \
                         .name = "refutes_" #name_,                                                \
                         .events = events_,                                                        \
                         .traits = traits_},
#include "diagnosis/changes.def"
#undef STRENGTHENS
#undef REFUTES
};

/* Test builds only: aborts where a change holds that its row excludes. */
static void check_excluded(const struct change *change, const struct event *event,
                           const struct suspicion *suspicion, unsigned whose)
{
#ifdef SIPREG_CHECK_EVENTS
    if (change->holds(event, suspicion))
        g_error("%s holds on %#x%s", change->name, event->triggers,
                whose ? " of another client" : "");
#else
    (void)change;
    (void)event;
    (void)suspicion;
    (void)whose;
#endif
}

bool change_holds(const struct change *change, const struct event *event,
                  const struct suspicion *suspicion, unsigned whose)
{
    if (change->events & event->triggers && (!whose || change->traits & whose))
        return change->holds(event, suspicion);
    check_excluded(change, event, suspicion, whose);
    return false;
}
