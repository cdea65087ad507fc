/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "sniff.h"

#include <string.h>

/* So long must a head be text to be believed: 32 samples of 16 bit with both
 * bytes in the range of letters are no speech. */
#define TEXT_SIZE 64

typedef struct
{
  guint offset;
  const gchar *bytes;
  guint size;
  QwenttsAudioKind kind;
} Mark;

#define AUDIO_MARK(offset, bytes) \
    { offset, bytes, sizeof (bytes) - 1, QWENTTS_AUDIO_KIND_ENCODED }
#define FOREIGN_MARK(offset, bytes) \
    { offset, bytes, sizeof (bytes) - 1, QWENTTS_AUDIO_KIND_FOREIGN }

static const Mark marks[] = {
  AUDIO_MARK (0, "OggS"),
  AUDIO_MARK (0, "fLaC"),
  AUDIO_MARK (0, "ID3"),
  AUDIO_MARK (4, "ftyp"),
  AUDIO_MARK (0, "\x1a\x45\xdf\xa3"),   /* Matroska, WebM */
  AUDIO_MARK (0, "FORM"),       /* AIFF */
  AUDIO_MARK (0, "RIFX"),
  AUDIO_MARK (0, ".snd"),
  AUDIO_MARK (0, "caff"),
  AUDIO_MARK (0, "#!AMR"),
  AUDIO_MARK (0, "wvpk"),
  AUDIO_MARK (0, "TTA1"),
  AUDIO_MARK (0, "MAC "),
  AUDIO_MARK (0, "MPCK"),
  AUDIO_MARK (0, "FLV\x01"),
  AUDIO_MARK (0, "\x30\x26\xb2\x75\x8e\x66\xcf\x11"),   /* ASF, WMA */
  FOREIGN_MARK (0, "\x89PNG\r\n"),
  FOREIGN_MARK (0, "\xff\xd8\xff"),     /* JPEG */
  FOREIGN_MARK (0, "GIF8"),
  FOREIGN_MARK (0, "%PDF"),
  FOREIGN_MARK (0, "PK\x03\x04"),
  FOREIGN_MARK (0, "\x1f\x8b\x08"),     /* gzip */
};

static gboolean
is_at (const guint8 * head, gsize size, gsize offset, const gchar * bytes,
    gsize bytes_size)
{
  return size >= offset + bytes_size
      && memcmp (head + offset, bytes, bytes_size) == 0;
}

static QwenttsAudioKind
kind_of_riff (const guint8 * head, gsize size)
{
  /* What was cut within these 12 bytes is taken for WAV, whose reader knows
   * how to tell of a cut file. */
  if (size < 12 || memcmp (head + 8, "WAVE", 4) == 0)
    return QWENTTS_AUDIO_KIND_WAV;

  return memcmp (head + 8, "WEBP", 4) == 0 ?
      QWENTTS_AUDIO_KIND_FOREIGN : QWENTTS_AUDIO_KIND_ENCODED;
}

static QwenttsAudioKind
kind_of_mark (const guint8 * head, gsize size)
{
  guint i;

  if (is_at (head, size, 0, "RIFF", 4) || is_at (head, size, 0, "RF64", 4)
      || is_at (head, size, 0, "BW64", 4))
    return kind_of_riff (head, size);

  for (i = 0; i < G_N_ELEMENTS (marks); i++) {
    if (is_at (head, size, marks[i].offset, marks[i].bytes, marks[i].size))
      return marks[i].kind;
  }

  return QWENTTS_AUDIO_KIND_UNKNOWN;
}

static gboolean
is_text (const guint8 * head, gsize size)
{
  const gchar *valid_end;
  gsize i;

  for (i = 0; i < size; i++) {
    if ((head[i] < 0x20 && !g_ascii_isspace (head[i])) || head[i] == 0x7f)
      return FALSE;
  }

  /* The last character may be cut. */
  g_utf8_validate ((const gchar *) head, size, &valid_end);
  return size > 0 && (const gchar *) head + size - valid_end < 4;
}

/* Bytes of the MPEG layer III frame with this header of four bytes, 0 if it
 * is none. */
static gsize
mp3_frame_size (const guint8 * header)
{
  static const guint kbits_mpeg1[16] = { 0, 32, 40, 48, 56, 64, 80, 96, 112,
    128, 160, 192, 224, 256, 320, 0
  };
  static const guint kbits_mpeg2[16] = { 0, 8, 16, 24, 32, 40, 48, 56, 64, 80,
    96, 112, 128, 144, 160, 0
  };
  static const guint rates_mpeg1[4] = { 44100, 48000, 32000, 0 };
  guint version = (header[1] >> 3) & 3;
  guint layer = (header[1] >> 1) & 3;
  guint rate = rates_mpeg1[(header[2] >> 2) & 3];
  guint padding = (header[2] >> 1) & 1;

  if (layer != 1 || version == 1 || rate == 0)
    return 0;
  if (version == 3)
    return kbits_mpeg1[header[2] >> 4] * 144000 / rate + padding;

  rate /= version == 2 ? 2 : 4;
  return kbits_mpeg2[header[2] >> 4] * 72000 / rate + padding;
}

/* Bytes of the ADTS (AAC) frame with this header, 0 if it is none. */
static gsize
adts_frame_size (const guint8 * header)
{
  gsize size = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5;

  if ((header[1] & 0xf6) != 0xf0 || ((header[2] >> 2) & 15) > 12 || size < 7)
    return 0;

  return size;
}

static gsize
frame_size (const guint8 * header)
{
  gsize size;

  if (header[0] != 0xff || (header[1] & 0xe0) != 0xe0)
    return 0;

  size = mp3_frame_size (header);
  return size > 4 ? size : adts_frame_size (header);
}

/* A sync word of 11 bits is too little to be no accident: the frame behind it
 * must begin with one like it. */
static QwenttsAudioKind
kind_of_frames (const guint8 * head, gsize size, gsize * next_size)
{
  gsize first = size >= 6 ? frame_size (head) : 0;

  if (first == 0)
    return QWENTTS_AUDIO_KIND_UNKNOWN;
  if (size < first + 6) {
    *next_size = first + 6;
    return QWENTTS_AUDIO_KIND_UNKNOWN;
  }

  return head[1] == head[first + 1] && frame_size (head + first) > 0 ?
      QWENTTS_AUDIO_KIND_ENCODED : QWENTTS_AUDIO_KIND_UNKNOWN;
}

QwenttsAudioKind
qwentts_sniff (const guint8 * head, gsize size, gsize * next_size)
{
  QwenttsAudioKind kind = kind_of_mark (head, size);

  *next_size = size;
  if (kind != QWENTTS_AUDIO_KIND_UNKNOWN)
    return kind;

  if (!is_text (head, size))
    return kind_of_frames (head, size, next_size);

  if (size < TEXT_SIZE)
    *next_size = TEXT_SIZE;
  return QWENTTS_AUDIO_KIND_TEXT;
}
