/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What is shown of an answer. */
#include "service-answer.h"

#include <string.h>

#include "api/error.h"

#define QUOTE_MAX_SIZE 500

static gchar *
quote (const gchar * data, gsize size)
{
  g_autoptr (GBytes) body = g_bytes_new (data, size);

  return qwentts_quote_body (body, SERVICE_ANSWER_SECRET);
}

static void
test_quotes_as_shown_text (void)
{
  g_autofree gchar *nothing = quote (NULL, 0);
  g_autofree gchar *control = quote ("a\r\n\033[31mb\0c\377d", 13);

  g_assert_cmpstr (nothing, ==, "");
  g_assert_true (g_utf8_validate (control, -1, NULL));
  g_assert_cmpstr (control, ==, "a   [31mb\357\277\275c\357\277\275d");
}

static void
test_quotes_little (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree gchar *quoted = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, "\346\227\245");
  quoted = quote (text->str, text->len);

  g_assert_true (g_utf8_validate (quoted, -1, NULL));
  g_assert_cmpuint (strlen (quoted), <=, QUOTE_MAX_SIZE);
  g_assert_cmpuint (strlen (quoted), >, QUOTE_MAX_SIZE - 4);
}

/* Neither whole nor in part: at the limit, and where the body was cut. */
static void
test_quotes_without_secret (void)
{
  for (gsize before = QUOTE_MAX_SIZE - 20; before < QUOTE_MAX_SIZE + 20;
      before++) {
    g_autofree gchar *filling = g_strnfill (before, 'x');
    g_autofree gchar *text =
        g_strconcat (filling, SERVICE_ANSWER_SECRET, "yyyy", NULL);
    g_autofree gchar *whole = quote (text, strlen (text));
    g_autofree gchar *cut =
        quote (text, before + strlen (SERVICE_ANSWER_SECRET) - 1);

    g_assert_null (strstr (whole, "sk-s"));
    g_assert_null (strstr (cut, "sk-s"));
  }
}

/* What a hostile service says is shown in terminals and put into messages. */
static void
test_words_are_short_text (void)
{
  g_autofree gchar *filling = g_strnfill (100000, 'x');
  g_autofree gchar *body = g_strdup_printf ("{\"error\":{"
      "\"code\":\"\\u001b[31m%s\",\"type\":\"\\n%s\","
      "\"message\":\"\\u001b[31m\\r\\n\\ud800%s\"}}", filling, filling,
      filling);
  g_autoptr (GError) error = service_answer_error (500, body);
  QwenttsErrorDetails *details = qwentts_error_get_details (error);
  const gchar *const texts[] = { details->service_words, details->api_code,
    details->api_type
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_assert_true (g_utf8_validate (texts[i], -1, NULL));
    g_assert_cmpuint (strlen (texts[i]), <=, QUOTE_MAX_SIZE);
    for (const gchar * c = texts[i]; *c; c++)
      g_assert_false (g_ascii_iscntrl (*c));
  }
}

static void
test_request_id_is_utf8 (void)
{
  g_autoptr (GBytes) body = g_bytes_new (NULL, 0);
  g_autoptr (GError) error = qwentts_error_from_answer (500, body,
      "id-\377\376-" SERVICE_ANSWER_SECRET, SERVICE_ANSWER_SECRET);
  const gchar *id = qwentts_error_get_details (error)->request_id;

  g_assert_true (g_utf8_validate (id, -1, NULL));
  g_assert_true (g_str_has_prefix (id, "id-"));
  g_assert_true (g_str_has_suffix (id, "-***"));
}

static void
test_hides_secret (void)
{
  g_autoptr (GError) error =
      service_answer_error (401,
      "{\"error\":{\"code\":\"" SERVICE_ANSWER_SECRET "\",\"message\":\"not "
      SERVICE_ANSWER_SECRET "\",\"type\":\"" SERVICE_ANSWER_SECRET "\"}}");
  g_autoptr (GError) page =
      service_answer_error (401, "<html>" SERVICE_ANSWER_SECRET "</html>");

  g_assert_cmpstr (qwentts_error_get_details (error)->api_code, ==, "***");
  g_assert_cmpstr (qwentts_error_get_details (error)->api_type, ==, "***");
  g_assert_cmpstr (qwentts_error_get_details (error)->service_words, ==,
      "not ***");
  g_assert_cmpstr (qwentts_error_get_details (page)->service_words, ==,
      "<html>***</html>");
}

#define add(path, func) g_test_add_func ("/service-words/" path, func)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("quotes-as-shown-text", test_quotes_as_shown_text);
  add ("quotes-little", test_quotes_little);
  add ("quotes-without-secret", test_quotes_without_secret);
  add ("words-are-short-text", test_words_are_short_text);
  add ("request-id-is-utf8", test_request_id_is_utf8);
  add ("hides-secret", test_hides_secret);

  return g_test_run ();
}
