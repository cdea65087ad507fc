/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* GstPreset for our elements, since GStreamer's own implementation reads the
 * file once in a process and writes it whole, so that two processes lose each
 * other's presets. The files are the same (preset-file.h, preset-places.h).
 *
 * Reading looks at the disk each time. Saving, renaming, deleting and meta data
 * change the user's file and nothing else, under a lock: what comes from another
 * place cannot be renamed or deleted, or get meta data; saved under its name, the
 * user's own stands in front of it until it is deleted.
 *
 * Only the given properties are saved and set, whatever stands in a file. A
 * preset with a value that its property does not take is refused, and nothing is
 * set. Strings are written as gst_value_serialize () does, NULL as NULL, and read
 * as GStreamer does: without the escapes of key files.
 *
 * A user's file that is damaged or of another type is never written over: changes
 * fail, and it is left out when presets are looked for. The reason of each FALSE
 * is a warning in the debug log, category "qwenttspreset".
 *
 * Names are checked by qwentts_preset_file_check_name (). Meta data is one line
 * without control characters, or white space at its ends. */
#pragma once

#include <gio/gio.h>
#include <gst/gst.h>

G_BEGIN_DECLS

/* To be called by the init function of an element type's interface.
 *
 * @property_names: (array zero-terminated=1): what a preset has; static. Each is
 *   a readable and writable property of the element */
void qwentts_presets_init_interface (GstPresetInterface * iface,
    const gchar * const *property_names);

/* Saves a preset of qwenttssrc, with the voice given and everything else as the
 * source has it now. One of that name is overwritten, all others are kept.
 * From any thread. Blocks for the disk, and while another one writes.
 *
 * @source: a qwenttssrc; is not changed
 * @name: the preset's
 *
 * Errors: a GIOErrorEnum, among them G_IO_ERROR_CANCELLED,
 * G_IO_ERROR_INVALID_ARGUMENT for a name that cannot be used,
 * G_IO_ERROR_INVALID_DATA for a damaged file, which is left as it is, and
 * G_IO_ERROR_TIMED_OUT after 10 s of a lock that another one holds; or a
 * GFileError. The message is for a person and names the file. */
gboolean qwentts_preset_save_voice (GstElement * source, const gchar * voice,
    const gchar * name, GCancellable * cancellable, GError ** error);

G_END_DECLS
