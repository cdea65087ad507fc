/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/clip-input.h"

static GBytes *
read_clip (gpointer user_data, guint64 offset, gsize min_size, gsize max_size,
    GCancellable * cancellable, GError ** error)
{
  return qwentts_clip_read (user_data, offset, min_size, max_size, cancellable,
      error);
}

static guint64
get_clip_size (gpointer user_data)
{
  return qwentts_clip_get_size (user_data);
}

const QwenttsAudioInput qwentts_clip_input = { read_clip, get_clip_size };
