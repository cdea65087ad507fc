/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The service's side of a job, as its answers show it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  QWENTTS_TASK_UNFINISHED,      /* pending, processing or any unknown word */
  QWENTTS_TASK_COMPLETED,
  QWENTTS_TASK_FAILED,
  QWENTTS_TASK_CANCELLED,
  QWENTTS_TASK_EXPIRED
} QwenttsTaskStatus;

typedef struct
{
  gchar *id;
  QwenttsTaskStatus status;
  guint progress;               /* percent, 0 to 100 */
  gdouble estimated_time_s;     /* 0: not told */
  gdouble credits;              /* used, else reserved; 0: not told */
  gchar *audio_url;             /* NULL: none in this answer */
  gchar *voice;                 /* NULL: none in this answer */
  gchar *error_code;            /* of a failed task; NULL: not told */
  gchar *error_type;
  gchar *error_message;
  gchar *request_id;            /* of the answer; NULL: none */
} QwenttsTask;

/* Reads an answer with a task in it, in each of the shapes that the service is
 * known to give.
 *
 * @secret: the API key, shown by nothing in the task
 *
 * Returns: NULL with QWENTTS_ERROR_PROTOCOL if it is no JSON object or has no
 * usable id */
QwenttsTask *qwentts_task_parse (GBytes * body, const gchar * secret,
    GError ** error);

void qwentts_task_free (QwenttsTask * task);

/* Whether a text can be a task's id: it goes into a path. */
gboolean qwentts_task_is_id (const gchar * text);

/* What a task that ended without being completed means to the caller.
 *
 * Returns: (transfer full): an error of any code, with the task's id */
GError *qwentts_task_to_error (const QwenttsTask * task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsTask, qwentts_task_free);

G_END_DECLS
