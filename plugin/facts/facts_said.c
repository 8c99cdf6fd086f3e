/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What kind of reason a response names in its own words. Servers word the same reason in many ways: a kind
 * is known by a word of each of up to three groups, in any order, never by the sentence of one product.
 */
#include "facts/reading.h"

enum {
    GROUPS_MAX = 3,
    /* Longer ones are compared by their beginning. */
    WORD_MAX = 24
};

/* The words of a group are separated by spaces; "domain*" stands for all that begin so. Of rows that fit the
 * same text, the first one counts. */
static const struct {
    enum facts_saying says;
    const char *groups[GROUPS_MAX]; /* NULL: any text */
    const char *without;            /* words that must not be there; NULL: none */
} kinds[] = {
    {SAYS_NONCE, {"nonce* stale"}, NULL},
    {SAYS_NONCE, {"expired", "challenge* authent* credential* digest*"}, NULL},
    {SAYS_TOO_LARGE, {"message request packet body", "large long big size"}, NULL},
    {SAYS_AGENT,
     {"agent* useragent* ua firmware mac", "not block* blacklist* unsupport* unknown deni* deny "
                                           "forbid* ban banned reject* disallow* allow* only "
                                           "invalid bad"},
     NULL},
    /* How often the client may send, and fail. */
    {SAYS_BLOCKED,
     {"fail* wrong invalid bad incorrect", "attempt* login* auth* password*",
      "many max* limit* exceed*"},
     NULL},
    {SAYS_BLOCKED, {"login* authent* password*", "attempt*", "many max* limit* exceed*"}, NULL},
    {SAYS_RATE, {"rate* cps", "limit* exceed* high reach* max* over too"}, NULL},
    {SAYS_RATE, {"throttl* flood* ratelimit* excessive"}, NULL},
    {SAYS_RATE, {"too", "frequent* fast often soon quick*"}, NULL},
    {SAYS_RATE,
     {"many limit* exceed* max* quota",
      "request requests attempt* message* transaction* second minute hour"},
     "size"},
    /* How much the server holds. */
    {SAYS_FULL, {"licen* unlicen* capacity"}, NULL},
    {SAYS_FULL, {"full", "cache* table* registrar* server* system"}, NULL},
    {SAYS_FULL,
     {"many max* limit* exceed* reach*", "users subscribers extensions seats"},
     "contact* binding*"},
    {SAYS_FULL, {"resource* memory", "no out insufficient exhaust* limit* exceed*"}, NULL},
    {SAYS_LIMIT,
     {"many max* limit* exceed* quota reach*",
      "contact* binding* registration* registered device* location*"},
     "interval* expir* time*"},
    {SAYS_LIMIT, {"only", "one single", "contact* binding* registration* device* location*"}, NULL},
    {SAYS_LIMIT, {"already multiple", "registered registration* bound"}, "identit*"},
    {SAYS_BUSY, {"overload* congest* maintenance busy"}, NULL},
    {SAYS_BUSY, {"try retry", "again later"}, NULL},
    /* Who it is. */
    {SAYS_IDENTITY, {"forbidden", "auth", "id"}, NULL},
    {SAYS_IDENTITY, {"use", "id", "next header* field* user*"}, NULL},
    {SAYS_IDENTITY, {"spoof* impersonat*"}, NULL},
    {SAYS_IDENTITY, {"third", "party"}, NULL},
    {SAYS_NO_ACCOUNT,
     {"unknown such found find exist* provision* configured unassigned unallocated",
      "user* account* subscriber* extension* aor record device* peer* number* endpoint* mailbox "
      "identit* "
      "customer* line* trunk* impi impu"},
     NULL},
    {SAYS_NO_ACCOUNT,
     {"no", "match*", "user* account* subscriber* peer* endpoint* device* trunk*"},
     NULL},
    {SAYS_NO_ACCOUNT,
     {"invalid", "user username extension account number aor"},
     "password* credential* auth*"},
    {SAYS_IDENTITY,
     {"mismatch* match* differ*", "user* auth* id identit* aor name* account* number"},
     "acl password* digest response transport*"},
    {SAYS_IDENTITY, {"mismatch* match* differ*", "from to", "header* field* hf"}, NULL},
    {SAYS_HSS, {"hss hlr udm diameter"}, "scheme"},
    /* Where it belongs. */
    {SAYS_ROUTE,
     {"route*", "preload* deni* deny allow* forbid* reject* invalid loose header*"},
     "destination gateway"},
    {SAYS_DOMAIN, {"relay*"}, NULL},
    {SAYS_DOMAIN,
     {"domain* tenant* host hostname", "not unknown no such deni* deny invalid wrong unsupport* "
                                       "found serv* bad unable exist* forbid* foreign "
                                       "mismatch*"},
     NULL},
    {SAYS_DOMAIN, {"not don dont", "serve served"}, NULL},
    {SAYS_DOMAIN, {"wrong", "registrar server proxy"}, NULL},
    {SAYS_DOMAIN, {"not", "registrar"}, "available ready reachable respond*"},
    {SAYS_ADDRESS, {"acl blacklist* blocklist* whitelist* allowlist* denylist*"}, NULL},
    {SAYS_ADDRESS,
     {"ip address* network subnet source country region geo* lan wan outside remote external",
      "not deni* deny block* ban banned forbid* unauthor* reject* refus* restrict* disallow* "
      "disabl* only"},
     "contact*"},
    /* What state the account is in. */
    {SAYS_STATE,
     {"account* user* subscri* extension* line service* customer* number* password* device* "
      "endpoint* profile "
      "trial trunk* domain* tenant*",
      "disabl* suspend* expire* block* lock* inactive deactivat* bar barred cancel* terminat* "
      "closed frozen "
      "banned"},
     NULL},
    {SAYS_STATE,
     {"not", "active activated enabled",
      "account* user* subscri* extension* line* device* endpoint* number* trunk* domain* tenant*"},
     NULL},
    {SAYS_STATE, {"credit* payment* billing fund* unpaid overdue"}, NULL},
    {SAYS_STATE, {"balance", "insufficient low no negative zero"}, NULL},
    /* How it is carried. */
    {SAYS_TRANSPORT,
     {"tls tcp udp transport* ssl wss websocket* encrypt* secure* insecure unsecure* sips",
      "requir* must only not allow* unsupport* wrong invalid use mismatch need* disallow* forbid* "
      "bad insecure"},
     "cert certificate* error failure failed"},
    {SAYS_TRANSPORT, {"scheme*", "uri url", "unsupport* not wrong invalid unknown"}, NULL},
    {SAYS_BLOCKED, {"block blocked ban banned locked lockout"}, NULL},
    {SAYS_CREDENTIALS,
     {"password* credential* auth authent* digest* login* secret",
      "wrong invalid incorrect bad fail* mismatch*"},
     "service server backend timeout scheme"},
};

/* Words with which servers repeat the code, or the names of headers, and say no more. */
static const char generic_words[] = "forbidden not authorized authorised authorization "
                                    "unauthorized unauthorised authentication allowed "
                                    "access denied refused rejected permitted register "
                                    "registration registering request sip call client user "
                                    "is are was the a this you your here by to from for failed "
                                    "failure error bad unavailable temporarily "
                                    "found cause text q";

/* A word of the text, in lower case. */
struct word {
    char text[WORD_MAX];
    size_t length;
};

static bool next_word(struct span *rest, struct word *word)
{
    size_t at = 0;

    while (at < rest->n && !g_ascii_isalpha(rest->p[at]) && !((unsigned char)rest->p[at] & 0x80))
        at++;
    word->length = 0;
    for (; at < rest->n && (g_ascii_isalnum(rest->p[at]) || (unsigned char)rest->p[at] & 0x80);
         at++) {
        if (word->length < WORD_MAX)
            word->text[word->length++] = span_lower(rest->p[at]);
    }
    *rest = span_from(*rest, at);
    return word->length > 0;
}

static bool is_one_of(const struct word *word, const char *group)
{
    while (*group) {
        size_t length = strcspn(group, " ");
        bool is_stem = group[length - 1] == '*';
        size_t compared = length - is_stem;

        if ((is_stem ? word->length >= compared : word->length == compared) &&
            memcmp(word->text, group, compared) == 0)
            return true;
        group += length;
        group += strspn(group, " ");
    }
    return false;
}

static bool has_one_of(struct span text, const char *group)
{
    struct word word;

    while (next_word(&text, &word)) {
        if (is_one_of(&word, group))
            return true;
    }
    return false;
}

bool facts_told_names(const char *told, const char *words)
{
    return has_one_of((struct span){told, strlen(told)}, words);
}

static bool is_generic(struct span text)
{
    struct word word;

    while (next_word(&text, &word)) {
        if (!is_one_of(&word, generic_words))
            return false;
    }
    return true;
}

enum facts_saying facts_saying_of(struct span text)
{
    if (span_starts_with_nocase(text, "<")) /* a URI, in Error-Info */
        return SAYS_NOTHING;
    for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
        bool fits = !kinds[i].without || !has_one_of(text, kinds[i].without);

        for (unsigned j = 0; j < GROUPS_MAX && kinds[i].groups[j] && fits; j++)
            fits = has_one_of(text, kinds[i].groups[j]);
        if (fits)
            return kinds[i].says;
    }
    return is_generic(text) ? SAYS_NOTHING : SAYS_SOMETHING;
}
