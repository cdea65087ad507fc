/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A folder of the test's own for data and cache ($XDG_DATA_HOME, $XDG_CACHE_HOME). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At the top of main (), since GLib looks once where the folder is. */
void data_folder_init (void);

/* Removes the folder. @result is that of the tests, and is returned. */
int data_folder_finish (int result);

/* Removes what is in the folder. */
void data_folder_clear (void);

const gchar *data_folder_get (void);

G_END_DECLS
