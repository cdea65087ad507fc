/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "store/error.h"

#include <errno.h>

/* Indexed by QwenttsStoreError. */
static const gchar *const advice[] = {
  [QWENTTS_STORE_ERROR_UNWRITABLE] =
      "Make it writable, or choose another folder.",
  [QWENTTS_STORE_ERROR_NO_SPACE] =
      "Make room on that disk, or choose another folder.",
  [QWENTTS_STORE_ERROR_FOREIGN] =
      "Look at what is there, or choose another folder.",
  [QWENTTS_STORE_ERROR_NEWER] =
      "Use that version, or choose another folder. The file is left as it is.",
  [QWENTTS_STORE_ERROR_CORRUPT] = "Check that disk.",
  [QWENTTS_STORE_ERROR_MISSING] = "Nothing else is lost by it.",
};

GQuark
qwentts_store_error_quark (void)
{
  return g_quark_from_static_string ("qwentts-store-error-quark");
}

static QwenttsStoreError
get_code (gint code)
{
  switch (code) {
    case ENOSPC:
    case EDQUOT:
      return QWENTTS_STORE_ERROR_NO_SPACE;
    case ELOOP:
    case EISDIR:
    case ENOTDIR:
    case ENXIO:
      return QWENTTS_STORE_ERROR_FOREIGN;
    default:
      return QWENTTS_STORE_ERROR_UNWRITABLE;
  }
}

void
qwentts_store_set_error (GError ** error, QwenttsStoreError code,
    const gchar * folder, const gchar * name, const gchar * reason)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);
  g_autofree gchar *shown = g_filename_display_name (path);

  g_set_error (error, QWENTTS_STORE_ERROR, code, "\"%s\" %s. %s", shown,
      reason, advice[code]);
}

void
qwentts_store_set_errno (GError ** error, gint code, const gchar * folder,
    const gchar * name)
{
  g_autofree gchar *reason = g_strdup_printf ("cannot be used: %s",
      code == ELOOP ? "it is a symbolic link" : g_strerror (code));

  qwentts_store_set_error (error, get_code (code), folder, name, reason);
}
