/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A rig that is live, with a clock that the test moves. All times are running
 * times. */
#pragma once

#include "elements/hand-clock.h"
#include "rig.h"

G_BEGIN_DECLS

typedef struct
{
  Rig *rig;
  HandClock *clock;
  const gchar *name;            /* see live_run_until_named (); NULL: PROGRESS */
} Live;

/* @options: (nullable)
 * @text: (nullable): with none it is kept open */
Live *live_new (const QwenttsSimulatorOptions * options, const gchar * text);

void live_free (Live * live);

/* PLAYING, and all that is due up to then is pushed. */
void live_play_to (Live * live, GstClockTime time);

/* From there as far as it goes, until an ELEMENT message of that name; the
 * stream stops with the buffer that belongs to it. */
void live_run_until_named (Live * live, const gchar * name);

/* From there as far as it goes, until it waits for the service. */
void live_run_until_waiting (Live * live);

/* On from @time, in steps of a second, until the samples of the text are there.
 *
 * Returns: when that was */
GstClockTime live_play_until_spoken (Live * live, GstClockTime time,
    const gchar * text);

/* As far as it goes, to EOS; asserts that there is no ERROR. */
void live_run_to_end (Live * live);

/* Whether it is silence that nobody has to hear. */
gboolean live_is_silent (GstBuffer * buffer);

/* The samples of all buffers that are not silent, one after the other. */
GBytes *live_get_speech (Live * live);

/* Asserts that these are espeak-ng's samples of the texts, one after the other.
 *
 * @...: NULL at the end */
void live_assert_spoken (Live * live, ...) G_GNUC_NULL_TERMINATED;

/* Asserts that there is no buffer longer than 20 ms, that each buffer begins where
 * the last one ended or later and with DISCONT, and that silence is silent. */
void live_assert_well_formed (Live * live);

/* How many buffers say that something is missing before them. */
guint live_count_disconts (Live * live);

/* The first buffer that is not silent, or NULL.
 *
 * Returns: (transfer full) (nullable) */
GstBuffer *live_get_first_speech (Live * live);

/* Where the stream ends, after the last buffer. */
GstClockTime live_get_end (Live * live);

/* The ELEMENT messages about segments.
 *
 * Returns: (transfer full) (element-type GstStructure) */
GPtrArray *live_get_segments (Live * live);

gboolean live_push_text (Live * live, const gchar * text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Live, live_free);

G_END_DECLS
