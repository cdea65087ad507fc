/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What a job asks of the service, and where its result is kept. Never changed
 * once it is made. */
#pragma once

#include <gst/gst.h>

#include "api/request.h"
#include "store/store.h"

G_BEGIN_DECLS

/* With what all texts of a script are spoken. */
typedef struct
{
  gchar *model;
  gchar *voice;
  gchar *language_type;         /* NULL: detected by the service */
  gchar *callback_url;          /* NULL: none */
  QwenttsStore *voices;         /* where the voice may be known; NULL: nowhere */
  QwenttsStore *store;          /* where the speech is kept; NULL: nowhere */
  gchar *base_url;              /* of the service, if it is kept */
} QwenttsVoiceSettings;

void qwentts_voice_settings_copy (const QwenttsVoiceSettings * from,
    QwenttsVoiceSettings * to);

void qwentts_voice_settings_clear (QwenttsVoiceSettings * settings);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QwenttsVoiceSettings,
    qwentts_voice_settings_clear);

/* The body of the POST, of the fields alone: what was asked before a crash can
 * be asked again, byte for byte. */
typedef GBytes *(*QwenttsMakeBody) (const QwenttsFields * fields);

/* The format of audio that has no header of its own.
 *
 * Returns: (transfer full) (nullable): NULL if it has one */
typedef GstCaps *(*QwenttsMakePcmCaps) (const QwenttsFields * fields);

typedef struct
{
  gchar *model;                 /* its jobs take about the same time */
  QwenttsFields *fields;        /* all of the request */
  QwenttsMakeBody make_body;
  QwenttsMakePcmCaps make_pcm_caps;     /* NULL: always a header */

  /* Where the result is kept. */
  QwenttsStore *store;          /* NULL: nowhere */
  gchar *key;
  gboolean uses_stored;         /* FALSE: made anew even if it is there, and
                                 * only what cannot be made again is kept */

  gboolean makes_voice;         /* the result is a voice, its audio a preview */
  gboolean needs_audio;         /* FALSE: kept if it can be had, else done
                                 * without it */

  QwenttsVoiceSettings settings;        /* of a text */
} QwenttsJobRequest;

/* Speaks a text. */
QwenttsJobRequest *qwentts_job_request_new_speech (const gchar * text,
    const QwenttsVoiceSettings * settings);

/* Makes a voice. The same design is asked for once only: another rate, format
 * or callback makes no other voice.
 *
 * @design: checked
 * @base_url: of the service that makes it
 * @uses_stored: whether a voice that was made of the same design will do
 * @needs_audio: whether the preview is to be heard */
QwenttsJobRequest *qwentts_job_request_new_design (const QwenttsDesignRequest *
    design, const gchar * base_url, QwenttsStore * store,
    gboolean uses_stored, gboolean needs_audio);

void qwentts_job_request_free (QwenttsJobRequest * request);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsJobRequest, qwentts_job_request_free);

G_END_DECLS
