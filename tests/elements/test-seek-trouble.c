/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Seeking while the service hangs or has failed, where what was kept is gone, and in
 * files that are no plain samples. */
#include <glib/gstdio.h>

#include "audio/encoded-file.h"
#include "cache-rig.h"
#include "failure.h"
#include "phase.h"
#include "seek-rig.h"

#define AUDIO script_same_format

/* It ends any wait, and no job that was paid. */
static void
test_goes_on (gconstpointer data)
{
  const Phase phase = GPOINTER_TO_INT (data);
  g_autoptr (Rig) rig = phase_new_rig (phase);

  /* Not for the 30 s that the service asks for. */
  g_object_set (rig->src, "retry-backoff-max", 0.5, NULL);
  phase_enter (rig, phase);
  for (guint i = 0; i < 3; i++)
    g_assert_true (gst_element_seek_simple (rig->src, GST_FORMAT_TIME,
            GST_SEEK_FLAG_FLUSH, 0));
  phase_release (rig, phase);
  rig_play_to_end (rig);
  seek_rig_seek (rig, 0, GST_CLOCK_TIME_NONE);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
}

static void
test_stops_at_once_on_the_way (gconstpointer data)
{
  const Phase phase = GPOINTER_TO_INT (data);
  g_autoptr (Rig) rig = phase_new_rig (phase);

  phase_enter (rig, phase);
  g_assert_true (gst_element_seek_simple (rig->src, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, 1000 * GST_SECOND));
  rig_stop (rig, GST_STATE_READY);
}

/* All that was heard, again, from several places. */
static void
assert_heard_again (Rig * rig)
{
  g_autoptr (GBytes) heard = rig_get_samples (rig);
  g_autoptr (GPtrArray) buffers = rig_get_buffers (rig);
  gsize size = g_bytes_get_size (heard);

  for (guint i = 0; i < buffers->len; i++) {
    GstClockTime place = GST_BUFFER_PTS (buffers->pdata[i]);
    g_autoptr (GBytes) wanted = NULL;
    g_autoptr (GBytes) again = NULL;

    size -= i ? gst_buffer_get_size (buffers->pdata[i - 1]) : 0;
    wanted = g_bytes_new_from_bytes (heard, g_bytes_get_size (heard) - size,
        size);
    seek_rig_seek (rig, place, GST_CLOCK_TIME_NONE);
    rig_play_to_end (rig);
    again = rig_get_samples (rig);
    g_assert_true (g_bytes_equal (wanted, again));
  }
}

static void
break_second (Rig * rig, GstMessage * message)
{
  const QwenttsSimulatorFault reset = {.cut = 15000,
    .end = QWENTTS_SIMULATOR_END_RESET
  };
  guint index;

  if (gst_message_has_name (message, "qwentts/segment")
      && gst_structure_get_uint (gst_message_get_structure (message), "index",
          &index) && index == 0)
    qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_DOWNLOAD,
        &reset);
}

/* A file that breaks off is heard as far as it goes, each time, and nobody is
 * warned again. */
static void
test_what_broke_off_breaks_off_again (gconstpointer uses_cache)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);
  guint n_tasks;

  qwentts_simulator_clear_faults (rig->simulator);
  g_object_set (rig->src, "retries", 0, "cache", GPOINTER_TO_INT (uses_cache),
      NULL);
  gst_util_set_object_arg (G_OBJECT (rig->src), "on-segment-error", "skip");
  rig->on_message = break_second;
  rig_play_to_end (rig);
  rig->on_message = NULL;
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 1);
  n_tasks = qwentts_simulator_get_n_tasks (rig->simulator);

  assert_heard_again (rig);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 0);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==,
      n_tasks);
}

/* Somebody empties the folder while we are at it. */

static void
remove_from_cache (Rig * rig, const gchar * suffix)
{
  g_autofree gchar *folder = g_build_filename (rig->cache_dir, "speech", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while ((name = g_dir_read_name (dir))) {
    g_autofree gchar *path = g_build_filename (folder, name, NULL);

    if (g_str_has_suffix (name, suffix))
      g_assert_cmpint (g_unlink (path), ==, 0);
  }
  g_assert_cmpuint (cache_rig_count_files (rig->cache_dir, suffix), ==, 0);
}

static void
test_what_is_gone_is_an_error (gconstpointer suffix)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);
  g_autoptr (Failure) failure = NULL;

  rig_play_to_end (rig);
  remove_from_cache (rig, suffix);
  seek_rig_seek (rig, 0, GST_CLOCK_TIME_NONE);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ,
      "storage", FALSE);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==,
      SCRIPT_N_SENTENCES);
}

/* With "skip" the next segment is the place; here there is none. */
static void
test_what_is_gone_can_be_skipped (void)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);

  gst_util_set_object_arg (G_OBJECT (rig->src), "on-segment-error", "skip");
  rig_play_to_end (rig);
  remove_from_cache (rig, ".audio");
  seek_rig_seek (rig, 0, GST_CLOCK_TIME_NONE);
  rig_play_to_end (rig);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==,
      SCRIPT_N_SENTENCES);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==,
      SCRIPT_N_SENTENCES);
}

/* Where nothing can be kept. */

static void
test_needs_no_cache (gconstpointer property)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);

  if (g_str_equal (property, "cache-max-size"))
    g_object_set (rig->src, property, (guint64) 0, NULL);
  else
    g_object_set (rig->src, property, "/proc/nowhere", NULL);
  rig_play_to_end (rig);
  seek_rig_seek (rig, 12345678, GST_CLOCK_TIME_NONE);
  seek_rig_assert_heard (rig, AUDIO, 12345678, GST_CLOCK_TIME_NONE);
}

/* What is dropped while it is heard again is not heard, nor what follows. */
static void
test_interrupt_ends_what_is_heard_again (void)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);
  g_autoptr (GPtrArray) buffers = NULL;

  rig_play_to_end (rig);
  rig_block (rig);
  seek_rig_seek (rig, 0, GST_CLOCK_TIME_NONE);
  rig_wait_until_blocked (rig);
  g_signal_emit_by_name (rig->src, "interrupt");
  rig_unblock (rig);
  rig_play_to_end (rig);
  buffers = rig_get_buffers (rig);
  g_assert_cmpuint (buffers->len, <=, 2);
  seek_rig_seek (rig, script_get_end (AUDIO, 1), GST_CLOCK_TIME_NONE);
  rig_play_to_end (rig);
  g_clear_pointer (&buffers, g_ptr_array_unref);
  buffers = rig_get_buffers (rig);
  g_assert_cmpuint (buffers->len, ==, 0);
}

static void
interrupt_second (Rig * rig, GstMessage * message)
{
  gboolean is_taken;
  guint index;

  if (gst_message_has_name (message, "qwentts/segment")
      && gst_structure_get_uint (gst_message_get_structure (message), "index",
          &index) && index == 1) {
    rig->on_message = NULL;
    g_signal_emit_by_name (rig->src, "interrupt");
    g_signal_emit_by_name (rig->src, "push-text", "Something else.", &is_taken);
    g_assert_true (is_taken);
  }
}

/* What was heard of it is not heard again: those behind it do not follow. */
static void
test_what_was_dropped_is_a_gap (void)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);
  g_autoptr (GPtrArray) buffers = NULL;
  GstClockTime end = 0;
  guint n_gaps = 0;

  rig->on_message = interrupt_second;
  rig_play_to_end (rig);
  seek_rig_seek (rig, 0, GST_CLOCK_TIME_NONE);
  rig_play_to_end (rig);
  buffers = rig_get_buffers (rig);
  for (guint i = 0; i < buffers->len; i++) {
    gboolean is_gap = i > 0 && GST_BUFFER_PTS (buffers->pdata[i]) != end;

    n_gaps += is_gap;
    g_assert_true (GST_BUFFER_FLAG_IS_SET (buffers->pdata[i],
            GST_BUFFER_FLAG_DISCONT) == (i == 0 || is_gap));
    end = GST_BUFFER_PTS (buffers->pdata[i])
        + GST_BUFFER_DURATION (buffers->pdata[i]);
  }
  g_assert_cmpuint (n_gaps, ==, 1);
}

/* Files of a codec. */

static void
test_is_exact_in (gconstpointer tail)
{
  g_autoptr (GBytes) file = encoded_file_new_sine (48000,
      "audio/x-raw,format=S16LE,rate=48000,channels=1", tail);
  const QwenttsSimulatorOptions options = {.audio = file };
  g_autoptr (Rig) rig = file ? rig_new (&options) : NULL;

  if (rig == NULL)
    return;
  g_object_set (rig->src, "text", "One is said. Two is said now, and more.",
      "max-segment-length", 50, NULL);
  rig_play_to_end (rig);
  assert_heard_again (rig);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/seek-trouble/" path, function)
#define ADD_DATA(path, data, function) \
  g_test_add_data_func ("/seek-trouble/" path, data, function)
  phase_add_tests ("seek-goes-on", test_goes_on, PHASE_FAILED);
  phase_add_tests ("seek-stops-at-once", test_stops_at_once_on_the_way,
      PHASE_ENDED);
  ADD_DATA ("what-broke-off-breaks-off-again", GINT_TO_POINTER (FALSE),
      test_what_broke_off_breaks_off_again);
  ADD_DATA ("what-broke-off-breaks-off-again-beside-the-cache",
      GINT_TO_POINTER (TRUE), test_what_broke_off_breaks_off_again);
  ADD_DATA ("audio-that-is-gone-is-an-error", ".audio",
      test_what_is_gone_is_an_error);
  ADD_DATA ("entry-that-is-gone-is-an-error", ".entry",
      test_what_is_gone_is_an_error);
  ADD ("what-is-gone-can-be-skipped", test_what_is_gone_can_be_skipped);
  ADD_DATA ("needs-no-room", "cache-max-size", test_needs_no_cache);
  ADD_DATA ("needs-no-folder", "cache-dir", test_needs_no_cache);
  ADD ("interrupt-ends-what-is-heard-again",
      test_interrupt_ends_what_is_heard_again);
  ADD ("what-was-dropped-is-a-gap", test_what_was_dropped_is_a_gap);
  ADD_DATA ("is-exact-in-opus", "opusenc ! oggmux !", test_is_exact_in);
  ADD_DATA ("is-exact-in-vorbis", "audioconvert ! vorbisenc ! oggmux !",
      test_is_exact_in);
  ADD_DATA ("is-exact-in-flac", "flacenc !", test_is_exact_in);
  ADD_DATA ("is-exact-in-mp3", "lamemp3enc !", test_is_exact_in);
#undef ADD_DATA
#undef ADD

  return g_test_run ();
}
