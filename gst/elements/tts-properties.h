/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The properties of qwenttssrc that say what is spoken, and how. */
#pragma once

#include <gst/gst.h>

#include "elements/language-type.h"
#include "elements/on-segment-error.h"
#include "speech/job.h"

G_BEGIN_DECLS

/* How many property ids the properties take. */
#define QWENTTS_N_TTS_PROPERTIES 9

/* What was set; protected by the element's object lock. */
typedef struct
{
  gchar *text;
  gchar *voice;
  gchar *model;
  QwenttsLanguageType language_type;
  guint max_segment_length;
  guint max_prefetch;
  QwenttsOnSegmentError on_segment_error;
  gboolean is_live;
  gboolean keep_open;
} QwenttsTtsProperties;

/* Installs them with the ids from @first_id on. */
void qwentts_tts_properties_install (GObjectClass * klass, guint first_id);

void qwentts_tts_properties_init (QwenttsTtsProperties * self);

void qwentts_tts_properties_clear (QwenttsTtsProperties * self);

/* @copy: (out): empty before */
void qwentts_tts_properties_copy (const QwenttsTtsProperties * self,
    QwenttsTtsProperties * copy);

/* Exchanges what an address names: text, voice, model, language. */
void qwentts_tts_properties_swap_address (QwenttsTtsProperties * a,
    QwenttsTtsProperties * b);

/* @index: the id less the first. Called with the object lock held, with a value
 * that is acceptable, see string-property.h. */
void qwentts_tts_properties_set (QwenttsTtsProperties * self, guint index,
    const GValue * value);

void qwentts_tts_properties_get (const QwenttsTtsProperties * self, guint index,
    GValue * value);

/* The settings to work with: copied under the element's object lock, then
 * checked.
 *
 * @text: (nullable): what is to be said; NULL: what was set, which must be there
 *   unless more is waited for
 * @copy: (out): empty before
 *
 * Errors: QWENTTS_ERROR_SETTINGS */
gboolean qwentts_tts_properties_resolve (GstElement * element,
    const QwenttsTtsProperties * self, const gchar * text,
    QwenttsTtsProperties * copy, GError ** error);

/* Whether they would do with a voice that is still to be made.
 *
 * @target_model: what it will be made for
 *
 * Errors: QWENTTS_ERROR_SETTINGS */
gboolean qwentts_tts_properties_check (GstElement * element,
    const QwenttsTtsProperties * self, const gchar * target_model,
    GError ** error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QwenttsTtsProperties,
    qwentts_tts_properties_clear);

G_END_DECLS
