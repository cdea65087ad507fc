/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A moment that can be compared with now although the clock was set since.
 *
 * Within one run of the machine the time since its start tells the age, which
 * nobody sets. After a restart, or on another machine, the wall clock has to
 * do; a moment that then lies in the future has no age yet. */
#pragma once

#include "store/system.h"

G_BEGIN_DECLS

typedef struct
{
  gint64 unix_s;
  gint64 boot_s;
  gchar *boot_id;               /* NULL: not known */
} QwenttsMoment;

/* Now, in place of what was there. */
void qwentts_moment_set (QwenttsMoment * moment, const QwenttsSystem * system);

void qwentts_moment_clear (QwenttsMoment * moment);

gint64 qwentts_moment_get_age_s (const QwenttsMoment * moment,
    const QwenttsSystem * system);

/* Writes NAME, NAME-boot-s and NAME-boot-id into a key file. */
void qwentts_moment_print (const QwenttsMoment * moment, GKeyFile * file,
    const gchar * group, const gchar * name);

/* Returns: FALSE if no such moment is there */
gboolean qwentts_moment_parse (QwenttsMoment * moment, GKeyFile * file,
    const gchar * group, const gchar * name);

G_END_DECLS
