/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the store knows of a request, as it stands on disk.
 *
 *   ABSENT ──▶ ASKED ──▶ PENDING ──▶ READY
 *      ▲         │          │          │
 *      └─────────┴──────────┴──────────┘  dropped
 *
 * Of a kind whose result is audio, READY has audio; of others it may. */
#pragma once

#include <gio/gio.h>

#include "store/fields.h"
#include "store/folder.h"
#include "store/kind.h"
#include "store/moment.h"

G_BEGIN_DECLS

typedef enum
{
  QWENTTS_RECORD_ABSENT,        /* nothing was asked */
  QWENTTS_RECORD_ASKED,         /* the service may have been asked */
  QWENTTS_RECORD_PENDING,       /* the service has a task */
  QWENTTS_RECORD_READY          /* the result is here */
} QwenttsRecordState;

/* The service keeps a task and its links for so long.
 * Source: service's pages, "valid for 24 hours". */
#define QWENTTS_RECORD_FRESH_S (24 * 60 * 60)

/* Audio that was decoded to its end. */
typedef struct
{
  gchar *format;                /* "wav", "mp3", …; NULL: no audio */
  guint rate;                   /* per second and channel, decoded */
  guint channels;
  guint64 n_frames;
  guint64 size;                 /* of the file, in bytes */
  gchar *checksum;              /* SHA-256 of the file, in hexadecimal; NULL:
                                 * not known */
} QwenttsStoredAudio;

typedef struct
{
  gchar *key;
  gchar *stem;                  /* the first part of its files' names: the key,
                                 * with more to it if it was set aside */
  QwenttsFolder *folder;        /* from which it was read; NULL: it was not */
  QwenttsRecordState state;

  /* From ASKED on. */
  QwenttsMoment created;
  gchar *idempotency_key;       /* plain, as is the task's id */
  QwenttsFields *request;

  /* From PENDING on. */
  gchar *task_id;
  QwenttsMoment submitted;

  /* READY. */
  QwenttsFields *result;
  QwenttsStoredAudio audio;
} QwenttsRecord;

/* An ABSENT one. */
QwenttsRecord *qwentts_record_new (const gchar * key);

void qwentts_record_free (QwenttsRecord * record);

/* Whether a text can be an Idempotency-Key or a task's id: 1 to 128 of
 * [A-Za-z0-9._:-]. They go into headers and paths. */
gboolean qwentts_record_is_plain (const gchar * text);

/* Seconds since the submit, in ASKED since the asking; 0 in ABSENT. A guess where
 * the machine was restarted and its clock is wrong. */
gint64 qwentts_record_get_age_s (const QwenttsRecord * record,
    const QwenttsSystem * system);

/* Returns: (transfer full): the text of the file */
gchar *qwentts_record_print (const QwenttsRecord * record, QwenttsKind kind);

/* @key: whose record it must be
 *
 * Errors: QWENTTS_STORE_ERROR_NEWER or _CORRUPT; the message is for
 * qwentts_store_set_error () */
QwenttsRecord *qwentts_record_parse (const gchar * text, gsize size,
    QwenttsKind kind, const gchar * key, GError ** error);

/* @stem: the key, or the key with a dot and more
 *
 * Returns: ABSENT if there is no file; NULL with QWENTTS_STORE_ERROR */
QwenttsRecord *qwentts_record_read (QwenttsFolder * folder, const gchar * stem,
    QwenttsKind kind, GError ** error);

/* Synced when it returns. */
gboolean qwentts_record_write (const QwenttsRecord * record,
    QwenttsFolder * folder, QwenttsKind kind, GError ** error);

/* The names of the two files. */
gchar *qwentts_record_make_entry_name (const gchar * stem);
gchar *qwentts_record_make_audio_name (const gchar * stem);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsRecord, qwentts_record_free);

G_END_DECLS
