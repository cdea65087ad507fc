/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* Files whose audio ends before they do, or never begins. */

#include "encoded-file.h"
#include "test-audio.h"

#define N_FRAMES 48000
#define SPEECH_CAPS "audio/x-raw,format=S16LE,rate=24000,channels=1"
#define MIB (1024 * 1024)

/* What a decoder may read without hearing anything, and then some */
#define PATIENCE_MIB 40
#define LARGE_SIZE (G_GUINT64_CONSTANT (250) * MIB)

static GBytes *
make_audio_chain (void)
{
  return encoded_file_new_sine (N_FRAMES, SPEECH_CAPS, "flacenc ! oggmux !");
}

static GBytes *
make_video_chain (void)
{
  return encoded_file_new ("videotestsrc num-buffers=30 ! "
      "video/x-raw,width=64,height=64 ! theoraenc ! oggmux ! "
      "filesink name=out");
}

static void
assert_plays (GBytes * file, guint n_frames)
{
  static const gsize piece_sizes[] = { 0, 333, 4096 };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (piece_sizes); i++) {
    g_autoptr (TestAudio) audio =
        test_audio_decode_bytes (g_bytes_ref (file), piece_sizes[i]);

    g_assert_no_error (audio->error);
    test_audio_assert_n_frames (audio, n_frames, 0);
  }
}

static void
test_a_chain_of_video_ends_the_audio (void)
{
  g_autoptr (GBytes) audio = make_audio_chain ();
  g_autoptr (GBytes) video = audio ? make_video_chain () : NULL;
  g_autoptr (GBytes) file = NULL;

  if (!video)
    return;

  file = encoded_file_join (audio, video);
  assert_plays (file, N_FRAMES);
}

static void
test_audio_goes_on_behind_a_chain_of_video (void)
{
  g_autoptr (GBytes) audio = make_audio_chain ();
  g_autoptr (GBytes) video = audio ? make_video_chain () : NULL;
  g_autoptr (GBytes) audio_again = video ? make_audio_chain () : NULL;
  g_autoptr (GBytes) begin = NULL;
  g_autoptr (GBytes) file = NULL;

  if (!audio_again)
    return;

  begin = encoded_file_join (audio, video);
  file = encoded_file_join (begin, audio_again);
  assert_plays (file, 2 * N_FRAMES);
}

/* A file that is in memory only in part: its head, zeros, its tail. */
typedef struct
{
  GBytes *head;
  guint64 n_zeros;
  GBytes *tail;
  /* Atomic: how far it was read */
  gint furthest_mib;
} LargeFile;

static GBytes *
read_part (GBytes * part, guint64 offset, gsize max_size)
{
  gsize size = part ? g_bytes_get_size (part) : 0;

  if (offset >= size)
    return g_bytes_new (NULL, 0);

  return g_bytes_new_from_bytes (part, offset, MIN (size - offset, max_size));
}

static GBytes *
read_zeros (gsize size)
{
  return g_bytes_new_take (g_malloc0 (size), size);
}

static GBytes *
read_once (LargeFile * file, guint64 offset, gsize max_size)
{
  gsize head_size = g_bytes_get_size (file->head);

  if (offset < head_size)
    return read_part (file->head, offset, max_size);

  offset -= head_size;
  if (offset < file->n_zeros)
    return read_zeros (MIN (file->n_zeros - offset, max_size));

  return read_part (file->tail, offset - file->n_zeros, max_size);
}

static GBytes *
read_large_file (gpointer user_data, guint64 offset, gsize min_size,
    gsize max_size, GCancellable * cancellable, GError ** error)
{
  LargeFile *file = user_data;
  GByteArray *bytes = g_byte_array_new ();
  gsize size;

  if (g_cancellable_set_error_if_cancelled (cancellable, error)) {
    g_byte_array_unref (bytes);
    return NULL;
  }

  do {
    g_autoptr (GBytes) part =
        read_once (file, offset + bytes->len, max_size - bytes->len);

    size = g_bytes_get_size (part);
    if (size > 0)
      g_byte_array_append (bytes, g_bytes_get_data (part, NULL), size);
  } while (size > 0 && bytes->len < min_size);

  g_atomic_int_set (&file->furthest_mib, (offset + bytes->len) / MIB);
  return g_byte_array_free_to_bytes (bytes);
}

static guint64
get_no_size (gpointer user_data)
{
  return 0;
}

static const QwenttsAudioInput large_input = { read_large_file, get_no_size };

/* Returns: the bytes of samples that came */
static gsize
decode (LargeFile * file, GError ** error)
{
  g_autoptr (QwenttsDecoder) decoder =
      qwentts_decoder_new (&large_input, file, NULL);
  gsize size = 0;

  while (TRUE) {
    g_autoptr (GstBuffer) buffer =
        qwentts_decoder_read (decoder, 2400, NULL, error);

    if (!buffer)
      return size;
    size += gst_buffer_get_size (buffer);
  }
}

/* Returns: the bytes of samples that came before the error */
static gsize
assert_is_given_up (LargeFile * file)
{
  g_autoptr (GError) error = NULL;
  gsize size = decode (file, &error);

  g_assert_error (error, GST_STREAM_ERROR, GST_STREAM_ERROR_DECODE);
  g_test_message ("%s", error->message);
  g_assert_cmpint (g_atomic_int_get (&file->furthest_mib), <, PATIENCE_MIB);
  return size;
}

static gboolean
has_element (const gchar * name)
{
  g_autoptr (GstElementFactory) factory = gst_element_factory_find (name);

  if (!factory)
    g_test_skip (name);
  return factory != NULL;
}

/* The head of a tag of so many bytes, seven bits of which are in a byte. */
static GBytes *
make_id3_head (guint32 size)
{
  guint8 head[] = { 'I', 'D', '3', 4, 0, 0, (size >> 21) & 0x7f,
    (size >> 14) & 0x7f, (size >> 7) & 0x7f, size & 0x7f
  };

  return g_bytes_new (head, sizeof (head));
}

static void
test_a_huge_id3_tag_is_given_up (void)
{
  g_autoptr (GBytes) head = make_id3_head (LARGE_SIZE);
  LargeFile file = {.head = head,.n_zeros = LARGE_SIZE };

  if (has_element ("id3demux"))
    g_assert_cmpuint (assert_is_given_up (&file), ==, 0);
}

static void
test_a_large_id3_tag_is_skipped (void)
{
  g_autoptr (GBytes) head = make_id3_head (20 * MIB);
  g_autoptr (GBytes) mp3 =
      encoded_file_new_sine (N_FRAMES, SPEECH_CAPS, "lamemp3enc !");
  LargeFile file = {.head = head,.n_zeros = 20 * MIB,.tail = mp3 };
  g_autoptr (GError) error = NULL;

  if (!mp3 || !has_element ("id3demux"))
    return;

  g_assert_cmpuint (decode (&file, &error), >=, N_FRAMES * 2);
  g_assert_no_error (error);
}

/* The samples of an MP4 before the header that says where they are. */
static void
test_an_mp4_with_a_late_header_is_given_up (void)
{
  static const guint8 bytes[] = {
    0, 0, 0, 16, 'f', 't', 'y', 'p', 'M', '4', 'A', ' ', 0, 0, 0, 0,
    0x0f, 0xa0, 0, 8, 'm', 'd', 'a', 't'
  };
  g_autoptr (GBytes) head = g_bytes_new_static (bytes, sizeof (bytes));
  LargeFile file = {.head = head,.n_zeros = LARGE_SIZE };

  if (has_element ("qtdemux"))
    g_assert_cmpuint (assert_is_given_up (&file), ==, 0);
}

static void
test_nothing_behind_audio_is_given_up (void)
{
  g_autoptr (GBytes) mp3 =
      encoded_file_new_sine (N_FRAMES, SPEECH_CAPS, "lamemp3enc !");
  LargeFile file = {.head = mp3,.n_zeros = LARGE_SIZE };

  if (mp3)
    g_assert_cmpuint (assert_is_given_up (&file), >=, N_FRAMES * 2 * 9 / 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  gst_init (&argc, &argv);

  g_test_add_func ("/stream-end/a-chain-of-video-ends-the-audio",
      test_a_chain_of_video_ends_the_audio);
  g_test_add_func ("/stream-end/audio-goes-on-behind-a-chain-of-video",
      test_audio_goes_on_behind_a_chain_of_video);
  g_test_add_func ("/stream-end/a-huge-id3-tag-is-given-up",
      test_a_huge_id3_tag_is_given_up);
  g_test_add_func ("/stream-end/a-large-id3-tag-is-skipped",
      test_a_large_id3_tag_is_skipped);
  g_test_add_func ("/stream-end/an-mp4-with-a-late-header-is-given-up",
      test_an_mp4_with_a_late_header_is_given_up);
  g_test_add_func ("/stream-end/nothing-behind-audio-is-given-up",
      test_nothing_behind_audio_is_given_up);

  return g_test_run ();
}
