/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A show: music, and announcements over it, each a line of standard input; the
 * line "!" interrupts, and after the last one the music fades out. Whatever the
 * voice does, the music plays on: an announcement that fails is told and left out,
 * and a voice that fails as a whole (no key) is started anew by the next line.
 * Exits with 0; 1 if something failed; 2 if it was not called as --help says. */
#include <gio/gunixinputstream.h>

#include "bed.h"

#define CARD "audioconvert ! audioresample ! autoaudiosink "
#define WAV "clocksync ! wavenc ! filesink name=file "
#define SHOW(SINK) "audiomixer name=mix force-live=true latency=200000000 " \
    "! audio/x-raw,rate=48000,channels=2,format=S16LE ! " SINK \
    "qwenttssrc name=voice is-live=true keep-open=true on-segment-error=skip " \
    "! audioconvert ! audioresample ! queue ! mix."

typedef struct
{
  GMainLoop *loop;
  GstElement *pipeline, *voice, *bed;
  gboolean is_ending;
  gint status;
} Show;

static void
on_line (GObject * input, GAsyncResult * result, gpointer data)
{
  Show *show = data;
  GDataInputStream *stream = G_DATA_INPUT_STREAM (input);
  g_autofree gchar *line =
      g_data_input_stream_read_line_finish (stream, result, NULL, NULL);
  gboolean is_taken = TRUE;

  show->is_ending = line == NULL;
  if (show->is_ending && GST_STATE (show->voice) == GST_STATE_PLAYING) {
    g_signal_emit_by_name (show->voice, "end-of-stream");
  } else if (show->is_ending) {
    bed_fade_out (show->bed);
  } else if (g_str_equal (g_strstrip (line), "!")) {
    g_signal_emit_by_name (show->voice, "interrupt");
  } else if (*line) {
    gst_element_sync_state_with_parent (show->voice);
    g_signal_emit_by_name (show->voice, "push-text", line, &is_taken);
  }
  if (!is_taken) {
    g_printerr ("Not said: %s\n", line);
    show->status = 1;
  }
  if (line)
    g_data_input_stream_read_line_async (stream, 0, NULL, on_line, show);
}

static void
on_failure (Show * show, GstMessage * message)
{
  g_autoptr (GError) error = NULL;

  gst_structure_get (gst_message_get_structure (message), "gerror",
      G_TYPE_ERROR, &error, NULL);
  g_printerr ("%s: %s\n", GST_MESSAGE_SRC_NAME (message), error->message);
  show->status = 1;
  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR
      && GST_MESSAGE_SRC (message) != GST_OBJECT (show->voice))
    g_main_loop_quit (show->loop);
}

static gboolean
on_message (GstBus * bus, GstMessage * message, gpointer data)
{
  Show *show = data;
  GstMessageType type = GST_MESSAGE_TYPE (message);

  if (type == GST_MESSAGE_ERROR || type == GST_MESSAGE_WARNING)
    on_failure (show, message);
  else if (type == GST_MESSAGE_LATENCY)
    gst_bin_recalculate_latency (GST_BIN (show->pipeline));
  else if (type == GST_MESSAGE_EOS)
    g_main_loop_quit (show->loop);
  else if (gst_message_has_name (message, "qwentts/segment"))
    g_print ("On air: %s\n", gst_structure_get_string
        (gst_message_get_structure (message), "text"));
  else if (gst_message_has_name (message, "silent"))
    g_print ("Off air\n");
  else if (gst_message_has_name (message, "ended") && !show->is_ending)
    gst_element_set_state (show->voice, GST_STATE_NULL);
  else if (gst_message_has_name (message, "ended"))
    bed_fade_out (show->bed);
  return G_SOURCE_CONTINUE;
}

/* The voice may fail, so it is started when all else plays. */
static void
run (Show * show)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (show->pipeline);

  gst_bus_add_watch (bus, on_message, show);
  gst_element_set_locked_state (show->voice, TRUE);
  gst_element_set_state (show->pipeline, GST_STATE_PLAYING);
  gst_element_get_state (show->pipeline, NULL, NULL, GST_CLOCK_TIME_NONE);
  bed_start (show->bed);
  gst_element_set_locked_state (show->voice, FALSE);
  gst_element_sync_state_with_parent (show->voice);
  g_main_loop_run (show->loop);
  gst_element_set_state (show->pipeline, GST_STATE_NULL);
  gst_bus_remove_watch (bus);
}

int
main (int argc, char **argv)
{
  g_autofree gchar *voice = NULL, *bed = NULL, *output = NULL;
  const GOptionEntry options[] = {
    {"voice", 0, 0, G_OPTION_ARG_STRING, &voice, "Who speaks", "VOICE"},
    {"bed", 0, 0, G_OPTION_ARG_FILENAME, &bed, "The music", "FILE"},
    {"output", 0, 0, G_OPTION_ARG_FILENAME, &output, "A recording", "FILE.wav"},
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GInputStream) stdin_stream = g_unix_input_stream_new (0, FALSE);
  g_autoptr (GDataInputStream) input = g_data_input_stream_new (stdin_stream);
  g_autoptr (GError) error = NULL;
  Show show = { g_main_loop_new (NULL, FALSE) };

  gst_init (&argc, &argv);
  g_option_context_add_main_entries (context, options, NULL);
  if (g_option_context_parse (context, &argc, &argv, &error) && voice)
    show.pipeline = gst_parse_launch (output ? SHOW (WAV) : SHOW (CARD),
        &error);
  if (error || show.pipeline == NULL || argc > 1) {
    g_printerr ("%s\n", error ? error->message : "Only --voice is needed");
    return 2;
  }
  show.voice = gst_bin_get_by_name (GST_BIN (show.pipeline), "voice");
  show.bed = bed_add (show.pipeline, "mix", "voice", bed);
  g_object_set (show.voice, "voice", voice, NULL);
  if (output)
    gst_child_proxy_set (GST_CHILD_PROXY (show.pipeline), "file::location",
        output, NULL);
  g_data_input_stream_read_line_async (input, 0, NULL, on_line, &show);
  run (&show);
  gst_object_unref (show.voice);
  gst_object_unref (show.pipeline);
  g_main_loop_unref (show.loop);
  return show.status;
}
