/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The one ERROR message with which an element tells a failure. */
#pragma once

#include "rig.h"

G_BEGIN_DECLS

typedef struct
{
  GError *error;
  gchar *debug;
  GstStructure *details;
} Failure;

/* Asserts that the book has exactly one error of the element's own, that it is
 * the first of all errors (GstBaseSrc adds one that says nothing), and that it
 * is of this kind. */
Failure *failure_get (Rig * rig, GQuark domain, gint code,
    const gchar * category, gboolean is_retryable);

/* Waits for the error, stops the pipeline, then the same. */
Failure *failure_wait_for (Rig * rig, GQuark domain, gint code,
    const gchar * category, gboolean is_retryable);

void failure_free (Failure * failure);

/* Asserts on a field of the details.
 *
 * @value: (nullable): is not there */
void failure_assert_string (Failure * failure, const gchar * field,
    const gchar * value);

/* @value: 0: is not there */
void failure_assert_http_status (Failure * failure, guint value);

/* Asserts that the message names one of the element's properties. */
void failure_assert_names (Failure * failure, const gchar * property);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Failure, failure_free);

G_END_DECLS
