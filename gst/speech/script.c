/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "speech/script.h"

#include <string.h>

#include "text/cutter.h"

struct _QwenttsScript
{
  gchar *text;
  guint index;
  QwenttsVoiceSettings settings;
  guint max_length;             /* of a piece */
  QwenttsCutter *cutter;        /* of text; NULL: nothing was asked for yet */
};

/* Source: service, `language_type`; ISO 639-1. */
static const struct
{
  const gchar *language_type;
  const gchar *language;
} languages[] = {
  {"Chinese", "zh"}, {"English", "en"}, {"Japanese", "ja"}, {"Korean", "ko"},
  {"French", "fr"}, {"German", "de"}, {"Spanish", "es"}, {"Italian", "it"},
  {"Russian", "ru"}, {"Portuguese", "pt"},
};

/* Returns: (nullable): NULL: told by the text */
static const gchar *
get_language (const gchar * language_type)
{
  for (guint i = 0; language_type && i < G_N_ELEMENTS (languages); i++)
    if (g_ascii_strcasecmp (languages[i].language_type, language_type) == 0)
      return languages[i].language;
  return NULL;
}

QwenttsScript *
qwentts_script_new (const gchar * text, const QwenttsVoiceSettings * settings,
    guint max_length)
{
  QwenttsScript *script = g_new0 (QwenttsScript, 1);

  script->text = g_strdup (text);
  qwentts_voice_settings_copy (settings, &script->settings);
  script->max_length = max_length;
  return script;
}

void
qwentts_script_set_index (QwenttsScript * script, guint index)
{
  script->index = index;
}

void
qwentts_script_free (QwenttsScript * script)
{
  g_clear_pointer (&script->cutter, qwentts_cutter_free);
  qwentts_voice_settings_clear (&script->settings);
  g_free (script->text);
  g_free (script);
}

static QwenttsJob *
make_job (const QwenttsPiece * piece, guint text_index, guint offset,
    const QwenttsVoiceSettings * settings)
{
  g_autofree gchar *text = g_strndup (piece->text, piece->size);
  const QwenttsSegment segment = {
    .text = text,
    .text_index = text_index,
    .offset = offset,
    .length = piece->length,
  };

  return qwentts_job_new (qwentts_job_request_new_speech (text, settings),
      &segment);
}

QwenttsJob *
qwentts_script_next_job (QwenttsScript * script)
{
  QwenttsPiece piece;

  if (script->cutter == NULL)
    script->cutter = qwentts_cutter_new (script->text,
        get_language (script->settings.language_type), script->max_length);
  if (!qwentts_cutter_next (script->cutter, &piece))
    return NULL;
  return make_job (&piece, script->index, piece.offset, &script->settings);
}

gboolean
qwentts_script_is_at_end (QwenttsScript * script)
{
  return script->cutter && qwentts_cutter_is_at_end (script->cutter);
}

gboolean
qwentts_script_split_job (QwenttsJob * job, QwenttsJob * halves[2])
{
  const QwenttsSegment *segment = qwentts_job_get_segment (job);
  const QwenttsVoiceSettings *settings = qwentts_job_get_settings (job);
  const QwenttsPiece whole = {
    .text = segment->text,
    .size = strlen (segment->text),
    .length = segment->length,
  };
  QwenttsPiece pieces[2];

  if (settings == NULL
      || !qwentts_text_split (&whole, get_language (settings->language_type),
          pieces))
    return FALSE;

  for (guint i = 0; i < 2; i++)
    halves[i] = make_job (&pieces[i], segment->text_index,
        segment->offset + pieces[i].offset, settings);
  return TRUE;
}
