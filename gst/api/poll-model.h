/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What a history says about the next job, for poll-schedule.c only. */
#pragma once

#include "api/poll-schedule.h"

G_BEGIN_DECLS

/* What an estimate becomes where the service gives none, or nonsense. */
gdouble qwentts_poll_sane_estimate_s (gdouble estimate_s);

guint qwentts_poll_history_get_n_jobs (const QwenttsPollHistory * history);

/* The bounds of the time of one job as ratios to its estimate, the oldest job
 * first; @low may be 0, @high is greater than @low. */
void qwentts_poll_history_get_job (const QwenttsPollHistory * history,
    guint index, gdouble * low, gdouble * high);

typedef struct _QwenttsPollModel QwenttsPollModel;

/* @history: (nullable) */
QwenttsPollModel *qwentts_poll_model_new (const QwenttsPollHistory * history);

void qwentts_poll_model_free (QwenttsPollModel * model);

/* The probability that the next job takes longer than @ratio times its
 * estimate. */
gdouble qwentts_poll_model_get_survival (const QwenttsPollModel * model,
    gdouble ratio);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsPollModel, qwentts_poll_model_free);

G_END_DECLS
