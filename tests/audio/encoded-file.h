/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Files made by GStreamer's own encoders. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Runs a launch line to its end, where the element "filesink name=out" gets
 * what it makes. Skips the test, and returns NULL, where one of the elements in
 * it is not installed. */
GBytes *encoded_file_new (const gchar * launch);

/* The same for @n_frames of a sine, as raw audio in @caps, with the elements
 * (each followed by a "!") of @tail between it and the file. */
GBytes *encoded_file_new_sine (guint n_frames, const gchar * caps,
    const gchar * tail);

/* The files one after the other. */
GBytes *encoded_file_join (GBytes * first, GBytes * second);

G_END_DECLS
