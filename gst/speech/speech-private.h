/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the parts of a speech share: its life (speech.c), the watch over the job
 * being read (speech-watch.c) and over those that were (speech-keeping.c), and the
 * samples (speech-pull.c). */
#pragma once

#include <gst/audio/audio.h>

#include "audio/decoder.h"
#include "speech/speech.h"
#include "speech/timeline.h"

G_BEGIN_DECLS

struct _QwenttsSpeech
{
  /* Never changed. */
  QwenttsClient *client;
  QwenttsJobQueue *queue;
  const QwenttsSpeechFuncs *funcs;
  gpointer user_data;
  gint64 start_us;
  gboolean is_live;             /* set before the first pull */

  /* The thread that pulls; one before the first pull, and the one that stops. */
  gboolean has_started;
  gboolean works_ahead;         /* began before anybody waited */
  QwenttsJob *job;              /* being read; NULL: none */
  QwenttsDecoder *decoder;      /* of the job; NULL: waits for it */
  QwenttsJobState seen;         /* of the job */
  GQueue keeping;               /* read, and being written down */
  guint index;                  /* of the job in the stream */
  gboolean is_progress_open;
  gboolean has_told_of_store;   /* that something is wrong with it */
  gboolean has_begun;           /* a buffer of the job was pulled */
  GstCaps *caps;
  GstAudioInfo info;            /* of these caps */
  QwenttsTimeline timeline;

  GMutex lock;
  /* Protected by lock. */
  guint64 segments;
  GstClockTime time_to_first_audio;
};

/* For the thread that pulls. */

/* Returns: FALSE with the error of the system */
gboolean qwentts_speech_ensure_started (QwenttsSpeech * speech,
    GError ** error);

/* Makes sure that there is a job to be read.
 *
 * Returns: FALSE without an error when all is said */
gboolean qwentts_speech_ensure_job (QwenttsSpeech * speech,
    GCancellable * wait, GError ** error);

void qwentts_speech_leave_job (QwenttsSpeech * speech);

/* Waits until the audio of the job can be read. */
gboolean qwentts_speech_wait_for_audio (QwenttsSpeech * speech,
    GCancellable * wait, GError ** error);

/* Tells so many warnings of a job. */
void qwentts_speech_tell_warnings (QwenttsSpeech * speech, QwenttsJob * job,
    guint count);

/* The job was read to its end: remembers it as long as it is being written down. */
void qwentts_speech_watch_keeping (QwenttsSpeech * speech);

/* Tells what went wrong there by now. */
void qwentts_speech_tell_of_keeping (QwenttsSpeech * speech);

/* Waits until all are written down. What is paid for is not thrown away by
 * stopping in that moment. */
gboolean qwentts_speech_wait_for_keeping (QwenttsSpeech * speech,
    GCancellable * wait, GError ** error);

void qwentts_speech_forget_keeping (QwenttsSpeech * speech);

/* The wait is over: what it waited for is there. */
void qwentts_speech_tell_complete (QwenttsSpeech * speech);

/* It is over without that. */
void qwentts_speech_tell_end_of_wait (QwenttsSpeech * speech,
    const GError * error);

G_END_DECLS
