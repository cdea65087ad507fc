/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the names of the service's models tell. A list of models would be out of
 * date soon, so only the shape of a name is looked at. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a model speaks while it is given text, over a connection of its own.
 * Voices can be made for such a model, but this service does not speak with it.
 * Source: the page of voice design, `target_model`.
 *
 * @model: (nullable) */
gboolean qwentts_model_is_realtime (const gchar * model);

/* Whether @model can speak with a voice that was made for @target_model. The
 * two must match, or the speech fails after it was asked for (the page of voice
 * design, `target_model`). The name of a model without a date stands for one
 * with a date, though which one is not told: "qwen3-tts-vd" fits
 * "qwen3-tts-vd-2026-01-26", and the reverse. Two different dates are two
 * models.
 *
 * @model: (nullable)
 * @target_model: (nullable) */
gboolean qwentts_model_fits_target (const gchar * model,
    const gchar * target_model);

G_END_DECLS
