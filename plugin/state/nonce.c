/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/nonce.h"

#include "base/lookup.h"

/* A B2BUA does not hold a request longer before passing it on (64*T1). */
#define PASSED_ON_WITHIN (32 * SECOND)

enum {
    /* Clients make a cnonce for one request or one nonce, so it may be dropped afterwards. A
     * constant one recurs before others have taken its slot. */
    CNONCES_MAX = 512
};

struct nonces {
    struct pool *pool;
    struct lookup nonces;                     /* realm and value -> struct nonce */
    struct nonce *latest;                     /* that was looked for; NULL: none */
    struct lookup by_call;                    /* nonce, user and Call-ID -> struct nonce_use */
    struct lookup by_source;                  /* nonce, user and source -> struct nonce_use */
    struct lookup more_users;                 /* nonce and user, except the first user -> count */
    struct lookup offered;                    /* nonce and Call-ID, as struct offered_to */
    struct lookup credentials;                /* fingerprint -> struct nonce_credential */
    struct nonce_cnonce cnonces[CNONCES_MAX]; /* each in the slot of its fingerprint */
};

static bool is_nonce(const void *object, const void *key)
{
    const struct nonce *left = object, *right = key;

    return left->value == right->value && left->realm == right->realm;
}

static uint32_t by_call_hash(const struct lookup *lookup, const struct nonce_use *use)
{
    return lookup_hash_three(lookup, (uintptr_t)use->nonce, (uintptr_t)use->username,
                             (uintptr_t)use->call_id);
}

static bool is_of_call(const void *object, const void *key)
{
    const struct nonce_use *left = object, *right = key;

    return left->nonce == right->nonce && left->username == right->username &&
           left->call_id == right->call_id;
}

static uint32_t by_source_hash(const struct lookup *lookup, const struct nonce_use *use)
{
    return lookup_hash_three(lookup, (uintptr_t)use->nonce, (uintptr_t)use->username,
                             endpoint_hash(&use->source));
}

static bool is_of_source(const void *object, const void *key)
{
    const struct nonce_use *left = object, *right = key;

    return left->nonce == right->nonce && left->username == right->username &&
           endpoint_key_equal(&left->source, &right->source);
}

/* A registrar that shares its nonces has many users per nonce; most nonces have one. */
struct user {
    const struct nonce *nonce;
    const char *username;
    uint32_t count;
};

static bool is_user(const void *object, const void *key)
{
    const struct user *left = object, *right = key;

    return left->nonce == right->nonce && left->username == right->username;
}

struct offered_to {
    const struct nonce *nonce;
    const char *call_id;
};

static uint32_t offered_hash(const struct lookup *lookup, const struct offered_to *offered)
{
    return lookup_hash_two(lookup, (uintptr_t)offered->nonce, (uintptr_t)offered->call_id);
}

static bool is_offered_to(const void *object, const void *key)
{
    const struct offered_to *left = object, *right = key;

    return left->nonce == right->nonce && left->call_id == right->call_id;
}

static bool is_credential(const void *object, const void *key)
{
    return ((const struct nonce_credential *)object)->whole == *(const uint64_t *)key;
}

struct nonces *nonces_new(struct pool *pool)
{
    struct nonces *nonces = g_new0(struct nonces, 1);

    nonces->pool = pool;
    lookup_init(&nonces->nonces);
    lookup_init(&nonces->by_call);
    lookup_init(&nonces->by_source);
    lookup_init(&nonces->more_users);
    lookup_init(&nonces->offered);
    lookup_init(&nonces->credentials);
    return nonces;
}

void nonces_free(struct nonces *nonces)
{
    if (!nonces)
        return;
    lookup_clear(&nonces->credentials);
    lookup_clear(&nonces->offered);
    lookup_clear(&nonces->more_users);
    lookup_clear(&nonces->by_source);
    lookup_clear(&nonces->by_call);
    lookup_clear(&nonces->nonces);
    g_free(nonces);
}

struct nonce *nonces_get(struct nonces *nonces, const char *realm, const char *value)
{
    struct nonce key = {.realm = realm, .value = value};
    struct nonce *nonce = nonces->latest;
    struct lookup_slot *slot;
    uint32_t hash;

    if (nonce && is_nonce(nonce, &key))
        return nonce;
    hash = lookup_hash_two(&nonces->nonces, (uintptr_t)value, (uintptr_t)realm);
    slot = lookup_slot(&nonces->nonces, hash, is_nonce, &key);
    nonce = lookup_object(slot);
    if (!nonce) {
        nonce = pool_duplicate(nonces->pool, &key, sizeof(key));
        lookup_add(&nonces->nonces, slot, hash, nonce);
    }
    nonces->latest = nonce;
    return nonce;
}

void nonce_issue(struct nonce *nonce, uint32_t frame, int64_t time, const struct registration *to)
{
    if (nonce->issued_in)
        return;
    nonce->issued_in = frame;
    nonce->issued_at = time;
    nonce->issued_to = to;
}

void nonce_note_issuer(struct nonce *nonce, const struct endpoint *server, unsigned via_count)
{
    if (via_count <= nonce->issuer_vias)
        return;
    nonce->issuer = *server;
    nonce->issuer_vias = (uint8_t)MIN(via_count, UINT8_MAX);
}

void nonces_offer(struct nonces *nonces, const struct nonce *nonce, const char *call_id)
{
    struct offered_to offered = {nonce, call_id};
    uint32_t hash = offered_hash(&nonces->offered, &offered);
    struct lookup_slot *slot = lookup_slot(&nonces->offered, hash, is_offered_to, &offered);

    if (!lookup_object(slot))
        lookup_add(&nonces->offered, slot, hash,
                   pool_duplicate(nonces->pool, &offered, sizeof(offered)));
}

/* The use by the same source, under another Call-ID, that is continued; NULL: none. */
static struct nonce_use *use_of_source(const struct nonces *nonces, const struct nonce_use *key)
{
    struct offered_to offered = {key->nonce, key->call_id};

    if (lookup_find(&nonces->offered, offered_hash(&nonces->offered, &offered), is_offered_to,
                    &offered))
        return NULL;
    return lookup_find(&nonces->by_source, by_source_hash(&nonces->by_source, key), is_of_source,
                       key);
}

static struct nonce_use *get_use(struct nonces *nonces, const struct nonce_use *key, bool offered)
{
    uint32_t hash = by_call_hash(&nonces->by_call, key);
    struct lookup_slot *slot = lookup_slot(&nonces->by_call, hash, is_of_call, key);
    struct nonce_use *use = lookup_object(slot);

    if (!use && !offered)
        use = use_of_source(nonces, key);
    if (use)
        return use;
    use = pool_duplicate(nonces->pool, key, sizeof(*key));
    lookup_add(&nonces->by_call, slot, hash, use);
    hash = by_source_hash(&nonces->by_source, key);
    slot = lookup_slot(&nonces->by_source, hash, is_of_source, key);
    if (lookup_object(slot))
        lookup_put(slot, use);
    else
        lookup_add(&nonces->by_source, slot, hash, use);
    return use;
}

/* RFC 7616 3.4: "the same nc value twice" is a replay; without qop only the whole credential can be
 * compared. AKA clients repeat nonce and response in a re-REGISTER (TS 24.229 5.1.1.4.2). */
static uint8_t verdict_of(const struct nonce_check *check, const struct facts *facts)
{
    const struct facts_credentials *credentials = check->credentials;
    const struct nonce_use *before = &check->before;
    const struct nonce_credential *earlier = &check->earlier;

    if (earlier->frame && earlier->call_id != facts->call_id &&
        (credentials->has_qop || !endpoint_same_ip(&earlier->source, &facts->packet->source)))
        return NONCE_REPLAYED;
    if (earlier->frame && credentials->has_qop &&
        !endpoint_same_ip(&earlier->source, &facts->packet->source))
        return NONCE_REPLAYED;
    if (before->count == 0) {
        if (!check->nonce->issued_in)
            return NONCE_NOT_ISSUED_HERE;
        return check->nonce->by_nextnonce && !check->nonce->by_challenge ? NONCE_FROM_NEXTNONCE
                                                                         : NONCE_FIRST_USE;
    }
    if (!credentials->has_nc || !credentials->has_qop)
        return NONCE_REUSED_WITHOUT_NC;
    if (credentials->nc > before->highest_nc)
        return NONCE_REUSED_HIGHER_NC;
    return credentials->nc == before->highest_nc ? NONCE_NC_REPEATED : NONCE_NC_WENT_BACK;
}

/* RFC 3263 4.3: after a failure the client sends the identical request, except for the branch, to
 * the next server. */
static bool is_failover(const struct nonce_check *check, const struct facts *facts)
{
    return check->earlier.frame && check->earlier.call_id == facts->call_id &&
           !endpoint_same_ip(&check->earlier.destination, &facts->packet->destination);
}

static uint32_t count_user(struct nonces *nonces, struct nonce *nonce, const char *username,
                           uint32_t add)
{
    struct user key = {.nonce = nonce, .username = username};
    struct lookup_slot *slot;
    struct user *user;
    uint32_t hash;

    if (nonce->user_count == 0)
        nonce->user = username;
    if (nonce->user == username)
        return nonce->user_count += add;
    hash = lookup_hash_two(&nonces->more_users, (uintptr_t)nonce, (uintptr_t)username);
    slot = lookup_slot(&nonces->more_users, hash, is_user, &key);
    user = lookup_object(slot);
    if (!user) {
        user = pool_duplicate(nonces->pool, &key, sizeof(key));
        lookup_add(&nonces->more_users, slot, hash, user);
    }
    return user->count += add;
}

/* A B2BUA makes a new request out of each one, and cannot compute credentials. It may have an
 * address on either side, and its request may be captured first; a replay goes to the same
 * server. */
static bool is_passed_on(const struct nonce_check *check, const struct facts *facts)
{
    const struct nonce_credential *earlier = &check->earlier;
    const struct packet *packet = facts->packet;

    return earlier->frame && !endpoint_same_ip(&earlier->source, &packet->source) &&
           !endpoint_same_ip(&earlier->destination, &packet->destination) &&
           packet->time - earlier->time < PASSED_ON_WITHIN;
}

static void enter(struct nonce_check *check, const struct facts *facts)
{
    struct nonce_use *use = check->use;

    if (!check->is_failover && !check->is_passed_on)
        use->count++;
    if (check->credentials->has_nc && check->credentials->nc > use->highest_nc)
        use->highest_nc = check->credentials->nc;
    use->last_time = facts->packet->time;
    use->last_frame = facts->packet->frame;
    use->last_response = check->credentials->response;
    use->refused = false;
    if (facts->method == METHOD_REGISTER)
        check->nonce->by_register = true;
}

/* Returns the previous record of the cnonce, and counts this use. */
static struct nonce_cnonce use_cnonce(struct nonces *nonces, const struct nonce_check *check,
                                      uint32_t frame)
{
    uint64_t value = check->credentials->cnonce;
    struct nonce_cnonce *cnonce = &nonces->cnonces[value % CNONCES_MAX], before = {0};

    if (!value || check->earlier.frame)
        return before;
    if (cnonce->value == value)
        before = *cnonce;
    else
        *cnonce = (struct nonce_cnonce){.value = value, .nonce = check->nonce, .frame = frame};
    if (cnonce->count < UINT16_MAX)
        cnonce->count++;
    cnonce->was_carried |= cnonce->nonce != check->nonce;
    return before;
}

void nonces_use(struct nonces *nonces, const struct facts *facts,
                const struct facts_credentials *credentials, struct nonce *nonce, bool offered,
                bool replayed, struct nonce_check *check)
{
    struct nonce_credential credential = {
        .whole = credentials->whole,
        .call_id = facts->call_id,
        .time = facts->packet->time,
        .source = facts->packet->source,
        .destination = facts->packet->destination,
        .frame = facts->packet->frame,
    };
    uint32_t hash = lookup_hash_one(&nonces->credentials, credential.whole);
    struct lookup_slot *slot =
        lookup_slot(&nonces->credentials, hash, is_credential, &credential.whole);
    struct nonce_credential *earlier = lookup_object(slot);
    struct nonce_use key = {
        .nonce = nonce,
        .username = credentials->username,
        .call_id = facts->call_id,
        .source = facts->packet->source,
    };

    *check = (struct nonce_check){.credentials = credentials, .nonce = key.nonce};
    if (earlier)
        check->earlier = *earlier;
    check->cnonce = use_cnonce(nonces, check, facts->packet->frame);
    check->use = get_use(nonces, &key, offered);
    check->before = *check->use;
    check->is_failover = is_failover(check, facts);
    check->is_passed_on = is_passed_on(check, facts);
    if (replayed)
        check->verdict = NONCE_REPLAYED;
    else
        check->verdict = check->is_passed_on ? NONCE_FIRST_USE : verdict_of(check, facts);
    enter(check, facts);
    check->user_count = count_user(nonces, check->nonce, credentials->username,
                                   check->is_failover || check->is_passed_on ? 0 : 1);
    if (!earlier)
        lookup_add(&nonces->credentials, slot, hash,
                   pool_duplicate(nonces->pool, &credential, sizeof(credential)));
}
