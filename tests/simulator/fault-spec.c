/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "fault-spec.h"

const gchar fault_spec_help[] =
    "A SPEC is KIND:KEY=VALUE,… and holds for the next requests of that kind:\n"
    "  KIND          submit, poll, download, credits or other\n"
    "  count=N       for so many requests (1)\n"
    "  status=N      another HTTP status, with an empty body; of 400 and more:\n"
    "                the request is not carried out\n"
    "  carried-out   … it is nevertheless (a task is made)\n"
    "  header=LINE   one more header, in place of one of its name; repeatable\n"
    "  body=TEXT     another body\n"
    "  body-file=F   another body, from a file\n"
    "  type=TYPE     another Content-Type\n"
    "  no-length     no Content-Length: the body ends with the connection\n"
    "  lost-before   no answer, and the request is not carried out\n"
    "  end=END       normal, close, reset or stall after …\n"
    "  cut=N         … N bytes of the answer, headers counted; negative: N\n"
    "                bytes before its end\n"
    "  delay=MS      so long before the first byte\n"
    "  trickle=N/MS  in pieces of N bytes, so long apart\n"
    "\\, stands for a comma and \\\\ for a backslash. For example:\n"
    "  --fault 'submit:status=503,header=Retry-After: 1,count=2'\n"
    "  --fault 'download:cut=1000,end=reset'";

static const gchar *const kinds[] = { "submit", "poll", "download", "credits",
  "other", NULL
};

static const gchar *const ends[] =
    { "normal", "close", "reset", "stall", NULL };

/* What belongs to the fault while it is read. */
typedef struct
{
  QwenttsSimulatorFault fault;
  GString *headers;
  gchar *content_type;
} Spec;

static void
spec_clear (Spec * spec)
{
  g_string_free (spec->headers, TRUE);
  g_free (spec->content_type);
  g_clear_pointer (&spec->fault.body, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Spec, spec_clear);

/* At commas without a backslash, which is taken away. */
static GPtrArray *
split (const gchar * text)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);
  GString *part = g_string_new (NULL);

  for (; *text != '\0'; text++) {
    if (*text == ',') {
      g_ptr_array_add (parts, g_string_free (part, FALSE));
      part = g_string_new (NULL);
      continue;
    }
    if (*text == '\\' && (text[1] == ',' || text[1] == '\\'))
      text++;
    g_string_append_c (part, *text);
  }
  g_ptr_array_add (parts, g_string_free (part, FALSE));
  return parts;
}

static gboolean
find (const gchar * const *names, const gchar * name, guint * index,
    GError ** error)
{
  for (*index = 0; names[*index] != NULL; (*index)++) {
    if (g_strcmp0 (names[*index], name) == 0)
      return TRUE;
  }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
      "“%s” is none of a fault's words", name);
  return FALSE;
}

static gboolean
parse_number (const gchar * text, gint64 min, gint64 * number, GError ** error)
{
  if (text != NULL)
    return g_ascii_string_to_signed (text, 10, min, G_MAXINT32, number, error);
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
      "A fault's number is missing");
  return FALSE;
}

static gboolean
parse_unsigned (const gchar * text, guint * number, GError ** error)
{
  gint64 wide;

  if (!parse_number (text, 0, &wide, error))
    return FALSE;
  *number = wide;
  return TRUE;
}

static gboolean
parse_trickle (const gchar * text, QwenttsSimulatorFault * fault,
    GError ** error)
{
  g_auto (GStrv) parts = g_strsplit (text != NULL ? text : "", "/", 2);

  return parse_number (parts[0], 1, &fault->trickle_size, error)
      && parse_unsigned (parts[0] != NULL ? parts[1] : NULL,
      &fault->trickle_ms, error);
}

static gboolean
read_body (const gchar * path, QwenttsSimulatorFault * fault, GError ** error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);

  if (file == NULL)
    return FALSE;
  g_clear_pointer (&fault->body, g_bytes_unref);
  fault->body = g_mapped_file_get_bytes (file);
  return TRUE;
}

/* Keys without a value. */
static gboolean
set_flag (QwenttsSimulatorFault * fault, const gchar * key)
{
  if (g_str_equal (key, "carried-out"))
    fault->is_carried_out = TRUE;
  else if (g_str_equal (key, "no-length"))
    fault->has_no_length = TRUE;
  else if (g_str_equal (key, "lost-before"))
    fault->lost_before = TRUE;
  else
    return FALSE;
  return TRUE;
}

static gboolean
set_text (Spec * spec, const gchar * key, const gchar * value)
{
  if (g_str_equal (key, "header")) {
    g_string_append_printf (spec->headers, "%s\r\n", value);
  } else if (g_str_equal (key, "body")) {
    g_clear_pointer (&spec->fault.body, g_bytes_unref);
    spec->fault.body = g_bytes_new (value, strlen (value));
  } else if (g_str_equal (key, "type")) {
    g_free (spec->content_type);
    spec->content_type = g_strdup (value);
  } else {
    return FALSE;
  }
  return TRUE;
}

static gboolean
set_value (Spec * spec, const gchar * key, const gchar * value, GError ** error)
{
  QwenttsSimulatorFault *fault = &spec->fault;
  guint end;

  if (set_text (spec, key, value))
    return TRUE;
  if (g_str_equal (key, "count"))
    return parse_unsigned (value, &fault->count, error);
  if (g_str_equal (key, "status"))
    return parse_unsigned (value, &fault->status, error);
  if (g_str_equal (key, "delay"))
    return parse_unsigned (value, &fault->delay_ms, error);
  if (g_str_equal (key, "cut"))
    return parse_number (value, G_MININT32, &fault->cut, error);
  if (g_str_equal (key, "trickle"))
    return parse_trickle (value, fault, error);
  if (g_str_equal (key, "body-file"))
    return read_body (value, fault, error);
  if (g_str_equal (key, "end")) {
    if (!find (ends, value, &end, error))
      return FALSE;
    fault->end = end;
    return TRUE;
  }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
      "“%s” is none of a fault's keys", key);
  return FALSE;
}

static gboolean
set_part (Spec * spec, const gchar * part, GError ** error)
{
  g_auto (GStrv) pair = g_strsplit (part, "=", 2);

  if (pair[0] != NULL && pair[1] == NULL && set_flag (&spec->fault, pair[0]))
    return TRUE;
  if (pair[0] == NULL || pair[1] == NULL) {
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
        "“%s” in a fault is not KEY=VALUE", part);
    return FALSE;
  }
  return set_value (spec, pair[0], pair[1], error);
}

gboolean
fault_spec_add (QwenttsSimulator * simulator, const gchar * text,
    GError ** error)
{
  g_auto (GStrv) halves = g_strsplit (text, ":", 2);
  g_autoptr (GPtrArray) parts = NULL;
  g_auto (Spec) spec = {.headers = g_string_new (NULL) };
  guint kind, i;

  if (!find (kinds, halves[0], &kind, error))
    return FALSE;
  parts = split (halves[1] != NULL ? halves[1] : "");
  for (i = 0; i < parts->len; i++) {
    if (!set_part (&spec, g_ptr_array_index (parts, i), error))
      return FALSE;
  }
  if (spec.headers->len > 0)
    spec.fault.headers = spec.headers->str;
  spec.fault.content_type = spec.content_type;
  qwentts_simulator_add_fault (simulator, kind, &spec.fault);
  return TRUE;
}
