/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The servers behind one address, as their challenges tell them apart: some put the same text in front of each To tag
 * or nonce, or have a product of their own. What differs each time tells nothing.
 */
#ifndef SIPREG_STATE_NODES_H
#define SIPREG_STATE_NODES_H

#include <stdbool.h>
#include <stdint.h>

enum node_sign { NODE_TAG, NODE_NONCE, NODE_PRODUCT, NODE_SIGNS };

/* What one challenge shows of its server: fingerprints; 0: nothing. */
struct node_mark {
    uint64_t signs[NODE_SIGNS];
};

enum {
    /* Three rounds of a challenge and of one that refuses the credentials for it. */
    NODES_KEPT = 6
};

/* The latest challenges to one client, the newest one last. */
struct nodes {
    struct node_mark each[NODES_KEPT];
    unsigned count;
};

void nodes_take(struct nodes *nodes, const struct node_mark *mark);

/* The latest challenge is of another server than the one before, both have been seen earlier, and this sign shows it;
 * NODE_SIGNS: no. */
enum node_sign nodes_differ(const struct nodes *nodes);

/* A sign that tells servers apart shows that it is of the same one. */
bool nodes_agree(const struct nodes *nodes);

#endif
