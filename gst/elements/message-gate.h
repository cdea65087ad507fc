/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Holds back what a source tells before the stream has come to it.
 *
 * A source that works ahead tells of its segments, its waits and its failure
 * while something else is still heard. Its messages are let through in their
 * order once it is its turn. A wait that is over by then was no wait of the
 * stream: nothing is told of it.
 *
 * Thread safe. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct
{
  GMutex lock;
  /* Protected by lock. */
  GQueue held;                  /* of GstMessage */
  gboolean is_opening;          /* some have been let through */
  gboolean is_open;
} QwenttsMessageGate;

void qwentts_message_gate_init (QwenttsMessageGate * gate);

void qwentts_message_gate_clear (QwenttsMessageGate * gate);

/* Throws away what is held. */
void qwentts_message_gate_close (QwenttsMessageGate * gate);

/* @message: (transfer full): if it is held back; of a kind that is told in the
 *   order of the stream
 *
 * Returns: FALSE if it is to be told now */
gboolean qwentts_message_gate_hold (QwenttsMessageGate * gate,
    GstMessage * message);

/* The next message that was held back. When there are no more, the gate is open
 * from then on.
 *
 * Returns: (transfer full) (nullable) */
GstMessage *qwentts_message_gate_release (QwenttsMessageGate * gate);

G_END_DECLS
