/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "property-table.h"

#include <string.h>

static const gchar *factory;

GstElement *
property_table_make_element (void)
{
  GstElement *element = gst_element_factory_make (factory, NULL);

  g_assert_nonnull (element);
  return gst_object_ref_sink (element);
}

GParamSpec *
property_table_find (GstElement * element, const gchar * name)
{
  GParamSpec *pspec =
      g_object_class_find_property (G_OBJECT_GET_CLASS (element), name);

  g_assert_nonnull (pspec);
  return pspec;
}

static gchar *
get_text (GstElement * element, GParamSpec * pspec)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_auto (GValue) text = G_VALUE_INIT;

  g_value_init (&value, pspec->value_type);
  g_object_get_property (G_OBJECT (element), pspec->name, &value);
  if (G_VALUE_HOLDS_OBJECT (&value))
    return g_strdup (g_value_get_object (&value) ? "set" : "NULL");
  if (G_VALUE_HOLDS_ENUM (&value))
    return gst_value_serialize (&value);
  g_value_init (&text, G_TYPE_STRING);
  g_assert_true (g_value_transform (&value, &text));
  return g_strdup (g_value_get_string (&text) ? g_value_get_string (&text)
      : "NULL");
}

static void
test_default (gconstpointer data)
{
  const Property *property = data;
  g_autoptr (GstElement) element = property_table_make_element ();
  GParamSpec *pspec = property_table_find (element, property->name);
  g_auto (GValue) value = G_VALUE_INIT;
  g_autofree gchar *text = get_text (element, pspec);

  g_assert_cmpstr (text, ==, property->initial);
  g_value_init (&value, pspec->value_type);
  g_object_get_property (G_OBJECT (element), pspec->name, &value);
  g_assert_true (g_param_value_defaults (pspec, &value));
}

static void
test_round_trip (gconstpointer data)
{
  const Property *property = data;
  g_autoptr (GstElement) element = property_table_make_element ();
  g_autofree gchar *text = NULL;

  gst_util_set_object_arg (G_OBJECT (element), property->name, property->other);
  text = get_text (element, property_table_find (element, property->name));
  g_assert_cmpstr (text, ==, property->other);
}

static void
test_flags (gconstpointer data)
{
  const Property *property = data;
  g_autoptr (GstElement) element = property_table_make_element ();
  GParamSpec *pspec = property_table_find (element, property->name);
  const guint mutable = property->changes_playing ? GST_PARAM_MUTABLE_PLAYING
      : GST_PARAM_MUTABLE_READY;
  const guint wanted = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | mutable;

  g_assert_cmphex (pspec->flags & wanted, ==, wanted);
  g_assert_cmphex (pspec->flags & ((GST_PARAM_MUTABLE_PLAYING
              | GST_PARAM_MUTABLE_PAUSED | GST_PARAM_MUTABLE_READY) & ~mutable),
      ==, 0);
  g_assert_cmphex (pspec->flags & (GST_PARAM_CONTROLLABLE
          | G_PARAM_CONSTRUCT | G_PARAM_CONSTRUCT_ONLY), ==, 0);
  g_assert_cmpuint (strlen (g_param_spec_get_blurb (pspec)), >, 5);
}

static void
add (const gchar * prefix, const Property * property, const gchar * sentence,
    GTestDataFunc function)
{
  g_autofree gchar *path = g_strdup_printf ("/%s/%s-%s", prefix,
      property->name, sentence);

  g_test_add_data_func (path, property, function);
}

void
property_table_add_tests (const gchar * name, const gchar * prefix,
    const Property * properties, guint n_properties)
{
  factory = name;
  for (guint i = 0; i < n_properties; i++) {
    const Property *property = &properties[i];

    add (prefix, property, "has-its-default", test_default);
    if (property->is_read_only)
      continue;
    add (prefix, property, "is-mutable-in-ready", test_flags);
    if (property->other)
      add (prefix, property, "gives-what-it-was-set-to", test_round_trip);
  }
}

guint
property_table_count (GType parent)
{
  g_autoptr (GstElement) element = property_table_make_element ();
  g_autofree GParamSpec **pspecs = NULL;
  guint n_pspecs, n_own = 0;

  pspecs = g_object_class_list_properties (G_OBJECT_GET_CLASS (element),
      &n_pspecs);
  for (guint i = 0; i < n_pspecs; i++)
    if (!g_type_is_a (parent, pspecs[i]->owner_type))
      n_own++;
  return n_own;
}

void
property_table_assert_nicks (const gchar * name, const gchar * const *nicks,
    const gchar * prefix)
{
  g_autoptr (GstElement) element = property_table_make_element ();
  GParamSpec *pspec = property_table_find (element, name);
  GEnumClass *klass = G_PARAM_SPEC_ENUM (pspec)->enum_class;
  GstPluginAPIFlags flags;

  g_assert_cmpuint (klass->n_values, ==, g_strv_length ((gchar **) nicks));
  for (guint i = 0; nicks[i]; i++)
    g_assert_cmpstr (klass->values[i].value_nick, ==, nicks[i]);
  /* And it is documented. */
  g_assert_true (gst_type_is_plugin_api (pspec->value_type, &flags));
  g_assert_true (g_str_has_prefix (g_type_name (pspec->value_type), prefix));
}
