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
    if (!request->contact_count)
        return form;
    form.contact = request->contacts[0].sent;
    form.has_user_of_aor = event->aor && cause_has_user_of(event->aor, form.contact);
    form.requested_s = request->contacts[0].requested_s;
    form.has_requested = request->contacts[0].has_requested;
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

bool register_form_contact_differs(const struct register_form *refused,
                                   const struct register_form *accepted)
{
    struct facts_uri_form from, to;

    return refused->is_known && accepted->is_known && facts_uri_form(refused->contact, &from) &&
           facts_uri_form(accepted->contact, &to) &&
           (!facts_same_form(refused->contact, accepted->contact) ||
            refused->has_user_of_aor != accepted->has_user_of_aor);
}

bool register_form_differs(const struct register_form *refused,
                           const struct register_form *accepted)
{
    return refused->is_known && accepted->is_known &&
           (has_other_agent(refused, accepted) || has_other_interval(refused, accepted) ||
            refused->marks != accepted->marks || register_form_contact_differs(refused, accepted));
}

/* Returns how many are named then. More than two explain nothing. */
static unsigned append(char *text, size_t size, unsigned count, const char *more)
{
    enum { NAMED_MAX = 2 };

    if (count >= NAMED_MAX)
        return count;
    if (count)
        (void)g_strlcat(text, ", ", size);
    (void)g_strlcat(text, more, size);
    return count + 1;
}

/* "without a Route, body": the first of the marks. */
static unsigned append_marks(char *text, size_t size, unsigned count, const char *how,
                             unsigned marks)
{
    char more[96];
    bool is_first = true;

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++) {
        if (!(marks & names[i].mark))
            continue;
        (void)snprintf(more, sizeof(more), "%s%s", is_first ? how : "", names[i].name);
        count = append(text, size, count, more);
        is_first = false;
    }
    return count;
}

/* The beginning of a text, in whole characters. */
static int shown(struct span text)
{
    enum { SHOWN_BYTES = 24 };
    size_t count = MIN(text.n, (size_t)SHOWN_BYTES);

    while (count > 0 && count < text.n && (text.p[count] & 0xC0) == 0x80)
        count--;
    return (int)count;
}

/* "with a instead of b"; the marks stand in front of both and behind them. */
static unsigned append_both(char *text, size_t size, unsigned count, const char *how,
                            const char *mark, struct span accepted, struct span refused)
{
    char more[128];

    (void)snprintf(more, sizeof(more), "%s %s%.*s%s instead of %s%.*s%s", how, mark,
                   shown(accepted), accepted.p, mark, mark, shown(refused), refused.p, mark);
    return append(text, size, count, more);
}

static unsigned append_transport(char *text, size_t size, unsigned count, struct span refused,
                                 struct span accepted)
{
    char more[64];
    bool is_with = span_present(accepted);
    struct span named = is_with ? accepted : refused;

    if (span_equal_nocase(refused, accepted))
        return count;
    (void)snprintf(more, sizeof(more), "%s transport=%.*s", is_with ? "with" : "without",
                   shown(named), named.p);
    return append(text, size, count, more);
}

static unsigned append_contact(char *text, size_t size, const struct register_form *refused,
                               const struct register_form *accepted)
{
    struct facts_uri_form from, to;
    unsigned count = 0;

    if (!register_form_contact_differs(refused, accepted) ||
        !facts_uri_form(refused->contact, &from) || !facts_uri_form(accepted->contact, &to))
        return 0;
    if (!facts_same_host(refused->contact, accepted->contact))
        count = append_both(text, size, count, "with host", "", to.host, from.host);
    if (from.is_sips != to.is_sips)
        count = append(text, size, count,
                       to.is_sips ? "with sips: instead of sip:" : "with sip: instead of sips:");
    count = append_transport(text, size, count, from.transport, to.transport);
    if (refused->has_user_of_aor != accepted->has_user_of_aor)
        count = append_both(text, size, count, "with user", "\"", to.user, from.user);
    return count;
}

const char *register_form_difference(const struct register_form *refused,
                                     const struct register_form *accepted, char *text, size_t size)
{
    char more[64];
    unsigned count;

    text[0] = '\0';
    if (!register_form_differs(refused, accepted))
        return text;
    count = append_contact(text, size, refused, accepted);
    if (has_other_interval(refused, accepted)) {
        (void)snprintf(more, sizeof(more), "with %u s instead of %u s", accepted->requested_s,
                       refused->requested_s);
        count = append(text, size, count, more);
    }
    count = append_marks(text, size, count, "without ", refused->marks & ~accepted->marks);
    count = append_marks(text, size, count, "with ", accepted->marks & ~refused->marks);
    if (has_other_agent(refused, accepted))
        (void)append_both(text, size, count, "as", "\"", span_of(accepted->agent),
                          span_of(refused->agent));
    return text;
}
