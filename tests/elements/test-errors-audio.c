/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Files that are no audio, or none that can be played. */
#include <gst/pbutils/missing-plugins.h>
#include <string.h>

#include "audio/encoded-file.h"
#include "audio/wav-file.h"
#include "failure.h"

#define N_FRAMES 24000
#define FRAME_SIZE 2

static GByteArray *
make_wav (void)
{
  const WavFormat format = {.tag = WAV_TAG_PCM,.channels = 1,.rate = 24000,
    .bits = 16
  };
  g_autoptr (GBytes) samples = wav_make_samples (N_FRAMES * FRAME_SIZE);

  return wav_file_new (&format, g_bytes_get_data (samples, NULL),
      g_bytes_get_size (samples));
}

/* @file: (transfer full) */
static Rig *
rig_new_with_file (GByteArray * file)
{
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (file);
  const QwenttsSimulatorOptions options = {.audio = bytes };

  return rig_new (&options);
}

static GByteArray *
make_text (const gchar * text)
{
  GByteArray *file = g_byte_array_new ();

  return g_byte_array_append (file, (const guint8 *) text, strlen (text));
}

static void
assert_fails (Rig * rig, GQuark domain, gint code, gboolean is_retryable)
{
  g_autoptr (Failure) failure = NULL;

  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, domain, code, "audio", is_retryable);
  failure_assert_http_status (failure, 0);
  g_assert_true (g_str_has_prefix (gst_structure_get_string (failure->details,
              "task-id"), "task-unified-"));
  g_assert_true (gst_structure_has_field (failure->details, "segment-index"));
  g_assert_true (gst_structure_has_field (failure->details, "text-index"));
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
}

static void
test_empty_file (void)
{
  g_autoptr (Rig) rig = rig_new_with_file (g_byte_array_new ());

  assert_fails (rig, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE, TRUE);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_ELEMENT), ==, 0);
}

static void
test_wav_without_samples (void)
{
  g_autoptr (Rig) rig = NULL;
  GByteArray *file = make_wav ();

  g_byte_array_set_size (file, 44);
  rig = rig_new_with_file (file);
  assert_fails (rig, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE, TRUE);
}

/* The transfer is whole, the file is not. */
static void
test_wav_that_promises_more (void)
{
  g_autoptr (Rig) rig = NULL;
  g_autoptr (GBytes) samples = NULL;
  GByteArray *file = make_wav ();

  g_byte_array_set_size (file, file->len - 1001);
  rig = rig_new_with_file (file);
  assert_fails (rig, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE, TRUE);
  samples = rig_get_samples (rig);
  g_assert_cmpuint (g_bytes_get_size (samples), ==,
      N_FRAMES * FRAME_SIZE - 1002);
}

static void
test_wav_that_ends_in_its_header (void)
{
  g_autoptr (Rig) rig = NULL;
  GByteArray *file = make_wav ();

  g_byte_array_set_size (file, 30);
  rig = rig_new_with_file (file);
  assert_fails (rig, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE, TRUE);
}

static void
test_page (void)
{
  g_autoptr (Rig) rig = rig_new_with_file (make_text ("<!DOCTYPE html><html>"
          "<body>The file is not here any more.</body></html>"));

  assert_fails (rig, GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE, FALSE);
}

static void
test_json (void)
{
  g_autoptr (Rig) rig = rig_new_with_file (make_text ("{\"error\":{\"code\":"
          "\"AccessDenied\",\"message\":\"Request has expired and is gone\"}}"));

  assert_fails (rig, GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE, FALSE);
}

static void
test_picture (void)
{
  g_autoptr (GBytes) noise = wav_make_samples (5000);
  GByteArray *file = make_text ("\x89PNG\r\n\x1a\n");
  g_autoptr (Rig) rig = NULL;

  g_byte_array_append (file, g_bytes_get_data (noise, NULL),
      g_bytes_get_size (noise));
  rig = rig_new_with_file (file);
  assert_fails (rig, GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE, FALSE);
}

/* The mark of Ogg, then noise. */
static void
test_undecodable_file (void)
{
  g_autoptr (GBytes) noise = wav_make_samples (20000);
  GByteArray *file = make_text ("OggS");
  g_autoptr (Rig) rig = NULL;

  g_byte_array_append (file, g_bytes_get_data (noise, NULL),
      g_bytes_get_size (noise));
  rig = rig_new_with_file (file);
  assert_fails (rig, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE, TRUE);
}

/* Takes all decoders for these caps out of autoplugging, for good. */
static void
forget_decoders (const gchar * media_type)
{
  g_autoptr (GstCaps) caps = gst_caps_new_empty_simple (media_type);
  GList *decoders =
      gst_element_factory_list_get_elements (GST_ELEMENT_FACTORY_TYPE_DECODER,
      GST_RANK_NONE);
  GList *fitting = gst_element_factory_list_filter (decoders, caps,
      GST_PAD_SINK, FALSE);

  g_assert_nonnull (fitting);
  for (GList * item = fitting; item; item = item->next)
    gst_plugin_feature_set_rank (item->data, GST_RANK_NONE);
  gst_plugin_feature_list_free (fitting);
  gst_plugin_feature_list_free (decoders);
}

/* The message about it is in the book before the error. */
static void
assert_missing_decoder_is_told (Rig * rig, const gchar * media_type)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);

  for (guint i = 0; i < book->len; i++) {
    if (!GST_IS_MESSAGE (book->pdata[i]))
      continue;
    g_assert_cmpint (GST_MESSAGE_TYPE (book->pdata[i]), !=, GST_MESSAGE_ERROR);
    if (gst_is_missing_plugin_message (book->pdata[i])) {
      g_autofree gchar *detail =
          gst_missing_plugin_message_get_installer_detail (book->pdata[i]);

      g_assert_nonnull (strstr (detail, media_type));
      g_assert_true (GST_MESSAGE_SRC (book->pdata[i]) == GST_OBJECT (rig->src));
      return;
    }
  }
  g_assert_not_reached ();
}

static void
test_missing_decoder (void)
{
  g_autoptr (GBytes) opus = encoded_file_new_sine (48000,
      "audio/x-raw,format=S16LE,rate=48000,channels=1", "opusenc ! oggmux !");
  const QwenttsSimulatorOptions options = {.audio = opus };
  g_autoptr (Rig) rig = rig_new (&options);

  forget_decoders ("audio/x-opus");
  assert_fails (rig, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN, FALSE);
  assert_missing_decoder_is_told (rig, "audio/x-opus");
}

/* No decoder is missing where the file is at fault. */
static void
test_no_decoder_is_missed_for_a_page (void)
{
  g_autoptr (Rig) rig = rig_new_with_file (make_text ("<html><body>Sorry, "
          "there is nothing to be heard here.</body></html>"));
  g_autoptr (GPtrArray) book = NULL;

  assert_fails (rig, GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE, FALSE);
  book = rig_get_book (rig);
  for (guint i = 0; i < book->len; i++)
    if (GST_IS_MESSAGE (book->pdata[i]))
      g_assert_false (gst_is_missing_plugin_message (book->pdata[i]));
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/ttssrc/tells-" path, function)
  ADD ("empty-file", test_empty_file);
  ADD ("wav-without-samples", test_wav_without_samples);
  ADD ("wav-that-promises-more", test_wav_that_promises_more);
  ADD ("wav-that-ends-in-its-header", test_wav_that_ends_in_its_header);
  ADD ("page", test_page);
  ADD ("json", test_json);
  ADD ("picture", test_picture);
  ADD ("undecodable-file", test_undecodable_file);
  ADD ("missing-decoder", test_missing_decoder);
  ADD ("no-missing-decoder-for-a-page", test_no_decoder_is_missed_for_a_page);
#undef ADD

  return g_test_run ();
}
