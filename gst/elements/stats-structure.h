/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The property `stats`. */
#pragma once

#include "speech/speech.h"

G_BEGIN_DECLS

/* Installs it with this id. */
void qwentts_stats_install (GObjectClass * klass, guint id);

/* Adds what another source has done, which was started later. */
void qwentts_stats_add (QwenttsSpeechStats * stats,
    const QwenttsSpeechStats * other);

/* A structure `application/x-qwentts-stats`; see docs/elements.md for its
 * fields. */
GstStructure *qwentts_stats_to_structure (const QwenttsSpeechStats * stats);

G_END_DECLS
