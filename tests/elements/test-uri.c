/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* `qwentts:` addresses: what is taken, what is refused, and that there is one form
 * of each. */
#include <gst/gst.h>

static GstElement *
make_element (void)
{
  GstElement *element = gst_element_factory_make ("qwenttssrc", NULL);

  g_assert_nonnull (element);
  return gst_object_ref_sink (element);
}

typedef struct
{
  const gchar *uri;
  const gchar *text;
  const gchar *voice;
  const gchar *language_type;
  const gchar *model;
  const gchar *canonical;       /* NULL: the same */
} Taken;

static const Taken taken[] = {
  {"qwentts:Hello", "Hello", NULL, "auto", "qwen3-tts-vd", NULL},
  {"qwentts:Good%20evening.?voice=v-1", "Good evening.", "v-1", "auto",
      "qwen3-tts-vd", NULL},
  {"QwenTTS:Good evening.", "Good evening.", NULL, "auto", "qwen3-tts-vd",
      "qwentts:Good%20evening."},
  {"qwentts:%E6%99%9A%E4%B8%8A%E5%A5%BD?voice=a&language-type=chinese",
      "晚上好", "a", "chinese", "qwen3-tts-vd", NULL},
  {"qwentts:晚上好?language-type=chinese&voice=a", "晚上好", "a",
        "chinese",
        "qwen3-tts-vd",
      "qwentts:%E6%99%9A%E4%B8%8A%E5%A5%BD?voice=a&language-type=chinese"},
  {"qwentts:a?model=m%202&voice=v", "a", "v", "auto", "m 2",
      "qwentts:a?voice=v&model=m%202"},
  {"qwentts:a?model=qwen3-tts-vd&language-type=auto", "a", NULL, "auto",
      "qwen3-tts-vd", "qwentts:a"},
  {"qwentts:1+1%3D2%3F%26%23", "1+1=2?&#", NULL, "auto", "qwen3-tts-vd",
      "qwentts:1%2B1%3D2%3F%26%23"},
  {"qwentts:%2F%2Fhost", "//host", NULL, "auto", "qwen3-tts-vd", NULL},
  {"qwentts:a%0Ab", "a\nb", NULL, "auto", "qwen3-tts-vd", NULL},
  {"qwentts:a%3Fapi-key%3Dx", "a?api-key=x", NULL, "auto", "qwen3-tts-vd",
      NULL},
};

static void
assert_has (GstElement * element, const Taken * wanted)
{
  g_autofree gchar *text = NULL;
  g_autofree gchar *voice = NULL;
  g_autofree gchar *model = NULL;
  g_autofree gchar *language = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  g_object_get (element, "text", &text, "voice", &voice, "model", &model, NULL);
  g_object_get_property (G_OBJECT (element), "language-type", &value);
  language = gst_value_serialize (&value);
  g_assert_cmpstr (text, ==, wanted->text);
  g_assert_cmpstr (voice, ==, wanted->voice);
  g_assert_cmpstr (model, ==, wanted->model);
  g_assert_cmpstr (language, ==, wanted->language_type);
}

static void
test_is_taken (gconstpointer data)
{
  const Taken *wanted = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GstElement) element = gst_element_make_from_uri (GST_URI_SRC,
      wanted->uri, NULL, &error);
  g_autofree gchar *uri = NULL;

  g_assert_no_error (error);
  gst_object_ref_sink (element);
  assert_has (element, wanted);
  uri = gst_uri_handler_get_uri (GST_URI_HANDLER (element));
  g_assert_cmpstr (uri, ==, wanted->canonical ? wanted->canonical
      : wanted->uri);
}

static void
test_is_told_of_properties (gconstpointer data)
{
  const Taken *wanted = data;
  g_autoptr (GstElement) element = make_element ();
  g_autofree gchar *uri = NULL;

  g_object_set (element, "text", wanted->text, "voice", wanted->voice, "model",
      wanted->model, NULL);
  gst_util_set_object_arg (G_OBJECT (element), "language-type",
      wanted->language_type);
  uri = gst_uri_handler_get_uri (GST_URI_HANDLER (element));
  g_assert_cmpstr (uri, ==, wanted->canonical ? wanted->canonical
      : wanted->uri);
}

static const gchar *const refused[] = {
  "qwentts:", "qwentts:%20", "qwentts:%0B%C2%85", "qwentts:?voice=a",
  "qwentts://host/Hello",
  "qwentts:a%", "qwentts:a%2", "qwentts:a%zz", "qwentts:a%00b",
  "qwentts:a%ff", "qwentts:a\xff", "qwentts:a\nb", "qwentts:a#b",
  "qwentts:a?", "qwentts:a?voice", "qwentts:a?voice=", "qwentts:a?=b",
  "qwentts:a?voice=b&", "qwentts:a?voice=b&voice=c",
  "qwentts:a?voice=b&v%6Fice=c", "qwentts:a?language-type=klingon",
  "qwentts:a?language-type=Chinese", "qwentts:a?model=",
  "qwentts:a?api-key=sk-123456789", "qwentts:a?api-key-file=/etc/passwd",
  "qwentts:a?base-url=https://evil.example", "qwentts:a?callback-url=x",
  "qwentts:a?cache-dir=/tmp", "qwentts:a?proxy=x", "qwentts:a?ca-file=x",
  "qwentts:a?max-segment-length=50", "qwentts:a?voice=b%00",
  "qwentts:a?voice=b?model=c%",
};

/* What was set stays. */
static void
test_is_refused (gconstpointer data)
{
  const Taken before = { NULL, "Before", "v", "english", "m", NULL };
  g_autoptr (GstElement) element = make_element ();
  g_autoptr (GError) error = NULL;

  g_object_set (element, "text", "Before", "voice", "v", "model", "m", NULL);
  gst_util_set_object_arg (G_OBJECT (element), "language-type", "english");
  g_assert_false (gst_uri_handler_set_uri (GST_URI_HANDLER (element), data,
          &error));
  g_assert_error (error, GST_URI_ERROR, GST_URI_ERROR_BAD_URI);
  assert_has (element, &before);
}

static void
test_without_text_there_is_none (void)
{
  g_autoptr (GstElement) element = make_element ();

  g_assert_null (gst_uri_handler_get_uri (GST_URI_HANDLER (element)));
}

static void
test_says_all (void)
{
  const Taken wanted = { NULL, "Hello", NULL, "auto", "qwen3-tts-vd", NULL };
  g_autoptr (GstElement) element = make_element ();

  g_object_set (element, "voice", "v", "model", "m", NULL);
  g_assert_true (gst_uri_handler_set_uri (GST_URI_HANDLER (element),
          "qwentts:Hello", NULL));
  assert_has (element, &wanted);
}

static void
count_notify (GObject * object, GParamSpec * pspec, gpointer count)
{
  (*(guint *) count)++;
}

static void
test_is_notified (void)
{
  g_autoptr (GstElement) element = make_element ();
  guint count = 0;

  g_signal_connect (element, "notify::text", G_CALLBACK (count_notify), &count);
  g_signal_connect (element, "notify::voice", G_CALLBACK (count_notify),
      &count);
  g_assert_true (gst_uri_handler_set_uri (GST_URI_HANDLER (element),
          "qwentts:Hello?voice=v", NULL));
  g_assert_cmpuint (count, ==, 2);
}

static void
test_is_not_changed_while_it_runs (void)
{
  g_autoptr (GstElement) element = make_element ();
  g_autoptr (GError) error = NULL;

  g_object_set (element, "text", "Before", "voice", "v", "api-key",
      "sk-simulator", "base-url", "http://127.0.0.1:9", NULL);
  g_assert_cmpint (gst_element_set_state (element, GST_STATE_PAUSED), !=,
      GST_STATE_CHANGE_FAILURE);
  g_assert_false (gst_uri_handler_set_uri (GST_URI_HANDLER (element),
          "qwentts:Hello", &error));
  g_assert_error (error, GST_URI_ERROR, GST_URI_ERROR_BAD_STATE);
  gst_element_set_state (element, GST_STATE_NULL);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (taken); i++) {
    g_autofree gchar *path = g_strdup_printf ("/uri/is-taken/%u", i);
    g_autofree gchar *other = g_strdup_printf ("/uri/is-told/%u", i);

    g_test_add_data_func (path, &taken[i], test_is_taken);
    g_test_add_data_func (other, &taken[i], test_is_told_of_properties);
  }
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++) {
    g_autofree gchar *path = g_strdup_printf ("/uri/is-refused/%u", i);

    g_test_add_data_func (path, refused[i], test_is_refused);
  }
  g_test_add_func ("/uri/without-text-there-is-none",
      test_without_text_there_is_none);
  g_test_add_func ("/uri/says-all", test_says_all);
  g_test_add_func ("/uri/is-notified", test_is_notified);
  g_test_add_func ("/uri/is-not-changed-while-it-runs",
      test_is_not_changed_while_it_runs);
  return g_test_run ();
}
