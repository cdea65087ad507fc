/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Texts that are refused, and what goes with one that is taken. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "failure.h"
#include "segments.h"

#define NOT_UTF8 "Good \xff"

/* What the element warns of, while it is looked at. */

typedef struct
{
  gpointer element;
  gint n_warnings;              /* atomic */
} Watch;

static void
count_warning (GstDebugCategory * category, GstDebugLevel level,
    const gchar * file, const gchar * function, gint line, GObject * object,
    GstDebugMessage * message, gpointer user_data)
{
  Watch *watch = user_data;

  if (level == GST_LEVEL_WARNING && object == watch->element)
    g_atomic_int_inc (&watch->n_warnings);
}

static void
watch_begin (Watch * watch, Rig * rig)
{
  watch->element = rig->src;
  gst_debug_set_threshold_for_name ("qwenttssrc", GST_LEVEL_WARNING);
  gst_debug_add_log_function (count_warning, watch, NULL);
}

/* Returns: the number of warnings */
static guint
watch_end (Watch * watch)
{
  gst_debug_remove_log_function_by_data (watch);
  gst_debug_unset_threshold_for_name ("qwenttssrc");
  return g_atomic_int_get (&watch->n_warnings);
}

static gboolean
push (Rig * rig, const gchar * text)
{
  gboolean is_taken;

  g_signal_emit_by_name (rig->src, "push-text", text, &is_taken);
  return is_taken;
}

/* Waits for texts: nothing is asked for. */
static Rig *
new_open_rig (void)
{
  Rig *rig = rig_new (NULL);

  g_object_set (rig->src, "text", NULL, "keep-open", TRUE, NULL);
  return rig;
}

/* Each refusal is one warning. */
static void
assert_not_taken (Rig * rig, const gchar * text)
{
  Watch watch = { 0 };
  gboolean is_taken;

  watch_begin (&watch, rig);
  is_taken = push (rig, text);
  g_assert_cmpuint (watch_end (&watch), ==, 1);
  g_assert_false (is_taken);
}

/* And it has no other effect: what is said then is all that is asked for. */
static void
assert_says_only (Rig * rig, const gchar * text)
{
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (push (rig, text));
  g_object_set (rig->src, "keep-open", FALSE, NULL);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, text);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT), ==, 1);
}

static void
test_is_refused_before_the_start (gconstpointer state)
{
  g_autoptr (Rig) rig = new_open_rig ();

  rig_start (rig, GPOINTER_TO_INT (state));
  assert_not_taken (rig, "Too early.");
  assert_says_only (rig, "In time.");
}

static void
test_is_refused_while_it_plays (gconstpointer text)
{
  g_autoptr (Rig) rig = new_open_rig ();

  rig_start (rig, GST_STATE_PLAYING);
  assert_not_taken (rig, text);
  assert_says_only (rig, "A text.");
}

static void
test_is_refused_after_the_end_of_stream (void)
{
  g_autoptr (Rig) rig = new_open_rig ();

  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (push (rig, "The last one."));
  g_signal_emit_by_name (rig->src, "end-of-stream");
  assert_not_taken (rig, "One more.");
  rig_play_to_end (rig);
  rig_assert_spoken (rig, "The last one.");
  assert_not_taken (rig, "After EOS.");
}

/* Whatever was the end. The next start takes texts again. */
static void
assert_is_at_its_end (Rig * rig)
{
  assert_not_taken (rig, "Too late.");
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  assert_says_only (rig, "The next one.");
}

static void
test_is_refused_after_an_eos_event (void)
{
  g_autoptr (Rig) rig = new_open_rig ();

  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (gst_element_send_event (rig->src, gst_event_new_eos ()));
  assert_not_taken (rig, "At once.");
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_EOS));
  assert_is_at_its_end (rig);
}

static GstPadProbeReturn
refuse_buffer (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  gst_buffer_unref (GST_PAD_PROBE_INFO_BUFFER (info));
  GST_PAD_PROBE_INFO_FLOW_RETURN (info) = GST_FLOW_ERROR;
  return GST_PAD_PROBE_HANDLED;
}

static void
test_is_refused_after_downstream_failed (void)
{
  g_autoptr (Rig) rig = new_open_rig ();
  g_autoptr (GstPad) pad = gst_element_get_static_pad (rig->sink, "sink");
  gulong probe = gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER,
      refuse_buffer, NULL, NULL);

  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (push (rig, "A text."));
  rig_wait_for_event (rig, GST_EVENT_EOS);
  gst_pad_remove_probe (pad, probe);
  assert_not_taken (rig, "Too late.");
}

static void
test_is_refused_after_a_stop (void)
{
  g_autoptr (Rig) rig = new_open_rig ();

  rig_start (rig, GST_STATE_PLAYING);
  rig_stop (rig, GST_STATE_READY);
  assert_not_taken (rig, "Too late.");
  assert_says_only (rig, "The next one.");
}

static void
test_actions_before_the_start_have_no_effect (void)
{
  g_autoptr (Rig) rig = new_open_rig ();

  g_signal_emit_by_name (rig->src, "end-of-stream");
  g_signal_emit_by_name (rig->src, "interrupt");
  rig_start (rig, GST_STATE_READY);
  g_signal_emit_by_name (rig->src, "end-of-stream");
  g_signal_emit_by_name (rig->src, "interrupt");
  assert_says_only (rig, "A text.");
}

/* Nobody knows how long it will be, until nothing more can come. */
static void
test_open_stream_has_no_duration (void)
{
  g_autoptr (Rig) rig = new_open_rig ();
  gint64 duration;

  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (push (rig, "A text."));
  gst_message_unref (rig_wait_for_named (rig, "qwentts/segment"));
  g_assert_false (gst_element_query_duration (rig->src, GST_FORMAT_TIME,
          &duration));
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_DURATION_CHANGED), ==,
      0);

  g_object_set (rig->src, "keep-open", FALSE, NULL);
  rig_play_to_end (rig);
  g_assert_true (gst_element_query_duration (rig->src, GST_FORMAT_TIME,
          &duration));
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_DURATION_CHANGED), ==,
      1);
}

/* The property, while it plays. */

static void
test_property_is_refused_while_it_plays (gconstpointer text)
{
  g_autoptr (Rig) rig = new_open_rig ();
  Watch watch = { 0 };

  rig_start (rig, GST_STATE_PLAYING);
  watch_begin (&watch, rig);
  g_object_set (rig->src, "text", text, NULL);
  g_assert_cmpuint (watch_end (&watch), ==, 1);
  assert_says_only (rig, "A text.");
}

/* What was set last is what the next start says. */
static void
test_blank_property_fails_the_next_start (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;
  g_autofree gchar *text = NULL;

  rig_start (rig, GST_STATE_PAUSED);
  g_object_set (rig->src, "text", " ", NULL);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  g_object_get (rig->src, "text", &text, NULL);
  g_assert_cmpstr (text, ==, " ");

  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  gst_element_set_state (rig->pipeline, GST_STATE_PAUSED);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR,
      GST_RESOURCE_ERROR_SETTINGS, "settings", FALSE);
  failure_assert_names (failure, "text");
}

static void
test_no_text_is_none_while_it_plays (void)
{
  g_autoptr (Rig) rig = new_open_rig ();
  Watch watch = { 0 };

  rig_start (rig, GST_STATE_PLAYING);
  watch_begin (&watch, rig);
  g_object_set (rig->src, "text", NULL, NULL);
  g_assert_cmpuint (watch_end (&watch), ==, 0);
  assert_says_only (rig, "A text.");
}

static void
test_property_replaces_before_the_start (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  Watch watch = { 0 };

  watch_begin (&watch, rig);
  g_object_set (rig->src, "text", "One.", NULL);
  rig_start (rig, GST_STATE_READY);
  g_object_set (rig->src, "text", "Two.", NULL);
  g_assert_cmpuint (watch_end (&watch), ==, 0);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, "Two.");
}

/* What goes with a text. */

static void
assert_asked (Rig * rig, const gchar * prompt, const gchar * voice,
    const gchar * language)
{
  g_autoptr (GPtrArray) requests =
      qwentts_simulator_get_requests (rig->simulator);

  for (guint i = 0; i < requests->len; i++) {
    const QwenttsSimulatorRequest *request = requests->pdata[i];
    g_autoptr (JsonNode) root = NULL;
    JsonObject *body;

    if (request->kind != QWENTTS_SIMULATOR_SUBMIT)
      continue;
    root = json_from_string (request->body, NULL);
    body = json_node_get_object (root);
    if (g_strcmp0 (json_object_get_string_member (body, "prompt"), prompt) != 0)
      continue;
    g_assert_cmpstr (json_object_get_string_member (body, "model"), ==,
        "qwen3-tts-vd");
    g_assert_cmpstr (json_object_get_string_member (body, "voice"), ==, voice);
    g_assert_cmpstr (json_object_get_string_member_with_default (body,
            "language_type", NULL), ==, language);
    return;
  }
  g_error ("\"%s\" is not asked for", prompt);
}

/* What it is then is not what it is when the text is asked for. The model is that
 * of the start. */
static void
test_text_keeps_the_voice_of_its_time (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = rig_new (&options);

  g_object_set (rig->src, "text", NULL, "keep-open", TRUE, "max-prefetch", 3,
      "voice", "voice-a", NULL);
  gst_util_set_object_arg (G_OBJECT (rig->src), "language-type", "german");
  /* The service knows none of them. */
  gst_util_set_object_arg (G_OBJECT (rig->src), "on-segment-error", "skip");
  rig_start (rig, GST_STATE_READY);
  rig_start (rig, GST_STATE_PLAYING);
  g_assert_true (push (rig, "One."));
  g_object_set (rig->src, "voice", "voice-b", NULL);
  gst_util_set_object_arg (G_OBJECT (rig->src), "language-type", "french");
  g_assert_true (push (rig, "Two."));
  g_object_set (rig->src, "voice", "voice-c", "model", "later",
      "max-segment-length", 50, NULL);
  g_assert_true (push (rig, "Three, which is said whole although it is longer "
          "than fifty."));
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT, 3));
  assert_asked (rig, "One.", "voice-a", "German");
  assert_asked (rig, "Two.", "voice-b", "French");
  assert_asked (rig, "Three, which is said whole although it is longer "
      "than fifty.", "voice-c", "French");
}

static void
add_refusals (void)
{
#define ADD(path, data, function) g_test_add_data_func ("/texts/" path, \
      data, function)
  ADD ("is-refused-in-null", GINT_TO_POINTER (GST_STATE_NULL),
      test_is_refused_before_the_start);
  ADD ("is-refused-in-ready", GINT_TO_POINTER (GST_STATE_READY),
      test_is_refused_before_the_start);
  ADD ("is-refused-if-it-is-blank", " \n", test_is_refused_while_it_plays);
  ADD ("is-refused-if-it-is-blank-and-old", "\v\xc2\x85",
      test_is_refused_while_it_plays);
  ADD ("is-refused-if-it-is-empty", "", test_is_refused_while_it_plays);
  ADD ("is-refused-if-it-is-none", NULL, test_is_refused_while_it_plays);
  ADD ("is-refused-if-it-is-not-utf8", NOT_UTF8,
      test_is_refused_while_it_plays);
  ADD ("property-is-refused-if-it-is-blank", " \n",
      test_property_is_refused_while_it_plays);
  ADD ("property-is-refused-if-it-is-not-utf8", NOT_UTF8,
      test_property_is_refused_while_it_plays);
#undef ADD
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  gst_debug_remove_log_function (gst_debug_log_default);

  add_refusals ();
#define ADD(path, function) g_test_add_func ("/texts/" path, function)
  ADD ("is-refused-after-the-end-of-stream",
      test_is_refused_after_the_end_of_stream);
  ADD ("is-refused-after-an-eos-event", test_is_refused_after_an_eos_event);
  ADD ("is-refused-after-downstream-failed",
      test_is_refused_after_downstream_failed);
  ADD ("is-refused-after-a-stop", test_is_refused_after_a_stop);
  ADD ("actions-before-the-start-have-no-effect",
      test_actions_before_the_start_have_no_effect);
  ADD ("text-keeps-the-voice-of-its-time",
      test_text_keeps_the_voice_of_its_time);
  ADD ("open-stream-has-no-duration", test_open_stream_has_no_duration);
  ADD ("blank-property-fails-the-next-start",
      test_blank_property_fails_the_next_start);
  ADD ("no-text-is-none-while-it-plays", test_no_text_is_none_while_it_plays);
  ADD ("property-replaces-before-the-start",
      test_property_replaces_before_the_start);
#undef ADD

  return g_test_run ();
}
