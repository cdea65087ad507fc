/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What was spoken once is there the next time: what is the same, and what is
 * kept. */
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cache-rig.h"
#include "data-folder.h"
#include "segments.h"

#define SUBMIT QWENTTS_SIMULATOR_SUBMIT

static void
assert_counts_of_a_hit (Rig * rig)
{
  static const gchar *const none[] = { "submits", "polls", "downloads",
    "retries", "characters", "bytes"
  };
  g_autoptr (GstStructure) stats = rig_get_stats (rig);
  gdouble credits = -1;

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_cmpuint (cache_rig_get_count (rig, none[i]), ==, 0);
  g_assert_cmpuint (cache_rig_get_count (rig, "cache-hits"), ==, 1);
  g_assert_cmpuint (cache_rig_get_count (rig, "segments"), ==, 1);
  gst_structure_get_double (stats, "credits", &credits);
  g_assert_cmpfloat (credits, ==, 0);
}

static void
test_second_run_asks_for_nothing (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *task_id = NULL;
  guint n_requests;

  rig_play_to_end (rig);
  cache_rig_assert_told (rig, FALSE, NULL);
  g_assert_cmpuint (cache_rig_get_count (rig, "cache-hits"), ==, 0);
  task_id = cache_rig_get_task_id (rig);
  n_requests = cache_rig_count_requests (rig->simulator);

  cache_rig_play_again (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  cache_rig_assert_told (rig, TRUE, task_id);
  assert_counts_of_a_hit (rig);
  g_assert_cmpuint (cache_rig_count_requests (rig->simulator), ==, n_requests);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 0);
}

static void
test_another_element_finds_it (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Rig) other = cache_rig_new_beside (rig);

  rig_play_to_end (rig);
  rig_play_to_end (other);
  rig_assert_spoken (other, RIG_TEXT);
  assert_counts_of_a_hit (other);
}

/* All is on disk when the stream ends, not only when the element stops. */
static void
test_end_leaves_it_ready (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  g_object_set (rig->sink, "sync", FALSE, NULL);
  rig_play_to_end (rig);
  cache_rig_assert_ready (rig->cache_dir, 1);
}

static void
test_hit_needs_no_key (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  rig_play_to_end (rig);
  g_object_set (rig->src, "api-key", NULL, NULL);
  cache_rig_play_again (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  assert_counts_of_a_hit (rig);
}

static void
test_hit_needs_no_service (void)
{
  g_autoptr (GError) error = NULL;
  QwenttsSimulator *simulator = qwentts_simulator_new (NULL, &error);
  g_autoptr (Rig) rig = rig_new_for (simulator);
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;

  rig_play_to_end (rig);
  first = rig_get_samples (rig);
  qwentts_simulator_free (simulator);
  cache_rig_play_again (rig);
  second = rig_get_samples (rig);
  g_assert_true (g_bytes_equal (first, second));
  assert_counts_of_a_hit (rig);
}

/* Buffers of the file of the first run, silence taken out. */
static void
test_hit_is_heard_live (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GPtrArray) buffers = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GByteArray) second = g_byte_array_new ();

  rig_play_to_end (rig);
  first = rig_get_samples (rig);
  rig_stop (rig, GST_STATE_READY);
  g_object_set (rig->src, "is-live", TRUE, NULL);
  rig_forget (rig);
  rig_play_to_end (rig);
  buffers = rig_get_buffers (rig);
  for (guint i = 0; i < buffers->len; i++) {
    GstMapInfo map;

    if (GST_BUFFER_FLAG_IS_SET (buffers->pdata[i], GST_BUFFER_FLAG_GAP))
      continue;
    gst_buffer_map (buffers->pdata[i], &map, GST_MAP_READ);
    g_byte_array_append (second, map.data, map.size);
    gst_buffer_unmap (buffers->pdata[i], &map);
  }
  g_assert_cmpmem (second->data, second->len, g_bytes_get_data (first, NULL),
      g_bytes_get_size (first));
  assert_counts_of_a_hit (rig);
}

/* With the shortest limit each sentence is a segment. */
#define LIMIT 50
#define WINDOW "The train was very late. " \
  "Nobody knew when it would come to the town. " \
  "And then it began to rain on all who waited."
#define SCRIPT WINDOW " So they all went home for a cup of tea."

static void
assert_is_paused (Rig * rig)
{
  GstState state;

  g_assert_cmpint (gst_element_get_state (rig->pipeline, &state, NULL,
          GST_CLOCK_TIME_NONE), ==, GST_STATE_CHANGE_SUCCESS);
  g_assert_cmpint (state, ==, GST_STATE_PAUSED);
}

/* Another one hears what is kept, and ends once it is. */
static void
test_paused_pipeline_keeps_its_window (void)
{
  const QwenttsSimulatorOptions options = {.is_manual = TRUE };
  g_autoptr (Rig) rig = rig_new (&options);
  g_autoptr (Rig) other = cache_rig_new_beside (rig);

  g_object_set (rig->src, "text", SCRIPT, "max-segment-length", LIMIT,
      "max-prefetch", 2, NULL);
  rig_start (rig, GST_STATE_PAUSED);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator, SUBMIT, 3));
  qwentts_simulator_finish_jobs (rig->simulator, TRUE);
  assert_is_paused (rig);

  g_object_set (other->src, "text", WINDOW, "max-segment-length", LIMIT, NULL);
  rig_play_to_end (other);
  for (guint i = 0; i < 3; i++)
    g_assert_true (cache_rig_is_cached (other, i));
  cache_rig_assert_ready (rig->cache_dir, 3);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator, SUBMIT), ==, 3);
  g_assert_cmpuint (cache_rig_get_count (rig, "segments"), ==, 1);
  assert_is_paused (rig);

  rig_play_to_end (rig);
  cache_rig_assert_ready (rig->cache_dir, 4);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 4);
}

/* What is another request, and what is the same. */

typedef struct
{
  const gchar *property;
  const gchar *value;
} Change;

static const Change others[] = {
  {"text", "Good evening"},
  {"voice", "qwen-tts-vd-somebody-voice-20260402-ffff"},
  {"language-type", "english"},
  {"model", "qwen3-tts-vd-2026-01-26"},
};

static void
test_is_another_request (gconstpointer data)
{
  const Change *change = data;
  g_autoptr (Rig) rig = rig_new (NULL);

  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  gst_util_set_object_arg (G_OBJECT (rig->src), change->property,
      change->value);
  rig_start (rig, GST_STATE_PLAYING);
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_EOS
          | GST_MESSAGE_ERROR));
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator, SUBMIT), ==, 2);
}

static void
test_another_service_is_another_request (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Rig) other = rig_new (NULL);

  rig_play_to_end (rig);
  g_object_set (other->src, "cache-dir", rig->cache_dir, NULL);
  rig_play_to_end (other);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (other->simulator), ==, 1);
  cache_rig_assert_ready (rig->cache_dir, 2);
}

static const Change sames[] = {
  {"proxy", "http://127.0.0.1:1"},
  {"timeout", "7"},
  {"task-timeout", "77"},
  {"retries", "0"},
  {"retry-backoff-max", "1"},
  {"poll-interval", "77"},
  {"user-agent", "somebody/1"},
  {"callback-url", "https://example.com/done"},
  {"api-key", "sk-another"},
  {"max-segment-length", "77"},
  {"max-prefetch", "0"},
  {"cache-max-size", "77"},
};

static void
test_is_the_same_request (gconstpointer data)
{
  const Change *change = data;
  g_autoptr (Rig) rig = rig_new (NULL);

  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  rig_forget (rig);
  gst_util_set_object_arg (G_OBJECT (rig->src), change->property,
      change->value);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, RIG_TEXT);
  assert_counts_of_a_hit (rig);
}

/* "Grüße", and what looks the same. What is asked is what was set first. */
static void
test_other_normal_form_is_the_same_request (void)
{
  static const gchar *const composed = "Gr\xc3\xbc\xc3\x9f" "e.";
  static const gchar *const decomposed = "Gru\xcc\x88\xc3\x9f" "e.";
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GPtrArray) requests = NULL;
  const QwenttsSimulatorRequest *submit;

  g_object_set (rig->src, "text", decomposed, NULL);
  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  g_object_set (rig->src, "text", composed, NULL);
  rig_forget (rig);
  rig_play_to_end (rig);
  assert_counts_of_a_hit (rig);

  requests = qwentts_simulator_get_requests (rig->simulator);
  submit = requests->pdata[0];
  g_assert_cmpint (submit->kind, ==, SUBMIT);
  g_assert_nonnull (strstr (submit->body, decomposed));
}

static void
test_address_is_the_same_with_a_slash (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autofree gchar *url = g_strconcat (qwentts_simulator_get_base_url
      (rig->simulator), "/", NULL);

  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  g_object_set (rig->src, "base-url", url, NULL);
  rig_forget (rig);
  rig_play_to_end (rig);
  assert_counts_of_a_hit (rig);
}

static void
test_letters_in_another_form_are_the_same (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);

  g_object_set (rig->src, "text", "A caf\xc3\xa9.", NULL);
  rig_play_to_end (rig);
  rig_stop (rig, GST_STATE_READY);
  g_object_set (rig->src, "text", "A cafe\xcc\x81.", NULL);
  rig_forget (rig);
  rig_play_to_end (rig);
  rig_assert_spoken (rig, "A caf\xc3\xa9.");
  assert_counts_of_a_hit (rig);
}

/* The same text twice. */

static void
say_twice (Rig * rig)
{
  gboolean is_taken = FALSE;

  rig_start (rig, GST_STATE_PAUSED);
  g_signal_emit_by_name (rig->src, "push-text", RIG_TEXT, &is_taken);
  g_assert_true (is_taken);
  rig_play_to_end (rig);
}

static void
test_text_that_comes_twice_is_paid_once (gconstpointer max_prefetch)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GPtrArray) segments = NULL;

  g_object_set (rig->src, "max-prefetch", GPOINTER_TO_UINT (max_prefetch),
      NULL);
  say_twice (rig);
  segments = segments_get (rig);
  g_assert_cmpuint (segments->len, ==, 2);
  segments_assert_heard (rig, segments, NULL);
  segments_assert_exact_times (rig);
  g_assert_cmpuint (cache_rig_is_cached (rig, 0) + cache_rig_is_cached (rig, 1),
      ==, 1);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
  g_assert_cmpuint (cache_rig_get_count (rig, "cache-hits"), ==, 1);
  g_assert_cmpuint (cache_rig_get_count (rig, "submits"), ==, 1);
}

static void
add_changes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    g_autofree gchar *path = g_strdup_printf ("/cache/another-%s-is-another-"
        "request", others[i].property);

    g_test_add_data_func (path, &others[i], test_is_another_request);
  }
  for (guint i = 0; i < G_N_ELEMENTS (sames); i++) {
    g_autofree gchar *path = g_strdup_printf ("/cache/another-%s-is-the-same-"
        "request", sames[i].property);

    g_test_add_data_func (path, &sames[i], test_is_the_same_request);
  }
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add_func ("/cache/" path, function)
  ADD ("second-run-asks-for-nothing", test_second_run_asks_for_nothing);
  ADD ("another-element-finds-it", test_another_element_finds_it);
  ADD ("end-leaves-it-ready", test_end_leaves_it_ready);
  ADD ("hit-needs-no-key", test_hit_needs_no_key);
  ADD ("hit-needs-no-service", test_hit_needs_no_service);
  ADD ("hit-is-heard-live", test_hit_is_heard_live);
  ADD ("paused-pipeline-keeps-its-window",
      test_paused_pipeline_keeps_its_window);
  add_changes ();
  ADD ("another-service-is-another-request",
      test_another_service_is_another_request);
  ADD ("other-normal-form-is-the-same-request",
      test_other_normal_form_is_the_same_request);
  ADD ("address-is-the-same-with-a-slash",
      test_address_is_the_same_with_a_slash);
  ADD ("letters-in-another-form-are-the-same",
      test_letters_in_another_form_are_the_same);
  g_test_add_data_func ("/cache/text-that-comes-twice-is-paid-once",
      GUINT_TO_POINTER (2), test_text_that_comes_twice_is_paid_once);
  g_test_add_data_func ("/cache/text-that-comes-twice-is-paid-once-one-by-one",
      GUINT_TO_POINTER (0), test_text_that_comes_twice_is_paid_once);
#undef ADD

  return data_folder_finish (g_test_run ());
}
