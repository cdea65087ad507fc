/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Seeks that meet a start, a stop, or a stream that is opened. */
#include <glib/gstdio.h>

#include "script-rig.h"

#define AUDIO script_same_format
#define N_STARTS 60

/* A seek is kept for a start at which the stream has no end any more. */

static guint64
get_start_of_segment (Rig * rig)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  const GstSegment *segment = NULL;

  for (guint i = 0; i < book->len; i++)
    if (GST_IS_EVENT (book->pdata[i])
        && GST_EVENT_TYPE (book->pdata[i]) == GST_EVENT_SEGMENT)
      gst_event_parse_segment (book->pdata[i], &segment);
  g_assert_nonnull (segment);
  return segment->start;
}

static void
test_starts_from_the_beginning_without_an_end (gconstpointer property)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);

  rig_start (rig, GST_STATE_READY);
  g_assert_true (gst_element_seek_simple (rig->src, GST_FORMAT_TIME,
          GST_SEEK_FLAG_FLUSH, GST_SECOND));
  g_object_set (rig->src, property, TRUE, NULL);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_buffers (rig, 1);
  g_assert_cmpuint (get_start_of_segment (rig), ==, 0);
}

/* GstBaseSrc has been asked to seek, and has not begun to. */
static void
open_on_debug (GstDebugCategory * category, GstDebugLevel level,
    const gchar * file, const gchar * function, gint line, GObject * object,
    GstDebugMessage * message, gpointer user_data)
{
  Rig *rig = user_data;

  if (g_str_equal (gst_debug_category_get_name (category), "basesrc")
      && g_thread_self () == rig->user_data) {
    rig->user_data = NULL;
    g_object_set (rig->src, "keep-open", TRUE, NULL);
  }
}

static void
test_goes_on_if_it_is_opened_amid_a_seek (gconstpointer flags)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autoptr (GstMessage) end = NULL;

  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_for_progress (rig, GST_PROGRESS_TYPE_START);
  rig->user_data = g_thread_self ();
  gst_debug_add_log_function (open_on_debug, rig, NULL);
  gst_debug_set_threshold_for_name ("basesrc", GST_LEVEL_DEBUG);
  g_assert_false (gst_pad_send_event (rig->pad, gst_event_new_seek (1,
              GST_FORMAT_TIME, GPOINTER_TO_INT (flags), GST_SEEK_TYPE_SET,
              GST_SECOND, GST_SEEK_TYPE_NONE, 0)));
  gst_debug_unset_threshold_for_name ("basesrc");
  gst_debug_remove_log_function (open_on_debug);
  g_assert_null (rig->user_data);

  g_object_set (rig->src, "keep-open", FALSE, NULL);
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  end = rig_wait_for_message (rig, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_cmpint (GST_MESSAGE_TYPE (end), ==, GST_MESSAGE_EOS);
  rig_assert_spoken (rig, RIG_TEXT);
}

/* In the middle of start (), when the pad is active already. */

static gpointer
assert_refused (gpointer rig)
{
  g_assert_false (gst_pad_send_event (((Rig *) rig)->pad,
          gst_event_new_seek (1, GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH,
              GST_SEEK_TYPE_SET, GST_SECOND, GST_SEEK_TYPE_NONE, 0)));
  return NULL;
}

static void
seek_while_starting (Rig * rig, GstMessage * message)
{
  g_autoptr (GstContext) context = NULL;

  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_NEED_CONTEXT)
    return;
  g_thread_join (g_thread_new ("seek", assert_refused, rig));
  context = gst_context_new ("gst.qwentts.credentials", TRUE);
  gst_structure_set (gst_context_writable_structure (context), "api-key-file",
      G_TYPE_STRING, rig->user_data, NULL);
  gst_element_set_context (rig->src, context);
}

static void
test_is_refused_while_it_starts (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *key_file = g_build_filename (rig->cache_dir, "key", NULL);

  g_assert_true (g_file_set_contents_full (key_file, RIG_KEY, -1,
          G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  g_object_set (rig->src, "api-key", NULL, NULL);
  rig->user_data = key_file;
  rig->on_message = seek_while_starting;
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
}

/* Somebody seeks all the while. */

typedef struct
{
  Rig *rig;
  gint is_over;                 /* atomic */
} Seeker;

static gpointer
seek_for_ever (gpointer user_data)
{
  Seeker *seeker = user_data;
  guint i = 0;

  while (!g_atomic_int_get (&seeker->is_over))
    gst_pad_send_event (seeker->rig->pad, gst_event_new_seek (1,
            GST_FORMAT_TIME, GST_SEEK_FLAG_FLUSH, GST_SEEK_TYPE_SET,
            i++ % 5 * GST_SECOND / 10, GST_SEEK_TYPE_NONE, 0));
  return NULL;
}

static void
test_stops_while_somebody_seeks (void)
{
  g_autoptr (Rig) rig = script_rig_new (AUDIO);
  Seeker seeker = { rig };
  GThread *thread;

  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  thread = g_thread_new ("seek", seek_for_ever, &seeker);
  for (guint i = 0; i < N_STARTS; i++) {
    rig_forget (rig);
    rig_start (rig, GST_STATE_PLAYING);
    rig_stop (rig, GST_STATE_READY);
  }
  g_atomic_int_set (&seeker.is_over, TRUE);
  g_thread_join (thread);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==,
      SCRIPT_N_SENTENCES);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/seek-races/" path, function)
#define ADD_DATA(path, data, function) \
  g_test_add_data_func ("/seek-races/" path, data, function)
  ADD_DATA ("starts-from-the-beginning-where-it-is-open", "keep-open",
      test_starts_from_the_beginning_without_an_end);
  ADD_DATA ("starts-from-the-beginning-where-it-is-live", "is-live",
      test_starts_from_the_beginning_without_an_end);
  ADD_DATA ("goes-on-if-it-is-opened-amid-a-seek", NULL,
      test_goes_on_if_it_is_opened_amid_a_seek);
  ADD_DATA ("goes-on-if-it-is-opened-amid-a-flush",
      GINT_TO_POINTER (GST_SEEK_FLAG_FLUSH),
      test_goes_on_if_it_is_opened_amid_a_seek);
  ADD ("is-refused-while-it-starts", test_is_refused_while_it_starts);
  ADD ("stops-while-somebody-seeks", test_stops_while_somebody_seeks);
#undef ADD_DATA
#undef ADD

  return g_test_run ();
}
