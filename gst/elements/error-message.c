/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/error-message.h"

#include <gst/pbutils/missing-plugins.h>

#include "api/error.h"
#include "store/error.h"

/* What a message is made of. */
typedef struct
{
  GQuark domain;
  gint code;
  const gchar *category;
  gboolean is_retryable;
} Meaning;

/* Source of the pairs: the table of errors in docs/elements.md. */
static gint
get_resource_code (QwenttsError code, gboolean is_download)
{
  switch (code) {
    case QWENTTS_ERROR_SETTINGS:
      return GST_RESOURCE_ERROR_SETTINGS;
    case QWENTTS_ERROR_AUTHENTICATION:
    case QWENTTS_ERROR_PERMISSION:
    case QWENTTS_ERROR_QUOTA:
      return GST_RESOURCE_ERROR_NOT_AUTHORIZED;
    case QWENTTS_ERROR_NOT_FOUND:
      return GST_RESOURCE_ERROR_NOT_FOUND;
    case QWENTTS_ERROR_MODERATION:
    case QWENTTS_ERROR_SERVER:
      return GST_RESOURCE_ERROR_FAILED;
    case QWENTTS_ERROR_RATE_LIMIT:
      return GST_RESOURCE_ERROR_BUSY;
    case QWENTTS_ERROR_NETWORK:
      return is_download ? GST_RESOURCE_ERROR_READ
          : GST_RESOURCE_ERROR_OPEN_READ;
    case QWENTTS_ERROR_TIMEOUT:
    case QWENTTS_ERROR_PROTOCOL:
      return GST_RESOURCE_ERROR_READ;
  }
  g_return_val_if_reached (GST_RESOURCE_ERROR_FAILED);
}

static gint
get_storage_code (QwenttsStoreError code)
{
  switch (code) {
    case QWENTTS_STORE_ERROR_NO_SPACE:
      return GST_RESOURCE_ERROR_NO_SPACE_LEFT;
    case QWENTTS_STORE_ERROR_CORRUPT:
    case QWENTTS_STORE_ERROR_MISSING:
      return GST_RESOURCE_ERROR_READ;
    default:
      return GST_RESOURCE_ERROR_WRITE;
  }
}

static Meaning
get_meaning (const GError * error)
{
  if (error->domain == QWENTTS_ERROR) {
    const QwenttsErrorDetails *details = qwentts_error_get_details (error);

    return (Meaning) {
    GST_RESOURCE_ERROR,
          get_resource_code (error->code, details->is_download),
          qwentts_error_get_category (error->code), details->is_retryable};
  }
  /* Audio that broke off may be whole the next time; a file of another kind or
   * a decoder that is not installed stays what it is. */
  if (error->domain == GST_STREAM_ERROR || g_error_matches (error,
          GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN))
    return (Meaning) {
    error->domain, error->code, "audio",
        g_error_matches (error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE)
    };
  if (error->domain == QWENTTS_STORE_ERROR)
    return (Meaning) {
    GST_RESOURCE_ERROR, get_storage_code (error->code), "storage", FALSE};
  /* The machine itself: no clock; no thread, no temporary file. */
  if (error->domain == GST_CORE_ERROR)
    return (Meaning) {
    error->domain, error->code, "server", TRUE};
  return (Meaning) {
  GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ, "server", TRUE};
}

static void
add_string (GstStructure * details, const gchar * name, const gchar * value)
{
  if (value)
    gst_structure_set (details, name, G_TYPE_STRING, value, NULL);
}

static void
add_index (GstStructure * details, const gchar * name, gint value)
{
  if (value >= 0)
    gst_structure_set (details, name, G_TYPE_UINT, (guint) value, NULL);
}

static GstStructure *
make_details (const GError * error, const Meaning * meaning,
    const QwenttsFailure * failure)
{
  GstStructure *details = gst_structure_new ("details",
      "category", G_TYPE_STRING, meaning->category,
      "retryable", G_TYPE_BOOLEAN, meaning->is_retryable, NULL);
  const gchar *task_id = failure ? failure->task_id : NULL;

  if (error->domain == QWENTTS_ERROR) {
    const QwenttsErrorDetails *known = qwentts_error_get_details (error);

    if (known->http_status_code)
      gst_structure_set (details, "http-status-code", G_TYPE_UINT,
          known->http_status_code, NULL);
    add_string (details, "api-error-code", known->api_code);
    add_string (details, "api-error-type", known->api_type);
    add_string (details, "request-id", known->request_id);
    if (known->task_id)
      task_id = known->task_id;
  }
  add_string (details, "task-id", task_id);
  if (failure) {
    add_index (details, "segment-index", failure->segment_index);
    add_index (details, "text-index", failure->text_index);
  }
  return details;
}

static gchar *
make_debug (const GError * error, const GstStructure * details)
{
  g_autofree gchar *fields = gst_structure_to_string (details);
  const gchar *words = error->domain == QWENTTS_ERROR
      ? qwentts_error_get_details (error)->service_words : NULL;

  return g_strdup_printf ("%s%s%s", words && *words ? words : "",
      words && *words ? "\n" : "", fields);
}

static void
post (GstElement * element, GstMessageType type, const GError * error,
    const QwenttsFailure * failure)
{
  Meaning meaning = get_meaning (error);
  GstStructure *details = make_details (error, &meaning, failure);
  gchar *debug = make_debug (error, details);

  if (failure && failure->missing_caps && g_error_matches (error,
          GST_CORE_ERROR, GST_CORE_ERROR_MISSING_PLUGIN))
    gst_element_post_message (element,
        gst_missing_decoder_message_new (element, failure->missing_caps));
  gst_element_message_full_with_details (element, type,
      meaning.domain, meaning.code, g_strdup (error->message), debug, __FILE__,
      GST_FUNCTION, __LINE__, details);
}

void
qwentts_post_error (GstElement * element, const GError * error,
    const QwenttsFailure * failure)
{
  post (element, GST_MESSAGE_ERROR, error, failure);
}

void
qwentts_post_warning (GstElement * element, const GError * error,
    const QwenttsFailure * failure)
{
  post (element, GST_MESSAGE_WARNING, error, failure);
}
