/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "presets/presets.h"

#include <string.h>

#include "presets/preset-change.h"
#include "presets/preset-debug.h"
#include "presets/preset-file.h"
#include "presets/preset-places.h"

#define GST_CAT_DEFAULT QWENTTS_PRESET_DEBUG

/* What gst_value_deserialize () makes NULL of, and gst_value_serialize () does
 * not write. */
#define NULL_STRING "NULL"

static GQuark
get_names_quark (void)
{
  return g_quark_from_static_string ("qwentts-preset-property-names");
}

static const gchar *const *
get_property_names (GstPreset * preset)
{
  GTypeInterface *iface = (GTypeInterface *) GST_PRESET_GET_INTERFACE (preset);

  return g_type_get_qdata (iface->g_instance_type, get_names_quark ());
}

/* The interface's functions have no other way to tell. */
static gboolean
tell (GstPreset * preset, const GError * error)
{
  if (error)
    GST_WARNING_OBJECT (preset, "%s", error->message);
  return error == NULL;
}

/* Saving */

/* Returns: (transfer full): in the order of the names */
static GStrv
serialize (GObject * object, const gchar * const *names)
{
  g_autoptr (GPtrArray) values = g_ptr_array_new ();

  for (guint i = 0; names[i]; i++) {
    g_auto (GValue) value = G_VALUE_INIT;
    gchar *text;

    g_object_get_property (object, names[i], &value);
    text = gst_value_serialize (&value);
    g_ptr_array_add (values, text ? text : g_strdup (NULL_STRING));
  }
  g_ptr_array_add (values, NULL);
  return (GStrv) g_ptr_array_steal (values, NULL);
}

static void
set_voice (GStrv values, const gchar * const *names, const gchar * voice)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_string (&value, voice);
  for (guint i = 0; names[i]; i++) {
    if (g_str_equal (names[i], "voice")) {
      g_free (values[i]);
      values[i] = gst_value_serialize (&value);
    }
  }
}

/* @voice: (nullable): instead of the object's own */
static gboolean
save (GstPreset * preset, const gchar * name, const gchar * voice,
    GCancellable * cancellable, GError ** error)
{
  const gchar *const *names = get_property_names (preset);
  g_auto (GStrv) values = serialize (G_OBJECT (preset), names);

  if (voice)
    set_voice (values, names, voice);
  return qwentts_preset_change_save (G_OBJECT_TYPE_NAME (preset), name, names,
      (const gchar * const *) values, cancellable, error);
}

gboolean
qwentts_preset_save_voice (GstElement * source, const gchar * voice,
    const gchar * name, GCancellable * cancellable, GError ** error)
{
  g_return_val_if_fail (GST_IS_PRESET (source), FALSE);
  g_return_val_if_fail (voice != NULL && name != NULL, FALSE);

  return save (GST_PRESET (source), name, voice, cancellable, error);
}

static gboolean
save_preset (GstPreset * preset, const gchar * name)
{
  g_autoptr (GError) error = NULL;

  save (preset, name, NULL, NULL, &error);
  return tell (preset, error);
}

static gboolean
rename_preset (GstPreset * preset, const gchar * old_name,
    const gchar * new_name)
{
  g_autoptr (GError) error = NULL;

  qwentts_preset_change_rename (G_OBJECT_TYPE_NAME (preset), old_name,
      new_name, NULL, &error);
  return tell (preset, error);
}

static gboolean
delete_preset (GstPreset * preset, const gchar * name)
{
  g_autoptr (GError) error = NULL;

  qwentts_preset_change_remove (G_OBJECT_TYPE_NAME (preset), name, NULL,
      &error);
  return tell (preset, error);
}

/* Reading */

/* (transfer none) (nullable) */
static GKeyFile *
find (GPtrArray * files, const gchar * name)
{
  if (!qwentts_preset_file_check_name (name, NULL))
    return NULL;

  for (guint i = 0; i < files->len; i++)
    if (g_key_file_has_group (files->pdata[i], name))
      return files->pdata[i];
  return NULL;
}

static void
add_names (GHashTable * names, GKeyFile * file)
{
  g_autofree GStrv groups = g_key_file_get_groups (file, NULL);

  for (guint i = 0; groups[i]; i++) {
    if (qwentts_preset_file_check_name (groups[i], NULL))
      g_hash_table_add (names, groups[i]);
    else
      g_free (groups[i]);
  }
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar * const *) a, *(const gchar * const *) b);
}

static gchar **
get_preset_names (GstPreset * preset)
{
  g_autoptr (GPtrArray) files =
      qwentts_preset_places_read (G_OBJECT_TYPE_NAME (preset));
  g_autoptr (GHashTable) names =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gchar **result;
  guint count;

  for (guint i = 0; i < files->len; i++)
    add_names (names, files->pdata[i]);
  if (g_hash_table_size (names) == 0)
    return NULL;

  result = (gchar **) g_hash_table_get_keys_as_array (names, &count);
  g_hash_table_steal_all (names);
  qsort (result, count, sizeof *result, compare_names);
  return result;
}

static gchar **
copy_property_names (GstPreset * preset)
{
  return g_strdupv ((gchar **) get_property_names (preset));
}

/* @value: (out): stays as it is if the preset does not have the property */
static gboolean
read_value (GstPreset * preset, GKeyFile * file, const gchar * name,
    const gchar * property, GValue * value, GError ** error)
{
  GParamSpec *pspec =
      g_object_class_find_property (G_OBJECT_GET_CLASS (preset), property);
  g_autofree gchar *text = g_key_file_get_value (file, name, property, NULL);

  if (text == NULL)
    return TRUE;
  g_value_init (value, pspec->value_type);
  /* What would be changed to fit does not fit. */
  if (gst_value_deserialize (value, text)
      && !g_param_value_validate (pspec, value))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
      "The preset \"%s\" is not loaded: its \"%s\" is not one that this "
      "element takes.", name, property);
  return FALSE;
}

static gboolean
load (GstPreset * preset, GKeyFile * file, const gchar * name, GError ** error)
{
  const gchar *const *properties = get_property_names (preset);
  g_autoptr (GArray) values = g_array_new (FALSE, TRUE, sizeof (GValue));

  g_array_set_clear_func (values, (GDestroyNotify) g_value_unset);
  g_array_set_size (values, g_strv_length ((gchar **) properties));
  for (guint i = 0; properties[i]; i++)
    if (!read_value (preset, file, name, properties[i],
            &g_array_index (values, GValue, i), error))
      return FALSE;

  for (guint i = 0; properties[i]; i++)
    if (G_IS_VALUE (&g_array_index (values, GValue, i)))
      g_object_set_property (G_OBJECT (preset), properties[i],
          &g_array_index (values, GValue, i));
  return TRUE;
}

static gboolean
load_preset (GstPreset * preset, const gchar * name)
{
  g_autoptr (GPtrArray) files =
      qwentts_preset_places_read (G_OBJECT_TYPE_NAME (preset));
  GKeyFile *file = find (files, name);
  g_autoptr (GError) error = NULL;

  if (!qwentts_preset_file_check_name (name, &error))
    return tell (preset, error);
  if (file == NULL)
    g_set_error (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
        "There is no preset \"%s\".", name);
  else
    load (preset, file, name, &error);
  return tell (preset, error);
}

/* Meta data */

static gboolean
set_meta (GstPreset * preset, const gchar * name, const gchar * tag,
    const gchar * value)
{
  g_autoptr (GError) error = NULL;

  qwentts_preset_change_set_meta (G_OBJECT_TYPE_NAME (preset), name, tag,
      value, NULL, &error);
  return tell (preset, error);
}

static gboolean
get_meta (GstPreset * preset, const gchar * name, const gchar * tag,
    gchar ** value)
{
  g_autoptr (GPtrArray) files =
      qwentts_preset_places_read (G_OBJECT_TYPE_NAME (preset));
  GKeyFile *file = find (files, name);
  g_autofree gchar *key = qwentts_preset_change_make_meta_key (tag);

  *value = file ? g_key_file_get_value (file, name, key, NULL) : NULL;
  return *value != NULL;
}

void
qwentts_presets_init_interface (GstPresetInterface * iface,
    const gchar * const *property_names)
{
  g_type_set_qdata (((GTypeInterface *) iface)->g_instance_type,
      get_names_quark (), (gpointer) property_names);

  iface->get_preset_names = get_preset_names;
  iface->get_property_names = copy_property_names;
  iface->load_preset = load_preset;
  iface->save_preset = save_preset;
  iface->rename_preset = rename_preset;
  iface->delete_preset = delete_preset;
  iface->set_meta = set_meta;
  iface->get_meta = get_meta;
}
