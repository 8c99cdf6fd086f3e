/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/accounts.h"

#include <epan/packet.h>
#include <epan/uat.h>

#include "digest/secret.h"

/* What the callbacks of a table return: the series have two types, of different sizes. */
typedef __typeof__(((uat_update_cb_t)NULL)(NULL, NULL)) uat_bool;

/* A row of the table. */
struct row {
    char *user;
    char *realm;
    unsigned kind;
    char *secret;
    char *k;
    char *op;
    char *opc;
};

static struct row *rows;
static unsigned row_count;

static const value_string kinds[] = {
    {ACCOUNT_PASSWORD, "password"},
    {ACCOUNT_HA1_MD5, "HA1 MD5"},
    {ACCOUNT_HA1_SHA_256, "HA1 SHA-256"},
    {ACCOUNT_HA1_SHA_512_256, "HA1 SHA-512-256"},
    {0, NULL},
};

/* --- What Wireshark does with a row */

static struct account_text text_of(const struct row *row)
{
    return (struct account_text){row->user, row->realm, row->kind, row->secret,
                                 row->k,    row->op,    row->opc};
}

static void *row_copy(void *target, const void *source, size_t size _U_)
{
    const struct row *from = source;
    struct row *to = target;

    *to = (struct row){
        .user = g_strdup(from->user),
        .realm = g_strdup(from->realm),
        .kind = from->kind,
        .secret = g_strdup(from->secret),
        .k = g_strdup(from->k),
        .op = g_strdup(from->op),
        .opc = g_strdup(from->opc),
    };
    return to;
}

static void text_free(char *text)
{
    if (text)
        secret_wipe(text, strlen(text));
    g_free(text);
}

static void row_free(void *record)
{
    struct row *row = record;

    g_free(row->user);
    g_free(row->realm);
    text_free(row->secret);
    text_free(row->k);
    text_free(row->op);
    text_free(row->opc);
}

/* The reason never repeats what was typed. */
static uat_bool row_check(void *record, char **error)
{
    struct account_text text = text_of(record);
    const char *flaw = account_flaw(&text);

    *error = flaw ? g_strdup(flaw) : NULL;
    return !flaw;
}

/* Wireshark's own check says what it was given, which is a secret where a column was left out. */
static uat_bool kind_check(void *record _U_, const char *text, unsigned length,
                           const void *data _U_, const void *field _U_, char **error)
{
    for (unsigned i = 0; kinds[i].strptr; i++) {
        if (strlen(kinds[i].strptr) == length && strncmp(kinds[i].strptr, text, length) == 0)
            return true;
    }
    *error = g_strdup("The kind of secret must be password, HA1 MD5, HA1 SHA-256 or HA1 "
                      "SHA-512-256");
    return false;
}

UAT_CSTRING_CB_DEF(accounts, user, struct row)
UAT_CSTRING_CB_DEF(accounts, realm, struct row)
UAT_VS_DEF(accounts, kind, struct row, unsigned, ACCOUNT_PASSWORD, "password")
UAT_CSTRING_CB_DEF(accounts, secret, struct row)
UAT_CSTRING_CB_DEF(accounts, k, struct row)
UAT_CSTRING_CB_DEF(accounts, op, struct row)
UAT_CSTRING_CB_DEF(accounts, opc, struct row)

/* --- The table */

void accounts_register(module_t *module)
{
    static uat_field_t columns[] = {
        UAT_FLD_CSTRING(accounts, user, "User",
                        "User name in the credentials; case does not matter, "
                        "the domain may be omitted"),
        UAT_FLD_CSTRING(accounts, realm, "Realm", "Realm of the account; empty: any"),
        {"kind",
         "Kind",
         PT_TXTMOD_ENUM,
         {kind_check, accounts_kind_set_cb, accounts_kind_tostr_cb},
         {kinds, kinds, kinds},
         kinds,
         "What the secret is: a password, or an HA1, the hash of user:realm:password",
         FLDFILL},
        UAT_FLD_CSTRING(accounts, secret, "Secret", "Password, or HA1 in hex"),
        UAT_FLD_CSTRING(accounts, k, "K",
                        "AKA: the key of the subscriber, 32 hex digits; or empty"),
        UAT_FLD_CSTRING(accounts, op, "OP", "AKA: OP, 32 hex digits; or empty"),
        UAT_FLD_CSTRING(accounts, opc, "OPc", "AKA: OPc, 32 hex digits, instead of OP; or empty"),
        UAT_END_FIELDS};
    uat_t *table =
        uat_new("SIP accounts", sizeof(struct row), "sipreg_accounts", true, &rows, &row_count,
                UAT_AFFECTS_DISSECTION, NULL, row_copy, row_check, row_free, NULL, NULL, columns);

    prefs_register_uat_preference(
        module, "accounts", "Accounts",
        "Users whose digest responses are checked. Wireshark keeps this table unencrypted in the "
        "profile.",
        table);
}

struct accounts *accounts_configured(void)
{
    struct accounts *accounts;

    if (row_count == 0)
        return NULL;
    accounts = accounts_new();
    for (unsigned i = 0; i < row_count; i++) {
        struct account_text text = text_of(&rows[i]);

        accounts_add(accounts, &text);
    }
    return accounts;
}
