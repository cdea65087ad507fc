/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A rig with qwenvoicedesign, whose voices are kept in the data folder. */
#pragma once

#include "rig.h"

G_BEGIN_DECLS

#define DESIGN_PROMPT "A calm news anchor"
#define DESIGN_PREVIEW "Good evening, listeners."
#define DESIGN_NAME "announcer"
#define DESIGN_TEXT "Here is the news."

/* What the service asks for a voice, and for a text. */
#define DESIGN_PRICE 2.0
#define SPEECH_PRICE 0.32

/* With a simulator of its own and an empty data folder; the design is set, and
 * the text. The program has called data_folder_init ().
 *
 * @options: (nullable) */
Rig *design_rig_new (const QwenttsSimulatorOptions * options);

/* The same with somebody else's simulator and what is in the data folder. */
Rig *design_rig_new_for (QwenttsSimulator * simulator);

/* The part that speaks; borrowed. */
GstElement *design_rig_get_speech (Rig * rig);

/* Returns: (transfer full) (nullable): the property */
gchar *design_rig_get_voice (Rig * rig);

/* The samples of the preview, which is a WAV file, and of the text, spoken by
 * the voice that the bin tells.
 *
 * Returns: (transfer full) */
GBytes *design_rig_get_preview (Rig * rig);
GBytes *design_rig_get_spoken (Rig * rig, const gchar * text);

/* Asserts that the preview was heard, if @has_preview, then the text, if there is
 * one, and nothing else. */
void design_rig_assert_heard (Rig * rig, gboolean has_preview,
    const gchar * text);

/* What is in the book, a letter each:
 *   S C P E A  PROGRESS of the bin, as rig_get_progress () has it
 *   s c p e a  the same of the part that speaks
 *   n          the property "voice" has changed
 *   V          qwentts/voice-designed
 *   T          qwentts/segment
 *   W w X x    WARNING and ERROR, of the bin and of the part that speaks
 *   d          DURATION_CHANGED, of anybody
 *   b          buffers, however many follow one another
 *   . $        the EOS event, the EOS message */
gchar *design_rig_get_story (Rig * rig);

/* The folder of the voices. */
gchar *design_rig_get_folder (void);

/* How many files in it end so. */
guint design_rig_count_files (const gchar * suffix);

/* Returns: (transfer full): the entry of the only voice */
gchar *design_rig_read_entry (void);

/* Writes over the entry of the only voice, with a right checksum: lines that
 * begin with @name get @value; NULL: are taken out. */
void design_rig_edit_entry (const gchar * name, const gchar * value);

/* Removes the only file of audio. */
void design_rig_remove_audio (void);

/* Writes over it, as a disk that forgets may do: of the same length. */
void design_rig_spoil_audio (void);

G_END_DECLS
