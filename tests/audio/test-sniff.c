/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "audio/sniff.h"

#include <string.h>

static void
assert_kind (gconstpointer head, gsize size, QwenttsAudioKind kind)
{
  gsize next_size;

  g_assert_cmpint (qwentts_sniff (head, size, &next_size), ==, kind);
  g_assert_cmpuint (next_size, >=, size);
}

#define ASSERT_KIND(head, kind) \
    assert_kind (head, sizeof (head) - 1, QWENTTS_AUDIO_KIND_##kind)

static void
test_marks_are_known (void)
{
  ASSERT_KIND ("RIFF....WAVEfmt ", WAV);
  ASSERT_KIND ("RF64....WAVEds64", WAV);
  ASSERT_KIND ("BW64....WAVEds64", WAV);
  ASSERT_KIND ("RIFF....AVI LIST", ENCODED);
  ASSERT_KIND ("RIFF....WEBPVP8 ", FOREIGN);
  ASSERT_KIND ("RIFX....WAVEfmt ", ENCODED);
  ASSERT_KIND ("OggS\0\2\0\0\0\0\0\0", ENCODED);
  ASSERT_KIND ("fLaC\0\0\0\x22", ENCODED);
  ASSERT_KIND ("ID3\4\0\0", ENCODED);
  ASSERT_KIND ("\0\0\0\x20" "ftypM4A ", ENCODED);
  ASSERT_KIND ("\x1a\x45\xdf\xa3\1\0", ENCODED);
  ASSERT_KIND ("\x89PNG\r\n\x1a\n", FOREIGN);
  ASSERT_KIND ("GIF89a", FOREIGN);
}

static void
test_cut_marks_are_what_they_can_be (void)
{
  ASSERT_KIND ("RIFF", WAV);
  ASSERT_KIND ("RIFF....WAV", WAV);
  ASSERT_KIND ("\0\0\0\x20" "fty", UNKNOWN);
}

static void
test_text_must_be_long (void)
{
  gchar text[65];
  gsize next_size;

  memset (text, 'a', sizeof (text));
  g_assert_cmpint (qwentts_sniff ((guint8 *) text, 12, &next_size), ==,
      QWENTTS_AUDIO_KIND_TEXT);
  g_assert_cmpuint (next_size, ==, 64);
  g_assert_cmpint (qwentts_sniff ((guint8 *) text, 64, &next_size), ==,
      QWENTTS_AUDIO_KIND_TEXT);
  g_assert_cmpuint (next_size, ==, 64);

  text[40] = '\1';
  g_assert_cmpint (qwentts_sniff ((guint8 *) text, 64, &next_size), ==,
      QWENTTS_AUDIO_KIND_UNKNOWN);
}

static void
test_text_may_be_of_any_language (void)
{
  ASSERT_KIND ("\xe6\x9c\x8d\xe5\x8a\xa1", TEXT);
  ASSERT_KIND ("\xe6\x9c\x8d\xe5\x8a", TEXT);
  ASSERT_KIND ("\xff\xff\xff\xff\xff\xff", UNKNOWN);
}

/* A frame header of four bytes and the size it gives. */
static void
assert_frames_known (const guint8 * header, gsize header_size, gsize size)
{
  guint8 head[4000] = { 0 };
  gsize next_size;

  memcpy (head, header, header_size);
  memcpy (head + size, header, header_size);
  g_assert_cmpint (qwentts_sniff (head, 12, &next_size), ==,
      QWENTTS_AUDIO_KIND_UNKNOWN);
  g_assert_cmpuint (next_size, ==, size + 6);
  g_assert_cmpint (qwentts_sniff (head, next_size, &next_size), ==,
      QWENTTS_AUDIO_KIND_ENCODED);

  head[size] = 0;
  g_assert_cmpint (qwentts_sniff (head, next_size, &next_size), ==,
      QWENTTS_AUDIO_KIND_UNKNOWN);
}

static void
test_two_frames_are_a_mark (void)
{
  static const guint8 mpeg1_128k_44100[] = { 0xff, 0xfb, 0x90, 0x00 };
  static const guint8 mpeg1_320k_48000_padded[] = { 0xff, 0xfa, 0xe6, 0x00 };
  static const guint8 mpeg2_64k_24000[] = { 0xff, 0xf3, 0x84, 0x00 };
  static const guint8 mpeg25_8k_8000[] = { 0xff, 0xe3, 0x18, 0x00 };
  static const guint8 adts[] = { 0xff, 0xf1, 0x50, 0x80, 0x0d, 0x7f };

  assert_frames_known (mpeg1_128k_44100, 4, 417);
  assert_frames_known (mpeg1_320k_48000_padded, 4, 961);
  assert_frames_known (mpeg2_64k_24000, 4, 192);
  assert_frames_known (mpeg25_8k_8000, 4, 72);
  assert_frames_known (adts, 6, 107);
}

static void
test_impossible_frames_are_none (void)
{
  ASSERT_KIND ("\xff\xfb\x9c\0\0\0\0\0", UNKNOWN);
  ASSERT_KIND ("\xff\xfb\xf0\0\0\0\0\0", UNKNOWN);
  ASSERT_KIND ("\xff\xeb\x90\0\0\0\0\0", UNKNOWN);
  ASSERT_KIND ("\xff\xfb\x00\0\0\0\0\0", UNKNOWN);
}

/* The one promise about all other heads: no reading beyond them. */
static void
test_any_head_is_safe (void)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  guint i, j;

  for (i = 0; i < 100000; i++) {
    gsize next_size, size = g_rand_int_range (random, 0, 70);
    g_autofree guint8 *head = g_malloc (size);

    for (j = 0; j < size; j++)
      head[j] = g_rand_int_range (random, 0, 4) == 0 ? 0xff :
          g_rand_int (random);
    qwentts_sniff (head, size, &next_size);
    g_assert_cmpuint (next_size, >=, size);
    g_assert_cmpuint (next_size, <, 16 * 1024);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sniff/marks-are-known", test_marks_are_known);
  g_test_add_func ("/sniff/cut-marks-are-what-they-can-be",
      test_cut_marks_are_what_they_can_be);
  g_test_add_func ("/sniff/text-must-be-long", test_text_must_be_long);
  g_test_add_func ("/sniff/text-may-be-of-any-language",
      test_text_may_be_of_any_language);
  g_test_add_func ("/sniff/two-frames-are-a-mark", test_two_frames_are_a_mark);
  g_test_add_func ("/sniff/impossible-frames-are-none",
      test_impossible_frames_are_none);
  g_test_add_func ("/sniff/any-head-is-safe", test_any_head_is_safe);

  return g_test_run ();
}
