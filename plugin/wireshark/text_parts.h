/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What sentences are put together from.
 */
#ifndef SIPREG_WIRESHARK_TEXT_PARTS_H
#define SIPREG_WIRESHARK_TEXT_PARTS_H

#include <stdbool.h>

#include "wireshark/text.h"

void text_begin(struct text *line);

/* What does not fit into the line is cut. */
void text_add(struct text *line, const char *text);
void text_add_number(struct text *line, uint32_t number);

/* A text and a number, as in "refresh 2". */
void text_add_figure(struct text *line, const char *text, uint32_t number);

/* The first `length` bytes of a text, and "..." where it has more. */
void text_add_start(struct text *line, const char *text, size_t length);

/* A separator and, behind it, what `piece` adds; neither where that is nothing, and no separator at
 * the start of the line. */
void text_add_piece(struct text *line, size_t start, const char *separator,
                    void (*piece)(struct text *, const struct report *),
                    const struct report *report);

/* What a message is, as a word: "challenge". */
const char *text_step(const struct report *report);
void text_add_step(struct text *line, const struct report *report);

/* "new registration", "refresh 3" */
void text_add_attempt(struct text *line, const struct report *report);
bool text_is_removal(const struct report *report);

/* The REGISTER is repeated for a challenge, with its nonce. */
bool text_answers_challenge(const struct report *report);

/* "3600 s"; "" for a removal, which is told by its name. */
void text_add_requested(struct text *line, const struct report *report);

/* "3600 s requested", "1800 s of 3600 s", "at least 60 s"; "" where the message says nothing of it. */
void text_add_expires(struct text *line, const struct report *report);

void text_add_aor(struct text *line, const struct report *report);

#endif
