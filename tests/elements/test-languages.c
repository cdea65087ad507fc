/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

/* A text in each language of the service, through the element and back: cut at the
 * ends of sentences, asked for, heard. */
#include <json-glib/json-glib.h>
#include <string.h>

#include "segments.h"

/* The shortest limit there is: no two of these sentences fit into one segment, and
 * what might be taken for the end of one lies where it would be cut. */
#define LIMIT 50

typedef struct
{
  const gchar *language_type;
  /* With the white space behind each. */
  const gchar *sentences[12];
} Text;

static const Text texts[] = {
  {"Chinese", {
              "那天早上，开往南方的火车比平时晚了很久很久。\n",
              "“今天还会来吗？”王先生问站长；站长摇了摇头，说：“不会。”\n",
              "他买了3.5公斤苹果，价格是1,250.75元；可是他没有带钱包！",
              "「真的吗？！」她说，「《红楼梦》第3.2节……写得很清楚。」\n",
              "他其实住在U.S.的Dr. Smith家里（No. 5），电话是010-1234。",
          "大家都笑了——连那位从来不笑的老先生，也笑得弯下了腰。"}},
  {"English", {
              "The train was very late. ",
              "Dr. Smith had left St. Ives at 9.45 a.m. today. ",
              "“Is the U.S. Embassy 3.5 miles away?” she asked. ",
              "Mr. and Mrs. Hart paid $1,250.00 for No. 7 there.\n",
              "He shouted, \"Wait!\" and ran to Prof. Lee's house. ",
              "Well... i.e. Wednesday, J. R. Jones had come too. ",
              "On Feb. 7 Robert, see www.example.com, had gone. ",
          "It was over… or so they said (twice)."}},
  {"Japanese", {
              "その朝、南へ行く列車はとても遅れていました。",
              "「今日は来ますか？」と田中さんが聞くと、「はい。」と駅長が答えた。",
              "リンゴを3.5キロ買って、代金は1,250.75円でした！",
              "『本当か！』と彼は叫び（たぶん冗談。）、でも誰も笑わなかった。\n",
              "彼はMr. SmithさんとNo. 5の部屋に住み、毎朝……散歩をする。",
          "「もう春なのに。」彼女はそう言って、ゆっくりと窓を閉めました。"}},
  {"Korean", {
              "그날 아침 부산행 기차가 아주 늦게 왔다. ",
              "“오늘 와요?” 하고 김 선생님이 역장에게 조용히 물었다. ",
              "사과 3.5킬로를 샀는데 값은 모두 1,250.75원이나 되었다! ",
              "“정말?”이라고 그녀가 말했지만… 아무도 웃지 않았다.\n",
              "김씨는Dr. Smith와 ‘No. 5’ 방에 살며 매일 산책을 한다. ",
              "“네!” 라고 하며 2024. 5. 3. 아침에 그들은 떠났다. ",
          "『토지』 3.2절에 (아마도.) 그렇게 쓰여 있었다고 한다."}},
  {"French", {
              "Le train était en retard. ",
              "M. Dupont et Mme Roy l’attendaient à 10 h 30. ",
              "«\xc2\xa0" "Viendra-t-il\xe2\x80\xaf" "?\xc2\xa0"
              "» demanda le Dr. Knock au guide. ",
              "Il dit\xc2\xa0" ": «\xc2\xa0" "Peut-être…\xc2\xa0"
              "» et prit 2,5\xc2\xa0" "kg de pain.\n",
              "Cf. p. 12, art. 5, où tout est bien expliqué\xe2\x80\xaf" "! ",
              "«\xc2\xa0" "Quoi\xe2\x80\xaf" "!\xc2\xa0"
              "» s’écria-t-il\xe2\x80\xaf" "; J.-C. Roy n’est pas là. ",
              "P. ex. Mgr. Morel paya 1\xe2\x80\xaf" "000,50\xc2\xa0"
              "€, etc., hier. ",
          "«\xc2\xa0" "C’est la fin, Mme. Roy, voilà tout.\xc2\xa0" "»"}},
  {"German", {
              "Der Zug kam viel zu spät. ",
              "Dr. Maier war am 3. Oktober um 10.30 Uhr da. ",
              "„Kommt er?“, fragte Prof. Huber leise die Frau. ",
              "Er mag z. B. Äpfel, d. h. 2,5 kg für 3,99 €.\n",
              "»Nein!«, rief Hr. Weiß, vgl. Seite 7 im Buch. ",
              "Ludwig XIV. König von Frankreich, lebte nicht da. ",
              "Im 19. Jahrhundert, usw., war das … ganz anders. ",
          "Bzw. Frau Dr. Dipl.-Ing. Kurz sagte: „Endlich!“"}},
  {"Spanish", {
              "El tren llegó muy tarde. ",
              "El Sr. López y la Dra. Ruiz salieron a las 9.45. ",
              "¿Vive Ud. en EE. UU. con la sra. García, o no? ",
              "—¿Cuánto es? —preguntó él; eran 1.250,75 euros.\n",
              "«¡Qué caro!», dijo la Srta. Gil en la pág. 3. ",
              "¡Ay, p. ej. Manuel no quería ni verlo… ni oírlo! ",
              "El núm. 5 de la av. Mayor costó 3,14 millones. ",
          "¿Y ahora qué, prof. Díaz? —le dijo D. Juan."}},
  {"Italian", {
              "Il treno era in ritardo. ",
              "Il dott. Rossi e la Sig.ra Verdi vanno via oggi. ",
              "«Verrà?» chiese l’avv. Neri al prof. Gallo piano. ",
              "Pagò 1.250,75 euro, cfr. art. 5 a pag. 12, credo.\n",
              "Nel 50 a.C. Cesare, p. es., era già… molto noto. ",
              "“Basta!” disse S. Bianchi, l’ing. Conti rideva. ",
          "L’arch. Ricci, ecc., non c’era più: «È tardi.»"}},
  {"Russian", {
              "Поезд пришёл так поздно. ",
              "Г. Петров жил в г. Туле на ул. Мира с 1990 г. ",
              "«Он придёт?» — спросил проф. Иванов у А. С. Гуся. ",
              "Это стоило 1\xc2\xa0"
              "250,75 руб., т. е. 3,5 тыс. за штуку.\n",
              "Он ответил: «Нет!» — и ушёл… на пл. Победы.\n",
              "— Да, см. с. 12, рис. 5 и т. д.! — сказал он. ",
              "В XIX в. Москва была иной, напр. без метро. ",
          "«Под ред. Иванова», — сказали ему в с. Ясном."}},
  {"Portuguese", {
              "O trem chegou bem tarde. ",
              "O Sr. Silva e a Dra. Lima saíram às 9h45 de lá. ",
              "“Ele vem?”, quis saber o prof. Souza na av. Sul. ",
              "Custou R$ 1.250,75, cf. pág. 12 do vol. 3, creio.\n",
              "– Não! – gritou D. Pedro, o Exmo. Senhor de lá. ",
              "No séc. XIX, p. ex., era tudo… muito diferente. ",
              "Pe. Antônio e Sto. Agostinho, etc., já sabiam. ",
          "«É o fim», disse o Gov. Reis, «e pronto.»"}},
};

/* The texts of what was asked for, in that order.
 *
 * @language_type: (nullable): that each of them names */
static GPtrArray *
get_prompts (Rig * rig, const gchar * language_type)
{
  g_autoptr (GPtrArray) requests =
      qwentts_simulator_get_requests (rig->simulator);
  GPtrArray *prompts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < requests->len; i++) {
    const QwenttsSimulatorRequest *request = requests->pdata[i];
    g_autoptr (JsonNode) root = NULL;
    JsonObject *object;

    if (request->kind != QWENTTS_SIMULATOR_SUBMIT)
      continue;
    root = json_from_string (request->body, NULL);
    object = json_node_get_object (root);
    g_assert_cmpstr (json_object_get_string_member_with_default (object,
            "language_type", NULL), ==, language_type);
    g_ptr_array_add (prompts,
        g_strdup (json_object_get_string_member (object, "prompt")));
  }
  return prompts;
}

/* The segments are where the messages say, all else is white space, and each ends
 * with a sentence. */
static void
assert_says_all (const Text * text, GPtrArray * segments, GPtrArray * prompts)
{
  g_autofree gchar *script = g_strjoinv (NULL, (gchar **) text->sentences);
  g_autoptr (GString) said = g_string_new (NULL);
  const gchar *const *sentence = text->sentences;

  g_assert_cmpuint (prompts->len, ==, segments->len);
  for (guint i = 0; i < segments->len; i++) {
    const gchar *segment = segments_get_text (segments, i);
    g_autoptr (GString) sentences = g_string_new (NULL);

    g_assert_cmpstr (segment, ==, prompts->pdata[i]);
    g_assert_cmpuint (segments_get_uint (segments, i, "offset"), ==,
        g_utf8_strlen (said->str, -1));
    g_assert_cmpuint (segments_get_uint (segments, i, "length"), ==,
        g_utf8_strlen (segment, -1));
    while (*sentence && sentences->len < strlen (segment))
      g_string_append (sentences, *sentence++);
    g_string_append (said, sentences->str);
    g_assert_cmpstr (g_strchomp (sentences->str), ==, segment);
  }
  g_assert_cmpstr (said->str, ==, script);
}

/* @language_type: (nullable): set; NULL: auto
 *
 * Returns: the number of segments */
static guint
say (const Text * text, const gchar * language_type, guint max_length)
{
  g_autofree gchar *script = g_strjoinv (NULL, (gchar **) text->sentences);
  g_autofree gchar *nick = g_ascii_strdown (language_type ? language_type
      : "auto", -1);
  g_autoptr (Rig) rig = rig_new (NULL);
  g_autoptr (GPtrArray) segments = NULL;
  g_autoptr (GPtrArray) prompts = NULL;

  g_object_set (rig->src, "text", script, "max-segment-length", max_length,
      "max-prefetch", 0, NULL);
  gst_util_set_object_arg (G_OBJECT (rig->src), "language-type", nick);
  rig_play_to_end (rig);

  segments = segments_get (rig);
  prompts = get_prompts (rig, language_type);
  assert_says_all (text, segments, prompts);
  segments_assert_heard (rig, segments, language_type);
  segments_assert_exact_times (rig);
  return segments->len;
}

static guint
count_sentences (const Text * text)
{
  return g_strv_length ((gchar **) text->sentences);
}

static void
test_each_sentence_is_a_segment (gconstpointer text)
{
  g_assert_cmpuint (say (text, ((const Text *) text)->language_type, LIMIT), ==,
      count_sentences (text));
}

static void
test_each_sentence_is_a_segment_with_auto (gconstpointer text)
{
  g_assert_cmpuint (say (text, NULL, LIMIT), ==, count_sentences (text));
}

static void
test_sentences_are_grouped (gconstpointer text)
{
  guint n_segments = say (text, ((const Text *) text)->language_type, 600);

  g_assert_cmpuint (n_segments, >, 1);
  g_assert_cmpuint (n_segments, <, count_sentences (text));
}

static void
add (const Text * text, const gchar * sentence, GTestDataFunc function)
{
  g_autofree gchar *language = g_ascii_strdown (text->language_type, -1);
  g_autofree gchar *path = g_strdup_printf ("/languages/%s/%s", language,
      sentence);

  g_test_add_data_func (path, text, function);
}

int
main (int argc, char **argv)
{
  gst_init (&argc, &argv);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    add (&texts[i], "each-sentence-is-a-segment",
        test_each_sentence_is_a_segment);
    add (&texts[i], "each-sentence-is-a-segment-with-auto",
        test_each_sentence_is_a_segment_with_auto);
    add (&texts[i], "sentences-are-grouped", test_sentences_are_grouped);
  }

  return g_test_run ();
}
