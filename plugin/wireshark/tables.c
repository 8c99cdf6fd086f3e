/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/tables.h"

#include <glib.h>

static const struct table_kind *const kinds[] = {
    &table_of_registrations, &table_of_outages,  &table_of_calls,  &table_of_connections,
    &table_of_bindings,      &table_of_findings, &table_of_nonces, &table_of_delay,
};

void tables_register(int protocol)
{
    bool prints = g_strcmp0(g_get_prgname(), "tshark") == 0;

    for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++) {
        if (prints)
            table_print_register(kinds[i]);
        else
            table_dialog_register(kinds[i]);
    }
    if (!prints)
        table_dialog_add_menu(protocol, kinds, G_N_ELEMENTS(kinds));
}
