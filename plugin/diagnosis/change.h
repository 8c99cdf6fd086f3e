/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The changes: what an event may mean for a cause that was raised before, as changes.def lists them.
 */
#ifndef SIPREG_DIAGNOSIS_CHANGE_H
#define SIPREG_DIAGNOSIS_CHANGE_H

#include "tracker/event.h"

struct suspicion;

enum change_trait {
    OF_CLIENT = 0,            /* only the client's own events have a say in it */
    LOOKS_AT_OTHERS = 1 << 0, /* those of other clients of the same server, too */
    LOOKS_AT_AGENTS = 1 << 1, /* those of other agents of the AOR, at whatever server */
    NO_ALTERNATIVE =
        1 << 2, /* it holds of any silence: the cause is not named beside another one */
    TELLS_GAPS =
        1
        << 3 /* the cause is raised also where the capture may lack frames: this tells it from that */
};

struct change {
    bool (*holds)(const struct event *event, const struct suspicion *suspicion);
    /* The frame that the sentence names; NULL where it refutes. */
    uint32_t (*witness)(const struct event *event, const struct suspicion *suspicion);
    const char *name;
    unsigned events; /* bits of enum event_kind */
    unsigned traits; /* bits of enum change_trait */
};

enum change_id {
#define STRENGTHENS(name, ...) STRENGTHENS_##name,
#define REFUTES(name, ...)     REFUTES_##name,
#include "diagnosis/changes.def"
#undef STRENGTHENS
#undef REFUTES
    CHANGE_COUNT
};

extern const struct change changes[CHANGE_COUNT];

#define STRENGTHENS(name, ...)                                                                     \
    bool strengthens_##name(const struct event *event, const struct suspicion *suspicion);
#define REFUTES(name, ...)                                                                         \
    bool refutes_##name(const struct event *event, const struct suspicion *suspicion);
#include "diagnosis/changes.def"
#undef STRENGTHENS
#undef REFUTES

/* Whether the event makes the change. `whose` are the traits of which it needs one, as the event is another client's;
 * 0: it is the client's own. */
bool change_holds(const struct change *change, const struct event *event,
                  const struct suspicion *suspicion, unsigned whose);

#endif
