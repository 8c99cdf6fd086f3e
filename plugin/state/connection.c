/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "state/connection.h"

#include "base/slab.h"
#include "sip/hash.h"

enum { PORT_SIP = 5060, PORT_SIPS = 5061 };

/* What a way is found by: its client, and its target or a name. Not both. */
struct way_key {
    struct endpoint client;
    struct endpoint target;
    const char *name;
};

struct way {
    struct way_key key;
    struct connection *connection;
};

struct connections {
    struct pool *pool;
    struct slab slab;
    GHashTable *ways;    /* struct way, owned, by its key */
    GHashTable *clients; /* struct connection_client, owned, by its address */
    GHashTable *servers; /* struct endpoint, owned */
    struct connection *newest;
    struct connection *oldest;
    unsigned count;
    unsigned told;
    unsigned handshakes;
    unsigned silent_servers; /* of the servers */
};

static unsigned way_hash(const void *data)
{
    const struct way_key *key = data;

    return endpoint_hash(&key->client) ^ (endpoint_hash(&key->target) * 31) ^
           g_direct_hash(key->name);
}

static int way_equal(const void *a, const void *b)
{
    const struct way_key *left = a, *right = b;

    return left->name == right->name && endpoint_key_equal(&left->client, &right->client) &&
           endpoint_key_equal(&left->target, &right->target);
}

struct connections *connections_new(struct pool *pool)
{
    struct connections *connections = g_new0(struct connections, 1);

    connections->pool = pool;
    connections->slab = slab_of(pool, sizeof(struct connection));
    connections->ways = g_hash_table_new_full(way_hash, way_equal, NULL, g_free);
    connections->clients =
        g_hash_table_new_full(endpoint_table_hash, endpoint_table_equal, NULL, g_free);
    connections->servers =
        g_hash_table_new_full(endpoint_table_hash, endpoint_table_equal, g_free, NULL);
    return connections;
}

static void drop_tls(struct connections *connections, struct connection *connection)
{
    if (connection->tls && !connection->tls->is_done)
        connections->handshakes--;
    tls_free(connection->tls);
    connection->tls = NULL;
}

void connections_free(struct connections *connections)
{
    if (!connections)
        return;
    for (struct connection *each = connections->newest; each; each = each->older)
        tls_free(each->tls);
    g_hash_table_destroy(connections->ways);
    g_hash_table_destroy(connections->clients);
    g_hash_table_destroy(connections->servers);
    g_free(connections);
}

bool connections_has_servers(const struct connections *connections)
{
    return g_hash_table_size(connections->servers) > 0;
}

bool connections_is_server(const struct connections *connections, const struct endpoint *server)
{
    return server->port == PORT_SIP || server->port == PORT_SIPS ||
           (connections_has_servers(connections) &&
            g_hash_table_contains(connections->servers, server));
}

void connections_add_server(struct connections *connections, const struct endpoint *server)
{
    if (!connections_is_server(connections, server) &&
        g_hash_table_size(connections->servers) < CONNECTION_SERVERS_MAX)
        g_hash_table_add(connections->servers, g_memdup2(server, sizeof(*server)));
}

void connections_add_silent_server(struct connections *connections, const struct endpoint *server)
{
    if (connections_is_server(connections, server) ||
        connections->silent_servers >= CONNECTION_SILENT_MAX)
        return;
    connections->silent_servers++;
    connections_add_server(connections, server);
}

static struct endpoint without_port(const struct endpoint *endpoint)
{
    struct endpoint address = *endpoint;

    address.port = 0;
    return address;
}

struct connection_client *connections_find_client(const struct connections *connections,
                                                  const struct endpoint *address)
{
    struct endpoint key = without_port(address);

    return connections->count ? g_hash_table_lookup(connections->clients, &key) : NULL;
}

static struct way_key key_of(const struct endpoint *client, const struct endpoint *target,
                             const char *name)
{
    struct way_key key;

    /* Padding counts in no comparison, but keys are copied. */
    memset(&key, 0, sizeof(key));
    key.client = without_port(client);
    if (target)
        key.target = *target;
    key.name = name;
    return key;
}

static struct connection *find(const struct connections *connections, const struct way_key *key)
{
    const struct way *way = connections->count ? g_hash_table_lookup(connections->ways, key) : NULL;

    return way ? way->connection : NULL;
}

struct connection *connections_find(const struct connections *connections,
                                    const struct endpoint *client, const struct endpoint *target)
{
    struct way_key key = key_of(client, target, NULL);

    return find(connections, &key);
}

struct connection *connections_find_name(const struct connections *connections,
                                         const struct endpoint *client, struct span name)
{
    struct way_key key;
    const char *known = connections->count ? pool_find(connections->pool, name) : NULL;

    if (!known)
        return NULL;
    key = key_of(client, NULL, known);
    return find(connections, &key);
}

static void add_way(struct connections *connections, struct connection *connection,
                    struct way_key key)
{
    struct way *way = g_new(struct way, 1);

    way->key = key;
    way->connection = connection;
    g_hash_table_replace(connections->ways, &way->key, way);
}

static void remove_way(struct connections *connections, const struct connection *connection,
                       struct way_key key)
{
    if (find(connections, &key) == connection)
        g_hash_table_remove(connections->ways, &key);
}

static void forget(struct connections *connections, struct connection *connection)
{
    struct connection_client *client = connection->client;

    deadline_cancel(&connection->deadline);
    drop_tls(connections, connection);
    for (unsigned i = 0; i < CONNECTION_NAMES_MAX && connection->names[i]; i++)
        remove_way(connections, connection, key_of(&client->address, NULL, connection->names[i]));
    if (connection->shown->target.family != ENDPOINT_NONE)
        remove_way(connections, connection,
                   key_of(&client->address, &connection->shown->target, NULL));
    if (connection->newer)
        connection->newer->older = connection->older;
    else
        connections->newest = connection->older;
    if (connection->older)
        connection->older->newer = connection->newer;
    else
        connections->oldest = connection->newer;
    connections->count--;
    if (connection->shown->target.family != ENDPOINT_NONE && !connection->was_open)
        client->shut--;
    if (!--client->ways)
        g_hash_table_remove(connections->clients, &client->address);
    slab_return(&connections->slab, connection);
}

static struct connection_client *get_client(struct connections *connections,
                                            const struct endpoint *address)
{
    struct connection_client *client = connections_find_client(connections, address);

    if (client)
        return client;
    client = g_new0(struct connection_client, 1);
    client->address = without_port(address);
    g_hash_table_insert(connections->clients, &client->address, client);
    return client;
}

static struct connection *add(struct connections *connections, const struct packet *packet,
                              const struct endpoint *client)
{
    struct connection *connection;

    if (connections->told == CONNECTIONS_TOLD_MAX)
        return NULL;
    connections->told++;
    if (connections->count == CONNECTIONS_MAX)
        forget(connections, connections->oldest);
    connection = slab_take(&connections->slab);
    connection->client = get_client(connections, client);
    connection->client->ways++;
    connection->deadline = (struct deadline){.owner = connection, .kind = DEADLINE_CONNECTION};
    connection->shown = pool_allocate(connections->pool, sizeof(*connection->shown));
    connection->shown->client = connection->client->address;
    connection->shown->time = packet->time;
    connection->shown->first_in = packet->frame;
    connection->shown->registration = REPORT_NO_REGISTRATION;
    connection->older = connections->newest;
    if (connections->newest)
        connections->newest->newer = connection;
    else
        connections->oldest = connection;
    connections->newest = connection;
    connections->count++;
    return connection;
}

static bool has_address(const struct connection *connection, const struct endpoint *address)
{
    for (unsigned i = 0; i < connection->address_count; i++) {
        if (endpoint_same_ip(&connection->addresses[i], address))
            return true;
    }
    return false;
}

struct connection *connections_find_address(const struct connections *connections,
                                            const struct endpoint *client,
                                            const struct endpoint *target)
{
    enum { SEARCHED_MAX = 64 };
    struct connection *each = connections->newest;

    for (unsigned i = 0; each && i < SEARCHED_MAX; i++, each = each->older) {
        if (endpoint_same_ip(&each->client->address, client) && has_address(each, target))
            return each;
    }
    return NULL;
}

struct connection *connections_get(struct connections *connections, const struct packet *packet,
                                   const struct endpoint *client, const struct endpoint *target)
{
    struct connection *connection = connections_find(connections, client, target), *named;

    if (connection)
        return connection;
    named = connections_find_address(connections, client, target);
    connection = named && named->shown->target.family == ENDPOINT_NONE
                     ? named
                     : add(connections, packet, client);
    if (!connection)
        return NULL;
    if (named && named != connection) {
        connection->shown->domain = named->shown->domain;
        connection->shown->wanted = named->shown->wanted;
        connection->shown->name = named->shown->name;
        connection->shown->name_in = named->shown->name_in;
        connection->shown->type = named->shown->type;
        connection->shown->outcome = named->shown->outcome;
    }
    connection->shown->target = *target;
    connection->client->shut++;
    add_way(connections, connection, key_of(client, target, NULL));
    return connection;
}

struct connection *connections_get_name(struct connections *connections,
                                        const struct packet *packet, const struct endpoint *client,
                                        struct span name)
{
    struct connection *connection = connections_find_name(connections, client, name);

    if (connection)
        return connection;
    connection = add(connections, packet, client);
    if (!connection)
        return NULL;
    connection_add_name(connections, connection, name, 0);
    connection->shown->domain = connection->names[0];
    return connection;
}

void connection_add_name(struct connections *connections, struct connection *connection,
                         struct span name, uint16_t port)
{
    const char *known = pool_find(connections->pool, name);
    unsigned i = 0;

    while (i < CONNECTION_NAMES_MAX && connection->names[i] && connection->names[i] != known)
        i++;
    if (i == CONNECTION_NAMES_MAX)
        return;
    if (port)
        connection->ports[i] = port;
    if (connection->names[i])
        return;
    connection->names[i] = pool_intern(connections->pool, name);
    add_way(connections, connection,
            key_of(&connection->client->address, NULL, connection->names[i]));
}

void connection_add_address(struct connection *connection, const struct endpoint *address)
{
    if (!has_address(connection, address) && connection->address_count < CONNECTION_ADDRESSES_MAX)
        connection->addresses[connection->address_count++] = *address;
}

struct connection_question *connection_question(struct connections *connections,
                                                struct connection *connection, struct span name,
                                                unsigned type)
{
    struct connection_question *question = connection->questions;
    const char *known = pool_find(connections->pool, name);

    for (unsigned i = 0; i < connection->question_count; i++, question++) {
        if (question->name == known && question->type == type)
            return question;
    }
    if (connection->question_count == CONNECTION_QUESTIONS_MAX)
        return NULL;
    connection->question_count++;
    *question = (struct connection_question){.name = pool_intern(connections->pool, name),
                                             .type = (uint8_t)type};
    return question;
}

void connection_begin(struct connections *connections, struct connection *connection, uint16_t port)
{
    drop_tls(connections, connection);
    connection->port = port;
    connection->done_at = 0;
    connection->is_plain = connection->has_ended = false;
}

void connections_note_done(struct connections *connections)
{
    connections->handshakes--;
}

struct tls *connection_tls(struct connections *connections, struct connection *connection)
{
    if (!connection->tls && connections->handshakes < CONNECTION_HANDSHAKES_MAX) {
        connection->tls = tls_new();
        connections->handshakes++;
    }
    return connection->tls;
}
