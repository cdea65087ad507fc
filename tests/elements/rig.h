/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A pipeline "qwenttssrc ! fakesink", or of another source, against a
 * simulator, and a book of all that comes out of it, in order: messages, events
 * and buffers. */
#pragma once

#include <gst/gst.h>

#include "simulator/simulator.h"

G_BEGIN_DECLS

#define RIG_TEXT "Good evening."
#define RIG_KEY "sk-simulator"

/* Of a state change, also in valgrind, with nothing moving but the element. */
#define RIG_STOP_MAX_US (5 * G_TIME_SPAN_SECOND)

typedef struct _Rig Rig;

struct _Rig
{
  QwenttsSimulator *simulator;
  gboolean owns_simulator;
  gchar *cache_dir;             /* of its own; NULL: the environment's */
  GstElement *pipeline;
  /* Borrowed from the pipeline. */
  GstElement *src;
  GstElement *sink;
  GstPad *pad;                  /* of src */
  GstElement *teller;           /* whose errors are expected: src */

  /* (nullable): called by the thread that posts, before the message is written
   * down */
  void (*on_message) (Rig * rig, GstMessage * message);
  gpointer user_data;

  GMutex lock;
  GCond changed;
  /* Protected by lock. */
  GPtrArray *book;              /* of GstMiniObject */
  guint n_buffers;              /* in the book */
  gboolean is_blocked;
  gboolean is_gone;             /* the source */
  gulong block;
};

/* With a simulator of its own, everything set that is needed, intervals of
 * milliseconds.
 *
 * @options: (nullable) */
Rig *rig_new (const QwenttsSimulatorOptions * options);

/* The same with somebody else's simulator. */
Rig *rig_new_for (QwenttsSimulator * simulator);

/* Another source, with what reaches the service set and nothing else. */
Rig *rig_new_of (const gchar * factory, QwenttsSimulator * simulator);

/* Asserts that nobody else holds the source. */
void rig_free (Rig * rig);

/* Sets a state and asserts that it is taken. */
void rig_start (Rig * rig, GstState state);

/* Sets READY or NULL and asserts that the source is there at once. */
void rig_stop (Rig * rig, GstState state);

/* Writes down anew from here on. */
void rig_forget (Rig * rig);

/* Waits, at most 30 s, for the first message of these types in the book.
 *
 * Returns: (transfer full) */
GstMessage *rig_wait_for_message (Rig * rig, GstMessageType types);

/* The same for PROGRESS messages of one kind. */
void rig_wait_for_progress (Rig * rig, GstProgressType type);

/* And of one element. */
void rig_wait_for_progress_of (Rig * rig, GstElement * element,
    GstProgressType type);

/* The same for an ELEMENT message of a name.
 *
 * Returns: (transfer full) */
GstMessage *rig_wait_for_named (Rig * rig, const gchar * name);

void rig_wait_for_event (Rig * rig, GstEventType type);

void rig_wait_for_buffers (Rig * rig, guint count);

/* From now on no buffer passes the source's pad. */
void rig_block (Rig * rig);
void rig_wait_until_blocked (Rig * rig);
void rig_unblock (Rig * rig);

/* Plays to the end and asserts that there was no error. */
void rig_play_to_end (Rig * rig);

/* What is in the book. */

/* Whether it is a message of one of these types; none of the extended ones, whose
 * numbers are no bits. */
gboolean rig_is_message (gpointer object, GstMessageType types);

guint rig_count_messages (Rig * rig, GstMessageType types);

guint rig_count_events (Rig * rig, GstEventType type);

/* Returns: (transfer full) (element-type GstMiniObject) */
GPtrArray *rig_get_book (Rig * rig);

/* Returns: (transfer full) (element-type GstBuffer) */
GPtrArray *rig_get_buffers (Rig * rig);

/* The samples of all buffers, one after the other. */
GBytes *rig_get_samples (Rig * rig);

/* A letter for each PROGRESS message: Start, Continue, comPlete, Error, Abandoned
 * (CANCELED). */
gchar *rig_get_progress (Rig * rig);

/* The first ELEMENT message of a name.
 *
 * Returns: (transfer full) (nullable) */
GstStructure *rig_get_structure (Rig * rig, const gchar * name);

/* The element's property of that name. */
GstStructure *rig_get_stats (Rig * rig);

/* Asserts that these are espeak-ng's samples of the text. */
void rig_assert_spoken (Rig * rig, const gchar * text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rig, rig_free);

G_END_DECLS
