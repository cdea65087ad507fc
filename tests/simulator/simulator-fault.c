/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Faults: what is ordered, in which order it is used. */
#include "simulator-private.h"

QwenttsSimulatorFault *
sim_fault_copy (const QwenttsSimulatorFault * fault)
{
  QwenttsSimulatorFault *copy = g_new (QwenttsSimulatorFault, 1);

  *copy = *fault;
  copy->headers = g_strdup (fault->headers);
  copy->content_type = g_strdup (fault->content_type);
  if (fault->body != NULL)
    g_bytes_ref (fault->body);
  return copy;
}

void
sim_fault_free (QwenttsSimulatorFault * fault)
{
  g_free ((gchar *) fault->headers);
  g_free ((gchar *) fault->content_type);
  g_clear_pointer (&fault->body, g_bytes_unref);
  g_free (fault);
}

void
qwentts_simulator_add_fault (QwenttsSimulator * simulator,
    QwenttsSimulatorKind kind, const QwenttsSimulatorFault * fault)
{
  QwenttsSimulatorFault *copy = sim_fault_copy (fault);

  copy->count = MAX (copy->count, 1);
  g_mutex_lock (&simulator->lock);
  g_queue_push_tail (&simulator->faults[kind], copy);
  g_mutex_unlock (&simulator->lock);
}

static gboolean
end_stalled (gpointer simulator)
{
  sim_raw_end_stalled (simulator);
  return G_SOURCE_REMOVE;
}

void
qwentts_simulator_clear_faults (QwenttsSimulator * simulator)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  guint kind;

  g_mutex_lock (&simulator->lock);
  for (kind = 0; kind < QWENTTS_SIMULATOR_N_KINDS; kind++)
    g_queue_clear_full (&simulator->faults[kind],
        (GDestroyNotify) sim_fault_free);
  g_mutex_unlock (&simulator->lock);

  g_source_set_callback (source, end_stalled, simulator, NULL);
  g_source_attach (source, simulator->context);
}

/* Returns: (nullable): a copy of the fault for this request */
QwenttsSimulatorFault *
sim_fault_take_next_locked (QwenttsSimulator * simulator,
    QwenttsSimulatorKind kind)
{
  GQueue *faults = &simulator->faults[kind];
  QwenttsSimulatorFault *fault = g_queue_peek_head (faults);

  if (fault != NULL && --fault->count == 0)
    g_queue_pop_head (faults);
  else if (fault != NULL)
    fault = sim_fault_copy (fault);
  return fault;
}

/* Whether the service does what was asked, whatever it then answers. */
gboolean
sim_fault_is_carried_out (const QwenttsSimulatorFault * fault)
{
  if (fault->lost_before)
    return FALSE;
  return fault->status < 400 || fault->is_carried_out;
}
