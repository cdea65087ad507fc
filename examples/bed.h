/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A bed: music that does not end, turned down under a voice. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Adds one to a pipeline in NULL. It goes down before the voice is heard, and up
 * after it; the voice is held back so long as that takes. Two APPLICATION messages
 * come from the voice: "silent" when it stops speaking, "ended" at its EOS.
 *
 * @mixer: the name of an audiomixer
 * @voice: the name of a qwenttssrc with is-live; behind it must be a queue
 * @file: (nullable): played again and again; a chord without it
 *
 * Returns: (transfer none) */
GstElement *bed_add (GstElement * pipeline, const gchar * mixer,
    const gchar * voice, const gchar * file);

/* Once the pipeline plays. */
void bed_start (GstElement * bed);

/* Fades out, and then ends what is behind the mixer. */
void bed_fade_out (GstElement * bed);

G_END_DECLS
