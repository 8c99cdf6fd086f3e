/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "wireshark/tree_items.h"

#include "base/elapsed.h"

struct bytes {
    tvbuff_t *tvb;
    int start, length;
};

/* The bytes of a header value; none, at the start of the message, for what the packet does not
 * hold. Wireshark wants a tvb in any case. */
static struct bytes bytes_of(const struct branch *branch, unsigned part)
{
    struct bytes bytes = {branch->tvb, (int)branch->offset, 0};
    struct report_span span;

    if (part == NO_PART || !branch->located)
        return bytes;
    span = branch->report->parts[part];
    if (branch->offset + span.start + span.length <= tvb_captured_length(branch->tvb)) {
        bytes.start += span.start;
        bytes.length = span.length;
    }
    return bytes;
}

proto_item *item_text(const struct branch *branch, enum field field, unsigned part,
                      const char *text)
{
    struct bytes bytes = bytes_of(branch, part);
    proto_item *item;

    if (!text || *text == '\0')
        return NULL;
    item = proto_tree_add_string(branch->tree, field_id(field), bytes.tvb, bytes.start,
                                 bytes.length, text);
    proto_item_set_generated(item);
    return item;
}

void item_number(const struct branch *branch, enum field field, uint32_t number)
{
    struct bytes none = bytes_of(branch, NO_PART);

    proto_item_set_generated(proto_tree_add_uint(branch->tree, field_id(field), none.tvb,
                                                 none.start, none.length, number));
}

void item_long_number(const struct branch *branch, enum field field, uint64_t number)
{
    struct bytes none = bytes_of(branch, NO_PART);

    proto_item_set_generated(proto_tree_add_uint64(branch->tree, field_id(field), none.tvb,
                                                   none.start, none.length, number));
}

void item_positive(const struct branch *branch, enum field field, uint32_t number)
{
    if (number > 0)
        item_number(branch, field, number);
}

void item_seconds(const struct branch *branch, enum field field, unsigned part, uint32_t seconds)
{
    struct bytes bytes = bytes_of(branch, part);

    proto_item_set_generated(proto_tree_add_uint_format_value(branch->tree, field_id(field),
                                                              bytes.tvb, bytes.start, bytes.length,
                                                              seconds, "%u s", seconds));
}

void item_time(const struct branch *branch, enum field field, int64_t ns)
{
    struct bytes none = bytes_of(branch, NO_PART);
    nstime_t time = {.secs = (time_t)(ns / SECOND), .nsecs = (int)(ns % SECOND)};

    proto_item_set_generated(proto_tree_add_time(branch->tree, field_id(field), none.tvb,
                                                 none.start, none.length, &time));
}

static char *time_of_day(int64_t ns)
{
    GDateTime *time = g_date_time_new_from_unix_local(ns / SECOND);
    char *text = time ? g_date_time_format(time, "%T") : NULL;

    if (time)
        g_date_time_unref(time);
    return text ? text : g_strdup("");
}

void item_count_between(const struct branch *branch, enum field field, uint32_t count, int64_t from,
                        int64_t until)
{
    struct bytes none = bytes_of(branch, NO_PART);
    char *first = time_of_day(from), *last = time_of_day(until);

    proto_item_set_generated(proto_tree_add_uint_format_value(
        branch->tree, field_id(field), none.tvb, none.start, none.length, count,
        count == 1 ? "%u (at %s)" : "%u (between %s and %s)", count, first, last));
    g_free(first);
    g_free(last);
}

void item_truth(const struct branch *branch, enum field field, bool truth)
{
    struct bytes none = bytes_of(branch, NO_PART);

    proto_item_set_generated(proto_tree_add_boolean(branch->tree, field_id(field), none.tvb,
                                                    none.start, none.length, truth));
}

struct branch item_subtree(const struct branch *branch, enum field field, enum subtree subtree,
                           const char *label)
{
    struct bytes none = bytes_of(branch, NO_PART);
    struct branch below = *branch;
    proto_item *item = proto_tree_add_none_format(branch->tree, field_id(field), none.tvb,
                                                  none.start, none.length, "%s", label);

    proto_item_set_generated(item);
    below.tree = proto_item_add_subtree(item, subtree_id(subtree));
    return below;
}

void item_percent(const struct branch *branch, enum field field, double percent)
{
    struct bytes none = bytes_of(branch, NO_PART);

    proto_item_set_generated(proto_tree_add_double_format_value(branch->tree, field_id(field),
                                                                none.tvb, none.start, none.length,
                                                                percent, "%.1f %%", percent));
}

void item_signed(const struct branch *branch, enum field field, unsigned part, int32_t number)
{
    struct bytes bytes = bytes_of(branch, part);

    proto_item_set_generated(proto_tree_add_int(branch->tree, field_id(field), bytes.tvb,
                                                bytes.start, bytes.length, number));
}
