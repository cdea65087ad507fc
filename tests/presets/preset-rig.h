/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A data folder of the test's own, with the presets that qwenttssrc finds there,
 * and this test program once more as another process. */
#pragma once

#include <gio/gio.h>
#include <gst/gst.h>

G_BEGIN_DECLS

/* The presets of qwenttssrc start so. */
#define PRESET_RIG_HEADER \
  "[_presets_]\nversion=1.22.0\nelement-name=GstQwenTtsSrc\n\n"

/* At the top of main (), since GLib looks once where the folder is. */
void preset_rig_init (void);

/* Removes the folder. @result is that of the tests, and is returned. */
int preset_rig_finish (int result);

/* Removes what is in the folder. */
void preset_rig_clear (void);

/* The data folder. */
const gchar *preset_rig_get_root (void);

/* The presets of qwenttssrc. */
const gchar *preset_rig_get_path (void);

/* Makes the folder of the presets. */
void preset_rig_make_folder (void);

/* Writes the presets of qwenttssrc; the header is put before them. */
void preset_rig_write (const gchar * presets);

/* Writes NAME/GstQwenTtsSrc.prs below the data folder.
 *
 * Returns: (transfer full): the folder */
gchar *preset_rig_write_elsewhere (const gchar * name, const gchar * version,
    const gchar * presets);

/* Returns: (transfer full) */
gchar *preset_rig_read (void);

/* Asserts that the presets are this text, with the header before it. */
void preset_rig_assert_file (const gchar * presets);

/* A qwenttssrc. */
GstElement *preset_rig_make_element (void);

/* "VOICE MODEL LANGUAGE-TYPE MAX-SEGMENT-LENGTH"
 *
 * Returns: (transfer full) */
gchar *preset_rig_describe (GstElement * element);

/* Starts PROGRAM --child MODE A B, with pipes. */
GSubprocess *preset_rig_spawn (const gchar * mode, const gchar * a,
    const gchar * b);

/* Waits for a line that the child says. */
void preset_rig_expect (GSubprocess * child, const gchar * line);

/* Waits for the child's end and asserts that it ended well.
 *
 * Returns: (transfer full): what it said since */
gchar *preset_rig_wait (GSubprocess * child);

G_END_DECLS
