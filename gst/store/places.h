/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Where results are kept. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Voices are data, not cache: a cleaner of caches must not find them.
 *
 * @cache_dir: (nullable): what the user chose; NULL or empty: nothing
 *
 * Returns: (transfer full): CACHE_DIR/voices, or gst-qwentts/voices in
 *   $XDG_DATA_HOME, which is ~/.local/share where it is not set */
gchar *qwentts_store_get_voices_folder (const gchar * cache_dir);

/* Speech is cache: it can be made again.
 *
 * Returns: (transfer full): CACHE_DIR/speech, or gst-qwentts/speech in
 *   $XDG_CACHE_HOME, which is ~/.cache where it is not set */
gchar *qwentts_store_get_speech_folder (const gchar * cache_dir);

G_END_DECLS
