/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What a store is made of. */
#pragma once

#include "store/store.h"

G_BEGIN_DECLS

/* Nothing changes once it is made. */
struct _QwenttsStore
{
  gchar *path;
  QwenttsKind kind;
  guint64 max_size;
  const QwenttsSystem *system;
};

G_END_DECLS
