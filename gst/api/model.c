/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/model.h"

#include <string.h>

gboolean
qwentts_model_is_realtime (const gchar * model)
{
  return model && strstr (model, "-realtime") != NULL;
}

/* "-2026-01-26" and nothing behind it. */
static gboolean
is_date (const gchar * text)
{
  const gchar *shape = "-dddd-dd-dd";

  if (strlen (text) != strlen (shape))
    return FALSE;
  for (; *shape; shape++, text++)
    if (*shape == 'd' ? !g_ascii_isdigit (*text) : *text != *shape)
      return FALSE;
  return TRUE;
}

static gboolean
is_dated_form (const gchar * dated, const gchar * model)
{
  return g_str_has_prefix (dated, model) && is_date (dated + strlen (model));
}

gboolean
qwentts_model_fits_target (const gchar * model, const gchar * target_model)
{
  if (model == NULL || target_model == NULL)
    return FALSE;

  return g_str_equal (model, target_model)
      || is_dated_form (target_model, model)
      || is_dated_form (model, target_model);
}
