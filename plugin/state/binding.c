/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/binding.h"

#include "base/lookup.h"
#include "base/slab.h"
#include "state/aor_form.h"
#include "state/regevent.h"
#include "state/registration.h"

struct aors {
    struct pool *pool;
    struct slab bindings;
    struct lookup by_name;  /* interned name */
    GHashTable *by_contact; /* interned Contact URI -> struct aor */
    GHashTable *by_domain;  /* interned domain of a name -> struct served_domain, owned */
};

const struct aor_rare aor_nothing_rare;

struct aor_rare *aor_rare(struct aor *aor)
{
    if (aor->rare == &aor_nothing_rare)
        aor->rare = pool_allocate(aor->all->pool, sizeof(*aor->rare));
    return (struct aor_rare *)aor->rare;
}

const struct aor_auth aor_no_auth;

struct aor_auth *aor_auth(struct aor *aor)
{
    if (aor->auth == &aor_no_auth)
        aor->auth = pool_allocate(aor->all->pool, sizeof(*aor->auth));
    return (struct aor_auth *)aor->auth;
}

static void aor_clear(struct aor *aor)
{
    for (struct binding *binding = aor->bindings; binding; binding = binding->next)
        deadline_cancel(&binding->deadline);
    reg_event_notice_free(aor->notice);
}

static bool has_name(const void *object, const void *name)
{
    return ((const struct aor *)object)->name == name;
}

static uint32_t name_hash(const struct aors *aors, const char *name)
{
    return lookup_hash_one(&aors->by_name, (uintptr_t)name);
}

struct aors *aors_new(struct pool *pool)
{
    struct aors *aors = g_new(struct aors, 1);

    aors->pool = pool;
    aors->bindings = slab_of(pool, sizeof(struct binding));
    lookup_init(&aors->by_name);
    aors->by_contact = g_hash_table_new(g_direct_hash, g_direct_equal);
    aors->by_domain = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, g_free);
    return aors;
}

void aors_free(struct aors *aors)
{
    if (!aors)
        return;
    g_hash_table_destroy(aors->by_domain);
    g_hash_table_destroy(aors->by_contact);
    for (size_t i = 0; i <= aors->by_name.mask; i++) {
        if (lookup_object(&aors->by_name.slots[i]))
            aor_clear(lookup_object(&aors->by_name.slots[i]));
    }
    lookup_clear(&aors->by_name);
    g_free(aors);
}

struct aor *aors_get(struct aors *aors, const char *name)
{
    uint32_t hash = name_hash(aors, name);
    struct lookup_slot *slot = lookup_slot(&aors->by_name, hash, has_name, name);
    struct aor *aor = lookup_object(slot);

    if (!aor) {
        aor = pool_allocate(aors->pool, sizeof(*aor));
        aor->name = name;
        aor->all = aors;
        aor->rare = &aor_nothing_rare;
        aor->auth = &aor_no_auth;
        lookup_add(&aors->by_name, slot, hash, aor);
    }
    return aor;
}

struct served_domain *aors_domain(struct aors *aors, struct aor *aor)
{
    struct span name;
    const char *host;

    if (aor->domain)
        return aor->domain;
    name = aor_domain(aor->name);
    host = name.n ? pool_intern(aors->pool, name) : aor->name;
    aor->domain = g_hash_table_lookup(aors->by_domain, host);
    if (!aor->domain) {
        aor->domain = g_new0(struct served_domain, 1);
        g_hash_table_insert(aors->by_domain, (void *)host, aor->domain);
    }
    return aor->domain;
}

struct aor *aors_find(const struct aors *aors, const char *name)
{
    return lookup_find(&aors->by_name, name_hash(aors, name), has_name, name);
}

void aors_note_contact(struct aors *aors, const char *contact, struct aor *aor)
{
    struct aor *before = g_hash_table_lookup(aors->by_contact, contact);

    if (before == aor)
        return;
    if (before)
        before->shares_contacts = aor->shares_contacts = true;
    g_hash_table_insert(aors->by_contact, (void *)contact, aor);
}

struct aor *aors_find_by_contact(const struct aors *aors, const char *contact)
{
    return g_hash_table_lookup(aors->by_contact, contact);
}

/* RFC 3261 10.2: a client may keep the same Contact at two registrars independently. */
static bool is_at_other_registrar(const struct binding *binding,
                                  const struct registration *registration)
{
    return registration && binding->owner && binding->owner != registration &&
           !endpoint_same_ip(&binding->server, &registration->last.destination);
}

struct binding *aor_find_binding(const struct aor *aor, const struct registration *registration,
                                 const char *contact, const char *instance, uint32_t reg_id)
{
    struct binding *by_uri = NULL, *by_rewritten = NULL, *by_instance = NULL;

    for (struct binding *binding = aor->bindings; binding; binding = binding->next) {
        bool same_instance = instance && binding->instance == instance;

        if (same_instance && reg_id && binding->reg_id == reg_id)
            return binding;
        if (reg_id && binding->reg_id && (reg_id != binding->reg_id || !same_instance))
            continue; /* another flow, even with the same URI */
        if (is_at_other_registrar(binding, registration))
            continue;
        if (!by_uri && facts_same_uri(binding->contact, contact))
            by_uri = binding;
        if (!by_rewritten && binding->rewritten && facts_same_uri(binding->rewritten, contact))
            by_rewritten = binding;
        if (!by_instance && same_instance)
            by_instance = binding;
    }
    if (by_uri)
        return by_uri;
    return by_rewritten ? by_rewritten : by_instance;
}

/* Removes the most dispensable binding from a full table. */
static void spare_binding(struct aor *aor)
{
    struct binding **spare = &aor->bindings;
    struct binding *spared;

    for (struct binding **link = &aor->bindings; *link; link = &(*link)->next) {
        if (binding_is_alive(*spare) &&
            (!binding_is_alive(*link) || (*link)->expires_at < (*spare)->expires_at))
            spare = link;
    }
    spared = *spare;
    if (!spared)
        return;
    *spare = spared->next;
    aor->binding_count--;
    deadline_cancel(&spared->deadline);
    slab_return(&aor->all->bindings, spared);
}

struct binding *aor_add_binding(struct aor *aor, const char *contact, const char *instance,
                                uint32_t reg_id)
{
    struct binding *binding;

    if (aor->binding_count == AOR_BINDINGS_MAX)
        spare_binding(aor);
    binding = slab_take(&aor->all->bindings);
    binding->aor = aor;
    binding->contact = contact;
    binding->instance = instance;
    binding->reg_id = reg_id;
    binding->deadline = (struct deadline){.owner = binding, .kind = DEADLINE_BINDING};
    binding->next = aor->bindings;
    aor->bindings = binding;
    aor->binding_count++;
    return binding;
}

void binding_grant(struct binding *binding, struct deadlines *deadlines, int64_t now,
                   uint32_t seconds, int64_t slack)
{
    binding->granted_at = now;
    binding->granted_s = seconds;
    binding->shortened_to = 0;
    binding->expires_at = now + (int64_t)seconds * SECOND;
    deadline_set(deadlines, &binding->deadline, binding->expires_at + slack);
}

void binding_end(struct binding *binding, enum binding_state how, uint32_t frame, int64_t now)
{
    binding->state = (uint8_t)how;
    deadline_cancel(&binding->deadline);
    if (how != BINDING_EXPIRED)
        binding_end_bound(binding, NULL, frame, now,
                          how == BINDING_REMOVED ? END_REMOVED : END_DROPPED);
}

void binding_end_bound(struct binding *binding, const struct report_bound *but, uint32_t frame,
                       int64_t now, enum report_end end)
{
    struct report_bound *bound = binding->bound;

    for (unsigned i = 0; bound && i < BINDING_BOUND_MAX; i++, bound = bound->before) {
        bool has_expired = bound->expires_at && bound->expires_at <= now;

        if (bound == but || bound->ended_in || has_expired)
            continue;
        bound->ended_in = frame;
        bound->end = (uint8_t)end;
        bound->ended_by = binding->removed_by;
    }
}

struct report_bound *binding_bound(struct binding *binding, struct pool *pool, const char *contact)
{
    struct report_bound *bound = binding->bound;

    for (unsigned i = 0; bound && i < BINDING_BOUND_MAX; i++, bound = bound->before) {
        if (bound->contact == contact)
            return bound;
    }
    bound = pool_allocate(pool, sizeof(*bound));
    bound->before = binding->bound;
    bound->aor = binding->aor->name;
    bound->contact = contact;
    bound->instance = binding->instance;
    bound->reg_id = binding->reg_id;
    bound->registration = REPORT_NO_REGISTRATION;
    binding->bound = bound;
    return bound;
}
