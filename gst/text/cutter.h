/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* How a script is cut into segments, one request each. docs/architecture.md,
 * "Cutting a script", says by which rules and why.
 *
 * Pure: no clock, no thread, no chance; one thread at a time may use a cutter.
 * Any valid UTF-8 and any limit are safe. Cutting is lazy: a segment is looked
 * for when it is asked for, in a few KiB around it, so that neither the time to
 * the first segment nor memory grows with the script. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A part of a script that is not blank, without the white space (Unicode's
 * White_Space) around it. */
typedef struct
{
  /* In the script, not ended by NUL. */
  const gchar *text;
  /* In bytes. */
  gsize size;
  /* Both in Unicode characters (code points), in the script. */
  guint offset;
  guint length;
} QwenttsPiece;

typedef struct _QwenttsCutter QwenttsCutter;

/* @script: valid UTF-8, of less than G_MAXUINT characters. It is not copied: it
 *   must stay as it is until the cutter is freed, and pieces point into it
 * @language: (nullable): "zh", "en", "ja", "ko", "fr", "de", "es", "it", "ru" or
 *   "pt"; NULL or any other: told by the kind of letters as the script goes on
 * @max_length: the most characters of a segment; 0 is taken as 1 */
QwenttsCutter *qwentts_cutter_new (const gchar * script, const gchar * language,
    guint max_length);

void qwentts_cutter_free (QwenttsCutter * cutter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsCutter, qwentts_cutter_free);

/* The next segment, in the order of the script. All segments with the white
 * space between them are the script. None is longer than the limit; none is
 * blank, but one may be of symbols only if it has no neighbour to go with. A
 * grapheme cluster is whole unless it is longer than the limit, or than 600.
 *
 * @piece: (out): only if TRUE is returned
 *
 * Returns: FALSE at the end, which a blank script has at once */
gboolean qwentts_cutter_next (QwenttsCutter * cutter, QwenttsPiece * piece);

/* Whether there is no next one. */
gboolean qwentts_cutter_is_at_end (const QwenttsCutter * cutter);

/* Cuts a piece in two at the best place near its middle, by the same rules, for
 * a service that finds it too long. Both halves are pieces of the script of the
 * whole.
 *
 * @language: as above
 * @halves: (out): only if TRUE is returned
 *
 * Returns: FALSE if there is nothing to cut: at most one code point of the piece
 * is not white space */
gboolean qwentts_text_split (const QwenttsPiece * whole,
    const gchar * language, QwenttsPiece halves[2]);

/* Whether there is nothing but white space, so that a cutter gives nothing. */
gboolean qwentts_text_is_blank (const gchar * text);

G_END_DECLS
