/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "diagnosis/register_form.h"

#include "diagnosis/causes.h"

#include <stdio.h>
#include <string.h>

static const struct {
    enum register_mark mark;
    const char *name;
} names[] = {
    {MARK_INSTANCE, "+sip.instance"},
    {MARK_REG_ID, "reg-id"},
    {MARK_SUPPORTS_OUTBOUND, "Supported: outbound"},
    {MARK_SUPPORTS_PATH, "Supported: path"},
    {MARK_SUPPORTS_GRUU, "Supported: gruu"},
    {MARK_REQUIRES, "Require"},
    {MARK_ROUTE, "a Route"},
    {MARK_BODY, "a body"},
    {MARK_URI_USER, "a user part in the Request-URI"},
};

struct register_form register_form_of(const struct event *event)
{
    const struct report *request = cause_request(event);
    const struct transaction *transaction = event->transaction;
    struct register_form form = {0};

    if (!request || !transaction)
        return form;
    form.agent = report_place(request)->user_agent;
    form.marks = transaction->marks;
    form.is_known = !transaction->incomplete;
    if (request->contact_count && request->contacts[0].has_requested) {
        form.requested_s = request->contacts[0].requested_s;
        form.has_requested = true;
    }
    return form;
}

static bool has_other_agent(const struct register_form *refused,
                            const struct register_form *accepted)
{
    return refused->agent && accepted->agent && refused->agent != accepted->agent;
}

static bool has_other_interval(const struct register_form *refused,
                               const struct register_form *accepted)
{
    return refused->has_requested && accepted->has_requested &&
           refused->requested_s != accepted->requested_s;
}

bool register_form_differs(const struct register_form *refused,
                           const struct register_form *accepted)
{
    return refused->is_known && accepted->is_known &&
           (has_other_agent(refused, accepted) || has_other_interval(refused, accepted) ||
            refused->marks != accepted->marks);
}

static void append(char *text, size_t size, const char *more)
{
    if (text[0])
        (void)g_strlcat(text, ", ", size);
    (void)g_strlcat(text, more, size);
}

/* "without a Route, body": the first of the marks. */
static void append_marks(char *text, size_t size, const char *how, unsigned marks)
{
    enum { NAMED_MAX = 2 };
    char more[96];
    unsigned named = 0;

    for (unsigned i = 0; i < G_N_ELEMENTS(names) && named < NAMED_MAX; i++) {
        if (!(marks & names[i].mark))
            continue;
        (void)snprintf(more, sizeof(more), "%s%s", named++ ? "" : how, names[i].name);
        append(text, size, more);
    }
}

/* Of whole characters. */
static int bytes_up_to(const char *text, int most)
{
    int count = (int)MIN(strlen(text), (size_t)most);

    while (count > 0 && (text[count] & 0xC0) == 0x80)
        count--;
    return count;
}

const char *register_form_difference(const struct register_form *refused,
                                     const struct register_form *accepted, char *text, size_t size)
{
    enum { AGENT_BYTES = 24 };
    char more[96];

    text[0] = '\0';
    if (!register_form_differs(refused, accepted))
        return text;
    if (has_other_agent(refused, accepted)) {
        (void)snprintf(more, sizeof(more), "as \"%.*s\" instead of \"%.*s\"",
                       bytes_up_to(accepted->agent, AGENT_BYTES), accepted->agent,
                       bytes_up_to(refused->agent, AGENT_BYTES), refused->agent);
        append(text, size, more);
    }
    if (has_other_interval(refused, accepted)) {
        (void)snprintf(more, sizeof(more), "with %u s instead of %u s", accepted->requested_s,
                       refused->requested_s);
        append(text, size, more);
    }
    append_marks(text, size, "without ", refused->marks & ~accepted->marks);
    append_marks(text, size, "with ", accepted->marks & ~refused->marks);
    return text;
}
