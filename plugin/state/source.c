/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/source.h"

#define WINDOW                      G_GINT64_CONSTANT(60000000000)
#define CREDENTIALS_EXPECTED_WITHIN G_GINT64_CONSTANT(5000000000)

struct user {
    const char *aor;
    int64_t time;
    uint8_t outcome;
};

struct refusal {
    const char *username;
    const char *call_id;
    int64_t time;
};

struct failure {
    const char *aor;
    int64_t time;
};

struct source {
    struct endpoint address;
    const char *user_agent; /* the latest; NULL: none */
    struct request_rate request_rate;
    struct user first_user;    /* most sources have no other; aor NULL: none yet */
    int64_t users_reported_at; /* when the number of users was last reported; 0: never */
    GArray *users;             /* the others; each array is created when needed */
    GArray *refusals;          /* struct refusal */
    GArray *failures;          /* struct failure */
};

struct sources {
    GHashTable *sources; /* struct source, by address; owned */
};

static unsigned address_hash(const void *key)
{
    return endpoint_hash(&((const struct source *)key)->address);
}

static gboolean address_equal(const void *a, const void *b)
{
    const struct endpoint *left = &((const struct source *)a)->address;
    const struct endpoint *right = &((const struct source *)b)->address;

    return endpoint_key_equal(left, right);
}

static void source_free(void *memory)
{
    struct source *source = memory;

    request_rate_clear(&source->request_rate);
    g_clear_pointer(&source->users, g_array_unref);
    g_clear_pointer(&source->refusals, g_array_unref);
    g_clear_pointer(&source->failures, g_array_unref);
    g_free(source);
}

struct sources *sources_new(void)
{
    struct sources *sources = g_new(struct sources, 1);

    sources->sources = g_hash_table_new_full(address_hash, address_equal, source_free, NULL);
    return sources;
}

void sources_free(struct sources *sources)
{
    if (!sources)
        return;
    g_hash_table_destroy(sources->sources);
    g_free(sources);
}

struct source *sources_get(struct sources *sources, const struct endpoint *address)
{
    struct source key = {.address = *address};
    struct source *source;

    key.address.port = 0;
    source = g_hash_table_lookup(sources->sources, &key);
    if (!source) {
        source = g_memdup2(&key, sizeof(key));
        g_hash_table_add(sources->sources, source);
    }
    return source;
}

struct request_rate *source_request_rate(struct source *source)
{
    return &source->request_rate;
}

/* Makes room for one more entry of `size` bytes at the end, dropping the oldest where there are
 * already `room` of them. */
static void *window_add(GArray **window, unsigned size, unsigned room)
{
    if (!*window)
        *window = g_array_sized_new(FALSE, TRUE, size, 1);
    if ((*window)->len == room)
        g_array_remove_index(*window, 0);
    g_array_set_size(*window, (*window)->len + 1);
    return (*window)->data + (size_t)((*window)->len - 1) * size;
}

static unsigned window_length(const GArray *window)
{
    return window ? window->len : 0;
}

static bool is_recent(int64_t then, int64_t now)
{
    return now - then <= WINDOW;
}

void source_note_user(struct source *source, const char *aor, enum source_outcome outcome,
                      int64_t time)
{
    struct user *user = NULL;

    if (!source->first_user.aor || source->first_user.aor == aor)
        user = &source->first_user;
    for (unsigned i = 0; i < window_length(source->users) && !user; i++) {
        if (g_array_index(source->users, struct user, i).aor == aor)
            user = &g_array_index(source->users, struct user, i);
    }
    if (!user)
        user =
            window_add(&source->users, sizeof(*user), SOURCE_WINDOW_MAX - 1); /* plus first_user */
    *user = (struct user){aor, time, (uint8_t)outcome};
}

const char *source_note_agent(struct source *source, const char *user_agent)
{
    const char *before = source->user_agent;

    if (user_agent)
        source->user_agent = user_agent;
    return before;
}

void source_note_refusal(struct source *source, const char *username, const char *call_id,
                         int64_t time)
{
    struct refusal *refusal = window_add(&source->refusals, sizeof(*refusal), SOURCE_WINDOW_MAX);

    *refusal = (struct refusal){username, call_id, time};
}

unsigned source_note_failure(struct source *source, const char *aor, int64_t time)
{
    struct failure *failure = window_add(&source->failures, sizeof(*failure), SOURCE_WINDOW_MAX);
    unsigned count = 0;

    *failure = (struct failure){aor, time};
    for (unsigned i = 0; i < source->failures->len; i++) {
        const struct failure *each = &g_array_index(source->failures, struct failure, i);

        count += each->aor == aor && is_recent(each->time, time);
    }
    return count;
}

struct source_users source_count_users(const struct source *source, int64_t time)
{
    struct source_users users = {0};

    for (unsigned i = 0; i <= window_length(source->users); i++) {
        const struct user *user =
            i ? &g_array_index(source->users, struct user, i - 1) : &source->first_user;

        if (!user->aor || !is_recent(user->time, time))
            continue;
        users.tried++;
        users.failed +=
            user->outcome == SOURCE_FAILED ||
            (user->outcome == SOURCE_CHALLENGED && time - user->time > CREDENTIALS_EXPECTED_WITHIN);
    }
    return users;
}

bool source_was_reported(const struct source *source, int64_t time)
{
    return source->users_reported_at && is_recent(source->users_reported_at, time);
}

struct source_users source_report_users(struct source *source, int64_t time, unsigned tried,
                                        unsigned failed_percent)
{
    struct source_users users = {0};

    if (source_was_reported(source, time))
        return users;
    users = source_count_users(source, time);
    if (users.tried < tried || users.failed * 100 < users.tried * failed_percent)
        return (struct source_users){0};
    source->users_reported_at = time;
    return users;
}

struct source_refusals source_count_refusals(const struct source *source, int64_t time)
{
    struct source_refusals result = {0};

    for (unsigned i = 0; i < window_length(source->refusals); i++) {
        const struct refusal *refusal = &g_array_index(source->refusals, struct refusal, i);
        unsigned of_user = 1;
        bool new_call_id = true, new_user = true;

        if (!is_recent(refusal->time, time))
            continue;
        result.count++;
        for (unsigned j = 0; j < i; j++) {
            const struct refusal *other = &g_array_index(source->refusals, struct refusal, j);

            if (!is_recent(other->time, time))
                continue;
            new_call_id &= other->call_id != refusal->call_id;
            new_user &= other->username != refusal->username;
            of_user += other->username == refusal->username;
        }
        result.call_ids += new_call_id;
        result.usernames += new_user;
        result.most_of_one_user = MAX(result.most_of_one_user, of_user);
    }
    return result;
}

bool source_was_refused(const struct source *source, const char *username, int64_t time)
{
    for (unsigned i = 0; i < window_length(source->refusals); i++) {
        const struct refusal *refusal = &g_array_index(source->refusals, struct refusal, i);

        if (refusal->username == username && is_recent(refusal->time, time))
            return true;
    }
    return false;
}
