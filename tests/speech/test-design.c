/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A design that is made, and then is there. */
#include "design.h"

#include <string.h>

/* What a record must say of a preview. */
typedef struct
{
  const gchar *format;
  guint sample_rate;            /* asked for */
  guint rate;                   /* decoded */
  gsize header_size;            /* of samples; 0: not known */
} Format;

static const Format formats[] = {
  {"wav", 16000, 16000, 44},
  {"pcm", 8000, 8000, 0},
  {"mp3", 24000, 24000, 0},
  {"opus", 48000, 48000, 0},
};

static void
assert_asked (Design * design, const QwenttsRecord * record)
{
  g_autofree gchar *rate = g_strdup_printf ("%u", design->request.sample_rate);
  const struct
  {
    const gchar *name;
    const gchar *value;
  } fields[] = {
    {"base-url", design->base_url},
    {"model", design->request.model},
    {"voice-prompt", design->request.voice_prompt},
    {"preview-text", design->request.preview_text},
    {"preferred-name", design->request.preferred_name},
    {"language", design->request.language},
    {"sample-rate", rate},
    {"response-format", design->request.response_format},
    {"target-model", design->request.target_model},
    {"callback-url", NULL},
  };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    g_assert_cmpstr (qwentts_fields_get (record->request, fields[i].name), ==,
        fields[i].value);
  g_assert_cmpuint (strlen (record->idempotency_key), >=, 16);
}

static void
assert_audio (const QwenttsStoredAudio * audio, const Format * format)
{
  g_assert_cmpstr (audio->format, ==, format->format);
  g_assert_cmpuint (audio->rate, ==, format->rate);
  g_assert_cmpuint (audio->channels, ==, 1);
  /* A spoken sentence of some length. */
  g_assert_cmpuint (audio->n_frames, >, format->rate / 4);
  g_assert_cmpuint (audio->n_frames, <, format->rate * 10);
  if (g_str_equal (format->format, "wav")
      || g_str_equal (format->format, "pcm"))
    g_assert_cmpuint (audio->size, ==,
        format->header_size + audio->n_frames * 2);
}

static void
test_is_made_and_kept (gconstpointer data)
{
  const Format *format = data;
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (QwenttsRecord) record = NULL;
  g_autoptr (Run) run = NULL;
  const QwenttsVoice *voice;

  design->request.response_format = format->format;
  design->request.sample_rate = format->sample_rate;
  run = design_run_well (design, DESIGN_PLAIN);
  run_assert_no_warning (run);
  design_assert_kept (design, run);

  record = design_peek (design);
  voice = qwentts_job_get_voice (run->job);
  g_assert_cmpstr (voice->target_model, ==, DESIGN_TARGET_MODEL);
  g_assert_cmpfloat (voice->credits, ==, DESIGN_PRICE);
  g_assert_false (voice->is_cached);
  g_assert_cmpstr (voice->task_id, ==, record->task_id);
  g_assert_cmpstr (qwentts_fields_get (record->result, "target-model"), ==,
      DESIGN_TARGET_MODEL);
  assert_asked (design, record);
  assert_audio (&record->audio, format);
}

static void
test_says_what_it_cost (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = design_run_well (design, DESIGN_PLAIN);
  g_autoptr (GBytes) heard = run_read_clip (run, NULL);
  g_autofree gchar *task_id = qwentts_job_get_task_id (run->job);
  QwenttsJobCost cost;

  qwentts_job_get_cost (run->job, &cost);
  g_assert_false (cost.is_cached);
  g_assert_cmpfloat (cost.credits, ==, DESIGN_PRICE);
  g_assert_cmpuint (cost.characters, ==, strlen (design->request.preview_text));
  g_assert_cmpuint (cost.bytes, ==, g_bytes_get_size (heard));
  g_assert_cmpstr (qwentts_job_get_voice (run->job)->task_id, ==, task_id);
  g_assert_true (qwentts_job_is_kept (run->job));
}

static void
test_files_are_the_users_alone (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = design_run_well (design, DESIGN_PLAIN);
  g_autofree gchar *entry = rig_make_path (design->rig, ".entry");
  g_autofree gchar *audio = rig_make_path (design->rig, ".audio");
  g_autofree gchar *temp = rig_make_path (design->rig, ".audio.tmp");

  g_assert_cmpuint (rig_get_mode (design->rig->folder), ==, 0700);
  g_assert_cmpuint (rig_get_mode (entry), ==, 0600);
  g_assert_cmpuint (rig_get_mode (audio), ==, 0600);
  g_assert_false (rig_exists (temp));
}

/* The second time. */

static void
assert_is_cached (Run * run, Run * first)
{
  const QwenttsVoice *voice = qwentts_job_get_voice (run->job);
  const QwenttsVoice *old = qwentts_job_get_voice (first->job);
  g_autofree gchar *task_id = qwentts_job_get_task_id (run->job);
  QwenttsJobCost cost;

  run_assert_done (run);
  run_assert_no_warning (run);
  qwentts_job_get_cost (run->job, &cost);
  g_assert_true (cost.is_cached);
  g_assert_cmpfloat (cost.credits, ==, 0);
  g_assert_cmpuint (cost.characters, ==, 0);
  g_assert_cmpuint (cost.bytes, ==, 0);
  g_assert_true (run_get_state (run).has_voice);
  g_assert_true (voice->is_cached);
  g_assert_cmpfloat (voice->credits, ==, 0);
  g_assert_cmpstr (voice->name, ==, old->name);
  g_assert_cmpstr (voice->target_model, ==, old->target_model);
  g_assert_cmpstr (voice->task_id, ==, old->task_id);
  g_assert_cmpstr (task_id, ==, old->task_id);
}

static void
assert_same_audio (Run * run, Run * first)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) heard = run_read_clip (run, &error);
  g_autoptr (GBytes) old = run_read_clip (first, NULL);
  GstCaps *caps = qwentts_job_get_pcm_caps (run->job);
  GstCaps *old_caps = qwentts_job_get_pcm_caps (first->job);

  g_assert_no_error (error);
  g_assert_true (run_get_state (run).has_audio);
  g_assert_true (g_bytes_equal (heard, old));
  g_assert_true (caps ? gst_caps_is_equal (caps, old_caps) : !old_caps);
}

static guint
count_requests (Design * design)
{
  g_autoptr (GPtrArray) requests =
      qwentts_simulator_get_requests (design->service->simulator);

  return requests->len;
}

static void
test_second_asks_for_nothing (gconstpointer data)
{
  const Format *format = data;
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) first = NULL;
  g_autoptr (Run) second = NULL;
  guint n_requests;

  design->request.response_format = format->format;
  design->request.sample_rate = format->sample_rate;
  first = design_run_well (design, DESIGN_PLAIN);
  n_requests = count_requests (design);
  second = design_run (design, DESIGN_PLAIN);
  assert_is_cached (second, first);
  assert_same_audio (second, first);
  g_assert_cmpuint (count_requests (design), ==, n_requests);
}

static void
test_second_needs_no_service (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) first = design_run_well (design, DESIGN_PLAIN);
  g_autoptr (Run) second = NULL;

  design_end_service (design);
  second = design_run (design, DESIGN_PLAIN);
  assert_is_cached (second, first);
  assert_same_audio (second, first);
}

/* The preview that is there is heard, as it was made. */
static void
test_another_preview_makes_no_other_voice (gconstpointer data)
{
  const Format *format = data;
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) first = NULL;

  design->request.response_format = format->format;
  design->request.sample_rate = format->sample_rate;
  first = design_run_well (design, DESIGN_PLAIN);
  design_end_service (design);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    g_autoptr (Run) second = NULL;

    design->request.response_format = formats[i].format;
    design->request.sample_rate = 48000;
    second = design_run (design, DESIGN_PLAIN);
    assert_is_cached (second, first);
    assert_same_audio (second, first);
  }
}

static void
test_silent_one_is_kept_and_used (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) first = design_run_well (design, DESIGN_SILENT);
  g_autoptr (Run) second = NULL;

  design_assert_kept (design, first);
  design_end_service (design);
  second = design_run (design, DESIGN_SILENT);
  assert_is_cached (second, first);
}

static gboolean
is_listed (GPtrArray * records, const gchar * voice)
{
  for (guint i = 0; i < records->len; i++) {
    const QwenttsRecord *record = records->pdata[i];

    if (record->state == QWENTTS_RECORD_READY
        && g_strcmp0 (qwentts_fields_get (record->result, "voice"), voice) == 0)
      return TRUE;
  }
  return FALSE;
}

static void
test_made_anew_leaves_the_old_one_listed (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) first = design_run_well (design, DESIGN_PLAIN);
  g_autoptr (Run) second = design_run_well (design, DESIGN_ANEW);
  g_autoptr (QwenttsRecord) record = design_peek (design);
  g_autoptr (Run) third = NULL;
  g_autoptr (GPtrArray) records =
      qwentts_store_list (design->rig->store, NULL, NULL, NULL);
  const gchar *voice = qwentts_job_get_voice (second->job)->name;

  g_assert_cmpuint (design_get_n_designs (design), ==, 2);
  g_assert_false (qwentts_job_get_voice (second->job)->is_cached);
  g_assert_cmpstr (voice, !=, qwentts_job_get_voice (first->job)->name);
  g_assert_cmpstr (qwentts_fields_get (record->result, "voice"), ==, voice);
  g_assert_null (record->audio.format);
  g_assert_cmpuint (records->len, ==, 2);
  g_assert_true (is_listed (records, qwentts_job_get_voice (first->job)->name));
  g_assert_true (is_listed (records, voice));

  third = design_run_well (design, DESIGN_PLAIN);
  g_assert_cmpstr (qwentts_job_get_voice (third->job)->name, ==, voice);
  g_assert_true (qwentts_job_get_voice (third->job)->is_cached);
  design_assert_kept (design, third);
  g_assert_cmpuint (design_get_n_designs (design), ==, 2);
}

static void
test_another_design_is_another_voice (void)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) first = design_run_well (design, DESIGN_PLAIN);
  g_autoptr (Run) second = NULL;

  design->request.voice_prompt = "A slow man.";
  second = design_run_well (design, DESIGN_PLAIN);
  g_assert_cmpstr (qwentts_job_get_voice (second->job)->name, !=,
      qwentts_job_get_voice (first->job)->name);
  g_assert_cmpuint (design_get_n_designs (design), ==, 2);
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/design/" path, function)
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++) {
    const gchar *name = formats[i].format;
    g_autofree gchar *made = g_strconcat ("/design/is-made-and-kept-as-", name,
        NULL);
    g_autofree gchar *again = g_strconcat ("/design/second-asks-for-nothing-",
        name, NULL);
    g_autofree gchar *other =
        g_strdup_printf ("/design/another-preview-than-%s-makes-no-other-voice",
        name);

    g_test_add_data_func (made, &formats[i], test_is_made_and_kept);
    g_test_add_data_func (again, &formats[i], test_second_asks_for_nothing);
    g_test_add_data_func (other, &formats[i],
        test_another_preview_makes_no_other_voice);
  }
  ADD ("says-what-it-cost", test_says_what_it_cost);
  ADD ("files-are-the-users-alone", test_files_are_the_users_alone);
  ADD ("second-needs-no-service", test_second_needs_no_service);
  ADD ("silent-one-is-kept-and-used", test_silent_one_is_kept_and_used);
  ADD ("made-anew-leaves-the-old-one-listed",
      test_made_anew_leaves_the_old_one_listed);
  ADD ("another-design-is-another-voice", test_another_design_is_another_voice);
#undef ADD

  return g_test_run ();
}
