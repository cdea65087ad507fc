/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Previews that are none: the voice is kept, and they are not. */
#include <string.h>

#include "api/error.h"
#include "design.h"

static void
replace_preview (Design * design, const gchar * bytes)
{
  g_autoptr (GBytes) body = g_bytes_new (bytes, strlen (bytes));
  const QwenttsSimulatorFault fault = {.body = body };

  qwentts_simulator_add_fault (design->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &fault);
}

static void
assert_preview_not_kept (Design * design, Run * run)
{
  g_autofree gchar *path = rig_make_path (design->rig, ".audio");
  g_autofree gchar *temp = rig_make_path (design->rig, ".audio.tmp");
  g_autoptr (QwenttsRecord) record = design_peek (design);

  run_assert_no_warning (run);
  g_assert_true (run_get_state (run).has_voice);
  g_assert_cmpint (record->state, ==, QWENTTS_RECORD_READY);
  g_assert_cmpstr (qwentts_fields_get (record->result, "voice"), ==,
      qwentts_job_get_voice (run->job)->name);
  g_assert_null (record->audio.format);
  g_assert_false (rig_exists (path));
  g_assert_false (rig_exists (temp));
}

static const gchar *const undecodable[] = {
  "<html><body>Not found</body></html>",
  "\x01\x02\x03 garbage that is no audio at all, however long it may be.",
  "RIFF\x24\x10\x00\x00WAVEfmt \x10\x00\x00",
  "",
};

/* Whoever plays it is told; see the speech's tests. */
static void
test_undecodable_preview_is_not_kept (gconstpointer bytes)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (Run) again = NULL;
  g_autoptr (GBytes) heard = NULL;

  replace_preview (design, bytes);
  run = design_run_well (design, DESIGN_PLAIN);
  assert_preview_not_kept (design, run);
  heard = run_read_clip (run, NULL);
  g_assert_cmpuint (g_bytes_get_size (heard), ==, strlen (bytes));

  again = design_run_well (design, DESIGN_PLAIN);
  design_assert_kept (design, again);
  g_assert_cmpuint (design_get_n_designs (design), ==, 1);
}

static void
test_undecodable_preview_does_not_matter_to_the_silent (gconstpointer bytes)
{
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;

  replace_preview (design, bytes);
  run = design_run_well (design, DESIGN_SILENT);
  assert_preview_not_kept (design, run);
}

/* The header of a WAV file with no sample, and samples of which none is whole. */
static void
test_preview_without_samples_is_not_kept (gconstpointer format)
{
  g_autoptr (GBytes) wav = service_make_wav (24000, 0);
  g_autoptr (GBytes) body = g_str_equal (format, "wav")
      ? g_bytes_ref (wav) : g_bytes_new ("", 1);
  const QwenttsSimulatorFault fault = {.body = body };
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;

  design->request.response_format = format;
  qwentts_simulator_add_fault (design->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &fault);
  run = design_run_well (design, DESIGN_PLAIN);
  assert_preview_not_kept (design, run);
}

static void
test_cut_preview_is_not_kept (gconstpointer data)
{
  const DesignFlags flags = GPOINTER_TO_INT (data);
  const QwenttsSimulatorFault cut = {.end = QWENTTS_SIMULATOR_END_CLOSE,
    .cut = -1000
  };
  g_autoptr (Design) design = design_new (NULL, NULL);
  g_autoptr (Run) run = NULL;
  g_autoptr (GError) error = NULL;

  qwentts_simulator_add_fault (design->service->simulator,
      QWENTTS_SIMULATOR_DOWNLOAD, &cut);
  run = design_run (design, flags);
  if (flags & DESIGN_SILENT) {
    run_assert_done (run);
  } else {
    error = run_assert_failed (run, QWENTTS_ERROR, QWENTTS_ERROR_NETWORK);
    g_assert_true (qwentts_error_get_details (error)->is_download);
  }
  assert_preview_not_kept (design, run);
}

int
main (int argc, char **argv)
{
  rig_start_watchdog ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/design-preview/" path, function)
#define ADD_WITH(path, data, function) \
  g_test_add_data_func ("/design-preview/" path, data, function)
  for (guint i = 0; i < G_N_ELEMENTS (undecodable); i++) {
    g_autofree gchar *path =
        g_strdup_printf ("/design-preview/undecodable-preview-is-not-kept-%u",
        i);
    g_autofree gchar *silent =
        g_strdup_printf ("/design-preview/undecodable-preview-is-no-matter-%u",
        i);

    g_test_add_data_func (path, undecodable[i],
        test_undecodable_preview_is_not_kept);
    g_test_add_data_func (silent, undecodable[i],
        test_undecodable_preview_does_not_matter_to_the_silent);
  }
  ADD_WITH ("wav-without-samples-is-not-kept", "wav",
      test_preview_without_samples_is_not_kept);
  ADD_WITH ("pcm-without-samples-is-not-kept", "pcm",
      test_preview_without_samples_is_not_kept);
  ADD_WITH ("cut-preview-is-not-kept", GINT_TO_POINTER (DESIGN_PLAIN),
      test_cut_preview_is_not_kept);
  ADD_WITH ("cut-preview-does-not-matter-to-the-silent",
      GINT_TO_POINTER (DESIGN_SILENT), test_cut_preview_is_not_kept);
#undef ADD_WITH
#undef ADD

  return g_test_run ();
}
