/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the service of a design is told to do, and what it was asked. */
#include "design.h"

#include <string.h>

guint
design_count (Design * design, QwenttsSimulatorKind kind)
{
  return qwentts_simulator_count (design->service->simulator, kind);
}

void
design_wait_for (Design * design, QwenttsSimulatorKind kind, guint count)
{
  g_assert_true (qwentts_simulator_wait_for (design->service->simulator, kind,
          count));
}

guint
design_get_n_designs (Design * design)
{
  return qwentts_simulator_get_n_designs (design->service->simulator);
}

guint
design_get_n_tasks (Design * design)
{
  return qwentts_simulator_get_n_tasks (design->service->simulator);
}

void
design_stall (Design * design, QwenttsSimulatorKind kind, gint64 cut)
{
  const QwenttsSimulatorFault stall = {.end = QWENTTS_SIMULATOR_END_STALL,
    .cut = cut
  };

  qwentts_simulator_add_fault (design->service->simulator, kind, &stall);
}

static void
add_answer (Design * design, QwenttsSimulatorKind kind, guint status,
    const gchar * json)
{
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));
  const QwenttsSimulatorFault fault = {.status = status,.body = body,
    .content_type = "application/json"
  };

  qwentts_simulator_add_fault (design->service->simulator, kind, &fault);
}

void
design_refuse (Design * design, QwenttsSimulatorKind kind, guint status,
    const gchar * code)
{
  g_autofree gchar *json = g_strdup_printf ("{\"error\":{\"code\":\"%s\","
      "\"message\":\"no\",\"type\":\"t\"}}", code);

  add_answer (design, kind, status, json);
}

void
design_answer (Design * design, QwenttsSimulatorKind kind, const gchar * json)
{
  add_answer (design, kind, 0, json);
}

const QwenttsSimulatorRequest *
design_get_request (GPtrArray * requests, QwenttsSimulatorKind kind,
    guint index)
{
  for (guint i = 0; i < requests->len; i++) {
    const QwenttsSimulatorRequest *request = requests->pdata[i];

    if (request->kind == kind && index-- == 0)
      return request;
  }
  g_assert_not_reached ();
}

gchar *
design_get_header (const QwenttsSimulatorRequest * request, const gchar * name)
{
  g_auto (GStrv) lines = g_strsplit (request->headers, "\n", -1);
  g_autofree gchar *start = g_strconcat (name, ": ", NULL);

  for (guint i = 0; lines[i]; i++)
    if (g_ascii_strncasecmp (lines[i], start, strlen (start)) == 0)
      return g_strdup (lines[i] + strlen (start));
  return NULL;
}

void
design_assert_same_posts (Design * design, guint count)
{
  g_autoptr (GPtrArray) requests =
      qwentts_simulator_get_requests (design->service->simulator);
  const QwenttsSimulatorRequest *first = design_get_request (requests,
      QWENTTS_SIMULATOR_SUBMIT, 0);
  g_autofree gchar *key = design_get_header (first, "Idempotency-Key");

  g_assert_nonnull (key);
  g_assert_cmpuint (design_count (design, QWENTTS_SIMULATOR_SUBMIT), ==, count);
  for (guint i = 1; i < count; i++) {
    const QwenttsSimulatorRequest *other = design_get_request (requests,
        QWENTTS_SIMULATOR_SUBMIT, i);
    g_autofree gchar *other_key = design_get_header (other, "Idempotency-Key");

    g_assert_cmpstr (other_key, ==, key);
    g_assert_cmpstr (other->body, ==, first->body);
  }
}
