/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What sentences are put together from.
 */
#ifndef SIPREG_WIRESHARK_TEXT_PARTS_H
#define SIPREG_WIRESHARK_TEXT_PARTS_H

#include <stdbool.h>

#include "wireshark/text.h"

void words_begin(struct words *words);

/* What does not fit into the line is cut. */
void words_add(struct words *words, const char *text);
void words_add_number(struct words *words, uint32_t number);

/* A text and a number, as in "refresh 2". */
void words_add_figure(struct words *words, const char *text, uint32_t number);

/* The first `length` bytes of a text, and "..." where it has more. */
void words_add_start(struct words *words, const char *text, size_t length);

/* A separator and, behind it, what `piece` adds; neither where that is nothing, and no separator at
 * the start of the line. */
void words_add_piece(struct words *words, size_t start, const char *separator,
                     void (*piece)(struct words *, const struct report *),
                     const struct report *report);

/* What a message is, as a word: "challenge". */
const char *words_step(const struct report *report);
void words_add_step(struct words *words, const struct report *report);

/* "new registration", "refresh 3" */
void words_add_attempt(struct words *words, const struct report *report);
bool words_is_removal(const struct report *report);

/* "asks 3600 s", "1800 s of 3600 s", "at least 60 s"; "" where the message says nothing of it. */
void words_add_expires(struct words *words, const struct report *report);

void words_add_aor(struct words *words, const struct report *report);

#endif
