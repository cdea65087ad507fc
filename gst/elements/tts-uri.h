/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A text as an address: `qwentts:TEXT?voice=…&language-type=…&model=…`, so that
 * players take it where they take a file.
 *
 * Addresses come from playlists and strangers. Text and values are UTF-8, in
 * percent-encoding where they hold anything but letters, digits and harmless
 * marks. There are no other keys: no host, key, file or callback can be named. */
#pragma once

#include <gst/gst.h>

#include "elements/tts-properties.h"

G_BEGIN_DECLS

#define QWENTTS_URI_SCHEME "qwentts"

/* Reads an address. What it does not name stays as it is.
 *
 * @parsed: initialized: text, voice, model and language_type are set
 *
 * Errors: GST_URI_ERROR_UNSUPPORTED_PROTOCOL for another scheme,
 * GST_URI_ERROR_BAD_URI for a bad escape, text that is no UTF-8 or has a NUL or
 * is empty, an unknown key or nick, a key that is given twice or has no value, an
 * authority or a fragment; then some of @parsed may be set */
gboolean qwentts_uri_parse (const gchar * uri, QwenttsTtsProperties * parsed,
    GError ** error);

/* The one form of the address: everything but letters, digits and "-._~" is
 * encoded, keys are in the order above, and only what is not the default is
 * named.
 *
 * Returns: (transfer full) (nullable): NULL without a text */
gchar *qwentts_uri_make (const QwenttsTtsProperties * properties);

G_END_DECLS
