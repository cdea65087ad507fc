/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A clip as what a decoder reads from. */
#pragma once

#include "audio/decoder.h"
#include "speech/clip.h"

G_BEGIN_DECLS

/* Its user data is the clip. */
extern const QwenttsAudioInput qwentts_clip_input;

G_END_DECLS
