/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The form of a REGISTER: what a server may refuse in it beside the account, and how that differs from what it accepts.
 */
#ifndef SIPREG_DIAGNOSIS_REGISTER_FORM_H
#define SIPREG_DIAGNOSIS_REGISTER_FORM_H

#include "tracker/event.h"

struct register_form {
    const char *agent;    /* the User-Agent; NULL: none */
    const char *contact;  /* the first one; NULL: none */
    uint32_t requested_s; /* for its first Contact; valid with has_requested */
    uint16_t marks;       /* bits of enum register_mark */
    bool has_requested;
    bool has_user_of_aor; /* in its Contact */
    bool is_known;        /* the REGISTER is in the capture, and whole */
};

/* That of the REGISTER which the event is about. */
struct register_form register_form_of(const struct event *event);

/* Writes what the accepted one has instead, as in "with 600 s instead of 30 s, without a Route", or "" where both have the
 * same, and returns `text`. At most two things are named, those of the Contact first: "with sip: instead of sips:". */
const char *register_form_difference(const struct register_form *refused,
                                     const struct register_form *accepted, char *text, size_t size);

/* Whether their Contacts differ in their form, or one has the user part of the AOR. */
bool register_form_contact_differs(const struct register_form *refused,
                                   const struct register_form *accepted);

/* Whether there is any. */
bool register_form_differs(const struct register_form *refused,
                           const struct register_form *accepted);

#endif
