/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "resource-limit.h"

#include <signal.h>

struct rlimit
resource_limit_set (gint resource, rlim_t value)
{
  struct rlimit before, now;

  /* An error, not the end. */
  if (resource == RLIMIT_FSIZE)
    signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (resource, &before), ==, 0);
  now = before;
  now.rlim_cur = value;
  g_assert_cmpint (setrlimit (resource, &now), ==, 0);
  return before;
}

void
resource_limit_reset (gint resource, const struct rlimit *before)
{
  g_assert_cmpint (setrlimit (resource, before), ==, 0);
}
