/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A store in a folder of its own, in memory where the machine has such a
 * folder, and what stands in for a result of the service. */
#pragma once

#include "store/error.h"
#include "store/store.h"

G_BEGIN_DECLS

#define RIG_IDEMPOTENCY_KEY "0123456789abcdef-key"
#define RIG_TASK_ID "task-unified-1"
#define RIG_VOICE "qwen-tts-vd-anna-voice-20260402-a1b2"
#define RIG_TARGET_MODEL "qwen3-tts-vd-2026-01-26"
#define RIG_AUDIO "RIFF, as good as any bytes"

typedef struct
{
  gchar *root;                  /* removed in the end, with all in it */
  gchar *folder;                /* two below it, made by the store */
  QwenttsStore *store;
  gchar *key;
} Rig;

/* Of which kind all rigs are: voice, if nobody says anything else. */
extern QwenttsKind rig_kind;

/* A test for each kind, at PATH/voice and PATH/speech. */
void rig_add_for_each_kind (const gchar * path, void (*test) (void));

/* @system: (nullable): the real one */
Rig *rig_new (const QwenttsSystem * system);

/* In a child: the rig of its parent, and of that one's kind. */
Rig *rig_adopt (const gchar * folder, const gchar * key,
    const QwenttsSystem * system);

void rig_free (Rig * rig);

/* Ends a test that hangs. */
void rig_start_watchdog (void);

/* A new empty folder. */
gchar *rig_make_folder (void);

void rig_remove_folder (const gchar * path);

/* A key that no other call has given. */
gchar *rig_make_key (void);

QwenttsFields *rig_make_request (void);

QwenttsFields *rig_make_result (void);

extern const QwenttsStoredAudio rig_audio;

/* Claims the rig's key; nothing may go wrong. */
QwenttsEntry *rig_claim (Rig * rig);

/* Takes the next step, to the state after the entry's.
 *
 * Returns: whether it was written */
gboolean rig_step (QwenttsEntry * entry, GError ** error);

/* Takes all steps up to the state; nothing may go wrong. */
void rig_advance (QwenttsEntry * entry, QwenttsRecordState state);

/* In which state audio is attached. */
QwenttsRecordState rig_get_audio_state (void);

/* Attaches RIG_AUDIO. */
gboolean rig_attach_audio (QwenttsEntry * entry, GError ** error);

/* Claims, advances and releases. */
void rig_leave (Rig * rig, QwenttsRecordState state);

void rig_leave_audio (Rig * rig);

/* The record holds what the steps put there. */
void rig_assert_record (const QwenttsRecord * record, QwenttsRecordState state);

/* What is on disk now is in the state. */
void rig_assert_state (Rig * rig, QwenttsRecordState state);

/* What is on disk is READY, and its audio cannot be opened.
 *
 * @code: a QwenttsStoreError */
void rig_assert_audio_lost (Rig * rig, gint code);

/* What open_audio () gives for what is on disk. */
gchar *rig_read_audio (Rig * rig);

/* In the store's folder, of the rig's key: ".entry", ".audio.tmp", … */
gchar *rig_make_path (Rig * rig, const gchar * suffix);

gchar *rig_read (const gchar * path);

void rig_write (const gchar * path, const gchar * text);

/* Whether anything has the name, a dangling link too. */
gboolean rig_exists (const gchar * path);

guint rig_get_mode (const gchar * path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rig, rig_free);

G_END_DECLS
