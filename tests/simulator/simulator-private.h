/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* What the simulator's files share.
 *
 * Three kinds of thread meet here: the callers of simulator.h, the simulator's
 * own thread, which runs both servers, and a few speaking threads, each of
 * which waits for an espeak-ng. */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "simulator.h"

G_BEGIN_DECLS
#define SIM_SPEECH_MODEL "qwen3-tts-vd"
#define SIM_DESIGN_MODEL "qwen-voice-design"
#define SIM_TARGET_MODEL "qwen3-tts-vd-2026-01-26"
typedef struct _SimTask SimTask;

/* How a designed voice is spoken by espeak-ng. Never changes once made. */
typedef struct
{
  gchar *name;
  gchar *target_model;
  gchar *variant;               /* "+f2" */
  gint pitch;                   /* 0 to 99 */
  gint words_per_minute;
  SimTask *task;                /* that makes it; NULL: there from the start */
} SimVoice;

struct _SimTask
{
  gatomicrefcount ref_count;
  /* Never change once it is made. */
  gchar *id;
  guint number;                 /* from 1 */
  gboolean is_design;
  gint64 created_s;             /* Unix time */
  gint64 submitted_us;          /* monotonic */
  SimVoice *voice;              /* that it makes or speaks with; the
                                 * simulator's */
  gchar *text;
  gchar *language;              /* of espeak-ng */
  gchar *format;                /* "wav", "pcm", "mp3", "opus" */
  guint rate;                   /* 0: espeak-ng's own */
  gchar *path;                  /* of its file */
  gchar *failure_status;        /* NULL: does not fail by order */
  gchar *failure_json;          /* NULL: without "error" */
  /* Under the simulator's lock. */
  gboolean is_spoken;           /* one of the next two is there */
  GBytes *audio;
  gchar *speak_failure;         /* message */
  gint64 audio_us;              /* the audio's length */
};

/* One answer before it is sent. */
typedef struct
{
  guint status;
  SoupMessageHeaders *headers;
  GBytes *body;
} SimAnswer;

/* One request, in the simulator's thread. */
typedef struct
{
  QwenttsSimulatorKind kind;
  const gchar *method;
  const gchar *path;
  SoupMessageHeaders *headers;
  GBytes *body;
} SimRequest;

/* A file that can be downloaded. */
typedef struct
{
  gchar *content_type;
  gchar *etag;
  GBytes *bytes;                /* NULL: the audio of `task` */
  SimTask *task;
} SimFile;

struct _QwenttsSimulator
{
  /* Never change once it is made. */
  QwenttsSimulatorOptions options;
  gchar *api_key;
  gchar *voices_file;           /* nullable */
  gchar *base_url;
  gchar *audio_url;
  GMainContext *context;
  GMainLoop *loop;
  GThread *thread;
  GThreadPool *speakers;
  gint is_ending;               /* atomic: nobody asks for what is not spoken */

  GMutex voices_file_lock;      /* of what stands in that file */
  GMutex lock;
  GCond changed;
  /* Under the lock. */
  gboolean is_started;
  GError *start_error;
  guint counts[QWENTTS_SIMULATOR_N_KINDS];
  GPtrArray *requests;
  GQueue faults[QWENTTS_SIMULATOR_N_KINDS];     /* of QwenttsSimulatorFault */
  GQueue failures;              /* of SimFailure */
  GQueue poll_answers;          /* of gchar */
  guint n_tasks;
  guint n_designs;              /* of these */
  guint n_finished;             /* tasks with a number up to this are over */
  gboolean finishes_later;      /* all others too */
  guint progress;
  GHashTable *tasks;            /* id → SimTask */
  GHashTable *voices;           /* name → SimVoice */
  GHashTable *files;            /* path → SimFile */
  GHashTable *spoken;           /* text and voice → WAV */

  /* Of the simulator's thread. */
  SoupServer *api_server;
  SoupServer *file_server;
  GHashTable *idempotent;       /* key → what it was used for */
  GPtrArray *raw_answers;       /* under way */
};

/* What fail_tasks () ordered. */
typedef struct
{
  guint count;
  gchar *status;
  gchar *error_json;
} SimFailure;

/* simulator-server.c */
gboolean sim_server_start (QwenttsSimulator * simulator, GError ** error);
void sim_server_stop (QwenttsSimulator * simulator);

/* simulator-answer.c */
SimAnswer *sim_answer_new (guint status, const gchar * content_type,
    GBytes * body);
SimAnswer *sim_answer_new_json (guint status, const gchar * json);
/* *INDENT-OFF* */
SimAnswer *sim_answer_new_error (guint status, const gchar * code,
    const gchar * type, const gchar * format, ...) G_GNUC_PRINTF (4, 5);
/* *INDENT-ON* */
void sim_answer_free (SimAnswer * answer);
void sim_answer_take_range (SimAnswer * answer, SoupMessageHeaders * request);
void sim_answer_send (SimAnswer * answer, SoupServerMessage * message);
GBytes *sim_answer_compose_head (SimAnswer * answer, const gchar * more_lines);
gchar *sim_random_name (guint length);

/* simulator-service.c */
SimAnswer *sim_service_answer (QwenttsSimulator * simulator,
    const SimRequest * request);
GHashTable *sim_service_new_idempotent (void);
void sim_file_free (SimFile * file);
SimFile *sim_file_new (const gchar * content_type, GBytes * bytes,
    SimTask * task);

/* simulator-check.c */
SimAnswer *sim_check_speech (QwenttsSimulator * simulator, JsonObject * object);
SimAnswer *sim_check_design (JsonObject * object);

/* simulator-callback.c */
gboolean sim_callback_url_is_allowed (const gchar * url);

/* simulator-task.c */
SimTask *sim_task_new_speech (QwenttsSimulator * simulator,
    JsonObject * object);
SimTask *sim_task_new_design (QwenttsSimulator * simulator,
    JsonObject * object);
SimTask *sim_task_ref (SimTask * task);
void sim_task_unref (SimTask * task);
gchar *sim_task_to_json (QwenttsSimulator * simulator, SimTask * task,
    gboolean is_first_answer);
gboolean sim_task_is_completed (QwenttsSimulator * simulator, SimTask * task);
void sim_task_wait_until_spoken_locked (QwenttsSimulator * simulator,
    SimTask * task);
gdouble sim_task_get_price (gboolean is_design);
gdouble sim_tasks_sum_credits (QwenttsSimulator * simulator);
void sim_failure_free (SimFailure * failure);

/* simulator-voice.c */
SimVoice *sim_voice_new (const gchar * name, const gchar * target_model,
    const gchar * description, guint take);
void sim_voice_free (SimVoice * voice);
gchar *sim_voice_new_name (const gchar * preferred_name);

/* simulator-voices.c */
gboolean sim_voices_load (QwenttsSimulator * simulator, GError ** error);
gboolean sim_voices_add (QwenttsSimulator * simulator, const SimVoice * voice,
    GError ** error);

/* simulator-language.c */
const gchar *sim_language_from_type (const gchar * language_type,
    const gchar * text);
const gchar *sim_language_from_code (const gchar * code);

/* simulator-speak.c */
void sim_speak_task (gpointer task, gpointer simulator);
GBytes *sim_speak_cached (QwenttsSimulator * simulator,
    const SimVoice * voice, const gchar * language, const gchar * text,
    GError ** error);

/* simulator-audio.c */
GBytes *sim_audio_new_wav (GBytes * samples, guint rate, gboolean is_streamed);
GBytes *sim_audio_get_samples (GBytes * wav, guint * rate);
GBytes *sim_audio_convert (GBytes * wav, const gchar * format, guint rate,
    gboolean is_streamed, GError ** error);
gint64 sim_audio_get_length_us (GBytes * file);
const gchar *sim_audio_guess_content_type (GBytes * file);

/* simulator-fault.c */
QwenttsSimulatorFault *sim_fault_copy (const QwenttsSimulatorFault * fault);
void sim_fault_free (QwenttsSimulatorFault * fault);
QwenttsSimulatorFault *sim_fault_take_next_locked (QwenttsSimulator *
    simulator, QwenttsSimulatorKind kind);
gboolean sim_fault_is_carried_out (const QwenttsSimulatorFault * fault);

/* simulator-raw.c */
void sim_raw_send (QwenttsSimulator * simulator, SoupServer * server,
    SoupServerMessage * message, SimAnswer * answer,
    const QwenttsSimulatorFault * fault);
void sim_raw_free (gpointer raw);
void sim_raw_end_stalled (QwenttsSimulator * simulator);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimAnswer, sim_answer_free);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimFile, sim_file_free);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimTask, sim_task_unref);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimVoice, sim_voice_free);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (QwenttsSimulatorFault, sim_fault_free);

G_END_DECLS
