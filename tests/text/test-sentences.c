/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "text/bars.h"

/* A bar stands where a sentence ends. */
typedef struct
{
  const gchar *path;
  const gchar *language;
  const gchar *texts[24];
} Case;

static const Case cases[] = {
  {"/sentences/english-abbreviations-end-none", "en", {
              "I met Dr. Smith and Mrs. Jones.| They were well.",
              "The U.S. Senate met.| Nobody came.",
              "He lives in the U.S.| He likes it.",
              "Use a tool, e.g. Emacs.| Or another, i.e. vi.",
              "It was 3 p.m. Eastern time.| It was 3 p.m.| He left.",
              "J. R. R. Tolkien wrote it.| George W. Bush did not.",
              "We went to St. Paul with Prof. Xavier.",
              "See No. 5 and p. 7.| No.| He did not.",
              "Jean-P. Sartre, Ph.D. of Paris.| It was I.| He knew.",
              "Smith vs. Jones went on.| Acme Inc. Limited lost.| Apples etc.| Then pears.",
              "It was on Feb. 7 Robert came.| In Jan. 1990 Bob did.",
          "Vols. 1 to 3 cost approx. $5.| See vol. II and ch. IV.| No.| I did."}},
  {"/sentences/english-numbers-and-addresses-are-whole", "en", {
              "Pi is 3.14 or so.| It costs $5.00.| At 10.30 we go.",
              "See www.example.com/a.b?c=d.| Mail a.b@example.com.| Thanks.",
          "Version 1.2.3 is out.| It has file.txt in it."}},
  {"/sentences/english-quotations-stay-together", "en", {
              "He said: \"I am here.\"| Then he left.",
              "\"Why?\" he asked.| \"Because.\"| She left.",
              "“Stop!” he cried.| “Never.”| ‘Well,’ she said.| (He laughed.)| All was well.",
              "He left.| \"She stayed.\"| \"Both came back.\"",
          "It is the dogs' house.| It's the dog's house."}},
  {"/sentences/english-marks-in-a-row-are-one", "en", {
              "What?!| No!!!| Well...| Yes.",
              "Wait… he said.| Wait... he said.",
          "Really?| I said so.| (Yes?!)| No."}},
  {"/sentences/german", "de", {
              "Am 3. Oktober kam Herr Dr. Maier.| Er blieb.",
              "Er mag Obst, z. B. Äpfel, d. h. Boskop, u. a. Birnen.| Sie nicht.",
              "Er mag Obst, z.B. Äpfel, d.h. Boskop, u.a. Birnen.| Sie nicht.",
              "Äpfel, Birnen usw. Danach ging er.",
              "Äpfel, Birnen usw.| Der Rest blieb.",
              "Siehe Nr. 5, S. 7 und Abb. 3.| Dann weiter.",
              "Ludwig XIV. König von Frankreich.| Im 19. Jahrhundert.| Es war 1990.| Dann kam er.",
              "Es kostet 3,14 Mio. Euro.| Um 10.30 Uhr ist Schluss.",
              "„Ja.“| Er ging.| „Nein“, sagte sie.| »Warum?«, fragte er.| »Darum.«| Ende.",
              "Herr Maier.| Er blieb.| Und er?| Nun ja.| Das Jahr.| Dann kam es.",
              "Z. B. Hunde.| Vgl. Müller, St. Gallen, Prof. Dr. Huber.",
              "Nimm max. 5 Stück davon.| Nicht mehr.| Es sind max. 3 Tage.",
              "Am 5. 3. 2024 zog er in die Hauptstr. 112.| Tel.-Nr. 030 gilt.| Es war Karl d. Gr.| Er blieb.",
          "Siehe Bd. II, Kap. IV.| Er wohnt in der Hauptstr.| Dann kam er."}},
  {"/sentences/french", "fr", {
              "M. Dupont et Mme Martin partent.| Ils rient.",
              "Il dit : « Bonjour. »| Puis il part.",
              "Vraiment ?| Oui !| « Quoi ? » demanda-t-il.",
              "Voir p. ex. Paris, cf. Lyon.| C'est l'art. 5.| Fini.",
              "Des pommes, etc.| Puis des poires.| J.-C. Dupont est là.",
              "St. Jean, le Dr. Knock et M. Le Goff.| Ils dorment…",
              "Mme. Roy et Mlle. Petit, Mmes. Dupont.| Fin.",
          "Mr. Martin, chap. IV, Éd. Gallimard.| Fin."}},
  {"/sentences/spanish", "es", {
              "El Sr. López y la Sra. García viven en EE. UU. desde 1990.",
              "Vive en EE. UU.| Le gusta.",
              "¿Qué?| ¡No!| ¿De verdad?| Sí.",
              "Hay fruta, p. ej. Manzanas.| Ud. Verá.| Dña. Ana no.",
              "Véase la pág. 5 y el núm. 3.| Pesa 3,14 kg.| «Hola.»| Adiós.",
          "El sr. López, la dra. Ruiz y el prof. Gil.| Ntra. Sra. de la Pza. Mayor."}},
  {"/sentences/italian", "it", {
              "Il Dott. Rossi e il Sig. Bianchi partono.| Ridono.",
              "La Sig.ra Verdi, il Prof. Neri e l'Avv. Gallo.| Fine.",
              "Mele, pere, ecc.| Poi il resto.| Vedi pag. 5.",
              "«Ciao.»| Disse così.| Nel 50 a.C. Cesare partì.| È così.",
              "Il sig. Bianchi, l'ing. Rossi e il prof. Verdi.| La dott.ssa Neri e l'avv. Gallo.",
          "Nel sec. XIX, art. 3, c. 2, vol. II.| Poi."}},
  {"/sentences/portuguese", "pt", {
              "O Sr. Silva e a Sra. Souza saíram.| Voltaram.",
              "A Dra. Lima mora na av. Paulista.| O Exmo. Senhor não.",
              "Maçãs, etc.| Depois peras.| Veja a pág. 7.| “Sim.”| Não.",
              "O sr. Silva e o prof. Souza saíram.| O Gov. Reis e o Min. Lima também.",
          "No séc. XX, cap. IV.| Depois."}},
  {"/sentences/russian", "ru", {
              "Он жил в г. Москве на ул. Ленина.| Потом уехал.",
              "В 1990 г. Москва росла.",
              "Это было в 1990 г.| Он уехал.",
              "Яблоки, груши и т. д.| Потом он ушёл.| Яблоки и т. д. Москвы.",
              "А. С. Пушкин родился здесь.| См. п. 5 и стр. 7.",
              "Т. е. Москва.| «Да.»| Он ушёл.| «Нет!» — сказал он.",
              "Проф. Иванов и акад. Петров.| Им. Ленина.",
              "Он жил в с. Михайловское.| Под ред. Иванова, изд. Мир, кн. 2.| Это ок. Москвы.",
          "Ст. 5 ч. 2, гл. IV.| Потом."}},
  {"/sentences/chinese", "zh", {
              "他说：“今天会下雨吗？”|“不会。”她走了！|真的吗？！|好。",
              "「你好。」|「再见。」他走了。|「她留下。」",
              "他走了。|“她留下。”|（真的。）|《书》很好。",
              "他说\"你好。\"然后走了。|\"我也走。\"",
              "“为什么？”他问。|圆周率是3.14。|价格是1,000.5元。",
              "Dr. Smith 来了。|他在 U.S. Senate 工作。",
          "他是Dr. Smith。|我住在No. 5。|那是在U.S. Senate。"}},
  {"/sentences/japanese", "ja", {
              "彼は言った。|「そうだ。」|「はい。」と答えた。|終わり。",
              "雨だ。|『本当か！』|（たぶん。）|『うん』と言った。",
              "値段は3.14円です。|ＡＢＣ。|あいう。",
          "彼はMr. Tanakaです。|部屋はNo. 5です。"}},
  {"/sentences/korean", "ko", {
              "그는 말했다.| \"안녕하세요?\"| 그리고 갔다.",
              "값은 3.14이다.| “네.”| 끝났다!| 정말?| 그래.",
              "“네?” 하고 그가 물었다.| \"응!\" 이라고 했다.| “왜?” 라며 웃었다.| “그래.” 하면서 갔다.",
          "김씨는Mr. Park을 봤다.| 오늘은 2024. 5. 3.| 금요일이다.| 그해는 1999.| 끝났다."}},
  {"/sentences/of-any-language-with-auto", NULL, {
              "I met Dr. Smith.| He left.",
              "Das ist z. B. Obst.| Am 3. Oktober kam er.",
              "M. Dupont est là.| Le Sr. López también.",
              "Он жил в г. Москве.| Потом уехал.",
              "他走了。|「她留下。」",
              "彼は言った。|「はい。」",
              "मैं घर गया।| वह आया।",
          "هل أنت بخير؟| نعم."}},
  {"/sentences/the-list-of-icu-is-heard-for-whole-words", "en", {
              "In Sept. Robert came.| It was Sept.| He left.",
          "We let it go.| Robert came.| I see the mar.| He left."}},
  {"/sentences/the-german-list-of-icu-is-heard", "de", {
          "Es waren zwei Dtzd. Eier.| Das war das Jahr.| Gut.| Er blieb.| Der Hund."}},
  {"/sentences/end-before-the-dash-of-a-speech", "ru", {
              "— Да, — сказал он.| — Я приду.| — Хорошо! — ответила она.| — «Так.»",
              "Он пришёл…| — Кто? — спросила она.",
              "Он жил в г. — Москве.",
              "Это 5. — 7.| Всё — Москва.",
          "—¿Sí? —dijo él—.| Fue.| —¿Y tú?| —Yo."}},
  {"/sentences/a-blank-line-ends-one-always", "en", {
              "A title|\n\nThe text goes on.", "He met Dr.|\n\nSmith.",
          "One|\r\n\r\ntwo.", "One|\xe2\x80\xa9two.", "One|\n \t\ntwo"}},
  {"/sentences/a-line-end-is-none", "en", {
              "He met Dr.\nSmith in the\nMain Street.|\nThen he left.",
          "one\r\ntwo", "one\xe2\x80\xa8two", "one\xc2\xa0two"}},
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;

  for (guint i = 0; i < G_N_ELEMENTS (test->texts) && test->texts[i]; i++)
    bars_check (QWENTTS_END_SENTENCE, test->language, test->texts[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_case);
  return g_test_run ();
}
