/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The waits of a streaming thread, which a flush ends: a cancellable that is
 * thrown away after use, never reset. */
#pragma once

#include <gio/gio.h>
#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct
{
  /* Protected by the element's object lock. */
  GCancellable *current;

  /* Of the streaming thread: the one it knows. */
  GCancellable *held;
} QwenttsStreamWait;

void qwentts_stream_wait_init (QwenttsStreamWait * self);

void qwentts_stream_wait_clear (QwenttsStreamWait * self);

/* Ends what is being waited for, and what will be until it is renewed. */
void qwentts_stream_wait_end (QwenttsStreamWait * self, GstElement * element);

/* One can wait again. */
void qwentts_stream_wait_renew (QwenttsStreamWait * self, GstElement * element);

/* For the streaming thread: with what it waits now.
 *
 * Returns: (transfer none): until the next call */
GCancellable *qwentts_stream_wait_hold (QwenttsStreamWait * self,
    GstElement * element);

G_END_DECLS
