/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A script of a few sentences, each a segment of its own with audio that is given:
 * where each sample lies is known. */
#pragma once

#include "audio/wav-file.h"
#include "rig.h"

G_BEGIN_DECLS

#define SCRIPT_N_SENTENCES 4

extern const gchar *const script_sentences[SCRIPT_N_SENTENCES + 1];

/* With the shortest limit each sentence is a segment. */
#define SCRIPT_LIMIT 50

/* The audio of one of them. */
typedef struct
{
  WavFormat format;
  guint n_frames;
} ScriptAudio;

/* No length is a whole number of nanoseconds. */
extern const ScriptAudio script_same_format[SCRIPT_N_SENTENCES];
extern const ScriptAudio script_formats[SCRIPT_N_SENTENCES];

/* The segments are asked for one after the other, and are answered with these.
 *
 * @audio: of SCRIPT_N_SENTENCES */
Rig *script_rig_new (const ScriptAudio * audio);

/* Samples at the end of a file. */
GBytes *script_make_samples (const ScriptAudio * audio);

/* Where the first @n of them end. */
GstClockTime script_get_end (const ScriptAudio * audio, guint n);

/* The samples of all frames that lie at @start or behind it, and before @stop.
 *
 * @first: (out) (optional): where the first of them lies */
GByteArray *script_get_samples_between (const ScriptAudio * audio,
    GstClockTime start, GstClockTime stop, GstClockTime * first);

G_END_DECLS
