/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Speaks a text in an application: how progress is shown, how an error is told
 * apart by its category, and what it cost.
 *
 *   say VOICE TEXT [SINK]
 *
 * SINK is a description such as "wavenc ! filesink location=say.wav"; without it
 * the sound card. */
#include <gst/gst.h>

static void
print_error (GstMessage * message)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *debug = NULL;
  const GstStructure *details = NULL;
  const gchar *category = NULL;
  gboolean is_retryable = FALSE;

  gst_message_parse_error (message, &error, &debug);
  gst_message_parse_error_details (message, &details);
  if (details) {
    category = gst_structure_get_string (details, "category");
    gst_structure_get_boolean (details, "retryable", &is_retryable);
  }
  g_printerr ("%s\n[%s%s] %s\n", error->message,
      category ? category : "pipeline",
      is_retryable ? ", worth asking again" : "", debug ? debug : "");
}

static void
print_progress (GstMessage * message)
{
  const GstStructure *structure = gst_message_get_structure (message);
  g_autofree gchar *text = NULL;
  gint percent = 0;

  gst_message_parse_progress (message, NULL, NULL, &text);
  gst_structure_get_int (structure, "percent", &percent);
  g_print ("%s (%d %%)\n", text, percent);
}

static void
print_cost (GstElement * pipeline)
{
  g_autoptr (GstElement) src = gst_bin_get_by_name (GST_BIN (pipeline), "src");
  g_autoptr (GstStructure) stats = NULL;
  GstClockTime first = GST_CLOCK_TIME_NONE;
  gdouble credits = 0;

  g_object_get (src, "stats", &stats, NULL);
  gst_structure_get_clock_time (stats, "time-to-first-audio", &first);
  gst_structure_get_double (stats, "credits", &credits);
  g_print ("%.2f credits, first audio after %" GST_TIME_FORMAT "\n", credits,
      GST_TIME_ARGS (first));
}

/* Returns: whether the text was spoken to its end */
static gboolean
run (GstElement * pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  while (TRUE) {
    g_autoptr (GstMessage) message = gst_bus_timed_pop_filtered (bus,
        GST_CLOCK_TIME_NONE, GST_MESSAGE_PROGRESS | GST_MESSAGE_EOS
        | GST_MESSAGE_ERROR);

    switch (GST_MESSAGE_TYPE (message)) {
      case GST_MESSAGE_PROGRESS:
        print_progress (message);
        break;
      case GST_MESSAGE_EOS:
        print_cost (pipeline);
        return TRUE;
      default:
        print_error (message);
        return FALSE;
    }
  }
}

int
main (int argc, char **argv)
{
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GstElement) src = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree gchar *line = NULL;
  gboolean is_spoken;

  gst_init (&argc, &argv);
  if (argc < 3 || argc > 4) {
    g_printerr ("Usage: %s VOICE TEXT [SINK]\n", argv[0]);
    return 2;
  }

  line = g_strdup_printf ("qwenttssrc name=src ! audioconvert ! audioresample "
      "! %s", argc > 3 ? argv[3] : "autoaudiosink");
  pipeline = gst_parse_launch (line, &error);
  /* With a part of the line that is wrong there may be both. */
  if (error) {
    g_printerr ("%s\n", error->message);
    return 1;
  }
  /* Not in the line: a text may hold anything. */
  src = gst_bin_get_by_name (GST_BIN (pipeline), "src");
  g_object_set (src, "voice", argv[1], "text", argv[2], NULL);

  is_spoken = run (pipeline);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  return is_spoken ? 0 : 1;
}
