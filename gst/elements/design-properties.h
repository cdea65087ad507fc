/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The properties of qwenvoicedesign that say what voice is made, and what is
 * heard of it. */
#pragma once

#include <gst/gst.h>

#include "api/request.h"

G_BEGIN_DECLS

/* How many property ids the properties take. */
#define QWENTTS_N_DESIGN_PROPERTIES 11

#define QWENTTS_TYPE_DESIGN_LANGUAGE (qwentts_design_language_get_type ())

GType qwentts_design_language_get_type (void);

#define QWENTTS_TYPE_RESPONSE_FORMAT (qwentts_response_format_get_type ())

GType qwentts_response_format_get_type (void);

/* What was set; protected by the element's object lock. */
typedef struct
{
  gchar *voice_prompt;
  gchar *preview_text;
  gchar *preferred_name;
  gint language;                /* of QWENTTS_TYPE_DESIGN_LANGUAGE */
  guint sample_rate;
  gint response_format;         /* of QWENTTS_TYPE_RESPONSE_FORMAT */
  gchar *target_model;
  gchar *model;
  gchar *text;
  gboolean preview;
  gchar *preset_name;
} QwenttsDesignProperties;

/* Installs them with the ids from @first_id on. */
void qwentts_design_properties_install (GObjectClass * klass, guint first_id);

void qwentts_design_properties_init (QwenttsDesignProperties * self);

void qwentts_design_properties_clear (QwenttsDesignProperties * self);

/* @to: empty */
void qwentts_design_properties_copy (const QwenttsDesignProperties * from,
    QwenttsDesignProperties * to);

/* @index: the id less the first. Called with the object lock held, with a value
 * that is acceptable, see string-property.h.
 *
 * Returns: FALSE if the index is none of ours */
gboolean qwentts_design_properties_set (QwenttsDesignProperties * self,
    guint index, const GValue * value);

gboolean qwentts_design_properties_get (const QwenttsDesignProperties * self,
    guint index, GValue * value);

/* Whether a text is to be spoken. */
gboolean qwentts_design_properties_has_text (const QwenttsDesignProperties *
    self);

/* Returns: the request; its strings are borrowed of @self and of the types, its
 *   callback is missing */
QwenttsDesignRequest qwentts_design_properties_to_request (const
    QwenttsDesignProperties * self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (QwenttsDesignProperties,
    qwentts_design_properties_clear);

G_END_DECLS
