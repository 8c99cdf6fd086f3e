/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Interned strings and fingerprints.
 */
#include "base/pool.h"

static void interned(void)
{
    struct pool *pool = pool_new();
    char text[] = "sip:bob@ex.com";
    const char *kept = pool_intern(pool, span_of(text));

    g_assert_true(kept == pool_intern(pool, SPAN_LITERAL("sip:bob@ex.com")));
    g_assert_false(kept == pool_intern(pool, SPAN_LITERAL("sip:bob@ex.co")));
    memset(text, 'x', sizeof(text) - 1);
    g_assert_cmpstr(kept, ==, "sip:bob@ex.com");
    g_assert_null(pool_intern(pool, SPAN_NONE));
    g_assert_cmpstr(pool_intern(pool, SPAN_LITERAL("")), ==, "");
    pool_free(pool);
}

static void unfit_to_show(void)
{
    static const struct {
        const char *sentence, *in, *out;
    } rows[] = {
        {"a line end", "a\r\nb", "a??b"},
        {"an escape sequence", "\033[31m", "?[31m"},
        {"a byte that is no UTF-8", "a\xff", "a?"},
        {"a control character of the second set",
         "J\xc2\x9b"
         "31m",
         "J??31m"},
        {"... its first and its last", "\xc2\x80\xc2\x9f", "????"},
        {"the character behind the second set stays", "a\xc2\xa0z", "a\xc2\xa0z"},
        {"UTF-8 stays", "J\xc3\xbcrgen", "J\xc3\xbcrgen"},
    };
    struct pool *pool = pool_new();

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].sentence);
        g_assert_cmpstr(pool_intern(pool, span_of(rows[i].in)), ==, rows[i].out);
        g_assert_true(pool_intern(pool, span_of(rows[i].in)) ==
                      pool_intern(pool, span_of(rows[i].out)));
    }
    pool_free(pool);
}

static void cut_to_length(void)
{
    struct pool *pool = pool_new();
    GString *text = g_string_new(NULL);

    while (text->len <= POOL_STRING_MAX)
        g_string_append(text, "\xe2\x82\xac"); /* 1024 is not a multiple of three */
    const char *kept = pool_intern(pool, (struct span){text->str, text->len});
    g_assert_cmpuint(strlen(kept), ==, 1023);
    g_assert_true(g_utf8_validate(kept, -1, NULL));
    g_string_free(text, TRUE);
    pool_free(pool);
}

static void cut_where_no_character_begins(void)
{
    struct pool *pool = pool_new();
    char text[POOL_STRING_MAX + 100];

    memset(text, 0x80, sizeof(text));
    const char *kept = pool_intern(pool, (struct span){text, sizeof(text)});
    g_assert_cmpuint(strlen(kept), ==, POOL_STRING_MAX);
    g_assert_cmpuint(strspn(kept, "?"), ==, POOL_STRING_MAX);
    pool_free(pool);
}

static void fingerprints(void)
{
    struct pool *pool = pool_new();
    uint64_t whole = fingerprint(pool, 0, SPAN_LITERAL("z9hG4bK-524287-1---abc"));

    g_assert_cmpuint(whole, ==, fingerprint(pool, 0, SPAN_LITERAL("z9hG4bK-524287-1---abc")));
    g_assert_cmpuint(whole, !=, fingerprint(pool, 0, SPAN_LITERAL("z9hG4bK-524287-1---abd")));
    g_assert_cmpuint(fingerprint(pool, 0, SPAN_NONE), ==, 0);
    g_assert_cmpuint(fingerprint(pool, 0, SPAN_LITERAL("")), !=, 0);
    g_assert_cmpuint(
        fingerprint(pool, fingerprint(pool, 0, SPAN_LITERAL("ab")), SPAN_LITERAL("c")), !=,
        fingerprint(pool, fingerprint(pool, 0, SPAN_LITERAL("a")), SPAN_LITERAL("bc")));
    /* What seeds differ by is not made up for by the first bytes: '<' ^ 1 is '>' ^ 3. */
    g_assert_cmpuint(fingerprint(pool, 1, SPAN_LITERAL("<sip:bob@ex.com>")), !=,
                     fingerprint(pool, 3, SPAN_LITERAL(">sip:bob@ex.com>")));
    g_assert_cmpuint(fingerprint(pool, 5061, SPAN_LITERAL("a.ex.com")), !=,
                     fingerprint(pool, 5062, SPAN_LITERAL("b.ex.com")));
    g_assert_cmpuint(fingerprint_nocase(pool, 1, SPAN_LITERAL("EX.com")), ==,
                     fingerprint_nocase(pool, 1, SPAN_LITERAL("ex.COM")));
    g_assert_cmpuint(fingerprint_nocase(pool, 0, SPAN_LITERAL("")), ==,
                     fingerprint(pool, 0, SPAN_LITERAL("")));
    g_assert_cmpuint(fingerprint_nocase(pool, 0, SPAN_NONE), ==, 0);
    pool_free(pool);
}

static void missing_texts_count_in_a_chain(void)
{
    struct pool *pool = pool_new();
    uint64_t first = fingerprint(pool, 0, SPAN_LITERAL("x"));

    g_assert_cmpuint(fingerprint(pool, first, SPAN_NONE), !=,
                     fingerprint(pool, fingerprint(pool, 0, SPAN_NONE), SPAN_LITERAL("x")));
    g_assert_cmpuint(fingerprint(pool, first, SPAN_NONE), !=,
                     fingerprint(pool, first, SPAN_LITERAL("")));
    g_assert_cmpuint(fingerprint_nocase(pool, first, SPAN_NONE), ==,
                     fingerprint(pool, first, SPAN_NONE));
    pool_free(pool);
}

/* The highest bit passes through any multiplication by an odd number: a second difference could take it back. */
static void collisions_cannot_be_prepared(void)
{
    struct pool *pool = pool_new();
    char plain[17] = "abcdefghijklmnop", changed[17] = "abcdefghijklmnop";

    changed[7] ^= (char)0x80;
    for (unsigned shift = 1; shift < 64; shift++) {
        uint64_t word;

        memcpy(&word, plain + 8, sizeof(word));
        word ^= UINT64_C(1) << 63 | UINT64_C(1) << (63 - shift);
        memcpy(changed + 8, &word, sizeof(word));
        g_assert_cmpuint(fingerprint(pool, 0, (struct span){plain, 16}), !=,
                         fingerprint(pool, 0, (struct span){changed, 16}));
    }
    pool_free(pool);
}

static void many(void)
{
    enum { COUNT = 5000 }; /* the table grows more than once */
    struct pool *pool = pool_new();
    const char *kept[COUNT];
    char text[16];

    for (unsigned i = 0; i < COUNT; i++) {
        g_snprintf(text, sizeof(text), "%u", i);
        g_assert_null(pool_find(pool, span_of(text)));
        kept[i] = pool_intern(pool, span_of(text));
        *pool_note(kept[i]) = (void *)kept[i];
    }
    for (unsigned i = 0; i < COUNT; i++) {
        g_snprintf(text, sizeof(text), "%u", i);
        g_assert_true(pool_find(pool, span_of(text)) == kept[i]);
        g_assert_true(*pool_note(kept[i]) == kept[i]);
        g_assert_true(span_is(pool_span(kept[i]), text));
    }
    pool_free(pool);
}

/* However a text is interned, it is one string. */
static void interned_by_any_way(void)
{
    static const char *const texts[] = {"a",
                                        "b",
                                        "b",
                                        "",
                                        "a\x01"
                                        "b",
                                        "a",
                                        "a\x01"
                                        "b"};
    struct pool *pool = pool_new();
    uint64_t mark;

    for (unsigned i = 0; i < G_N_ELEMENTS(texts); i++) {
        struct span text = span_of(texts[i]);
        const char *again = pool_intern_again(pool, POOL_SERVER, text);

        g_assert_true(again == pool_intern(pool, text));
        g_assert_true(again == pool_intern_marked(pool, text, &mark));
        g_assert_cmpuint(mark, ==, fingerprint(pool, 0, text));
    }
    g_assert_null(pool_intern_again(pool, POOL_SERVER, SPAN_NONE));
    g_assert_null(pool_intern_marked(pool, SPAN_NONE, &mark));
    g_assert_cmpuint(mark, ==, 0);
    pool_free(pool);
}

static void fingerprints_of_several(void)
{
    struct pool *pool = pool_new();
    const uint64_t none[] = {0, 0}, one[] = {1, 0}, other[] = {0, 1};

    g_assert_cmpuint(fingerprint_of(pool, none, 2), ==, 0);
    g_assert_cmpuint(fingerprint_of(pool, one, 2), !=, 0);
    g_assert_cmpuint(fingerprint_of(pool, one, 2), !=, fingerprint_of(pool, other, 2));
    pool_free(pool);
}

static void memory(void)
{
    struct pool *pool = pool_new();

    for (int i = 0; i < 1000; i++) {
        uint64_t *words = pool_allocate(pool, 1000);

        for (int j = 0; j < 125; j++)
            g_assert_cmpuint(words[j], ==, 0);
        memset(words, 0xff, 1000);
    }
    pool_free(pool);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pool/equal texts are one string", interned);
    g_test_add_func("/pool/unprintable text is replaced", unfit_to_show);
    g_test_add_func("/pool/a long text is not cut inside a character", cut_to_length);
    g_test_add_func("/pool/a long text without a character is cut all the same",
                    cut_where_no_character_begins);
    g_test_add_func("/pool/fingerprints of different texts differ", fingerprints);
    g_test_add_func("/pool/fingerprints depend on where a text is missing",
                    missing_texts_count_in_a_chain);
    g_test_add_func("/pool/a text is one string however it is interned", interned_by_any_way);
    g_test_add_func("/pool/fingerprints of several depend on their order", fingerprints_of_several);
    g_test_add_func("/pool/memory is zeroed and its own", memory);
    g_test_add_func("/pool/collisions cannot be prepared", collisions_cannot_be_prepared);
    g_test_add_func("/pool/many texts are found again, with their notes", many);
    return g_test_run();
}
