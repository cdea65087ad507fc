/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Where the presets of an element type are looked for, as GStreamer does. The
 * first that has a preset of a name is asked, and for all of it:
 *
 *  1. the user's: $XDG_DATA_HOME/gstreamer-1.0/presets/TYPE.prs
 *  2. the application's: gst_preset_set_app_dir ()
 *  3. the folders of $GST_PRESET_PATH: lower versions first, and of the same
 *     version the last folder first
 *  4. what was installed with this plugin
 *  5. what was installed with GStreamer
 *
 * Unlike GStreamer, a file never hides all presets of a place below it because
 * its version is as high. GStreamer needs that because it writes copies of all
 * presets into the user's file; ours has only what the user saved. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* Reads all of them, from the disk, each time. What cannot be read is left out
 * with a warning in the debug log.
 *
 * Returns: (transfer full) (element-type GKeyFile): in the order of above */
GPtrArray *qwentts_preset_places_read (const gchar * type_name);

G_END_DECLS
