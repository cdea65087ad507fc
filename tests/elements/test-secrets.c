/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The key is shown to nobody but the API. */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "data-folder.h"
#include "design-rig.h"

#define KEY "sk-0f47b1c2d3e4-secret"

/* Lines of GStreamer's and GLib's logs, in any thread. */
static GMutex log_lock;
static guint n_lines;
static gchar *telling_line;     /* the first that shows the key */

static void
look_at_line (const gchar * line)
{
  g_mutex_lock (&log_lock);
  n_lines++;
  if (telling_line == NULL && line && strstr (line, KEY))
    telling_line = g_strdup (line);
  g_mutex_unlock (&log_lock);
}

static void
look_at_debug (GstDebugCategory * category, GstDebugLevel level,
    const gchar * file, const gchar * function, gint line, GObject * object,
    GstDebugMessage * message, gpointer user_data)
{
  look_at_line (gst_debug_message_get (message));
}

static GLogWriterOutput
look_at_log (GLogLevelFlags level, const GLogField * fields, gsize n_fields,
    gpointer user_data)
{
  g_autofree gchar *line = g_log_writer_format_fields (level, fields, n_fields,
      FALSE);

  look_at_line (line);
  return g_log_writer_default (level, fields, n_fields, user_data);
}

/* How the key comes to the element. */
typedef enum
{
  BY_PROPERTY,
  BY_FILE,
  BY_ENVIRONMENT
} Way;

/* What the service does with it. */
typedef enum
{
  SERVES,
  REFUSES_WITH_THE_KEY,         /* 401 whose words show it */
  FAILS_WITH_THE_KEY,           /* a task whose error shows it */
  ANSWERS_WITH_THE_KEY,         /* a page that shows it */
  NAMES_A_FILE_WITH_THE_KEY     /* an address that shows it and is not there */
} Service;

typedef struct
{
  const gchar *path;            /* of the test */
  Way way;
  Service service;
} Case;

/* Of both elements, each by this. */
typedef Rig *(*MakeRig) (const QwenttsSimulatorOptions * options);

static gchar *
write_key (void)
{
  gchar *path = NULL;
  gint fd = g_file_open_tmp ("key-XXXXXX", &path, NULL);

  g_assert_cmpint (fd, >=, 0);
  close (fd);
  g_assert_true (g_file_set_contents (path, KEY "\n", -1, NULL));
  return path;
}

static void
give_key (Rig * rig, Way way, const gchar * path)
{
  g_object_set (rig->src, "api-key", way == BY_PROPERTY ? KEY : NULL,
      "api-key-file", way == BY_FILE ? path : NULL, NULL);
  g_setenv ("EVOLINK_API_KEY", way == BY_ENVIRONMENT ? KEY : "", TRUE);
}

static void
set_up_service (Rig * rig, Service service)
{
  static const gchar *const words = "{\"error\":{\"code\":\"" KEY "\","
      "\"message\":\"The key " KEY " is not known\",\"type\":\"" KEY "\"}}";
  g_autoptr (GBytes) refusal = g_bytes_new_static (words, strlen (words));
  g_autoptr (GBytes) page = g_bytes_new_static ("<p>" KEY, strlen ("<p>" KEY));
  const QwenttsSimulatorFault refuse = {.status = 401,.body = refusal,
    .headers = "x-request-id: " KEY "\r\n"
  };
  const QwenttsSimulatorFault answer = {.status = 200,.body = page };

  if (service == REFUSES_WITH_THE_KEY)
    qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_SUBMIT,
        &refuse);
  else if (service == ANSWERS_WITH_THE_KEY)
    qwentts_simulator_add_fault (rig->simulator, QWENTTS_SIMULATOR_SUBMIT,
        &answer);
  else if (service == FAILS_WITH_THE_KEY)
    qwentts_simulator_fail_tasks (rig->simulator, 1, "failed",
        "{\"code\":\"" KEY "\",\"message\":\"no " KEY "\",\"type\":\"" KEY
        "\"}");
  else if (service == NAMES_A_FILE_WITH_THE_KEY)
    qwentts_simulator_add_poll_answer (rig->simulator,
        "{\"id\":\"task-unified-1\",\"status\":\"completed\","
        "\"results\":[\"ftp://127.0.0.1/" KEY "\"]}");
}

static void
assert_messages_do_not_tell (Rig * rig)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);

  for (guint i = 0; i < book->len; i++) {
    const GstStructure *structure = NULL;
    g_autofree gchar *text = NULL;

    if (GST_IS_MESSAGE (book->pdata[i]))
      structure = gst_message_get_structure (book->pdata[i]);
    else if (GST_IS_EVENT (book->pdata[i]))
      structure = gst_event_get_structure (book->pdata[i]);
    text = structure ? gst_structure_to_string (structure) : NULL;
    g_assert_false (text && strstr (text, KEY));
  }
}

static void
assert_error_does_not_tell (Rig * rig)
{
  g_autoptr (GstMessage) message =
      rig_wait_for_message (rig, GST_MESSAGE_ERROR);
  g_autoptr (GError) error = NULL;
  g_autofree gchar *debug = NULL;

  gst_message_parse_error (message, &error, &debug);
  g_assert_null (strstr (error->message, KEY));
  g_assert_null (strstr (debug, KEY));
}

static void
assert_dump_does_not_tell (Rig * rig)
{
  g_autofree gchar *dump = gst_debug_bin_to_dot_data (GST_BIN (rig->pipeline),
      GST_DEBUG_GRAPH_SHOW_ALL | GST_DEBUG_GRAPH_SHOW_FULL_PARAMS);

  g_assert_nonnull (strstr (dump, RIG_TEXT));
  g_assert_null (strstr (dump, KEY));
}

static void
assert_stats_do_not_tell (Rig * rig)
{
  g_autoptr (GstStructure) stats = rig_get_stats (rig);
  g_autofree gchar *text = gst_structure_to_string (stats);

  g_assert_null (strstr (text, KEY));
}

/* Voices, presets. */
static guint
assert_files_do_not_tell (const gchar * folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n_files = 0;
  const gchar *name;

  while ((name = g_dir_read_name (dir))) {
    g_autofree gchar *path = g_build_filename (folder, name, NULL);
    g_autofree gchar *text = NULL;
    gsize size;

    if (g_file_test (path, G_FILE_TEST_IS_DIR)) {
      n_files += assert_files_do_not_tell (path);
      continue;
    }
    g_assert_true (g_file_get_contents (path, &text, &size, NULL));
    g_assert_null (memmem (text, size, KEY, strlen (KEY)));
    n_files++;
  }
  return n_files;
}

/* And that the API got it. */
static void
assert_only_the_api_is_told (Rig * rig)
{
  g_autoptr (GPtrArray) requests =
      qwentts_simulator_get_requests (rig->simulator);
  g_autoptr (GUri) api = g_uri_parse (qwentts_simulator_get_base_url
      (rig->simulator), G_URI_FLAGS_NONE, NULL);

  g_assert_cmpuint (requests->len, >, 0);
  for (guint i = 0; i < requests->len; i++) {
    QwenttsSimulatorRequest *request = requests->pdata[i];

    g_assert_null (strstr (request->path, KEY));
    g_assert_null (strstr (request->body, KEY));
    g_assert_cmpint (strstr (request->headers, "Authorization: Bearer " KEY)
        != NULL, ==, request->port == (guint) g_uri_get_port (api));
    g_assert_cmpint (strstr (request->headers, KEY) != NULL, ==,
        request->port == (guint) g_uri_get_port (api));
  }
}

static void
run_and_look (MakeRig make_rig, const Case * tested)
{
  const QwenttsSimulatorOptions options = {.api_key = KEY };
  g_autoptr (Rig) rig = make_rig (&options);
  g_autofree gchar *path = write_key ();
  guint n_before = n_lines;

  give_key (rig, tested->way, path);
  set_up_service (rig, tested->service);
  rig_start (rig, GST_STATE_PLAYING);
  if (tested->service == SERVES)
    rig_play_to_end (rig);
  else
    assert_error_does_not_tell (rig);
  assert_dump_does_not_tell (rig);
  assert_stats_do_not_tell (rig);
  rig_stop (rig, GST_STATE_NULL);
  assert_stats_do_not_tell (rig);
  assert_dump_does_not_tell (rig);
  assert_messages_do_not_tell (rig);
  assert_only_the_api_is_told (rig);
  g_assert_cmpuint (n_lines, >, n_before + 100);
  g_assert_cmpstr (telling_line, ==, NULL);
  g_unsetenv ("EVOLINK_API_KEY");
  g_unlink (path);
}

static void
test_is_not_told (gconstpointer data)
{
  run_and_look (rig_new, data);
}

static Rig *
make_design_rig (const QwenttsSimulatorOptions * options)
{
  Rig *rig = design_rig_new (options);

  g_object_set (rig->src, "text", RIG_TEXT, "preset-name", "announcer", NULL);
  return rig;
}

static void
test_is_not_told_by_the_bin (gconstpointer data)
{
  const Case *tested = data;
  guint n_files;

  run_and_look (make_design_rig, tested);
  n_files = assert_files_do_not_tell (data_folder_get ());
  if (tested->service == SERVES)
    g_assert_cmpuint (n_files, >=, 3);
}

static const Case cases[] = {
  {"of-a-property-is-not-told", BY_PROPERTY, SERVES},
  {"of-a-file-is-not-told", BY_FILE, SERVES},
  {"of-the-environment-is-not-told", BY_ENVIRONMENT, SERVES},
  {"is-not-told-when-a-refusal-shows-it", BY_PROPERTY, REFUSES_WITH_THE_KEY},
  {"is-not-told-when-a-task-shows-it", BY_PROPERTY, FAILS_WITH_THE_KEY},
  {"is-not-told-when-an-answer-shows-it", BY_PROPERTY, ANSWERS_WITH_THE_KEY},
  {"is-not-told-when-an-address-shows-it", BY_PROPERTY,
      NAMES_A_FILE_WITH_THE_KEY},
};

/* Else the lines of the log prove nothing. */
static void
test_log_is_looked_at (void)
{
  GST_ERROR ("this line tells: %s", KEY);
  g_assert_nonnull (strstr (telling_line, KEY));
  g_clear_pointer (&telling_line, g_free);
  g_log_structured (G_LOG_DOMAIN, G_LOG_LEVEL_DEBUG, "MESSAGE", "and this: %s",
      KEY);
  g_assert_nonnull (strstr (telling_line, KEY));
  g_clear_pointer (&telling_line, g_free);
}

static void
look_at_logs (void)
{
  g_log_set_writer_func (look_at_log, NULL, NULL);
  gst_debug_remove_log_function (gst_debug_log_default);
  gst_debug_add_log_function (look_at_debug, NULL, NULL);
  gst_debug_set_active (TRUE);
  gst_debug_set_default_threshold (9);
}

static void
add (const gchar * element, const Case * tested, GTestDataFunc function)
{
  g_autofree gchar *path = g_strdup_printf ("/%s/key-%s", element,
      tested->path);

  g_test_add_data_func (path, tested, function);
}

int
main (int argc, char **argv)
{
  data_folder_init ();
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);
  look_at_logs ();

  g_test_add_func ("/ttssrc/log-is-looked-at", test_log_is_looked_at);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    add ("ttssrc", &cases[i], test_is_not_told);
    add ("voicedesign", &cases[i], test_is_not_told_by_the_bin);
  }

  return data_folder_finish (g_test_run ());
}
