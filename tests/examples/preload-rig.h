/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The example "preload" against a simulator. The texts are in the launch's file. */
#pragma once

#include "elements/launch.h"

G_BEGIN_DECLS

#define PRELOAD_PRICE 0.32

/* With the shortest limit a text of these two is one of two segments. */
#define PRELOAD_SHORTEST "max-segment-length=50"
#define PRELOAD_FIRST "The train was very late."
#define PRELOAD_SECOND "Nobody knew when it would come."

/* A line of the table. */
typedef struct
{
  const gchar *state;
  gdouble credits;
  const gchar *text;
  const gchar *rest;            /* (nullable): its second segment */
} PreloadRow;

void preload_write_texts (Launch * launch, const gchar * texts);

/* @file: (nullable): none
 * @property: (nullable): one more */
GSubprocess *preload_start (Launch * launch, GSubprocessLauncher * launcher,
    const gchar * file, const gchar * property);

/* Waits for its end.
 *
 * Returns: the exit status */
gint preload_finish (Launch * launch, GSubprocess * process);

/* Both, with what was written. */
gint preload_run (Launch * launch, const gchar * property);

/* What was asked of the service, of any kind. */
guint preload_count_requests (Launch * launch);

/* What the service makes of a segment, a WAV file of 16 bits. */
GBytes *preload_speak (Launch * launch, const gchar * segment);

/* Asserts that this is what was printed.
 *
 * @rows: ends with one without a state */
void preload_assert_table (Launch * launch, const PreloadRow * rows);

/* Asserts that standard error has these words. */
void preload_assert_told (Launch * launch, const gchar * words);

G_END_DECLS
