/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Whether a voice can speak with a model, as far as it is known here. */
#pragma once

#include "speech/job-request.h"

G_BEGIN_DECLS

/* Looks at the voices that are kept. One that is not among them may be another
 * machine's, and is the service's to judge.
 *
 * Errors: QWENTTS_ERROR_SETTINGS, G_IO_ERROR_CANCELLED */
gboolean qwentts_check_voice (const QwenttsJobRequest * request,
    GCancellable * cancellable, GError ** error);

G_END_DECLS
