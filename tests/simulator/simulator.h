/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* The whole service on loopback, in a thread of its own.
 *
 * Two servers on ports chosen by the system: the API and, as the real service
 * does from another host, the files. Speaks with espeak-ng. Strict by the
 * service's pages. All functions may be called from any thread. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS typedef struct _QwenttsSimulator QwenttsSimulator;

/* The kinds of request it answers. */
typedef enum
{
  QWENTTS_SIMULATOR_SUBMIT,     /* POST /v1/audios/generations */
  QWENTTS_SIMULATOR_POLL,       /* GET /v1/tasks/ID */
  QWENTTS_SIMULATOR_DOWNLOAD,   /* GET of a file; 400 if the key comes along */
  QWENTTS_SIMULATOR_CREDITS,    /* GET /v1/credits */
  QWENTTS_SIMULATOR_OTHER,      /* anything else: 404 */
  QWENTTS_SIMULATOR_N_KINDS
} QwenttsSimulatorKind;

/* What is done with a connection after (part of) an answer. */
typedef enum
{
  QWENTTS_SIMULATOR_END_NORMAL,
  QWENTTS_SIMULATOR_END_CLOSE,  /* orderly FIN after `cut` bytes */
  QWENTTS_SIMULATOR_END_RESET,  /* RST after `cut` bytes */
  QWENTTS_SIMULATOR_END_STALL   /* nothing more after `cut` bytes, open */
} QwenttsSimulatorEnd;

/* What is changed about the answers to the next `count` requests of a kind.
 * Fields that are 0 or NULL change nothing. Faults of a kind are used in the
 * order in which they were added. */
typedef struct
{
  guint count;                  /* 0: one */
  guint status;                 /* another HTTP status, with an empty body or
                                 * `body` */
  const gchar *headers;         /* more header lines, "Name: value\r\n" each;
                                 * one that names a header of the answer
                                 * replaces it */
  GBytes *body;                 /* another body (with its Content-Length) */
  const gchar *content_type;    /* of `body` */
  gboolean has_no_length;       /* no Content-Length: the body ends with the
                                 * connection */
  gboolean lost_before;         /* the request is not carried out (no task is
                                 * made): the connection ends as `end` says
                                 * before the first byte of an answer */
  gboolean is_carried_out;      /* the request is carried out (a task is made)
                                 * although `status` is an error; without it
                                 * an error's request is not */
  QwenttsSimulatorEnd end;      /* NORMAL: the whole answer, then the connection
                                 * goes on */
  gint64 cut;                   /* bytes of the answer (status line, headers
                                 * and body counted) that are sent before `end`;
                                 * negative: counted from the answer's end */
  guint delay_ms;               /* before the first byte */
  gint64 trickle_size;          /* the answer in pieces of so many bytes … */
  guint trickle_ms;             /* … so long apart */
} QwenttsSimulatorFault;

/* One request as it came. */
typedef struct
{
  QwenttsSimulatorKind kind;
  gchar *method;
  gchar *path;                  /* with the query */
  gchar *headers;               /* "Name: value\n" each, as they came */
  gchar *body;                  /* NULL-terminated */
  gint64 time_us;               /* monotonic */
  guint port;                   /* that it came to */
} QwenttsSimulatorRequest;

/* Called in the simulator's thread when it has decided on the answer.
 *
 * @status: of the answer; 0: the connection is ended without one */
typedef void (*QwenttsSimulatorAnswered) (const QwenttsSimulatorRequest *
    request, guint status, gpointer user_data);

typedef struct
{
  const gchar *api_key;         /* the one key it takes; NULL: "sk-simulator" */
  GTlsCertificate *certificate; /* both servers speak https with it */
  guint job_ms;                 /* a job takes so long … */
  gdouble job_share;            /* … plus this share of its audio's length */
  guint estimate_s;             /* task_info.estimated_time; 0: 10 for speech
                                 * and 15 for voice design, as in the pages */
  gboolean is_manual;           /* jobs end only by _finish_jobs () */
  GBytes *audio;                /* every speech task gives this file instead */
  gboolean has_streamed_header; /* WAV with 0xFFFFFFFF as sizes */
  guint port;                   /* of the API; 0: the system chooses */
  guint audio_port;             /* of the files; 0: the system chooses */
  gdouble credits;              /* at the start; 0: 100000. A task that costs
                                 * more than is left is refused with 402 */
  const gchar *voices_file;     /* designed voices are kept there, and those of
                                 * earlier runs are known again. NULL: they end
                                 * with the simulator. Missing: none yet;
                                 * damaged: no start */
  QwenttsSimulatorAnswered answered;    /* nullable */
  gpointer user_data;           /* of `answered` */
} QwenttsSimulatorOptions;

/* @options: (nullable): copied
 *
 * Returns: NULL with @error if it cannot listen, espeak-ng is not there or
 *   voices_file cannot be read or made */
QwenttsSimulator *qwentts_simulator_new (const QwenttsSimulatorOptions *
    options, GError ** error);

/* Ends its thread and all connections. */
void qwentts_simulator_free (QwenttsSimulator * simulator);

/* "http://127.0.0.1:PORT", or https */
const gchar *qwentts_simulator_get_base_url (QwenttsSimulator * simulator);

/* A voice that is there from the start. */
const gchar *qwentts_simulator_get_voice (QwenttsSimulator * simulator);

const gchar *qwentts_simulator_get_api_key (QwenttsSimulator * simulator);

void qwentts_simulator_add_fault (QwenttsSimulator * simulator,
    QwenttsSimulatorKind kind, const QwenttsSimulatorFault * fault);

/* Takes back all faults that were not used yet, and ends every connection that
 * stalls. */
void qwentts_simulator_clear_faults (QwenttsSimulator * simulator);

/* The next `count` tasks that are submitted fail.
 *
 * @error_json: what stands behind "error": an object, a string, "null", or
 *   NULL to leave the member out
 * @status: "failed", "cancelled", "expired" … */
void qwentts_simulator_fail_tasks (QwenttsSimulator * simulator, guint count,
    const gchar * status, const gchar * error_json);

/* The next polls answer with these bodies, one each, whatever the task. */
void qwentts_simulator_add_poll_answer (QwenttsSimulator * simulator,
    const gchar * json);

/* With is_manual: ends all jobs under way, and those submitted later at once
 * if @and_later. */
void qwentts_simulator_finish_jobs (QwenttsSimulator * simulator,
    gboolean and_later);

/* The progress that unfinished tasks tell, with is_manual. */
void qwentts_simulator_set_progress (QwenttsSimulator * simulator,
    guint percent);

/* How many requests of this kind have come. */
guint qwentts_simulator_count (QwenttsSimulator * simulator,
    QwenttsSimulatorKind kind);

/* Waits until @count requests of @kind have come, at most 30 s.
 *
 * Returns: FALSE if they did not */
gboolean qwentts_simulator_wait_for (QwenttsSimulator * simulator,
    QwenttsSimulatorKind kind, guint count);

/* How many tasks were made, that is, paid. A POST repeated with the same
 * Idempotency-Key makes none. */
guint qwentts_simulator_get_n_tasks (QwenttsSimulator * simulator);

/* How many of these were designs. */
guint qwentts_simulator_get_n_designs (QwenttsSimulator * simulator);

/* All requests so far, in order.
 *
 * Returns: (transfer full) (element-type QwenttsSimulatorRequest) */
GPtrArray *qwentts_simulator_get_requests (QwenttsSimulator * simulator);

/* Serves another file, for answers of a test's own (add_poll_answer).
 *
 * Returns: (transfer full): its URL */
gchar *qwentts_simulator_add_file (QwenttsSimulator * simulator,
    GBytes * bytes, const gchar * content_type);

/* What a speech task with these members gives: the file, byte for byte, also
 * with `audio` or has_streamed_header.
 *
 * @language_type: (nullable): "Auto"
 *
 * Returns: (transfer full): NULL with @error for an unknown voice */
GBytes *qwentts_simulator_speak_as (QwenttsSimulator * simulator,
    const gchar * voice, const gchar * text, const gchar * language_type,
    GError ** error);

/* The preview that a design task serves, byte for byte. Waits until it is
 * spoken, not until the task is completed.
 *
 * @task_id_or_voice: of a design of this run
 *
 * Returns: (transfer full): NULL with @error if there is none, or if the task
 *   fails */
GBytes *qwentts_simulator_get_preview (QwenttsSimulator * simulator,
    const gchar * task_id_or_voice, GError ** error);

/* A self-signed certificate for 127.0.0.1 and localhost with its key, for
 * `certificate` and, as its own authority, for the client's database.
 *
 * Returns: (transfer full): NULL with @error without a TLS backend */
GTlsCertificate *qwentts_simulator_new_certificate (GError ** error);

/* Runs espeak-ng as the simulator does.
 *
 * Returns: (transfer full): a WAV file with a correct header, 16 bit mono in
 * espeak-ng's own rate */
GBytes *qwentts_simulator_speak (const gchar * text, const gchar * espeak_voice,
    gint pitch, gint words_per_minute, GError ** error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsSimulator, qwentts_simulator_free);

G_END_DECLS
