/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Speaking: espeak-ng as a process of its own, one for each text and voice. */
#include <string.h>

#include "simulator-private.h"

/* The rate of all of espeak-ng's own voices, for a text without any sound. */
#define ESPEAK_RATE 22050

/* The text goes through standard input, so that none can be taken for an
 * option. */
static GBytes *
run_espeak (const gchar * text, const gchar * espeak_voice, gint pitch,
    gint words_per_minute, GError ** error)
{
  g_autofree gchar *pitch_argument = g_strdup_printf ("%d", pitch);
  g_autofree gchar *speed_argument = g_strdup_printf ("%d", words_per_minute);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) input = g_bytes_new (text, strlen (text));
  g_autoptr (GBytes) output = NULL;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE
      | G_SUBPROCESS_FLAGS_STDOUT_PIPE, error, "espeak-ng", "--stdin",
      "--stdout", "-b", "1", "-v", espeak_voice, "-p", pitch_argument, "-s",
      speed_argument, NULL);
  if (process == NULL
      || !g_subprocess_communicate (process, input, NULL, &output, NULL, error)
      || !g_subprocess_wait_check (process, NULL, error))
    return NULL;
  return g_steal_pointer (&output);
}

GBytes *
qwentts_simulator_speak (const gchar * text, const gchar * espeak_voice,
    gint pitch, gint words_per_minute, GError ** error)
{
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GBytes) samples = NULL;
  guint rate = ESPEAK_RATE;

  output = run_espeak (text, espeak_voice, pitch, words_per_minute, error);
  if (output == NULL)
    return NULL;
  /* Into a pipe espeak-ng writes sizes that are not true. */
  samples = sim_audio_get_samples (output, &rate);
  if (samples == NULL)
    samples = g_bytes_new (NULL, 0);
  return sim_audio_new_wav (samples, rate, FALSE);
}

GBytes *
sim_speak_cached (QwenttsSimulator * simulator, const SimVoice * voice,
    const gchar * language, const gchar * text, GError ** error)
{
  g_autofree gchar *espeak_voice = g_strconcat (language, voice->variant, NULL);
  g_autofree gchar *key = g_strdup_printf ("%s %d %d %s", espeak_voice,
      voice->pitch, voice->words_per_minute, text);
  g_autoptr (GBytes) wav = NULL;

  g_mutex_lock (&simulator->lock);
  wav = g_hash_table_lookup (simulator->spoken, key);
  if (wav != NULL)
    g_bytes_ref (wav);
  g_mutex_unlock (&simulator->lock);
  if (wav != NULL)
    return g_steal_pointer (&wav);

  wav = qwentts_simulator_speak (text, espeak_voice, voice->pitch,
      voice->words_per_minute, error);
  if (wav == NULL)
    return NULL;
  g_mutex_lock (&simulator->lock);
  g_hash_table_replace (simulator->spoken, g_steal_pointer (&key),
      g_bytes_ref (wav));
  g_mutex_unlock (&simulator->lock);
  return g_steal_pointer (&wav);
}

static GBytes *
make_audio (QwenttsSimulator * simulator, SimTask * task, GError ** error)
{
  g_autoptr (GBytes) wav = NULL;

  if (!task->is_design && simulator->options.audio != NULL)
    return g_bytes_ref (simulator->options.audio);
  wav = sim_speak_cached (simulator, task->voice, task->language, task->text,
      error);
  if (wav == NULL)
    return NULL;
  return sim_audio_convert (wav, task->format, task->rate,
      simulator->options.has_streamed_header, error);
}

/* A voice is kept before anybody is told that its task is completed. */
static GBytes *
do_job (QwenttsSimulator * simulator, SimTask * task, GError ** error)
{
  g_autoptr (GBytes) audio = make_audio (simulator, task, error);

  if (audio == NULL)
    return NULL;
  if (task->is_design && !sim_voices_add (simulator, task->voice, error))
    return NULL;
  return g_steal_pointer (&audio);
}

/* The work of a speaking thread. Takes over a reference of @task. */
void
sim_speak_task (gpointer data, gpointer user_data)
{
  QwenttsSimulator *simulator = user_data;
  g_autoptr (SimTask) task = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) audio = NULL;
  gint64 audio_us;

  if (g_atomic_int_get (&simulator->is_ending))
    return;
  audio = do_job (simulator, task, &error);
  audio_us = audio != NULL ? sim_audio_get_length_us (audio) : 0;

  g_mutex_lock (&simulator->lock);
  if (audio != NULL)
    task->audio = g_steal_pointer (&audio);
  else
    task->speak_failure = g_strdup (error->message);
  task->audio_us = audio_us;
  task->is_spoken = TRUE;
  g_cond_broadcast (&simulator->changed);
  g_mutex_unlock (&simulator->lock);
}

GBytes *
qwentts_simulator_speak_as (QwenttsSimulator * simulator, const gchar * voice,
    const gchar * text, const gchar * language_type, GError ** error)
{
  const gchar *language;
  g_autoptr (GBytes) wav = NULL;
  SimVoice *known;

  if (simulator->options.audio != NULL)
    return g_bytes_ref (simulator->options.audio);

  g_mutex_lock (&simulator->lock);
  known = g_hash_table_lookup (simulator->voices, voice);
  g_mutex_unlock (&simulator->lock);
  language = sim_language_from_type (language_type, text);
  if (known == NULL || language == NULL) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
        "No voice “%s” or no language “%s”", voice, language_type);
    return NULL;
  }
  wav = sim_speak_cached (simulator, known, language, text, error);
  if (wav == NULL)
    return NULL;
  return sim_audio_convert (wav, "wav", 0,
      simulator->options.has_streamed_header, error);
}

/* @name: of a task or of a voice
 *
 * Returns: (nullable) (transfer full): the task if it is a design */
static SimTask *
find_design_locked (QwenttsSimulator * simulator, const gchar * name)
{
  SimTask *task = g_hash_table_lookup (simulator->tasks, name);
  SimVoice *voice = g_hash_table_lookup (simulator->voices, name);

  if (voice != NULL)
    task = voice->task;
  return task != NULL && task->is_design ? sim_task_ref (task) : NULL;
}

GBytes *
qwentts_simulator_get_preview (QwenttsSimulator * simulator,
    const gchar * task_id_or_voice, GError ** error)
{
  g_autoptr (SimTask) task = NULL;
  g_autoptr (GBytes) preview = NULL;

  g_mutex_lock (&simulator->lock);
  task = find_design_locked (simulator, task_id_or_voice);
  if (task != NULL)
    sim_task_wait_until_spoken_locked (simulator, task);
  if (task != NULL && task->audio != NULL)
    preview = g_bytes_ref (task->audio);
  g_mutex_unlock (&simulator->lock);
  if (preview == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
        "“%s” is no design that has a preview", task_id_or_voice);
  return g_steal_pointer (&preview);
}
