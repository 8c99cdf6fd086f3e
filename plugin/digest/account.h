/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The configured accounts with their secrets: a list that is built once and then only read. It is
 * reference-counted, so that no secret is copied; the last unref wipes them all.
 */
#ifndef SIPREG_DIGEST_ACCOUNT_H
#define SIPREG_DIGEST_ACCOUNT_H

#include "sip/span.h"

/* The form of an account's secret. */
enum account_kind {
    ACCOUNT_PASSWORD,
    ACCOUNT_HA1_MD5, /* this and those below: H(user:realm:password) in hex (RFC 7616 3.4.2) */
    ACCOUNT_HA1_SHA_256,
    ACCOUNT_HA1_SHA_512_256,
    ACCOUNT_KIND_COUNT
};

/* 128 bits: K, OP, OPc and RAND (TS 35.206 2.2). */
enum { AKA_KEY_SIZE = 16 };

/* An account as entered by the user. NULL stands for "". */
struct account_text {
    const char *user;
    const char *realm;  /* "": any */
    unsigned kind;      /* enum account_kind */
    const char *secret; /* "": none, only keys */
    const char *k;      /* this and the next two in hex; "": none */
    const char *op;
    const char *opc; /* takes precedence over OP */
};

struct account {
    const struct account *next; /* of the same user, whatever the domain; NULL: no more */
    const char *user;
    const char *realm;
    const char *secret;
    unsigned kind;
    bool has_secret;
    bool has_key; /* K and OPc */
    uint8_t k[AKA_KEY_SIZE];
    uint8_t opc[AKA_KEY_SIZE];
};

struct accounts;

struct accounts *accounts_new(void);
struct accounts *accounts_ref(struct accounts *accounts); /* NULL is fine, here and below */
void accounts_unref(struct accounts *accounts);

/* What is wrong with the entry, without quoting any of it; NULL: nothing. */
const char *account_flaw(const struct account_text *text);

/* Adds a copy. An entry with a flaw is ignored. */
void accounts_add(struct accounts *accounts, const struct account_text *text);

unsigned accounts_count(const struct accounts *accounts);
const struct account *accounts_get(const struct accounts *accounts, unsigned index);

/* The first account of a user; case does not matter, nor does the domain where only one of the two
 * names has one. NULL: none. */
const struct account *accounts_find(const struct accounts *accounts, struct span user);
const struct account *accounts_find_next(const struct account *account, struct span user);

#endif
