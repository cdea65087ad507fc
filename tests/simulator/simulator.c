/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The simulator from outside: made, told, asked, ended. */
#include "simulator-private.h"

#define DEFAULT_API_KEY "sk-simulator"
#define DEFAULT_CREDITS 100000
#define WAIT_US (30 * G_TIME_SPAN_SECOND)

/* How many espeak-ng run at once. */
#define N_SPEAKERS 4

/* The voice of the page's examples. */
#define READY_VOICE "qwen-tts-vd-announcer-voice-20260402-a1b2"
#define READY_DESCRIPTION "A calm middle-aged male news anchor with a deep, " \
  "resonant voice, rich in magnetism, steady pace, and clear articulation"

static void
request_free (gpointer data)
{
  QwenttsSimulatorRequest *request = data;

  g_free (request->method);
  g_free (request->path);
  g_free (request->headers);
  g_free (request->body);
  g_free (request);
}

static void
copy_options (QwenttsSimulator * simulator,
    const QwenttsSimulatorOptions * options)
{
  if (options != NULL)
    simulator->options = *options;
  simulator->api_key = g_strdup (simulator->options.api_key != NULL
      ? simulator->options.api_key : DEFAULT_API_KEY);
  simulator->options.api_key = simulator->api_key;
  simulator->voices_file = g_strdup (simulator->options.voices_file);
  simulator->options.voices_file = simulator->voices_file;
  if (simulator->options.certificate != NULL)
    g_object_ref (simulator->options.certificate);
  if (simulator->options.audio != NULL)
    g_bytes_ref (simulator->options.audio);
  if (simulator->options.credits == 0)
    simulator->options.credits = DEFAULT_CREDITS;
}

static void
init_state (QwenttsSimulator * simulator)
{
  SimVoice *voice =
      sim_voice_new (READY_VOICE, SIM_TARGET_MODEL, READY_DESCRIPTION, 0);
  guint kind;

  g_mutex_init (&simulator->voices_file_lock);
  g_mutex_init (&simulator->lock);
  g_cond_init (&simulator->changed);
  for (kind = 0; kind < QWENTTS_SIMULATOR_N_KINDS; kind++)
    g_queue_init (&simulator->faults[kind]);
  g_queue_init (&simulator->failures);
  g_queue_init (&simulator->poll_answers);
  simulator->requests = g_ptr_array_new_with_free_func (request_free);
  simulator->raw_answers = g_ptr_array_new_with_free_func (sim_raw_free);
  simulator->tasks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
      (GDestroyNotify) sim_task_unref);
  simulator->voices = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
      (GDestroyNotify) sim_voice_free);
  simulator->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
      (GDestroyNotify) sim_file_free);
  simulator->spoken = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
      (GDestroyNotify) g_bytes_unref);
  simulator->idempotent = sim_service_new_idempotent ();
  simulator->context = g_main_context_new ();
  simulator->loop = g_main_loop_new (simulator->context, FALSE);
  g_hash_table_insert (simulator->voices, voice->name, voice);
}

QwenttsSimulator *
qwentts_simulator_new (const QwenttsSimulatorOptions * options, GError ** error)
{
  g_autoptr (QwenttsSimulator) simulator = NULL;
  g_autofree gchar *espeak = g_find_program_in_path ("espeak-ng");

  if (espeak == NULL) {
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
        "The simulator speaks with espeak-ng, which is not installed");
    return NULL;
  }
  simulator = g_new0 (QwenttsSimulator, 1);
  copy_options (simulator, options);
  init_state (simulator);
  if (!sim_voices_load (simulator, error))
    return NULL;
  simulator->speakers = g_thread_pool_new_full (sim_speak_task, simulator,
      (GDestroyNotify) sim_task_unref, N_SPEAKERS, FALSE, error);
  if (simulator->speakers == NULL || !sim_server_start (simulator, error))
    return NULL;
  return g_steal_pointer (&simulator);
}

static void
free_state (QwenttsSimulator * simulator)
{
  guint kind;

  for (kind = 0; kind < QWENTTS_SIMULATOR_N_KINDS; kind++)
    g_queue_clear_full (&simulator->faults[kind],
        (GDestroyNotify) sim_fault_free);
  g_queue_clear_full (&simulator->failures, (GDestroyNotify) sim_failure_free);
  g_queue_clear_full (&simulator->poll_answers, g_free);
  g_ptr_array_unref (simulator->requests);
  g_ptr_array_unref (simulator->raw_answers);
  g_hash_table_unref (simulator->files);
  g_hash_table_unref (simulator->tasks);
  g_hash_table_unref (simulator->voices);
  g_hash_table_unref (simulator->spoken);
  g_hash_table_unref (simulator->idempotent);
  g_main_loop_unref (simulator->loop);
  g_main_context_unref (simulator->context);
  g_mutex_clear (&simulator->voices_file_lock);
  g_mutex_clear (&simulator->lock);
  g_cond_clear (&simulator->changed);
}

void
qwentts_simulator_free (QwenttsSimulator * simulator)
{
  if (simulator->thread != NULL)
    sim_server_stop (simulator);
  /* At once, the pool would lose a task that one of its threads just took. */
  g_atomic_int_set (&simulator->is_ending, TRUE);
  if (simulator->speakers != NULL)
    g_thread_pool_free (simulator->speakers, FALSE, TRUE);
  free_state (simulator);
  g_clear_error (&simulator->start_error);
  g_clear_object (&simulator->options.certificate);
  g_clear_pointer (&simulator->options.audio, g_bytes_unref);
  g_free (simulator->api_key);
  g_free (simulator->voices_file);
  g_free (simulator->base_url);
  g_free (simulator->audio_url);
  g_free (simulator);
}

const gchar *
qwentts_simulator_get_base_url (QwenttsSimulator * simulator)
{
  return simulator->base_url;
}

const gchar *
qwentts_simulator_get_voice (QwenttsSimulator * simulator)
{
  return READY_VOICE;
}

const gchar *
qwentts_simulator_get_api_key (QwenttsSimulator * simulator)
{
  return simulator->api_key;
}

gchar *
qwentts_simulator_add_file (QwenttsSimulator * simulator, GBytes * bytes,
    const gchar * content_type)
{
  g_autofree gchar *random = sim_random_name (40);
  g_autofree gchar *path = g_strdup_printf ("/files/%s", random);
  gchar *url = g_strconcat (simulator->audio_url, path, NULL);

  g_mutex_lock (&simulator->lock);
  g_hash_table_insert (simulator->files, g_steal_pointer (&path),
      sim_file_new (content_type, bytes, NULL));
  g_mutex_unlock (&simulator->lock);
  return url;
}

void
qwentts_simulator_fail_tasks (QwenttsSimulator * simulator, guint count,
    const gchar * status, const gchar * error_json)
{
  SimFailure *failure = NULL;

  if (count == 0)
    return;
  failure = g_new0 (SimFailure, 1);
  failure->count = count;
  failure->status = g_strdup (status);
  failure->error_json = g_strdup (error_json);
  g_mutex_lock (&simulator->lock);
  g_queue_push_tail (&simulator->failures, failure);
  g_mutex_unlock (&simulator->lock);
}

void
qwentts_simulator_add_poll_answer (QwenttsSimulator * simulator,
    const gchar * json)
{
  g_mutex_lock (&simulator->lock);
  g_queue_push_tail (&simulator->poll_answers, g_strdup (json));
  g_mutex_unlock (&simulator->lock);
}

void
qwentts_simulator_finish_jobs (QwenttsSimulator * simulator, gboolean and_later)
{
  g_mutex_lock (&simulator->lock);
  simulator->n_finished = simulator->n_tasks;
  simulator->finishes_later = simulator->finishes_later || and_later;
  g_mutex_unlock (&simulator->lock);
}

void
qwentts_simulator_set_progress (QwenttsSimulator * simulator, guint percent)
{
  g_mutex_lock (&simulator->lock);
  simulator->progress = percent;
  g_mutex_unlock (&simulator->lock);
}

guint
qwentts_simulator_count (QwenttsSimulator * simulator,
    QwenttsSimulatorKind kind)
{
  guint count;

  g_mutex_lock (&simulator->lock);
  count = simulator->counts[kind];
  g_mutex_unlock (&simulator->lock);
  return count;
}

gboolean
qwentts_simulator_wait_for (QwenttsSimulator * simulator,
    QwenttsSimulatorKind kind, guint count)
{
  gint64 deadline_us = g_get_monotonic_time () + WAIT_US;
  gboolean have_come;

  g_mutex_lock (&simulator->lock);
  while (simulator->counts[kind] < count) {
    if (!g_cond_wait_until (&simulator->changed, &simulator->lock, deadline_us))
      break;
  }
  have_come = simulator->counts[kind] >= count;
  g_mutex_unlock (&simulator->lock);
  return have_come;
}

guint
qwentts_simulator_get_n_tasks (QwenttsSimulator * simulator)
{
  guint n_tasks;

  g_mutex_lock (&simulator->lock);
  n_tasks = simulator->n_tasks;
  g_mutex_unlock (&simulator->lock);
  return n_tasks;
}

guint
qwentts_simulator_get_n_designs (QwenttsSimulator * simulator)
{
  guint n_designs;

  g_mutex_lock (&simulator->lock);
  n_designs = simulator->n_designs;
  g_mutex_unlock (&simulator->lock);
  return n_designs;
}

static QwenttsSimulatorRequest *
request_copy (const QwenttsSimulatorRequest * request)
{
  QwenttsSimulatorRequest *copy = g_new (QwenttsSimulatorRequest, 1);

  *copy = *request;
  copy->method = g_strdup (request->method);
  copy->path = g_strdup (request->path);
  copy->headers = g_strdup (request->headers);
  copy->body = g_strdup (request->body);
  return copy;
}

GPtrArray *
qwentts_simulator_get_requests (QwenttsSimulator * simulator)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func (request_free);
  guint i;

  g_mutex_lock (&simulator->lock);
  for (i = 0; i < simulator->requests->len; i++)
    g_ptr_array_add (copy, request_copy (g_ptr_array_index
            (simulator->requests, i)));
  g_mutex_unlock (&simulator->lock);
  return copy;
}
