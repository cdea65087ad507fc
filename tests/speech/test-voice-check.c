/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Voices that are known to be for another model are not asked for. */
#include <string.h>

#include "api/error.h"
#include "service.h"
#include "speech/voice-check.h"
#include "store/rig.h"

#define OTHER_MODEL "qwen3-tts-other"

/* Returns: what is wrong with a text for this voice and model */
static GError *
check (QwenttsStore * voices, const gchar * voice, const gchar * model)
{
  const QwenttsVoiceSettings settings = { (gchar *) model, (gchar *) voice,
    NULL, NULL, voices
  };
  g_autoptr (QwenttsJobRequest) request =
      qwentts_job_request_new_speech ("Good evening.", &settings);
  GError *error = NULL;

  g_assert_cmpint (qwentts_check_voice (request, NULL, &error), ==,
      error == NULL);
  return error;
}

static void
assert_passes (QwenttsStore * voices, const gchar * voice, const gchar * model)
{
  g_autoptr (GError) error = check (voices, voice, model);

  g_assert_no_error (error);
}

static void
test_voice_for_another_model_is_refused (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GError) error = NULL;

  rig_leave (rig, QWENTTS_RECORD_READY);
  error = check (rig->store, RIG_VOICE, OTHER_MODEL);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_SETTINGS);
  g_assert_nonnull (strstr (error->message, RIG_VOICE));
  g_assert_nonnull (strstr (error->message, RIG_TARGET_MODEL));
  g_assert_nonnull (strstr (error->message, OTHER_MODEL));
}

static void
test_looking_for_it_can_be_cancelled (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  const QwenttsVoiceSettings settings = {.model = (gchar *) OTHER_MODEL,
    .voice = (gchar *) RIG_VOICE,.voices = rig->store
  };
  g_autoptr (QwenttsJobRequest) request =
      qwentts_job_request_new_speech ("Good evening.", &settings);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  rig_leave (rig, QWENTTS_RECORD_READY);
  g_cancellable_cancel (cancelled);
  g_assert_false (qwentts_check_voice (request, cancelled, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_fitting_voice_passes (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  rig_leave (rig, QWENTTS_RECORD_READY);
  assert_passes (rig->store, RIG_VOICE, RIG_TARGET_MODEL);
  assert_passes (rig->store, RIG_VOICE, "qwen3-tts-vd");
}

static void
test_unknown_voice_passes (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  assert_passes (rig->store, RIG_VOICE, OTHER_MODEL);
  rig_leave (rig, QWENTTS_RECORD_READY);
  assert_passes (rig->store, "another", OTHER_MODEL);
  assert_passes (NULL, RIG_VOICE, OTHER_MODEL);
}

static void
test_voice_that_is_not_ready_passes (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  rig_leave (rig, QWENTTS_RECORD_PENDING);
  assert_passes (rig->store, RIG_VOICE, OTHER_MODEL);
}

/* It is still a voice, made for what it was made for. */
static void
test_dropped_voice_is_known (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autoptr (GError) error = NULL;

  rig_advance (entry, QWENTTS_RECORD_READY);
  g_assert_true (qwentts_entry_drop (entry, NULL));
  error = check (rig->store, RIG_VOICE, OTHER_MODEL);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_SETTINGS);
}

static void
test_unreadable_folder_passes (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsStore) file = NULL;
  g_autofree gchar *path = g_build_filename (rig->root, "file", NULL);

  rig_write (path, "no folder");
  file = qwentts_store_new (path, QWENTTS_KIND_VOICE);
  assert_passes (file, RIG_VOICE, OTHER_MODEL);
}

static void
test_damaged_record_passes (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *path = rig_make_path (rig, ".entry");

  rig_leave (rig, QWENTTS_RECORD_READY);
  rig_write (path, "damaged");
  assert_passes (rig->store, RIG_VOICE, OTHER_MODEL);
}

static void
test_refused_job_asks_for_nothing (void)
{
  g_autoptr (Service) service = service_new (NULL, 0);
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (QwenttsJob) job = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) requests = NULL;

  rig_leave (rig, QWENTTS_RECORD_READY);
  service->settings.voices = qwentts_store_ref (rig->store);
  g_free (service->settings.voice);
  service->settings.voice = g_strdup (RIG_VOICE);
  g_free (service->settings.model);
  service->settings.model = g_strdup (OTHER_MODEL);
  job = service_make_job (service, "Good evening.", 0, 0);
  qwentts_job_run (job, service->client, NULL);
  error = qwentts_job_get_error (job);
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_SETTINGS);
  requests = qwentts_simulator_get_requests (service->simulator);
  g_assert_cmpuint (requests->len, ==, 0);
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/voice-check/" path, function)
  ADD ("voice-for-another-model-is-refused",
      test_voice_for_another_model_is_refused);
  ADD ("looking-for-it-can-be-cancelled", test_looking_for_it_can_be_cancelled);
  ADD ("fitting-voice-passes", test_fitting_voice_passes);
  ADD ("unknown-voice-passes", test_unknown_voice_passes);
  ADD ("voice-that-is-not-ready-passes", test_voice_that_is_not_ready_passes);
  ADD ("dropped-voice-is-known", test_dropped_voice_is_known);
  ADD ("unreadable-folder-passes", test_unreadable_folder_passes);
  ADD ("damaged-record-passes", test_damaged_record_passes);
  ADD ("refused-job-asks-for-nothing", test_refused_job_asks_for_nothing);
#undef ADD

  return g_test_run ();
}
