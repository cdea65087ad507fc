/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A libFuzzer target: any bytes as the file of an entry. The first byte is the
 * kind; the rest is read as it is, and once more with an end that fits it, since
 * nobody guesses a checksum. What can be read is written, and read again as the
 * same. replay.c runs it without libFuzzer. */
#include <stdint.h>
#include <string.h>

#include "store/error.h"
#include "store/record.h"

#define KEY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

int LLVMFuzzerTestOneInput (const uint8_t * data, size_t size);

static void
assert_same_moment (const QwenttsMoment * one, const QwenttsMoment * other)
{
  g_assert_cmpint (one->unix_s, ==, other->unix_s);
  g_assert_cmpint (one->boot_s, ==, other->boot_s);
  g_assert_cmpstr (one->boot_id, ==, other->boot_id);
}

static void
assert_same (const QwenttsRecord * one, const QwenttsRecord * other)
{
  g_assert_cmpint (one->state, ==, other->state);
  g_assert_cmpstr (one->idempotency_key, ==, other->idempotency_key);
  g_assert_cmpstr (one->task_id, ==, other->task_id);
  assert_same_moment (&one->created, &other->created);
  assert_same_moment (&one->submitted, &other->submitted);
  g_assert_cmpstr (one->audio.format, ==, other->audio.format);
  g_assert_cmpuint (one->audio.rate, ==, other->audio.rate);
  g_assert_cmpuint (one->audio.channels, ==, other->audio.channels);
  g_assert_cmpuint (one->audio.n_frames, ==, other->audio.n_frames);
  g_assert_cmpuint (one->audio.size, ==, other->audio.size);
}

/* A copy, so that a sanitizer sees what is read beyond the end. */
static QwenttsRecord *
parse (const gchar * text, gsize size, QwenttsKind kind)
{
  g_autofree gchar *copy = g_memdup2 (text, size);
  g_autoptr (GError) error = NULL;
  QwenttsRecord *record = qwentts_record_parse (copy ? copy : "", size, kind,
      KEY, &error);

  if (record == NULL)
    g_assert_true (g_error_matches (error, QWENTTS_STORE_ERROR,
            QWENTTS_STORE_ERROR_CORRUPT)
        || g_error_matches (error, QWENTTS_STORE_ERROR,
            QWENTTS_STORE_ERROR_NEWER));
  return record;
}

static void
check (const gchar * text, gsize size, QwenttsKind kind)
{
  g_autoptr (QwenttsRecord) record = parse (text, size, kind);
  g_autoptr (QwenttsRecord) again = NULL;
  g_autofree gchar *first = NULL;
  g_autofree gchar *second = NULL;

  if (record == NULL)
    return;

  first = qwentts_record_print (record, kind);
  again = parse (first, strlen (first), kind);
  g_assert_nonnull (again);
  assert_same (record, again);
  /* The fields too. */
  second = qwentts_record_print (again, kind);
  g_assert_cmpstr (first, ==, second);
}

int
LLVMFuzzerTestOneInput (const uint8_t * data, size_t size)
{
  g_autoptr (GString) sealed = NULL;
  g_autofree gchar *sum = NULL;
  QwenttsKind kind;

  if (size < 1)
    return 0;
  kind = data[0] % 2 ? QWENTTS_KIND_SPEECH : QWENTTS_KIND_VOICE;
  check ((const gchar *) data + 1, size - 1, kind);

  sealed = g_string_new_len ((const gchar *) data + 1, size - 1);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, data + 1, size - 1);
  g_string_append_printf (sealed, "[end]\nsha256=%s\n", sum);
  check (sealed->str, sealed->len, kind);
  return 0;
}
