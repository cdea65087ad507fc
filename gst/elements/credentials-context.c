/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/credentials-context.h"

static gchar *
get_key_file (GstContext * context)
{
  const gchar *path;

  if (context == NULL)
    return NULL;
  path = gst_structure_get_string (gst_context_get_structure (context),
      "api-key-file");
  return path && *path ? g_strdup (path) : NULL;
}

static gchar *
get_own (GstElement * element)
{
  g_autoptr (GstContext) context = gst_element_get_context (element,
      QWENTTS_CREDENTIALS_CONTEXT);

  return get_key_file (context);
}

static gboolean
query_peer (const GValue * item, GValue * result, gpointer user_data)
{
  GstPad *pad = g_value_get_object (item);
  GstContext *context = NULL;

  if (!gst_pad_peer_query (pad, user_data))
    return TRUE;

  gst_query_parse_context (user_data, &context);
  g_value_take_string (result, get_key_file (context));
  return FALSE;
}

static gchar *
ask_neighbours (GstElement * element)
{
  g_autoptr (GstQuery) query = gst_query_new_context
      (QWENTTS_CREDENTIALS_CONTEXT);
  g_autoptr (GstIterator) pads = gst_element_iterate_src_pads (element);
  GValue result = G_VALUE_INIT;
  gchar *path;

  g_value_init (&result, G_TYPE_STRING);
  while (gst_iterator_fold (pads, query_peer, &result, query) ==
      GST_ITERATOR_RESYNC)
    gst_iterator_resync (pads);
  path = g_value_dup_string (&result);
  g_value_unset (&result);
  return path;
}

gchar *
qwentts_find_context_key_file (GstElement * element)
{
  gchar *path = get_own (element);

  if (path == NULL)
    path = ask_neighbours (element);
  if (path)
    return path;

  /* A bus sync handler may set it while the message is posted. */
  gst_element_post_message (element,
      gst_message_new_need_context (GST_OBJECT (element),
          QWENTTS_CREDENTIALS_CONTEXT));
  return get_own (element);
}
