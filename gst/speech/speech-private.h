/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the parts of a speech share: its life (speech.c), the watch over the job
 * being read (speech-watch.c) and over those that were (speech-keeping.c), the
 * stream (speech-pull.c, speech-live.c) and the samples in it (speech-read.c), and
 * other places of it (speech-seek.c). */
#pragma once

#include <gst/audio/audio.h>

#include "audio/decoder.h"
#include "speech/history.h"
#include "speech/length.h"
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
  QwenttsLength *length;        /* likewise; NULL: it has none */

  /* Atomic. */
  gint n_interrupts;
  gint is_endless;              /* at any time: nothing can be read again */

  /* The thread that pulls; one before the first pull, and the one that stops. */
  gboolean has_started;
  gboolean works_ahead;         /* began before anybody waited */
  gboolean is_stored;           /* the job is, and nobody waited for it */
  gboolean has_looked;          /* for what is kept of the first job */
  QwenttsJob *job;              /* being read; NULL: none */
  QwenttsJobState seen;         /* of the job */
  QwenttsPassage *head;         /* of the job; NULL: its audio has not begun */
  GQueue keeping;               /* read, and being written down */
  guint index;                  /* of the job in the stream */
  gboolean is_progress_open;
  gboolean has_told_of_loss;    /* that speech cannot be kept */
  gboolean has_told_of_damage;  /* in what was kept */

  /* Likewise: what was read before the job. */
  QwenttsHistory *history;      /* NULL: it cannot be read again */
  guint place;                  /* of what is being read, in the history; its
                                 * length: the job */
  QwenttsTimeline head_start;   /* where the job begins */
  gint n_interrupts_seen;

  /* Likewise: the clip that is being read. */
  QwenttsClip *clip;            /* NULL: none */
  QwenttsDecoder *decoder;      /* of the clip */
  gboolean is_told;             /* a buffer of it was pulled */
  GstCaps *caps;
  GstAudioInfo info;            /* of these caps */
  QwenttsTimeline timeline;
  GstClockTime from;            /* what lies before is passed over */
  GstClockTime stop;            /* what lies behind is not pulled; NONE: all is */
  gboolean is_torn;             /* more was decoded than was pulled */
  gboolean has_gap;             /* the next buffer does not follow the last one */

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

/* The next one begins here. */
void qwentts_speech_leave_job (QwenttsSpeech * speech);

/* Waits until the audio of the job can be read. */
gboolean qwentts_speech_wait_for_audio (QwenttsSpeech * speech,
    GCancellable * wait, GError ** error);

/* Tells so many warnings of a job. */
void qwentts_speech_tell_warnings (QwenttsSpeech * speech, QwenttsJob * job,
    guint count);

/* The job was read to its end: remembers it until its worker has done with it.
 *
 * Returns: FALSE if it has */
gboolean qwentts_speech_watch_keeping (QwenttsSpeech * speech);

/* Tells what went wrong there by now. */
void qwentts_speech_tell_of_keeping (QwenttsSpeech * speech);

/* Waits until all are written down. What is paid for is not thrown away by
 * stopping in that moment. */
gboolean qwentts_speech_wait_for_keeping (QwenttsSpeech * speech,
    GCancellable * wait, GError ** error);

void qwentts_speech_forget_keeping (QwenttsSpeech * speech);

/* Of the job being read: waits until it is written down, if all of its samples were
 * pulled. */
gboolean qwentts_speech_wait_for_end_of_job (QwenttsSpeech * speech,
    GCancellable * wait, GError ** error);

/* The wait is over: what it waited for is there. */
void qwentts_speech_tell_complete (QwenttsSpeech * speech);

/* It is over without that. */
void qwentts_speech_tell_end_of_wait (QwenttsSpeech * speech,
    const GError * error);

/* The stream. */

/* What is pulled next, of wherever the stream is.
 *
 * Returns: NULL without an error when all is said, or pulled up to the stop */
GstBuffer *qwentts_speech_next_buffer (QwenttsSpeech * speech,
    GCancellable * wait, GError ** error);

/* By what its header says. */
gboolean qwentts_speech_is_at_end_of_job (QwenttsSpeech * speech);

/* The clip that is being read. */

void qwentts_speech_enter_clip (QwenttsSpeech * speech, QwenttsClip * clip,
    GstCaps * pcm_caps);

void qwentts_speech_leave_clip (QwenttsSpeech * speech);

/* The next samples of it; their format is set, and they have no stamps yet.
 *
 * Returns: (transfer full): see qwentts_decoder_read () */
GstBuffer *qwentts_speech_read (QwenttsSpeech * speech, GCancellable * wait,
    GError ** error);

/* Stamps samples, or what is wanted of them.
 *
 * @buffer: (transfer full)
 *
 * Returns: (transfer full) (nullable): NULL: none of them is */
GstBuffer *qwentts_speech_stamp (QwenttsSpeech * speech, GstBuffer * buffer);

gboolean qwentts_speech_is_at_stop (QwenttsSpeech * speech);

void qwentts_speech_set_caps (QwenttsSpeech * speech, GstCaps * caps);

/* @rate: Hz */
guint qwentts_speech_get_max_frames (QwenttsSpeech * speech, guint rate);

/* Other places. */

/* The job was read to its end: its passage is history.
 *
 * @is_broken: it ended with an error */
void qwentts_speech_remember (QwenttsSpeech * speech, gboolean is_broken);

/* The job does nothing more: its audio is found elsewhere from now on. */
void qwentts_speech_settle (QwenttsSpeech * speech, QwenttsJob * job,
    GCancellable * wait);

/* What was interrupted is not said again; what has no end cannot be. */
void qwentts_speech_check_history (QwenttsSpeech * speech);

gboolean qwentts_speech_is_in_history (QwenttsSpeech * speech);

/* On to what comes next. */
void qwentts_speech_leave_passage (QwenttsSpeech * speech);

/* The next samples of what was read before, stamped.
 *
 * Returns: (transfer full): NULL without an error: there are none here, the stream
 *   is somewhere else now */
GstBuffer *qwentts_speech_read_again (QwenttsSpeech * speech,
    GCancellable * wait, GError ** error);

G_END_DECLS
