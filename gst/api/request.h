/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What is asked of the service, exactly as its pages say. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define QWENTTS_DEFAULT_SPEECH_MODEL "qwen3-tts-vd"
#define QWENTTS_DEFAULT_DESIGN_MODEL "qwen-voice-design"
/* What a voice is made for where nothing else is asked: a form of the speech
 * model above, see qwentts_model_fits_target(). */
#define QWENTTS_DEFAULT_TARGET_MODEL "qwen3-tts-vd-2026-01-26"

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

/* A voice to be made. Strings are borrowed for the time of the call that takes
 * the struct. The limits are of the service's page, characters are those of
 * Unicode: qwentts_design_request_check() holds a request against them. */
typedef struct
{
  const gchar *model;
  const gchar *voice_prompt;    /* what it is like, in Chinese or English: 1 to
                                 * 2048 characters */
  const gchar *preview_text;    /* what the preview says: 1 to 1024 characters */
  const gchar *preferred_name;  /* a part of its name: 1 to 16 of
                                 * [a-zA-Z0-9_] */
  const gchar *language;        /* zh en ja ko de fr it ru pt es */
  const gchar *response_format; /* of the preview: pcm wav mp3 opus */
  const gchar *target_model;    /* that will speak with it, and no other can */
  const gchar *callback_url;    /* NULL: none */
  guint sample_rate;            /* of the preview, Hz: 8000 16000 24000 48000 */
} QwenttsDesignRequest;

/* The same request gives the same bytes. Every member is sent, also where it is
 * the service's default, which may change; only the callback is left out if
 * there is none.
 *
 * @request: checked
 *
 * Returns: (transfer full): the body of the POST, JSON */
GBytes *qwentts_design_request_to_json (const QwenttsDesignRequest * request);

/* A key that no other request has had: 36 of [0-9a-f-].
 * Source: service, header `Idempotency-Key`, 16 to 96 characters. */
gchar *qwentts_make_idempotency_key (void);

G_END_DECLS
