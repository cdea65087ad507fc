/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the threads of a decode pipeline tell the one that pulls from it. */
#pragma once

#include <gio/gio.h>
#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct
{
  /* Set before the threads start, then only read: the file has the mark of
   * audio */
  gboolean has_mark;

  GMutex lock;
  GCond cond;

  /* Under the lock, all that follows. Counts what a waiting pull may have to
   * look at. */
  guint wakeups;
  /* Monotonic: when there was something new, or room for it, for the last time */
  gint64 woken_us;
  gboolean is_fed;
  gboolean has_audio;
  /* A container or a codec of audio was found, and in it something else */
  gboolean is_understood;
  gboolean has_other_streams;
  gboolean has_ended;
  GError *input_failure;
  GError *failure;
  GstCaps *missing_caps;
} QwenttsDecodeProgress;

/* What a pull decides by, of one moment. */
typedef struct
{
  guint wakeups;
  /* All bytes are in the pipeline, or all that it wants */
  gboolean is_fed;
  /* Audio was found in the file */
  gboolean has_audio;
  /* All samples were pulled */
  gboolean has_ended;
  gboolean has_failed;
} QwenttsDecodeLook;

void qwentts_decode_progress_init (QwenttsDecodeProgress * progress,
    gboolean has_mark);
void qwentts_decode_progress_clear (QwenttsDecodeProgress * progress);

/* Called by the pipeline's threads. */

void qwentts_decode_progress_wake (QwenttsDecodeProgress * progress);

/* No more bytes will come.
 *
 * @failure: (transfer full) (nullable): of the input. The first counts */
void qwentts_decode_progress_set_fed (QwenttsDecodeProgress * progress,
    GError * failure);

void qwentts_decode_progress_set_has_audio (QwenttsDecodeProgress * progress);
/* The file, or a stream in it, was found to be of a type. */
void qwentts_decode_progress_add_type (QwenttsDecodeProgress * progress,
    gboolean may_hold_audio);
void qwentts_decode_progress_set_ended (QwenttsDecodeProgress * progress);

/* Audio that no decoder was found for. The first counts. */
void qwentts_decode_progress_set_missing (QwenttsDecodeProgress * progress,
    GstCaps * caps);

/* The first counts: it is the cause of the others.
 *
 * @failure: (transfer full) */
void qwentts_decode_progress_take_failure (QwenttsDecodeProgress * progress,
    GError * failure);
void qwentts_decode_progress_take_message (QwenttsDecodeProgress * progress,
    GstMessage * message);

/* There are no more streams: a failure where none was audio. */
void qwentts_decode_progress_set_complete (QwenttsDecodeProgress * progress);

/* Called by the thread that pulls. */

QwenttsDecodeLook qwentts_decode_progress_look (QwenttsDecodeProgress *
    progress);

/* A sample was taken: it made room for others. */
void qwentts_decode_progress_note_pull (QwenttsDecodeProgress * progress);

/* Waits until there is something new since @seen; a @cancellable that is
 * cancelled only ends the wait.
 *
 * @is_silent: (out): nothing came for so long that nothing will
 *
 * Returns: FALSE with G_IO_ERROR_CANCELLED */
gboolean qwentts_decode_progress_wait (QwenttsDecodeProgress * progress,
    const QwenttsDecodeLook * seen, GCancellable * cancellable,
    gboolean * is_silent, GError ** error);

/* Why there are no more samples: sets no error where the file was whole. */
void qwentts_decode_progress_get_error (QwenttsDecodeProgress * progress,
    GError ** error);

/* Returns: (transfer none) (nullable): stays once it is there */
GstCaps *qwentts_decode_progress_get_missing_caps (QwenttsDecodeProgress *
    progress);

G_END_DECLS
