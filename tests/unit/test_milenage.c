/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * MILENAGE with the test sets of 3GPP TS 35.208, and AKA in Digest with the first of them.
 */
#include "digest/aka.h"

struct set {
    const char *name;
    const char *k, *rand, *sqn, *amf, *op, *opc;
    const char *f1, *f1_resync, *f2, *f3, *f4, *f5, *f5_resync;
};

/* clang-format off */
static const struct set sets[] = {
    {"TS 35.208 test set 1",
     "465b5ce8b199b49faa5f0a2ee238a6bc", "23553cbe9637a89d218ae64dae47bf35", "ff9bb4d0b607", "b9b9",
     "cdc202d5123e20f62b6d676ac72cb318", "cd63cb71954a9f4e48a5994e37a02baf",
     "4a9ffac354dfafb3", "01cfaf9ec4e871e9", "a54211d5e3ba50bf",
     "b40ba9a3c58b2a05bbf0d987b21bf8cb", "f769bcd751044604127672711c6d3441",
     "aa689c648370", "451e8beca43b"},
    {"TS 35.208 test set 2",
     "0396eb317b6d1c36f19c1c84cd6ffd16", "c00d603103dcee52c4478119494202e8", "fd8eef40df7d", "af17",
     "ff53bade17df5d4e793073ce9d7579fa", "53c15671c60a4b731c55b4a441c0bde2",
     "5df5b31807e258b0", "a8c016e51ef4a343", "d3a628ed988620f0",
     "58c433ff7a7082acd424220f2b67c556", "21a8c1f929702adb3e738488b9f5c5da",
     "c47783995f72", "30f1197061c1"},
    {"TS 35.208 test set 3",
     "fec86ba6eb707ed08905757b1bb44b8f", "9f7c8d021accf4db213ccff0c7f71a6a", "9d0277595ffc", "725c",
     "dbc59adcb6f9a0ef735477b7fadf8374", "1006020f0a478bf6b699f15c062e42b3",
     "9cabc3e99baf7281", "95814ba2b3044324", "8011c48c0c214ed2",
     "5dbdbb2954e8f3cde665b046179a5098", "59a92d3b476a0443487055cf88b2307b",
     "33484dc2136b", "deacdd848cc6"},
    {"TS 35.208 test set 4",
     "9e5944aea94b81165c82fbf9f32db751", "ce83dbc54ac0274a157c17f80d017bd6", "0b604a81eca8", "9e09",
     "223014c5806694c007ca1eeef57f004f", "a64a507ae1a2a98bb88eb4210135dc87",
     "74a58220cba84c49", "ac2cc74a96871837", "f365cd683cd92e96",
     "e203edb3971574f5a94b0d61b816345d", "0c4524adeac041c4dd830d20854fc46b",
     "f0b9c08ad02e", "6085a86c6f63"},
    {"TS 35.208 test set 5",
     "4ab1deb05ca6ceb051fc98e77d026a84", "74b0cd6031a1c8339b2b6ce2b8c4a186", "e880a1b580b6", "9f07",
     "2d16c5cd1fdf6b22383584e3bef2a8d8", "dcf07cbd51855290b92a07a9891e523e",
     "49e785dd12626ef2", "9e85790336bb3fa2", "5860fc1bce351e7e",
     "7657766b373d1c2138f307e3de9242f9", "1c42e960d89b8fa99f2744e0708ccb53",
     "31e11a609118", "fe2555e54aa9"},
    {"TS 35.208 test set 6",
     "6c38a116ac280c454f59332ee35c8c4f", "ee6466bc96202c5a557abbeff8babf63", "414b98222181", "4464",
     "1ba00a1a7c6700ac8c3ff3e96ad08725", "3803ef5363b947c6aaa225e58fae3934",
     "078adfb488241a57", "80246b8d0186bcf1", "16c8233f05a0ac28",
     "3f8c7587fe8e4b233af676aede30ba3b", "a7466cc1e6b2a1337d49d3b66e95d7b4",
     "45b0f69ab06c", "1f53cd2b1113"},
};
/* clang-format on */

static void expect_hex(const uint8_t *bytes, size_t size, const char *expected)
{
    GString *hex = g_string_new(NULL);

    for (size_t i = 0; i < size; i++)
        g_string_append_printf(hex, "%02x", bytes[i]);
    g_assert_cmpstr(hex->str, ==, expected);
    g_string_free(hex, TRUE);
}

static void from_hex(uint8_t *bytes, const char *hex)
{
    for (; *hex; hex += 2)
        *bytes++ = (uint8_t)(g_ascii_xdigit_value(hex[0]) << 4 | g_ascii_xdigit_value(hex[1]));
}

static struct accounts *with_key(const struct set *set, bool by_op)
{
    struct accounts *accounts = accounts_new();

    accounts_add(accounts, &(struct account_text){.user = "alice",
                                                  .k = set->k,
                                                  .op = by_op ? set->op : NULL,
                                                  .opc = by_op ? NULL : set->opc});
    return accounts;
}

static void computes(const void *data)
{
    const struct set *set = data;
    uint8_t rand[AKA_RAND_SIZE], sqn[AKA_SQN_SIZE], amf[AKA_AMF_SIZE];
    uint8_t mac[AKA_MAC_SIZE], mac_resync[AKA_MAC_SIZE];
    struct milenage out;

    from_hex(rand, set->rand);
    from_hex(sqn, set->sqn);
    from_hex(amf, set->amf);
    for (unsigned by_op = 0; by_op <= 1; by_op++) {
        struct accounts *accounts = with_key(set, by_op);
        const struct account *account = accounts_get(accounts, 0);

        g_assert_true(account->has_key);
        expect_hex(account->opc, AKA_KEY_SIZE, set->opc);
        g_assert_true(milenage_macs(account, rand, sqn, amf, mac, mac_resync));
        expect_hex(mac, sizeof mac, set->f1);
        expect_hex(mac_resync, sizeof mac_resync, set->f1_resync);
        g_assert_true(milenage_run(account, rand, &out));
        expect_hex(out.res, sizeof out.res, set->f2);
        expect_hex(out.ck, sizeof out.ck, set->f3);
        expect_hex(out.ik, sizeof out.ik, set->f4);
        expect_hex(out.ak, sizeof out.ak, set->f5);
        expect_hex(out.ak_resync, sizeof out.ak_resync, set->f5_resync);
        accounts_unref(accounts);
    }
}

/* RAND and AUTN of test set 1. */
#define NONCE "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5Sp/6w1Tfr7M="

static void expect_password(const char *algorithm, const char *expected, size_t length)
{
    struct accounts *accounts = with_key(&sets[0], false);
    struct aka aka;

    g_assert_true(aka_compute(accounts_get(accounts, 0), span_of(NONCE), span_of(algorithm), &aka));
    g_assert_cmpuint(aka.sqn, ==, 0xff9bb4d0b607);
    g_assert_true(aka.mac_is_right);
    g_assert_cmpmem(aka.password, aka.password_length, expected, length);
    accounts_unref(accounts);
}

static void makes_passwords(void)
{
    expect_password("AKAv1-MD5", "\xa5\x42\x11\xd5\xe3\xba\x50\xbf", AKA_RES_SIZE);
    expect_password("AKAv2-MD5", "shzt3q8CWaZnCAWqs3WmEQ==", 24);
    expect_password("AKAv2-SHA-256", "wpC+5dv/7kC35JEI2hluv8XcBd+vf8XcfedJBan1buk=", 44);
}

static void knows_strangers(void)
{
    struct accounts *accounts = with_key(&sets[1], false);
    const struct account *account = accounts_get(accounts, 0);
    struct aka aka;

    g_assert_true(aka_compute(account, span_of(NONCE), span_of("AKAv1-MD5"), &aka));
    g_assert_false(aka.mac_is_right);
    g_assert_false(aka_compute(account, span_of("dcd98b7102dd2f0e"), span_of("AKAv1-MD5"), &aka));
    g_assert_false(aka_compute(account, SPAN_NONE, span_of("AKAv1-MD5"), &aka));
    g_assert_false(aka_compute(account, span_of(NONCE), span_of("AKAv1"), &aka));
    g_assert_false(aka_compute(account, span_of(NONCE), span_of("AKAv1-AKAv1-MD5"), &aka));
    g_assert_false(aka_compute(account, span_of(NONCE), span_of("MD5"), &aka));
    accounts_unref(accounts);
}

static void takes_any_padding(void)
{
    static const char *const nonces[] = {
        "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5Sp/6w1Tfr7M",
        "I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5Sp/6w1Tfr7M==",
        " I1U8vpY3qJ0hiuZNrke/NVXzKLQ1d7m5Sp/6w1Tfr7Ncmore",
    };
    struct accounts *accounts = with_key(&sets[0], true);
    struct aka aka;

    for (unsigned i = 0; i < G_N_ELEMENTS(nonces); i++) {
        g_assert_true(
            aka_compute(accounts_get(accounts, 0), span_of(nonces[i]), span_of("AKAv1-MD5"), &aka));
        g_assert_true(aka.mac_is_right);
    }
    accounts_unref(accounts);
}

/* The terminal's own SQN is that of the test set; the MAC is f1* with an AMF of zeros. */
static void reads_auts(void)
{
    struct accounts *accounts = with_key(&sets[0], false);
    const struct account *account = accounts_get(accounts, 0);
    uint8_t rand[AKA_RAND_SIZE], auts[AKA_SQN_SIZE + AKA_MAC_SIZE], mac[AKA_MAC_SIZE];
    uint8_t sqn[AKA_SQN_SIZE];
    struct milenage out;
    struct aka aka = {0};
    char *text;

    from_hex(rand, sets[0].rand);
    from_hex(sqn, sets[0].sqn);
    g_assert_true(milenage_run(account, rand, &out));
    for (unsigned i = 0; i < AKA_SQN_SIZE; i++)
        auts[i] = sqn[i] ^ out.ak_resync[i];
    g_assert_true(
        milenage_macs(account, rand, sqn, (const uint8_t[]){0, 0}, mac, auts + AKA_SQN_SIZE));
    text = g_base64_encode(auts, sizeof auts);
    g_assert_true(aka_read_auts(account, span_of(NONCE), span_of(text), &aka));
    g_assert_cmpuint(aka.terminal_sqn, ==, 0xff9bb4d0b607);
    g_assert_true(aka.auts_is_right);
    g_assert_false(aka_read_auts(account, span_of(NONCE), span_of("AAAA"), &aka));
    g_free(text);
    accounts_unref(accounts);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (unsigned i = 0; i < G_N_ELEMENTS(sets); i++) {
        char *path = g_strconcat("/milenage/", sets[i].name, NULL);

        g_test_add_data_func(path, &sets[i], computes);
        g_free(path);
    }
    g_test_add_func("/aka/passwords", makes_passwords);
    g_test_add_func("/aka/another key", knows_strangers);
    g_test_add_func("/aka/padding", takes_any_padding);
    g_test_add_func("/aka/auts", reads_auts);
    return g_test_run();
}
