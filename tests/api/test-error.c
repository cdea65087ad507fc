/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "api/error.h"

static void
test_refusal_names_property (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (qwentts_refuse_property (&error, "voice-prompt",
          "it has %d characters", 2049));
  g_assert_error (error, QWENTTS_ERROR, QWENTTS_ERROR_SETTINGS);
  g_assert_cmpstr (error->message, ==,
      "The property \"voice-prompt\" is not valid: it has 2049 characters.");
  g_assert_false (qwentts_error_get_details (error)->is_retryable);
}

/* What a user wrote is shown as it is, whatever it looks like. */
static void
test_refusal_shows_percent_signs (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (qwentts_refuse_property (&error, "model", "it is %s", "%n"));
  g_assert_cmpstr (error->message, ==,
      "The property \"model\" is not valid: it is %n.");
}

static void
test_refuses_without_an_error_to_fill (void)
{
  g_assert_false (qwentts_refuse_property (NULL, "model", "it is empty"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/error/refusal-names-property",
      test_refusal_names_property);
  g_test_add_func ("/error/refusal-shows-percent-signs",
      test_refusal_shows_percent_signs);
  g_test_add_func ("/error/refuses-without-an-error-to-fill",
      test_refuses_without_an_error_to_fill);

  return g_test_run ();
}
