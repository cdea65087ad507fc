/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "service-answer.h"

#include <string.h>

GError *
service_answer_error (guint status, const gchar * text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return qwentts_error_from_answer (status, body, "request-1",
      SERVICE_ANSWER_SECRET);
}
