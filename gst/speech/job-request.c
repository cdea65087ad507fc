/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/job-request.h"

#include <gst/audio/audio.h>

#include "api/url.h"

void
qwentts_voice_settings_copy (const QwenttsVoiceSettings * from,
    QwenttsVoiceSettings * to)
{
  to->model = g_strdup (from->model);
  to->voice = g_strdup (from->voice);
  to->language_type = g_strdup (from->language_type);
  to->callback_url = g_strdup (from->callback_url);
  to->voices = from->voices ? qwentts_store_ref (from->voices) : NULL;
  to->store = from->store ? qwentts_store_ref (from->store) : NULL;
  to->base_url = g_strdup (from->base_url);
}

void
qwentts_voice_settings_clear (QwenttsVoiceSettings * settings)
{
  g_clear_pointer (&settings->model, g_free);
  g_clear_pointer (&settings->voice, g_free);
  g_clear_pointer (&settings->language_type, g_free);
  g_clear_pointer (&settings->callback_url, g_free);
  g_clear_pointer (&settings->voices, qwentts_store_unref);
  g_clear_pointer (&settings->store, qwentts_store_unref);
  g_clear_pointer (&settings->base_url, g_free);
}

static GBytes *
make_speech_body (const QwenttsFields * fields)
{
  QwenttsSpeechRequest request = {
    .model = qwentts_fields_get (fields, "model"),
    .text = qwentts_fields_get (fields, "text"),
    .voice = qwentts_fields_get (fields, "voice"),
    .language_type = qwentts_fields_get (fields, "language-type"),
    .callback_url = qwentts_fields_get (fields, "callback-url"),
  };

  return qwentts_speech_request_to_json (&request);
}

/* All that changes the sound. */
static gchar *
make_speech_key (const gchar * text, const QwenttsVoiceSettings * settings)
{
  /* The address is the same with and without slashes at its end. */
  g_autofree gchar *address = qwentts_url_join (settings->base_url, "");

  return qwentts_store_key_new (QWENTTS_KIND_SPEECH,
      "base-url", address,
      "model", settings->model,
      "voice", settings->voice,
      "language-type", settings->language_type, "text", text, NULL);
}

QwenttsJobRequest *
qwentts_job_request_new_speech (const gchar * text,
    const QwenttsVoiceSettings * settings)
{
  QwenttsJobRequest *request = g_new0 (QwenttsJobRequest, 1);

  request->model = g_strdup (settings->model);
  request->fields = qwentts_fields_new ("model", settings->model,
      "text", text,
      "voice", settings->voice,
      "language-type", settings->language_type,
      "callback-url", settings->callback_url, NULL);
  request->make_body = make_speech_body;
  request->needs_audio = TRUE;
  if (settings->store) {
    request->store = qwentts_store_ref (settings->store);
    request->key = make_speech_key (text, settings);
    request->uses_stored = TRUE;
  }
  qwentts_voice_settings_copy (settings, &request->settings);
  return request;
}

/* Returns: 0 if there is none, or none that makes sense */
static guint
get_sample_rate (const QwenttsFields * fields)
{
  const gchar *text = qwentts_fields_get (fields, "sample-rate");
  guint64 rate = 0;

  if (text)
    g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT, &rate, NULL);
  return rate;
}

static GBytes *
make_design_body (const QwenttsFields * fields)
{
  QwenttsDesignRequest request = {
    .model = qwentts_fields_get (fields, "model"),
    .voice_prompt = qwentts_fields_get (fields, "voice-prompt"),
    .preview_text = qwentts_fields_get (fields, "preview-text"),
    .preferred_name = qwentts_fields_get (fields, "preferred-name"),
    .language = qwentts_fields_get (fields, "language"),
    .sample_rate = get_sample_rate (fields),
    .response_format = qwentts_fields_get (fields, "response-format"),
    .target_model = qwentts_fields_get (fields, "target-model"),
    .callback_url = qwentts_fields_get (fields, "callback-url"),
  };

  return qwentts_design_request_to_json (&request);
}

/* Source: service, `response_format` pcm: 16 bit mono. */
static GstCaps *
make_preview_caps (const QwenttsFields * fields)
{
  guint rate = get_sample_rate (fields);

  if (g_strcmp0 (qwentts_fields_get (fields, "response-format"), "pcm") != 0
      || rate == 0)
    return NULL;
  return gst_caps_new_simple ("audio/x-raw",
      "format", G_TYPE_STRING, "S16LE",
      "layout", G_TYPE_STRING, "interleaved",
      "rate", G_TYPE_INT, (gint) rate, "channels", G_TYPE_INT, 1, NULL);
}

static gchar *
make_design_key (const QwenttsDesignRequest * design, const gchar * base_url)
{
  /* The address is the same with and without slashes at its end. */
  g_autofree gchar *address = qwentts_url_join (base_url, "");

  return qwentts_store_key_new (QWENTTS_KIND_VOICE,
      "base-url", address,
      "model", design->model,
      "target-model", design->target_model,
      "voice-prompt", design->voice_prompt,
      "preview-text", design->preview_text,
      "preferred-name", design->preferred_name,
      "language", design->language, NULL);
}

QwenttsJobRequest *
qwentts_job_request_new_design (const QwenttsDesignRequest * design,
    const gchar * base_url, QwenttsStore * store, gboolean uses_stored,
    gboolean needs_audio)
{
  QwenttsJobRequest *request = g_new0 (QwenttsJobRequest, 1);
  g_autofree gchar *sample_rate = g_strdup_printf ("%u", design->sample_rate);

  request->model = g_strdup (design->model);
  request->fields = qwentts_fields_new ("base-url", base_url,
      "model", design->model,
      "voice-prompt", design->voice_prompt,
      "preview-text", design->preview_text,
      "preferred-name", design->preferred_name,
      "language", design->language,
      "sample-rate", sample_rate,
      "response-format", design->response_format,
      "target-model", design->target_model,
      "callback-url", design->callback_url, NULL);
  request->make_body = make_design_body;
  request->make_pcm_caps = make_preview_caps;
  request->store = qwentts_store_ref (store);
  request->key = make_design_key (design, base_url);
  request->uses_stored = uses_stored;
  request->makes_voice = TRUE;
  request->needs_audio = needs_audio;
  return request;
}

void
qwentts_job_request_free (QwenttsJobRequest * request)
{
  g_free (request->model);
  qwentts_fields_free (request->fields);
  g_clear_pointer (&request->store, qwentts_store_unref);
  g_free (request->key);
  qwentts_voice_settings_clear (&request->settings);
  g_free (request);
}
