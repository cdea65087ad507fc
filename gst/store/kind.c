/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/kind.h"

static const gchar *const voice_results[] = { "voice", "target-model", NULL };
static const gchar *const no_results[] = { NULL };

/* Indexed by QwenttsKind. */
static const QwenttsKindInfo kinds[] = {
  [QWENTTS_KIND_VOICE] = {
        .name = "voice",
        .remark = " A voice that was made for you by gst-qwentts.\n"
        " It cannot be made again: keep this file, and do not edit it.",
        .results = voice_results,
        .is_lasting = TRUE,
      },
  [QWENTTS_KIND_SPEECH] = {
        .name = "speech",
        .remark = " A text that was spoken for you by gst-qwentts.\n"
        " It can be made again, which costs money: delete both files to do so.",
        .results = no_results,
        .has_audio_when_ready = TRUE,
      },
};

const QwenttsKindInfo *
qwentts_kind_get_info (QwenttsKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kinds), NULL);

  return &kinds[kind];
}
