/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "digest/account.h"

#include <gcrypt.h>

#include "digest/milenage.h"
#include "digest/secret.h"

enum {
    /* Longer names belong to no account: the longest in use, those of IMS, have about 60. */
    USER_SIZE = 256
};

struct accounts {
    unsigned references;
    GPtrArray *list;     /* struct account */
    GHashTable *by_user; /* lower case, without domain -> the first struct account of it */
};

static void text_free(const char *text)
{
    secret_wipe((char *)text, strlen(text));
    g_free((char *)text);
}

static void account_free(void *data)
{
    struct account *account = data;

    text_free(account->user);
    text_free(account->realm);
    text_free(account->secret);
    secret_wipe(account, sizeof(*account));
    g_free(account);
}

/* Inside Wireshark this is done already. */
static void prepare_gcrypt(void)
{
    if (gcry_control(GCRYCTL_INITIALIZATION_FINISHED_P))
        return;
    gcry_check_version(NULL);
    gcry_control(GCRYCTL_DISABLE_SECMEM, 0);
    gcry_control(GCRYCTL_INITIALIZATION_FINISHED, 0);
}

struct accounts *accounts_new(void)
{
    struct accounts *accounts = g_new0(struct accounts, 1);

    prepare_gcrypt();
    accounts->references = 1;
    accounts->list = g_ptr_array_new_with_free_func(account_free);
    accounts->by_user = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    return accounts;
}

struct accounts *accounts_ref(struct accounts *accounts)
{
    if (accounts)
        accounts->references++;
    return accounts;
}

void accounts_unref(struct accounts *accounts)
{
    if (!accounts || --accounts->references > 0)
        return;
    g_hash_table_destroy(accounts->by_user);
    g_ptr_array_free(accounts->list, TRUE);
    g_free(accounts);
}

static bool is_given(const char *text)
{
    return text && text[0];
}

static bool is_hex(const char *text, size_t length)
{
    return strlen(text) == length && strspn(text, "0123456789abcdefABCDEF") == length;
}

static bool is_key(const char *text)
{
    return !is_given(text) || is_hex(text, (size_t)2 * AKA_KEY_SIZE);
}

const char *account_flaw(const struct account_text *text)
{
    bool has_variant = is_given(text->op) || is_given(text->opc);

    if (!is_given(text->user))
        return "An account needs a user name";
    if (strlen(text->user) >= USER_SIZE)
        return "The user name is too long";
    if (text->kind >= ACCOUNT_KIND_COUNT)
        return "The kind of secret is not known";
    if (!is_given(text->secret) && text->kind != ACCOUNT_PASSWORD)
        return "The HA1 is missing";
    if (text->kind == ACCOUNT_HA1_MD5 && !is_hex(text->secret, 32))
        return "An HA1 of MD5 has 32 hex digits";
    if (text->kind != ACCOUNT_PASSWORD && text->kind != ACCOUNT_HA1_MD5 &&
        !is_hex(text->secret, 64))
        return "An HA1 of SHA-256 or SHA-512-256 has 64 hex digits";
    if (!is_key(text->k) || !is_key(text->op) || !is_key(text->opc))
        return "K, OP and OPc have 32 hex digits each";
    if (is_given(text->k) && !has_variant)
        return "K needs OP or OPc";
    if (has_variant && !is_given(text->k))
        return "OP and OPc need K";
    return NULL;
}

static void read_key(uint8_t key[AKA_KEY_SIZE], const char *hex)
{
    for (size_t i = 0; i < AKA_KEY_SIZE; i++)
        key[i] =
            (uint8_t)(g_ascii_xdigit_value(hex[2 * i]) << 4 | g_ascii_xdigit_value(hex[2 * i + 1]));
}

static void read_keys(struct account *account, const struct account_text *text)
{
    if (!is_given(text->k))
        return;
    read_key(account->k, text->k);
    if (is_given(text->opc)) {
        read_key(account->opc, text->opc);
        account->has_key = true;
    } else {
        uint8_t op[AKA_KEY_SIZE];

        read_key(op, text->op);
        account->has_key = milenage_opc(account->k, op, account->opc);
        secret_wipe(op, sizeof(op));
    }
}

static char *copy_text(const char *text)
{
    return g_strdup(text ? text : "");
}

/* The user without domain, in lower case. False: longer than any account's. */
static bool user_key(struct span user, char key[USER_SIZE])
{
    size_t length = span_find(user, '@');

    if (length >= USER_SIZE || span_find(span_first(user, length), '\0') < length)
        return false;
    for (size_t i = 0; i < length; i++)
        key[i] = g_ascii_tolower(user.p[i]);
    key[length] = '\0';
    return true;
}

void accounts_add(struct accounts *accounts, const struct account_text *text)
{
    struct account *account, *before;
    char key[USER_SIZE];

    if (account_flaw(text) || !user_key(span_of(text->user), key))
        return;
    account = g_new0(struct account, 1);
    account->user = copy_text(text->user);
    account->realm = copy_text(text->realm);
    account->secret = copy_text(text->secret);
    account->kind = text->kind;
    /* An account with a user name alone has an empty password. */
    account->has_secret = is_given(text->secret) || !is_given(text->k);
    read_keys(account, text);
    g_ptr_array_add(accounts->list, account);

    before = g_hash_table_lookup(accounts->by_user, key);
    while (before && before->next)
        before = (struct account *)before->next;
    if (before)
        before->next = account;
    else
        g_hash_table_insert(accounts->by_user, g_strdup(key), account);
}

unsigned accounts_count(const struct accounts *accounts)
{
    return accounts ? accounts->list->len : 0;
}

const struct account *accounts_get(const struct accounts *accounts, unsigned index)
{
    return accounts->list->pdata[index];
}

/* The names differ at most in their domains; where both have one, it is the same. */
static bool is_user(const struct account *account, struct span user)
{
    struct span own = span_of(account->user);
    struct span own_domain = span_from(own, span_find(own, '@'));
    struct span domain = span_from(user, span_find(user, '@'));

    return span_is_empty(own_domain) || span_is_empty(domain) ||
           span_equal_nocase(own_domain, domain);
}

static const struct account *first_of(const struct account *account, struct span user)
{
    while (account && !is_user(account, user))
        account = account->next;
    return account;
}

const struct account *accounts_find(const struct accounts *accounts, struct span user)
{
    char key[USER_SIZE];

    if (!accounts || span_is_empty(user) || !user_key(user, key))
        return NULL;
    return first_of(g_hash_table_lookup(accounts->by_user, key), user);
}

const struct account *accounts_find_next(const struct account *account, struct span user)
{
    return first_of(account->next, user);
}
