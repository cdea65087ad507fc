/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Reading the service's JSON: nothing in it is believed, and no string of it
 * shows the key. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Parses a body into the object it must be.
 *
 * Returns: (transfer full): NULL if it is not UTF-8, not JSON, nested too
 * deeply or no object */
JsonObject *qwentts_json_parse (GBytes * body);

/* The member as an object or array, else NULL.
 *
 * @object: (nullable) */
JsonObject *qwentts_json_get_object (JsonObject * object, const gchar * name);
JsonArray *qwentts_json_get_array (JsonObject * object, const gchar * name);

/* The element as an object, else NULL.
 *
 * @array: (nullable) */
JsonObject *qwentts_json_get_element_object (JsonArray * array, guint index);

/* The member as a string that is not empty, also where it is a number, with
 * each occurrence of the secret made unreadable; else NULL.
 *
 * Returns: (transfer full) (nullable) */
gchar *qwentts_json_get_string (JsonObject * object, const gchar * name,
    const gchar * secret);

/* The same, as it can be shown: see qwentts_show(). */
gchar *qwentts_json_get_words (JsonObject * object, const gchar * name,
    const gchar * secret);

/* The element as a string that is not empty, else NULL.
 *
 * @array: (nullable)
 *
 * Returns: (transfer full) (nullable) */
gchar *qwentts_json_get_element_string (JsonArray * array, guint index);

/* The member as a finite number of at least 0, else @fallback. */
gdouble qwentts_json_get_number (JsonObject * object, const gchar * name,
    gdouble fallback);

G_END_DECLS
