/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The audio file of a finished task, as it arrives.
 *
 * The key never goes there. A transfer that breaks off is taken up again where
 * it stopped. One thread at a time. */
#pragma once

#include "api/client.h"

G_BEGIN_DECLS

#define QWENTTS_AUDIO_MAX_SIZE (512 * 1024 * 1024)

typedef struct _QwenttsDownload QwenttsDownload;

/* Blocks until the head of the answer is there.
 *
 * @url: any host, http or https; at most 5 redirects
 *
 * Returns: NULL with any QWENTTS_ERROR (is_download is set) or
 *   G_IO_ERROR_CANCELLED */
QwenttsDownload *qwentts_download_open (QwenttsClient * client,
    const gchar * url, GCancellable * cancellable, GError ** error);

void qwentts_download_free (QwenttsDownload * download);

/* The size of the whole file in bytes, 0 if the server does not tell it. */
guint64 qwentts_download_get_size (QwenttsDownload * download);

/* The next bytes, as many as have arrived, waiting for the first.
 *
 * Returns: 0 at the end of the file, -1 with an error as above */
gssize qwentts_download_read (QwenttsDownload * download, gpointer buffer,
    gsize size, GCancellable * cancellable, GError ** error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsDownload, qwentts_download_free);

G_END_DECLS
