/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A script in which one seeks, and what is heard then. */
#pragma once

#include "script-rig.h"

G_BEGIN_DECLS

/* Flushing. @stop: NONE: the end. What came before is not in the book any more. */
void seek_rig_seek (Rig * rig, GstClockTime start, GstClockTime stop);

/* Plays to the end, and asserts that what is in the book is all that lies between,
 * where it belongs, and nothing else, and that each sentence was paid for once. */
void seek_rig_assert_heard (Rig * rig, const ScriptAudio * audio,
    GstClockTime start, GstClockTime stop);

G_END_DECLS
