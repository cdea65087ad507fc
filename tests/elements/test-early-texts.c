/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What an application asks for while the source starts: from READY→PAUSED on, but
 * before there is anything to say it. */
#include <glib/gstdio.h>

#include "rig.h"

#define N_RUNS 50

static gchar *key_file;

static gboolean
push (Rig * rig, const gchar * text)
{
  gboolean is_taken;

  g_signal_emit_by_name (rig->src, "push-text", text, &is_taken);
  return is_taken;
}

/* A rig without a key, which it asks the application for in that moment.
 *
 * @ask: called by the thread that starts it */
static Rig *
new_rig_that_asks (void (*ask) (Rig * rig, GstMessage * message))
{
  Rig *rig = rig_new (NULL);

  g_object_set (rig->src, "api-key", NULL, NULL);
  rig->on_message = ask;
  return rig;
}

/* Gives it the key, if it asks for it. */
static gboolean
is_asked (Rig * rig, GstMessage * message)
{
  g_autoptr (GstContext) context = NULL;
  const gchar *type = NULL;

  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_NEED_CONTEXT)
    return FALSE;
  gst_message_parse_context_type (message, &type);
  context = gst_context_new (type, TRUE);
  gst_structure_set (gst_context_writable_structure (context), "api-key-file",
      G_TYPE_STRING, key_file, NULL);
  gst_element_set_context (rig->src, context);
  return TRUE;
}

static void
assert_said (Rig * rig, const gchar * const *texts)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  guint n = 0;

  for (guint i = 0; i < book->len; i++) {
    const GstStructure *told = rig_is_message (book->pdata[i],
        GST_MESSAGE_ELEMENT) ? gst_message_get_structure (book->pdata[i])
        : NULL;

    if (told == NULL || !gst_structure_has_name (told, "qwentts/segment"))
      continue;
    g_assert_cmpstr (gst_structure_get_string (told, "text"), ==, texts[n]);
    n++;
  }
  g_assert_cmpuint (n, ==, g_strv_length ((gchar **) texts));
}

static void
say_more (Rig * rig, GstMessage * message)
{
  if (!is_asked (rig, message))
    return;
  g_object_set (rig->src, "text", "One.", NULL);
  g_assert_true (push (rig, "Two."));
  g_object_set (rig->src, "text", "Three.", NULL);
}

static void
test_texts_are_queued_in_their_order (gconstpointer is_live)
{
  static const gchar *const texts[] = { RIG_TEXT, "One.", "Two.", "Three.",
    NULL
  };
  g_autoptr (Rig) rig = new_rig_that_asks (say_more);

  g_object_set (rig->src, "is-live", GPOINTER_TO_INT (is_live), NULL);
  rig_play_to_end (rig);
  assert_said (rig, texts);
}

static void
say_two_and_end (Rig * rig, GstMessage * message)
{
  if (!is_asked (rig, message))
    return;
  g_assert_true (push (rig, "One."));
  g_signal_emit_by_name (rig->src, "end-of-stream");
  gst_debug_set_threshold_for_name ("qwenttssrc", GST_LEVEL_NONE);
  g_assert_false (push (rig, "Never."));
}

static void
test_end_of_stream_is_kept (void)
{
  static const gchar *const texts[] = { "One.", NULL };
  g_autoptr (Rig) rig = new_rig_that_asks (say_two_and_end);

  g_object_set (rig->src, "text", NULL, "keep-open", TRUE, NULL);
  rig_play_to_end (rig);
  assert_said (rig, texts);
}

static void
close_it (Rig * rig, GstMessage * message)
{
  if (is_asked (rig, message))
    g_object_set (rig->src, "keep-open", FALSE, NULL);
}

static void
test_keep_open_is_kept (void)
{
  static const gchar *const texts[] = { RIG_TEXT, NULL };
  g_autoptr (Rig) rig = new_rig_that_asks (close_it);

  g_object_set (rig->src, "keep-open", TRUE, NULL);
  rig_play_to_end (rig);
  assert_said (rig, texts);
}

static void
interrupt (Rig * rig, GstMessage * message)
{
  if (!is_asked (rig, message))
    return;
  g_assert_true (push (rig, "Never."));
  g_signal_emit_by_name (rig->src, "interrupt");
  g_assert_true (push (rig, "One."));
}

static void
test_interrupt_drops_what_was_before_it (void)
{
  static const gchar *const texts[] = { "One.", NULL };
  g_autoptr (Rig) rig = new_rig_that_asks (interrupt);

  rig_play_to_end (rig);
  assert_said (rig, texts);
}

static void
set_address (Rig * rig, GstMessage * message)
{
  g_autoptr (GError) error = NULL;

  if (!is_asked (rig, message))
    return;
  g_assert_false (gst_uri_handler_set_uri (GST_URI_HANDLER (rig->src),
          "qwentts:Never.?voice=v", &error));
  g_assert_error (error, GST_URI_ERROR, GST_URI_ERROR_BAD_STATE);
}

/* It would be that of the next run. */
static void
test_address_comes_too_late (void)
{
  static const gchar *const texts[] = { RIG_TEXT, NULL };
  g_autoptr (Rig) rig = new_rig_that_asks (set_address);

  rig_play_to_end (rig);
  assert_said (rig, texts);
}

/* What is asked for in a run that does not come about is not there in the
 * next. */
static void
ask_in_vain (Rig * rig, GstMessage * message)
{
  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_NEED_CONTEXT)
    return;
  g_assert_true (push (rig, "Never."));
  g_signal_emit_by_name (rig->src, "end-of-stream");
  g_signal_emit_by_name (rig->src, "interrupt");
}

static void
test_nothing_stays_of_a_start_that_fails (void)
{
  static const gchar *const texts[] = { RIG_TEXT, "One.", NULL };
  g_autoptr (Rig) rig = new_rig_that_asks (ask_in_vain);

  /* Where there is one, the key is asked for later. */
  g_object_set (rig->src, "cache", FALSE, NULL);
  g_assert_cmpint (gst_element_set_state (rig->pipeline, GST_STATE_PAUSED), ==,
      GST_STATE_CHANGE_FAILURE);
  rig_stop (rig, GST_STATE_NULL);
  rig_forget (rig);
  rig->on_message = NULL;
  g_object_set (rig->src, "api-key",
      qwentts_simulator_get_api_key (rig->simulator), NULL);
  rig_block (rig);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (push (rig, "One."));
  rig_wait_until_blocked (rig);
  rig_unblock (rig);
  rig_play_to_end (rig);
  assert_said (rig, texts);
}

/* One that says two texts, one after the other, whenever it is let. */
typedef struct
{
  Rig *rig;
  const gchar *first, *second;
  gboolean is_first_taken;
} Speaker;

static gpointer
speak (gpointer data)
{
  Speaker *speaker = data;

  speaker->is_first_taken = push (speaker->rig, speaker->first);
  while (!push (speaker->rig, speaker->second))
    g_thread_yield ();
  return NULL;
}

static guint
find_said (Rig * rig, const gchar * text)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);

  for (guint i = 0; i < book->len; i++)
    if (GST_IS_MESSAGE (book->pdata[i])
        && gst_message_has_name (book->pdata[i], "qwentts/segment")
        && g_strcmp0 (gst_structure_get_string (gst_message_get_structure
                (book->pdata[i]), "text"), text) == 0)
      return i;
  g_error ("\"%s\" is not said", text);
}

/* At any moment of the start: a text that was taken is said, after those that
 * the same thread had given before it. */
static void
test_texts_of_other_threads_are_said (void)
{
  gst_debug_set_threshold_for_name ("qwenttssrc", GST_LEVEL_NONE);
  for (guint i = 0; i < N_RUNS; i++) {
    g_autoptr (Rig) rig = rig_new (NULL);
    Speaker a = { rig, "One.", "Two.", FALSE };
    Speaker b = { rig, "Three.", "Four.", FALSE };
    GThread *threads[2];

    g_object_set (rig->src, "keep-open", TRUE, NULL);
    threads[0] = g_thread_new ("a", speak, &a);
    threads[1] = g_thread_new ("b", speak, &b);
    rig_start (rig, GST_STATE_PLAYING);
    g_thread_join (threads[0]);
    g_thread_join (threads[1]);
    g_signal_emit_by_name (rig->src, "end-of-stream");
    rig_play_to_end (rig);
    g_assert_cmpuint (find_said (rig, RIG_TEXT), <, find_said (rig, "Two."));
    if (a.is_first_taken)
      g_assert_cmpuint (find_said (rig, "One."), <, find_said (rig, "Two."));
    if (b.is_first_taken)
      g_assert_cmpuint (find_said (rig, "Three."), <, find_said (rig, "Four."));
  }
}

static void
make_key_file (void)
{
  g_autoptr (GError) error = NULL;
  gint fd = g_file_open_tmp ("key-XXXXXX", &key_file, &error);

  g_assert_no_error (error);
  g_close (fd, &error);
  g_assert_no_error (error);
  g_file_set_contents (key_file, RIG_KEY, -1, &error);
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  gint result;

  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/early-texts/" path, function)
  g_test_add_data_func ("/early-texts/are-queued-in-their-order",
      GINT_TO_POINTER (FALSE), test_texts_are_queued_in_their_order);
  g_test_add_data_func ("/early-texts/are-queued-in-their-order-live",
      GINT_TO_POINTER (TRUE), test_texts_are_queued_in_their_order);
  ADD ("end-of-stream-is-kept", test_end_of_stream_is_kept);
  ADD ("keep-open-is-kept", test_keep_open_is_kept);
  ADD ("interrupt-drops-what-was-before-it",
      test_interrupt_drops_what_was_before_it);
  ADD ("address-comes-too-late", test_address_comes_too_late);
  ADD ("nothing-stays-of-a-start-that-fails",
      test_nothing_stays_of_a_start_that_fails);
  ADD ("of-other-threads-are-said", test_texts_of_other_threads_are_said);
#undef ADD

  make_key_file ();
  result = g_test_run ();
  g_unlink (key_file);
  g_free (key_file);
  return result;
}
