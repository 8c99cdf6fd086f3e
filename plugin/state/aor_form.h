/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * AORs that name one user in different forms: another case, another domain of the server, more or fewer digits of
 * a telephone number.
 */
#ifndef SIPREG_STATE_AOR_FORM_H
#define SIPREG_STATE_AOR_FORM_H

#include "base/pool.h"
#include "state/binding.h"

struct aor_forms;

struct aor_forms *aor_forms_new(void);
void aor_forms_free(struct aor_forms *forms); /* accepts NULL */

/* Makes an AOR findable by its user, whatever the form. */
void aor_forms_note(struct aor_forms *forms, const struct pool *pool, struct aor *aor);

/* The only AOR that was noted and has this user in another form; NULL: none, or there are several. Whether the
 * domains belong together is for the caller to judge. */
struct aor *aor_forms_find(const struct aor_forms *forms, const struct pool *pool,
                           const char *name);

/* Its user is a number that is too short for a telephone number. */
bool aor_is_extension(const char *name);

/* The part of the name of an AOR behind '@', without a port; a missing span: it has none. */
struct span aor_domain(const char *name);

#endif
