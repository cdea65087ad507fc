/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Whether what was set for a design fits together, before anything is asked. */
#pragma once

#include "elements/design-properties.h"

G_BEGIN_DECLS

/* @speech: the qwenttssrc that speaks with the voice
 *
 * Errors: QWENTTS_ERROR_SETTINGS */
gboolean qwentts_design_settings_check (const QwenttsDesignProperties * design,
    GstElement * speech, GError ** error);

G_END_DECLS
