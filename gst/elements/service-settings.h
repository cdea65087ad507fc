/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What comes of the connection properties: the settings to work with. */
#pragma once

#include "api/connection.h"
#include "elements/connection-properties.h"
#include "store/store.h"

G_BEGIN_DECLS

typedef struct
{
  QwenttsConnection connection;
  gchar *callback_url;          /* NULL: none */
  gboolean uses_cache;          /* whether results of before are used */
  gchar *cache_dir;             /* NULL: the user's */
  guint64 cache_max_size;       /* bytes of speech */
} QwenttsServiceSettings;

/* The properties, completed from the element's contexts and the environment. The
 * connection is checked by the client: see qwentts_client_new () and
 * qwentts_client_check_key (). All else is checked here.
 *
 * @settings: (out): empty before
 *
 * Errors: QWENTTS_ERROR_SETTINGS */
gboolean qwentts_service_settings_resolve (GstElement * element,
    const QwenttsConnectionProperties * properties,
    QwenttsServiceSettings * settings, GError ** error);

void qwentts_service_settings_clear (QwenttsServiceSettings * settings);

/* Returns: (transfer full): the store of voices */
QwenttsStore *qwentts_service_settings_open_voices (const
    QwenttsServiceSettings * settings);

/* Returns: (transfer full): the store of what was spoken */
QwenttsStore *qwentts_service_settings_open_speech (const
    QwenttsServiceSettings * settings);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QwenttsServiceSettings,
    qwentts_service_settings_clear);

G_END_DECLS
