/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The conditions of the causes that come from several servers behind one address.
 */
#include "diagnosis/causes.h"

const struct nodes *cause_nodes(const struct event *event)
{
    const struct registration *registration = event->registration;

    return registration && registration->nodes && event_is_challenge(event) &&
                   registration->past->challenge.report == event->report
               ? registration->nodes
               : NULL;
}

/* Round after round the one that refuses the credentials is not the one that issued their nonce. */
bool cause_other_node_refuses(const struct event *event)
{
    const struct nodes *nodes = cause_nodes(event);

    return nodes && cause_refused_unproven(event) && event->refused->is_current &&
           nodes_differ(nodes) != NODE_SIGNS;
}
