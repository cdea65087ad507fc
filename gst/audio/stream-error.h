/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What went wrong in a private pipeline, as an error of the decoder. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Whether a stream of these caps may be audio, or hold some: else nothing is
 * plugged for it. */
gboolean qwentts_caps_may_hold_audio (const GstCaps * caps);

/* @missing_caps: (nullable): audio that no decoder was found for
 * @is_audio: whether the file is known to be audio, if a broken one */
GError *qwentts_stream_error_from_message (GstMessage * message,
    const GstCaps * missing_caps, gboolean is_audio);

/* @missing_caps: (nullable): as above
 * @is_broken: whether the file is of a kind that holds audio, yet no stream of
 *   any kind was found in it
 *
 * Returns: why there is no audio in a file that was read to its end */
GError *qwentts_stream_error_no_audio (const GstCaps * missing_caps,
    gboolean is_broken);

/* So many bytes of the file, one after the other, made no sound. */
GError *qwentts_stream_error_too_little_audio (guint64 size);

G_END_DECLS
