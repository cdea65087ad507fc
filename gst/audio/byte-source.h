/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* An input together with its user data, passed by value. */
#pragma once

#include "decoder.h"

G_BEGIN_DECLS

typedef struct
{
  const QwenttsAudioInput *input;
  gpointer user_data;
} QwenttsByteSource;

static inline GBytes *
qwentts_byte_source_read (QwenttsByteSource source, guint64 offset,
    gsize min_size, gsize max_size, GCancellable * cancellable, GError ** error)
{
  return source.input->read (source.user_data, offset, min_size, max_size,
      cancellable, error);
}

static inline guint64
qwentts_byte_source_get_size (QwenttsByteSource source)
{
  return source.input->get_size (source.user_data);
}

G_END_DECLS
