/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Which key is used: all places after the one under test hold a wrong key, with
 * which the service would refuse. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "failure.h"

#define WRONG_KEY "sk-wrong"
#define CONTEXT "gst.qwentts.credentials"

/* The places in their order. */
typedef enum
{
  PLACE_PROPERTY,
  PLACE_FILE,
  PLACE_CONTEXT,
  PLACE_ENVIRONMENT,
  PLACE_FILE_OF_ENVIRONMENT,
  N_PLACES
} Place;

/* How the context comes to the element. */
typedef enum
{
  VIA_ELEMENT,
  VIA_PIPELINE,
  VIA_MESSAGE,
  VIA_NEIGHBOUR
} Via;

typedef struct
{
  const gchar *path;
  Place place;
  Via via;
} Case;

static const Case cases[] = {
  {"api-key", PLACE_PROPERTY, VIA_ELEMENT},
  {"api-key-file", PLACE_FILE, VIA_ELEMENT},
  {"context-of-the-element", PLACE_CONTEXT, VIA_ELEMENT},
  {"context-of-the-pipeline", PLACE_CONTEXT, VIA_PIPELINE},
  {"context-that-is-asked-for", PLACE_CONTEXT, VIA_MESSAGE},
  {"context-of-a-neighbour", PLACE_CONTEXT, VIA_NEIGHBOUR},
  {"key-of-the-environment", PLACE_ENVIRONMENT, VIA_ELEMENT},
  {"file-of-the-environment", PLACE_FILE_OF_ENVIRONMENT, VIA_ELEMENT},
};

static gchar *
write_key (const gchar * key)
{
  g_autoptr (GError) error = NULL;
  g_autofree gchar *text = g_strdup_printf ("  %s \n", key);
  gchar *path = NULL;
  gint fd = g_file_open_tmp ("key-XXXXXX", &path, &error);

  g_assert_no_error (error);
  close (fd);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
  return path;
}

static GstContext *
make_context (const gchar * path)
{
  GstContext *context = gst_context_new (CONTEXT, TRUE);

  gst_structure_set (gst_context_writable_structure (context), "api-key-file",
      G_TYPE_STRING, path, NULL);
  return context;
}

static void
answer_need (Rig * rig, GstMessage * message)
{
  const gchar *type;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_NEED_CONTEXT
      && gst_message_parse_context_type (message, &type)
      && g_str_equal (type, CONTEXT))
    gst_element_set_context (GST_ELEMENT (GST_MESSAGE_SRC (message)),
        rig->user_data);
}

static GstPadProbeReturn
answer_query (GstPad * pad, GstPadProbeInfo * info, gpointer context)
{
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY (info);

  if (GST_QUERY_TYPE (query) != GST_QUERY_CONTEXT)
    return GST_PAD_PROBE_OK;
  gst_query_set_context (query, context);
  return GST_PAD_PROBE_HANDLED;
}

static void
tell_context (Rig * rig, GstContext * context, Via via)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (rig->sink, "sink");

  switch (via) {
    case VIA_ELEMENT:
      gst_element_set_context (rig->src, context);
      break;
    case VIA_PIPELINE:
      gst_element_set_context (rig->pipeline, context);
      break;
    case VIA_MESSAGE:
      rig->user_data = context;
      rig->on_message = answer_need;
      break;
    case VIA_NEIGHBOUR:
      gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM
          | GST_PAD_PROBE_TYPE_PUSH, answer_query, gst_context_ref (context),
          (GDestroyNotify) gst_context_unref);
      break;
  }
}

static void
test_wins (gconstpointer data)
{
  const Case *tested = data;
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GstContext) context = NULL;
  g_autofree gchar *right_file = write_key (RIG_KEY);
  g_autofree gchar *wrong_file = write_key (WRONG_KEY);
  const gchar *keys[N_PLACES], *files[N_PLACES];

  for (guint i = 0; i < N_PLACES; i++) {
    keys[i] = i == tested->place ? RIG_KEY : i < tested->place ? NULL
        : WRONG_KEY;
    files[i] = i == tested->place ? right_file : i < tested->place ? NULL
        : wrong_file;
  }
  g_object_set (rig->src, "api-key", keys[PLACE_PROPERTY], "api-key-file",
      files[PLACE_FILE], NULL);
  if (files[PLACE_CONTEXT]) {
    context = make_context (files[PLACE_CONTEXT]);
    tell_context (rig, context, tested->via);
  }
  g_setenv ("EVOLINK_API_KEY", keys[PLACE_ENVIRONMENT] ? keys[PLACE_ENVIRONMENT]
      : "", TRUE);
  g_setenv ("EVOLINK_API_KEY_FILE", files[PLACE_FILE_OF_ENVIRONMENT], TRUE);

  rig_play_to_end (rig);
  g_unsetenv ("EVOLINK_API_KEY");
  g_unsetenv ("EVOLINK_API_KEY_FILE");
  g_assert_cmpuint (qwentts_simulator_get_n_tasks (rig->simulator), ==, 1);
  g_unlink (right_file);
  g_unlink (wrong_file);
}

/* The order of places would not be tested by keys that are all taken. */
static void
test_wrong_key_is_refused (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "api-key", WRONG_KEY, NULL);
  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR,
      GST_RESOURCE_ERROR_NOT_AUTHORIZED, "authentication", FALSE);
  failure_assert_http_status (failure, 401);
}

static void
test_file_of_a_context_is_named_in_the_error (void)
{
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GstContext) context = make_context ("/nonexistent/key");
  g_autoptr (Failure) failure = NULL;

  g_object_set (rig->src, "api-key", NULL, NULL);
  gst_element_set_context (rig->src, context);
  rig_start (rig, GST_STATE_PLAYING);
  failure = failure_wait_for (rig, GST_RESOURCE_ERROR,
      GST_RESOURCE_ERROR_NOT_AUTHORIZED, "authentication", FALSE);
  g_assert_nonnull (strstr (failure->error->message, "/nonexistent/key"));
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *path = g_strdup_printf ("/ttssrc/%s-wins", cases[i].path);

    g_test_add_data_func (path, &cases[i], test_wins);
  }
  g_test_add_func ("/ttssrc/wrong-key-is-refused", test_wrong_key_is_refused);
  g_test_add_func ("/ttssrc/file-of-a-context-is-named-in-the-error",
      test_file_of_a_context_is_named_in_the_error);

  return g_test_run ();
}
