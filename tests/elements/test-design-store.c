/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Voices of qwenvoicedesign on disk: paid once, never lost. */
#include <glib/gstdio.h>
#include <string.h>

#include "cache-rig.h"
#include "data-folder.h"
#include "design-rig.h"

static void
assert_voice_of (Rig * rig, const gchar * voice)
{
  g_autofree gchar *own = design_rig_get_voice (rig);

  g_assert_cmpstr (own, ==, voice);
}

/* The second waits for the first, and has its voice. */
static void
test_two_at_once_pay_once (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = design_rig_new (&options);
  g_autoptr (Rig) other = design_rig_new_for (rig->simulator);
  g_autoptr (GstStructure) first = NULL;
  g_autoptr (GstStructure) second = NULL;
  g_autofree gchar *voice = NULL;
  gboolean first_is_cached = FALSE, second_is_cached = FALSE;

  rig_start (rig, GST_STATE_PLAYING);
  rig_start (other, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_POLL, 3));
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_play_to_end (rig);
  rig_play_to_end (other);
  voice = design_rig_get_voice (rig);
  assert_voice_of (other, voice);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
  design_rig_assert_heard (other, TRUE, DESIGN_TEXT);
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 1);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT), ==, 2);
  first = rig_get_structure (rig, "qwentts/voice-designed");
  second = rig_get_structure (other, "qwentts/voice-designed");
  gst_structure_get_boolean (first, "cached", &first_is_cached);
  gst_structure_get_boolean (second, "cached", &second_is_cached);
  g_assert_cmpint (first_is_cached + second_is_cached, ==, 1);
}

/* Whoever waits for another one stops at once. */
static void
test_waiting_for_another_one_stops (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = design_rig_new (&options);
  g_autoptr (Rig) other = design_rig_new_for (rig->simulator);

  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_POLL, 1));
  rig_start (other, GST_STATE_PLAYING);
  rig_wait_for_progress (other, GST_PROGRESS_TYPE_START);
  rig_stop (other, GST_STATE_NULL);
  g_assert_cmpuint (rig_count_messages (other, GST_MESSAGE_ERROR), ==, 0);
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  rig_play_to_end (rig);
}

static void
test_kept_preview_needs_no_key (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  g_object_set (rig->src, "text", NULL, NULL);
  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_NULL);
  rig_forget (rig);
  g_object_set (rig->src, "api-key", NULL, NULL);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, NULL);
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 1);
}

/* The voice is announced all the same, with a warning to write it down. */
static void
test_folder_that_cannot_be_written_is_a_warning (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autofree gchar *file = g_build_filename (data_folder_get (), "file", NULL);
  g_autofree gchar *folder = g_build_filename (file, "cache", NULL);
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GError) warning = NULL;
  g_autofree gchar *debug = NULL;
  g_autofree gchar *voice = NULL;
  const GstStructure *details = NULL;

  g_assert_true (g_file_set_contents (file, "", -1, NULL));
  g_object_set (rig->src, "cache-dir", folder, NULL);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
  voice = design_rig_get_voice (rig);

  /* One of the bin, about the voice, then one of the speech. */
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 2);
  message = rig_wait_for_message (rig, GST_MESSAGE_WARNING);
  g_assert_true (GST_MESSAGE_SRC (message) == GST_OBJECT (rig->src));
  gst_message_parse_warning (message, &warning, &debug);
  g_assert_error (warning, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_WRITE);
  g_assert_nonnull (strstr (warning->message, voice));
  gst_message_parse_warning_details (message, &details);
  g_assert_cmpstr (gst_structure_get_string (details, "category"), ==,
      "storage");
}

/* It is found, and kept beside the new one. */
static void
test_without_cache_a_voice_is_made_and_kept (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autofree gchar *first = NULL;
  g_autofree gchar *second = NULL;

  g_object_set (rig->src, "text", NULL, NULL);
  rig_play_to_end (rig);
  first = design_rig_get_voice (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  g_object_set (rig->src, "cache", FALSE, NULL);
  rig_play_to_end (rig);
  second = design_rig_get_voice (rig);
  g_assert_cmpstr (first, !=, second);
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 2);
  g_assert_cmpuint (design_rig_count_files (".entry"), ==, 2);
  g_assert_cmpuint (design_rig_count_files (".old-1.entry"), ==, 1);

  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  g_object_set (rig->src, "cache", TRUE, NULL);
  rig_play_to_end (rig);
  assert_voice_of (rig, second);
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 2);
}

static void
test_cache_dir_has_the_voices (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autofree gchar *folder = g_build_filename (data_folder_get (), "elsewhere",
      NULL);
  g_autofree gchar *voices = g_build_filename (folder, "voices", NULL);

  g_object_set (rig->src, "cache-dir", folder, NULL);
  rig_play_to_end (rig);
  g_assert_true (g_file_test (voices, G_FILE_TEST_IS_DIR));
  g_assert_cmpuint (design_rig_count_files (""), ==, 0);
}

/* Presets of qwenttssrc */

static gchar *
get_preset_voice (const gchar * name)
{
  g_autoptr (GstElement) element =
      gst_object_ref_sink (gst_element_factory_make ("qwenttssrc", NULL));
  gchar *voice = NULL;

  if (gst_preset_load_preset (GST_PRESET (element), name))
    g_object_get (element, "voice", &voice, NULL);
  return voice;
}

static void
test_preset_name_saves_the_voice (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autofree gchar *voice = NULL;
  g_autofree gchar *saved = NULL;

  g_object_set (rig->src, "preset-name", "announcer", NULL);
  rig_play_to_end (rig);
  voice = design_rig_get_voice (rig);
  saved = get_preset_voice ("announcer");
  g_assert_cmpstr (saved, ==, voice);
}

/* Also one that was made before. */
static void
test_preset_name_saves_a_stored_voice (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autofree gchar *voice = NULL;
  g_autofree gchar *saved = NULL;

  rig_play_to_end (rig);
  voice = design_rig_get_voice (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  g_object_set (rig->src, "preset-name", "announcer", NULL);
  rig_play_to_end (rig);
  saved = get_preset_voice ("announcer");
  g_assert_cmpstr (saved, ==, voice);
}

/* Whoever hears of the voice finds it there. */
static void
look_for_preset (Rig * rig, GstMessage * message)
{
  const gchar *voice;
  g_autofree gchar *saved = NULL;

  if (!gst_message_has_name (message, "qwentts/voice-designed"))
    return;
  voice = gst_structure_get_string (gst_message_get_structure (message),
      "voice");
  saved = get_preset_voice ("announcer");
  g_assert_cmpstr (saved, ==, voice);
  rig->user_data = rig;
}

static void
test_preset_is_there_when_the_voice_is_told (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);

  g_object_set (rig->src, "preset-name", "announcer", NULL);
  rig->on_message = look_for_preset;
  rig_play_to_end (rig);
  g_assert_nonnull (rig->user_data);
}

static void
assert_preset_warning (Rig * rig, const gchar * name)
{
  g_autoptr (GstMessage) message = NULL;
  g_autoptr (GError) warning = NULL;
  g_autofree gchar *voice = NULL;

  g_object_set (rig->src, "preset-name", name, NULL);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, DESIGN_TEXT);
  voice = design_rig_get_voice (rig);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 1);
  message = rig_wait_for_message (rig, GST_MESSAGE_WARNING);
  g_assert_true (GST_MESSAGE_SRC (message) == GST_OBJECT (rig->src));
  gst_message_parse_warning (message, &warning, NULL);
  g_assert_nonnull (strstr (warning->message, voice));
  g_assert_nonnull (strstr (warning->message, name));
}

static void
test_preset_that_cannot_be_written_is_a_warning (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autofree gchar *file = g_build_filename (data_folder_get (),
      "gstreamer-1.0", NULL);

  g_assert_true (g_file_set_contents (file, "", -1, NULL));
  assert_preset_warning (rig, "announcer");
}

/* A voice of a newer version is not understood, and not lost. */
static void
test_newer_entry_is_left_alone (void)
{
  g_autoptr (Rig) rig = design_rig_new (NULL);
  g_autofree gchar *before = NULL;
  g_autofree gchar *after = NULL;

  g_object_set (rig->src, "text", NULL, NULL);
  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  design_rig_edit_entry ("format-version", "2");
  before = design_rig_read_entry ();
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, NULL);
  cache_rig_assert_warned_once (rig);
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 2);
  after = design_rig_read_entry ();
  g_assert_cmpstr (after, ==, before);
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/voicedesign/" path, function)
  ADD ("two-at-once-pay-once", test_two_at_once_pay_once);
  ADD ("waiting-for-another-one-stops", test_waiting_for_another_one_stops);
  ADD ("kept-preview-needs-no-key", test_kept_preview_needs_no_key);
  ADD ("folder-that-cannot-be-written-is-a-warning",
      test_folder_that_cannot_be_written_is_a_warning);
  ADD ("without-cache-a-voice-is-made-and-kept",
      test_without_cache_a_voice_is_made_and_kept);
  ADD ("cache-dir-has-the-voices", test_cache_dir_has_the_voices);
  ADD ("preset-name-saves-the-voice", test_preset_name_saves_the_voice);
  ADD ("preset-name-saves-a-stored-voice",
      test_preset_name_saves_a_stored_voice);
  ADD ("preset-is-there-when-the-voice-is-told",
      test_preset_is_there_when_the_voice_is_told);
  ADD ("preset-that-cannot-be-written-is-a-warning",
      test_preset_that_cannot_be_written_is_a_warning);
  ADD ("newer-entry-is-left-alone", test_newer_entry_is_left_alone);
#undef ADD

  return data_folder_finish (g_test_run ());
}
