/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/design-settings.h"

#include "api/design-check.h"
#include "api/error.h"
#include "api/model.h"
#include "elements/gstqwenttssrc.h"
#include "presets/preset-file.h"

static gboolean
check_preset_name (const gchar * name, GError ** error)
{
  g_autoptr (GError) problem = NULL;

  if (name == NULL || *name == '\0'
      || qwentts_preset_file_check_name (name, &problem))
    return TRUE;

  g_propagate_error (error, qwentts_error_new (QWENTTS_ERROR_SETTINGS, NULL,
          "The property \"preset-name\" is not valid. %s", problem->message));
  return FALSE;
}

/* A preset of a voice that cannot speak is of no use. */
static gboolean
check_preset_model (const QwenttsDesignProperties * design,
    GstElement * speech, GError ** error)
{
  g_autofree gchar *model = NULL;

  if (design->preset_name == NULL || *design->preset_name == '\0')
    return TRUE;

  g_object_get (speech, "model", &model, NULL);
  return qwentts_model_fits_target (model, design->target_model)
      || qwentts_refuse_property (error, "preset-name",
      "a preset speaks with the model \"%s\", which a voice for \"%s\" cannot; "
      "leave it out, or choose another \"target-model\"", model,
      design->target_model);
}

gboolean
qwentts_design_settings_check (const QwenttsDesignProperties * design,
    GstElement * speech, GError ** error)
{
  QwenttsDesignRequest request = qwentts_design_properties_to_request (design);

  return qwentts_design_request_check (&request, error)
      && check_preset_name (design->preset_name, error)
      && check_preset_model (design, speech, error)
      && (!qwentts_design_properties_has_text (design)
      || gst_qwen_tts_src_check (GST_QWEN_TTS_SRC (speech),
          design->target_model, error));
}
