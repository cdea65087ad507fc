/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* qwentts-simulator: the whole service on loopback, without any account.
 *
 * |[
 * qwentts-simulator --ready-file=env &
 * set -a
 * . ./env
 * ]| */
#include <glib-unix.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "fault-spec.h"
#include "port-file.h"
#include "simulator.h"

/* What the command line says, and what has to be freed of it. */
typedef struct
{
  gchar *api_key;
  gint port;
  gint audio_port;
  gint job_ms;
  gdouble job_share;
  gint estimate_s;
  gchar *audio;
  gboolean has_streamed_header;
  gchar *tls_certificate;
  gchar *tls_key;
  GStrv faults;
  gchar *log;
  gchar *ready_file;
  gchar *voices;
  gchar *port_file;
  /* Made of it. */
  GBytes *audio_bytes;
  GTlsCertificate *certificate;
  FILE *log_stream;
} Settings;

static void
settings_clear (Settings * settings)
{
  g_free (settings->api_key);
  g_free (settings->audio);
  g_free (settings->tls_certificate);
  g_free (settings->tls_key);
  g_strfreev (settings->faults);
  g_free (settings->log);
  g_free (settings->ready_file);
  g_free (settings->voices);
  g_free (settings->port_file);
  g_clear_pointer (&settings->audio_bytes, g_bytes_unref);
  g_clear_object (&settings->certificate);
  g_clear_pointer (&settings->log_stream, fclose);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Settings, settings_clear);

static gboolean
check_arguments (const Settings * settings, GError ** error)
{
  const gchar *problem = NULL;

  if (settings->port < 0 || settings->port > G_MAXUINT16
      || settings->audio_port < 0 || settings->audio_port > G_MAXUINT16
      || settings->job_ms < 0 || settings->job_share < 0
      || settings->estimate_s < 0)
    problem = "A number is out of range";
  else if (settings->port != 0 && settings->port_file != NULL)
    problem = "--port and --port-file are given";
  if (problem == NULL)
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
      problem);
  return FALSE;
}

static gboolean
parse_arguments (Settings * settings, int *argc, char ***argv, GError ** error)
{
  const GOptionEntry entries[] = {
    {"api-key", 0, 0, G_OPTION_ARG_STRING, &settings->api_key,
        "The one key it takes (sk-simulator)", "KEY"},
    {"port", 0, 0, G_OPTION_ARG_INT, &settings->port,
        "Port of the API (0: any)", "PORT"},
    {"port-file", 0, 0, G_OPTION_ARG_FILENAME, &settings->port_file,
        "Port of the API as in FILE, if it is free; written there", "FILE"},
    {"audio-port", 0, 0, G_OPTION_ARG_INT, &settings->audio_port,
        "Port of the audio files (0: any)", "PORT"},
    {"job-ms", 0, 0, G_OPTION_ARG_INT, &settings->job_ms,
        "A job takes so long (0) …", "MS"},
    {"job-share", 0, 0, G_OPTION_ARG_DOUBLE, &settings->job_share,
        "… plus this share of its audio's length (0)", "SHARE"},
    {"estimate", 0, 0, G_OPTION_ARG_INT, &settings->estimate_s,
        "Estimated time that tasks tell (10, for a design 15)", "SECONDS"},
    {"audio", 0, 0, G_OPTION_ARG_FILENAME, &settings->audio,
        "Every speech task gives this file", "FILE"},
    {"streamed-header", 0, 0, G_OPTION_ARG_NONE,
          &settings->has_streamed_header,
        "WAV with 0xFFFFFFFF as sizes", NULL},
    {"tls-certificate", 0, 0, G_OPTION_ARG_FILENAME,
          &settings->tls_certificate,
        "Speak https with this PEM certificate …", "FILE"},
    {"tls-key", 0, 0, G_OPTION_ARG_FILENAME, &settings->tls_key,
        "… and this PEM key", "FILE"},
    {"voices", 0, 0, G_OPTION_ARG_FILENAME, &settings->voices,
        "Keep designed voices there, and know those of earlier runs", "FILE"},
    {"fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &settings->faults,
        "A fault, see below; repeatable", "SPEC"},
    {"log", 0, 0, G_OPTION_ARG_FILENAME, &settings->log,
        "One line a request: time, kind, method, path, status", "FILE"},
    {"ready-file", 0, 0, G_OPTION_ARG_FILENAME, &settings->ready_file,
        "Shell variables, written when it listens", "FILE"},
    G_OPTION_ENTRY_NULL
  };
  g_autoptr (GOptionContext) context =
      g_option_context_new ("- plays the text to speech service on loopback");

  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_description (context, fault_spec_help);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (*argc == 1)
    return check_arguments (settings, error);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
      "“%s” is no option", (*argv)[1]);
  return FALSE;
}

static gboolean
load_audio (Settings * settings, GError ** error)
{
  g_autoptr (GMappedFile) file = NULL;

  if (settings->audio == NULL)
    return TRUE;
  file = g_mapped_file_new (settings->audio, FALSE, error);
  if (file == NULL)
    return FALSE;
  settings->audio_bytes = g_mapped_file_get_bytes (file);
  return TRUE;
}

static gboolean
load_certificate (Settings * settings, GError ** error)
{
  if (settings->tls_certificate == NULL)
    return TRUE;
  settings->certificate =
      g_tls_certificate_new_from_files (settings->tls_certificate,
      settings->tls_key != NULL ? settings->tls_key
      : settings->tls_certificate, error);
  return settings->certificate != NULL;
}

static gboolean
open_log (Settings * settings, GError ** error)
{
  if (settings->log == NULL)
    return TRUE;
  settings->log_stream = fopen (settings->log, "a");
  if (settings->log_stream != NULL)
    return TRUE;
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno),
      "Cannot write “%s”: %s", settings->log, g_strerror (errno));
  return FALSE;
}

static gboolean
load (Settings * settings, GError ** error)
{
  return load_audio (settings, error) && load_certificate (settings, error)
      && open_log (settings, error);
}

/* Only what came in the request line: the key stands in a header. */
static void
log_request (const QwenttsSimulatorRequest * request, guint status,
    gpointer stream)
{
  static const gchar *const kinds[] = { "submit", "poll", "download",
    "credits", "other"
  };
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree gchar *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S.%fZ");

  fprintf (stream, "%s %s %s %s %u\n", time, kinds[request->kind],
      request->method, request->path, status);
  fflush (stream);
}

static QwenttsSimulator *
listen_as_told (const Settings * settings,
    const QwenttsSimulatorOptions * options, GError ** error)
{
  if (settings->port_file != NULL)
    return port_file_start (settings->port_file, options, error);
  return qwentts_simulator_new (options, error);
}

static QwenttsSimulator *
start (Settings * settings, GError ** error)
{
  const QwenttsSimulatorOptions options = {
    .api_key = settings->api_key,
    .certificate = settings->certificate,
    .job_ms = settings->job_ms,
    .job_share = settings->job_share,
    .estimate_s = settings->estimate_s,
    .audio = settings->audio_bytes,
    .has_streamed_header = settings->has_streamed_header,
    .port = settings->port,
    .audio_port = settings->audio_port,
    .voices_file = settings->voices,
    .answered = settings->log_stream != NULL ? log_request : NULL,
    .user_data = settings->log_stream,
  };
  g_autoptr (QwenttsSimulator) simulator =
      listen_as_told (settings, &options, error);
  guint i;

  if (simulator == NULL)
    return NULL;
  for (i = 0; settings->faults != NULL && settings->faults[i] != NULL; i++) {
    if (!fault_spec_add (simulator, settings->faults[i], error))
      return NULL;
  }
  return g_steal_pointer (&simulator);
}

static void
append_variable (GString * lines, const gchar * prefix, const gchar * name,
    const gchar * value)
{
  static const gchar plain[] = G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS ":/._-";
  g_autofree gchar *quoted = strspn (value, plain) == strlen (value)
      ? g_strdup (value) : g_shell_quote (value);

  g_string_append_printf (lines, "%s%s=%s\n", prefix, name, quoted);
}

static gchar *
describe (QwenttsSimulator * simulator, const gchar * prefix)
{
  GString *lines = g_string_new (NULL);

  append_variable (lines, prefix, "EVOLINK_BASE_URL",
      qwentts_simulator_get_base_url (simulator));
  append_variable (lines, prefix, "EVOLINK_API_KEY",
      qwentts_simulator_get_api_key (simulator));
  append_variable (lines, prefix, "QWENTTS_VOICE",
      qwentts_simulator_get_voice (simulator));
  return g_string_free (lines, FALSE);
}

static gboolean
announce (const Settings * settings, QwenttsSimulator * simulator,
    GError ** error)
{
  g_autofree gchar *exports = describe (simulator, "export ");
  g_autofree gchar *variables = describe (simulator, "");

  fputs (exports, stdout);
  fflush (stdout);
  return settings->ready_file == NULL
      || g_file_set_contents (settings->ready_file, variables, -1, error);
}

static gboolean
end (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
run (Settings * settings, int argc, char **argv, GMainLoop * loop,
    GError ** error)
{
  g_autoptr (QwenttsSimulator) simulator = NULL;

  if (!parse_arguments (settings, &argc, &argv, error)
      || !load (settings, error))
    return FALSE;
  simulator = start (settings, error);
  if (simulator == NULL || !announce (settings, simulator, error))
    return FALSE;
  g_main_loop_run (loop);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_auto (Settings) settings = { NULL };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  g_unix_signal_add (SIGTERM, end, loop);
  g_unix_signal_add (SIGINT, end, loop);
  if (run (&settings, argc, argv, loop, &error))
    return 0;
  g_printerr ("qwentts-simulator: %s\n", error->message);
  return 1;
}
