/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/key.h"

#define K(...) qwentts_store_key_new (QWENTTS_KIND_VOICE, __VA_ARGS__, NULL)

/* SHA-256, by another program, of the bytes
 * "13:gst-qwentts 1,5:voice,5:model,1:m,4:text,7:Grüße,4:none,-,".
 * Stored results are found by it: it must not change. */
static void
test_known_value (void)
{
  g_autofree gchar *key = K ("model", "m", "text", "Grüße", "none", NULL);

  g_assert_cmpstr (key, ==,
      "4ea948c8a3264a942b062d0bd57d301b" "e33bb4efebcf2022d384fb20d2a9f96a");
}

static void
test_equal_texts_are_equal (void)
{
  g_autofree gchar *composed = K ("text", "Gr\xc3\xbc\xc3\x9f");
  g_autofree gchar *decomposed = K ("text", "Gru\xcc\x88\xc3\x9f");
  g_autofree gchar *hangul = K ("text", "\xea\xb0\x81");
  g_autofree gchar *jamo = K ("text", "\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8");

  g_assert_cmpstr (composed, ==, decomposed);
  g_assert_cmpstr (hangul, ==, jamo);
}

/* Compatibility forms are said differently: ² is no 2. */
static void
test_no_two_lists_run_together (void)
{
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash,
      g_str_equal, g_free, NULL);
  gchar *different[] = {
    K ("a", "bc"), K ("ab", "c"), K ("a", "b", "c", NULL),
    K ("a", "b", "c", ""), K ("a", NULL), K ("a", ""), K ("a", "-,"),
    K ("a", "-"), K ("a", "1:b,1:c"), K ("a", "b", "c", "d"),
    K ("a", "b,1:c,1:d"), K ("a", "2"), K ("a", "\xc2\xb2"), K ("a", "2 "),
    K ("a", "2\n"), K ("A", "2"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (different); i++)
    g_assert_true (g_hash_table_add (keys, different[i]));
}

static void
test_only_keys_are_valid (void)
{
  g_autofree gchar *key = K ("a", "b");
  g_autofree gchar *longer = g_strconcat (key, "0", NULL);
  g_autofree gchar *upper = g_ascii_strup (key, -1);

  g_assert_true (qwentts_store_key_is_valid (key));
  g_assert_false (qwentts_store_key_is_valid (NULL));
  g_assert_false (qwentts_store_key_is_valid (""));
  g_assert_false (qwentts_store_key_is_valid (longer));
  g_assert_false (qwentts_store_key_is_valid (key + 1));
  g_assert_false (qwentts_store_key_is_valid (upper));
  key[5] = '/';
  g_assert_false (qwentts_store_key_is_valid (key));
}

static void
test_offset_is_a_file_offset (void)
{
  g_assert_cmpint (qwentts_store_key_to_offset ("0123456789abcdef00"), ==,
      G_GINT64_CONSTANT (0x0123456789abcde));
  g_assert_cmpint (qwentts_store_key_to_offset ("ffffffffffffffff00"), ==,
      G_GINT64_CONSTANT (0xfffffffffffffff));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/key/has-known-value", test_known_value);
  g_test_add_func ("/key/is-equal-for-equal-texts", test_equal_texts_are_equal);
  g_test_add_func ("/key/differs-for-other-lists",
      test_no_two_lists_run_together);
  g_test_add_func ("/key/is-told-from-other-texts", test_only_keys_are_valid);
  g_test_add_func ("/key/gives-a-file-offset", test_offset_is_a_file_offset);
  return g_test_run ();
}
