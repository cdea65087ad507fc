/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/json-reader.h"

#include <string.h>

#define MAX_DEPTH 64

static JsonObject *
parse (const gchar * text)
{
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));

  return qwentts_json_parse (body);
}

static const gchar *const refused[] = {
  "",
  " ",
  "null",
  "1",
  "\"text\"",
  "[]",
  "[{\"a\":1}]",
  "{",
  "{\"a\"",
  "{\"a\":",
  "{\"a\":1",
  "{\"a\":\"x",
  "{\"a\":1}}",
  "{\"a\":1} x",
  "{a:1}",
  "<html>",
  "Bad Gateway",
  "{\"a\":1} /* so */",
  "/* so */ {\"a\":1}",
  "{\"a\":1} // so",
  "# so\n{\"a\":1}",
  "{'a':1}",
  "{\"a\":'x'}",
  "{\"a\":\"\377\"}",
  "{\"a\":\"\303\"}",
  "{\"a\":\"\355\240\200\"}",
  NULL
};

static void
test_refuses (void)
{
  for (guint i = 0; refused[i]; i++) {
    g_test_message ("case %u", i);
    g_assert_null (parse (refused[i]));
  }
}

static void
test_refuses_nul (void)
{
  g_autoptr (GBytes) outside = g_bytes_new ("{\"a\":1}\0", 8);
  g_autoptr (GBytes) inside = g_bytes_new ("{\"a\":\"x\0y\"}", 11);

  g_assert_null (qwentts_json_parse (outside));
  g_assert_null (qwentts_json_parse (inside));
}

static JsonObject *
parse_nested (gsize depth, const gchar * open, const gchar * close)
{
  g_autoptr (GString) text = g_string_new ("{\"a\":");

  for (gsize i = 1; i < depth; i++)
    g_string_append (text, open);
  g_string_append (text, "1");
  for (gsize i = 1; i < depth; i++)
    g_string_append (text, close);
  g_string_append (text, "}");
  return parse (text->str);
}

static void
test_takes_some_depth (void)
{
  g_autoptr (JsonObject) arrays = parse_nested (MAX_DEPTH, "[", "]");
  g_autoptr (JsonObject) objects = parse_nested (MAX_DEPTH, "{\"a\":", "}");

  g_assert_nonnull (arrays);
  g_assert_nonnull (objects);
}

static void
test_refuses_depth (void)
{
  g_assert_null (parse_nested (MAX_DEPTH + 1, "[", "]"));
  g_assert_null (parse_nested (MAX_DEPTH + 1, "{\"a\":", "}"));
  g_assert_null (parse_nested (200000, "[", "]"));
  g_assert_null (parse_nested (200000, "{\"a\":", "}"));
  g_assert_null (parse_nested (200000, "[", ""));
}

/* Brackets that the parser sees as such, and a check that is fooled by a
 * string would not. */
static void
test_refuses_depth_behind_strings (void)
{
  g_assert_null (parse_nested (200000, "[\"]\",", "]"));
  g_assert_null (parse_nested (200000, "[\"\\\"]\",", "]"));
  g_assert_null (parse_nested (200000, "[\"\\\\\",", "]"));
}

static void
test_takes_brackets_in_strings (void)
{
  g_autofree gchar *brackets = g_strnfill (1000, '[');
  g_autofree gchar *text = g_strdup_printf ("{\"a\":\"%s\\\"//'#\"}", brackets);
  g_autofree gchar *expected = g_strconcat (brackets, "\"//'#", NULL);
  g_autoptr (JsonObject) object = parse (text);
  g_autofree gchar *value = qwentts_json_get_string (object, "a", NULL);

  g_assert_cmpstr (value, ==, expected);
}

static void
test_reads_strings (void)
{
  g_autoptr (JsonObject) object = parse ("{\"text\":\"a\\u00e9\\n\","
      "\"empty\":\"\",\"null\":null,\"int\":-42,\"double\":1.5,"
      "\"bool\":true,\"array\":[\"x\"],\"object\":{\"x\":\"y\"}}");
  g_autofree gchar *text = qwentts_json_get_string (object, "text", NULL);
  g_autofree gchar *number = qwentts_json_get_string (object, "int", NULL);
  const gchar *const others[] = { "empty", "null", "double", "bool", "array",
    "object", "missing"
  };

  g_assert_cmpstr (text, ==, "a\303\251\n");
  g_assert_cmpstr (number, ==, "-42");
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (qwentts_json_get_string (object, others[i], NULL));
  g_assert_null (qwentts_json_get_string (NULL, "text", NULL));
}

/* The parser lets a lone surrogate pass. */
static void
test_strings_are_utf8 (void)
{
  g_autoptr (JsonObject) object = parse ("{\"a\":\"x\\ud800y\"}");
  g_autofree gchar *text = qwentts_json_get_string (object, "a", NULL);

  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
test_hides_secret (void)
{
  g_autoptr (JsonObject) object = parse ("{\"a\":\"key=s\\u0065cret;secret\","
      "\"b\":12345}");
  g_autofree gchar *text = qwentts_json_get_string (object, "a", "secret");
  g_autofree gchar *number = qwentts_json_get_string (object, "b", "234");

  g_assert_cmpstr (text, ==, "key=***;***");
  g_assert_cmpstr (number, ==, "1***5");
}

static void
test_reads_numbers (void)
{
  g_autoptr (JsonObject) object = parse ("{\"int\":7,\"double\":0.5,\"zero\":0,"
      "\"negative\":-1,\"large\":1e999,\"overflow\":99999999999999999999999,"
      "\"text\":\"3\",\"null\":null,\"bool\":true,\"array\":[1]}");
  const gchar *const others[] = { "negative", "large", "overflow", "text",
    "null", "bool", "array", "missing"
  };

  g_assert_cmpfloat (qwentts_json_get_number (object, "int", 9), ==, 7);
  g_assert_cmpfloat (qwentts_json_get_number (object, "double", 9), ==, 0.5);
  g_assert_cmpfloat (qwentts_json_get_number (object, "zero", 9), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_cmpfloat (qwentts_json_get_number (object, others[i], 9), ==, 9);
  g_assert_cmpfloat (qwentts_json_get_number (NULL, "int", 9), ==, 9);
}

static void
test_reads_containers (void)
{
  g_autoptr (JsonObject) object = parse ("{\"object\":{\"a\":1},"
      "\"array\":[{\"a\":1},2],\"text\":\"x\",\"null\":null}");
  JsonArray *array = qwentts_json_get_array (object, "array");
  const gchar *const others[] = { "text", "null", "missing" };

  g_assert_nonnull (qwentts_json_get_object (object, "object"));
  g_assert_nonnull (array);
  g_assert_nonnull (qwentts_json_get_element_object (array, 0));
  g_assert_null (qwentts_json_get_element_object (array, 1));
  g_assert_null (qwentts_json_get_element_object (array, 2));
  g_assert_null (qwentts_json_get_element_object (NULL, 0));
  g_assert_null (qwentts_json_get_object (object, "array"));
  g_assert_null (qwentts_json_get_array (object, "object"));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++) {
    g_assert_null (qwentts_json_get_object (object, others[i]));
    g_assert_null (qwentts_json_get_array (object, others[i]));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-reader/refuses", test_refuses);
  g_test_add_func ("/json-reader/refuses-nul", test_refuses_nul);
  g_test_add_func ("/json-reader/takes-some-depth", test_takes_some_depth);
  g_test_add_func ("/json-reader/refuses-depth", test_refuses_depth);
  g_test_add_func ("/json-reader/refuses-depth-behind-strings",
      test_refuses_depth_behind_strings);
  g_test_add_func ("/json-reader/takes-brackets-in-strings",
      test_takes_brackets_in_strings);
  g_test_add_func ("/json-reader/reads-strings", test_reads_strings);
  g_test_add_func ("/json-reader/strings-are-utf8", test_strings_are_utf8);
  g_test_add_func ("/json-reader/hides-secret", test_hides_secret);
  g_test_add_func ("/json-reader/reads-numbers", test_reads_numbers);
  g_test_add_func ("/json-reader/reads-containers", test_reads_containers);

  return g_test_run ();
}
