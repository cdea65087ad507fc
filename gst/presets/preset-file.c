/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "presets/preset-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <gst/gst.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "presets/preset-lock.h"

#define HEADER "_presets_"
#define ELEMENT_NAME "element-name"

/* Some thousand presets; what is longer is something else. */
#define MAX_SIZE (4 * 1024 * 1024)

/* Less what the umask takes, as GStreamer's own files. */
#define FOLDER_MODE 0755
#define FILE_MODE 0666

#define NOT_REGULAR "cannot be used: that is no regular file"

#define MAX_LOCK_WAIT_MS 10000

/* Names */

static gboolean
has_control_character (const gchar * name)
{
  for (const gchar * c = name; *c; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return TRUE;
  return FALSE;
}

gboolean
qwentts_preset_file_check_name (const gchar * name, GError ** error)
{
  const gchar *reason = NULL;

  if (*name == '\0')
    reason = "it is empty";
  else if (!g_utf8_validate (name, -1, NULL))
    reason = "it is not valid UTF-8";
  else if (has_control_character (name))
    reason = "it has a control character, such as a line break";
  else if (strpbrk (name, "[]"))
    reason = "it has a square bracket";
  else if (*name == '_')
    reason = "it begins with an underscore, as only GStreamer's own groups do";
  if (reason == NULL)
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
      "The name of the preset cannot be used: %s.", reason);
  return FALSE;
}

gchar *
qwentts_preset_file_get_user_path (const gchar * type_name)
{
  g_autofree gchar *name = g_strconcat (type_name, ".prs", NULL);

  return g_build_filename (g_get_user_data_dir (), "gstreamer-1.0", "presets",
      name, NULL);
}

/* Reading */

/* @path: in the file system's encoding
 * @reason: what follows the name, up to the full stop */
static void
set_error (GError ** error, gint code, const gchar * path, const gchar * reason)
{
  g_autofree gchar *shown = g_filename_display_name (path);

  g_set_error (error, G_IO_ERROR, code, "The presets in \"%s\" %s.", shown,
      reason);
}

static void
set_errno (GError ** error, gint code, const gchar * path)
{
  g_autofree gchar *reason = g_strdup_printf ("cannot be used: %s",
      g_strerror (code));

  set_error (error, g_io_error_from_errno (code), path, reason);
}

/* Returns: (transfer full): NULL with errno set */
static GString *
read_all (gint fd)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gchar buffer[4096];
  gssize n;

  while ((n = read (fd, buffer, sizeof buffer)) != 0) {
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return NULL;
    if (text->len + n > MAX_SIZE) {
      errno = EFBIG;
      return NULL;
    }
    g_string_append_len (text, buffer, n);
  }
  return g_steal_pointer (&text);
}

static gint
open_file (const gchar * path, GError ** error)
{
  struct stat info;
  /* Not to wait for the other end, should it be a pipe. */
  gint fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

  if (fd < 0) {
    set_errno (error, errno, path);
    return -1;
  }
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode))
    return fd;

  close (fd);
  set_error (error, G_IO_ERROR_NOT_REGULAR_FILE, path, NOT_REGULAR);
  return -1;
}

/* Returns: (transfer full): without a NUL in it */
static gchar *
read_text (const gchar * path, GError ** error)
{
  gint fd = open_file (path, error);
  g_autoptr (GString) text = NULL;

  if (fd < 0)
    return NULL;
  text = read_all (fd);
  if (text == NULL)
    set_errno (error, errno, path);
  close (fd);
  if (text == NULL)
    return NULL;

  if (strlen (text->str) != text->len) {
    set_error (error, G_IO_ERROR_INVALID_DATA, path,
        "cannot be understood: there is a NUL in the file");
    return NULL;
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
is_empty (GKeyFile * file)
{
  g_autofree gchar *first = g_key_file_get_start_group (file);

  return first == NULL;
}

/* Also a file without a group: there is nothing of others in it. */
static GKeyFile *
parse (const gchar * text, const gchar * path, const gchar * type_name,
    GError ** error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) reason = NULL;
  g_autofree gchar *element_name = NULL;

  if (!g_key_file_load_from_data (file, text, strlen (text),
          G_KEY_FILE_KEEP_COMMENTS | G_KEY_FILE_KEEP_TRANSLATIONS, &reason)) {
    g_autofree gchar *shown = g_utf8_make_valid (reason->message, -1);
    g_autofree gchar *words = g_strdup_printf ("cannot be understood: %s. "
        "Mend the file or move it away", shown);

    set_error (error, G_IO_ERROR_INVALID_DATA, path, words);
    return NULL;
  }

  element_name = g_key_file_get_value (file, HEADER, ELEMENT_NAME, NULL);
  if (!is_empty (file) && g_strcmp0 (element_name, type_name) != 0) {
    g_autofree gchar *words = g_strdup_printf ("are not said to be those of "
        "%s: [" HEADER "] lacks \"" ELEMENT_NAME "=%s\"", type_name, type_name);

    set_error (error, G_IO_ERROR_INVALID_DATA, path, words);
    return NULL;
  }
  return g_steal_pointer (&file);
}

GKeyFile *
qwentts_preset_file_read (const gchar * path, const gchar * type_name,
    GError ** error)
{
  g_autofree gchar *text = read_text (path, error);

  if (text == NULL)
    return NULL;
  return parse (text, path, type_name, error);
}

/* Changing */

static gboolean
make_folder (const gchar * path, GError ** error)
{
  g_autofree gchar *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, FOLDER_MODE) == 0)
    return TRUE;

  set_errno (error, errno, path);
  return FALSE;
}

/* @mode: (out): of the file that takes its place */
static gboolean
check_replaceable (const gchar * path, guint * mode, GError ** error)
{
  struct stat info;

  *mode = FILE_MODE;
  if (lstat (path, &info) < 0) {
    if (errno == ENOENT)
      return TRUE;
    set_errno (error, errno, path);
    return FALSE;
  }
  *mode = info.st_mode & 0777;

  if (S_ISLNK (info.st_mode)) {
    set_error (error, G_IO_ERROR_NOT_REGULAR_FILE, path, "are not changed: the "
        "file is a symbolic link, which would be replaced. Put the file itself "
        "there");
    return FALSE;
  }
  if (!S_ISREG (info.st_mode)) {
    set_error (error, G_IO_ERROR_NOT_REGULAR_FILE, path, NOT_REGULAR);
    return FALSE;
  }
  /* Root may write to it all the same, and a replacement asks nobody. */
  if (!(info.st_mode & S_IWUSR) || g_access (path, W_OK) < 0) {
    set_error (error, G_IO_ERROR_PERMISSION_DENIED, path, "are not changed: "
        "the file is write-protected");
    return FALSE;
  }
  return TRUE;
}

/* The version is that of the GStreamer that made the file, for its own reader. */
static gchar *
add_header (const gchar * comments, const gchar * type_name)
{
  gboolean is_line_open = *comments && !g_str_has_suffix (comments, "\n");
  guint major, minor, micro, nano;

  gst_version (&major, &minor, &micro, &nano);
  return g_strdup_printf ("%s%s[" HEADER "]\nversion=%u.%u.%u\n" ELEMENT_NAME
      "=%s\n", comments, is_line_open ? "\n" : "", major, minor, micro,
      type_name);
}

/* @text: (out) (transfer full): the same, with a header */
static GKeyFile *
read_or_make (const gchar * path, const gchar * type_name, gchar ** text,
    GError ** error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree gchar *read = read_text (path, &failure);
  g_autoptr (GKeyFile) file = NULL;

  if (failure && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND)) {
    g_propagate_error (error, g_steal_pointer (&failure));
    return NULL;
  }
  file = parse (read ? read : "", path, type_name, error);
  if (file == NULL)
    return NULL;

  *text = is_empty (file) ? add_header (read ? read : "", type_name)
      : g_steal_pointer (&read);
  return g_steal_pointer (&file);
}

static gboolean
replace (const gchar * path, const gchar * text, guint mode, GError ** error)
{
  g_autofree gchar *shown = NULL;

  if (g_file_set_contents_full (path, text, strlen (text),
          G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, mode,
          error))
    return TRUE;

  shown = g_filename_display_name (path);
  g_prefix_error (error, "The presets in \"%s\" cannot be written: ", shown);
  return FALSE;
}

gboolean
qwentts_preset_file_change (const gchar * path, const gchar * type_name,
    QwenttsPresetEdit edit, gpointer user_data, GCancellable * cancellable,
    GError ** error)
{
  g_autoptr (QwenttsPresetLock) lock = NULL;
  g_autoptr (GKeyFile) file = NULL;
  g_autoptr (GKeyFile) new_file = NULL;
  g_autofree gchar *old_text = NULL;
  g_autofree gchar *new_text = NULL;
  guint mode;

  if (!make_folder (path, error))
    return FALSE;
  lock = qwentts_preset_lock_acquire (path, MAX_LOCK_WAIT_MS, cancellable,
      error);
  if (lock == NULL || !check_replaceable (path, &mode, error))
    return FALSE;
  file = read_or_make (path, type_name, &old_text, error);
  if (file == NULL)
    return FALSE;
  new_text = edit (old_text, file, user_data, error);
  if (new_text == NULL)
    return FALSE;
  /* Whatever the edit was, the user's presets can be read after it. */
  new_file = parse (new_text, path, type_name, error);
  if (new_file == NULL)
    return FALSE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;

  return replace (path, new_text, mode, error);
}
