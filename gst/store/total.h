/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* How much a folder holds, by a running count in its file "total": to be read
 * and written under qwentts_lock_acquire_total () only.
 *
 * The count is a hint. A process that is killed before it has written what it
 * added makes it too small, a power cut as well, since it is not synced: so it
 * is used for some thousand writes, and then the folder is counted anew. */
#pragma once

#include "store/folder.h"

G_BEGIN_DECLS

typedef struct
{
  guint64 n_bytes;
  /* What was left where not enough could go; 0: enough went. */
  guint64 n_stuck_bytes;
  /* Since the folder was counted. */
  guint64 n_writes;
} QwenttsTotal;

/* Returns: FALSE if there is none to rely on: missing, damaged, too old, or not
 *   ours */
gboolean qwentts_total_read (QwenttsTotal * total, QwenttsFolder * folder);

/* Where this fails none is left, so the next one counts. */
void qwentts_total_write (const QwenttsTotal * total, QwenttsFolder * folder);

G_END_DECLS
