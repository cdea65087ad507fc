/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* How texts come to the speech of a qwenttssrc: the one that is set before it
 * starts, those that come while it starts, and those that come while it runs. */
#pragma once

#include "elements/gstqwenttsbasesrc.h"
#include "elements/tts-properties.h"

G_BEGIN_DECLS

typedef struct
{
  /* Protected by the element's object lock. */
  gboolean is_open;             /* from the start of READY→PAUSED to PAUSED→READY */
  gboolean is_starting;         /* there is no speech yet to take anything */
  gboolean is_ended_early;      /* then, too */
  gboolean was_kept_open;       /* since the start, or is */
  GQueue early;                 /* of what was asked for then */

  /* Likewise: with what it started. */
  QwenttsTtsProperties start;
  QwenttsVoiceSettings service; /* what all texts share */
} QwenttsTextIntake;

void qwentts_text_intake_clear (QwenttsTextIntake * self);

/* Texts are queued from now on, and what was set up to now is what it starts with.
 *
 * @set: protected by the object lock */
void qwentts_text_intake_open (QwenttsTextIntake * self, GstElement * element,
    const QwenttsTtsProperties * set);

void qwentts_text_intake_close (QwenttsTextIntake * self, GstElement * element);

/* Gives the speech what it starts with.
 *
 * Errors: QWENTTS_ERROR_SETTINGS */
gboolean qwentts_text_intake_fill (QwenttsTextIntake * self,
    GstQwenTtsBaseSrc * src, QwenttsSpeech * speech,
    const QwenttsServiceSettings * service, GError ** error);

/* The speech can be found by all: gives it what was asked for before. */
void qwentts_text_intake_catch_up (QwenttsTextIntake * self,
    GstQwenTtsBaseSrc * src, QwenttsSpeech * speech);

/* What follows may come from any thread. */

/* Queues a text behind those before it, with the voice of now.
 *
 * @set: protected by the object lock
 * @text: (nullable)
 *
 * Returns: FALSE, with the reason in the log, if it is not taken */
gboolean qwentts_text_intake_push (QwenttsTextIntake * self,
    GstQwenTtsBaseSrc * src, const QwenttsTtsProperties * set,
    const gchar * text);

/* No more texts. */
void qwentts_text_intake_end (QwenttsTextIntake * self,
    GstQwenTtsBaseSrc * src);

/* Drops what is being said and what is queued. */
void qwentts_text_intake_interrupt (QwenttsTextIntake * self,
    GstQwenTtsBaseSrc * src);

/* Whether more texts are waited for when all are said. */
void qwentts_text_intake_set_open (QwenttsTextIntake * self,
    GstQwenTtsBaseSrc * src, gboolean keep_open);

G_END_DECLS
