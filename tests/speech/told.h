/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A speech that makes a voice, and what it has told. */
#pragma once

#include "design.h"
#include "speech/speech.h"

G_BEGIN_DECLS

typedef struct
{
  Design *design;
  QwenttsJob *job;              /* of the speech */
  QwenttsSpeech *speech;
  GCancellable *wait;
  GString *told;                /* a letter for each call */
  gchar *voice;
  gboolean is_cached;           /* as the segment was told */
  gboolean waits_for_voice;     /* progress returns once there is a voice */
} Told;

/* @design: (transfer full) */
Told *told_new (Design * design, DesignFlags flags);

void told_free (Told * fixture);

/* Returns: how many bytes came before the end or the error */
gsize told_pull_to_end (Told * fixture, GError ** error);

/* It must be told. */
void told_await_voice_well (Told * fixture, gboolean until_kept);

void told_assert_audio_on_disk (Told * fixture);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Told, told_free);

G_END_DECLS
