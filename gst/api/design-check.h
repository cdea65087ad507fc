/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Whether the service can take a design, before it is asked and paid. */
#pragma once

#include "api/request.h"

G_BEGIN_DECLS

/* Holds a request against every limit of the page of voice design. Lengths are
 * counted in characters of Unicode. A language is told by its script only, and
 * only where most letters are of a script that no possible language has: a
 * name in Greek letters within an English description is let through. So is a
 * target model that is not known, since models come and go.
 *
 * The callback has a check of its own: qwentts_url_check_callback().
 *
 * @request: any member may be missing, of any length and no UTF-8
 *
 * Errors: QWENTTS_ERROR_SETTINGS that names the element's property */
gboolean qwentts_design_request_check (const QwenttsDesignRequest * request,
    GError ** error);

G_END_DECLS
