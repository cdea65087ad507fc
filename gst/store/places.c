/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/places.h"

static gchar *
make_path (const gchar * cache_dir, const gchar * home, const gchar * name)
{
  if (cache_dir && *cache_dir)
    return g_build_filename (cache_dir, name, NULL);
  return g_build_filename (home, "gst-qwentts", name, NULL);
}

gchar *
qwentts_store_get_voices_folder (const gchar * cache_dir)
{
  return make_path (cache_dir, g_get_user_data_dir (), "voices");
}

gchar *
qwentts_store_get_speech_folder (const gchar * cache_dir)
{
  return make_path (cache_dir, g_get_user_cache_dir (), "speech");
}
