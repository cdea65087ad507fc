/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "stream-error.h"

#include <gst/pbutils/pbutils.h>

#include "audio-debug.h"

#define GST_CAT_DEFAULT QWENTTS_AUDIO_DEBUG

/* Playlists and session descriptions are neither: what they name would be
 * fetched from wherever they please. */
gboolean
qwentts_caps_may_hold_audio (const GstCaps * caps)
{
  GstPbUtilsCapsDescriptionFlags flags;

  if (gst_caps_get_size (caps) == 0)
    return FALSE;
  if (g_str_has_prefix (gst_structure_get_name (gst_caps_get_structure (caps,
                  0)), "audio/"))
    return TRUE;

  flags = gst_pb_utils_get_caps_description_flags (caps);
  return (flags & (GST_PBUTILS_CAPS_DESCRIPTION_FLAG_AUDIO |
          GST_PBUTILS_CAPS_DESCRIPTION_FLAG_CONTAINER)) != 0;
}

GError *
qwentts_stream_error_no_audio (const GstCaps * missing_caps, gboolean is_broken)
{
  g_autofree gchar *codec = NULL;

  if (!missing_caps && is_broken)
    return g_error_new_literal (GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE,
        "The audio cannot be decoded: its file ends before it begins.");
  if (!missing_caps)
    return g_error_new_literal (GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE,
        "What came is no audio: there is no sound in it.");

  codec = gst_pb_utils_get_codec_description (missing_caps);
  return g_error_new (GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN,
      "No GStreamer plugin is installed that decodes %s.",
      codec ? codec : "this audio");
}

GError *
qwentts_stream_error_too_little_audio (guint64 size)
{
  return g_error_new (GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE,
      "The audio cannot be decoded: there is no sound in %" G_GUINT64_FORMAT
      " MiB of its file.", size / (1024 * 1024));
}

static gboolean
is_unknown_type (const GError * error)
{
  return g_error_matches (error, GST_STREAM_ERROR,
      GST_STREAM_ERROR_TYPE_NOT_FOUND)
      || g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE);
}

static gboolean
is_missing_decoder (const GError * error)
{
  return g_error_matches (error, GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN)
      || g_error_matches (error, GST_STREAM_ERROR,
      GST_STREAM_ERROR_CODEC_NOT_FOUND);
}

GError *
qwentts_stream_error_from_message (GstMessage * message,
    const GstCaps * missing_caps, gboolean is_audio)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *debug = NULL;

  gst_message_parse_error (message, &error, &debug);
  GST_DEBUG ("%" GST_PTR_FORMAT " failed: %s (%s)", GST_MESSAGE_SRC (message),
      error->message, debug);

  if (is_missing_decoder (error))
    return qwentts_stream_error_no_audio (missing_caps, FALSE);
  if (!is_audio && is_unknown_type (error))
    return g_error_new (GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE,
        "What came is no audio: %s", error->message);

  return g_error_new (GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE,
      "The audio cannot be decoded: %s", error->message);
}
