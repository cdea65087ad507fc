/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What kinds of results there are, and in what they differ. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  QWENTTS_KIND_VOICE,           /* a designed voice with its preview */
  QWENTTS_KIND_SPEECH           /* a text that was spoken */
} QwenttsKind;

typedef struct
{
  const gchar *name;
  const gchar *remark;          /* for the person who opens a file */
  const gchar *const *results;  /* what a result must say to be one */
  /* Cannot be made again: what is READY is moved aside, never removed, and there
   * is no limit to its size. */
  gboolean is_lasting;
  /* The audio is the result: it is READY with it, and never without. */
  gboolean has_audio_when_ready;
} QwenttsKindInfo;

const QwenttsKindInfo *qwentts_kind_get_info (QwenttsKind kind);

G_END_DECLS
