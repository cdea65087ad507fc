/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What is heard: espeak-ng's samples, designed voices. */
#include <string.h>

#include "test-client.h"
#include "test-simulator.h"

#define VOICE "qwen-tts-vd-announcer-voice-20260402-a1b2"

static void
assert_speaks (const gchar * text, const gchar * type, const gchar * language)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autofree gchar *espeak_voice = g_strconcat (language, "+m3", NULL);
  g_autofree gchar *json = g_strdup_printf ("{\"model\":\"qwen3-tts-vd\","
      "\"prompt\":\"%s\",\"voice\":\"" VOICE "\",\"language_type\":\"%s\"}",
      text, type);
  g_autofree gchar *id = client_submit (simulator, json);
  g_autoptr (Answer) task = client_poll (simulator, id);
  g_autoptr (Answer) file = client_download (answer_get (task, "results.0"),
      NULL);
  g_autoptr (GBytes) as = qwentts_simulator_speak_as (simulator, VOICE, text,
      type, NULL);
  g_autoptr (GBytes) wav = qwentts_simulator_speak (text, espeak_voice, 20,
      165, NULL);

  g_assert_cmpuint (g_bytes_get_size (wav), >, 10000);
  g_assert_true (g_bytes_equal (file->bytes, wav));
  g_assert_true (g_bytes_equal (file->bytes, as));
}

static void
test_samples (void)
{
  assert_speaks ("Good evening.", "Auto", "en-us");
  assert_speaks ("Good evening.", "English", "en-us");
  assert_speaks ("-v Good evening.", "Auto", "en-us");
  assert_speaks ("晚上好", "Auto", "cmn");
  assert_speaks ("晚上好", "Chinese", "cmn");
  assert_speaks ("こんばんは", "Auto", "ja");
  assert_speaks ("안녕하세요", "Auto", "ko");
  assert_speaks ("Добрый вечер", "Auto", "ru");
  assert_speaks ("Guten Abend", "German", "de");
  assert_speaks ("Bonsoir", "French", "fr-fr");
}

static guint32
read_u32 (GBytes * bytes, gsize offset)
{
  guint32 value;

  memcpy (&value, (const guint8 *) g_bytes_get_data (bytes, NULL) + offset, 4);
  return GUINT32_FROM_LE (value);
}

static void
test_header (void)
{
  const QwenttsSimulatorOptions options = {.has_streamed_header = TRUE };
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autoptr (QwenttsSimulator) streamed =
      qwentts_simulator_new (&options, NULL);
  g_autofree gchar *url = client_speak (simulator, "Hello.");
  g_autofree gchar *streamed_url = client_speak (streamed, "Hello.");
  g_autoptr (Answer) file = client_download (url, NULL);
  g_autoptr (Answer) other = client_download (streamed_url, NULL);
  gsize size = g_bytes_get_size (file->bytes);

  g_assert_cmpstr (soup_message_headers_get_one (file->headers,
          "Content-Type"), ==, "audio/wav");
  g_assert_cmpuint (read_u32 (file->bytes, 4), ==, size - 8);
  g_assert_cmpuint (read_u32 (file->bytes, 24), ==, 22050);
  g_assert_cmpuint (read_u32 (file->bytes, 40), ==, size - 44);
  g_assert_cmpuint (read_u32 (other->bytes, 4), ==, G_MAXUINT32);
  g_assert_cmpuint (read_u32 (other->bytes, 40), ==, G_MAXUINT32);
  g_assert_cmpuint (g_bytes_get_size (other->bytes), ==, size);
}

static void
test_given_audio (void)
{
  g_autoptr (GBytes) audio = g_bytes_new_static ("OggSxyz", 7);
  const QwenttsSimulatorOptions options = {.audio = audio };
  g_autoptr (QwenttsSimulator) simulator =
      qwentts_simulator_new (&options, NULL);
  g_autofree gchar *url = client_speak (simulator, "Hello.");
  g_autoptr (Answer) file = client_download (url, NULL);

  g_assert_true (g_bytes_equal (file->bytes, audio));
  g_assert_cmpstr (soup_message_headers_get_one (file->headers,
          "Content-Type"), ==, "audio/ogg");
}

static void
assert_range (const gchar * url, const gchar * headers, guint status,
    const gchar * body, const gchar * content_range)
{
  g_autoptr (Answer) answer = client_download (url, headers);

  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpstr (answer->body, ==, body);
  g_assert_cmpstr (soup_message_headers_get_one (answer->headers,
          "Content-Range"), ==, content_range);
}

static void
test_ranges (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("0123456789", 10);
  g_autofree gchar *url = qwentts_simulator_add_file (simulator, bytes,
      "audio/wav");
  g_autoptr (Answer) whole = client_download (url, NULL);
  g_autofree gchar *same = g_strdup_printf ("Range: bytes=7-\nIf-Range: %s",
      soup_message_headers_get_one (whole->headers, "ETag"));

  g_assert_cmpstr (soup_message_headers_get_one (whole->headers,
          "Accept-Ranges"), ==, "bytes");
  assert_range (url, NULL, 200, "0123456789", NULL);
  assert_range (url, "Range: bytes=2-4", 206, "234", "bytes 2-4/10");
  assert_range (url, "Range: bytes=8-99", 206, "89", "bytes 8-9/10");
  assert_range (url, "Range: bytes=-2", 206, "89", "bytes 8-9/10");
  assert_range (url, same, 206, "789", "bytes 7-9/10");
  assert_range (url, "Range: bytes=7-\nIf-Range: \"other\"", 200, "0123456789",
      NULL);
  assert_range (url, "Range: bytes=10-", 416, "", "bytes */10");
  assert_range (url, "Range: bytes=0-1,4-5", 200, "0123456789", NULL);
}

static void
test_voice_is_usable (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autofree gchar *man =
      client_design (simulator, "A deep old man, slow", "", NULL);
  g_autofree gchar *girl =
      client_design (simulator, "8-year-old girl, fast", "",
      NULL);
  g_autofree gchar *girl_again =
      client_design (simulator, "8-year-old girl, fast",
      "", NULL);
  g_autoptr (GBytes) low = qwentts_simulator_speak_as (simulator, man, "Hello",
      NULL, NULL);
  g_autoptr (GBytes) high = qwentts_simulator_speak_as (simulator, girl,
      "Hello", NULL, NULL);
  g_autoptr (GBytes) none = qwentts_simulator_speak_as (simulator, "Cherry",
      "Hello", NULL, NULL);

  g_assert_true (g_regex_match_simple
      ("^qwen-tts-vd-tester_1-voice-[0-9]{8}-[a-z0-9]{4}$", man, 0, 0));
  g_assert_cmpstr (girl, !=, girl_again);
  g_assert_cmpuint (g_bytes_get_size (low), >, g_bytes_get_size (high));
  g_assert_null (none);
}

/* Chinese words are understood as the English ones. */
static void
test_chinese_description (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autofree gchar *slow =
      client_design (simulator, "中年男性，语速缓慢，低沉", "",
      NULL);
  g_autofree gchar *fast =
      client_design (simulator, "年轻女性，语速快，音调高", "",
      NULL);
  g_autoptr (GBytes) long_audio = qwentts_simulator_speak_as (simulator, slow,
      "Hello", NULL, NULL);
  g_autoptr (GBytes) short_audio = qwentts_simulator_speak_as (simulator, fast,
      "Hello", NULL, NULL);

  g_assert_cmpuint (g_bytes_get_size (long_audio), >,
      g_bytes_get_size (short_audio));
}

static void
test_realtime_voice (void)
{
  g_autoptr (QwenttsSimulator) simulator = qwentts_simulator_new (NULL, NULL);
  g_autofree gchar *voice = client_design (simulator, "A man",
      ",\"target_model\":\"qwen3-tts-vd-realtime-2026-01-15\"", NULL);
  g_autoptr (Answer) answer = client_speak_with (simulator, voice);

  g_assert_cmpstr (answer_get (answer, "status"), ==, "failed");
  g_assert_cmpstr (answer_get (answer, "error.code"), ==, "invalid_parameters");
  g_assert_nonnull (strstr (answer_get (answer, "error.message"), voice));
}

void
add_audio_tests (void)
{
  g_test_add_func ("/simulator/audio/is-what-espeak-says", test_samples);
  g_test_add_func ("/simulator/audio/has-header", test_header);
  g_test_add_func ("/simulator/audio/is-what-is-given", test_given_audio);
  g_test_add_func ("/simulator/audio/has-ranges", test_ranges);
  g_test_add_func ("/simulator/design/voice-is-usable", test_voice_is_usable);
  g_test_add_func ("/simulator/design/understands-chinese",
      test_chinese_description);
  g_test_add_func ("/simulator/design/realtime-voice-fails",
      test_realtime_voice);
}
