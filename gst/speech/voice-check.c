/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/voice-check.h"

#include "api/error.h"
#include "api/model.h"

/* Returns: (transfer full) (nullable): the model that a voice was made for */
static gchar *
find_target_model (QwenttsStore * voices, const gchar * voice,
    GCancellable * cancellable)
{
  g_autoptr (GPtrArray) records = qwentts_store_list (voices, NULL,
      cancellable, NULL);

  for (guint i = 0; records && i < records->len; i++) {
    const QwenttsRecord *record = records->pdata[i];

    if (record->state == QWENTTS_RECORD_READY
        && g_strcmp0 (qwentts_fields_get (record->result, "voice"), voice) == 0)
      return g_strdup (qwentts_fields_get (record->result, "target-model"));
  }
  return NULL;
}

gboolean
qwentts_check_voice (const QwenttsJobRequest * request,
    GCancellable * cancellable, GError ** error)
{
  g_autofree gchar *target_model = request->settings.voices
      ? find_target_model (request->settings.voices, request->settings.voice,
      cancellable) : NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (target_model == NULL
      || qwentts_model_fits_target (request->model, target_model))
    return TRUE;

  g_propagate_error (error, qwentts_error_new (QWENTTS_ERROR_SETTINGS, NULL,
          "The voice \"%s\" was made for \"%s\" and cannot speak with the model "
          "\"%s\". %s", request->settings.voice, target_model, request->model,
          qwentts_model_fits_target (QWENTTS_DEFAULT_SPEECH_MODEL, target_model)
          ? "Set \"model\" to \"" QWENTTS_DEFAULT_SPEECH_MODEL "\"."
          : "Design a voice with another \"target-model\"."));
  return FALSE;
}
