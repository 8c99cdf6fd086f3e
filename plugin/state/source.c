/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/source.h"

#include "base/lookup.h"
#include "state/registration.h"

#define WINDOW                      (60 * SECOND)
#define CREDENTIALS_EXPECTED_WITHIN (5 * SECOND)
#define BLOCK_COUNTS_FOR            (600 * SECOND)

struct user {
    const char *aor;
    int64_t time;
    uint32_t device;
    uint8_t outcome;
};

struct failure {
    const char *aor;
    int64_t time;
};

struct reported {
    int64_t at;     /* the latest time */
    uint32_t count; /* then; 0: never */
};

/* What few sources have. */
struct source_rare {
    uint32_t scans;          /* REGISTERs with the User-Agent of a scanner */
    uint32_t users_dropped;  /* from the window */
    uint32_t failed_dropped; /* ... of them without success */
    uint32_t refusals_noted;
    struct reported reported[SOURCE_KINDS];
    GArray *users;    /* but the first one; each array is created when needed */
    GArray *refusals; /* struct source_refusal */
    GArray *failures; /* struct failure */
};

struct source {
    struct endpoint address;
    const char *user_agent;            /* the latest; NULL: none */
    const struct registration *client; /* that began last; NULL: none */
    struct request_rate request_rate;
    struct user first_user;         /* most sources have no other; aor NULL: none yet */
    int64_t succeeded_at;           /* the latest 2xx; 0: none */
    const struct source_rare *rare; /* never NULL; written by rare_of alone */
};

struct sources {
    struct pool *pool;
    struct lookup by_address;
    struct source
        *latest; /* that was looked for: a response often follows its request; NULL: none */
};

static const struct source_rare nothing_rare;

/* To be changed. */
static struct source_rare *rare_of(struct source *source)
{
    if (source->rare == &nothing_rare)
        source->rare = g_new0(struct source_rare, 1);
    return (struct source_rare *)source->rare;
}

static bool has_address(const void *object, const void *address)
{
    return endpoint_key_same_ip(&((const struct source *)object)->address, address);
}

static void source_clear(struct source *source)
{
    struct source_rare *rare = (struct source_rare *)source->rare;

    request_rate_clear(&source->request_rate);
    if (rare == &nothing_rare)
        return;
    g_clear_pointer(&rare->users, g_array_unref);
    g_clear_pointer(&rare->refusals, g_array_unref);
    g_clear_pointer(&rare->failures, g_array_unref);
    g_free(rare);
}

struct sources *sources_new(struct pool *pool)
{
    struct sources *sources = g_new0(struct sources, 1);

    sources->pool = pool;
    lookup_init(&sources->by_address);
    return sources;
}

void sources_free(struct sources *sources)
{
    if (!sources)
        return;
    for (size_t i = 0; i <= sources->by_address.mask; i++) {
        if (lookup_object(&sources->by_address.slots[i]))
            source_clear(lookup_object(&sources->by_address.slots[i]));
    }
    lookup_clear(&sources->by_address);
    g_free(sources);
}

static uint32_t address_hash(const struct sources *sources, const struct endpoint *key)
{
    return lookup_hash_one(&sources->by_address, endpoint_hash(key));
}

struct source *sources_find(const struct sources *sources, const struct endpoint *address)
{
    struct endpoint key = *address;

    key.port = 0;
    return lookup_find(&sources->by_address, address_hash(sources, &key), has_address, &key);
}

struct source *sources_get(struct sources *sources, const struct endpoint *address)
{
    struct source *source = sources->latest;
    struct endpoint key = *address;
    struct lookup_slot *slot;
    uint32_t hash;

    if (source && has_address(source, address))
        return source;
    key.port = 0;
    hash = address_hash(sources, &key);
    slot = lookup_slot(&sources->by_address, hash, has_address, &key);
    source = lookup_object(slot);
    if (!source) {
        source = pool_allocate(sources->pool, sizeof(*source));
        source->address = key;
        source->rare = &nothing_rare;
        lookup_add(&sources->by_address, slot, hash, source);
    }
    sources->latest = source;
    return source;
}

struct request_rate *source_request_rate(struct source *source)
{
    return &source->request_rate;
}

void source_note_client(struct source *source, struct registration *registration)
{
    registration->neighbour = source->client;
    registration->source = source;
    source->client = registration;
}

const struct registration *source_latest_client(const struct source *source)
{
    return source->client;
}

bool source_is_at(const struct source *source, const struct endpoint *address)
{
    return endpoint_same_ip(&source->address, address);
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

bool source_is(const struct source *source, enum source_kind kind)
{
    return source->rare->reported[kind].count;
}

/* True the first time, and again after a minute where the count has become ten times as high. */
static bool is_news(const struct source *source, enum source_kind kind, uint32_t count,
                    int64_t time)
{
    enum { MUCH_MORE = 10 };

    return !source_is(source, kind) || (!is_recent(source->rare->reported[kind].at, time) &&
                                        count / MUCH_MORE >= source->rare->reported[kind].count);
}

static void note_reported(struct source *source, enum source_kind kind, uint32_t count,
                          int64_t time)
{
    rare_of(source)->reported[kind] = (struct reported){time, count};
}

static bool is_unsuccessful(const struct user *user, int64_t time)
{
    return user->outcome == SOURCE_FAILED ||
           (user->outcome == SOURCE_CHALLENGED && time - user->time > CREDENTIALS_EXPECTED_WITHIN);
}

/* The number so far is kept when the window drops a user. */
static void drop_oldest_user(struct source *source, int64_t time)
{
    if (window_length(source->rare->users) < SOURCE_WINDOW_MAX - 1)
        return;
    rare_of(source)->users_dropped++;
    rare_of(source)->failed_dropped +=
        is_unsuccessful(&g_array_index(source->rare->users, struct user, 0), time);
}

void source_note_user(struct source *source, const char *aor, uint32_t device,
                      enum source_outcome outcome, int64_t time)
{
    struct user *user = NULL;

    if (!source->first_user.aor || source->first_user.aor == aor)
        user = &source->first_user;
    for (unsigned i = 0; i < window_length(source->rare->users) && !user; i++) {
        if (g_array_index(source->rare->users, struct user, i).aor == aor)
            user = &g_array_index(source->rare->users, struct user, i);
    }
    if (!user) {
        drop_oldest_user(source, time);
        user = window_add(&rare_of(source)->users, sizeof(*user),
                          SOURCE_WINDOW_MAX - 1); /* plus first_user */
    }
    *user = (struct user){aor, time, device, (uint8_t)outcome};
    if (outcome == SOURCE_SUCCEEDED)
        source->succeeded_at = time;
}

const char *source_note_agent(struct source *source, const char *user_agent)
{
    const char *before = source->user_agent;

    if (user_agent)
        source->user_agent = user_agent;
    return before;
}

const char *source_agent(const struct source *source)
{
    return source->user_agent;
}

unsigned source_note_scan(struct source *source, int64_t time)
{
    rare_of(source)->scans++;
    if (!is_news(source, SOURCE_IS_SCANNER, source->rare->scans, time))
        return 0;
    note_reported(source, SOURCE_IS_SCANNER, source->rare->scans, time);
    return source->rare->scans;
}

void source_note_refusal(struct source *source, const struct source_refusal *refusal)
{
    struct source_refusal *noted =
        window_add(&rare_of(source)->refusals, sizeof(*noted), SOURCE_WINDOW_MAX);

    *noted = *refusal;
    rare_of(source)->refusals_noted++;
}

struct source_block source_refused_others(const struct source *source, const char *aor)
{
    struct source_block block = {0};

    for (unsigned i = window_length(source->rare->refusals); i > 0; i--) {
        const struct source_refusal *each =
            &g_array_index(source->rare->refusals, struct source_refusal, i - 1);

        if (each->aor == aor)
            continue;
        if (each->time <= source->succeeded_at && !block.count)
            break;
        if (!block.count)
            block = (struct source_block){each->username, 0, each->frame, each->time};
        if (elapsed_between(each->time, block.time) > BLOCK_COUNTS_FOR)
            break;
        block.count += each->username == block.username;
    }
    return block;
}

unsigned source_note_failure(struct source *source, const char *aor, int64_t time)
{
    struct failure *failure =
        window_add(&rare_of(source)->failures, sizeof(*failure), SOURCE_WINDOW_MAX);
    unsigned count = 0;

    *failure = (struct failure){aor, time};
    for (unsigned i = 0; i < source->rare->failures->len; i++) {
        const struct failure *each = &g_array_index(source->rare->failures, struct failure, i);

        count += each->aor == aor && is_recent(each->time, time);
    }
    return count;
}

/* The users of the window: the first one, and the others. */
static const struct user *user_at(const struct source *source, unsigned i)
{
    return i ? &g_array_index(source->rare->users, struct user, i - 1) : &source->first_user;
}

struct source_users source_count_users(const struct source *source, int64_t time)
{
    struct source_users users = {0};

    for (unsigned i = 0; i <= window_length(source->rare->users); i++) {
        const struct user *user = user_at(source, i);

        if (!user->aor || !is_recent(user->time, time))
            continue;
        users.tried++;
        users.failed += is_unsuccessful(user, time);
    }
    return users;
}

/* Phones behind one NAT: each tries its own user. */
static bool has_many_devices(const struct source *source, int64_t time, unsigned tried)
{
    unsigned devices = 0;

    for (unsigned i = 0; i <= window_length(source->rare->users); i++) {
        const struct user *user = user_at(source, i);
        bool is_new = user->aor && is_recent(user->time, time);

        for (unsigned j = 0; j < i && is_new; j++)
            is_new = !is_recent(user_at(source, j)->time, time) ||
                     user_at(source, j)->device != user->device;
        devices += is_new;
    }
    return devices * 2 > tried;
}

/* The whole capture so far. */
static struct source_users count_all_users(const struct source *source, int64_t time)
{
    struct source_users users = {source->rare->users_dropped, source->rare->failed_dropped};

    for (unsigned i = 0; i <= window_length(source->rare->users); i++) {
        users.tried += user_at(source, i)->aor != NULL;
        users.failed += user_at(source, i)->aor && is_unsuccessful(user_at(source, i), time);
    }
    return users;
}

bool source_was_reported(const struct source *source, int64_t time)
{
    return source_is(source, SOURCE_ENUMERATES) &&
           source->rare->reported[SOURCE_ENUMERATES].at <= time;
}

struct source_users source_report_users(struct source *source, int64_t time, unsigned tried,
                                        unsigned failed_percent)
{
    uint32_t so_far = source->rare->users_dropped + window_length(source->rare->users) + 1;
    struct source_users users = {0};

    if (so_far < tried || !is_news(source, SOURCE_ENUMERATES, so_far, time))
        return users;
    users = source_count_users(source, time);
    if (users.tried < tried || users.failed * 100 < users.tried * failed_percent ||
        has_many_devices(source, time, users.tried))
        return (struct source_users){0};
    note_reported(source, SOURCE_ENUMERATES, so_far, time);
    return count_all_users(source, time);
}

/* How a refusal compares with those before it. */
struct novelty {
    bool call_id;
    bool user;
    bool device;
    unsigned of_user; /* this one included */
};

static struct novelty compare_refusal(const struct source *source, unsigned i, int64_t time)
{
    const struct source_refusal *refusal =
        &g_array_index(source->rare->refusals, struct source_refusal, i);
    struct novelty is_new = {true, true, true, 1};

    for (unsigned j = 0; j < i; j++) {
        const struct source_refusal *other =
            &g_array_index(source->rare->refusals, struct source_refusal, j);

        if (!is_recent(other->time, time))
            continue;
        is_new.call_id &= other->call_id != refusal->call_id;
        is_new.user &= other->username != refusal->username;
        is_new.device &= other->device != refusal->device;
        is_new.of_user += other->username == refusal->username && other->aor == refusal->aor;
    }
    return is_new;
}

struct source_refusals source_count_refusals(const struct source *source, int64_t time)
{
    struct source_refusals result = {0};

    for (unsigned i = 0; i < window_length(source->rare->refusals); i++) {
        struct novelty is_new;

        if (!is_recent(g_array_index(source->rare->refusals, struct source_refusal, i).time, time))
            continue;
        is_new = compare_refusal(source, i, time);
        result.count++;
        result.call_ids += is_new.call_id;
        result.usernames += is_new.user;
        result.devices += is_new.device;
        result.most_of_one_user = MAX(result.most_of_one_user, is_new.of_user);
    }
    return result;
}

bool source_looks_like_guessing(const struct source_refusals *refusals, unsigned failures,
                                unsigned spread)
{
    enum { OFTEN = 5, MANY_USERS = 20 };
    bool is_nat = refusals->usernames >= 3 && refusals->devices * 2 > refusals->usernames;

    return refusals->count >= failures &&
           (refusals->call_ids >= spread || refusals->usernames >= spread) &&
           (refusals->most_of_one_user >= OFTEN || refusals->usernames > MANY_USERS) && !is_nat;
}

struct source_refusals source_report_refusals(struct source *source, int64_t time,
                                              unsigned failures, unsigned spread)
{
    struct source_refusals refusals = {0};

    if (source->rare->refusals_noted < failures ||
        !is_news(source, SOURCE_GUESSES, source->rare->refusals_noted, time))
        return refusals;
    refusals = source_count_refusals(source, time);
    if (!source_looks_like_guessing(&refusals, failures, spread))
        return (struct source_refusals){0};
    note_reported(source, SOURCE_GUESSES, source->rare->refusals_noted, time);
    refusals.count = source->rare->refusals_noted;
    return refusals;
}

bool source_was_refused(const struct source *source, const char *username, int64_t time)
{
    for (unsigned i = 0; i < window_length(source->rare->refusals); i++) {
        const struct source_refusal *refusal =
            &g_array_index(source->rare->refusals, struct source_refusal, i);

        if (refusal->username == username && is_recent(refusal->time, time))
            return true;
    }
    return false;
}

/* What the user of the accepted credentials tried before, on the same device. */
static bool is_of_same_user(const struct source_refusal *refusal,
                            const struct source_refusal *accepted)
{
    return refusal->username == accepted->username && refusal->aor == accepted->aor &&
           refusal->device == accepted->device && is_recent(refusal->time, accepted->time) &&
           refusal->credentials != accepted->credentials;
}

struct source_guesses source_count_guesses(const struct source *source,
                                           const struct source_refusal *accepted)
{
    struct source_guesses guesses = {0};
    unsigned same_nonce = 0, call_ids = 0;

    for (unsigned i = 0; i < window_length(source->rare->refusals); i++) {
        const struct source_refusal *each =
            &g_array_index(source->rare->refusals, struct source_refusal, i);
        bool is_new = true, has_new_call_id = each->call_id != accepted->call_id;

        if (!is_of_same_user(each, accepted))
            continue;
        for (unsigned j = 0; j < i; j++) {
            const struct source_refusal *other =
                &g_array_index(source->rare->refusals, struct source_refusal, j);

            if (!is_of_same_user(other, accepted))
                continue;
            is_new &= other->credentials != each->credentials;
            has_new_call_id &= other->call_id != each->call_id;
        }
        if (!guesses.first_in)
            guesses.first_in = each->frame;
        same_nonce += is_new && each->nonce == accepted->nonce;
        call_ids += is_new && has_new_call_id;
    }
    guesses.count = MAX(same_nonce, call_ids);
    return guesses;
}
