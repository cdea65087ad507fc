/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "design-rig.h"

#include <glib/gstdio.h>
#include <string.h>

#include "data-folder.h"

#define WAV_HEADER_SIZE 44

Rig *
design_rig_new_for (QwenttsSimulator * simulator)
{
  Rig *rig = rig_new_of ("qwenvoicedesign", simulator);

  g_object_set (rig->src, "voice-prompt", DESIGN_PROMPT, "preview-text",
      DESIGN_PREVIEW, "preferred-name", DESIGN_NAME, "text", DESIGN_TEXT, NULL);
  gst_util_set_object_arg (G_OBJECT (rig->src), "language", "en");
  gst_element_add_property_notify_watch (rig->src, "voice", TRUE);
  return rig;
}

Rig *
design_rig_new (const QwenttsSimulatorOptions * options)
{
  g_autoptr (GError) error = NULL;
  QwenttsSimulator *simulator = qwentts_simulator_new (options, &error);
  Rig *rig;

  g_assert_no_error (error);
  data_folder_clear ();
  rig = design_rig_new_for (simulator);
  rig->owns_simulator = TRUE;
  return rig;
}

GstElement *
design_rig_get_speech (Rig * rig)
{
  GstElement *speech = gst_bin_get_by_name (GST_BIN (rig->src), "speech");

  g_assert_nonnull (speech);
  gst_object_unref (speech);
  return speech;
}

gchar *
design_rig_get_voice (Rig * rig)
{
  gchar *voice = NULL;

  g_object_get (rig->src, "voice", &voice, NULL);
  return voice;
}

/* What is behind the header. */
static GBytes *
get_samples (GBytes * wav)
{
  g_assert_cmpuint (g_bytes_get_size (wav), >, WAV_HEADER_SIZE);
  return g_bytes_new_from_bytes (wav, WAV_HEADER_SIZE,
      g_bytes_get_size (wav) - WAV_HEADER_SIZE);
}

GBytes *
design_rig_get_preview (Rig * rig)
{
  g_autofree gchar *voice = design_rig_get_voice (rig);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) wav = qwentts_simulator_get_preview (rig->simulator, voice,
      &error);

  g_assert_no_error (error);
  return get_samples (wav);
}

GBytes *
design_rig_get_spoken (Rig * rig, const gchar * text)
{
  g_autofree gchar *voice = design_rig_get_voice (rig);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) wav = qwentts_simulator_speak_as (rig->simulator, voice,
      text, NULL, &error);

  g_assert_no_error (error);
  return get_samples (wav);
}

static void
append (GByteArray * samples, GBytes * more)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (more, &size);

  g_byte_array_append (samples, data, size);
}

void
design_rig_assert_heard (Rig * rig, gboolean has_preview, const gchar * text)
{
  g_autoptr (GByteArray) wanted = g_byte_array_new ();
  g_autoptr (GBytes) heard = rig_get_samples (rig);

  if (has_preview) {
    g_autoptr (GBytes) preview = design_rig_get_preview (rig);

    append (wanted, preview);
  }
  if (text) {
    g_autoptr (GBytes) spoken = design_rig_get_spoken (rig, text);

    append (wanted, spoken);
  }
  g_assert_cmpmem (g_bytes_get_data (heard, NULL), g_bytes_get_size (heard),
      wanted->data, wanted->len);
}

/* The story */

static gchar
get_progress_letter (GstMessage * message)
{
  static const gchar letters[] = {
    [GST_PROGRESS_TYPE_START] = 'S',
    [GST_PROGRESS_TYPE_CONTINUE] = 'C',
    [GST_PROGRESS_TYPE_COMPLETE] = 'P',
    [GST_PROGRESS_TYPE_ERROR] = 'E',
    [GST_PROGRESS_TYPE_CANCELED] = 'A',
  };
  GstProgressType type;

  gst_message_parse_progress (message, &type, NULL, NULL);
  return letters[type];
}

/* GstBaseSrc adds an error that says nothing. */
static gboolean
is_generic (GstMessage * message)
{
  const GstStructure *details = NULL;

  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_ERROR)
    return FALSE;
  gst_message_parse_error_details (message, &details);
  return details == NULL || !gst_structure_has_field (details, "category");
}

/* Returns: 0 for what is of no interest */
static gchar
get_letter_of_message (Rig * rig, GstMessage * message)
{
  gboolean is_own = GST_MESSAGE_SRC (message) == GST_OBJECT (rig->src);
  gchar letter = 0;

  switch (GST_MESSAGE_TYPE (message)) {
    case GST_MESSAGE_PROGRESS:
      letter = get_progress_letter (message);
      break;
    case GST_MESSAGE_WARNING:
      letter = 'W';
      break;
    case GST_MESSAGE_ERROR:
      letter = is_generic (message) ? 0 : 'X';
      break;
    case GST_MESSAGE_PROPERTY_NOTIFY:
      g_assert_true (is_own);
      return 'n';
    case GST_MESSAGE_DURATION_CHANGED:
      return 'd';
    case GST_MESSAGE_EOS:
      return '$';
    default:
      if (gst_message_has_name (message, "qwentts/segment"))
        return 'T';
      if (gst_message_has_name (message, "qwentts/voice-designed"))
        return 'V';
      return 0;
  }
  if (!is_own && letter)
    g_assert_true (GST_MESSAGE_SRC (message) ==
        GST_OBJECT (design_rig_get_speech (rig)));
  return is_own ? letter : g_ascii_tolower (letter);
}

gchar *
design_rig_get_story (Rig * rig)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  GString *story = g_string_new (NULL);

  for (guint i = 0; i < book->len; i++) {
    gpointer object = book->pdata[i];
    gchar letter = 0;

    if (GST_IS_BUFFER (object))
      letter = story->len > 0 && story->str[story->len - 1] == 'b' ? 0 : 'b';
    else if (GST_IS_MESSAGE (object))
      letter = get_letter_of_message (rig, object);
    else if (GST_EVENT_TYPE (object) == GST_EVENT_EOS)
      letter = '.';
    if (letter)
      g_string_append_c (story, letter);
  }
  return g_string_free (story, FALSE);
}

/* The folder */

gchar *
design_rig_get_folder (void)
{
  return g_build_filename (data_folder_get (), "gst-qwentts", "voices", NULL);
}

/* Returns: (transfer full) (element-type filename) */
static GPtrArray *
find_files (const gchar * suffix)
{
  g_autofree gchar *folder = design_rig_get_folder ();
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *files = g_ptr_array_new_with_free_func (g_free);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir)))
    if (g_str_has_suffix (name, suffix))
      g_ptr_array_add (files, g_build_filename (folder, name, NULL));
  return files;
}

guint
design_rig_count_files (const gchar * suffix)
{
  g_autoptr (GPtrArray) files = find_files (suffix);

  return files->len;
}

/* The lines up to the checksum. */
static GString *
edit_lines (const gchar * text, const gchar * name, const gchar * value)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree gchar *start = g_strconcat (name, "=", NULL);
  GString *edited = g_string_new (NULL);

  for (guint i = 0; lines[i] && !g_str_equal (lines[i], "[end]"); i++)
    if (!g_str_has_prefix (lines[i], start))
      g_string_append_printf (edited, "%s\n", lines[i]);
    else if (value)
      g_string_append_printf (edited, "%s%s\n", start, value);
  return edited;
}

gchar *
design_rig_read_entry (void)
{
  g_autoptr (GPtrArray) files = find_files (".entry");
  g_autoptr (GError) error = NULL;
  gchar *text;

  g_assert_cmpuint (files->len, ==, 1);
  g_file_get_contents (files->pdata[0], &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

void
design_rig_edit_entry (const gchar * name, const gchar * value)
{
  g_autoptr (GPtrArray) files = find_files (".entry");
  g_autofree gchar *text = design_rig_read_entry ();
  g_autofree gchar *checksum = NULL;
  g_autoptr (GError) error = NULL;
  GString *edited;

  edited = edit_lines (text, name, value);
  checksum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, edited->str, -1);
  g_string_append_printf (edited, "[end]\nsha256=%s\n", checksum);
  g_file_set_contents (files->pdata[0], edited->str, -1, &error);
  g_assert_no_error (error);
  g_string_free (edited, TRUE);
}

void
design_rig_remove_audio (void)
{
  g_autoptr (GPtrArray) files = find_files (".audio");

  g_assert_cmpuint (files->len, ==, 1);
  g_assert_cmpint (g_unlink (files->pdata[0]), ==, 0);
}

void
design_rig_spoil_audio (void)
{
  g_autoptr (GPtrArray) files = find_files (".audio");
  g_autofree gchar *bytes = NULL;
  gsize size;

  g_assert_cmpuint (files->len, ==, 1);
  g_assert_true (g_file_get_contents (files->pdata[0], &bytes, &size, NULL));
  memset (bytes, 'x', size);
  g_assert_true (g_file_set_contents (files->pdata[0], bytes, size, NULL));
}
