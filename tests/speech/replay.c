/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "replay.h"

#include <gst/audio/audio.h>

#define MAX_LENGTH 600

/* What is told. */

static void
note_progress (const QwenttsSpeechProgress * progress, gpointer user_data)
{
}

static void
note_segment (const QwenttsSegmentInfo * info, gpointer user_data)
{
  Replay *replay = user_data;
  g_autofree gchar *text = replay_make_text (info->segment->text_index);
  const ReplaySegment segment = { info->index, info->stream_time,
    info->duration, info->is_cached, info->credits, g_strdup (info->task_id)
  };

  g_assert_cmpstr (info->segment->text, ==, text);
  g_array_append_val (replay->segments, segment);
}

static void
note_duration (GstClockTime duration, gboolean is_final, gpointer user_data)
{
  Replay *replay = user_data;

  replay->duration = duration;
  replay->is_final = is_final;
}

static void
note_warning (const GError * warning, gpointer user_data)
{
  Replay *replay = user_data;

  replay->n_warnings++;
}

static gboolean
skip (const GError * error, gpointer user_data)
{
  Replay *replay = user_data;

  replay->n_skipped++;
  return replay->skips;
}

static const QwenttsSpeechFuncs funcs = {
  .progress = note_progress,.segment = note_segment,
  .duration = note_duration,.warning = note_warning,.skip = skip
};

/* What is said. */

gchar *
replay_make_text (guint index)
{
  return g_strdup_printf ("Sentence %u.", index);
}

static void
add_files (Replay * replay, const ReplayOptions * options)
{
  for (guint i = 0; i < options->n_segments; i++) {
    g_autoptr (GBytes) file = options->file ? g_bytes_ref (options->file)
        : replay_make_file (options->audio, i);
    const QwenttsSimulatorFault other_file = {.body = file,
      .content_type = "audio/wav"
    };

    qwentts_simulator_add_fault (replay->design->service->simulator,
        QWENTTS_SIMULATOR_DOWNLOAD, &other_file);
  }
}

static void
push_texts (Replay * replay, guint n_segments)
{
  for (guint i = 0; i < n_segments; i++) {
    g_autofree gchar *text = replay_make_text (i);

    g_assert_true (qwentts_speech_push_text (replay->speech, text,
            &replay->settings, MAX_LENGTH));
  }
}

static void
clear_segment (gpointer segment)
{
  g_free (((ReplaySegment *) segment)->task_id);
}

static void
forget (Replay * replay)
{
  g_array_set_size (replay->frames, 0);
  g_array_set_size (replay->segments, 0);
  replay->next = GST_CLOCK_TIME_NONE;
}

static Design *
make_design (const ReplayOptions * options)
{
  g_autoptr (GBytes) file = options->file ? g_bytes_ref (options->file)
      : replay_make_file (options->audio, 0);
  const QwenttsSimulatorOptions service = {.audio = file };
  Design *design = design_new_text (&service, options->system);

  if (options->max_size > 0) {
    qwentts_store_unref (design->rig->store);
    design->rig->store = qwentts_store_new_full (design->rig->folder,
        QWENTTS_KIND_SPEECH, options->max_size,
        options->system ? options->system : &qwentts_system);
  }
  return design;
}

static void
start_speech (Replay * replay, guint n_segments)
{
  replay->speech = qwentts_speech_new (replay->client, 1, &funcs, replay);
  qwentts_speech_set_seekable (replay->speech);
  push_texts (replay, n_segments);
  forget (replay);
}

Replay *
replay_new (const ReplayOptions * options)
{
  Replay *replay = g_new0 (Replay, 1);

  replay->design = make_design (options);
  replay->client = service_make_client (replay->design->base_url,
      SERVICE_TASK_TIMEOUT_MS, options->retries);
  replay->settings = (QwenttsVoiceSettings) {
  .model = (gchar *) "qwen3-tts-vd",.voice = (gchar *) DESIGN_VOICE,.store =
        options->uses_store ? replay->design->rig->store : NULL,.base_url =
        replay->design->base_url};
  replay->skips = options->skips;
  replay->wait = g_cancellable_new ();
  replay->frames = g_array_new (FALSE, TRUE, sizeof (ReplayFrame));
  replay->segments = g_array_new (FALSE, TRUE, sizeof (ReplaySegment));
  g_array_set_clear_func (replay->segments, clear_segment);
  add_files (replay, options);
  start_speech (replay, options->n_segments);
  return replay;
}

void
replay_end_speech (Replay * replay)
{
  if (replay->speech)
    qwentts_speech_stop (replay->speech);
  g_clear_pointer (&replay->speech, qwentts_speech_unref);
}

void
replay_begin_anew (Replay * replay, guint n_segments)
{
  replay_end_speech (replay);
  start_speech (replay, n_segments);
}

void
replay_free (Replay * replay)
{
  replay_end_speech (replay);
  g_object_unref (replay->wait);
  g_array_unref (replay->frames);
  g_array_unref (replay->segments);
  qwentts_client_unref (replay->client);
  design_free (replay->design);
  g_free (replay);
}

/* What is heard. */

static void
note_buffer (Replay * replay, GstBuffer * buffer)
{
  guint64 first = GST_BUFFER_OFFSET (buffer);
  GstAudioInfo info;
  GstMapInfo map;

  g_assert_true (gst_audio_info_from_caps (&info,
          qwentts_speech_get_caps (replay->speech)));
  if (GST_CLOCK_TIME_IS_VALID (replay->next))
    g_assert_cmpuint (GST_BUFFER_PTS (buffer), ==, replay->next);
  replay->next = GST_BUFFER_PTS (buffer) + GST_BUFFER_DURATION (buffer);

  g_assert_true (gst_buffer_map (buffer, &map, GST_MAP_READ));
  g_assert_cmpuint (GST_BUFFER_OFFSET_END (buffer) - first, ==,
      map.size / info.bpf);
  g_assert_cmpuint (map.size / info.bpf, <=, info.rate / 10);
  replay_append_frames (replay->frames, map.data, info.bpf, map.size / info.bpf,
      GST_BUFFER_PTS (buffer) - gst_util_uint64_scale (first, GST_SECOND,
          info.rate), first, info.rate);
  gst_buffer_unmap (buffer, &map);
}

gboolean
replay_pull (Replay * replay, GError ** error)
{
  g_autoptr (GstBuffer) buffer = qwentts_speech_pull (replay->speech,
      replay->wait, error);

  if (buffer)
    note_buffer (replay, buffer);
  return buffer != NULL;
}

void
replay_pull_to_end (Replay * replay)
{
  g_autoptr (GError) error = NULL;

  while (replay_pull (replay, &error))
    continue;
  g_assert_no_error (error);
}

void
replay_pull_up_to_segment (Replay * replay, guint index)
{
  g_autoptr (GError) error = NULL;

  while (replay->segments->len == 0
      || replay_get_segment (replay,
          replay->segments->len - 1)->index != index) {
    g_assert_true (replay_pull (replay, &error));
    g_assert_no_error (error);
  }
}

void
replay_seek (Replay * replay, GstClockTime position, GstClockTime stop)
{
  forget (replay);
  g_assert_true (qwentts_speech_seek (replay->speech, position, stop));
}

static guint
find_frame (GArray * frames, GstClockTime position)
{
  guint i = 0;

  while (i < frames->len
      && g_array_index (frames, ReplayFrame, i).stamp < position)
    i++;
  return i;
}

static void
assert_frames (Replay * replay, GArray * all, guint begin, guint end)
{
  g_assert_cmpmem (replay->frames->data,
      replay->frames->len * sizeof (ReplayFrame),
      all->data + begin * sizeof (ReplayFrame),
      (end - begin) * sizeof (ReplayFrame));
}

void
replay_assert_heard (Replay * replay, GArray * all, GstClockTime position,
    GstClockTime stop)
{
  guint begin = find_frame (all, position);
  guint end = find_frame (all, stop);

  assert_frames (replay, all, begin, MAX (begin, end));
}

void
replay_assert_begun (Replay * replay, GArray * all, GstClockTime position)
{
  guint begin = find_frame (all, position);

  g_assert_cmpuint (replay->frames->len, >, 0);
  g_assert_cmpuint (begin + replay->frames->len, <=, all->len);
  assert_frames (replay, all, begin, begin + replay->frames->len);
}

void
replay_assert_seek (Replay * replay, GArray * all, GstClockTime position,
    GstClockTime stop)
{
  replay_seek (replay, position, stop);
  replay_pull_to_end (replay);
  replay_assert_heard (replay, all, position, stop);
}

GArray *
replay_get_heard (Replay * replay)
{
  return g_array_copy (replay->frames);
}

GArray *
replay_read_all (Replay * replay, const ReplayAudio * audio, guint n_segments)
{
  GArray *all = replay_make_frames (audio, n_segments);

  replay_pull_to_end (replay);
  replay_assert_heard (replay, all, 0, GST_CLOCK_TIME_NONE);
  return all;
}

const ReplaySegment *
replay_get_segment (Replay * replay, guint i)
{
  g_assert_cmpuint (i, <, replay->segments->len);
  return &g_array_index (replay->segments, ReplaySegment, i);
}

/* What is kept. */

gchar *
replay_make_key (Replay * replay, guint index)
{
  g_autofree gchar *text = replay_make_text (index);
  g_autoptr (QwenttsJobRequest) request =
      qwentts_job_request_new_speech (text, &replay->settings);

  return g_strdup (request->key);
}

gchar *
replay_make_path (Replay * replay, guint index, const gchar * suffix)
{
  g_autofree gchar *key = replay_make_key (replay, index);
  g_autofree gchar *name = g_strconcat (key, suffix, NULL);

  return g_build_filename (replay->design->rig->folder, name, NULL);
}

static gboolean
is_kept (Replay * replay, const gchar * key)
{
  g_autoptr (QwenttsRecord) record = qwentts_store_peek
      (replay->design->rig->store, key, NULL);

  return record && record->state == QWENTTS_RECORD_READY;
}

void
replay_wait_until_kept (Replay * replay, guint index)
{
  const gint64 deadline_us = g_get_monotonic_time () + 30 * G_TIME_SPAN_SECOND;
  g_autofree gchar *key = replay_make_key (replay, index);

  while (!is_kept (replay, key)) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline_us);
    g_thread_yield ();
  }
}

guint
replay_get_n_tasks (Replay * replay)
{
  return design_get_n_tasks (replay->design);
}
