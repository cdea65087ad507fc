/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Lists the voices that qwenvoicedesign has made and kept, the oldest first. The
 * service cannot list them.
 *
 *   list-voices [CACHE-DIR]
 *
 * CACHE-DIR is what the element's property "cache-dir" was; without it the
 * folder of the user. Nothing is changed.
 *
 * Exits with 0, also if there are none; 1 if something could not be read; 2 if
 * it was not called in this way. */
#include <unistd.h>

#include <locale.h>

#include "store/places.h"
#include "store/store.h"

static void
print_line (const gchar * name, const gchar * text)
{
  g_print ("  %-12s %s\n", name, text);
}

/* A line break or an escape sequence of a text would be taken for ours. */
static void
print_text (const gchar * name, const gchar * text)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (const gchar * at = text ? text : ""; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    g_string_append_unichar (line, g_unichar_iscntrl (c) ? ' ' : c);
  }
  print_line (name, line->str);
}

static void
print_moment (const gchar * name, const QwenttsMoment * moment)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (moment->unix_s);
  g_autofree gchar *text = time ? g_date_time_format (time, "%F %H:%M") : NULL;

  print_line (name, text ? text : "?");
}

static gboolean
has_preview (QwenttsStore * store, const QwenttsRecord * record)
{
  gint fd = qwentts_store_open_audio (store, record, NULL);

  if (fd >= 0)
    close (fd);
  return fd >= 0;
}

static void
print_preview (QwenttsStore * store, const QwenttsRecord * record)
{
  const QwenttsStoredAudio *audio = &record->audio;
  g_autofree gchar *name = qwentts_record_make_audio_name (record->stem);
  g_autofree gchar *text = NULL;

  if (audio->format)
    text = g_strdup_printf ("%.1f s, %s, %s%s",
        audio->n_frames / (gdouble) audio->rate, audio->format, name,
        has_preview (store, record) ? "" : ": missing");
  print_line ("preview", text ? text : "none was kept");
}

static void
print_voice (QwenttsStore * store, const QwenttsRecord * record)
{
  g_autofree gchar *name = qwentts_record_make_entry_name (record->stem);
  g_autofree gchar *path =
      g_build_filename (qwentts_store_get_folder (store), name, NULL);
  gboolean is_aside = g_strcmp0 (record->stem, record->key) != 0;

  g_print ("%s\n", qwentts_fields_get (record->result, "voice"));
  if (is_aside)
    print_line ("set aside", "another voice was made of this design since");
  print_moment ("made", &record->created);
  print_text ("speaks with", qwentts_fields_get (record->result,
          "target-model"));
  print_text ("language", qwentts_fields_get (record->request, "language"));
  print_text ("description", qwentts_fields_get (record->request,
          "voice-prompt"));
  print_preview (store, record);
  print_line ("kept in", path);
}

/* Asked for, and perhaps paid for. */
static void
print_unfinished (const QwenttsRecord * record)
{
  g_print ("(no name yet)\n");
  print_moment ("asked for", &record->created);
  if (record->task_id)
    print_line ("task", record->task_id);
  print_text ("description", qwentts_fields_get (record->request,
          "voice-prompt"));
  print_line ("to get it", "ask for the same design again within 24 hours");
}

/* Returns: whether all of them could be read */
static gboolean
list (QwenttsStore * store, GError ** error)
{
  guint n_unreadable;
  g_autoptr (GPtrArray) records =
      qwentts_store_list (store, &n_unreadable, NULL, error);

  if (records == NULL)
    return FALSE;

  if (records->len == 0)
    g_print ("No voices in %s%s\n", qwentts_store_get_folder (store),
        g_file_test (qwentts_store_get_folder (store), G_FILE_TEST_IS_DIR)
        ? "" : ", which is not there");
  for (guint i = 0; i < records->len; i++) {
    const QwenttsRecord *record = records->pdata[i];

    if (record->state == QWENTTS_RECORD_READY)
      print_voice (store, record);
    else
      print_unfinished (record);
  }
  if (n_unreadable == 0)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
      "%u more in %s could not be read: damaged (*.damaged-*), or of a newer "
      "version.", n_unreadable, qwentts_store_get_folder (store));
  return FALSE;
}

int
main (int argc, char **argv)
{
  g_autofree gchar *folder = NULL;
  g_autoptr (QwenttsStore) store = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (argc > 2 || (argc == 2 && argv[1][0] == '-')) {
    g_printerr ("Usage: %s [CACHE-DIR]\n", argv[0]);
    return 2;
  }

  folder = qwentts_store_get_voices_folder (argv[1]);
  store = qwentts_store_new (folder, QWENTTS_KIND_VOICE);
  if (list (store, &error))
    return 0;
  g_printerr ("%s\n", error->message);
  return 1;
}
