/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/aor_form.h"

#include <string.h>

enum {
    /* A number within a town has six digits or more; shorter ones are extensions, of which every company has the
     * same. */
    NUMBER_MIN = 6,
    NUMBER_MAX = 20
};

struct aor_forms {
    GHashTable *by_user; /* fingerprint -> struct aor; `several`: it is not the only one */
};

static struct aor several;

struct aor_forms *aor_forms_new(void)
{
    struct aor_forms *forms = g_new(struct aor_forms, 1);

    forms->by_user = g_hash_table_new(g_direct_hash, g_direct_equal);
    return forms;
}

void aor_forms_free(struct aor_forms *forms)
{
    if (!forms)
        return;
    g_hash_table_destroy(forms->by_user);
    g_free(forms);
}

static struct span user_of(const char *name)
{
    const char *colon = strchr(name, ':');
    const char *at = strrchr(name, '@');

    if (!colon || !at || at <= colon)
        return (struct span){NULL, 0};
    return (struct span){colon + 1, (size_t)(at - colon - 1)};
}

struct span aor_domain(const char *name)
{
    const char *at = strrchr(name, '@');
    size_t length = at ? strlen(at + 1) : 0;
    const char *port = length ? strrchr(at + 1, ':') : NULL;

    if (!length)
        return (struct span){NULL, 0};
    if (port && !strchr(port, ']'))
        length = (size_t)(port - at - 1);
    return (struct span){at + 1, length};
}

/* The digits of a telephone number without what is only dialled before it: '+', zeros. Returns their count; 0: it
 * is none. */
static size_t read_number(struct span user, char digits[NUMBER_MAX])
{
    size_t count = 0;

    for (size_t i = 0; i < user.n; i++) {
        char c = user.p[i];

        if (strchr("+-.()", c) != NULL || (c == '0' && count == 0))
            continue;
        if (!g_ascii_isdigit(c) || count == NUMBER_MAX)
            return 0;
        digits[count++] = c;
    }
    return count >= NUMBER_MIN ? count : 0;
}

bool aor_is_extension(const char *name)
{
    struct span user = user_of(name);
    size_t digits = 0;

    while (digits < user.n && g_ascii_isdigit(user.p[digits]))
        digits++;
    return user.n && digits == user.n && user.n < NUMBER_MIN;
}

/* Equal for the forms of one user. */
static gpointer key_of(const struct pool *pool, struct span user)
{
    char digits[NUMBER_MAX];
    size_t count = read_number(user, digits);

    if (count)
        user = (struct span){digits + count - NUMBER_MIN, NUMBER_MIN};
    return GSIZE_TO_POINTER((gsize)fingerprint_nocase(pool, 0, user));
}

/* One number is the end of the other. */
static bool is_same_user(struct span a, struct span b)
{
    char left[NUMBER_MAX], right[NUMBER_MAX];
    size_t left_count = read_number(a, left), right_count = read_number(b, right);
    size_t common = MIN(left_count, right_count);

    if (!left_count || !right_count)
        return a.n == b.n && g_ascii_strncasecmp(a.p, b.p, a.n) == 0;
    return memcmp(left + left_count - common, right + right_count - common, common) == 0;
}

void aor_forms_note(struct aor_forms *forms, const struct pool *pool, struct aor *aor)
{
    struct span user = user_of(aor->name);
    gpointer key;
    struct aor *before;

    if (aor->has_form || !user.n)
        return;
    aor->has_form = true;
    key = key_of(pool, user);
    before = g_hash_table_lookup(forms->by_user, key);
    g_hash_table_insert(forms->by_user, key, before ? &several : aor);
}

struct aor *aor_forms_find(const struct aor_forms *forms, const struct pool *pool, const char *name)
{
    struct span user = user_of(name);
    struct aor *found = user.n ? g_hash_table_lookup(forms->by_user, key_of(pool, user)) : NULL;

    return found && found != &several && is_same_user(user, user_of(found->name)) ? found : NULL;
}
