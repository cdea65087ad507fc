/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* An answer of the service, as an error. */
#pragma once

#include <gio/gio.h>

#include "api/service-error.h"

G_BEGIN_DECLS

#define SERVICE_ANSWER_SECRET "sk-secret"

/* Of the request "request-1". */
GError *service_answer_error (guint status, const gchar * text);

G_END_DECLS
