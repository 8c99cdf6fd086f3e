/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The contract of tracker/event.h: each check is called on each trigger of its rule, first with
 * only the parts that are always set on this trigger, then also with those that may be set. A check
 * that reads another part crashes its own process, and its rule is named.
 */
#include "rules/engine.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define TIME INT64_C(1700000000000000000)

#define REQUEST_HEADERS                                                                            \
    "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1;rport\r\n"                                     \
    "From: <sip:bob@ex.com>;tag=f1\r\nTo: <sip:bob@ex.com>\r\nCall-ID: c1\r\n"
#define RESPONSE_HEADERS                                                                           \
    "Via: SIP/2.0/UDP 10.0.0.1:5060;branch=z9hG4bK1;received=192.0.2.7;rport=1024\r\n"             \
    "From: <sip:bob@ex.com>;tag=f1\r\nTo: <sip:bob@ex.com>;tag=t1\r\nCall-ID: c1\r\n"              \
    "CSeq: 2 REGISTER\r\n"
#define CREDENTIALS                                                                                \
    "Authorization: Digest username=\"bob\", realm=\"ex\", nonce=\"n1\", uri=\"sip:ex.com\", "     \
    "response=\"0123456789abcdef0123456789abcdef\", qop=auth, nc=00000001, cnonce=\"c\"\r\n"

static const char *const requests[] = {
    "REGISTER sip:ex.com SIP/2.0\r\n" REQUEST_HEADERS "CSeq: 1 REGISTER\r\nMax-Forwards: 70\r\n"
    "Contact: <sip:bob@10.0.0.1>\r\nExpires: 3600\r\nContent-Length: 0\r\n\r\n",
    "REGISTER sip:ex.com SIP/2.0\r\n" REQUEST_HEADERS "CSeq: 2 REGISTER\r\n" CREDENTIALS
    "Contact: <sip:bob@10.0.0.1>;+sip.instance=\"<urn:uuid:1>\";reg-id=1\r\nExpires: 0\r\n"
    "Supported: path, outbound, gruu\r\nRequire: outbound, sec-agree\r\nPath: <sip:p.ex.com;lr>\r\n"
    "Security-Client: ipsec-3gpp;alg=hmac-sha-1-96;spi-c=1;spi-s=2;port-c=1;port-s=2\r\n"
    "Content-Length: 0\r\n\r\n",
    "REGISTER sip:ex.com SIP/2.0\r\n" REQUEST_HEADERS "CSeq: 3 REGISTER\r\nContact: *\r\n"
    "Expires: 0\r\nAuthorization: Bearer abc\r\n\r\n",
};

static const char *const responses[] = {
    "SIP/2.0 200 OK\r\n" RESPONSE_HEADERS "Contact: <sip:bob@10.0.0.1>;expires=60, "
    "<sip:bob@10.0.0.2>;expires=0\r\nSupported: outbound\r\n"
    "Require: outbound\r\nPath: <sip:p.ex.com;lr>\r\nService-Route: <sip:s.ex.com;lr>\r\n"
    "Authentication-Info: nextnonce=\"n3\", qop=auth, rspauth=\"0\", cnonce=\"c\", nc=00000001\r\n"
    "P-Associated-URI: <sip:bob@ex.com>\r\nFlow-Timer: 120\r\nContent-Length: 0\r\n\r\n",
    "SIP/2.0 401 Unauthorized\r\n" RESPONSE_HEADERS
    "WWW-Authenticate: Digest realm=\"ex\", nonce=\"n2\", algorithm=MD5, qop=\"auth\", "
    "stale=true\r\n"
    "WWW-Authenticate: Digest realm=\"ex\", nonce=\"n2\", algorithm=SHA-256\r\n"
    "Security-Server: ipsec-3gpp;alg=hmac-sha-1-96;spi-c=1;spi-s=2;port-c=1;port-s=2\r\n\r\n",
    "SIP/2.0 100 Trying\r\n" RESPONSE_HEADERS "\r\n",
    "SIP/2.0 302 Moved\r\n" RESPONSE_HEADERS "Contact: <sip:other.ex.com>\r\n\r\n",
    "SIP/2.0 403 Forbidden\r\n" RESPONSE_HEADERS "\r\n",
    "SIP/2.0 420 Bad Extension\r\n" RESPONSE_HEADERS "Unsupported: path\r\n\r\n",
    "SIP/2.0 423 Interval Too Brief\r\n" RESPONSE_HEADERS "Min-Expires: 600\r\n\r\n",
    "SIP/2.0 494 Security Agreement Required\r\n" RESPONSE_HEADERS "\r\n",
    "SIP/2.0 503 Service Unavailable\r\n" RESPONSE_HEADERS "Retry-After: 60\r\n\r\n",
};

static const char *const others[] = {
    "INVITE sip:bob@10.0.0.1 SIP/2.0\r\n" REQUEST_HEADERS "CSeq: 1 INVITE\r\n" CREDENTIALS
    "Contact: <sip:carol@10.0.0.2>\r\nRoute: <sip:s.ex.com;lr>\r\n\r\n",
    "NOTIFY sip:bob@10.0.0.1 SIP/2.0\r\n" REQUEST_HEADERS "CSeq: 1 NOTIFY\r\nEvent: reg\r\n"
    "Content-Type: application/reginfo+xml\r\n\r\n"
    "<reginfo xmlns=\"urn:ietf:params:xml:ns:reginfo\" version=\"0\" state=\"full\">"
    "<registration aor=\"sip:bob@ex.com\" id=\"a\" state=\"active\"><contact id=\"c\" "
    "state=\"terminated\" event=\"deactivated\"><uri>sip:bob@10.0.0.1</uri></contact>"
    "</registration></reginfo>",
};

/* Everything that a part may point to. */
struct world {
    struct pool *pool;
    struct settings settings;
    struct tracker_counts counts;
    struct packet packet;
    struct report report, request, earlier;
    struct report_place place;
    struct report_contact sent;
    struct report_call a_call;
    struct report_connection a_connection;
    struct nonce a_nonce;
    struct nonce_use use;
    struct nonce_check check;
    struct event_contact contact;
    struct event_notified notified;
    struct binding a_binding;
    struct keepalive keepalive;
    struct registration a_registration;
    struct aor an_aor;
    struct subscription subscription;

    /* One of each part, named after it. */
    struct facts facts;
    struct traffic traffic;
    struct transaction transaction;
    struct sent_credentials sent_credentials[TRANSACTION_USES_MAX];
    struct reg_event_notice notice;
    struct ims ims_before;
    struct routes routes_before;
    struct server_record server;
    struct flow flow;
#define EVENT_GIVEN(type, name, always, sometimes)
#define EVENT_MADE(type, name, always) struct type name;
    EVENT_PARTS(EVENT_GIVEN, EVENT_MADE)
#undef EVENT_GIVEN
#undef EVENT_MADE
};

static struct endpoint at(unsigned last)
{
    return (struct endpoint){
        .family = ENDPOINT_IPV4, .ip = {10, 0, 0, (uint8_t)last}, .port = 5060};
}

/* State that is always linked. */
static void link_state(struct world *world)
{
    world->an_aor = (struct aor){.name = "sip:bob@ex.com",
                                 .agents = &world->a_registration,
                                 .rare = &aor_nothing_rare,
                                 .auth = &aor_no_auth};
    world->a_registration = (struct registration){.aor = &world->an_aor,
                                                  .call_id = "c1",
                                                  .past = &registration_no_past,
                                                  .history = {.state = STATE_REGISTERED}};
    world->request.frame = 1;
    world->place.history = &world->a_registration.history;
    world->request.place = &world->place;
    world->earlier.frame = 2;
    world->transaction = (struct transaction){.request = &world->request,
                                              .rare = &transaction_nothing_rare,
                                              .client = at(1),
                                              .server = at(9),
                                              .call_id = "c1",
                                              .via_count = 1,
                                              .first_time = TIME - SECOND};
    world->a_binding = (struct binding){.aor = &world->an_aor,
                                        .owner = &world->a_registration,
                                        .report = &world->earlier,
                                        .contact = "sip:bob@10.0.0.1",
                                        .granted_at = TIME - 100 * SECOND,
                                        .expires_at = TIME - 40 * SECOND,
                                        .granted_s = 60,
                                        .granted_in = 2,
                                        .source = at(1),
                                        .server = at(9)};
    world->notice = (struct reg_event_notice){.aor = &world->an_aor,
                                              .registration = &world->a_registration,
                                              .contact = "sip:bob@10.0.0.1",
                                              .report = &world->earlier,
                                              .device = at(1),
                                              .frame = 2};
    world->ims_before.registration = &world->a_registration;
    world->flow = (struct flow){.client = at(1),
                                .server = at(9),
                                .registration = &world->a_registration,
                                .report = &world->earlier,
                                .keepalive = &world->keepalive};
    world->a_call = (struct report_call){.method = "INVITE", .aor = "sip:bob@ex.com"};
    world->call.call = &world->a_call;
    world->connection.connection = &world->a_connection;
    world->traffic.packet = &world->packet;
    world->notify.subscription = &world->subscription;
}

/* Optional state. */
static void fill_in(struct world *world)
{
    world->transaction.registration = &world->a_registration;
    world->transaction.has_credentials = true;
    world->transaction.uses[0] = &world->use;
    world->transaction.sent = world->sent_credentials;
    world->a_registration.accepted = &world->earlier;
    world->a_registration.last = (struct last_request){
        .report = &world->request, .frame = 1, .source = at(1), .destination = at(9)};
    world->a_registration.ims = &world->ims_before;
    world->a_registration.routes = &world->routes_before;
    world->a_registration.flow = &world->flow;
    world->sent = (struct report_contact){.sent = "sip:bob@10.0.0.1", .granted_s = 60};
    world->request.contacts = &world->sent;
    world->request.contact_count = 1;
    world->a_nonce = (struct nonce){.realm = "ex", .value = "n1", .issued_in = 2};
    world->use = (struct nonce_use){.nonce = &world->a_nonce, .username = "bob", .count = 1};
    world->before.attempt = (struct attempt){.number = 1, .last_status = 401, .first_in = 1};
    world->before.last = world->a_registration.last;
    world->before.continues = true;
    world->own.binding = &world->a_binding;
    world->challenge = (struct challenge){
        .frame = 2, .time = TIME - SECOND, .report = &world->earlier, .status = 401};
    world->refused.use = &world->use;
    world->refused.is_current = world->refused.is_new = true;
    world->response.hop_challenges = NULL;
    world->check = (struct nonce_check){
        .credentials = &world->facts.credentials[0], .nonce = &world->a_nonce, .use = &world->use};
    if (world->facts.credentials_count) {
        world->credentials.count = 1;
        world->credentials.checks = &world->check;
    }
    if (world->facts.contact_count) {
        world->contact = (struct event_contact){
            .contact = &world->sent, .listed = &world->facts.contacts[0], .had_before = true};
        world->contact.before = world->a_binding;
        world->bindings.contact_count = 1;
        world->bindings.contacts = &world->contact;
        world->bindings.loss_count = 1;
        world->bindings.losses = &world->a_binding;
    }
    if (world->facts.reginfo.count) {
        world->notified = (struct event_notified){.contact = &world->facts.reg_contacts[0],
                                                  .binding = &world->a_binding};
        world->notify.count = 1;
        world->notify.contacts = &world->notified;
    }
}

static struct event event_on(struct world *world, unsigned trigger, bool most)
{
    struct event event = {
        .triggers = trigger,
        .time = TIME,
        .settings = &world->settings,
        .counts = &world->counts,
        .report = &world->report,
    };

#define EVENT_GIVEN(type, name, always, sometimes)                                                 \
    if (trigger & (always) || (most && trigger & (sometimes)))                                     \
        event.name = world_##name(world);
#define EVENT_MADE(type, name, always)                                                             \
    if (trigger & (always))                                                                        \
        event.name = &world->name;
#define world_facts(world)         (&(world)->facts)
#define world_traffic(world)       (&(world)->traffic)
#define world_transaction(world)   (&(world)->transaction)
#define world_registration(world)  (&(world)->a_registration)
#define world_aor(world)           (&(world)->an_aor)
#define world_notice(world)        (&(world)->notice)
#define world_ims_before(world)    (&(world)->ims_before)
#define world_routes_before(world) (&(world)->routes_before)
#define world_server(world)        (&(world)->server)
#define world_target(world)        (&(world)->a_binding)
#define world_flow(world)          (&(world)->flow)
#define world_binding(world)       (&(world)->a_binding)
#define world_way(world)           (&(world)->a_connection)
    EVENT_PARTS(EVENT_GIVEN, EVENT_MADE)
#undef EVENT_GIVEN
#undef EVENT_MADE
    return event;
}

static void call(unsigned rule, unsigned trigger, const char *text, bool most)
{
    struct world *world = g_new0(struct world, 1);
    struct sip_message *message = g_new0(struct sip_message, 1);
    struct engine *engine;
    struct event event;
    struct rule_context context;

    world->pool = pool_new();
    world->settings = settings_default();
    world->packet =
        (struct packet){.frame = 3, .time = TIME, .source = at(1), .destination = at(9)};
    world->packet.text = span_of(text);
    if (text && sip_message_read(world->packet.text, SIP_FRAMING_DATAGRAM, false, message))
        facts_read(&world->facts, message, &world->packet, world->pool);
    world->facts.packet = &world->packet;
    world->report.frame = 3;
    world->report.status = (uint16_t)world->facts.status;
    link_state(world);
    if (most)
        fill_in(world);
    engine = engine_new(world->pool);
    event = event_on(world, trigger, most);
    context = engine_context(engine, &event, &world->report);
    rule_table[rule].check(&context);
}

/* Runs in a process of its own, which an invalid read may crash. */
static bool survives(unsigned rule, unsigned trigger, const char *text, bool most)
{
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0});
        if (!freopen("/dev/null", "w", stderr))
            _exit(2);
        call(rule, trigger, text, most);
        _exit(0);
    }
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool survives_all(unsigned rule, unsigned trigger, const char *const *texts, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (!survives(rule, trigger, texts[i], false) || !survives(rule, trigger, texts[i], true))
            return false;
    }
    return true;
}

static bool reads_what_is_there(unsigned rule, unsigned trigger)
{
    static const char *const nothing[] = {""};

    switch (trigger) {
    case ON_REQUEST:
    case ON_UNKNOWN_REQUEST:
    case ON_RETRANSMISSION:
    case ON_RELAYED_REQUEST:
    case ON_ICMP:
        return survives_all(rule, trigger, requests, G_N_ELEMENTS(requests));
    case ON_RESPONSE:
    case ON_STRAY_RESPONSE:
    case ON_RELAYED_RESPONSE:
    case ON_OTHER_HOP:
    case ON_RESPONSE_AGAIN:
        return survives_all(rule, trigger, responses, G_N_ELEMENTS(responses));
    case ON_CREDENTIALS:
        return survives_all(rule, trigger, requests + 1, 2) &&
               survives_all(rule, trigger, others, 1);
    case ON_OTHER_REQUEST:
        return survives_all(rule, trigger, others, 1);
    case ON_NOTIFY:
        return survives_all(rule, trigger, others + 1, 1);
    default:
        return survives_all(rule, trigger, nothing, 1);
    }
}

static void keeps_to_its_triggers(const void *data)
{
    unsigned rule = GPOINTER_TO_UINT(data);

    for (unsigned trigger = 1; trigger & EVENT_KINDS_ALL; trigger <<= 1) {
        if (rule_table[rule].triggers & trigger && !reads_what_is_there(rule, trigger)) {
            g_test_message("%s reads a part that is not set on trigger 0x%x: see EVENT_PARTS in "
                           "tracker/event.h",
                           rule_table[rule].id, trigger);
            g_test_fail();
        }
    }
}

/* Tests the test: a check that reads a part that its trigger does not set is found. */
static void reads_the_response_of_a_request(struct rule_context *context)
{
    if (context->event->response->is_second_final)
        g_assert_not_reached();
}

static void a_planted_fault_is_found(void)
{
    struct event event = {.triggers = ON_REQUEST};
    struct rule_context context = {&event, NULL};
    pid_t child = fork();
    int status = 0;

    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0});
        if (!freopen("/dev/null", "w", stderr))
            _exit(0);
        reads_the_response_of_a_request(&context);
        _exit(0);
    }
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/event/a planted fault is found", a_planted_fault_is_found);
    for (unsigned rule = 0; rule < RULE_COUNT; rule++) {
        char *path = g_strdup_printf("/event/%s", rule_table[rule].id);

        g_test_add_data_func(path, GUINT_TO_POINTER(rule), keeps_to_its_triggers);
        g_free(path);
    }
    return g_test_run();
}
