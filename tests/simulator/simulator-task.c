/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A task: what was asked for, how far it is, and what the service says of it.
 *
 * No timer runs: how far a task is follows from the clock whenever somebody
 * asks. Only the speaking is work, and one who asks for a task whose time is
 * over waits until it is spoken. */
#include "simulator-private.h"

#define SPEECH_PRICE 0.32
#define DESIGN_PRICE 2.0
#define SPEECH_ESTIMATE_S 10
#define DESIGN_ESTIMATE_S 15

/* Below this a task is still said to wait for its turn. */
#define FIRST_PROGRESS 5

typedef enum
{
  PENDING,
  PROCESSING,
  COMPLETED,
  FAILED
} State;

static SimTask *
task_new (gboolean is_design, const gchar * text, const gchar * language,
    const gchar * format)
{
  SimTask *task = g_new0 (SimTask, 1);
  g_autofree gchar *random = sim_random_name (8);
  g_autofree gchar *folder = sim_random_name (40);

  g_atomic_ref_count_init (&task->ref_count);
  task->created_s = g_get_real_time () / G_USEC_PER_SEC;
  task->submitted_us = g_get_monotonic_time ();
  task->id = g_strdup_printf ("task-unified-%" G_GINT64_FORMAT "-%s",
      task->created_s, random);
  task->is_design = is_design;
  task->text = g_strdup (text);
  task->language = g_strdup (language);
  task->format = g_strdup (format);
  task->path = g_strdup_printf ("/audio/%s/%s.%s", folder,
      is_design ? "preview" : "speech", format);
  return task;
}

SimTask *
sim_task_ref (SimTask * task)
{
  g_atomic_ref_count_inc (&task->ref_count);
  return task;
}

void
sim_task_unref (SimTask * task)
{
  if (!g_atomic_ref_count_dec (&task->ref_count))
    return;
  g_free (task->id);
  g_free (task->text);
  g_free (task->language);
  g_free (task->format);
  g_free (task->path);
  g_free (task->failure_status);
  g_free (task->failure_json);
  g_free (task->speak_failure);
  g_clear_pointer (&task->audio, g_bytes_unref);
  g_free (task);
}

void
sim_failure_free (SimFailure * failure)
{
  g_free (failure->status);
  g_free (failure->error_json);
  g_free (failure);
}

/* What fail_tasks () ordered for the next task. */
static void
take_failure_locked (QwenttsSimulator * simulator, SimTask * task)
{
  SimFailure *failure = g_queue_peek_head (&simulator->failures);

  if (failure == NULL)
    return;
  g_free (task->failure_status);
  g_free (task->failure_json);
  task->failure_status = g_strdup (failure->status);
  task->failure_json = g_strdup (failure->error_json);
  if (--failure->count == 0)
    sim_failure_free (g_queue_pop_head (&simulator->failures));
}

static const gchar *
get_content_type (const SimTask * task)
{
  if (g_str_equal (task->format, "mp3"))
    return "audio/mpeg";
  if (g_str_equal (task->format, "opus"))
    return "audio/ogg";
  return g_str_equal (task->format, "pcm") ? "audio/pcm" : "audio/wav";
}

/* Makes it known and has it spoken. Returns a reference. */
static SimTask *
start (QwenttsSimulator * simulator, SimTask * task)
{
  const gchar *content_type = get_content_type (task);

  if (!task->is_design && simulator->options.audio != NULL)
    content_type = sim_audio_guess_content_type (simulator->options.audio);

  g_mutex_lock (&simulator->lock);
  task->number = ++simulator->n_tasks;
  if (task->is_design) {
    simulator->n_designs++;
    task->voice->task = task;
    g_hash_table_insert (simulator->voices, task->voice->name, task->voice);
  }
  take_failure_locked (simulator, task);
  task->is_spoken = task->failure_status != NULL;
  g_hash_table_insert (simulator->tasks, task->id, sim_task_ref (task));
  g_hash_table_insert (simulator->files, g_strdup (task->path),
      sim_file_new (content_type, NULL, task));
  g_mutex_unlock (&simulator->lock);

  if (!task->is_spoken)
    g_thread_pool_push (simulator->speakers, sim_task_ref (task), NULL);
  return task;
}

/* @object: checked */
SimTask *
sim_task_new_speech (QwenttsSimulator * simulator, JsonObject * object)
{
  const gchar *text = json_object_get_string_member (object, "prompt");
  const gchar *type = json_object_get_string_member_with_default (object,
      "language_type", NULL);
  SimTask *task = task_new (FALSE, text, sim_language_from_type (type, text),
      "wav");

  g_mutex_lock (&simulator->lock);
  task->voice = g_hash_table_lookup (simulator->voices,
      json_object_get_string_member (object, "voice"));
  g_mutex_unlock (&simulator->lock);
  /* The page takes the request, and says that the synthesis will fail. */
  if (!g_str_equal (task->voice->target_model, SIM_TARGET_MODEL)) {
    task->failure_status = g_strdup ("failed");
    task->failure_json =
        g_strdup_printf ("{\"code\":\"invalid_parameters\",\"message\":"
        "\"Voice %s was created for target_model %s and cannot be used "
        "with %s\",\"type\":\"task_error\"}", task->voice->name,
        task->voice->target_model, SIM_TARGET_MODEL);
  }
  return start (simulator, task);
}

/* One that no voice has, also none of an earlier run. */
static gchar *
choose_voice_name (QwenttsSimulator * simulator, const gchar * preferred_name)
{
  gchar *name = sim_voice_new_name (preferred_name);

  while (g_hash_table_contains (simulator->voices, name)) {
    g_free (name);
    name = sim_voice_new_name (preferred_name);
  }
  return name;
}

/* @object: checked */
SimTask *
sim_task_new_design (QwenttsSimulator * simulator, JsonObject * object)
{
  const gchar *language = json_object_get_string_member_with_default (object,
      "language", "zh");
  const gchar *format = json_object_get_string_member_with_default (object,
      "response_format", "wav");
  const gchar *target_model =
      json_object_get_string_member_with_default (object, "target_model",
      SIM_TARGET_MODEL);
  g_autofree gchar *name = choose_voice_name (simulator,
      json_object_get_string_member (object, "preferred_name"));
  SimTask *task = task_new (TRUE,
      json_object_get_string_member (object, "preview_text"),
      sim_language_from_code (language), format);

  task->rate = json_object_get_int_member_with_default (object, "sample_rate",
      24000);
  task->voice = sim_voice_new (name, target_model,
      json_object_get_string_member (object, "voice_prompt"),
      g_hash_table_size (simulator->voices) - 1);
  return start (simulator, task);
}

gdouble
sim_task_get_price (gboolean is_design)
{
  return is_design ? DESIGN_PRICE : SPEECH_PRICE;
}

void
sim_task_wait_until_spoken_locked (QwenttsSimulator * simulator, SimTask * task)
{
  while (!task->is_spoken)
    g_cond_wait (&simulator->changed, &simulator->lock);
}

/* Percent of the job's time that is over, 100 at its end. */
static guint
get_progress_locked (QwenttsSimulator * simulator, SimTask * task)
{
  const QwenttsSimulatorOptions *options = &simulator->options;
  gint64 elapsed_us = g_get_monotonic_time () - task->submitted_us;
  gint64 job_us = options->job_ms * (gint64) 1000;

  if (options->is_manual) {
    gboolean is_over = simulator->finishes_later
        || task->number <= simulator->n_finished;

    return is_over ? 100 : MIN (simulator->progress, 99);
  }
  if (options->job_share > 0) {
    if (elapsed_us < job_us && !task->is_spoken)
      return 0;
    sim_task_wait_until_spoken_locked (simulator, task);
    job_us += options->job_share * task->audio_us;
  }
  return elapsed_us >= job_us ? 100 : elapsed_us * 100 / job_us;
}

static State
get_state_locked (QwenttsSimulator * simulator, SimTask * task,
    guint * progress)
{
  *progress = get_progress_locked (simulator, task);
  if (*progress < FIRST_PROGRESS) {
    *progress = 0;
    return PENDING;
  }
  if (*progress < 100)
    return PROCESSING;
  sim_task_wait_until_spoken_locked (simulator, task);
  if (task->failure_status == NULL && task->speak_failure == NULL)
    return COMPLETED;
  *progress = 0;
  return FAILED;
}

gboolean
sim_task_is_completed (QwenttsSimulator * simulator, SimTask * task)
{
  State state;
  guint progress;

  g_mutex_lock (&simulator->lock);
  state = get_state_locked (simulator, task, &progress);
  g_mutex_unlock (&simulator->lock);
  return state == COMPLETED;
}

/* What all tasks so far cost. Nothing for those that fail. */
gdouble
sim_tasks_sum_credits (QwenttsSimulator * simulator)
{
  GHashTableIter iter;
  gpointer value;
  gdouble sum = 0;

  g_mutex_lock (&simulator->lock);
  g_hash_table_iter_init (&iter, simulator->tasks);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    SimTask *task = value;

    if (task->failure_status == NULL && task->speak_failure == NULL)
      sum += sim_task_get_price (task->is_design);
  }
  g_mutex_unlock (&simulator->lock);
  return sum;
}

static void
append_outcome (QwenttsSimulator * simulator, SimTask * task, GString * json)
{
  g_autofree gchar *url = g_strconcat (simulator->audio_url, task->path, NULL);

  g_string_append_printf (json, ",\"results\":[\"%s\"]", url);
  if (task->is_design)
    g_string_append_printf (json, ",\"result_data\":{\"voice\":\"%s\","
        "\"preview_audio_url\":\"%s\"}", task->voice->name, url);
  else
    g_string_append_printf (json, ",\"result_data\":{\"audio_url\":\"%s\"}",
        url);
}

/* Only of names, numbers and URLs made here, so that nothing needs escapes. */
static gchar *
compose (QwenttsSimulator * simulator, SimTask * task, const gchar * status,
    guint progress, gboolean is_completed, const gchar * error_json)
{
  GString *json = g_string_new (NULL);
  gchar price[G_ASCII_DTOSTR_BUF_SIZE];
  guint estimate_s = simulator->options.estimate_s;

  if (estimate_s == 0)
    estimate_s = task->is_design ? DESIGN_ESTIMATE_S : SPEECH_ESTIMATE_S;
  g_ascii_formatd (price, sizeof price, "%g",
      sim_task_get_price (task->is_design));

  g_string_append_printf (json,
      "{\"created\":%" G_GINT64_FORMAT ",\"id\":\"%s\",\"model\":\"%s\","
      "\"object\":\"audio.generation.task\",\"progress\":%u,"
      "\"status\":\"%s\",\"task_info\":{\"can_cancel\":true,"
      "\"estimated_time\":%u,\"audio_type\":\"%s\"},\"type\":\"audio\","
      "\"usage\":{\"credits_reserved\":%s", task->created_s, task->id,
      task->is_design ? SIM_DESIGN_MODEL : SIM_SPEECH_MODEL, progress, status,
      estimate_s, task->is_design ? "voice_design" : "tts", price);
  if (is_completed)
    g_string_append_printf (json, ",\"credits_used\":%s", price);
  g_string_append (json, "}");
  if (is_completed)
    append_outcome (simulator, task, json);
  if (error_json != NULL)
    g_string_append_printf (json, ",\"error\":%s", error_json);
  g_string_append (json, "}");
  return g_string_free (json, FALSE);
}

static gchar *
compose_failed (QwenttsSimulator * simulator, SimTask * task)
{
  g_autoptr (JsonNode) node = NULL;
  g_autofree gchar *message = NULL;
  g_autofree gchar *error_json = NULL;

  if (task->failure_status != NULL)
    return compose (simulator, task, task->failure_status, 0, FALSE,
        task->failure_json);
  node = json_node_init_string (json_node_alloc (), task->speak_failure);
  message = json_to_string (node, FALSE);
  error_json = g_strdup_printf ("{\"code\":\"service_error\","
      "\"message\":%s,\"type\":\"task_error\"}", message);
  return compose (simulator, task, "failed", 0, FALSE, error_json);
}

/* @is_first_answer: as it was when it was just made */
gchar *
sim_task_to_json (QwenttsSimulator * simulator, SimTask * task,
    gboolean is_first_answer)
{
  State state = PENDING;
  guint progress = 0;

  if (!is_first_answer) {
    g_mutex_lock (&simulator->lock);
    state = get_state_locked (simulator, task, &progress);
    g_mutex_unlock (&simulator->lock);
  }
  switch (state) {
    case PENDING:
      return compose (simulator, task, "pending", progress, FALSE, NULL);
    case PROCESSING:
      return compose (simulator, task, "processing", progress, FALSE, NULL);
    case COMPLETED:
      return compose (simulator, task, "completed", 100, TRUE, NULL);
    case FAILED:
      return compose_failed (simulator, task);
  }
  g_assert_not_reached ();
}
