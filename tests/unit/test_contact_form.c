/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Lists of Contacts: where their elements end. What is wrong with an element is in the sequences of
 * reg.contact_malformed.
 */
#include "sip/contact_form.h"

#include "unit/text.h"

static const struct text_row lists[] = {
    {"one", "<sip:b@h>;q=1", "0=[<sip:b@h>;q=1]"},
    {"two", "<sip:b@h>;q=1 , sip:b@i", "0=[<sip:b@h>;q=1] 0=[sip:b@i]"},
    {"commas that separate nothing", "\"B, <C>, \\\", D\" <sip:b,c@h>;x=\"y, z\", <sip:i>",
     "0=[\"B, <C>, \\\", D\" <sip:b,c@h>;x=\"y, z\"] 0=[<sip:i>]"},
    {"nothing", "", "5=[]"},
    {"empty elements", ", <sip:i>,,", "5=[] 0=[<sip:i>] 5=[] 5=[]"},
    {"an open quote", "\"B <sip:h>;q=1, <sip:i>", "20=[\"B <sip:h>;q=1] 0=[<sip:i>]"},
    {"two open quotes", "\"B <sip:h>, \"C <sip:i>", "20=[\"B <sip:h>] 20=[\"C <sip:i>]"},
    {"an open quote in a parameter", "<sip:h>;x=\"<y>;q=1, <sip:i>;x=\"<z>\"",
     "20=[<sip:h>;x=\"<y>;q=1] 0=[<sip:i>;x=\"<z>\"]"},
    {"an open bracket", "<sip:h;q=1, <sip:i>", "19=[<sip:h;q=1] 0=[<sip:i>]"},
    {"an open bracket at the end", "<sip:h>, <sip:i;q=1", "0=[<sip:h>] 19=[<sip:i;q=1]"},
    {"a semicolon", "<sip:h>;q=1; <sip:i>", "0=[<sip:h>;q=1] 23=[<sip:i>]"},
    {"a semicolon without brackets", "sip:h;q=1;sip:i", "0=[sip:h;q=1] 23=[sip:i]"},
    {"a blank", "<sip:h>;q=1\r\n <sip:i>", "0=[<sip:h>;q=1] 23=[<sip:i>]"},
    {"a value in brackets", "<sip:h>;x= <y>, <sip:i>", "0=[<sip:h>;x= <y>] 0=[<sip:i>]"},
};

static void reading(gconstpointer data)
{
    const struct text_row *row = data;
    struct span input = text_copy(row->input, strlen(row->input));
    struct sip_contact_list list = sip_contact_list_read(input);
    GString *said = g_string_new(NULL);
    enum sip_contact_flaw flaw;
    struct span element;

    while (sip_contact_list_next(&list, &element, &flaw)) {
        char *label = g_strdup_printf("%u", flaw);

        text_say(said, label, element);
        g_free(label);
    }
    text_free(input);
    text_expect(said, row->expected);
}

/* Every element is looked at to the end, whatever it is made of. */
static void hostile(gconstpointer pattern)
{
    struct span input = text_repeat(pattern, 65000);
    struct sip_contact_list list = sip_contact_list_read(input);
    gint64 start = g_get_monotonic_time();
    enum sip_contact_flaw flaw;
    struct sip_address address;
    struct span element;

    while (sip_contact_list_next(&list, &element, &flaw)) {
        if (flaw == CONTACT_SOUND)
            flaw = sip_contact_check(element);
        sip_contact_read(element, flaw, &address);
    }
    text_assert_quick(start);
    text_free(input);
}

int main(int argc, char **argv)
{
    static const char *const patterns[] = {",",       "<",  "\"",  "\"\\",         ";",    "; ",
                                           "<>",      "<,", "\"x", "<sip:h>;x=\"", "sip:", ":",
                                           "<sip:h;", "@",  " ",   "\"\" ",        "<> <"};

    g_test_init(&argc, &argv, NULL);
    TEXT_ADD("/contact_form/list", lists, reading);
    for (unsigned i = 0; i < G_N_ELEMENTS(patterns); i++) {
        char *path = g_strdup_printf("/contact_form/hostile/%u", i);

        g_test_add_data_func(path, patterns[i], hostile);
        g_free(path);
    }
    return g_test_run();
}
