/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "failure.h"

#include <string.h>

void
failure_free (Failure * failure)
{
  g_error_free (failure->error);
  g_free (failure->debug);
  gst_structure_free (failure->details);
  g_free (failure);
}

/* Returns: (transfer full): the errors in the book */
static GPtrArray *
get_errors (Rig * rig)
{
  g_autoptr (GPtrArray) book = rig_get_book (rig);
  GPtrArray *errors =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gst_message_unref);

  for (guint i = 0; i < book->len; i++)
    if (GST_IS_MESSAGE (book->pdata[i])
        && GST_MESSAGE_TYPE (book->pdata[i]) == GST_MESSAGE_ERROR)
      g_ptr_array_add (errors, gst_message_ref (book->pdata[i]));
  return errors;
}

static Failure *
parse (Rig * rig, GstMessage * message)
{
  Failure *failure = g_new0 (Failure, 1);
  const GstStructure *details = NULL;

  g_assert_true (GST_MESSAGE_SRC (message) == GST_OBJECT (rig->teller));
  gst_message_parse_error (message, &failure->error, &failure->debug);
  gst_message_parse_error_details (message, &details);
  g_assert_nonnull (details);
  failure->details = gst_structure_copy (details);
  return failure;
}

static void
assert_is_generic (GstMessage * message)
{
  const GstStructure *details = NULL;

  gst_message_parse_error_details (message, &details);
  if (details)
    g_assert_false (gst_structure_has_field (details, "category"));
}

Failure *
failure_get (Rig * rig, GQuark domain, gint code, const gchar * category,
    gboolean is_retryable)
{
  g_autoptr (GPtrArray) errors = get_errors (rig);
  gboolean told_retryable = !is_retryable;
  Failure *failure;

  g_assert_cmpuint (errors->len, >, 0);
  failure = parse (rig, errors->pdata[0]);
  for (guint i = 1; i < errors->len; i++)
    assert_is_generic (errors->pdata[i]);

  g_test_message ("%s [%s]", failure->error->message, failure->debug);
  g_assert_error (failure->error, domain, code);
  failure_assert_string (failure, "category", category);
  g_assert_true (gst_structure_get_boolean (failure->details, "retryable",
          &told_retryable));
  g_assert_cmpint (told_retryable, ==, is_retryable);
  g_assert_cmpuint (strlen (failure->error->message), >, 20);
  return failure;
}

Failure *
failure_wait_for (Rig * rig, GQuark domain, gint code, const gchar * category,
    gboolean is_retryable)
{
  gst_message_unref (rig_wait_for_message (rig, GST_MESSAGE_ERROR));
  rig_stop (rig, GST_STATE_NULL);
  return failure_get (rig, domain, code, category, is_retryable);
}

void
failure_assert_string (Failure * failure, const gchar * field,
    const gchar * value)
{
  g_assert_cmpint (gst_structure_has_field (failure->details, field), ==,
      value != NULL);
  g_assert_cmpstr (gst_structure_get_string (failure->details, field), ==,
      value);
}

void
failure_assert_http_status (Failure * failure, guint value)
{
  guint told = 0;

  g_assert_cmpint (gst_structure_get_uint (failure->details,
          "http-status-code", &told), ==, value != 0);
  g_assert_cmpuint (told, ==, value);
}

void
failure_assert_names (Failure * failure, const gchar * property)
{
  g_autofree gchar *quoted = g_strdup_printf ("\"%s\"", property);

  g_assert_nonnull (strstr (failure->error->message, quoted));
}
