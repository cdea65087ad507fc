/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "elements/text-intake.h"

GST_DEBUG_CATEGORY_EXTERN (qwen_tts_src_debug);
#define GST_CAT_DEFAULT qwen_tts_src_debug

typedef enum
{
  PUSH,
  END,
  INTERRUPT,
  KEEP_OPEN,
  LET_END
} Action;

/* What was asked for while there was no speech yet. */
typedef struct
{
  Action action;
  QwenttsTtsProperties copy;    /* for PUSH: the text, with what was set then */
} EarlyCall;

static void
early_call_free (EarlyCall * call)
{
  qwentts_tts_properties_clear (&call->copy);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EarlyCall, early_call_free);

typedef enum
{
  NOT_EARLY,                    /* the speech takes it, if there is one */
  KEPT,
  REFUSED
} Reception;

/* @copy: (nullable): taken, if it is kept */
static Reception
receive_early (QwenttsTextIntake * self, GstQwenTtsBaseSrc * src,
    Action action, QwenttsTtsProperties * copy)
{
  Reception reception = NOT_EARLY;

  GST_OBJECT_LOCK (src);
  if (self->is_starting)
    reception = action == PUSH && self->is_ended_early ? REFUSED : KEPT;
  if (reception == KEPT) {
    EarlyCall *call = g_new0 (EarlyCall, 1);

    call->action = action;
    if (copy) {
      call->copy = *copy;
      *copy = (QwenttsTtsProperties) {
      0};
    }
    g_queue_push_tail (&self->early, call);
    self->is_ended_early |= action == END;
  }
  GST_OBJECT_UNLOCK (src);
  return reception;
}

/* Returns: (transfer full): NULL: no more, and from now on none is early */
static EarlyCall *
take_early_call (QwenttsTextIntake * self, GstQwenTtsBaseSrc * src)
{
  EarlyCall *call;

  GST_OBJECT_LOCK (src);
  call = g_queue_pop_head (&self->early);
  self->is_starting = call != NULL;
  GST_OBJECT_UNLOCK (src);
  return call;
}

void
qwentts_text_intake_clear (QwenttsTextIntake * self)
{
  g_queue_clear_full (&self->early, (GDestroyNotify) early_call_free);
  qwentts_tts_properties_clear (&self->start);
  qwentts_voice_settings_clear (&self->service);
}

void
qwentts_text_intake_open (QwenttsTextIntake * self, GstElement * element,
    const QwenttsTtsProperties * set)
{
  g_auto (QwenttsTtsProperties) before = { 0 };

  GST_OBJECT_LOCK (element);
  before = self->start;
  qwentts_tts_properties_copy (set, &self->start);
  self->is_open = TRUE;
  self->is_starting = TRUE;
  self->is_ended_early = FALSE;
  self->was_kept_open = set->keep_open;
  GST_OBJECT_UNLOCK (element);
}

void
qwentts_text_intake_close (QwenttsTextIntake * self, GstElement * element)
{
  GQueue early;

  GST_OBJECT_LOCK (element);
  self->is_open = FALSE;
  self->is_starting = FALSE;
  early = self->early;
  g_queue_init (&self->early);
  GST_OBJECT_UNLOCK (element);

  g_queue_clear_full (&early, (GDestroyNotify) early_call_free);
}

/* Speaking. */

/* @copy: what was set when the text came; some is taken of it */
static void
fill_voice (QwenttsTextIntake * self, GstQwenTtsBaseSrc * src,
    QwenttsTtsProperties * copy, QwenttsVoiceSettings * voice)
{
  GST_OBJECT_LOCK (src);
  qwentts_voice_settings_copy (&self->service, voice);
  GST_OBJECT_UNLOCK (src);

  voice->model = g_steal_pointer (&copy->model);
  voice->voice = g_steal_pointer (&copy->voice);
  voice->language_type =
      g_strdup (qwentts_language_type_to_service (copy->language_type));
}

/* @copy: with the text; some is taken of it */
static gboolean
say (QwenttsTextIntake * self, GstQwenTtsBaseSrc * src,
    QwenttsSpeech * speech, QwenttsTtsProperties * copy)
{
  g_auto (QwenttsVoiceSettings) voice = { 0 };

  fill_voice (self, src, copy, &voice);
  return qwentts_speech_push_text (speech, copy->text, &voice,
      copy->max_segment_length);
}

static void
remember_service (QwenttsTextIntake * self, GstQwenTtsBaseSrc * src,
    const QwenttsServiceSettings * service)
{
  QwenttsVoiceSettings settings = {
    .callback_url = g_strdup (service->callback_url),
    .base_url = g_strdup (service->connection.base_url),
  };
  g_auto (QwenttsVoiceSettings) before = { 0 };

  if (service->uses_cache) {
    settings.voices = qwentts_service_settings_open_voices (service);
    settings.store = qwentts_service_settings_open_speech (service);
  }
  GST_OBJECT_LOCK (src);
  before = self->service;
  self->service = settings;
  GST_OBJECT_UNLOCK (src);
}

gboolean
qwentts_text_intake_fill (QwenttsTextIntake * self, GstQwenTtsBaseSrc * src,
    QwenttsSpeech * speech, const QwenttsServiceSettings * service,
    GError ** error)
{
  g_auto (QwenttsTtsProperties) copy = { 0 };

  if (!qwentts_tts_properties_resolve (GST_ELEMENT (src), &self->start, NULL,
          &copy, error))
    return FALSE;

  remember_service (self, src, service);
  qwentts_speech_set_open (speech, copy.keep_open);
  if (copy.text)
    say (self, src, speech, &copy);
  return TRUE;
}

void
qwentts_text_intake_catch_up (QwenttsTextIntake * self,
    GstQwenTtsBaseSrc * src, QwenttsSpeech * speech)
{
  EarlyCall *next;

  while ((next = take_early_call (self, src))) {
    g_autoptr (EarlyCall) call = next;

    switch (call->action) {
      case PUSH:
        say (self, src, speech, &call->copy);
        break;
      case END:
        qwentts_speech_close (speech);
        break;
      case INTERRUPT:
        qwentts_speech_interrupt (speech);
        break;
      case KEEP_OPEN:
      case LET_END:
        qwentts_speech_set_open (speech, call->action == KEEP_OPEN);
        break;
    }
  }
}

/* From any thread. */

/* What may be set in READY only is that of the start.
 *
 * @copy: what was set when the text came */
static void
keep_start_settings (QwenttsTextIntake * self, GstQwenTtsBaseSrc * src,
    QwenttsTtsProperties * copy)
{
  g_free (copy->model);
  GST_OBJECT_LOCK (src);
  copy->model = g_strdup (self->start.model);
  copy->max_segment_length = self->start.max_segment_length;
  GST_OBJECT_UNLOCK (src);
}

/* What is set at this moment, with another text.
 *
 * @copy: (out): empty before
 *
 * Returns: FALSE, with the reason in the log, if the text is not to be taken */
static gboolean
copy_settings (QwenttsTextIntake * self, GstQwenTtsBaseSrc * src,
    const QwenttsTtsProperties * set, const gchar * text,
    QwenttsTtsProperties * copy)
{
  g_autoptr (GError) error = NULL;
  gboolean is_open;

  GST_OBJECT_LOCK (src);
  is_open = self->is_open;
  GST_OBJECT_UNLOCK (src);

  if (!is_open) {
    GST_WARNING_OBJECT (src, "a text is not taken in NULL and READY");
    return FALSE;
  }
  if (text == NULL || !g_utf8_validate (text, -1, NULL)) {
    GST_WARNING_OBJECT (src, "a text is not taken: it is not valid UTF-8");
    return FALSE;
  }
  if (!qwentts_tts_properties_resolve (GST_ELEMENT (src), set, text, copy,
          &error)) {
    GST_WARNING_OBJECT (src, "a text is not taken: %s", error->message);
    return FALSE;
  }
  keep_start_settings (self, src, copy);
  return TRUE;
}

/* Nothing is heard behind an EOS on the pad, such as that of a failure. */
static gboolean
say_now (QwenttsTextIntake * self, GstQwenTtsBaseSrc * src,
    QwenttsTtsProperties * copy)
{
  g_autoptr (QwenttsSpeech) speech = gst_qwen_tts_base_src_ref_speech (src);

  return speech && !GST_PAD_IS_EOS (GST_BASE_SRC_PAD (src))
      && say (self, src, speech, copy);
}

gboolean
qwentts_text_intake_push (QwenttsTextIntake * self, GstQwenTtsBaseSrc * src,
    const QwenttsTtsProperties * set, const gchar * text)
{
  g_auto (QwenttsTtsProperties) copy = { 0 };
  Reception reception;

  if (!copy_settings (self, src, set, text, &copy))
    return FALSE;

  reception = receive_early (self, src, PUSH, &copy);
  if (reception == KEPT
      || (reception == NOT_EARLY && say_now (self, src, &copy)))
    return TRUE;
  GST_WARNING_OBJECT (src, "a text is not taken: the stream is at its end");
  return FALSE;
}

void
qwentts_text_intake_end (QwenttsTextIntake * self, GstQwenTtsBaseSrc * src)
{
  g_autoptr (QwenttsSpeech) speech = NULL;

  if (receive_early (self, src, END, NULL) != NOT_EARLY)
    return;
  speech = gst_qwen_tts_base_src_ref_speech (src);
  if (speech)
    qwentts_speech_close (speech);
}

void
qwentts_text_intake_interrupt (QwenttsTextIntake * self,
    GstQwenTtsBaseSrc * src)
{
  g_autoptr (QwenttsSpeech) speech = NULL;

  if (receive_early (self, src, INTERRUPT, NULL) != NOT_EARLY)
    return;
  speech = gst_qwen_tts_base_src_ref_speech (src);
  if (speech)
    qwentts_speech_interrupt (speech);
}

void
qwentts_text_intake_set_open (QwenttsTextIntake * self,
    GstQwenTtsBaseSrc * src, gboolean keep_open)
{
  g_autoptr (QwenttsSpeech) speech = NULL;

  GST_OBJECT_LOCK (src);
  self->was_kept_open |= keep_open;
  GST_OBJECT_UNLOCK (src);
  if (receive_early (self, src, keep_open ? KEEP_OPEN : LET_END,
          NULL) != NOT_EARLY)
    return;
  speech = gst_qwen_tts_base_src_ref_speech (src);
  if (speech)
    qwentts_speech_set_open (speech, keep_open);
}
