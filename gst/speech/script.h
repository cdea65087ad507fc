/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A text that is to be said, as the jobs that say it. It is cut when a job is
 * asked for, so that a long text begins as soon as a short one. */
#pragma once

#include "speech/job.h"

G_BEGIN_DECLS

typedef struct _QwenttsScript QwenttsScript;

/* @text: UTF-8, not blank
 * @settings: copied
 * @max_length: of a segment, in Unicode characters */
QwenttsScript *qwentts_script_new (const gchar * text,
    const QwenttsVoiceSettings * settings, guint max_length);

/* Before the first job.
 *
 * @index: of the text in the stream; 0 if it is not set */
void qwentts_script_set_index (QwenttsScript * script, guint index);

void qwentts_script_free (QwenttsScript * script);

/* One thread at a time.
 *
 * Returns: (transfer full) (nullable): NULL after the last */
QwenttsJob *qwentts_script_next_job (QwenttsScript * script);

/* Whether that was the last. */
gboolean qwentts_script_is_at_end (QwenttsScript * script);

/* Two jobs for one that the service finds too long. They say the same.
 *
 * Returns: FALSE if it cannot be cut, or says nothing */
gboolean qwentts_script_split_job (QwenttsJob * job, QwenttsJob * halves[2]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsScript, qwentts_script_free);

G_END_DECLS
