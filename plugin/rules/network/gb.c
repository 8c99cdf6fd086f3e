/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Rules on the keep-alives of GB/T 28181, which are MESSAGEs.
 */
#include "rules/engine.h"

/* Such a status objects to the message itself, or to what is behind the server. */
static bool is_about_message(unsigned status)
{
    static const unsigned statuses[] = {400, 405, 406, 408, 413, 414, 415, 416, 420, 421, 480, 486};

    for (unsigned i = 0; i < G_N_ELEMENTS(statuses); i++) {
        if (statuses[i] == status)
            return true;
    }
    return false;
}

/* GB/T 28181 9.6: of a device that is registered, it gets 200. */
void rule_gb_keepalive_refused(struct rule_context *context)
{
    const struct event *event = context->event;
    const struct report *accepted = event->registration->accepted;

    if (event->facts->status >= 500 || is_about_message(event->facts->status) || !accepted ||
        !registration_is_bound(event->registration))
        return;
    finding_add(context, FORM_gb_keepalive_refused,
                VALUES(of_number(event->facts->status), of_number(accepted->frame)));
}
