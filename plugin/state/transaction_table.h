/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Shared by transaction.c and transaction_find.c alone.
 */
#ifndef SIPREG_STATE_TRANSACTION_TABLE_H
#define SIPREG_STATE_TRANSACTION_TABLE_H

#include "state/transaction.h"

enum {
    /* Transactions with one branch, or one Call-ID and CSeq, that are looked at: a request has two
     * to four legs, a client that never counts up finds its last few. Longer chains are hostile. */
    CHAIN_MAX = 16
};

/* Both tables, the chains and the legs hold references. */
struct transactions {
    GHashTable *by_branch;  /* the newest transaction of each branch */
    GHashTable *by_request; /* the newest of each Call-ID and CSeq */
    GQueue remembered;      /* oldest first */
    int64_t remembered_for; /* ns */
};

/* The branch of the top Via; 0: none. */
uint64_t transaction_branch_of(const struct facts *facts);

/* A fingerprint of all credentials; 0: none. */
uint64_t transaction_credentials_of(const struct facts *facts);

#endif
