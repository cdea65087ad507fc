/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include <gst/pbutils/pbutils.h>

#include "elements/gstqwenttssrc.h"
#include "elements/gstqwenvoicedesign.h"

static gboolean
plugin_init (GstPlugin * plugin)
{
  gst_pb_utils_init ();
  return GST_ELEMENT_REGISTER (qwenttssrc, plugin)
      && GST_ELEMENT_REGISTER (qwenvoicedesign, plugin);
}

GST_PLUGIN_DEFINE (GST_VERSION_MAJOR, GST_VERSION_MINOR, qwentts,
    "Text to speech with designed voices of the EvoLink service (Qwen3-TTS)",
    plugin_init, PACKAGE_VERSION, "LGPL", "gst-qwentts", "https://evolink.ai")
