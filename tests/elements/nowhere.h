/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Addresses at which there is nobody. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A loopback port that is taken, on which nobody listens. */
typedef struct _Nowhere Nowhere;

Nowhere *nowhere_new (void);

void nowhere_free (Nowhere * nowhere);

const gchar *nowhere_get_url (Nowhere * nowhere);

/* From now on no name is found in this process. */
void nowhere_forget_names (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Nowhere, nowhere_free);

G_END_DECLS
