/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What is asked of the service, exactly as its pages say. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define QWENTTS_DEFAULT_SPEECH_MODEL "qwen3-tts-vd"

/* Whether a text holds nothing but white space.
 *
 * @text: (nullable): UTF-8 */
gboolean qwentts_is_blank (const gchar * text);

/* A text to be spoken. Strings are borrowed for the time of the call that
 * takes the struct. */
typedef struct
{
  const gchar *model;
  const gchar *text;            /* at most 600 characters, says the page */
  const gchar *voice;
  const gchar *language_type;   /* NULL: detected by the service */
  const gchar *callback_url;    /* NULL: none */
} QwenttsSpeechRequest;

/* Returns: (transfer full): the body of the POST, JSON */
GBytes *qwentts_speech_request_to_json (const QwenttsSpeechRequest * request);

/* A key that no other request has had: 36 of [0-9a-f-].
 * Source: service, header `Idempotency-Key`, 16 to 96 characters. */
gchar *qwentts_make_idempotency_key (void);

G_END_DECLS
