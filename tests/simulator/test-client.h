/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A client for the simulator's own tests: whole exchanges with libsoup, and
 * answers byte for byte with a bare socket. */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "simulator/simulator.h"

G_BEGIN_DECLS
/* One answer that arrived whole. */
    typedef struct
{
  guint status;
  SoupMessageHeaders *headers;
  GBytes *bytes;
  gchar *body;                  /* NULL-terminated */
  JsonNode *json;               /* NULL if it is none */
} Answer;

void answer_free (Answer * answer);

/* @header: (nullable): "Name: value", with the key's beside it */
Answer *client_post (QwenttsSimulator * simulator, const gchar * json,
    const gchar * header);

/* With the key. */
Answer *client_get (QwenttsSimulator * simulator, const gchar * path);

/* A file, without the key. */
Answer *client_download (const gchar * url, const gchar * header);

Answer *client_send (const gchar * method, const gchar * url,
    const gchar * header, const gchar * json);

/* The string at a path of members, "error.code"; "results.0" too. */
const gchar *answer_get (Answer * answer, const gchar * path);

/* Submits, asserts that it was taken. */
gchar *client_submit (QwenttsSimulator * simulator, const gchar * json);

Answer *client_poll (QwenttsSimulator * simulator, const gchar * id);

/* {"model":"qwen3-tts-vd","prompt":…,"voice":the ready one} */
gchar *speech_json (QwenttsSimulator * simulator, const gchar * prompt);

/* Submits a speech and gives the URL of its audio. */
gchar *client_speak (QwenttsSimulator * simulator, const gchar * prompt);

/* Designs a voice with `preview_text` "Good evening.".
 *
 * @more: further members, ",\"language\":\"en\""
 * @url: (optional): of the preview
 *
 * Returns: (transfer full): its name */
gchar *client_design (QwenttsSimulator * simulator, const gchar * prompt,
    const gchar * more, gchar ** url);

/* Speaks “Hello.” with a voice.
 *
 * Returns: (transfer full): the task's end; or the refusal of the request */
Answer *client_speak_with (QwenttsSimulator * simulator,
    const gchar * voice);

/* A connection on which an answer is looked at byte by byte. */
GIOStream *raw_connect (const gchar * url);

/* GET with no header but Host. */
void raw_get (GIOStream * stream, const gchar * url);

/* Exactly so many bytes. */
GBytes *raw_read (GIOStream * stream, gsize size);

/* To the end.
 *
 * @was_reset: whether the end was no orderly one */
GBytes *raw_read_all (GIOStream * stream, gboolean * was_reset);

/* TRUE if neither data nor an end has come yet. Does not wait. */
gboolean raw_is_silent (GIOStream * stream);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free);

G_END_DECLS
