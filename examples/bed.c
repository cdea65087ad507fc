/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "bed.h"

#include <gst/controller/controller.h>

#define DUCKED 0.2
#define RAMP (300 * GST_MSECOND)
#define FADE (1500 * GST_MSECOND)
#define LATENCY (50 * GST_MSECOND)      /* of the voice, at most */

/* What the mixer makes has running time, and goes on whatever comes. */
#define BED "audiomixer name=bed force-live=true latency=200000000 " \
    "! audio/x-raw,rate=48000,channels=2 ! volume name=volume "
#define MUSIC "uridecodebin name=music ! audioconvert ! audioresample " \
    "! bed.sink_0"
#define TONE "! chord. audiotestsrc is-live=true volume=.08 freq="
#define CHORD "audiomixer name=chord ! audioconvert ! audioresample ! bed.sink_0 "\
    "audiotestsrc is-live=true volume=.08 freq=220 " TONE "277.2 " \
    TONE "329.6 ! chord."

/* Of the voice's streaming thread. */
typedef struct
{
  GstTimedValueControlSource *volume;
  GstClockTime end;             /* of what the voice has pushed */
  gboolean is_speaking;
} Ducking;

static void
ducking_free (gpointer data)
{
  Ducking *ducking = data;

  gst_object_unref (ducking->volume);
  g_free (ducking);
}

static GstElement *
get (GstElement * bed, const gchar * name)
{
  return gst_bin_get_by_name (GST_BIN (bed), name);
}

/* Returns: (transfer full): the bed's volume, by running time */
static GstTimedValueControlSource *
get_volume (GstElement * bed)
{
  g_autoptr (GstElement) volume = get (bed, "volume");
  g_autoptr (GstControlBinding) binding =
      gst_object_get_control_binding (GST_OBJECT (volume), "volume");
  GstTimedValueControlSource *source;

  g_object_get (binding, "control-source", &source, NULL);
  return source;
}

static gdouble
get_value (GstTimedValueControlSource * volume, GstClockTime time)
{
  gdouble value = 1;

  gst_control_source_get_value (GST_CONTROL_SOURCE (volume), time, &value);
  return value;
}

static void
ramp (GstTimedValueControlSource * volume, GstClockTime start, gdouble from,
    GstClockTime length, gdouble to)
{
  gst_timed_value_control_source_set (volume, start, from);
  gst_timed_value_control_source_set (volume, start + length, to);
}

/* It may be on its way up. */
static void
go_down (GstTimedValueControlSource * volume, GstClockTime time)
{
  gdouble from = get_value (volume, time);

  gst_timed_value_control_source_unset_all (volume);
  ramp (volume, time, from, RAMP, DUCKED);
}

static void
tell (GstPad * voice, const gchar * name)
{
  g_autoptr (GstElement) element = gst_pad_get_parent_element (voice);

  gst_element_post_message (element,
      gst_message_new_application (GST_OBJECT (element),
          gst_structure_new_empty (name)));
}

/* The voice is heard a ramp later than @time. */
static void
follow (Ducking * ducking, GstPad * voice, gboolean is_speaking,
    GstClockTime time)
{
  gboolean was_speaking = ducking->is_speaking;

  ducking->is_speaking = is_speaking;
  if (is_speaking && !was_speaking)
    go_down (ducking->volume, time);
  if (!is_speaking && was_speaking) {
    ramp (ducking->volume, time + RAMP, DUCKED, RAMP, 1);
    tell (voice, "silent");
  }
}

/* The data itself tells when it speaks: its silence is flagged. */
static GstPadProbeReturn
on_voice (GstPad * pad, GstPadProbeInfo * info, gpointer data)
{
  Ducking *ducking = data;
  GstBuffer *buffer = info->data;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER) {
    follow (ducking, pad, !GST_BUFFER_FLAG_IS_SET (buffer,
            GST_BUFFER_FLAG_GAP), GST_BUFFER_PTS (buffer));
    ducking->end = GST_BUFFER_PTS (buffer) + GST_BUFFER_DURATION (buffer);
  } else if (GST_EVENT_TYPE (info->data) == GST_EVENT_EOS) {
    follow (ducking, pad, FALSE, ducking->end);
    tell (pad, "ended");
  }
  return GST_PAD_PROBE_OK;
}

/* A mixer that cannot learn the latency of all its sources waits for ever, and a
 * voice that has failed does not answer. */
static GstPadProbeReturn
on_query (GstPad * pad, GstPadProbeInfo * info, gpointer data)
{
  if (GST_QUERY_TYPE (info->data) != GST_QUERY_LATENCY)
    return GST_PAD_PROBE_OK;
  gst_query_set_latency (info->data, TRUE, LATENCY, GST_CLOCK_TIME_NONE);
  return GST_PAD_PROBE_HANDLED;
}

static void
duck_under (GstElement * bed, GstElement * voice)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (voice, "src");
  Ducking *ducking = g_new0 (Ducking, 1);

  ducking->volume = get_volume (bed);
  gst_pad_set_offset (pad, RAMP);
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_QUERY_UPSTREAM, on_query, NULL,
      NULL);
  gst_pad_add_probe (pad,
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, on_voice,
      ducking, ducking_free);
}

/* What is played as a segment ends with a message instead of EOS, and the next
 * round, without a flush, begins where it ended. */
static void
play_round (GstElement * bed, GstSeekFlags flags)
{
  g_autoptr (GstElement) mixer = get (bed, "bed");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (mixer, "sink_0");

  gst_pad_push_event (pad, gst_event_new_seek (1, GST_FORMAT_TIME,
          flags | GST_SEEK_FLAG_SEGMENT, GST_SEEK_TYPE_SET, 0,
          GST_SEEK_TYPE_NONE, 0));
}

static void
play_next_round (GstElement * bed, gpointer data)
{
  play_round (bed, GST_SEEK_FLAG_NONE);
}

/* In a streaming thread, which cannot seek itself. */
static void
on_segment_done (GstBus * bus, GstMessage * message, gpointer bed)
{
  gst_element_call_async (bed, play_next_round, NULL, NULL);
}

static void
set_file (GstElement * bed, const gchar * file)
{
  g_autoptr (GstElement) music = get (bed, "music");
  g_autofree gchar *uri = gst_filename_to_uri (file, NULL);

  g_object_set (music, "uri", uri, NULL);
}

static GstElement *
make_bed (const gchar * file)
{
  GstElement *bed = gst_parse_bin_from_description (file ? BED MUSIC :
      BED CHORD, FALSE, NULL);
  g_autoptr (GstElement) volume = get (bed, "volume");
  g_autoptr (GstPad) pad = gst_element_get_static_pad (volume, "src");
  g_autoptr (GstControlSource) source = gst_interpolation_control_source_new ();

  g_object_set (source, "mode", GST_INTERPOLATION_MODE_LINEAR, NULL);
  gst_object_add_control_binding (GST_OBJECT (volume),
      gst_direct_control_binding_new_absolute (GST_OBJECT (volume), "volume",
          source));
  gst_element_add_pad (bed, gst_ghost_pad_new ("src", pad));
  if (file)
    set_file (bed, file);
  return bed;
}

GstElement *
bed_add (GstElement * pipeline, const gchar * mixer_name,
    const gchar * voice_name, const gchar * file)
{
  g_autoptr (GstElement) mixer = get (pipeline, mixer_name);
  g_autoptr (GstElement) voice = get (pipeline, voice_name);
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  GstElement *bed = make_bed (file);

  gst_bin_add (GST_BIN (pipeline), bed);
  gst_element_link (bed, mixer);
  duck_under (bed, voice);
  gst_bus_enable_sync_message_emission (bus);
  g_signal_connect_object (bus, "sync-message::segment-done",
      G_CALLBACK (on_segment_done), bed, 0);
  return bed;
}

void
bed_start (GstElement * bed)
{
  g_autoptr (GstElement) music = get (bed, "music");

  if (music)
    play_round (bed, GST_SEEK_FLAG_FLUSH);
}

static gboolean
end (gpointer mixer)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (mixer, "src");

  gst_pad_push_event (pad, gst_event_new_eos ());
  return G_SOURCE_REMOVE;
}

void
bed_fade_out (GstElement * bed)
{
  g_autoptr (GstTimedValueControlSource) volume = get_volume (bed);
  g_autoptr (GstPad) pad = gst_element_get_static_pad (bed, "src");
  g_autoptr (GstPad) peer = gst_pad_get_peer (pad);
  GstClockTime now = gst_element_get_current_running_time (bed);
  GstClockTime start = now + 2 * RAMP;  /* it may have to go up before */

  ramp (volume, start, get_value (volume, start), FADE, 0);
  g_timeout_add_full (G_PRIORITY_DEFAULT, (start + FADE - now) / GST_MSECOND,
      end, gst_pad_get_parent_element (peer), gst_object_unref);
}
