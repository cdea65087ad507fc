/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/record.h"

#include <string.h>

#include "store/error.h"
#include "store/rig.h"

#define KEY "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define AUDIO_SUM \
  "76543210fedcba9876543210fedcba9876543210fedcba9876543210fedcba98"
#define END_LENGTH strlen ("[end]\nsha256=" KEY "\n")

/* The text of a record in the state, with audio if READY. */
static gchar *
print (QwenttsRecordState state)
{
  g_autoptr (QwenttsRecord) record = qwentts_record_new (KEY);

  record->state = state;
  record->idempotency_key = g_strdup (RIG_IDEMPOTENCY_KEY);
  record->request = rig_make_request ();
  record->created.unix_s = 1775000000;
  record->created.boot_s = 77;
  record->created.boot_id = g_strdup ("boot");
  record->task_id = g_strdup (RIG_TASK_ID);
  record->submitted.unix_s = 1775000001;
  record->result = rig_make_result ();
  record->audio = rig_audio;
  record->audio.format = g_strdup (rig_audio.format);
  record->audio.size = 4711;
  record->audio.checksum = g_strdup (AUDIO_SUM);
  return qwentts_record_print (record, rig_kind);
}

static QwenttsRecord *
parse (const gchar * text, gssize size, GError ** error)
{
  /* A copy, so that a sanitizer sees what is read beyond the end. */
  gsize length = size < 0 ? strlen (text) : (gsize) size;
  g_autofree gchar *copy = g_memdup2 (text, length);

  return qwentts_record_parse (copy ? copy : "", length, rig_kind, KEY, error);
}

static void
assert_corrupt (const gchar * text, gssize size)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (parse (text, size, &error));
  g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_CORRUPT);
}

/* Replaces a part, with an end that fits again. */
static gchar *
forge (const gchar * text, const gchar * from, const gchar * to)
{
  g_autofree gchar *body = g_strndup (text, strlen (text) - END_LENGTH);
  g_autoptr (GString) forged = g_string_new (body);
  g_autofree gchar *sum = NULL;

  g_assert_cmpuint (g_string_replace (forged, from, to, 0), >=, 1);
  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, forged->str, -1);
  g_string_append_printf (forged, "[end]\nsha256=%s\n", sum);
  return g_string_free (g_steal_pointer (&forged), FALSE);
}

static void
test_reads_what_it_wrote (void)
{
  for (guint state = QWENTTS_RECORD_ASKED; state <= QWENTTS_RECORD_READY;
      state++) {
    g_autofree gchar *text = print (state);
    g_autoptr (GError) error = NULL;
    g_autoptr (QwenttsRecord) record = parse (text, -1, &error);

    g_assert_no_error (error);
    rig_assert_record (record, state);
    g_assert_cmpstr (record->key, ==, KEY);
    g_assert_cmpint (record->created.unix_s, ==, 1775000000);
    g_assert_cmpint (record->created.boot_s, ==, 77);
    g_assert_cmpstr (record->created.boot_id, ==, "boot");
    if (state >= QWENTTS_RECORD_PENDING) {
      g_assert_cmpint (record->submitted.unix_s, ==, 1775000001);
      g_assert_null (record->submitted.boot_id);
    }
    g_assert_cmpint (record->audio.size, ==,
        state == QWENTTS_RECORD_READY ? 4711 : 0);
    g_assert_cmpstr (record->audio.checksum, ==,
        state == QWENTTS_RECORD_READY ? AUDIO_SUM : NULL);
  }
}

static void
test_keeps_every_text (void)
{
  static const gchar *const texts[] = {
    "", " ", "\t x \t", "\n", "a\r\nb\r", "\\n", "\\", "\\s\\\\", "#", "[end]",
    "a;b;c", "=", "\x01\x1b\x7f", "\xe2\x80\xa8", "\xf0\x9f\x98\x80",
    "\xef\xbb\xbf", "\"x\"", "%s%n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (QwenttsRecord) record = qwentts_record_new (KEY);
    g_autoptr (QwenttsRecord) again = NULL;
    g_autoptr (GError) error = NULL;
    g_autofree gchar *text = NULL;

    record->state = QWENTTS_RECORD_ASKED;
    record->idempotency_key = g_strdup ("key");
    record->request = qwentts_fields_new ("text", texts[i], "next", "n", NULL);
    text = qwentts_record_print (record, rig_kind);
    again = parse (text, -1, &error);
    g_assert_no_error (error);
    g_assert_cmpstr (qwentts_fields_get (again->request, "text"), ==, texts[i]);
    g_assert_cmpstr (qwentts_fields_get (again->request, "next"), ==, "n");
  }
}

static void
test_person_can_read_it (void)
{
  static const gchar *const lines[] = {
    "# It cannot be made again: keep this file, and do not edit it.\n",
    "[entry]\nformat-version=1\nkind=voice\nkey=" KEY "\nstate=ready\n",
    "created=2026-03-31T23:33:20Z\n", "[request]\nmodel=qwen-voice-design\n",
    "“é”", "[task]\nidempotency-key=" RIG_IDEMPOTENCY_KEY "\n",
    "id=" RIG_TASK_ID "\nsubmitted=2026-03-31T23:33:21Z\n",
    "[result]\nvoice=" RIG_VOICE "\ntarget-model=" RIG_TARGET_MODEL "\n",
    "[audio]\nformat=wav\nrate=24000\nchannels=1\nframes=12345\nsize=4711\n"
        "sha256=" AUDIO_SUM "\n",
  };
  g_autofree gchar *text = print (QWENTTS_RECORD_READY);

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    if (strstr (text, lines[i]) == NULL)
      g_error ("There is no “%s” in:\n%s", lines[i], text);
}

static void
test_cut_file_is_corrupt (void)
{
  g_autofree gchar *text = print (QWENTTS_RECORD_READY);

  for (gsize size = 0; size < strlen (text); size++)
    assert_corrupt (text, size);
}

static void
test_longer_file_is_corrupt (void)
{
  g_autofree gchar *text = print (QWENTTS_RECORD_READY);
  g_autofree gchar *longer = g_strconcat (text, "[audio]\nrate=1\n", NULL);

  assert_corrupt (longer, -1);
  assert_corrupt (text, strlen (text) + 1);
}

/* The version may become another one by it. */
static void
test_no_changed_bit_is_taken (void)
{
  g_autofree gchar *text = print (QWENTTS_RECORD_READY);

  for (gsize i = 0; i < 8 * strlen (text); i++) {
    g_autoptr (GError) error = NULL;

    text[i / 8] ^= 1 << i % 8;
    g_assert_null (parse (text, -1, &error));
    g_assert_true (error->domain == QWENTTS_STORE_ERROR);
    text[i / 8] ^= 1 << i % 8;
  }
}

static void
test_garbage_is_corrupt (void)
{
  assert_corrupt ("", 0);
  assert_corrupt ("\0", 1);
  assert_corrupt ("RIFF", -1);
  assert_corrupt ("<html></html>", -1);
  assert_corrupt ("[entry]\n", -1);
  assert_corrupt ("[entry]\nformat-version=0\n", -1);
  assert_corrupt ("[entry]\nformat-version=-1\n", -1);
  assert_corrupt ("[entry]\nformat-version=one\n", -1);
  assert_corrupt ("[entry]\nformat-version=99999999999999999999999\n", -1);
  assert_corrupt ("[entry]\nformat-version=1\n", -1);
}

static void
test_newer_version_is_told (void)
{
  static const gchar *const newer[] = {
    "[entry]\nformat-version=2\n",
    "# other\n[entry]\nstate=new\nformat-version=10\n[more]\na=b\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (newer); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (parse (newer[i], -1, &error));
    g_assert_error (error, QWENTTS_STORE_ERROR, QWENTTS_STORE_ERROR_NEWER);
  }
}

/* Also where the end fits: a text would end there. */
static void
test_zero_byte_is_corrupt (void)
{
  g_autofree gchar *text = print (QWENTTS_RECORD_READY);
  gsize body_size = strlen (text) - END_LENGTH;
  gsize size = strlen (text);
  g_autofree gchar *sum = NULL;

  strstr (text, RIG_VOICE)[5] = '\0';
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) text,
      body_size);
  memcpy (text + size - 1 - strlen (sum), sum, strlen (sum));
  assert_corrupt (text, size);
}

/* Each line that must be there, missing or with a value that is none. */
static void
test_incomplete_record_is_corrupt (void)
{
  static const gchar *const changes[][2] = {
    {"kind=voice\n", ""}, {"kind=voice\n", "kind=speech\n"},
    {"\nkey=0123", "\nkey=1123"}, {"\nkey=", "\nk="},
    {"state=ready\n", ""}, {"state=ready\n", "state=absent\n"},
    {"created=2", "c=2"}, {"created=2026-03-31", "created=2026-13-31"},
    {"idempotency-key=", "i="}, {"idempotency-key=", "idempotency-key=a b"},
    {"idempotency-key=", "idempotency-key=a\\r\\nb"},
    {"id=task", "i=task"}, {"id=task", "id=../task"}, {"id=task", "id=é"},
    {"submitted=2", "s=2"}, {"voice=qwen", "v=qwen"},
    {"voice=" RIG_VOICE, "voice="}, {"target-model=", "t="},
    {"[result]", "[other]"}, {"format=wav", "f=wav"},
    {"format=wav", "format=a/b"}, {"rate=24000", "rate=0"},
    {"rate=24000", "rate=-1"}, {"rate=24000", "rate=99999999999"},
    {"channels=1", "channels=one"}, {"frames=12345", "frames=0"},
    {"size=4711", "size="}, {"sha256=7654", "sha256=765"},
    {"sha256=7654", "sha256=X654"}, {"voice=qwen", "voice=\xff"},
  };
  g_autofree gchar *text = print (QWENTTS_RECORD_READY);

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++) {
    g_autofree gchar *forged = forge (text, changes[i][0], changes[i][1]);

    assert_corrupt (forged, -1);
  }
}

/* Its audio is all that was paid for. */
static void
test_ready_speech_has_audio (void)
{
  g_autofree gchar *text = NULL;
  g_autofree gchar *silent = NULL;
  g_autofree gchar *without_result = NULL;
  g_autoptr (QwenttsRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  rig_kind = QWENTTS_KIND_SPEECH;
  text = print (QWENTTS_RECORD_READY);
  without_result = forge (text, "[result]", "[more]");
  record = parse (without_result, -1, &error);
  g_assert_no_error (error);
  rig_assert_record (record, QWENTTS_RECORD_READY);

  silent = forge (text, "[audio]", "[more]");
  assert_corrupt (silent, -1);
  rig_kind = QWENTTS_KIND_VOICE;
  assert_corrupt (text, -1);
}

static void
test_person_knows_what_can_be_made_again (void)
{
  g_autofree gchar *text = NULL;

  rig_kind = QWENTTS_KIND_SPEECH;
  text = print (QWENTTS_RECORD_READY);
  rig_kind = QWENTTS_KIND_VOICE;
  g_assert_nonnull (strstr (text, "# It can be made again"));
  g_assert_nonnull (strstr (text, "\nkind=speech\n"));
}

/* A later program of the same format may write more. */
static void
test_unknown_lines_are_passed_over (void)
{
  g_autofree gchar *text = print (QWENTTS_RECORD_READY);
  g_autofree gchar *forged = forge (text, "[task]\n",
      "[more]\na=b\n[task]\nmore=1\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsRecord) record = parse (forged, -1, &error);

  g_assert_no_error (error);
  rig_assert_record (record, QWENTTS_RECORD_READY);
}

/* As an older program wrote it. */
static void
test_audio_needs_no_checksum (void)
{
  g_autofree gchar *text = print (QWENTTS_RECORD_READY);
  g_autofree gchar *forged = forge (text, "sha256=" AUDIO_SUM "\n", "");
  g_autoptr (GError) error = NULL;
  g_autoptr (QwenttsRecord) record = parse (forged, -1, &error);

  g_assert_no_error (error);
  rig_assert_record (record, QWENTTS_RECORD_READY);
  g_assert_cmpuint (record->audio.size, ==, 4711);
  g_assert_null (record->audio.checksum);
}

static void
test_plain_is_plain (void)
{
  g_autofree gchar *longest = g_strnfill (128, 'a');
  g_autofree gchar *longer = g_strnfill (129, 'a');

  g_assert_true (qwentts_record_is_plain ("task-unified_1.2:3"));
  g_assert_true (qwentts_record_is_plain (longest));
  g_assert_false (qwentts_record_is_plain (longer));
  g_assert_false (qwentts_record_is_plain (NULL));
  g_assert_false (qwentts_record_is_plain (""));
  g_assert_false (qwentts_record_is_plain ("a/b"));
  g_assert_false (qwentts_record_is_plain ("a\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  rig_start_watchdog ();
  rig_add_for_each_kind ("/record/reads-what-it-wrote",
      test_reads_what_it_wrote);
  rig_add_for_each_kind ("/record/keeps-every-text", test_keeps_every_text);
  g_test_add_func ("/record/is-readable-by-a-person", test_person_can_read_it);
  rig_add_for_each_kind ("/record/is-corrupt-when-cut",
      test_cut_file_is_corrupt);
  rig_add_for_each_kind ("/record/is-corrupt-when-longer",
      test_longer_file_is_corrupt);
  rig_add_for_each_kind ("/record/is-not-taken-with-a-changed-bit",
      test_no_changed_bit_is_taken);
  rig_add_for_each_kind ("/record/garbage-is-corrupt", test_garbage_is_corrupt);
  g_test_add_func ("/record/zero-byte-is-corrupt", test_zero_byte_is_corrupt);
  rig_add_for_each_kind ("/record/newer-version-is-told",
      test_newer_version_is_told);
  g_test_add_func ("/record/incomplete-is-corrupt",
      test_incomplete_record_is_corrupt);
  rig_add_for_each_kind ("/record/unknown-lines-are-passed-over",
      test_unknown_lines_are_passed_over);
  rig_add_for_each_kind ("/record/audio-needs-no-checksum",
      test_audio_needs_no_checksum);
  g_test_add_func ("/record/ready-speech-has-audio",
      test_ready_speech_has_audio);
  g_test_add_func ("/record/person-knows-what-can-be-made-again",
      test_person_knows_what_can_be_made_again);
  g_test_add_func ("/record/ids-are-plain", test_plain_is_plain);
  return g_test_run ();
}
