/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* WAV files as the tests want them, with all the lies there are. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define WAV_TAG_PCM 1
#define WAV_TAG_FLOAT 3
#define WAV_TAG_ALAW 6
#define WAV_TAG_MULAW 7
#define WAV_TAG_EXTENSIBLE 0xfffe

typedef struct
{
  /* NULL: "RIFF" */
  const gchar *id;
  guint tag;
  guint channels;
  guint rate;
  guint bits;
  /* 0: what follows from the bits */
  guint frame_size;
  guint byte_rate;

  /* The size of the `fmt ` chunk: 0 for 16, or 40 where it is extensible */
  guint format_size;
  /* The codec of an extensible one */
  guint sub_tag;
  guint32 channel_mask;
} WavFormat;

/* As the service speaks: 24 kHz, one channel, 16 bits. */
extern const WavFormat wav_speech_format;

/* The parts of a file, in their order. */
void wav_file_add_riff (GByteArray * file, const gchar * id, guint32 size);
void wav_file_add_chunk_head (GByteArray * file, const gchar * id,
    guint32 size);
/* With the byte of padding where the size is odd. */
void wav_file_add_chunk (GByteArray * file, const gchar * id,
    gconstpointer body, gsize size);
void wav_file_add_format (GByteArray * file, const WavFormat * format);

/* Without a lie: RIFF, format, data. */
GByteArray *wav_file_new (const WavFormat * format, gconstpointer samples,
    gsize size);

guint wav_format_get_frame_size (const WavFormat * format);

/* Bytes that are all different from their neighbours, and never all zero. */
GBytes *wav_make_samples (gsize size);

G_END_DECLS
