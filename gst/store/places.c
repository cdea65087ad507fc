/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/places.h"

gchar *
qwentts_store_get_voices_folder (const gchar * cache_dir)
{
  if (cache_dir && *cache_dir)
    return g_build_filename (cache_dir, "voices", NULL);
  return g_build_filename (g_get_user_data_dir (), "gst-qwentts", "voices",
      NULL);
}
