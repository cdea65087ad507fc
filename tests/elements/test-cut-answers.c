/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Answers that are cut at each sixteenth byte: what is asked is had at the second
 * try, and never paid twice. */
#include <string.h>

#include "audio/wav-file.h"
#include "rig.h"

#define STEP 16
/* Longer than an answer in JSON, and than the head of a file's with 512 bytes of
 * the file. */
#define MAX_CUT 1024

#define N_FRAMES 1000
#define HEADER_SIZE 44

typedef struct
{
  const gchar *path;
  QwenttsSimulatorKind kind;
  QwenttsSimulatorEnd end;
} Cut;

static const Cut cuts[] = {
  {"closed-submit", QWENTTS_SIMULATOR_SUBMIT, QWENTTS_SIMULATOR_END_CLOSE},
  {"reset-submit", QWENTTS_SIMULATOR_SUBMIT, QWENTTS_SIMULATOR_END_RESET},
  {"closed-poll", QWENTTS_SIMULATOR_POLL, QWENTTS_SIMULATOR_END_CLOSE},
  {"reset-poll", QWENTTS_SIMULATOR_POLL, QWENTTS_SIMULATOR_END_RESET},
  {"closed-download", QWENTTS_SIMULATOR_DOWNLOAD, QWENTTS_SIMULATOR_END_CLOSE},
  {"reset-download", QWENTTS_SIMULATOR_DOWNLOAD, QWENTTS_SIMULATOR_END_RESET},
};

static GBytes *
make_wav (void)
{
  const WavFormat format = {.tag = WAV_TAG_PCM,.channels = 1,.rate = 24000,
    .bits = 16
  };
  g_autoptr (GBytes) samples = wav_make_samples (N_FRAMES * 2);
  GByteArray *file = wav_file_new (&format, g_bytes_get_data (samples, NULL),
      g_bytes_get_size (samples));

  return g_byte_array_free_to_bytes (file);
}

static void
test_is_had_at_the_second_try (gconstpointer data)
{
  const Cut *cut = data;
  g_autoptr (GBytes) wav = make_wav ();
  const QwenttsSimulatorOptions options = {.audio = wav };
  g_autoptr (Rig) rig = rig_new (&options);
  guint n_runs = 0;

  g_object_set (rig->src, "cache", FALSE, NULL);
  for (gint64 size = 0; size < MAX_CUT; size += STEP) {
    const QwenttsSimulatorFault fault = {.end = cut->end,.cut = size };
    g_autoptr (GBytes) samples = NULL;

    g_test_message ("after %d bytes", (gint) size);
    qwentts_simulator_add_fault (rig->simulator, cut->kind, &fault);
    rig_play_to_end (rig);
    samples = rig_get_samples (rig);
    g_assert_cmpmem (g_bytes_get_data (samples, NULL),
        g_bytes_get_size (samples), (const guint8 *) g_bytes_get_data (wav,
            NULL) + HEADER_SIZE, g_bytes_get_size (wav) - HEADER_SIZE);
    g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==,
        ++n_runs);
    rig_stop (rig, GST_STATE_READY);
    rig_forget (rig);
  }
}

/* So the loop above has cut all there is. */
static void
test_answers_are_shorter_than_the_longest_cut (void)
{
  g_autoptr (GBytes) wav = make_wav ();
  const QwenttsSimulatorOptions options = {.audio = wav };
  const QwenttsSimulatorFault whole = {.end = QWENTTS_SIMULATOR_END_RESET,
    .cut = MAX_CUT - STEP
  };
  g_autoptr (Rig) rig = rig_new (&options);

  qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_SUBMIT,
      &whole);
  qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_POLL, &whole);
  rig_play_to_end (rig);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT), ==, 1);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator,
          QWENTTS_SIMULATOR_DOWNLOAD), ==, 1);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++) {
    g_autofree gchar *path =
        g_strdup_printf ("/ttssrc/%s-is-had-at-the-second-try", cuts[i].path);

    g_test_add_data_func (path, &cuts[i], test_is_had_at_the_second_try);
  }
  g_test_add_func ("/ttssrc/answers-are-shorter-than-the-longest-cut",
      test_answers_are_shorter_than_the_longest_cut);

  return g_test_run ();
}
