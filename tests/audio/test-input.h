/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A file in memory that arrives in pieces, stalls, or breaks off. */
#pragma once

#include "audio/decoder.h"

G_BEGIN_DECLS

#define TEST_INPUT_NEVER G_MAXUINT64

typedef struct
{
  /* Set before the first read */
  GBytes *bytes;
  /* Reads end where a piece ends; what they need of the next one is copied */
  gsize piece_size;
  gboolean is_size_known;
  /* From this offset on there is an error in place of bytes */
  guint64 broken_at;

  GMutex lock;
  GCond cond;
  /* Under the lock: from this offset on bytes have not arrived yet */
  guint64 stalled_at;
  gboolean is_waiting;
} TestInput;

extern const QwenttsAudioInput test_input;

/* @bytes: (transfer full) */
TestInput *test_input_new (GBytes * bytes, gsize piece_size);
TestInput *test_input_new_from_array (GByteArray * file, gsize piece_size);
void test_input_free (TestInput * input);

/* Waits, with a deadline, until a reader waits for what has not arrived. */
void test_input_wait_until_waiting (TestInput * input);

/* Lets bytes up to this offset arrive. */
void test_input_arrive (TestInput * input, guint64 stalled_at);

/* Cancels as soon as a reader waits for what has not arrived. */
GThread *test_input_cancel_when_waiting (TestInput * input,
    GCancellable * cancellable);

/* Whether the buffer shares the memory of the file. */
gboolean test_input_shares_memory (TestInput * input, GstBuffer * buffer);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestInput, test_input_free);

G_END_DECLS
