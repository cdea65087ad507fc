/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Voices that outlive the simulator, as the service keeps one for a year: a
 * key file with a group a voice.
 *
 * |[
 * [qwen-tts-vd-announcer-voice-20260402-a1b2]
 * target-model=qwen3-tts-vd-2026-01-26
 * variant=+m3
 * pitch=20
 * words-per-minute=165
 * ]|
 *
 * It is read again before each writing, so that what somebody else has put
 * there stays. Two simulators that write at the very same moment can still
 * lose one of the two voices. */
#include "simulator-private.h"

#define HEAD " Voices designed by qwentts-simulator, as espeak-ng speaks them"
#define NAME_PATTERN \
  "^qwen-tts-vd-[a-zA-Z0-9_]{1,16}-voice-[0-9]{8}-[a-z0-9]{4}\\z"

/* What espeak-ng takes. */
#define MAX_PITCH 99
#define MIN_SPEED 80
#define MAX_SPEED 450

/* A missing file is one without a voice. */
static GKeyFile *
read_file (const gchar * path, gboolean * is_missing, GError ** error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) read_error = NULL;

  *is_missing = FALSE;
  if (g_key_file_load_from_file (file, path, G_KEY_FILE_KEEP_COMMENTS,
          &read_error))
    return g_steal_pointer (&file);
  *is_missing = g_error_matches (read_error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  if (*is_missing)
    return g_steal_pointer (&file);
  g_propagate_error (error, g_steal_pointer (&read_error));
  return NULL;
}

static gboolean
check_text (const gchar * text, const gchar * pattern, GError ** error)
{
  if (g_regex_match_simple (pattern, text, 0, 0))
    return TRUE;
  g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_INVALID_VALUE,
      "“%s” cannot stand there", text);
  return FALSE;
}

static gchar *
read_text (GKeyFile * file, const gchar * group, const gchar * key,
    const gchar * pattern, GError ** error)
{
  g_autofree gchar *text = g_key_file_get_string (file, group, key, error);

  if (text == NULL || !check_text (text, pattern, error))
    return NULL;
  return g_steal_pointer (&text);
}

static gboolean
read_number (GKeyFile * file, const gchar * group, const gchar * key,
    gint min, gint max, gint * number, GError ** error)
{
  g_autofree gchar *text = g_key_file_get_value (file, group, key, error);
  gint64 wide;

  if (text == NULL
      || !g_ascii_string_to_signed (text, 10, min, max, &wide, error))
    return FALSE;
  *number = wide;
  return TRUE;
}

static SimVoice *
read_voice (GKeyFile * file, const gchar * name, GError ** error)
{
  g_autoptr (SimVoice) voice = g_new0 (SimVoice, 1);

  if (!check_text (name, NAME_PATTERN, error))
    return NULL;
  voice->name = g_strdup (name);
  voice->target_model = read_text (file, name, "target-model",
      "^[a-z0-9.-]+\\z", error);
  if (voice->target_model == NULL)
    return NULL;
  voice->variant = read_text (file, name, "variant", "^\\+[a-z0-9]+\\z", error);
  if (voice->variant == NULL)
    return NULL;
  if (!read_number (file, name, "pitch", 0, MAX_PITCH, &voice->pitch, error)
      || !read_number (file, name, "words-per-minute", MIN_SPEED, MAX_SPEED,
          &voice->words_per_minute, error))
    return NULL;
  return g_steal_pointer (&voice);
}

static void
write_voice (GKeyFile * file, const SimVoice * voice)
{
  g_key_file_set_string (file, voice->name, "target-model",
      voice->target_model);
  g_key_file_set_string (file, voice->name, "variant", voice->variant);
  g_key_file_set_integer (file, voice->name, "pitch", voice->pitch);
  g_key_file_set_integer (file, voice->name, "words-per-minute",
      voice->words_per_minute);
}

/* At the start, before there are threads. */
static gboolean
take_voices (QwenttsSimulator * simulator, GKeyFile * file, GError ** error)
{
  g_auto (GStrv) names = g_key_file_get_groups (file, NULL);
  guint i;

  for (i = 0; names[i] != NULL; i++) {
    SimVoice *voice = read_voice (file, names[i], error);

    if (voice == NULL) {
      g_prefix_error (error, "%s: ", names[i]);
      return FALSE;
    }
    g_hash_table_replace (simulator->voices, voice->name, voice);
  }
  return TRUE;
}

/* A file that is missing is made, so that a folder that takes none is told now
 * and not by the first design. */
gboolean
sim_voices_load (QwenttsSimulator * simulator, GError ** error)
{
  const gchar *path = simulator->voices_file;
  g_autoptr (GKeyFile) file = NULL;
  gboolean is_missing, is_good;

  if (path == NULL)
    return TRUE;
  file = read_file (path, &is_missing, error);
  is_good = file != NULL && take_voices (simulator, file, error);
  if (is_good && is_missing) {
    g_key_file_set_comment (file, NULL, NULL, HEAD, NULL);
    is_good = g_key_file_save_to_file (file, path, error);
  }
  if (!is_good)
    g_prefix_error (error, "The voices in “%s” cannot be used: ", path);
  return is_good;
}

static gboolean
add_voice_locked (const gchar * path, const SimVoice * voice, GError ** error)
{
  gboolean is_missing;
  g_autoptr (GKeyFile) file = read_file (path, &is_missing, error);

  if (file == NULL)
    return FALSE;
  write_voice (file, voice);
  return g_key_file_save_to_file (file, path, error);
}

/* Returns when it is on the disk. */
gboolean
sim_voices_add (QwenttsSimulator * simulator, const SimVoice * voice,
    GError ** error)
{
  const gchar *path = simulator->voices_file;
  gboolean is_written;

  if (path == NULL)
    return TRUE;
  g_mutex_lock (&simulator->voices_file_lock);
  is_written = add_voice_locked (path, voice, error);
  g_mutex_unlock (&simulator->voices_file_lock);
  if (!is_written)
    g_prefix_error (error, "The voice cannot be kept in “%s”: ", path);
  return is_written;
}
