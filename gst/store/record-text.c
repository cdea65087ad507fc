/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/record.h"

#include <string.h>

#include "store/error.h"

/* To be changed when an older program would misread or destroy what is
 * written; what it may ignore and drop can be added. */
#define FORMAT_VERSION 1

/* A file that was cut, or of which a bit has changed, is told by its end. */
#define END "[end]\nsha256="
#define CHECKSUM_LENGTH 64
#define END_LENGTH (sizeof END - 1 + CHECKSUM_LENGTH + 1)

/* Indexed by QwenttsRecordState. */
static const gchar *const state_words[] =
    { "absent", "asked", "pending", "ready" };

static gchar *
make_end (const gchar * text, gsize size)
{
  g_autofree gchar *checksum = g_compute_checksum_for_data (G_CHECKSUM_SHA256,
      (const guchar *) text, size);

  return g_strconcat (END, checksum, "\n", NULL);
}

static void
print_audio (const QwenttsStoredAudio * audio, GKeyFile * file)
{
  if (audio->format == NULL)
    return;

  g_key_file_set_string (file, "audio", "format", audio->format);
  g_key_file_set_uint64 (file, "audio", "rate", audio->rate);
  g_key_file_set_uint64 (file, "audio", "channels", audio->channels);
  g_key_file_set_uint64 (file, "audio", "frames", audio->n_frames);
  g_key_file_set_uint64 (file, "audio", "size", audio->size);
  if (audio->checksum)
    g_key_file_set_string (file, "audio", "sha256", audio->checksum);
}

gchar *
qwentts_record_print (const QwenttsRecord * record, QwenttsKind kind)
{
  const QwenttsKindInfo *info = qwentts_kind_get_info (kind);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree gchar *body = NULL;
  g_autofree gchar *text = NULL;
  g_autofree gchar *end = NULL;

  g_key_file_set_uint64 (file, "entry", "format-version", FORMAT_VERSION);
  g_key_file_set_string (file, "entry", "kind", info->name);
  g_key_file_set_string (file, "entry", "key", record->key);
  g_key_file_set_string (file, "entry", "state", state_words[record->state]);
  qwentts_moment_print (&record->created, file, "entry", "created");
  qwentts_fields_print (record->request, file, "request");
  g_key_file_set_string (file, "task", "idempotency-key",
      record->idempotency_key);
  if (record->state >= QWENTTS_RECORD_PENDING) {
    g_key_file_set_string (file, "task", "id", record->task_id);
    qwentts_moment_print (&record->submitted, file, "task", "submitted");
  }
  if (record->state == QWENTTS_RECORD_READY) {
    qwentts_fields_print (record->result, file, "result");
    print_audio (&record->audio, file);
  }
  g_key_file_set_comment (file, NULL, NULL, info->remark, NULL);

  body = g_key_file_to_data (file, NULL, NULL);
  text = g_strconcat (body, "\n", NULL);
  end = make_end (text, strlen (text));
  return g_strconcat (text, end, NULL);
}

/* Returns: 0 if there is none */
static guint64
get_number (GKeyFile * file, const gchar * group, const gchar * name,
    guint64 max)
{
  g_autofree gchar *text = g_key_file_get_string (file, group, name, NULL);
  guint64 number = 0;

  if (text)
    g_ascii_string_to_unsigned (text, 10, 1, max, &number, NULL);
  return number;
}

static gboolean
has_text (GKeyFile * file, const gchar * group, const gchar * name,
    const gchar * wanted)
{
  g_autofree gchar *text = g_key_file_get_string (file, group, name, NULL);

  return g_strcmp0 (text, wanted) == 0;
}

static gchar *
get_plain (GKeyFile * file, const gchar * group, const gchar * name)
{
  g_autofree gchar *text = g_key_file_get_string (file, group, name, NULL);

  return qwentts_record_is_plain (text) ? g_steal_pointer (&text) : NULL;
}

static gboolean
parse_state (GKeyFile * file, QwenttsRecordState * state)
{
  g_autofree gchar *word = g_key_file_get_string (file, "entry", "state", NULL);

  for (guint i = QWENTTS_RECORD_ASKED; i < G_N_ELEMENTS (state_words); i++) {
    *state = i;
    if (g_strcmp0 (word, state_words[i]) == 0)
      return TRUE;
  }
  return FALSE;
}

static gboolean
parse_result (QwenttsRecord * record, GKeyFile * file, QwenttsKind kind)
{
  record->result = qwentts_fields_parse (file, "result");
  return record->result && qwentts_fields_has_all (record->result,
      qwentts_kind_get_info (kind)->results);
}

/* Returns: FALSE if there is something else */
static gboolean
parse_checksum (GKeyFile * file, gchar ** checksum)
{
  *checksum = g_key_file_get_string (file, "audio", "sha256", NULL);
  return *checksum == NULL || (strlen (*checksum) == CHECKSUM_LENGTH
      && strspn (*checksum, "0123456789abcdef") == CHECKSUM_LENGTH);
}

static gboolean
parse_audio (QwenttsRecord * record, GKeyFile * file, QwenttsKind kind)
{
  QwenttsStoredAudio *audio = &record->audio;

  if (!g_key_file_has_group (file, "audio"))
    return !qwentts_kind_get_info (kind)->has_audio_when_ready;

  audio->format = get_plain (file, "audio", "format");
  audio->rate = get_number (file, "audio", "rate", G_MAXINT);
  audio->channels = get_number (file, "audio", "channels", G_MAXINT);
  audio->n_frames = get_number (file, "audio", "frames", G_MAXINT64);
  audio->size = get_number (file, "audio", "size", G_MAXINT64);
  return parse_checksum (file, &audio->checksum) && audio->format
      && audio->rate && audio->channels && audio->n_frames && audio->size;
}

/* Returns: (nullable): what is wrong */
static const gchar *
parse_groups (QwenttsRecord * record, GKeyFile * file, QwenttsKind kind)
{
  if (!parse_state (file, &record->state))
    return "is damaged: it has no state";
  if (!qwentts_moment_parse (&record->created, file, "entry", "created"))
    return "is damaged: it has no time";

  record->request = qwentts_fields_parse (file, "request");
  record->idempotency_key = get_plain (file, "task", "idempotency-key");
  if (record->request == NULL || record->idempotency_key == NULL)
    return "is damaged: it has no request";
  if (record->state == QWENTTS_RECORD_ASKED)
    return NULL;

  record->task_id = get_plain (file, "task", "id");
  if (record->task_id == NULL
      || !qwentts_moment_parse (&record->submitted, file, "task", "submitted"))
    return "is damaged: it has no task";
  if (record->state == QWENTTS_RECORD_PENDING)
    return NULL;

  if (!parse_result (record, file, kind))
    return "is damaged: it has no result";
  if (!parse_audio (record, file, kind))
    return "is damaged: its audio is not described";
  return NULL;
}

/* What a newer version changes may be anything but the first number. */
static gboolean
check_version (GKeyFile * file, GError ** error)
{
  guint64 version = get_number (file, "entry", "format-version", G_MAXUINT64);

  if (version == 0)
    g_set_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_CORRUPT,
        "is damaged: it has no version");
  if (version > FORMAT_VERSION)
    g_set_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_NEWER,
        "was written by a newer version of gst-qwentts (format %"
        G_GUINT64_FORMAT ", this one knows %d)", version, FORMAT_VERSION);
  return version == FORMAT_VERSION;
}

static gboolean
has_right_end (const gchar * text, gsize size)
{
  g_autofree gchar *end = NULL;

  if (size < END_LENGTH)
    return FALSE;
  end = make_end (text, size - END_LENGTH);
  return memcmp (text + size - END_LENGTH, end, END_LENGTH) == 0;
}

QwenttsRecord *
qwentts_record_parse (const gchar * text, gsize size, QwenttsKind kind,
    const gchar * key, GError ** error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (QwenttsRecord) record = qwentts_record_new (key);
  const gchar *problem = NULL;

  if (memchr (text, '\0', size) || !g_key_file_load_from_data (file, text,
          size, G_KEY_FILE_NONE, NULL)) {
    g_set_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_CORRUPT,
        "is damaged: it is no key file");
    return NULL;
  }
  if (!check_version (file, error))
    return NULL;

  if (!has_right_end (text, size))
    problem = "is damaged: its end does not fit it";
  else if (!has_text (file, "entry", "kind", qwentts_kind_get_info (kind)->name)
      || !has_text (file, "entry", "key", key))
    problem = "is damaged: it is another entry's";
  else
    problem = parse_groups (record, file, kind);
  if (problem) {
    g_set_error_literal (error, QWENTTS_STORE_ERROR,
        QWENTTS_STORE_ERROR_CORRUPT, problem);
    return NULL;
  }
  return g_steal_pointer (&record);
}
