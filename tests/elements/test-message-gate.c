/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What is held back, in which order it is told, and what is not told at all. */
#include "elements/message-gate.h"

static GstMessage *
make_progress (GstProgressType type)
{
  return gst_message_new_progress (NULL, type, "request", "text");
}

static GstMessage *
make_named (const gchar * name)
{
  return gst_message_new_element (NULL, gst_structure_new_empty (name));
}

/* A letter as the design rig has them, or of a name its first. */
static gchar
get_letter (GstMessage * message)
{
  static const gchar letters[] = {
    [GST_PROGRESS_TYPE_START] = 'S',
    [GST_PROGRESS_TYPE_CONTINUE] = 'C',
    [GST_PROGRESS_TYPE_COMPLETE] = 'P',
    [GST_PROGRESS_TYPE_ERROR] = 'E',
    [GST_PROGRESS_TYPE_CANCELED] = 'A',
  };
  GstProgressType type;

  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_PROGRESS)
    return gst_structure_get_name (gst_message_get_structure (message))[0];
  gst_message_parse_progress (message, &type, NULL, NULL);
  return letters[type];
}

static GstMessage *
make (gchar letter)
{
  const gchar name[] = { letter, 0 };

  switch (letter) {
    case 'S':
      return make_progress (GST_PROGRESS_TYPE_START);
    case 'C':
      return make_progress (GST_PROGRESS_TYPE_CONTINUE);
    case 'P':
      return make_progress (GST_PROGRESS_TYPE_COMPLETE);
    case 'E':
      return make_progress (GST_PROGRESS_TYPE_ERROR);
    case 'A':
      return make_progress (GST_PROGRESS_TYPE_CANCELED);
    default:
      return make_named (name);
  }
}

static void
hold_all (QwenttsMessageGate * gate, const gchar * letters)
{
  for (const gchar * letter = letters; *letter; letter++)
    g_assert_true (qwentts_message_gate_hold (gate, make (*letter)));
}

/* Asserts that these come, and that the gate is open then. */
static void
assert_released (QwenttsMessageGate * gate, const gchar * letters)
{
  g_autoptr (GString) released = g_string_new (NULL);
  g_autoptr (GstMessage) later = make ('z');
  GstMessage *message;

  while ((message = qwentts_message_gate_release (gate))) {
    g_string_append_c (released, get_letter (message));
    gst_message_unref (message);
  }
  g_assert_cmpstr (released->str, ==, letters);
  g_assert_false (qwentts_message_gate_hold (gate, later));
}

/* What is told before its turn, and what is told of it when it comes. */
typedef struct
{
  const gchar *path;
  const gchar *held;
  const gchar *released;
} Case;

static const Case cases[] = {
  {"nothing", "", ""},
  {"messages-in-their-order", "abc", "abc"},
  {"a-wait-that-goes-on", "S", "S"},
  {"only-the-last-percent", "SCCC", "SC"},
  {"no-wait-that-is-over", "SCCPs", "s"},
  {"no-wait-that-failed", "SCEx", "x"},
  {"no-wait-that-was-canceled", "SCA", ""},
  {"the-second-of-two-waits", "SCASC", "SC"},
  {"what-was-told-in-between", "SaCbPcSd", "abcSd"},
};

static void
test_releases (gconstpointer data)
{
  const Case *tested = data;
  QwenttsMessageGate gate;

  qwentts_message_gate_init (&gate);
  hold_all (&gate, tested->held);
  assert_released (&gate, tested->released);
  qwentts_message_gate_clear (&gate);
}

/* One who tells while the gate is opened does not overtake, and no start that
 * was told stays without an end. */
static void
test_opening_lets_nothing_pass_by (void)
{
  QwenttsMessageGate gate;
  g_autoptr (GstMessage) first = NULL;

  qwentts_message_gate_init (&gate);
  hold_all (&gate, "Sa");
  first = qwentts_message_gate_release (&gate);
  g_assert_cmpint (get_letter (first), ==, 'S');
  hold_all (&gate, "CPb");
  assert_released (&gate, "aCPb");
  qwentts_message_gate_clear (&gate);
}

static void
test_closing_forgets (void)
{
  QwenttsMessageGate gate;

  qwentts_message_gate_init (&gate);
  hold_all (&gate, "Sa");
  qwentts_message_gate_close (&gate);
  assert_released (&gate, "");
  qwentts_message_gate_close (&gate);
  hold_all (&gate, "b");
  assert_released (&gate, "b");
  qwentts_message_gate_clear (&gate);
}

static void
test_clearing_frees_what_is_held (void)
{
  QwenttsMessageGate gate;
  g_autoptr (GstMessage) message = make ('a');

  qwentts_message_gate_init (&gate);
  g_assert_true (qwentts_message_gate_hold (&gate, gst_message_ref (message)));
  g_assert_cmpint (GST_MINI_OBJECT_REFCOUNT_VALUE (message), ==, 2);
  qwentts_message_gate_clear (&gate);
  g_assert_cmpint (GST_MINI_OBJECT_REFCOUNT_VALUE (message), ==, 1);
}

#define N_MESSAGES 1000

static gpointer
tell (gpointer gate)
{
  for (guint i = 0; i < N_MESSAGES; i++) {
    GstMessage *message = gst_message_new_element (NULL,
        gst_structure_new ("n", "i", G_TYPE_UINT, i, NULL));

    if (!qwentts_message_gate_hold (gate, message)) {
      gst_message_unref (message);
      return GUINT_TO_POINTER (i);
    }
  }
  return GUINT_TO_POINTER (N_MESSAGES);
}

/* From another thread: what was not held comes after all that was. */
static void
test_keeps_the_order_between_threads (void)
{
  QwenttsMessageGate gate;
  GThread *thread;
  GstMessage *message;
  guint n_released = 0;

  qwentts_message_gate_init (&gate);
  thread = g_thread_new ("tells", tell, &gate);
  while ((message = qwentts_message_gate_release (&gate))) {
    guint i = N_MESSAGES;

    g_assert_true (gst_structure_get_uint (gst_message_get_structure (message),
            "i", &i));
    g_assert_cmpuint (i, ==, n_released++);
    gst_message_unref (message);
  }
  g_assert_cmpuint (GPOINTER_TO_UINT (g_thread_join (thread)), ==, n_released);
  qwentts_message_gate_clear (&gate);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *path = g_strdup_printf ("/message-gate/releases-%s",
        cases[i].path);

    g_test_add_data_func (path, &cases[i], test_releases);
  }
#define ADD(path, function) g_test_add_func ("/message-gate/" path, function)
  ADD ("opening-lets-nothing-pass-by", test_opening_lets_nothing_pass_by);
  ADD ("closing-forgets", test_closing_forgets);
  ADD ("clearing-frees-what-is-held", test_clearing_frees_what_is_held);
  ADD ("keeps-the-order-between-threads", test_keeps_the_order_between_threads);
#undef ADD

  return g_test_run ();
}
