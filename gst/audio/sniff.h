/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What a file is, seen from its first bytes alone.
 *
 * Raw PCM has no mark and may look like anything, so a mark counts only where
 * speech hardly ever makes one by chance. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  QWENTTS_AUDIO_KIND_UNKNOWN,   /* no mark: raw PCM, or for typefind */
  QWENTTS_AUDIO_KIND_WAV,       /* RIFF/WAVE, RF64, BW64 */
  QWENTTS_AUDIO_KIND_ENCODED,   /* another container or codec of audio */
  QWENTTS_AUDIO_KIND_TEXT,      /* HTML, JSON, an error message */
  QWENTTS_AUDIO_KIND_FOREIGN    /* an image, an archive, a document */
} QwenttsAudioKind;

/* Bytes with which the first look is taken. */
#define QWENTTS_SNIFF_FIRST_SIZE 12

/* @next_size: (out): more than @size where a longer head can make the answer
 *   another one, else @size. Where the file has no more, the answer stands. */
QwenttsAudioKind qwentts_sniff (const guint8 * head, gsize size,
    gsize * next_size);

G_END_DECLS
