/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* One segment of several fails: the stream stops before it, or goes on behind. */
#include <string.h>

#include "failure.h"
#include "segments.h"

/* With the shortest limit each sentence is a segment; the second one fails. */
#define LIMIT 50
#define SCRIPT "The train was very late. " \
    "Nobody knew when it would come to the town. " \
    "And then it began to rain on all who waited."

#define WAV_HEADER_SIZE 44

typedef struct
{
  const gchar *path;
  const gchar *category;
  const gchar *error_json;      /* of the task; NULL: it does not fail */
  QwenttsSimulatorKind kind;    /* of the request that fails else */
  QwenttsSimulatorFault fault;
  const gchar *body;            /* of the answer to it */
  gboolean is_heard_in_part;
} Case;

static const Case cases[] = {
  {"task-that-fails", "moderation",
      "{\"code\":\"content_policy_violation\",\"message\":\"No.\"}"},
  {"submit-that-is-refused", "quota", NULL, QWENTTS_SIMULATOR_SUBMIT, {
          .status = 402,.content_type = "application/json"},
      "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"Pay.\"}}"},
  {"file-that-is-gone", "not-found", NULL, QWENTTS_SIMULATOR_DOWNLOAD, {
          .status = 404}},
  {"file-that-is-a-page", "audio", NULL, QWENTTS_SIMULATOR_DOWNLOAD, {
          .content_type = "text/html"}, "<html>Sorry</html>"},
  {"file-that-breaks-off", "network", NULL, QWENTTS_SIMULATOR_DOWNLOAD, {
          .cut = 30000,.end = QWENTTS_SIMULATOR_END_RESET},
      .is_heard_in_part = TRUE},
};

/* Orders the failure. */
static void
break_next (Rig * rig, const Case * one)
{
  QwenttsSimulatorFault fault = one->fault;
  g_autoptr (GBytes) body = one->body
      ? g_bytes_new_static (one->body, strlen (one->body)) : NULL;

  if (one->error_json) {
    qwentts_simulator_fail_tasks (rig->simulator, 1, "failed", one->error_json);
    return;
  }
  fault.body = body;
  qwentts_simulator_add_fault (rig->simulator, one->kind, &fault);
}

static gboolean
is_first_segment (GstMessage * message)
{
  guint index = 1;

  return gst_message_has_name (message, "qwentts/segment")
      && gst_structure_get_uint (gst_message_get_structure (message), "index",
      &index) && index == 0;
}

/* When the first segment begins, the second one is still to be asked for. */
static void
break_second (Rig * rig, GstMessage * message)
{
  if (is_first_segment (message))
    break_next (rig, rig->user_data);
}

/* @on_error: "stop" or "skip" */
static Rig *
new_rig (const Case * one, const gchar * on_error)
{
  Rig *rig = rig_new (NULL);

  g_object_set (rig->src, "text", SCRIPT, "max-segment-length", LIMIT,
      "max-prefetch", 0, "retries", 0, NULL);
  gst_util_set_object_arg (G_OBJECT (rig->src), "on-segment-error", on_error);
  rig->on_message = break_second;
  rig->user_data = (gpointer) one;
  return rig;
}

/* Asserts that what is heard begins with a segment.
 *
 * Returns: (transfer full): the rest */
static GBytes *
cut_off (Rig * rig, GBytes * heard, const gchar * segment)
{
  g_autoptr (GBytes) wav = qwentts_simulator_speak_as (rig->simulator,
      qwentts_simulator_get_voice (rig->simulator), segment, NULL, NULL);
  gsize size = g_bytes_get_size (wav) - WAV_HEADER_SIZE;

  g_assert_cmpuint (g_bytes_get_size (heard), >=, size);
  g_assert_cmpint (memcmp (g_bytes_get_data (heard, NULL), (const guint8 *)
          g_bytes_get_data (wav, NULL) + WAV_HEADER_SIZE, size), ==, 0);
  return g_bytes_new_from_bytes (heard, size, g_bytes_get_size (heard) - size);
}

/* Asserts that what is heard is the begin of a segment, of some length.
 *
 * @rest: the size of what follows it */
static void
assert_part (Rig * rig, GBytes * heard, const gchar * segment, gsize rest)
{
  g_autoptr (GBytes) wav = qwentts_simulator_speak_as (rig->simulator,
      qwentts_simulator_get_voice (rig->simulator), segment, NULL, NULL);
  gsize size = g_bytes_get_size (heard) - rest;

  g_assert_cmpuint (g_bytes_get_size (heard), >, rest);
  g_assert_cmpuint (size, <, g_bytes_get_size (wav) - WAV_HEADER_SIZE);
  g_assert_cmpint (memcmp (g_bytes_get_data (heard, NULL), (const guint8 *)
          g_bytes_get_data (wav, NULL) + WAV_HEADER_SIZE, size), ==, 0);
}

static gsize
get_size (Rig * rig, const gchar * segment)
{
  g_autoptr (GBytes) wav = qwentts_simulator_speak_as (rig->simulator,
      qwentts_simulator_get_voice (rig->simulator), segment, NULL, NULL);

  return g_bytes_get_size (wav) - WAV_HEADER_SIZE;
}

/* All of the first, what there was of the second, and all of the third.
 *
 * @third: (nullable): none */
static void
assert_heard (Rig * rig, const Case * one, const gchar * third)
{
  g_autoptr (GBytes) heard = rig_get_samples (rig);
  g_autoptr (GBytes) rest = cut_off (rig, heard, "The train was very late.");
  gsize third_size = third ? get_size (rig, third) : 0;
  g_autoptr (GBytes) last = NULL;
  g_autoptr (GBytes) nothing = NULL;

  if (one->is_heard_in_part)
    assert_part (rig, rest, "Nobody knew when it would come to the town.",
        third_size);
  g_assert_cmpuint (g_bytes_get_size (rest), >=, third_size);
  last = g_bytes_new_from_bytes (rest, g_bytes_get_size (rest) - third_size,
      third_size);
  if (!one->is_heard_in_part)
    g_assert_cmpuint (g_bytes_get_size (rest), ==, third_size);
  if (third)
    nothing = cut_off (rig, last, third);
}

static void
test_stops_before_it (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (Rig) rig = new_rig (one, "stop");
  g_autoptr (GstMessage) error = NULL;
  const GstStructure *details = NULL;
  guint index = 0;

  rig_start (rig, GST_STATE_PLAYING);
  error = rig_wait_for_message (rig, GST_MESSAGE_ERROR);
  rig_wait_for_event (rig, GST_EVENT_EOS);
  gst_message_parse_error_details (error, &details);
  g_assert_cmpstr (gst_structure_get_string (details, "category"), ==,
      one->category);
  g_assert_true (gst_structure_get_uint (details, "segment-index", &index));
  g_assert_cmpuint (index, ==, 1);
  assert_heard (rig, one, NULL);
  segments_assert_exact_times (rig);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 0);
}

/* What a message says, without what is another one in each run. */
typedef struct
{
  GError *error;
  GstStructure *details;
  gboolean has_task_id;
} Words;

static void
words_clear (Words * words)
{
  g_clear_error (&words->error);
  gst_clear_structure (&words->details);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Words, words_clear);

static void
words_take (Words * words, GstMessage * message)
{
  const GstStructure *details = NULL;

  if (rig_is_message (message, GST_MESSAGE_ERROR)) {
    gst_message_parse_error (message, &words->error, NULL);
    gst_message_parse_error_details (message, &details);
  } else {
    gst_message_parse_warning (message, &words->error, NULL);
    gst_message_parse_warning_details (message, &details);
  }
  g_assert_nonnull (details);
  words->details = gst_structure_copy (details);
  words->has_task_id = gst_structure_has_field (details, "task-id");
  gst_structure_remove_fields (words->details, "task-id", "request-id", NULL);
}

/* Of a run that stops. */
static void
words_take_error (Words * words, const Case * one)
{
  g_autoptr (Rig) rig = new_rig (one, "stop");
  g_autoptr (GstMessage) error = NULL;

  rig_start (rig, GST_STATE_PLAYING);
  error = rig_wait_for_message (rig, GST_MESSAGE_ERROR);
  words_take (words, error);
}

static void
assert_same_words (const Words * words, const Words * wanted)
{
  g_assert_error (words->error, wanted->error->domain, wanted->error->code);
  g_assert_cmpstr (words->error->message, ==, wanted->error->message);
  g_assert_cmpint (words->has_task_id, ==, wanted->has_task_id);
  g_assert_true (gst_structure_is_equal (words->details, wanted->details));
}

static void
test_goes_on_behind_it (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (Rig) rig = new_rig (one, "skip");
  g_autoptr (GstMessage) warning = NULL;
  g_autoptr (GPtrArray) segments = NULL;
  g_auto (Words) warned = { NULL };
  g_auto (Words) failed = { NULL };
  gint64 duration = 0;

  rig_play_to_end (rig);
  warning = rig_wait_for_message (rig, GST_MESSAGE_WARNING);
  words_take (&warned, warning);
  words_take_error (&failed, one);
  assert_same_words (&warned, &failed);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 1);
  segments = segments_get (rig);
  g_assert_cmpuint (segments->len, ==, one->is_heard_in_part ? 3 : 2);
  g_assert_cmpuint (segments_get_uint (segments, segments->len - 1, "index"),
      ==, 2);
  assert_heard (rig, one, "And then it began to rain on all who waited.");
  g_assert_true (gst_element_query_duration (rig->src, GST_FORMAT_TIME,
          &duration));
  g_assert_cmpuint (duration, ==, segments_assert_exact_times (rig));
}

/* Also while the stream waits for what is said before it. */
static void
test_failure_waits_for_its_turn (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GPtrArray) book = NULL;
  gboolean is_taken = FALSE, has_failed = FALSE;
  guint n_polls;

  g_object_set (rig->src, "text", "One.", NULL);
  rig_block (rig);
  rig_start (rig, GST_STATE_PLAYING);
  rig_wait_until_blocked (rig);
  n_polls = qwentts_simulator_count (rig->simulator, QWENTTS_SIMULATOR_POLL);
  qwentts_simulator_fail_tasks (rig->simulator, 1, "failed", "null");
  g_signal_emit_by_name (rig->src, "push-text", "Two.", &is_taken);
  g_assert_true (is_taken);
  g_assert_true (qwentts_simulator_wait_for (rig->simulator,
          QWENTTS_SIMULATOR_POLL, n_polls + 1));
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_ERROR), ==, 0);
  rig_unblock (rig);
  rig_wait_for_event (rig, GST_EVENT_EOS);

  rig_assert_spoken (rig, "One.");
  book = rig_get_book (rig);
  for (guint i = 0; i < book->len; i++) {
    has_failed |= rig_is_message (book->pdata[i], GST_MESSAGE_ERROR);
    g_assert_false (has_failed && GST_IS_BUFFER (book->pdata[i]));
  }
  g_assert_true (has_failed);
}

/* As an application does that has seen the first failure coming. */
static void
choose_skip (Rig * rig, GstMessage * message)
{
  if (is_first_segment (message))
    gst_util_set_object_arg (G_OBJECT (rig->src), "on-segment-error", "skip");
  break_second (rig, message);
}

static void
test_skip_is_chosen_while_it_plays (void)
{
  g_autoptr (Rig) rig = new_rig (&cases[0], "stop");

  rig->on_message = choose_skip;
  rig_play_to_end (rig);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 1);
}

static void
test_nothing_is_left_of_all_skipped (void)
{
  g_autoptr (Rig) rig = new_rig (NULL, "skip");
  g_autoptr (GPtrArray) segments = NULL;

  rig->on_message = NULL;
  qwentts_simulator_fail_tasks (rig->simulator, 3, "failed", "null");
  rig_play_to_end (rig);
  segments = segments_get (rig);
  g_assert_cmpuint (segments->len, ==, 0);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 3);
  g_assert_cmpuint (rig_count_events (rig, GST_EVENT_EOS), ==, 1);
}

/* The header had told more. */
static void
test_duration_is_what_is_heard (void)
{
  const QwenttsSimulatorFault break_off = {.cut = 30000,
    .end = QWENTTS_SIMULATOR_END_RESET
  };
  g_autoptr (Rig) rig = rig_new (NULL);
  GstClockTime end;
  gint64 duration = 0;

  g_object_set (rig->src, "retries", 0, NULL);
  gst_util_set_object_arg (G_OBJECT (rig->src), "on-segment-error", "skip");
  qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_DOWNLOAD,
      &break_off);
  rig_play_to_end (rig);
  end = segments_assert_exact_times (rig);
  g_assert_cmpuint (end, >, 0);
  g_assert_true (gst_element_query_duration (rig->src, GST_FORMAT_TIME,
          &duration));
  g_assert_cmpuint (duration, ==, end);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_DURATION_CHANGED), ==,
      2);
}

/* Nothing is paid for that nobody will hear. */
static void
assert_nothing_more_is_asked (Rig * rig, guint count)
{
  gboolean is_taken;

  for (guint i = 0; i < 10; i++)
    g_signal_emit_by_name (rig->src, "push-text", "Too late.", &is_taken);
  g_usleep (G_USEC_PER_SEC);
  g_assert_cmpuint (qwentts_simulator_count (rig->simulator,
          QWENTTS_SIMULATOR_SUBMIT), ==, count);
}

static void
test_nothing_is_asked_behind_a_refusal (void)
{
  const QwenttsSimulatorFault refuse = {.status = 402 };
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GstMessage) message = NULL;

  g_object_set (rig->src, "text", SCRIPT, "max-segment-length", LIMIT,
      "max-prefetch", 8, "keep-open", TRUE, NULL);
  qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_SUBMIT,
      &refuse);
  rig_start (rig, GST_STATE_PLAYING);
  message = rig_wait_for_message (rig, GST_MESSAGE_ERROR);
  assert_nothing_more_is_asked (rig, 1);
}

static void
test_nothing_is_asked_after_a_failure (gconstpointer data)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GstMessage) message = NULL;

  g_object_set (rig->src, "max-prefetch", 8, "keep-open", TRUE, "retries", 0,
      NULL);
  break_next (rig, data);
  rig_start (rig, GST_STATE_PLAYING);
  message = rig_wait_for_message (rig, GST_MESSAGE_ERROR);
  assert_nothing_more_is_asked (rig, 1);
}

/* What was refused is given up, and the next one's turn comes. */
static void
test_all_else_is_asked_behind_a_refusal (void)
{
  const QwenttsSimulatorFault refuse = {.status = 402 };
  g_autoptr (Rig) rig = rig_new (NULL);

  g_object_set (rig->src, "text", SCRIPT, "max-segment-length", LIMIT,
      "max-prefetch", 8, NULL);
  gst_util_set_object_arg (G_OBJECT (rig->src), "on-segment-error", "skip");
  qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_SUBMIT,
      &refuse);
  rig_play_to_end (rig);
  g_assert_cmpuint (rig_count_messages (rig, GST_MESSAGE_WARNING), ==, 1);
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 2);
}

static void
add (const Case * one, const gchar * sentence, GTestDataFunc function)
{
  g_autofree gchar *path = g_strdup_printf ("/segment-errors/%s-%s", sentence,
      one->path);

  g_test_add_data_func (path, one, function);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    add (&cases[i], "stops-before", test_stops_before_it);
    add (&cases[i], "goes-on-behind", test_goes_on_behind_it);
    add (&cases[i], "nothing-is-asked-after",
        test_nothing_is_asked_after_a_failure);
  }
#define ADD(path, function) g_test_add_func ("/segment-errors/" path, function)
  ADD ("failure-waits-for-its-turn", test_failure_waits_for_its_turn);
  ADD ("skip-is-chosen-while-it-plays", test_skip_is_chosen_while_it_plays);
  ADD ("duration-is-what-is-heard", test_duration_is_what_is_heard);
  ADD ("nothing-is-left-of-all-skipped", test_nothing_is_left_of_all_skipped);
  ADD ("nothing-is-asked-behind-a-refusal",
      test_nothing_is_asked_behind_a_refusal);
  ADD ("all-else-is-asked-behind-a-refusal",
      test_all_else_is_asked_behind_a_refusal);
#undef ADD

  return g_test_run ();
}
