/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What a speaking element tells on the bus while all is well. */
#pragma once

#include "speech/speech.h"

G_BEGIN_DECLS

/* PROGRESS with the code "request" and the field `percent` (gint).
 *
 * @subject: what is requested */
void qwentts_post_progress (GstElement * element, const gchar * subject,
    GstProgressType type, guint percent);

/* ELEMENT `qwentts/segment`; see docs/elements.md for its fields. */
void qwentts_post_segment (GstElement * element,
    const QwenttsSegmentInfo * info);

/* ELEMENT `qwentts/voice-designed`; see there, too. */
void qwentts_post_voice (GstElement * element, const QwenttsVoice * voice);

G_END_DECLS
