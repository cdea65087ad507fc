/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/moment.h"

/* The end of the year 9999. A clock beyond it, or before 1970, tells nothing. */
#define MAX_UNIX_S G_GINT64_CONSTANT (253402300799)

void
qwentts_moment_set (QwenttsMoment * moment, const QwenttsSystem * system)
{
  qwentts_moment_clear (moment);
  moment->unix_s = system->get_unix_s ();
  moment->boot_s = system->get_boot_s ();
  moment->boot_id = system->get_boot_id ();
}

void
qwentts_moment_clear (QwenttsMoment * moment)
{
  g_clear_pointer (&moment->boot_id, g_free);
  moment->unix_s = 0;
  moment->boot_s = 0;
}

gint64
qwentts_moment_get_age_s (const QwenttsMoment * moment,
    const QwenttsSystem * system)
{
  g_autofree gchar *boot_id = system->get_boot_id ();
  gint64 boot_age_s = system->get_boot_s () - moment->boot_s;
  gint64 wall_age_s = system->get_unix_s () - moment->unix_s;

  /* Negative: a container with its own count of that time. */
  if (boot_id && g_strcmp0 (boot_id, moment->boot_id) == 0 && boot_age_s >= 0)
    return boot_age_s;
  return MAX (wall_age_s, 0);
}

static gint64
get_known (gint64 unix_s)
{
  return unix_s >= 0 && unix_s <= MAX_UNIX_S ? unix_s : 0;
}

void
qwentts_moment_print (const QwenttsMoment * moment, GKeyFile * file,
    const gchar * group, const gchar * name)
{
  g_autofree gchar *boot_s_name = g_strconcat (name, "-boot-s", NULL);
  g_autofree gchar *boot_id_name = g_strconcat (name, "-boot-id", NULL);
  g_autoptr (GDateTime) time =
      g_date_time_new_from_unix_utc (get_known (moment->unix_s));
  g_autofree gchar *text = g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");

  g_key_file_set_string (file, group, name, text);
  if (moment->boot_id == NULL)
    return;

  g_key_file_set_int64 (file, group, boot_s_name, moment->boot_s);
  g_key_file_set_string (file, group, boot_id_name, moment->boot_id);
}

gboolean
qwentts_moment_parse (QwenttsMoment * moment, GKeyFile * file,
    const gchar * group, const gchar * name)
{
  g_autofree gchar *boot_s_name = g_strconcat (name, "-boot-s", NULL);
  g_autofree gchar *boot_id_name = g_strconcat (name, "-boot-id", NULL);
  g_autofree gchar *text = g_key_file_get_string (file, group, name, NULL);
  g_autoptr (GDateTime) time = text
      ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  if (time == NULL)
    return FALSE;

  qwentts_moment_clear (moment);
  moment->unix_s = get_known (g_date_time_to_unix (time));
  moment->boot_id = g_key_file_get_string (file, group, boot_id_name, NULL);
  if (moment->boot_id)
    moment->boot_s = MAX (g_key_file_get_int64 (file, group, boot_s_name,
            NULL), 0);
  return TRUE;
}
