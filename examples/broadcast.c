/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* broadcast VOICE [MUSIC [SINK]], both as for gst-launch-1.0: music, and over it
 * announcements, each a line of standard input; "!" drops what is being said. What
 * fails is told and left out, and the music plays on. Ends when all is said. */
#include <gst/controller/controller.h>

#define DUCKED 0.2
#define RAMP (300 * GST_MSECOND)
#define HOLD (2 * RAMP)         /* the voice is held back, and may be late a bit */
#define SHOW "audiomixer name=mix latency=200000000 " \
    "! audio/x-raw,rate=48000,channels=2 ! audioconvert ! audioresample ! %s " \
    "%s ! audioconvert ! audioresample ! clocksync ! volume name=bed ! mix. " \
    "qwenttssrc name=voice is-live=true keep-open=true on-segment-error=skip " \
    "voice=%s ! queue ! audioconvert ! audioresample ! mix."

typedef struct
{
  GMainLoop *loop;
  GstElement *pipeline, *voice;
  GstTimedValueControlSource *volume;   /* of the bed, by running time */
  gboolean is_speaking;         /* of the voice's streaming thread */
  gint status;
} Show;

static void
ramp (Show * show, GstClockTime start, gdouble from, gdouble target)
{
  gst_timed_value_control_source_set (show->volume, start, from);
  gst_timed_value_control_source_set (show->volume, start + RAMP, target);
}

static void
end_music (gpointer pipeline)
{
  gst_element_send_event (pipeline, gst_event_new_eos ());
}

/* The data itself tells when the voice speaks: its silence is flagged. */
static GstPadProbeReturn
on_voice (GstPad * pad, GstPadProbeInfo * info, gpointer data)
{
  Show *show = data;
  gboolean was_speaking = show->is_speaking;

  if (GST_IS_EVENT (info->data) && GST_EVENT_TYPE (info->data) == GST_EVENT_EOS)
    g_timeout_add_once (2000, end_music, show->pipeline);
  if (!GST_IS_BUFFER (info->data))
    return GST_PAD_PROBE_OK;
  show->is_speaking = !GST_BUFFER_FLAG_IS_SET (info->data, GST_BUFFER_FLAG_GAP);
  if (show->is_speaking && !was_speaking)
    ramp (show, GST_BUFFER_PTS (info->data) + HOLD - RAMP, 1, DUCKED);
  else if (was_speaking && !show->is_speaking)
    ramp (show, GST_BUFFER_PTS (info->data) + HOLD, DUCKED, 1);
  return GST_PAD_PROBE_OK;
}

static gboolean
on_line (GIOChannel * input, GIOCondition condition, gpointer data)
{
  Show *show = data;
  g_autofree gchar *line = NULL;
  const gchar *text;
  gboolean is_taken = TRUE;

  if (g_io_channel_read_line (input, &line, NULL, NULL, NULL)
      != G_IO_STATUS_NORMAL) {
    g_signal_emit_by_name (show->voice, "end-of-stream");
    return G_SOURCE_REMOVE;
  }
  text = g_strstrip (line);
  /* Some editors begin a file with a mark. */
  if (g_str_has_prefix (text, "\ufeff"))
    text += strlen ("\ufeff");
  if (g_str_equal (text, "!"))
    g_signal_emit_by_name (show->voice, "interrupt");
  else if (*text)
    g_signal_emit_by_name (show->voice, "push-text", text, &is_taken);
  if (!is_taken)
    g_printerr ("Not said: %s\n", text);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_message (GstBus * bus, GstMessage * message, gpointer data)
{
  Show *show = data;
  const GstStructure *structure = gst_message_get_structure (message);
  gboolean is_error = GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR;
  g_autoptr (GError) error = NULL;

  if (gst_message_has_name (message, "qwentts/segment"))
    g_print ("On air: %s\n", gst_structure_get_string (structure, "text"));
  if (is_error || GST_MESSAGE_TYPE (message) == GST_MESSAGE_WARNING) {
    gst_structure_get (structure, "gerror", G_TYPE_ERROR, &error, NULL);
    g_printerr ("%s: %s\n", GST_MESSAGE_SRC_NAME (message), error->message);
    show->status = 1;
  }
  if (is_error || GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    g_main_loop_quit (show->loop);
  return G_SOURCE_CONTINUE;
}

static void
duck (Show * show)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (show->voice, "src");
  g_autoptr (GstElement) bed = gst_bin_get_by_name (GST_BIN (show->pipeline),
      "bed");

  show->volume = (gpointer) gst_interpolation_control_source_new ();
  g_object_set (show->volume, "mode", GST_INTERPOLATION_MODE_LINEAR, NULL);
  gst_object_add_control_binding (GST_OBJECT (bed),
      gst_direct_control_binding_new_absolute (GST_OBJECT (bed), "volume",
          GST_CONTROL_SOURCE (show->volume)));
  gst_timed_value_control_source_set (show->volume, 0, 1);
  gst_pad_set_offset (pad, HOLD);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER
      | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_voice, show, NULL);
}

int
main (int argc, char **argv)
{
  g_autofree gchar *line = g_strdup_printf (SHOW,
      argc > 3 ? argv[3] : "autoaudiosink",
      argc > 2 ? argv[2] : "audiotestsrc is-live=true freq=220 volume=0.2",
      argc > 1 ? argv[1] : "");
  g_autoptr (GIOChannel) input = g_io_channel_unix_new (0);
  g_autoptr (GError) error = NULL;
  Show show = { g_main_loop_new (NULL, FALSE) };

  gst_init (&argc, &argv);
  show.pipeline = gst_parse_launch (line, &error);
  if (error || argc < 2 || argc > 4) {
    g_printerr ("Usage: %s VOICE [MUSIC [SINK]]\n", argv[0]);
    return 2;
  }
  show.voice = gst_bin_get_by_name (GST_BIN (show.pipeline), "voice");
  duck (&show);
  gst_bus_add_watch (GST_ELEMENT_BUS (show.pipeline), on_message, &show);
  g_io_channel_set_encoding (input, NULL, NULL);
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, on_line, &show);
  gst_element_set_state (show.pipeline, GST_STATE_PLAYING);
  g_main_loop_run (show.loop);
  gst_element_set_state (show.pipeline, GST_STATE_NULL);
  gst_bus_remove_watch (GST_ELEMENT_BUS (show.pipeline));
  gst_object_unref (show.volume);
  gst_object_unref (show.voice);
  gst_object_unref (show.pipeline);
  g_main_loop_unref (show.loop);
  return show.status;
}
