/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "told.h"

static void
note_progress (const QwenttsSpeechProgress * progress, gpointer user_data)
{
  Told *fixture = user_data;
  QwenttsJobState state = { 0 };

  if (progress->type == GST_PROGRESS_TYPE_COMPLETE)
    g_string_append_c (fixture->told, 'D');
  else if (progress->type == GST_PROGRESS_TYPE_ERROR)
    g_string_append_c (fixture->told, 'E');
  else if (progress->type == GST_PROGRESS_TYPE_CANCELED)
    g_string_append_c (fixture->told, 'X');
  while (fixture->waits_for_voice
      && progress->type == GST_PROGRESS_TYPE_CONTINUE && !state.has_voice)
    qwentts_job_wait_for_change (fixture->job, &state, NULL, NULL);
}

static void
note_segment (const QwenttsSegmentInfo * info, gpointer user_data)
{
  Told *fixture = user_data;

  g_string_append_c (fixture->told, 's');
  fixture->is_cached = info->is_cached;
}

static void
note_duration (GstClockTime duration, gboolean is_final, gpointer user_data)
{
}

static void
note_voice (const QwenttsVoice * voice, gpointer user_data)
{
  Told *fixture = user_data;

  g_string_append_c (fixture->told, 'v');
  g_assert_null (fixture->voice);
  fixture->voice = g_strdup (voice->name);
}

static void
note_warning (const GError * warning, gpointer user_data)
{
  Told *fixture = user_data;

  g_string_append_c (fixture->told, 'w');
}

static const QwenttsSpeechFuncs funcs = {
  note_progress, note_segment, note_duration, note_voice, note_warning
};

/* @design: (transfer full) */
Told *
told_new (Design * design, DesignFlags flags)
{
  Told *fixture = g_new0 (Told, 1);

  fixture->design = design;
  fixture->told = g_string_new (NULL);
  fixture->wait = g_cancellable_new ();
  fixture->speech = qwentts_speech_new (design->client, 1, &funcs, fixture);
  fixture->job = design_make_job (design, NULL, flags);
  qwentts_speech_add_job (fixture->speech, qwentts_job_ref (fixture->job));
  return fixture;
}

void
told_free (Told * fixture)
{
  qwentts_speech_stop (fixture->speech);
  qwentts_speech_unref (fixture->speech);
  qwentts_job_unref (fixture->job);
  g_object_unref (fixture->wait);
  g_string_free (fixture->told, TRUE);
  g_free (fixture->voice);
  design_free (fixture->design);
  g_free (fixture);
}

/* Returns: how many bytes came before the end or the error */
gsize
told_pull_to_end (Told * fixture, GError ** error)
{
  gsize size = 0;
  GstBuffer *buffer;

  while ((buffer = qwentts_speech_pull (fixture->speech, fixture->wait, error))) {
    size += gst_buffer_get_size (buffer);
    gst_buffer_unref (buffer);
  }
  return size;
}

void
told_await_voice_well (Told * fixture, gboolean until_kept)
{
  g_autoptr (GError) error = NULL;
  gboolean is_told = qwentts_speech_await_voice (fixture->speech, until_kept,
      fixture->wait, &error);

  g_assert_no_error (error);
  g_assert_true (is_told);
  g_assert_nonnull (fixture->voice);
}

void
told_assert_audio_on_disk (Told * fixture)
{
  g_autoptr (QwenttsRecord) record = design_peek (fixture->design);

  g_assert_cmpint (record->state, ==, QWENTTS_RECORD_READY);
  g_assert_nonnull (record->audio.format);
}
