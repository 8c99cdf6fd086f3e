/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wire_parts.h"

#include <stdlib.h>
#include <string.h>

/* A nonce of AKA is 32 bytes in base64 (RFC 3310 3.2): "n1" stands for one that begins with it. */
static char *nonce_text(const char *nonce, const char *algorithm)
{
    enum { LENGTH = 43 };
    GString *text = g_string_new(nonce);

    if (nonce[0] && algorithm && g_str_has_prefix(algorithm, "AKA")) {
        while (text->len < LENGTH)
            g_string_append_c(text, 'A');
        if (text->len == LENGTH)
            g_string_append_c(text, '=');
    }
    return g_string_free(text, FALSE);
}

/* "n1;SHA-256;realm=other;no-qop;stale;opaque=o1": a challenge. */
void wire_add_challenge(struct wire *wire, const char *line, const char *header, const char *item)
{
    char **parts = item_parts(item);
    const char *realm = "ex.com", *qop = "auth", *algorithm = "MD5";
    const char *nonce = parts[0], *given = NULL;
    GString *more = g_string_new(NULL);

    for (unsigned i = 1; parts[i]; i++) {
        const char *part = parts[i];

        if (g_str_has_prefix(part, "realm="))
            realm = part + strlen("realm=");
        else if (g_str_has_prefix(part, "qop="))
            qop = part + strlen("qop=");
        else if (g_str_has_prefix(part, "nonce="))
            given = part + strlen("nonce=");
        else if (g_str_has_prefix(part, "ik=") || g_str_has_prefix(part, "ck="))
            g_string_append_printf(more, ", %.2s=\"%s\"", part, part + 3);
        else if (strcmp(part, "no-qop") == 0)
            qop = NULL;
        else if (strcmp(part, "no-algorithm") == 0)
            algorithm = NULL;
        else if (strcmp(part, "stale") == 0)
            g_string_append(more, ", stale=true");
        else if (g_str_has_prefix(part, "stale="))
            g_string_append_printf(more, ", %s", part);
        else if (g_str_has_prefix(part, "opaque="))
            g_string_append_printf(more, ", opaque=\"%s\"", part + strlen("opaque="));
        else if (g_str_has_prefix(part, "MD5") || g_str_has_prefix(part, "SHA") ||
                 g_str_has_prefix(part, "AKA") || g_str_has_prefix(part, "\"MD5") ||
                 g_str_has_prefix(part, "md5"))
            algorithm = part;
        else
            script_error(line, "unknown part of a challenge: \"%s\"", part);
    }
    if (strcmp(nonce, "Basic") == 0 || strcmp(nonce, "NTLM") == 0 ||
        strcmp(nonce, "Negotiate") == 0 || strcmp(nonce, "Bearer") == 0) {
        wire_add(wire, "%s: %s realm=\"%s\"", header, nonce, realm);
    } else {
        char *text = given ? g_strdup(given) : nonce_text(nonce, algorithm);

        if (strcmp(nonce, "-") != 0)
            g_string_append_printf(more, ", nonce=\"%s\"", text);
        g_free(text);
        if (qop)
            g_string_append_printf(more, ", qop=\"%s\"", qop);
        if (algorithm)
            g_string_append_printf(more, ", algorithm=%s", algorithm);
        wire_add(wire, "%s: Digest realm=\"%s\"%s", header, realm, more->str);
    }
    g_string_free(more, TRUE);
    g_strfreev(parts);
}

struct digest {
    const char *algorithm; /* NULL: MD5 */
    const char *user, *realm, *nonce, *nc, *cnonce, *method, *uri, *body, *password;
    const char *qop; /* NULL: none */
};

/* The hash of up to three texts joined with colons. */
static char *hash_of(GChecksumType hash, const char *one, const char *two, const char *three)
{
    char *text = g_strjoin(":", one, two, three, NULL);
    char *sum = g_compute_checksum_for_string(hash, text, -1);

    g_free(text);
    return sum;
}

/* What a client or server computes (RFC 7616 3.4.1). GLib has no SHA-512-256, and with AKA there is no
 * password: there another input gives another response as well, but not the real one. */
static char *response_of(const struct digest *digest)
{
    const char *algorithm = digest->algorithm ? digest->algorithm : "MD5";
    bool is_long = strstr(algorithm, "SHA-") != NULL;
    bool is_real = !g_str_has_prefix(algorithm, "AKA") && !strstr(algorithm, "512");
    GChecksumType hash = is_long || !is_real ? G_CHECKSUM_SHA256 : G_CHECKSUM_MD5;
    char *ha1 = hash_of(hash, digest->user, digest->realm, digest->password);
    char *ha2 = hash_of(hash, digest->method, digest->uri, NULL);
    char *response;

    if (strstr(algorithm, "-sess")) {
        char *session = hash_of(hash, ha1, digest->nonce, digest->cnonce);

        g_free(ha1);
        ha1 = session;
    }
    if (digest->qop && strcmp(digest->qop, "auth-int") == 0) {
        char *body = hash_of(hash, digest->body, NULL, NULL);
        char *with_body = hash_of(hash, digest->method, digest->uri, body);

        g_free(ha2);
        g_free(body);
        ha2 = with_body;
    }
    if (digest->qop) {
        char *middle = g_strjoin(":", digest->nonce, digest->nc, digest->cnonce, digest->qop, NULL);

        response = hash_of(hash, ha1, middle, ha2);
        g_free(middle);
    } else {
        response = hash_of(hash, ha1, digest->nonce, ha2);
    }
    if (!is_long)
        response[32] = '\0';
    g_free(ha1);
    g_free(ha2);
    return response;
}

/* What is given for the credentials. */
struct given {
    const char *user, *realm, *cnonce, *uri, *password, *response, *qop, *nc, *algorithm;
    const char *made_realm; /* that the response is computed with, if not `realm` */
    bool no_nc;
    GString *more; /* other parameters */
};

/* "user=alice" and the like: one value. */
static bool read_value(struct given *given, const char *part)
{
    const struct {
        const char *name;
        const char **value;
    } values[] = {
        {"user=", &given->user},
        {"realm=", &given->realm},
        {"cnonce=", &given->cnonce},
        {"uri=", &given->uri},
        {"password=", &given->password},
        {"response=", &given->response},
        {"qop=", &given->qop},
        {"nc=", &given->nc},
        {"made-realm=", &given->made_realm},
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(values); i++) {
        if (g_str_has_prefix(part, values[i].name)) {
            *values[i].value = part + strlen(values[i].name);
            return true;
        }
    }
    return false;
}

static void read_word(struct given *given, const char *line, const char *part)
{
    if (read_value(given, part))
        return;
    if (g_str_has_prefix(part, "opaque=") || g_str_has_prefix(part, "auts=") ||
        g_str_has_prefix(part, "integrity-protected="))
        g_string_append_printf(given->more, ", %.*s=\"%s\"", (int)(strchr(part, '=') - part), part,
                               strchr(part, '=') + 1);
    else if (strcmp(part, "no-realm") == 0)
        given->realm = NULL;
    else if (strcmp(part, "no-nc") == 0)
        given->no_nc = true;
    else if (strcmp(part, "no-cnonce") == 0)
        given->cnonce = NULL;
    else if (strcmp(part, "userhash") == 0)
        g_string_append(given->more, ", userhash=true");
    else if (strcmp(part, "no-algorithm") == 0)
        given->algorithm = NULL;
    else if (g_str_has_prefix(part, "MD5") || g_str_has_prefix(part, "SHA-") ||
             g_str_has_prefix(part, "AKA") || g_str_has_prefix(part, "\"MD5"))
        given->algorithm = part;
    else
        script_error(line, "unknown part of credentials: \"%s\"", part);
}

static void add_digest(struct wire *wire, const char *header, struct given *given,
                       const char *nonce_word, const char *nc)
{
    bool has_qop = strcmp(nc, "-") != 0;
    char *nonce = nonce_text(nonce_word, given->algorithm);
    char *count =
        given->nc ? g_strdup(given->nc) : g_strdup_printf("%08x", (unsigned)strtoul(nc, NULL, 10));
    const char *realm = given->made_realm ? given->made_realm : given->realm;
    const struct digest digest = {
        .algorithm = given->algorithm,
        .user = given->user,
        .realm = realm ? realm : "",
        .nonce = nonce,
        .nc = given->no_nc ? "" : count,
        .cnonce = given->cnonce ? given->cnonce : "",
        .qop = has_qop ? given->qop : NULL,
        .method = wire->method,
        .uri = given->uri,
        .body = wire->body ? wire->body : "",
        .password = given->password,
    };
    char *response = given->response ? g_strdup(given->response) : response_of(&digest);
    GString *more = given->more;

    if (given->algorithm)
        g_string_append_printf(more, ", algorithm=%s", given->algorithm);
    if (has_qop)
        g_string_append_printf(more, ", qop=%s", given->qop);
    if (given->nc || (has_qop && !given->no_nc))
        g_string_append_printf(more, ", nc=%s", count);
    if (has_qop && given->cnonce)
        g_string_append_printf(more, ", cnonce=\"%s\"", given->cnonce);
    if (given->realm)
        g_string_append_printf(more, ", realm=\"%s\"", given->realm);
    wire_add(wire, "%s: Digest username=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\"%s",
             header, given->user, nonce, given->uri, response, more->str);
    g_free(nonce);
    g_free(count);
    g_free(response);
}

/* "n1,1;user=alice;SHA-256;cnonce=k2": credentials. nc "-": no qop, nc and cnonce. */
void wire_add_credentials(struct wire *wire, const char *line, const char *header, const char *item,
                          const char *request_uri)
{
    char **parts = item_parts(item);
    char **nonce_nc = g_strsplit(parts[0], ",", 2);
    struct given given = {.user = wire->user,
                          .realm = "ex.com",
                          .cnonce = "k1",
                          .uri = request_uri,
                          .password = "secret",
                          .qop = "auth",
                          .algorithm = "MD5",
                          .more = g_string_new(NULL)};

    if (strcmp(parts[0], "Basic") == 0 || strcmp(parts[0], "NTLM") == 0) {
        wire_add(wire, "%s: %s Ym9iOnNlY3JldA==", header, parts[0]);
    } else {
        if (!nonce_nc[0] || !nonce_nc[1])
            script_error(line, "credentials are [nonce,nc] or [nonce,-]");
        for (unsigned i = 1; parts[i]; i++)
            read_word(&given, line, parts[i]);
        add_digest(wire, header, &given, nonce_nc[0], nonce_nc[1]);
    }
    g_string_free(given.more, TRUE);
    g_strfreev(nonce_nc);
    g_strfreev(parts);
}

/* The value of a parameter in a header line; "" if it is missing. The caller frees it. */
static char *param_of(const char *header, const char *name)
{
    char *start = g_strconcat(" ", name, "=", NULL);
    const char *found = strstr(header, start);
    char *value;

    if (found)
        found += strlen(start);
    value = !found            ? g_strdup("")
            : found[0] == '"' ? g_strndup(found + 1, strcspn(found + 1, "\""))
                              : g_strndup(found, strcspn(found, ", "));
    g_free(start);
    return value;
}

void wire_add_rspauth(struct wire *wire, const struct wire *request, const char *password,
                      const char *method)
{
    const char *header = wire_header(request, "Authorization");
    char *algorithm = param_of(header, "algorithm"), *user = param_of(header, "username");
    char *realm = param_of(header, "realm"), *nonce = param_of(header, "nonce");
    char *nc = param_of(header, "nc"), *cnonce = param_of(header, "cnonce");
    char *uri = param_of(header, "uri"), *qop = param_of(header, "qop");
    const struct digest digest = {
        .algorithm = algorithm,
        .user = user,
        .realm = realm,
        .nonce = nonce,
        .nc = nc,
        .cnonce = cnonce,
        .qop = qop,
        .method = method,
        .uri = uri,
        .body = "",
        .password = password,
    };
    char *rspauth = response_of(&digest);

    wire_add(wire, "Authentication-Info: qop=%s, rspauth=\"%s\", cnonce=\"%s\", nc=%s", qop,
             rspauth, cnonce, nc);
    g_free(rspauth);
    g_free(algorithm);
    g_free(user);
    g_free(realm);
    g_free(nonce);
    g_free(nc);
    g_free(cnonce);
    g_free(uri);
    g_free(qop);
}
