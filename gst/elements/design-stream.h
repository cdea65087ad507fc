/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The inside of qwenvoicedesign: two sources, one stream.
 *
 *   preview ──┐
 *             ├─▶ concat ─▶ the bin's pad
 *   speech ───┘
 *
 * The speech is locked in its state until the voice has a name. Then a thread
 * of its own starts it, and it is asked for while the preview is still heard. Its
 * streaming thread is held by concat until the preview is over, so that nothing is
 * told of it before. */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/*   NONE ──▶ WAITING ──▶ STARTING ──▶ STARTED
 *               └────────────┴──────▶ ABANDONED */
typedef enum
{
  QWENTTS_SPEECH_NONE,          /* there is no text */
  QWENTTS_SPEECH_WAITING,       /* for a voice */
  QWENTTS_SPEECH_STARTING,      /* the voice has a name */
  QWENTTS_SPEECH_STARTED,
  QWENTTS_SPEECH_ABANDONED      /* the stream ends before it */
} QwenttsSpeechPhase;

/* For the bin: sets the speech up, whatever an application has made of it. */
typedef void (*QwenttsSetUpFunc) (gpointer bin);

typedef struct
{
  /* Never changed. The bin owns the elements; there is no concat where core's
   * elements are missing. */
  GstElement *bin;
  GstElement *preview;
  GstElement *speech;
  GstElement *concat;
  QwenttsSetUpFunc set_up_speech;

  gint has_begun;               /* STREAM_START has left; atomic */

  /* Protected by the bin's object lock. */
  GstPad *preview_pad;          /* of concat, from READY to READY */
  GstPad *speech_pad;           /* likewise; NULL: the stream has no speech */
  QwenttsSpeechPhase phase;
  gboolean is_preview_over;
  gboolean is_running;          /* from READY to READY */
  gboolean is_ending;           /* an EOS event was sent to the bin, or the
                                 * preview has failed */
} QwenttsDesignStream;

/* Adds the elements to the bin, and the pad.
 *
 * @preview, @speech: (transfer floating) */
void qwentts_design_stream_init (QwenttsDesignStream * stream, GstBin * bin,
    GstPadTemplate * pad_template, GstElement * preview, GstElement * speech,
    QwenttsSetUpFunc set_up_speech);

/* In READY, before the elements go to PAUSED. */
void qwentts_design_stream_begin (QwenttsDesignStream * stream,
    gboolean has_speech);

/* The voice has a name: the speech may start. From the streaming thread. */
void qwentts_design_stream_start_speech (QwenttsDesignStream * stream);

/* Nothing follows the preview. From any thread. */
void qwentts_design_stream_cut_short (QwenttsDesignStream * stream);

/* Before the elements go back to READY: the speech goes with them. */
void qwentts_design_stream_let_go (QwenttsDesignStream * stream);

/* And after it. */
void qwentts_design_stream_end (QwenttsDesignStream * stream);

/* Whether it is between _begin () and _let_go (). */
gboolean qwentts_design_stream_is_running (QwenttsDesignStream * stream);

/* Whether it is the speech that is heard by now. */
gboolean qwentts_design_stream_is_speech (QwenttsDesignStream * stream);

/* For the bin: an event that goes downstream reaches the source that is being
 * heard. A flush loses nothing of what comes after it.
 *
 * @event: (transfer full) */
gboolean qwentts_design_stream_send_event (QwenttsDesignStream * stream,
    GstEvent * event);

/* What the bin answers to a query itself. */
typedef enum
{
  QWENTTS_QUERY_DEFAULT,        /* nothing: as any bin does */
  QWENTTS_QUERY_REFUSED,        /* it would be told of a part */
  QWENTTS_QUERY_CURRENT         /* concat would ask the preview for ever */
} QwenttsQueryAnswer;

QwenttsQueryAnswer qwentts_design_stream_get_answer (GstQuery * query);

/* Asks the source that is being heard. */
gboolean qwentts_design_stream_ask_current (QwenttsDesignStream * stream,
    GstQuery * query);

G_END_DECLS
