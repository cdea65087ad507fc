/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Errors as messages on the bus: the one place in which a GError becomes one. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* What is known of a failure beside the error itself. */
typedef struct
{
  gint segment_index;           /* negative: none */
  gint text_index;              /* that the segment is of; negative: none */
  const gchar *task_id;         /* (nullable) */
  GstCaps *missing_caps;        /* (nullable): no decoder for these */
} QwenttsFailure;

/* Posts one ERROR message with cause and details (and before it the message
 * about a missing decoder). See docs/elements.md for the fields.
 *
 * @failure: (nullable) */
void qwentts_post_error (GstElement * element, const GError * error,
    const QwenttsFailure * failure);

/* The same as a WARNING: something is lost, but the element goes on. */
void qwentts_post_warning (GstElement * element, const GError * error,
    const QwenttsFailure * failure);

G_END_DECLS
