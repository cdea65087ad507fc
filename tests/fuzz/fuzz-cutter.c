/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A libFuzzer target: any text, any limit, any language. The first two bytes are
 * the limit and the language, the rest is the text, which is made valid UTF-8
 * first. replay.c runs it without libFuzzer. */
#include "text/cut-check.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput (const uint8_t * data, size_t size);

static const gchar *const languages[] = {
  NULL, "zh", "en", "ja", "ko", "fr", "de", "es", "it", "ru", "pt",
};

/* Small ones, then up to beyond what any segment has. */
static guint
get_limit (guint8 byte)
{
  return byte < 128 ? byte + 1 : (byte - 127) * 8;
}

int
LLVMFuzzerTestOneInput (const uint8_t * data, size_t size)
{
  g_autofree gchar *text = NULL;

  if (size < 2)
    return 0;
  text = g_utf8_make_valid ((const gchar *) data + 2, size - 2);
  cut_check (text, languages[data[1] % G_N_ELEMENTS (languages)],
      get_limit (data[0]));
  return 0;
}
