/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/fields.h"

#include <epan/packet.h>

static int field_ids[FIELD_COUNT];
static int subtree_ids[SUBTREE_COUNT];

void fields_register(int protocol)
{
    static hf_register_info rows[] = {
#define FIELD(name, abbreviation, title, type, display, strings, help)                             \
    {&field_ids[FIELD_##name], {title, abbreviation, FT_##type, display, strings, 0, help, HFILL}},
        FIELDS(FIELD)
#undef FIELD
    };
    static int *subtrees[SUBTREE_COUNT];

    for (unsigned i = 0; i < SUBTREE_COUNT; i++) {
        subtree_ids[i] = -1; /* 4.0 takes 0 for an id that was given out */
        subtrees[i] = &subtree_ids[i];
    }
    proto_register_field_array(protocol, rows, FIELD_COUNT);
    proto_register_subtree_array(subtrees, SUBTREE_COUNT);
}

int field_id(enum field field)
{
    return field_ids[field];
}

int subtree_id(enum subtree subtree)
{
    return subtree_ids[subtree];
}
