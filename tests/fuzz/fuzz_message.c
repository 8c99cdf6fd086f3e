/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The reader of SIP text on arbitrary bytes: its results lie inside the text, and it terminates. An
 * ordinary test, which replays tests/fuzz/corpus with deterministic mutations; built by clang with
 * plugin/sip/, -DSIPREG_LIBFUZZER and -fsanitize=fuzzer,address,undefined it is a libFuzzer target.
 */
#include "sip/auth.h"
#include "sip/contact.h"
#include "sip/message.h"
#include "sip/reginfo.h"

#include "unit/text.h"

#ifndef SIPREG_SOURCE_DIR
#define SIPREG_SOURCE_DIR "." /* where tests/run starts the tests */
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void inside(struct span part, struct span whole)
{
    if (!span_present(part))
        g_assert_cmpuint(part.n, ==, 0);
    else
        g_assert_true(part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

static void read_uri(struct span text)
{
    struct sip_uri uri;

    if (!sip_uri_read(text, &uri))
        return;
    inside(uri.scheme, text);
    inside(uri.user, text);
    inside(uri.password, text);
    inside(uri.host, text);
    inside(uri.params, text);
    inside(uri.headers, text);
    inside(sip_uri_param(&uri, "transport"), text);
    g_assert_cmpuint(uri.port, <=, UINT16_MAX);
    g_assert_true(uri.is_sip == !span_is_empty(uri.host));
    g_assert_true(sip_uri_equal(&uri, &uri));

    char *aor = sip_uri_aor(&uri);

    for (const char *c = aor; *c != '\0'; c++)
        g_assert_false(g_ascii_iscntrl(*c));
    g_free(aor);
}

static void read_address(struct span text)
{
    struct sip_address address;
    struct sip_contact_params params;

    if (!sip_address_read(text, &address))
        return;
    inside(address.text, text);
    inside(address.display_name, text);
    inside(address.params, text);
    sip_contact_params_read(&address, &params);
    inside(params.instance, text);
    inside(sip_address_param(&address, "tag"), text);
    if (!address.is_star)
        read_uri(address.uri.text);
}

static void read_via(struct span text)
{
    struct sip_via via;

    if (!sip_via_read(text, &via))
        return;
    inside(via.transport, text);
    inside(via.host, text);
    inside(via.branch, text);
    inside(via.received, text);
    inside(via.maddr, text);
    g_assert_cmpuint(MAX(via.port, via.rport), <=, UINT16_MAX);
}

static void inside_auth(const struct sip_auth *auth, struct span text)
{
    const struct span parts[] = {
        auth->text,     auth->scheme_name, auth->realm,     auth->nonce,    auth->opaque,
        auth->qop,      auth->algorithm,   auth->stale,     auth->uri,      auth->username,
        auth->response, auth->cnonce,      auth->nc,        auth->auts,     auth->nextnonce,
        auth->rspauth,  auth->token,       auth->misquoted, auth->qop_text, auth->authz_server,
    };

    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        inside(parts[i], text);
}

static void read_auth(struct span text)
{
    struct sip_auth auth;
    uint32_t count;

    sip_auth_info_read(text, &auth);
    inside_auth(&auth, text);
    if (!sip_auth_read(text, &auth))
        return;
    inside_auth(&auth, text);
    sip_auth_nc(auth.nc, &count);
    sip_auth_qop(auth.qop);
    sip_auth_is_signed_token(auth.token);
    sip_algorithm_response_length(sip_algorithm_of(auth.algorithm));
}

/* Every value is passed to every reader: each has to cope with the input of the others. */
static void read_value(struct span value)
{
    struct span rest = value;
    struct span element, name, param;
    struct sip_cseq cseq;
    uint32_t seconds;

    while (sip_list_next(&rest, &element)) {
        inside(element, value);
        g_assert_false(span_is_empty(element));
        read_address(element);
        read_via(element);
    }
    rest = value;
    while (sip_param_next(&rest, &name, &param)) {
        inside(name, value);
        inside(param, value);
    }
    read_address(value);
    read_auth(value);
    if (sip_cseq_read(value, &cseq))
        inside(cseq.method, value);
    sip_expires_read(value, 1700000000, &seconds);
}

static void read_body(struct span body)
{
    struct sip_reginfo info;

    if (!sip_reginfo_read(body, &info))
        return;
    g_assert_cmpuint(info.contact_count, <=, SIP_REGINFO_CONTACTS_MAX);
    g_assert_cmpuint(info.registration_count, <=, SIP_REGINFO_REGISTRATIONS_MAX);
    for (unsigned i = 0; i < info.contact_count; i++)
        read_uri(span_of(info.contacts[i].uri));
    sip_reginfo_done(&info);
}

/* Reads one message; false: there is none. */
static bool read_message(struct span text, enum sip_framing framing, bool cut, size_t *end)
{
    struct sip_message message;

    if (!sip_message_read(text, framing, cut, &message))
        return false;
    inside(message.text, text);
    inside(message.start_line, message.text);
    inside(message.method, message.start_line);
    inside(message.request_uri, message.start_line);
    inside(message.reason, message.start_line);
    inside(message.body, message.text);
    g_assert_cmpuint(message.text.n, >, 0);
    g_assert_true(message.is_request == (message.status == 0));
    read_uri(message.request_uri);
    read_body(message.body);
    for (unsigned i = 0; i < message.header_count; i++) {
        inside(message.headers[i].name, message.text);
        inside(message.headers[i].value, message.text);
        read_value(message.headers[i].value);
    }
    sip_message_has_option(&message, SIP_HEADER_SUPPORTED, "outbound");
    *end = (size_t)(message.text.p + message.text.n - text.p);
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct span text = {(const char *)data, size};
    struct span rest = text;
    size_t end;

    read_message(text, SIP_FRAMING_DATAGRAM, false, &end);
    read_message(text, SIP_FRAMING_DATAGRAM, true, &end);
    while (read_message(rest, SIP_FRAMING_STREAM, false, &end))
        rest = span_from(rest, end);
    return 0;
}

#ifndef SIPREG_LIBFUZZER

enum { MUTATIONS = 20000 };

static void replay(const void *bytes, size_t n)
{
    struct span copy = text_copy(bytes, n);

    LLVMFuzzerTestOneInput((const uint8_t *)copy.p, copy.n);
    text_free(copy);
}

static void replay_file(gconstpointer file)
{
    const GString *text = file;

    replay(text->str, text->len);
}

/* Changes up to eight places: a byte is changed, a piece removed or duplicated, a significant
 * character inserted; and the end may be cut off. */
static void mutate(GString *text, GRand *random)
{
    static const char signs[] = "\r\n \t\"\\<>,;:=@?[]%*/-09aZ\x80";

    for (int change = g_rand_int_range(random, 1, 9); change > 0 && text->len > 1; change--) {
        gssize at = g_rand_int_range(random, 0, (gint32)text->len);
        gssize n = g_rand_int_range(random, 1, 32);
        char sign = signs[g_rand_int_range(random, 0, sizeof(signs))];

        n = MIN(n, (gssize)text->len - at);
        switch (g_rand_int_range(random, 0, 5)) {
        case 0:
            text->str[at] = (char)g_rand_int_range(random, 0, 256);
            break;
        case 1:
            text->str[at] = sign;
            break;
        case 2:
            g_string_insert_c(text, at, sign);
            break;
        case 3:
            g_string_erase(text, at, n);
            break;
        default: {
            char *piece = g_strndup(text->str + at, (gsize)n);

            g_string_insert_len(text, g_rand_int_range(random, 0, (gint32)text->len), piece,
                                (gssize)strlen(piece));
            g_free(piece);
        }
        }
    }
    if (g_rand_int_range(random, 0, 8) == 0)
        g_string_truncate(text, (gsize)g_rand_int_range(random, 0, (gint32)text->len + 1));
}

static void mutations(gconstpointer data)
{
    const GPtrArray *files = data;
    GRand *random = g_rand_new_with_seed(3261);

    for (int i = 0; i < MUTATIONS; i++) {
        const GString *file = g_ptr_array_index(files, (guint)i % files->len);
        GString *text = g_string_new_len(file->str, (gssize)file->len);

        mutate(text, random);
        replay(text->str, text->len);
        g_string_free(text, TRUE);
    }
    g_rand_free(random);
}

static void free_file(gpointer file)
{
    g_string_free(file, TRUE);
}

static int by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of a folder's files, sorted, so that the mutations are the same everywhere. */
static GPtrArray *list_files(const char *folder)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    GDir *dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir)) != NULL)
        g_ptr_array_add(names, g_strdup(name));
    if (dir)
        g_dir_close(dir);
    g_ptr_array_sort(names, by_name);
    return names;
}

/* Adds a test for every file of a folder. */
static void add_files(const char *folder, GPtrArray *files)
{
    GPtrArray *names = list_files(folder);

    for (guint i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        char *path = g_build_filename(folder, name, NULL);
        char *test = g_strconcat("/fuzz/message/corpus/", name, NULL);
        char *bytes;
        gsize n;

        if (g_file_get_contents(path, &bytes, &n, NULL)) {
            GString *file = g_string_new_len(bytes, (gssize)n);

            g_ptr_array_add(files, file);
            g_test_add_data_func(test, file, replay_file);
            g_free(bytes);
        }
        g_free(path);
        g_free(test);
    }
    g_ptr_array_free(names, TRUE);
}

/* fuzz_message [FOLDER]: reads the files of that folder instead of the corpus. */
int main(int argc, char **argv)
{
    GPtrArray *files = g_ptr_array_new_with_free_func(free_file);
    int result;

    g_test_init(&argc, &argv, NULL);
    add_files(argc > 1 ? argv[1] : SIPREG_SOURCE_DIR "/tests/fuzz/corpus", files);
    g_assert_cmpuint(files->len, >, 0);
    g_test_add_data_func("/fuzz/message/mutations", files, mutations);
    result = g_test_run();
    g_ptr_array_free(files, TRUE);
    return result;
}

#endif
