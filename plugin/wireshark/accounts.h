/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The table Accounts of the preferences: users and their secrets. Wireshark keeps it, unencrypted, in
 * the file sipreg_accounts of the profile.
 */
#ifndef SIPREG_WIRESHARK_ACCOUNTS_H
#define SIPREG_WIRESHARK_ACCOUNTS_H

#include <epan/prefs.h>

#include "digest/account.h"

void accounts_register(module_t *module);

/* The accounts as they are in the table now; to be let go of with accounts_unref. NULL: it is empty. */
struct accounts *accounts_configured(void);

#endif
