/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Spoken texts as clips in a timeline of GStreamer Editing Services, by the real
 * ges-launch-1.0: it seeks to the begin of each clip, and stops at its end. What it
 * renders is what it renders of a file with the same audio. */
#include <string.h>

#include "cache-rig.h"
#include "launch.h"

#define TEXT "Good evening, dear listeners of all languages."

/* Longer than a request may be, and so more than one of them. */
#define PARAGRAPH "The train was very late, and nobody knew when it would come. " \
    "It had begun to rain, and all who waited stood under the small roof. " \
    "Then the man in black said that he had seen it leave the other town. "
#define LONG_TEXT PARAGRAPH PARAGRAPH PARAGRAPH PARAGRAPH

/* A part of it. Numbers without a point would be nanoseconds. */
typedef struct
{
  const gchar *inpoint;
  const gchar *duration;        /* NULL: to the end */
} Clip;

static Launch *
make_launch (void)
{
  const QwenttsSimulatorOptions options = {.estimate_s = 1 };

  return launch_new (&options);
}

static gchar *
make_uri (Launch * launch, const gchar * text)
{
  g_autofree gchar *escaped = g_uri_escape_string (text, NULL, FALSE);

  return g_strdup_printf ("qwentts:%s?voice=%s", escaped,
      qwentts_simulator_get_voice (launch->simulator));
}

static void
add (GPtrArray * line, const gchar * name, const gchar * value)
{
  g_ptr_array_add (line, g_strconcat (name, value, NULL));
}

/* ges-launch-1.0 reads its whole line as an address, too, and so decodes what is in
 * it once more. */
static void
add_clips (GPtrArray * line, const gchar * uri, const Clip * clips,
    guint n_clips)
{
  g_autofree gchar *escaped = g_uri_escape_string (uri, ":/", FALSE);

  for (guint i = 0; i < n_clips; i++) {
    add (line, "+clip", "");
    add (line, escaped, "");
    add (line, "inpoint=", clips[i].inpoint);
    if (clips[i].duration)
      add (line, "duration=", clips[i].duration);
  }
}

/* Returns: (transfer full): the file that is made of the clips */
static GBytes *
render (Launch * launch, const gchar * uri, const Clip * clips, guint n_clips)
{
  g_autoptr (GPtrArray) line = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GSubprocessLauncher) launcher = launch_make_launcher (launch);
  g_autofree gchar *out = g_filename_to_uri (launch->file, NULL, NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  gchar *file;
  gsize size;

  add_clips (line, uri, clips, n_clips);
  add (line, "--track-types=", "audio");
  add (line, "--outputuri=", out);
  add (line, "--format=", "audio/x-wav:audio/x-raw");
  g_ptr_array_add (line, NULL);
  process = launch_spawn_program (launch, launcher, "ges-launch-1.0",
      (const gchar * const *) line->pdata);
  g_assert_true (launch_finish (launch, process));
  g_file_get_contents (launch->file, &file, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (file, size);
}

/* A header alone is no audio. */
static void
assert_same (GBytes * one, GBytes * other)
{
  g_assert_cmpuint (g_bytes_get_size (one), >, 10000);
  g_assert_cmpmem (g_bytes_get_data (one, NULL), g_bytes_get_size (one),
      g_bytes_get_data (other, NULL), g_bytes_get_size (other));
}

/* The only file of audio in the cache. */
static gchar *
find_kept_uri (Launch * launch)
{
  g_autofree gchar *folder = g_build_filename (launch->folder, "gst-qwentts",
      NULL);
  g_autofree gchar *path = cache_rig_find_file (folder, ".audio");

  return g_filename_to_uri (path, NULL, NULL);
}

static void
assert_renders_as_its_file (const Clip * clips, guint n_clips)
{
  g_autoptr (Launch) launch = make_launch ();
  g_autofree gchar *uri = make_uri (launch, TEXT);
  g_autoptr (GBytes) rendered = render (launch, uri, clips, n_clips);
  g_autofree gchar *kept_uri = find_kept_uri (launch);
  g_autoptr (GBytes) wanted = render (launch, kept_uri, clips, n_clips);

  assert_same (rendered, wanted);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (launch->simulator), ==, 1);
}

static void
test_whole_text (void)
{
  const Clip clip = { "0.0" };

  assert_renders_as_its_file (&clip, 1);
}

static void
test_part_of_a_text (void)
{
  const Clip clip = { "0.1", "0.2" };

  assert_renders_as_its_file (&clip, 1);
}

/* The later part first. */
static void
test_two_parts_of_a_text (void)
{
  const Clip clips[] = { {"0.8", "0.3"}, {"0.1", "0.4"} };

  assert_renders_as_its_file (clips, G_N_ELEMENTS (clips));
}

/* Has it spoken, and kept, before: how long it is is known by that only.
 *
 * Returns: (transfer full): where all of it is in one file */
static gchar *
speak_long_text (Launch * launch)
{
  g_autofree gchar *path = g_build_filename (launch->folder, "all.wav", NULL);
  g_autofree gchar *location = g_strconcat ("location=", path, NULL);
  g_autofree gchar *voice = g_strconcat ("voice=", qwentts_simulator_get_voice
      (launch->simulator), NULL);
  const gchar *const arguments[] = { "qwenttssrc", voice, "text=" LONG_TEXT,
    "poll-interval=1", "!", "wavenc", "!", "filesink", location, NULL
  };

  g_assert_true (launch_run (launch, arguments));
  return g_filename_to_uri (path, NULL, NULL);
}

static void
test_parts_of_a_long_text_that_is_kept (void)
{
  const Clip clips[] = { {"0.1", "0.2"}, {"9.3", NULL}, {"0.0", NULL} };
  g_autoptr (Launch) launch = make_launch ();
  g_autofree gchar *uri = make_uri (launch, LONG_TEXT);
  g_autofree gchar *file_uri = speak_long_text (launch);
  const guint n_tasks = qwentts_simulator_get_n_tasks (launch->simulator);
  g_autoptr (GBytes) rendered = render (launch, uri, clips,
      G_N_ELEMENTS (clips));
  g_autoptr (GBytes) wanted = render (launch, file_uri, clips,
      G_N_ELEMENTS (clips));

  g_assert_cmpuint (n_tasks, >, 1);
  assert_same (rendered, wanted);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (launch->simulator), ==,
      n_tasks);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/ges/" path, function)
  ADD ("whole-text", test_whole_text);
  ADD ("part-of-a-text", test_part_of_a_text);
  ADD ("two-parts-of-a-text", test_two_parts_of_a_text);
  ADD ("parts-of-a-long-text-that-is-kept",
      test_parts_of_a_long_text_that_is_kept);
#undef ADD

  return g_test_run ();
}
