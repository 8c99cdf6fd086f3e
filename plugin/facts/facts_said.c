/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What kind of reason a response names in its own words. Servers word the same reason in many ways: a kind
 * is known by a word of each of up to three groups, in any order, never by the sentence of one product.
 */
#include "facts/reading.h"

#include <limits.h>

enum {
    GROUPS_MAX = 3,
    /* Longer ones are compared by their beginning. */
    WORD_MAX = 24,
    WORDS_MAX = 40 /* of the texts that are kept few have half as many */
};

/* The words of a group are separated by spaces; "domain*" stands for all that begin so. Of rows that fit the
 * same text, the first one counts. */
static const struct kind {
    enum facts_saying says;
    const char *groups[GROUPS_MAX]; /* NULL: any text */
    const char *without;            /* words that must not be there; NULL: none */
    unsigned least;                 /* status: a lower one says who is at fault by itself; 0: any */
} kinds[] = {
    /* A server that blames what is behind it says nothing of the client, whatever else it names. */
    {SAYS_FAULT,
     {"not no unable cannot never",
      "reach* respon* availab* connected connection* established resolv* possible"},
     "user* subscriber* number device* phone* identit* thread* worker* memory resource* socket* "
     "channel* licen* capacity hss hlr udm diameter",
     480},
    {SAYS_FAULT,
     {"upstream downstream backend remote external next",
      "not no fail* error* expire* down timeout timed unreachable unavailable refuse* closed lost"},
     NULL,
     480},
    {SAYS_FAULT, {"no not", "such found", "host hostname service cscf scscf"}, NULL, 480},
    {SAYS_FAULT, {"service*", "temporar*", "closed stopped"}, NULL, 480},
    {SAYS_FAULT, {"unresolv* unroutable", "destination* hop host hostname"}, NULL, 0},
    {SAYS_FAULT,
     {"send* sent relay* forward*", "error* fail* failed unable unfortunately",
      "hop destination tm sl"},
     NULL,
     0},
    {SAYS_POLICY, {"qos pcrf pcf rx"}, "tx", 0},
    {SAYS_NONCE, {"nonce* stale"}, NULL, 0},
    {SAYS_NONCE, {"expired", "challenge* authent* credential* digest*"}, NULL, 0},
    {SAYS_EXPIRES,
     {"expires expiry expiration interval* lifetime",
      "invalid bad illegal malformed pars* missing no wrong too short brief long low high value "
      "zero exceed* range"},
     "binding* password* account* licen* rate frequent* fast transaction* subscription*",
     0},
    {SAYS_EXPIRES, {"too", "brief short"}, "password* user* name number", 0},
    {SAYS_TOO_LARGE,
     {"message request packet body nachricht", "large long lang big size gro\xc3\x9f"},
     "time took taking takes wait* process* delay*",
     0},
    {SAYS_TOO_LARGE,
     {"too zu", "long large big lang"},
     "time wait* interval* pending without since took taking takes process* delay*",
     0},
    /* What the client is. */
    {SAYS_CERTIFICATE, {"cert certs certificate* zertifikat* x509 mtls"}, NULL, 0},
    {SAYS_CERTIFICATE, {"tls ssl", "mutual validation verif* handshake"}, NULL, 0},
    {SAYS_AGENT,
     {"agent* useragent* ua firmware", "not block* blacklist* unsupport* unknown deni* deny "
                                       "forbid* ban banned reject* disallow* allow* only "
                                       "invalid bad"},
     "contact center centre logged login logon session",
     0},
    {SAYS_DEVICE,
     {"mac imei",
      "not whitelist* allowlist* blacklist* unregistered unprovision* unauthor* unrecogni* "
      "unknown disallow* forbid* permitted"},
     "multiple many max* limit* only number* acl",
     0},
    {SAYS_DEVICE,
     {"device* terminal* handset* phone* mac imei hardware equipment",
      "whitelist* allowlist* blacklist* unregistered unprovision* provision* unauthor* unrecogni* "
      "recogni* allowed disallow* forbid* permitted type model"},
     "multiple many max* limit* only number* acl address* network subnet",
     0},
    /* How often the client may send, and fail. */
    {SAYS_BLOCKED,
     {"fail* wrong invalid bad incorrect", "attempt* login* auth* password* registration*",
      "many max* limit* exceed*"},
     NULL,
     0},
    {SAYS_BLOCKED,
     {"block blocked ban banned lock locked lockout", "temporar* after until minute* hour*"},
     NULL,
     0},
    {SAYS_BLOCKED, {"login* authent* password*", "attempt*", "many max* limit* exceed*"}, NULL, 0},
    {SAYS_RATE, {"rate* cps", "limit* exceed* high reach* max* over too"}, NULL, 0},
    {SAYS_RATE, {"throttl* flood* ratelimit* limiting excessive"}, NULL, 0},
    {SAYS_RATE, {"too", "frequent* fast often soon quick*"}, NULL, 0},
    {SAYS_RATE,
     {"many limit* exceed* max* quota",
      "request requests attempt* message* transaction* second minute hour"},
     "size contact contacts binding* device* account* lock* lifetime",
     0},
    /* How much the server holds. */
    {SAYS_FULL, {"capacity"}, NULL, 0},
    {SAYS_FULL,
     {"licen*", "many max* limit* exceed* reached more insufficient left free enough exhaust* "
                "available"},
     NULL,
     0},
    {SAYS_FULL,
     {"full", "cache* table* registrar* server* system service database memory"},
     "buffer* queue*",
     0},
    {SAYS_FULL,
     {"many max* limit* exceed* reached", "users subscribers extensions seats"},
     "contact* binding* tenant* domain* company customer*",
     0},
    {SAYS_FULL, {"many max* limit* exceed* reached", "calls sessions channels"}, NULL, 500},
    {SAYS_FULL,
     {"resource* memory thread* worker* socket*",
      "no out insufficient exhaust* limit* exceed* overflow"},
     "such permission* access",
     0},
    {SAYS_LIMIT,
     {"many max* limit* exceed* quota reached",
      "contact* binding* registration* registered device* location*"},
     "interval* expir* time* fail* ip network subnet",
     0},
    {SAYS_LIMIT,
     {"only", "one single", "contact* binding* registration* device* location*"},
     NULL,
     0},
    {SAYS_LIMIT, {"already multiple", "registered registration* bound"}, "identit*", 0},
    {SAYS_BUSY, {"overload* congest* maintenance busy"}, NULL, 0},
    {SAYS_BUSY, {"try retry", "again later"}, "block* ban banned lock* found unknown", 0},
    {SAYS_BUSY, {"restart* reboot* shutdown"}, NULL, 500},
    {SAYS_BUSY, {"queue* load cpu", "high full long limit* exceed* max*"}, NULL, 0},
    {SAYS_BUSY,
     {"server* system uas registrar proxy node sbc",
      "shut* stopp* paus* loading start* restart* reload* boot* upgrad* ready down"},
     NULL,
     0},
    /* What the request lacks. */
    {SAYS_FORM, {"reg", "id", "invalid bad missing no wrong"}, NULL, 0},
    {SAYS_ORDER,
     {"cseq sequence", "invalid low* old* out higher less smaller greater"},
     "hss auc sqn sim",
     0},
    {SAYS_ORDER, {"out", "order", "request* message* register"}, NULL, 0},
    {SAYS_CONTACT,
     {"contact contacts",
      "header* hf field* user* uri* param* star wildcard invalid bad malformed missing no not "
      "wrong illegal pars* used mismatch* match* differ* verschieden ungueltig "
      "ung\xc3\xbcltig falsch"},
     "administrator* admin support helpdesk your us our please provider operator unable center "
     "centre",
     0},
    /* Who it is. */
    {SAYS_IDENTITY, {"auth", "id"}, "missing empty no", 0},
    {SAYS_IDENTITY, {"use", "id", "next header* field* user*"}, NULL, 0},
    {SAYS_IDENTITY, {"to from", "id user username", "="}, NULL, 0},
    {SAYS_IDENTITY, {"spoof* impersonat* fake"}, NULL, 0},
    {SAYS_IDENTITY, {"third", "party"}, NULL, 0},
    {SAYS_STATE,
     {"account* user* subscri* extension* line service* customer* number* password* device* "
      "endpoint* profile trial trunk* domain* tenant* identit*",
      "disabl* suspend* expire* block* lock* inactive deactivat* bar barred cancel* terminated "
      "closed frozen banned"},
     "wrong if",
     0},
    {SAYS_ADDRESS, {"no not unable cannot unknown", "handler", "received port"}, NULL, 0},
    {SAYS_NO_ACCOUNT,
     {"unknown unprovision* unassigned unallocated",
      "user* account* subscriber* extension* aor record device* peer* number* endpoint* mailbox "
      "identit* customer* line* trunk* impi impu"},
     "error*",
     0},
    {SAYS_NO_ACCOUNT,
     {"not no non unable cannot fail*", "such found find exist* provision* configured",
      "user* account* subscriber* extension* aor record device* peer* number* endpoint* mailbox "
      "identit* customer* line* trunk* impi impu"},
     "route* host* service server connection* cscf scscf",
     0},
    {SAYS_NO_ACCOUNT, {"not", "provisioned"}, NULL, 0},
    {SAYS_NO_ACCOUNT,
     {"no", "match*", "user* account* subscriber* peer* endpoint* device* trunk*"},
     NULL,
     0},
    {SAYS_NO_ACCOUNT,
     {"invalid", "user username extension account number aor record"},
     "password* credential* auth*",
     0},
    {SAYS_IDENTITY,
     {"mismatch* match* differ*", "user* auth* id identit* aor name* account* number"},
     "acl password* digest response transport* realm cseq sequence algorithm* qop nonce",
     0},
    {SAYS_IDENTITY, {"mismatch* match* differ*", "from to", "header* field* hf"}, NULL, 0},
    {SAYS_ROAMING, {"roam*"}, NULL, 0},
    /* Behind the server. */
    {SAYS_FAULT,
     {"hss hlr udm diameter cx dx database db ldap radius cscf* backend",
      "ready unreachable reach* timeout time down interface missing empty no respond* connect*"},
     "identit*",
     480},
    {SAYS_FAULT,
     {"fail* error errors cannot unable exception crash*",
      "query database db sql script backend cscf scscf uar uaa mar maa sar saa lir usrloc ldap "
      "radius redis ipsec load* sav* insert* updat* select* assign* retriev* forward* creat*"},
     NULL,
     480},
    {SAYS_HSS, {"hss hlr udm diameter"}, "scheme", 0},
    /* Where it belongs. */
    {SAYS_ROUTE,
     {"route*", "preload* deni* deny allow* forbid* reject* invalid loose header*"},
     "destination gateway",
     0},
    {SAYS_DOMAIN, {"relay*"}, NULL, 0},
    {SAYS_DOMAIN, {"forward*", "not deni* deny forbid* disallow*"}, "call calls", 0},
    {SAYS_DOMAIN,
     {"domain* tenant* host hostname", "not unknown no such deni* deny invalid wrong unsupport* "
                                       "found serv* bad unable exist* forbid* foreign "
                                       "mismatch* need* requir* missing"},
     "via another active activated enabled",
     0},
    {SAYS_DOMAIN, {"not", "serve served"}, "another", 0},
    {SAYS_DOMAIN, {"wrong", "registrar server proxy"}, NULL, 0},
    {SAYS_DOMAIN, {"not", "registrar"}, "available ready reachable respond*", 0},
    {SAYS_ADDRESS, {"acl blacklist* blocklist* whitelist* allowlist* denylist*"}, NULL, 0},
    {SAYS_ADDRESS,
     {"ip address* network subnet source country region geo* lan wan outside remote external",
      "not deni* deny block* ban banned forbid* unauthor* reject* refus* restrict* disallow* "
      "disabl* only invalid"},
     "contact* record password*",
     0},
    /* What state the account is in. */
    {SAYS_STATE,
     {"not", "active activated enabled",
      "account* user* subscri* extension* line* device* endpoint* number* trunk* domain* tenant*"},
     NULL,
     0},
    {SAYS_STATE, {"credit* payment* billing fund* unpaid overdue"}, NULL, 0},
    {SAYS_STATE, {"balance", "insufficient low no negative zero"}, NULL, 0},
    /* How it is carried, and written. */
    {SAYS_TRANSPORT,
     {"tls tcp udp transport* ssl wss websocket* encrypt* secure* insecure unsecure* sips",
      "requir* must only not allow* unsupport* wrong invalid use mismatch need* disallow* forbid* "
      "bad insecure"},
     "error failure failed",
     0},
    {SAYS_TRANSPORT, {"scheme*", "uri url", "unsupport* not wrong invalid unknown"}, NULL, 0},
    {SAYS_EXTENSION,
     {"not no unsupported", "support* unsupported",
      "path outbound gruu option* require* extension* version gin agree"},
     NULL,
     0},
    {SAYS_BLOCKED, {"block blocked ban banned lock locked lockout"}, "if", 0},
    {SAYS_CREDENTIALS,
     {"password* credential* auth authent* digest* login* secret",
      "wrong invalid incorrect bad fail* mismatch*"},
     "service server backend timeout scheme header* ip address* realm algorithm* qop ldap radius "
     "database db hss",
     0},
    {SAYS_FORM, {"malformed syntax parse parsing parser"}, NULL, 0},
    {SAYS_FORM,
     {"header* hf cseq callid via tag tags param* parameter*",
      "missing missmatch mismatch* match* no not invalid bad illegal wrong empty duplicate* "
      "have found"},
     NULL,
     0},
    {SAYS_FORM, {"missing no empty", "user username aor", "to from uri header* auth*"}, NULL, 0},
    /* In other languages. */
    {SAYS_NO_ACCOUNT,
     {"unbekannt* gefunden existiert inconnu* inexistant* desconocid* encontrad* sconosciut* "
      "inesistente",
      "rufnummer* teilnehmer* benutzer* nutzer* konto anschluss nebenstelle utilisateur* "
      "abonn\xc3\xa9* compte usuario* abonado* cuenta utente* numero"},
     NULL,
     0},
    {SAYS_STATE,
     {"gesperrt* deaktiviert* suspendu* bloqu* suspendid* sospes* disattivat*",
      "rufnummer* teilnehmer* benutzer* konto anschluss compte ligne utilisateur* cuenta "
      "usuario* utente* linea account"},
     NULL,
     0},
    {SAYS_CREDENTIALS,
     {"falsch* ung\xc3\xbcltig* incorrect* incorrett* errat*",
      "passwort kennwort zugangsdaten anmeldedaten passe identifiants contrase* credencial* "
      "credenzial*"},
     NULL,
     0},
};

/* Words with which servers repeat the code, or the names of headers, and say no more. */
static const char generic_words[] = "forbidden not authorized authorised authorization "
                                    "unauthorized unauthorised authentication allowed "
                                    "access denied refused rejected permitted register "
                                    "registration registering request sip call client user "
                                    "is are was the a this you your here by to from for failed "
                                    "failure error bad unavailable temporarily internal server "
                                    "found cause text q =";

/* A 400 says by itself that the request is at fault, a 5xx that the server is: where no kind is named, these words
 * show that it is this that the text explains. */
static const char flaw_words[] = "error* invalid bad illegal wrong missing mismatch* match* "
                                 "unexpected";
static const char failure_words[] = "fail* error* cannot unable exception timeout* unknown "
                                    "unexpected crash* lost unreachable";

/* A word of the text, in lower case. */
struct word {
    char text[WORD_MAX];
    size_t length;
};

/* The words of a text. Most groups have none that begins with a letter of theirs, which is looked up first. */
struct words {
    struct word all[WORDS_MAX];
    unsigned count;
    bool begin[UCHAR_MAX + 1];
};

static bool is_like(const struct word *word, const char *pattern, size_t length)
{
    bool is_stem = pattern[length - 1] == '*';
    size_t compared = length - is_stem;

    return (is_stem ? word->length >= compared : word->length == compared) &&
           memcmp(word->text, pattern, compared) == 0;
}

static bool is_one_of(const struct word *word, const char *group)
{
    while (*group) {
        size_t length = strcspn(group, " ");

        if (is_like(word, group, length))
            return true;
        group += length;
        group += strspn(group, " ");
    }
    return false;
}

static bool has_one_of(const struct words *words, const char *group)
{
    while (*group) {
        const char *pattern = group;

        while (*group && *group != ' ')
            group++;
        for (unsigned i = 0; words->begin[(unsigned char)*pattern] && i < words->count; i++) {
            if (is_like(&words->all[i], pattern, (size_t)(group - pattern)))
                return true;
        }
        if (*group)
            group++;
    }
    return false;
}

static bool begins_word(char byte)
{
    return g_ascii_isalpha(byte) || (unsigned char)byte & 0x80;
}

static bool next_word(struct span *rest, struct word *word)
{
    size_t at = 0;

    while (at < rest->n && !begins_word(rest->p[at]) && rest->p[at] != '=')
        at++;
    word->length = 0;
    if (at < rest->n && rest->p[at] == '=') { /* as in "use To=id" */
        word->text[word->length++] = rest->p[at];
        *rest = span_from(*rest, at + 1);
        return true;
    }
    for (; at < rest->n && (begins_word(rest->p[at]) || g_ascii_isdigit(rest->p[at])); at++) {
        if (word->length < WORD_MAX)
            word->text[word->length++] = span_lower(rest->p[at]);
    }
    *rest = span_from(*rest, at);
    return word->length > 0;
}

static void read_words(struct words *words, struct span text)
{
    static const struct word negation = {"not", sizeof("not") - 1};
    struct word *word = words->all;

    words->count = 0;
    memset(words->begin, 0, sizeof(words->begin));
    for (; words->count < WORDS_MAX && next_word(&text, word); word++, words->count++) {
        if (is_one_of(word, "don dont doesn doesnt isn isnt aren arent won wont"))
            *word = negation;
        words->begin[(unsigned char)word->text[0]] = true;
    }
}

bool facts_told_names(const char *told, const char *names)
{
    struct words words;

    read_words(&words, (struct span){told, strlen(told)});
    return has_one_of(&words, names);
}

static bool is_generic(const struct words *words)
{
    for (unsigned i = 0; i < words->count; i++) {
        if (!is_one_of(&words->all[i], generic_words))
            return false;
    }
    return true;
}

static bool fits(const struct kind *kind, unsigned status, const struct words *words)
{
    if (status < kind->least)
        return false;
    for (unsigned i = 0; i < GROUPS_MAX && kind->groups[i]; i++) {
        if (!has_one_of(words, kind->groups[i]))
            return false;
    }
    return !kind->without || !has_one_of(words, kind->without);
}

enum facts_saying facts_saying_of(unsigned status, struct span text)
{
    struct words words;

    if (span_starts_with_nocase(text, "<")) /* a URI, in Error-Info */
        return SAYS_NOTHING;
    read_words(&words, text);
    for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (fits(&kinds[i], status, &words))
            return kinds[i].says;
    }
    if (is_generic(&words))
        return SAYS_NOTHING;
    if (status == 400 && has_one_of(&words, flaw_words))
        return SAYS_FORM;
    if (status >= 500 && status < 600 && has_one_of(&words, failure_words))
        return SAYS_FAULT;
    return SAYS_SOMETHING;
}
