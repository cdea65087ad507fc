/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The property `stats`. */
#pragma once

#include "speech/speech.h"

G_BEGIN_DECLS

/* A structure `application/x-qwentts-stats`; see docs/elements.md for its
 * fields.
 *
 * @stats: (nullable): all zero */
GstStructure *qwentts_stats_to_structure (const QwenttsSpeechStats * stats);

G_END_DECLS
