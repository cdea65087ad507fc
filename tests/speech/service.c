/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "service.h"

#include "audio/wav-file.h"

#define WAV_HEADER_SIZE 44

QwenttsClient *
service_make_client (const gchar * base_url, guint task_timeout_ms,
    gint retries)
{
  g_autoptr (GError) error = NULL;
  const QwenttsConnection connection = {
    .base_url = (gchar *) base_url,.api_key = (gchar *) "sk-simulator",
    .timeout_s = 30,.task_timeout_ms = task_timeout_ms,.retries = retries,
    .backoff_factor_s = 0.001,.backoff_max_s = 30,.poll_interval_ms = 1
  };
  QwenttsClient *client = qwentts_client_new (&connection, &error);

  g_assert_no_error (error);
  return client;
}

Service *
service_new (const QwenttsSimulatorOptions * options, gint retries)
{
  Service *service = g_new0 (Service, 1);
  g_autoptr (GError) error = NULL;

  service->simulator = qwentts_simulator_new (options, &error);
  g_assert_no_error (error);
  service->client = service_make_client (qwentts_simulator_get_base_url
      (service->simulator), SERVICE_TASK_TIMEOUT_MS, retries);
  service->settings.model = g_strdup ("qwen3-tts-vd");
  service->settings.voice =
      g_strdup (qwentts_simulator_get_voice (service->simulator));
  return service;
}

void
service_free (Service * service)
{
  qwentts_voice_settings_clear (&service->settings);
  qwentts_client_unref (service->client);
  qwentts_simulator_free (service->simulator);
  g_free (service);
}

QwenttsJob *
service_make_job (Service * service, const gchar * text, guint text_index,
    guint offset)
{
  const QwenttsSegment segment = { text, text_index, offset,
    g_utf8_strlen (text, -1)
  };

  return qwentts_job_new (qwentts_job_request_new_speech (text,
          &service->settings), &segment);
}

GBytes *
service_make_wav (guint rate, guint n_frames)
{
  const WavFormat format = {.tag = WAV_TAG_PCM,.channels = 1,.rate = rate,
    .bits = 16
  };
  g_autoptr (GBytes) samples = wav_make_samples (n_frames * 2);
  GByteArray *file = wav_file_new (&format, g_bytes_get_data (samples, NULL),
      g_bytes_get_size (samples));

  return g_byte_array_free_to_bytes (file);
}

GBytes *
service_get_samples (GBytes * wav)
{
  return g_bytes_new_from_bytes (wav, WAV_HEADER_SIZE,
      g_bytes_get_size (wav) - WAV_HEADER_SIZE);
}
