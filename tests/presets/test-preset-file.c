/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Saving a voice, also where something stands in the way. */
#include "presets/presets.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "preset-rig.h"

#define NOBODY 65534
#define ALTO "[alto]\nvoice=alto-1\n"

/* Saves the voice "bass-1" as "bass". */
static gboolean
save (GError ** error)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();

  return qwentts_preset_save_voice (element, "bass-1", "bass", NULL, error);
}

static void
assert_saves (void)
{
  g_autoptr (GError) error = NULL;
  gboolean is_saved = save (&error);

  g_assert_no_error (error);
  g_assert_true (is_saved);
}

/* @code: of GIOErrorEnum; the message names the file, and the interface of the
 *   element says no, too */
static void
assert_does_not_save (gint code)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();
  g_autoptr (GError) error = NULL;

  g_assert_false (save (&error));
  g_assert_error (error, G_IO_ERROR, code);
  g_assert_nonnull (strstr (error->message, preset_rig_get_path ()));
  g_test_message ("%s", error->message);
  g_assert_false (gst_preset_save_preset (GST_PRESET (element), "bass"));
}

static void
write_raw (const gchar * text)
{
  g_autoptr (GError) error = NULL;

  preset_rig_make_folder ();
  g_file_set_contents (preset_rig_get_path (), text, -1, &error);
  g_assert_no_error (error);
}

static void
assert_raw (const gchar * wanted)
{
  g_autofree gchar *text = preset_rig_read ();

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_saves_the_voice (void)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();
  g_autoptr (GError) error = NULL;
  g_autofree gchar *values = NULL;

  preset_rig_clear ();
  g_object_set (element, "voice", "other", "model", "qwen9",
      "max-segment-length", 60, NULL);
  g_assert_true (qwentts_preset_save_voice (element, "bass-1", "bass", NULL,
          &error));
  g_assert_no_error (error);
  preset_rig_assert_file ("[bass]\nvoice=bass-1\nmodel=qwen9\n"
      "language-type=auto\nmax-segment-length=60\n");
  values = preset_rig_describe (element);
  g_assert_cmpstr (values, ==, "other qwen9 auto 60");
}

static void
test_overwrites_one_and_keeps_all (void)
{
  preset_rig_clear ();
  preset_rig_write (ALTO "\n[bass]\nvoice=old\nmodel=old\n\n[c]\nvoice=c\n");
  assert_saves ();
  preset_rig_assert_file (ALTO "\n[bass]\nvoice=bass-1\nmodel=qwen3-tts-vd\n"
      "language-type=auto\nmax-segment-length=600\n\n[c]\nvoice=c\n");
}

static void
test_file_of_comments_gets_a_header (void)
{
  g_autofree gchar *text = NULL;

  preset_rig_clear ();
  write_raw ("# Mine");
  assert_saves ();
  text = preset_rig_read ();
  g_assert_true (g_str_has_prefix (text, "# Mine\n" PRESET_RIG_HEADER));
}

static void
test_keeps_the_mode (void)
{
  struct stat info;

  preset_rig_clear ();
  preset_rig_write (ALTO);
  g_assert_cmpint (g_chmod (preset_rig_get_path (), 0600), ==, 0);
  assert_saves ();
  g_assert_cmpint (stat (preset_rig_get_path (), &info), ==, 0);
  g_assert_cmphex (info.st_mode & 07777, ==, 0600);
}

static void
test_leaves_nothing_beside_but_the_lock (void)
{
  g_autofree gchar *folder = g_path_get_dirname (preset_rig_get_path ());
  g_autoptr (GDir) dir = NULL;
  guint n_files = 0;

  preset_rig_clear ();
  assert_saves ();
  assert_saves ();
  dir = g_dir_open (folder, 0, NULL);
  while (g_dir_read_name (dir))
    n_files++;
  g_assert_cmpuint (n_files, ==, 2);
}

static void
test_refuses_a_name (gconstpointer name)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();
  g_autoptr (GError) error = NULL;

  preset_rig_clear ();
  preset_rig_write (ALTO);
  g_assert_false (qwentts_preset_save_voice (element, "x", name, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_false (gst_preset_save_preset (GST_PRESET (element), name));
  preset_rig_assert_file (ALTO);
}

static void
test_takes_a_name (gconstpointer name)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();
  g_auto (GStrv) names = NULL;
  g_autofree gchar *voice = NULL;

  preset_rig_clear ();
  preset_rig_write (ALTO);
  g_object_set (element, "voice", "x", NULL);
  /* Twice, so that it finds the first again. */
  g_assert_true (gst_preset_save_preset (GST_PRESET (element), name));
  g_assert_true (gst_preset_save_preset (GST_PRESET (element), name));
  names = gst_preset_get_preset_names (GST_PRESET (element));
  g_assert_cmpuint (g_strv_length (names), ==, 2);
  g_assert_true (g_strv_contains ((const gchar * const *) names, name));
  g_object_set (element, "voice", "y", NULL);
  g_assert_true (gst_preset_load_preset (GST_PRESET (element), name));
  g_object_get (element, "voice", &voice, NULL);
  g_assert_cmpstr (voice, ==, "x");
  g_assert_true (gst_preset_delete_preset (GST_PRESET (element), name));
  preset_rig_assert_file (ALTO "\n");
}

static void
test_refuses_a_corrupt_file (gconstpointer text)
{
  preset_rig_clear ();
  write_raw (text);
  assert_does_not_save (G_IO_ERROR_INVALID_DATA);
  assert_raw (text);
}

static void
test_refuses_a_file_with_a_nul (void)
{
  static const gchar text[] = PRESET_RIG_HEADER "\0" ALTO;

  preset_rig_clear ();
  preset_rig_make_folder ();
  g_assert_true (g_file_set_contents (preset_rig_get_path (), text,
          sizeof text - 1, NULL));
  assert_does_not_save (G_IO_ERROR_INVALID_DATA);
}

static void
test_refuses_a_huge_file (void)
{
  preset_rig_clear ();
  preset_rig_write (ALTO);
  g_assert_cmpint (truncate (preset_rig_get_path (), 1 << 30), ==, 0);
  assert_does_not_save (G_IO_ERROR_FAILED);
}

static void
test_refuses_a_pipe (void)
{
  preset_rig_clear ();
  preset_rig_make_folder ();
  g_assert_cmpint (mkfifo (preset_rig_get_path (), 0600), ==, 0);
  assert_does_not_save (G_IO_ERROR_NOT_REGULAR_FILE);
}

static void
test_refuses_a_symbolic_link (void)
{
  g_autofree gchar *other = NULL;
  g_autofree gchar *target = NULL;
  g_autoptr (GstElement) element = preset_rig_make_element ();

  preset_rig_clear ();
  preset_rig_make_folder ();
  other = preset_rig_write_elsewhere ("other", "1.22.0", ALTO);
  target = g_build_filename (other, "GstQwenTtsSrc.prs", NULL);
  g_assert_cmpint (symlink (target, preset_rig_get_path ()), ==, 0);
  assert_does_not_save (G_IO_ERROR_NOT_REGULAR_FILE);
  g_assert_true (g_file_test (preset_rig_get_path (), G_FILE_TEST_IS_SYMLINK));
  g_assert_true (gst_preset_load_preset (GST_PRESET (element), "alto"));

  g_assert_cmpint (g_unlink (target), ==, 0);
  assert_does_not_save (G_IO_ERROR_NOT_REGULAR_FILE);
}

static void
test_refuses_a_lock_that_is_a_link (void)
{
  g_autofree gchar *lock = g_strconcat (preset_rig_get_path (), ".lock", NULL);
  g_autofree gchar *target = g_build_filename (preset_rig_get_root (), "x",
      NULL);

  preset_rig_clear ();
  preset_rig_write (ALTO);
  g_assert_cmpint (symlink (target, lock), ==, 0);
  assert_does_not_save (G_IO_ERROR_TOO_MANY_LINKS);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
  preset_rig_assert_file (ALTO);
}

static void
test_refuses_a_read_only_file (void)
{
  preset_rig_clear ();
  preset_rig_write (ALTO);
  g_assert_cmpint (g_chmod (preset_rig_get_path (), 0444), ==, 0);
  assert_does_not_save (G_IO_ERROR_PERMISSION_DENIED);
  preset_rig_assert_file (ALTO);
}

static void
test_refuses_a_folder_that_is_none (void)
{
  g_autofree gchar *name = g_build_filename (preset_rig_get_root (),
      "gstreamer-1.0", NULL);

  preset_rig_clear ();
  g_assert_true (g_file_set_contents (name, "x", 1, NULL));
  assert_does_not_save (G_IO_ERROR_NOT_DIRECTORY);
}

/* As somebody whom modes concern. */
static int
save_as_nobody (const gchar * path)
{
  g_autoptr (GstElement) element = preset_rig_make_element ();
  g_autoptr (GError) error = NULL;
  gboolean is_root = geteuid () == 0;

  if (is_root)
    g_assert_cmpint (seteuid (NOBODY), ==, 0);
  g_assert_false (qwentts_preset_save_voice (element, "x", "x", NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_nonnull (strstr (error->message, path));
  /* For the leak check at the end. */
  if (is_root)
    g_assert_cmpint (seteuid (0), ==, 0);
  return 0;
}

static void
test_refuses_an_unwritable_folder (void)
{
  const gchar *path = preset_rig_get_path ();
  g_autofree gchar *folder = g_path_get_dirname (path);
  g_autoptr (GSubprocess) child = NULL;
  g_autofree gchar *said = NULL;

  preset_rig_clear ();
  preset_rig_write (ALTO);
  g_assert_cmpint (g_chmod (preset_rig_get_root (), 0755), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0555), ==, 0);
  child = preset_rig_spawn ("nobody", path, "");
  said = preset_rig_wait (child);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
  preset_rig_assert_file (ALTO);
}

static int
run_child (const gchar * mode, const gchar * argument)
{
  gst_init (NULL, NULL);
  return save_as_nobody (argument);
}

typedef struct
{
  const gchar *path;
  const gchar *text;
} Case;

static const Case bad_names[] = {
  {"empty", ""},
  {"not-utf8", "\xff"},
  {"line-break", "a\nb"},
  {"carriage-return", "a\rb"},
  {"delete", "a\x7f"},
  {"next-line", "a\302\205b"},
  {"bracket", "a]b"},
  {"opening-bracket", "[a"},
  {"header", "_presets_"},
  {"private", "_a"},
};

static const Case good_names[] = {
  {"plain", "my-voice"},
  {"spaces", " my  voice "},
  {"chinese", "\346\222\255\351\237\263"},
  {"signs", "#a=b;c\\d\"e'%s"},
};

static const Case corrupt_files[] = {
  {"no-key-file", PRESET_RIG_HEADER "voice\n"},
  {"key-before-groups", "voice=x\n"},
  {"binary", "\x7f" "ELF\x01\x02\xff\n"},
  {"no-header", ALTO},
  {"other-element", "[_presets_]\nelement-name=GstVP8Enc\n\n" ALTO},
  {"byte-order-mark", "\357\273\277" PRESET_RIG_HEADER},
};

static void
add_cases (const gchar * sentence, const Case * cases, guint n_cases,
    GTestDataFunc test)
{
  for (guint i = 0; i < n_cases; i++) {
    g_autofree gchar *path = g_strdup_printf ("/preset-file/%s/%s", sentence,
        cases[i].path);

    g_test_add_data_func (path, cases[i].text, test);
  }
}

int
main (int argc, char **argv)
{
  if (argc == 5 && g_str_equal (argv[1], "--child"))
    return run_child (argv[2], argv[3]);

  preset_rig_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/preset-file/" path, function)
  ADD ("saves-the-voice", test_saves_the_voice);
  ADD ("overwrites-one-and-keeps-all", test_overwrites_one_and_keeps_all);
  ADD ("file-of-comments-gets-a-header", test_file_of_comments_gets_a_header);
  ADD ("keeps-the-mode", test_keeps_the_mode);
  ADD ("leaves-nothing-beside-but-the-lock",
      test_leaves_nothing_beside_but_the_lock);
  ADD ("refuses-a-file-with-a-nul", test_refuses_a_file_with_a_nul);
  ADD ("refuses-a-huge-file", test_refuses_a_huge_file);
  ADD ("refuses-a-pipe", test_refuses_a_pipe);
  ADD ("refuses-a-symbolic-link", test_refuses_a_symbolic_link);
  ADD ("refuses-a-lock-that-is-a-link", test_refuses_a_lock_that_is_a_link);
  ADD ("refuses-a-read-only-file", test_refuses_a_read_only_file);
  ADD ("refuses-a-folder-that-is-none", test_refuses_a_folder_that_is_none);
  ADD ("refuses-an-unwritable-folder", test_refuses_an_unwritable_folder);
#undef ADD
  add_cases ("refuses-name", bad_names, G_N_ELEMENTS (bad_names),
      test_refuses_a_name);
  add_cases ("takes-name", good_names, G_N_ELEMENTS (good_names),
      test_takes_a_name);
  add_cases ("refuses-corrupt", corrupt_files, G_N_ELEMENTS (corrupt_files),
      test_refuses_a_corrupt_file);

  return preset_rig_finish (g_test_run ());
}
