/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "text/cut-check.h"

#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>

/* The longest cluster that is kept whole, whatever the limit. */
#define MAX_CLUSTER_LENGTH 600

typedef struct
{
  const gchar *script;
  gsize size;
  guint max_length;
  /* For each byte and the end: the length in characters of the grapheme cluster
   * that begins there, or that it is in; and whether one begins. */
  guint *cluster_lengths;
  gboolean *is_cluster_start;
} Check;

static void
find_clusters (Check * check)
{
  UErrorCode error = U_ZERO_ERROR;
  UText text = UTEXT_INITIALIZER;
  UBreakIterator *iterator = ubrk_open (UBRK_CHARACTER, "", NULL, 0, &error);
  gint32 begin = 0, end;

  utext_openUTF8 (&text, check->script, check->size, &error);
  ubrk_setUText (iterator, &text, &error);
  g_assert_true (U_SUCCESS (error));
  check->cluster_lengths = g_new0 (guint, check->size + 1);
  check->is_cluster_start = g_new0 (gboolean, check->size + 1);
  check->is_cluster_start[0] = TRUE;
  while ((end = ubrk_next (iterator)) != UBRK_DONE) {
    guint length = g_utf8_strlen (check->script + begin, end - begin);

    for (gint32 i = begin; i < end; i++)
      check->cluster_lengths[i] = length;
    check->is_cluster_start[end] = TRUE;
    begin = end;
  }
  utext_close (&text);
  ubrk_close (iterator);
}

static gboolean
is_blank (const gchar * begin, const gchar * end)
{
  for (const gchar * p = begin; p < end; p = g_utf8_next_char (p))
    if (!u_isUWhiteSpace ((UChar32) g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

static guint
count_not_blank (const gchar * begin, const gchar * end)
{
  guint n = 0;

  for (const gchar * p = begin; p < end; p = g_utf8_next_char (p))
    n += !u_isUWhiteSpace ((UChar32) g_utf8_get_char (p));
  return n;
}

/* Nothing is cut through that could be whole. */
static void
check_edge (const Check * check, const gchar * p)
{
  gsize i = p - check->script;

  g_assert_true (check->is_cluster_start[i] || check->cluster_lengths[i]
      > MIN (check->max_length, MAX_CLUSTER_LENGTH));
}

/* White space that is a cluster by itself stands between segments. */
static void
check_no_white_around (const Check * check, const QwenttsPiece * piece)
{
  const gchar *end = piece->text + piece->size;
  const gchar *last = g_utf8_prev_char (end);
  gsize first_at = piece->text - check->script;
  gsize last_at = last - check->script;

  if (check->is_cluster_start[first_at]
      && check->cluster_lengths[first_at] == 1)
    g_assert_false (is_blank (piece->text, g_utf8_next_char (piece->text)));
  if (check->is_cluster_start[last_at] && check->cluster_lengths[last_at] == 1)
    g_assert_false (is_blank (last, end));
}

static void
check_place (const QwenttsPiece * piece, const gchar * at, guint offset)
{
  g_assert_true (piece->text >= at);
  g_assert_true (is_blank (at, piece->text));
  g_assert_cmpuint (piece->offset, ==,
      offset + g_utf8_strlen (at, piece->text - at));
  g_assert_cmpuint (piece->length, ==,
      g_utf8_strlen (piece->text, piece->size));
  g_assert_false (is_blank (piece->text, piece->text + piece->size));
}

/* @n_levels: how often halves are cut again */
static void
check_split (const QwenttsPiece * whole, const gchar * language, guint n_levels)
{
  const gchar *end = whole->text + whole->size;
  QwenttsPiece halves[2];
  guint n = count_not_blank (whole->text, end);

  if (!qwentts_text_split (whole, language, halves)) {
    g_assert_cmpuint (n, <=, 1);
    return;
  }
  g_assert_cmpuint (n, >, 1);
  g_assert_true (halves[0].text == whole->text);
  check_place (&halves[0], whole->text, whole->offset);
  check_place (&halves[1], halves[0].text + halves[0].size,
      halves[0].offset + halves[0].length);
  g_assert_true (halves[1].text + halves[1].size == end);
  for (guint i = 0; i < 2 && n_levels > 0; i++)
    check_split (&halves[i], language, n_levels - 1);
}

static gboolean
is_one_cluster (const Check * check, const QwenttsPiece * piece)
{
  return check->cluster_lengths[piece->text - check->script] >= piece->length;
}

/* Whether two plain words meet in the first @n characters. */
static gboolean
has_plain_space (const QwenttsPiece * piece, guint n)
{
  const gchar *end = g_utf8_offset_to_pointer (piece->text, n);

  for (const gchar * p = piece->text; p + 2 < end; p = g_utf8_next_char (p))
    if (g_ascii_isalpha (p[0]) && p[1] == ' ' && g_ascii_isalpha (p[2]))
      return TRUE;
  return FALSE;
}

/* The first is shorter, and each at most twice as long as the one before, until
 * the full length; a word or a cluster is rather kept whole. */
static void
check_growth (const Check * check, const QwenttsPiece * piece,
    guint last_length, gboolean * is_grown)
{
  guint full = MIN (check->max_length, CUT_FULL_LENGTH);
  guint least_full = MIN (check->max_length, CUT_FULL_DENSE_LENGTH);
  guint most = last_length > 0 ? 2 * last_length : full / 2;

  if (2 * last_length >= least_full)
    *is_grown = TRUE;
  g_assert_cmpuint (piece->length, <=, check->max_length);
  if (is_one_cluster (check, piece))
    return;
  g_assert_cmpuint (piece->length, <=, MAX_CLUSTER_LENGTH);
  if (*is_grown)
    most = CUT_MAX_LENGTH;
  most = MAX (most, CUT_MIN_MOST_LENGTH);
  if (piece->length > most)
    g_assert_false (has_plain_space (piece, most));
}

void
cut_check (const gchar * script, const gchar * language, guint max_length)
{
  g_autoptr (QwenttsCutter) cutter =
      qwentts_cutter_new (script, language, max_length);
  Check check = {.script = script,.size = strlen (script),
    .max_length = max_length
  };
  const gchar *at = script;
  guint offset = 0, last_length = 0;
  gboolean is_grown = FALSE;
  QwenttsPiece piece;

  find_clusters (&check);
  for (guint n = 0; !qwentts_cutter_is_at_end (cutter); n++) {
    g_assert_true (qwentts_cutter_next (cutter, &piece));
    check_place (&piece, at, offset);
    at = piece.text + piece.size;
    offset = piece.offset + piece.length;
    check_edge (&check, piece.text);
    check_edge (&check, at);
    check_no_white_around (&check, &piece);
    check_growth (&check, &piece, last_length, &is_grown);
    last_length = piece.length;
    /* The first few, since it takes long. */
    if (n < 4)
      check_split (&piece, language, 1);
  }
  g_assert_true (is_blank (at, script + check.size));
  g_assert_false (qwentts_cutter_next (cutter, &piece));
  g_assert_cmpint (qwentts_text_is_blank (script), ==, offset == 0);
  g_free (check.cluster_lengths);
  g_free (check.is_cluster_start);
}
