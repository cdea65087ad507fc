/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/rig.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define WATCHDOG_S 100

QwenttsKind rig_kind = QWENTTS_KIND_VOICE;

const QwenttsStoredAudio rig_audio = {
  .format = (gchar *) "wav",
  .rate = 24000,
  .channels = 1,
  .n_frames = 12345,
};

void
rig_start_watchdog (void)
{
  alarm (WATCHDOG_S);
}

static void
run_as_voice (gconstpointer test)
{
  ((void (*)(void)) test) ();
}

static void
run_as_speech (gconstpointer test)
{
  rig_kind = QWENTTS_KIND_SPEECH;
  ((void (*)(void)) test) ();
  rig_kind = QWENTTS_KIND_VOICE;
}

void
rig_add_for_each_kind (const gchar * path, void (*test) (void))
{
  g_autofree gchar *voice = g_strconcat (path, "/voice", NULL);
  g_autofree gchar *speech = g_strconcat (path, "/speech", NULL);

  g_test_add_data_func (voice, test, run_as_voice);
  g_test_add_data_func (speech, test, run_as_speech);
}

gchar *
rig_make_folder (void)
{
  g_autofree gchar *in_memory = g_strdup ("/dev/shm/qwentts-store-XXXXXX");
  g_autoptr (GError) error = NULL;
  gchar *folder;

  if (g_mkdtemp (in_memory))
    return g_steal_pointer (&in_memory);

  folder = g_dir_make_tmp ("qwentts-store-XXXXXX", &error);
  g_assert_no_error (error);
  return folder;
}

void
rig_remove_folder (const gchar * path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree gchar *below = g_build_filename (path, name, NULL);

    if (g_file_test (below, G_FILE_TEST_IS_DIR)
        && !g_file_test (below, G_FILE_TEST_IS_SYMLINK))
      rig_remove_folder (below);
    else
      g_unlink (below);
  }
  g_rmdir (path);
}

gchar *
rig_make_key (void)
{
  g_autofree gchar *unique = g_uuid_string_random ();

  return qwentts_store_key_new (rig_kind, "unique", unique, NULL);
}

Rig *
rig_new (const QwenttsSystem * system)
{
  Rig *rig = g_new0 (Rig, 1);

  rig->root = rig_make_folder ();
  rig->folder = g_build_filename (rig->root, "data",
      rig_kind == QWENTTS_KIND_SPEECH ? "speech" : "voices", NULL);
  rig->store = qwentts_store_new_with_system (rig->folder, rig_kind,
      system ? system : &qwentts_system);
  rig->key = rig_make_key ();
  return rig;
}

Rig *
rig_adopt (const gchar * folder, const gchar * key,
    const QwenttsSystem * system)
{
  Rig *rig = g_new0 (Rig, 1);

  rig_kind = g_str_has_suffix (folder, "speech")
      ? QWENTTS_KIND_SPEECH : QWENTTS_KIND_VOICE;
  rig->folder = g_strdup (folder);
  rig->store = qwentts_store_new_with_system (folder, rig_kind, system);
  rig->key = g_strdup (key);
  return rig;
}

void
rig_free (Rig * rig)
{
  qwentts_store_unref (rig->store);
  if (rig->root)
    rig_remove_folder (rig->root);
  g_free (rig->root);
  g_free (rig->folder);
  g_free (rig->key);
  g_free (rig);
}

QwenttsFields *
rig_make_request (void)
{
  return qwentts_fields_new ("model", "qwen-voice-design",
      "voice-prompt", "Calm.\nDeep; a=b [entry] # \\ “é”\t",
      "preview-text", "  Good evening. ", "callback-url", NULL, "language",
      "en", NULL);
}

QwenttsFields *
rig_make_result (void)
{
  return qwentts_fields_new ("voice", RIG_VOICE, "target-model",
      RIG_TARGET_MODEL, "credits", "1.5", NULL);
}

QwenttsEntry *
rig_claim (Rig * rig)
{
  g_autoptr (GError) error = NULL;
  QwenttsEntry *entry = qwentts_store_claim (rig->store, rig->key, NULL,
      &error);

  g_assert_no_error (error);
  g_assert_nonnull (entry);
  return entry;
}

gboolean
rig_step (QwenttsEntry * entry, GError ** error)
{
  g_autoptr (QwenttsFields) request = rig_make_request ();
  g_autoptr (QwenttsFields) result = rig_make_result ();

  switch (qwentts_entry_get_record (entry)->state) {
    case QWENTTS_RECORD_ABSENT:
      return qwentts_entry_set_asked (entry, RIG_IDEMPOTENCY_KEY, request,
          error);
    case QWENTTS_RECORD_ASKED:
      return qwentts_entry_set_pending (entry, RIG_TASK_ID, error);
    case QWENTTS_RECORD_PENDING:
      if (rig_get_audio_state () == QWENTTS_RECORD_PENDING)
        return rig_attach_audio (entry, error);
      return qwentts_entry_set_ready (entry, result, error);
    default:
      g_assert_not_reached ();
  }
}

void
rig_advance (QwenttsEntry * entry, QwenttsRecordState state)
{
  g_autoptr (GError) error = NULL;

  while (qwentts_entry_get_record (entry)->state < state) {
    g_assert_true (rig_step (entry, &error));
    g_assert_no_error (error);
  }
}

QwenttsRecordState
rig_get_audio_state (void)
{
  return qwentts_kind_get_info (rig_kind)->has_audio_when_ready
      ? QWENTTS_RECORD_PENDING : QWENTTS_RECORD_READY;
}

gboolean
rig_attach_audio (QwenttsEntry * entry, GError ** error)
{
  g_autoptr (QwenttsTempFile) file = qwentts_entry_create_audio (entry, error);

  return file
      && qwentts_temp_file_write (file, RIG_AUDIO, strlen (RIG_AUDIO), error)
      && qwentts_entry_attach_audio (entry, file, &rig_audio, error);
}

void
rig_leave (Rig * rig, QwenttsRecordState state)
{
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);

  rig_advance (entry, state);
}

void
rig_leave_audio (Rig * rig)
{
  g_autoptr (QwenttsEntry) entry = rig_claim (rig);
  g_autoptr (GError) error = NULL;

  rig_advance (entry, rig_get_audio_state ());
  g_assert_true (rig_attach_audio (entry, &error));
  g_assert_no_error (error);
}

static void
assert_fields (const QwenttsFields * fields, const gchar * const *names,
    const QwenttsFields * wanted)
{
  g_assert_nonnull (fields);
  for (; *names; names++)
    g_assert_cmpstr (qwentts_fields_get (fields, *names), ==,
        qwentts_fields_get (wanted, *names));
}

void
rig_assert_record (const QwenttsRecord * record, QwenttsRecordState state)
{
  static const gchar *const requests[] =
      { "model", "voice-prompt", "preview-text", "callback-url", "language",
    NULL
  };
  static const gchar *const results[] =
      { "voice", "target-model", "credits", NULL };
  g_autoptr (QwenttsFields) request = rig_make_request ();
  g_autoptr (QwenttsFields) result = rig_make_result ();

  g_assert_cmpint (record->state, ==, state);
  if (state >= QWENTTS_RECORD_ASKED) {
    g_assert_cmpstr (record->idempotency_key, ==, RIG_IDEMPOTENCY_KEY);
    assert_fields (record->request, requests, request);
  }
  g_assert_cmpstr (record->task_id, ==,
      state >= QWENTTS_RECORD_PENDING ? RIG_TASK_ID : NULL);
  if (state != QWENTTS_RECORD_READY)
    g_assert_null (record->result);
  else if (rig_kind == QWENTTS_KIND_VOICE)
    assert_fields (record->result, results, result);
  else
    g_assert_nonnull (record->audio.format);
}

void
rig_assert_state (Rig * rig, QwenttsRecordState state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsRecord) record = qwentts_store_peek (rig->store, rig->key,
      &error);

  g_assert_no_error (error);
  rig_assert_record (record, state);
}

void
rig_assert_audio_lost (Rig * rig, gint code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsRecord) record = qwentts_store_peek (rig->store, rig->key,
      &error);

  g_assert_no_error (error);
  rig_assert_record (record, QWENTTS_RECORD_READY);
  g_assert_cmpint (qwentts_store_open_audio (rig->store, record, &error), ==,
      -1);
  g_assert_error (error, QWENTTS_STORE_ERROR, code);
}

gchar *
rig_read_audio (Rig * rig)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsRecord) record = qwentts_store_peek (rig->store, rig->key,
      &error);
  gchar text[1000];
  gssize size;
  gint fd;

  g_assert_no_error (error);
  g_assert_cmpstr (record->audio.format, ==, rig_audio.format);
  g_assert_cmpuint (record->audio.rate, ==, rig_audio.rate);
  g_assert_cmpuint (record->audio.channels, ==, rig_audio.channels);
  g_assert_cmpuint (record->audio.n_frames, ==, rig_audio.n_frames);

  fd = qwentts_store_open_audio (rig->store, record, &error);
  g_assert_no_error (error);
  size = read (fd, text, sizeof text);
  g_assert_cmpint (size, ==, record->audio.size);
  close (fd);
  return g_strndup (text, size);
}

gchar *
rig_make_path (Rig * rig, const gchar * suffix)
{
  g_autofree gchar *name = g_strconcat (rig->key, suffix, NULL);

  return g_build_filename (rig->folder, name, NULL);
}

gchar *
rig_read (const gchar * path)
{
  g_autoptr (GError) error = NULL;
  gchar *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

void
rig_write (const gchar * path, const gchar * text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

gboolean
rig_exists (const gchar * path)
{
  GStatBuf info;

  return g_lstat (path, &info) == 0;
}

guint
rig_get_mode (const gchar * path)
{
  GStatBuf info;

  g_assert_cmpint (g_lstat (path, &info), ==, 0);
  return info.st_mode & 07777;
}
