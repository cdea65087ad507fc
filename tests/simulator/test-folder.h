/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A folder for one test. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS typedef gchar TestFolder;

TestFolder *test_folder_new (void);

/* With the files in it. It may be gone already. */
void test_folder_free (TestFolder * folder);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestFolder, test_folder_free);

G_END_DECLS
