/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* preload VOICE FILE [PROPERTY=VALUE…]: makes texts before they go on air. Then they
 * are in the cache, and saying them asks for nothing and waits for nothing.
 *
 * FILE ("-": standard input) has a text in each line, as for broadcast: blank lines
 * and "!" are none. Properties are qwenttssrc's, as for gst-launch-1.0:
 * those that the show sets, too. max-prefetch + 1 requests are under way at once.
 *
 * Exits with 0 if all texts are in the cache, 1 if not, 2 for wrong arguments. */
#include <locale.h>
#include <string.h>
#include <unistd.h>

#include <glib-unix.h>
#include <gst/gst.h>

#define MAX_SHOWN 60            /* characters of a text in the table */
/* No key is that short: nothing can be asked with it. */
#define NO_KEY "-"

typedef struct
{
  gchar *words;
  gboolean is_made;             /* not all of it was there before */
  gboolean is_kept;             /* all of it is in the cache */
  GstClockTime duration;
  gdouble credits;
} Text;

typedef struct
{
  GMainLoop *loop;
  GstElement *pipeline, *voice;
  GPtrArray *texts;             /* of Text */
  const gchar *advice;          /* what to do about those that are not there */

  /* Of one run. */
  gboolean is_check;            /* what is in the cache? */
  GPtrArray *queued;            /* of Text, by the element's "text-index" */
  guint index;                  /* of the one whose turn it is */
  Text *said;                   /* what the stream says … */
  GstClockTime since;           /* … from this time on */
} Preload;

static void
text_free (Text * text)
{
  g_free (text->words);
  g_free (text);
}

static gboolean
is_text (const gchar * line)
{
  if (g_str_equal (line, "!"))
    return FALSE;
  while (*line && g_unichar_isspace (g_utf8_get_char (line)))
    line = g_utf8_next_char (line);
  return *line != '\0';
}

/* Returns: (transfer full) (element-type Text) */
static GPtrArray *
read_texts (const gchar * path, GError ** error)
{
  g_autofree gchar *contents = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *texts;
  gsize size;

  if (!g_file_get_contents (g_str_equal (path, "-") ? "/dev/stdin" : path,
          &contents, &size, error))
    return NULL;
  if (!g_utf8_validate (contents, size, NULL)) {
    g_set_error (error, G_CONVERT_ERROR, G_CONVERT_ERROR_ILLEGAL_SEQUENCE,
        "%s is not UTF-8", path);
    return NULL;
  }

  texts = g_ptr_array_new_with_free_func ((GDestroyNotify) text_free);
  /* Some editors begin a file with a mark. */
  lines = g_strsplit (g_str_has_prefix (contents, "\ufeff")
      ? contents + strlen ("\ufeff") : contents, "\n", -1);
  for (guint i = 0; lines[i]; i++) {
    Text *text;

    if (!is_text (g_strstrip (lines[i])))
      continue;
    text = g_new0 (Text, 1);
    text->words = g_strdup (lines[i]);
    g_ptr_array_add (texts, text);
  }
  return texts;
}

/* Says how far it is in the place of what was said before. */
static void
show_progress (Preload * preload, gboolean is_over)
{
  if (!isatty (STDERR_FILENO))
    return;
  g_printerr ("\r\033[K");
  if (!is_over)
    g_printerr ("%s %u of %u", preload->is_check ? "Checking" : "Making",
        preload->index + 1, preload->queued->len);
}

/* How long a segment is may not be known when it begins, but where it ends. */
static void
end_segment (Preload * preload, GstClockTime now)
{
  if (preload->said)
    preload->said->duration += now - preload->since;
  preload->since = now;
}

/* A text has one or more. */
static void
on_segment (Preload * preload, const GstStructure * segment)
{
  gboolean is_cached;
  gdouble credits;
  GstClockTime start;

  gst_structure_get (segment, "text-index", G_TYPE_UINT, &preload->index,
      "cached", G_TYPE_BOOLEAN, &is_cached, "credits", G_TYPE_DOUBLE, &credits,
      "stream-time", GST_TYPE_CLOCK_TIME, &start, NULL);
  end_segment (preload, start);
  preload->said = preload->queued->pdata[preload->index];
  preload->said->is_made |= !is_cached;
  preload->said->credits += credits;
  show_progress (preload, FALSE);
}

/* Whether all texts would fail as this one, or be paid for nothing. */
static gboolean
is_hopeless (const gchar * category)
{
  static const gchar *const categories[] = { "authentication", "permission",
    "quota", "storage", NULL
  };

  return category && g_strv_contains (categories, category);
}

/* A WARNING: the stream goes on with the next segment. Of a check it was expected. */
static void
on_failure (Preload * preload, GstMessage * message)
{
  gboolean is_fatal = GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR;
  g_autoptr (GError) error = NULL;
  g_autoptr (GstStructure) details = NULL;
  Text *text = NULL;

  gst_structure_get (gst_message_get_structure (message), "gerror",
      G_TYPE_ERROR, &error, "details", GST_TYPE_STRUCTURE, &details, NULL);
  if (details && gst_structure_get_uint (details, "text-index",
          &preload->index)) {
    text = preload->queued->pdata[preload->index];
    text->is_kept = FALSE;
  }
  if (!preload->is_check) {
    preload->advice = "See to the reasons above, and preload them again.";
    show_progress (preload, TRUE);
    g_printerr ("%s%s%s\n", text ? text->words : "", text ? ": " : "",
        error->message);
    is_fatal |= details
        && is_hopeless (gst_structure_get_string (details, "category"));
  }
  if (is_fatal)
    g_main_loop_quit (preload->loop);
}

static void
on_end (Preload * preload)
{
  gint64 end = preload->since;

  gst_element_query_position (preload->pipeline, GST_FORMAT_TIME, &end);
  end_segment (preload, end);
  preload->index = preload->queued->len;
  g_main_loop_quit (preload->loop);
}

static gboolean
on_message (GstBus * bus, GstMessage * message, gpointer preload)
{
  if (gst_message_has_name (message, "qwentts/segment"))
    on_segment (preload, gst_message_get_structure (message));
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_WARNING
      || GST_MESSAGE_TYPE (message) == GST_MESSAGE_ERROR)
    on_failure (preload, message);
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS)
    on_end (preload);
  return G_SOURCE_CONTINUE;
}

/* Ends the run that is under way; a second Ctrl-C ends the program. */
static gboolean
on_interrupt (gpointer user_data)
{
  Preload *preload = user_data;

  preload->advice =
      "Preload them again: what the service still works on is not "
      "paid twice.";
  g_main_loop_quit (preload->loop);
  return G_SOURCE_REMOVE;
}

/* Has all texts said, as fast as they come. */
static void
run (Preload * preload)
{
  g_ptr_array_set_size (preload->queued, 0);
  preload->index = 0;
  preload->said = NULL;
  preload->since = 0;

  gst_element_set_state (preload->pipeline, GST_STATE_PLAYING);
  for (guint i = 0; i < preload->texts->len; i++) {
    Text *text = preload->texts->pdata[i];

    text->duration = 0;
    g_signal_emit_by_name (preload->voice, "push-text", text->words,
        &text->is_kept);
    if (text->is_kept)
      g_ptr_array_add (preload->queued, text);
  }
  g_signal_emit_by_name (preload->voice, "end-of-stream");
  g_main_loop_run (preload->loop);
  gst_element_set_state (preload->pipeline, GST_STATE_NULL);
  show_progress (preload, TRUE);

  for (guint i = preload->index; i < preload->queued->len; i++)
    ((Text *) preload->queued->pdata[i])->is_kept = FALSE;
}

/* @credits: of all tasks
 *
 * Returns: how many texts are not in the cache */
static guint
print_table (GPtrArray * texts, gdouble credits)
{
  guint n_failed = 0, n_made = 0;
  gdouble seconds = 0, unheard = credits;

  g_print ("        seconds  credits  text\n");
  for (guint i = 0; i < texts->len; i++) {
    const Text *text = texts->pdata[i];
    g_autofree gchar *shown = g_utf8_substring (text->words, 0,
        MIN (g_utf8_strlen (text->words, -1), MAX_SHOWN));
    gdouble length = text->is_kept ? (gdouble) text->duration / GST_SECOND : 0;

    g_print ("%-6s %8.2f %8.2f  %s%s\n", !text->is_kept ? "failed"
        : text->is_made ? "made" : "cached", length, text->credits, shown,
        g_str_equal (shown, text->words) ? "" : "…");
    n_failed += !text->is_kept;
    n_made += text->is_kept && text->is_made;
    seconds += length;
    unheard -= text->credits;
  }
  g_print ("%u cached, %u made, %u failed: %.2f s, %.2f credits",
      texts->len - n_made - n_failed, n_made, n_failed, seconds, credits);
  if (unheard >= 0.01)
    g_print (" (%.2f of them for what was not heard)", unheard);
  g_print ("\n");
  return n_failed;
}

/* Returns: (transfer full): NULL with an error where the properties are wrong */
static GstElement *
make_pipeline (gchar ** properties, GError ** error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) line = NULL;

  g_strv_builder_add_many (builder, "qwenttssrc", "name=voice",
      "max-prefetch=7", NULL);
  g_strv_builder_addv (builder, (const gchar **) properties);
  g_strv_builder_add_many (builder, "cache=true", "keep-open=true",
      "is-live=false", "on-segment-error=skip", "!", "fakesink", "sync=false",
      NULL);
  line = g_strv_builder_end (builder);
  return gst_parse_launchv_full ((const gchar **) line, NULL,
      GST_PARSE_FLAG_FATAL_ERRORS, error);
}

static gdouble
get_credits (GstElement * voice)
{
  g_autoptr (GstStructure) stats = NULL;
  gdouble credits = 0;

  g_object_get (voice, "stats", &stats, NULL);
  gst_structure_get_double (stats, "credits", &credits);
  return credits;
}

/* @credits: (out): of all tasks
 *
 * Returns: what to do about those that are not there */
static const gchar *
fill_cache (GstElement * pipeline, const gchar * name, GPtrArray * texts,
    gdouble * credits)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GstElement) voice = gst_bin_get_by_name (GST_BIN (pipeline),
      "voice");
  g_autoptr (GPtrArray) queued = g_ptr_array_new ();
  Preload preload = {.loop = loop,.pipeline = pipeline,.voice = voice,
    .texts = texts,.queued = queued,
    .advice = "There is no room for all of them: raise cache-max-size, in the "
        "show, too."
  };

  g_object_set (voice, "voice", name, "text", NULL, NULL);
  gst_bus_add_watch (GST_ELEMENT_BUS (pipeline), on_message, &preload);
  g_unix_signal_add (SIGINT, on_interrupt, &preload);

  run (&preload);
  *credits = get_credits (voice);
  /* Without a key, what is in the cache is said, and all else fails. */
  preload.is_check = TRUE;
  g_object_set (voice, "api-key", NO_KEY, NULL);
  run (&preload);
  gst_bus_remove_watch (GST_ELEMENT_BUS (pipeline));
  return preload.advice;
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) texts = NULL;
  g_autoptr (GstElement) pipeline = NULL;
  g_autoptr (GError) error = NULL;
  const gchar *advice;
  gdouble credits;
  guint n_failed;

  setlocale (LC_ALL, "");
  gst_init (&argc, &argv);
  if (argc < 3) {
    g_printerr ("Usage: %s VOICE FILE [PROPERTY=VALUE…]\n", argv[0]);
    return 2;
  }
  pipeline = make_pipeline (argv + 3, &error);
  if (pipeline)
    texts = read_texts (argv[2], &error);
  if (texts == NULL) {
    g_printerr ("%s\n", error->message);
    return 2;
  }

  advice = fill_cache (pipeline, argv[1], texts, &credits);
  n_failed = print_table (texts, credits);
  if (n_failed == 0)
    return 0;
  g_printerr ("%u of %u texts are not in the cache. %s\n", n_failed,
      texts->len, advice);
  return 1;
}
