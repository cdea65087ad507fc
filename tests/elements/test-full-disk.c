/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A cache on a disk that is really full: it is played on, with one WARNING, and
 * what was there stays. */
#include <string.h>

#include "cache-rig.h"
#include "data-folder.h"
#include "design-rig.h"
#include "memory-folder.h"
#include "segments.h"
#include "small-disk.h"

#define DISK_SIZE (2 * 1024 * 1024)
#define PAGE_SIZE 4096
#define SCRIPT "One sentence is spoken now by the announcer. Another sentence " \
  "comes behind it by itself. And the last one is said at the end of all."
#define MAX_LENGTH 50

static gboolean can_mount;

static gboolean
skips (void)
{
  if (!can_mount)
    g_test_skip ("mounting is not allowed here");
  return !can_mount;
}

static void
say (Rig * rig, const gchar * text)
{
  rig_stop (rig, GST_STATE_READY);
  g_object_set (rig->src, "text", text, NULL);
  rig_forget (rig);
  rig_play_to_end (rig);
}

static void
assert_script_heard (Rig * rig)
{
  g_autoptr (GPtrArray) segments = segments_get (rig);

  g_assert_cmpuint (segments->len, >=, 3);
  segments_assert_heard (rig, segments, NULL);
}

static void
assert_no_warning (Rig * rig)
{
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 0);
}

/* @data: pages that are left */
static void
test_speech_is_heard (gconstpointer data)
{
  g_autoptr (Rig) rig = NULL;

  if (skips ())
    return;
  rig = rig_new (NULL);
  small_disk_mount (rig->cache_dir, DISK_SIZE);
  g_object_set (rig->src, "max-segment-length", MAX_LENGTH, NULL);
  say (rig, RIG_TEXT);
  small_disk_fill (rig->cache_dir, GPOINTER_TO_UINT (data) * PAGE_SIZE);

  say (rig, SCRIPT);
  assert_script_heard (rig);
  cache_rig_assert_warned_once (rig);
  g_assert_cmpuint (cache_rig_count_files (rig->cache_dir, ".tmp"), ==, 0);

  /* What was there. */
  say (rig, RIG_TEXT);
  rig_assert_spoken (rig, RIG_TEXT);
  cache_rig_assert_told (rig, TRUE, NULL);
  assert_no_warning (rig);

  small_disk_make_room (rig->cache_dir);
  say (rig, SCRIPT);
  assert_script_heard (rig);
  assert_no_warning (rig);
  small_disk_unmount (rig->cache_dir);
}

/* Nothing lists it, so that its name is told. */
static void
assert_told_to_write_it_down (Rig * rig)
{
  g_autoptr (GstMessage) message = rig_wait_for_message (rig,
      GST_MESSAGE_WARNING);
  g_autofree gchar *voice = design_rig_get_voice (rig);
  g_autoptr (GError) warning = NULL;

  cache_rig_assert_warned_once (rig);
  gst_message_parse_warning (message, &warning, NULL);
  g_assert_error (warning, GST_RESOURCE_ERROR,
      GST_RESOURCE_ERROR_NO_SPACE_LEFT);
  g_assert_nonnull (strstr (warning->message, voice));
}

static void
design (Rig * rig, const gchar * prompt)
{
  rig_stop (rig, GST_STATE_READY);
  g_object_set (rig->src, "voice-prompt", prompt, NULL);
  rig_forget (rig);
  rig_play_to_end (rig);
  design_rig_assert_heard (rig, TRUE, NULL);
}

static void
test_voice_is_heard (void)
{
  g_autoptr (Rig) rig = NULL;
  g_autofree gchar *folder = NULL;
  g_autofree gchar *first = NULL;
  g_autofree gchar *again = NULL;

  if (skips ())
    return;
  rig = design_rig_new (NULL);
  folder = memory_folder_make ();
  small_disk_mount (folder, DISK_SIZE);
  g_object_set (rig->src, "cache-dir", folder, "text", NULL, NULL);
  design (rig, DESIGN_PROMPT);
  first = design_rig_get_voice (rig);
  small_disk_fill (folder, 0);

  design (rig, "Another announcer");
  assert_told_to_write_it_down (rig);

  /* What was there. */
  design (rig, DESIGN_PROMPT);
  again = design_rig_get_voice (rig);
  g_assert_cmpstr (again, ==, first);
  assert_no_warning (rig);
  g_assert_cmpuint (qwentts_simulator_get_n_designs (rig->simulator), ==, 2);
  small_disk_unmount (folder);
  memory_folder_remove (folder);
}

int
main (int argc, char **argv)
{
  can_mount = small_disk_init ();
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/full-disk/speech-is-heard", GUINT_TO_POINTER (0),
      test_speech_is_heard);
  /* For the entries, but not for the audio. */
  g_test_add_data_func ("/full-disk/speech-is-heard-with-some-pages",
      GUINT_TO_POINTER (8), test_speech_is_heard);
  /* And for the first audio. */
  g_test_add_data_func ("/full-disk/speech-is-heard-with-room-for-one",
      GUINT_TO_POINTER (60), test_speech_is_heard);
  g_test_add_func ("/full-disk/voice-is-heard", test_voice_is_heard);

  return data_folder_finish (g_test_run ());
}
