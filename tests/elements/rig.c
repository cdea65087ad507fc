/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "rig.h"

#include "memory-folder.h"

#define WAIT_US (30 * G_TIME_SPAN_SECOND)
#define WAV_HEADER_SIZE 44

static void
write_down (Rig * rig, gpointer object)
{
  g_mutex_lock (&rig->lock);
  g_ptr_array_add (rig->book, gst_mini_object_ref (object));
  if (GST_IS_BUFFER (object))
    rig->n_buffers++;
  g_cond_broadcast (&rig->changed);
  g_mutex_unlock (&rig->lock);
}

static GstBusSyncReply
note_message (GstBus * bus, GstMessage * message, gpointer user_data)
{
  Rig *rig = user_data;

  if (rig->on_message)
    rig->on_message (rig, message);
  write_down (rig, message);
  gst_message_unref (message);
  return GST_BUS_DROP;
}

static GstPadProbeReturn
note_flow (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  write_down (user_data, GST_PAD_PROBE_INFO_DATA (info));
  return GST_PAD_PROBE_OK;
}

static void
build (Rig * rig, const gchar * factory)
{
  g_autoptr (GstBus) bus = NULL;

  rig->pipeline = gst_object_ref_sink (gst_pipeline_new (NULL));
  rig->src = gst_element_factory_make (factory, NULL);
  rig->teller = rig->src;
  rig->sink = gst_element_factory_make ("fakesink", NULL);
  g_assert_nonnull (rig->src);
  gst_bin_add_many (GST_BIN (rig->pipeline), rig->src, rig->sink, NULL);
  g_assert_true (gst_element_link (rig->src, rig->sink));
  rig->pad = gst_element_get_static_pad (rig->src, "src");
  gst_object_unref (rig->pad);
  gst_pad_add_probe (rig->pad, GST_PAD_PROBE_TYPE_BUFFER
      | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM | GST_PAD_PROBE_TYPE_EVENT_FLUSH,
      note_flow, rig, NULL);
  bus = gst_element_get_bus (rig->pipeline);
  gst_bus_set_sync_handler (bus, note_message, rig, NULL);
}

Rig *
rig_new_of (const gchar * factory, QwenttsSimulator * simulator)
{
  Rig *rig = g_new0 (Rig, 1);

  rig->simulator = simulator;
  g_mutex_init (&rig->lock);
  g_cond_init (&rig->changed);
  rig->book = g_ptr_array_new_with_free_func ((GDestroyNotify)
      gst_mini_object_unref);
  build (rig, factory);
  g_object_set (rig->src, "api-key", qwentts_simulator_get_api_key (simulator),
      "base-url", qwentts_simulator_get_base_url (simulator), "poll-interval",
      1, "retry-backoff-factor", 0.001, NULL);
  return rig;
}

Rig *
rig_new_for (QwenttsSimulator * simulator)
{
  Rig *rig = rig_new_of ("qwenttssrc", simulator);

  rig->cache_dir = memory_folder_make ();
  g_object_set (rig->src, "text", RIG_TEXT, "voice",
      qwentts_simulator_get_voice (simulator), "cache-dir", rig->cache_dir,
      NULL);
  return rig;
}

Rig *
rig_new (const QwenttsSimulatorOptions * options)
{
  g_autoptr (GError) error = NULL;
  QwenttsSimulator *simulator = qwentts_simulator_new (options, &error);
  Rig *rig;

  g_assert_no_error (error);
  rig = rig_new_for (simulator);
  rig->owns_simulator = TRUE;
  return rig;
}

static void
note_gone (gpointer user_data, GObject * where_the_object_was)
{
  Rig *rig = user_data;

  g_mutex_lock (&rig->lock);
  rig->is_gone = TRUE;
  g_cond_broadcast (&rig->changed);
  g_mutex_unlock (&rig->lock);
}

/* GstBin holds itself for a moment longer where a thread of its own changed the
 * state. */
static void
wait_until_gone (Rig * rig)
{
  gint64 deadline_us = g_get_monotonic_time () + WAIT_US;

  g_mutex_lock (&rig->lock);
  while (!rig->is_gone)
    g_assert_true (g_cond_wait_until (&rig->changed, &rig->lock, deadline_us));
  g_mutex_unlock (&rig->lock);
}

void
rig_free (Rig * rig)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (rig->pipeline);

  gst_element_set_state (rig->pipeline, GST_STATE_NULL);
  gst_bus_set_sync_handler (bus, NULL, NULL, NULL);
  g_ptr_array_unref (rig->book);
  g_object_weak_ref (G_OBJECT (rig->src), note_gone, rig);
  gst_object_unref (rig->pipeline);
  wait_until_gone (rig);

  g_mutex_clear (&rig->lock);
  g_cond_clear (&rig->changed);
  if (rig->owns_simulator)
    qwentts_simulator_free (rig->simulator);
  if (rig->cache_dir)
    memory_folder_remove (rig->cache_dir);
  g_free (rig->cache_dir);
  g_free (rig);
}

void
rig_start (Rig * rig, GstState state)
{
  GstStateChangeReturn result = gst_element_set_state (rig->pipeline, state);

  g_assert_cmpint (result, !=, GST_STATE_CHANGE_FAILURE);
}

/* Not by what the change returns: after an error GstBin returns that, although
 * the state is reached. */
void
rig_stop (Rig * rig, GstState state)
{
  gint64 begin_us = g_get_monotonic_time ();

  gst_element_set_state (rig->pipeline, state);
  g_assert_cmpint (g_get_monotonic_time () - begin_us, <, RIG_STOP_MAX_US);
  g_assert_cmpint (GST_STATE (rig->src), ==, state);
}

void
rig_forget (Rig * rig)
{
  g_mutex_lock (&rig->lock);
  g_ptr_array_set_size (rig->book, 0);
  rig->n_buffers = 0;
  g_mutex_unlock (&rig->lock);
}

/* What is waited for; not all of it matters to each kind. */
typedef struct
{
  guint type;
  GstElement *element;
  const gchar *name;
} Wanted;

typedef gboolean (*Matches) (gpointer object, const Wanted * wanted);

/* Waits until something in the book matches.
 *
 * Returns: (transfer full) */
static gpointer
wait_for (Rig * rig, Matches matches, const Wanted * wanted)
{
  gint64 deadline_us = g_get_monotonic_time () + WAIT_US;
  gpointer found = NULL;

  g_mutex_lock (&rig->lock);
  for (guint i = 0; found == NULL;) {
    if (i < rig->book->len) {
      gpointer object = rig->book->pdata[i++];

      if (matches (object, wanted))
        found = gst_mini_object_ref (object);
    } else if (!g_cond_wait_until (&rig->changed, &rig->lock, deadline_us)) {
      g_error ("What the test waits for does not come");
    }
  }
  g_mutex_unlock (&rig->lock);
  return found;
}

gboolean
rig_is_message (gpointer object, GstMessageType types)
{
  return GST_IS_MESSAGE (object) && !GST_MESSAGE_TYPE_IS_EXTENDED (object)
      && (GST_MESSAGE_TYPE (object) & types);
}

static gboolean
is_message (gpointer object, const Wanted * wanted)
{
  return rig_is_message (object, wanted->type);
}

GstMessage *
rig_wait_for_message (Rig * rig, GstMessageType types)
{
  return wait_for (rig, is_message, &(Wanted) {
      .type = types}
  );
}

static gboolean
is_progress (gpointer object, const Wanted * wanted)
{
  GstProgressType type;

  if (!rig_is_message (object, GST_MESSAGE_PROGRESS))
    return FALSE;
  gst_message_parse_progress (object, &type, NULL, NULL);
  return type == wanted->type && (wanted->element == NULL
      || GST_MESSAGE_SRC (object) == GST_OBJECT (wanted->element));
}

void
rig_wait_for_progress_of (Rig * rig, GstElement * element, GstProgressType type)
{
  const Wanted wanted = {.type = type,.element = element };

  gst_message_unref (wait_for (rig, is_progress, &wanted));
}

void
rig_wait_for_progress (Rig * rig, GstProgressType type)
{
  rig_wait_for_progress_of (rig, NULL, type);
}

static gboolean
is_named (gpointer object, const Wanted * wanted)
{
  return GST_IS_MESSAGE (object)
      && gst_message_has_name (object, wanted->name);
}

GstMessage *
rig_wait_for_named (Rig * rig, const gchar * name)
{
  return wait_for (rig, is_named, &(Wanted) {
      .name = name}
  );
}

static gboolean
is_event (gpointer object, const Wanted * wanted)
{
  return GST_IS_EVENT (object) && GST_EVENT_TYPE (object) == wanted->type;
}

void
rig_wait_for_event (Rig * rig, GstEventType type)
{
  gst_event_unref (wait_for (rig, is_event, &(Wanted) {
          .type = type}));
}

void
rig_wait_for_buffers (Rig * rig, guint count)
{
  gint64 deadline_us = g_get_monotonic_time () + WAIT_US;

  g_mutex_lock (&rig->lock);
  while (rig->n_buffers < count)
    g_assert_true (g_cond_wait_until (&rig->changed, &rig->lock, deadline_us));
  g_mutex_unlock (&rig->lock);
}

static GstPadProbeReturn
note_block (GstPad * pad, GstPadProbeInfo * info, gpointer user_data)
{
  Rig *rig = user_data;

  g_mutex_lock (&rig->lock);
  rig->is_blocked = TRUE;
  g_cond_broadcast (&rig->changed);
  g_mutex_unlock (&rig->lock);
  return GST_PAD_PROBE_OK;
}

void
rig_block (Rig * rig)
{
  rig->is_blocked = FALSE;
  rig->block = gst_pad_add_probe (rig->pad, GST_PAD_PROBE_TYPE_BLOCK
      | GST_PAD_PROBE_TYPE_BUFFER, note_block, rig, NULL);
}

void
rig_wait_until_blocked (Rig * rig)
{
  gint64 deadline_us = g_get_monotonic_time () + WAIT_US;

  g_mutex_lock (&rig->lock);
  while (!rig->is_blocked)
    g_assert_true (g_cond_wait_until (&rig->changed, &rig->lock, deadline_us));
  g_mutex_unlock (&rig->lock);
}

void
rig_unblock (Rig * rig)
{
  gst_pad_remove_probe (rig->pad, rig->block);
}

void
rig_play_to_end (Rig * rig)
{
  g_autoptr (GstMessage) end = NULL;

  rig_start (rig, GST_STATE_PLAYING);
  end = rig_wait_for_message (rig, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  if (GST_MESSAGE_TYPE (end) == GST_MESSAGE_ERROR) {
    g_autoptr (GError) error = NULL;

    gst_message_parse_error (end, &error, NULL);
    g_assert_no_error (error);
  }
}
