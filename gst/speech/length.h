/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* How long the texts of a stream are together, as soon as all of their segments are
 * in the store: it is looked up there, and nothing is asked for. Thread safe. */
#pragma once

#include <gst/gst.h>

#include "speech/job-request.h"

G_BEGIN_DECLS

typedef struct _QwenttsLength QwenttsLength;

QwenttsLength *qwentts_length_new (void);

void qwentts_length_free (QwenttsLength * length);

/* As for qwentts_script_new (): behind those before it.
 *
 * Returns: (nullable): the text, to be taken back */
gpointer qwentts_length_add_text (QwenttsLength * length, const gchar * text,
    const QwenttsVoiceSettings * settings, guint max_length);

/* It is not said after all.
 *
 * @text: (nullable): of _add_text (), which was called by the same thread last */
void qwentts_length_take_back (QwenttsLength * length, gpointer text);

/* Not all of it is said. */
void qwentts_length_give_up (QwenttsLength * length);

/* Reads a small file for each segment that it has not seen yet.
 *
 * Returns: NONE if it is not known (yet) */
GstClockTime qwentts_length_get (QwenttsLength * length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsLength, qwentts_length_free);

G_END_DECLS
