/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/nodes.h"

#include <string.h>

void nodes_take(struct nodes *nodes, const struct node_mark *mark)
{
    if (nodes->count == NODES_KEPT) {
        memmove(nodes->each, nodes->each + 1, sizeof(nodes->each) - sizeof(nodes->each[0]));
        nodes->count--;
    }
    nodes->each[nodes->count++] = *mark;
}

static unsigned count_of(const struct nodes *nodes, unsigned end, unsigned sign, uint64_t value)
{
    unsigned count = 0;

    for (unsigned i = 0; i < end; i++)
        count += nodes->each[i].signs[sign] == value;
    return count;
}

enum node_sign nodes_differ(const struct nodes *nodes)
{
    const struct node_mark *newest, *before;
    unsigned sign = 0;

    if (nodes->count < 2)
        return NODE_SIGNS;
    newest = &nodes->each[nodes->count - 1];
    before = newest - 1;
    for (; sign < NODE_SIGNS; sign++) {
        uint64_t one = newest->signs[sign], other = before->signs[sign];

        if (one && other && one != other && count_of(nodes, nodes->count - 2, sign, one) &&
            count_of(nodes, nodes->count - 2, sign, other))
            break;
    }
    return (enum node_sign)sign;
}

/* Another value than this one that was seen twice. */
static bool has_rival(const struct nodes *nodes, unsigned sign, uint64_t value)
{
    for (unsigned i = 0; i < nodes->count; i++) {
        uint64_t each = nodes->each[i].signs[sign];

        if (each && each != value && count_of(nodes, nodes->count, sign, each) > 1)
            return true;
    }
    return false;
}

bool nodes_agree(const struct nodes *nodes)
{
    const struct node_mark *newest;

    if (nodes->count < 2)
        return false;
    newest = &nodes->each[nodes->count - 1];
    for (unsigned sign = 0; sign < NODE_SIGNS; sign++) {
        uint64_t value = newest->signs[sign];

        if (value && value == newest[-1].signs[sign] && has_rival(nodes, sign, value))
            return true;
    }
    return false;
}
