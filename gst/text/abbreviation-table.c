/* SPDX-License-Identifier: LGPL-2.1-or-later
 * SPDX-FileCopyrightText: 2026 The qwentts authors */

#include "text/abbreviation-table.h"

#include <string.h>

/* None is longer, in bytes. */
#define MAX_ABBREVIATION_BYTES 12

/* Words with a space after each. */
typedef struct
{
  const gchar *binds;
  const gchar *number;
  const gchar *may_end;
  const gchar *place;
  const gchar *starters;
} Table;

static const Table english = {
  .binds = "Dr. Mr. Mrs. Ms. Mx. Prof. St. Rev. Hon. Gen. Col. Capt. Lt. Cmdr. "
      "Sgt. Gov. Sen. Rep. Pres. Messrs. Mt. Ft. vs. e.g. i.e. cf. viz. ",
  .number = "No. Nos. p. pp. vol. vols. ch. fig. sec. art. c. ca. approx. ",
  .may_end = "U.S. U.S.A. U.K. U.N. E.U. D.C. a.m. p.m. A.M. P.M. B.C. A.D. "
      "Ph.D. M.D. B.A. M.A. Jr. Sr. Inc. Ltd. Co. Corp. Bros. dept. ",
  .starters =
      "A After All An And Another As At Because Before But By Each Even "
      "Every For From He Her Here His How However I If In Is It Its Many Most My "
      "No Not Now On Once One Or Our She So Some Soon Still Such That The Their "
      "Then There These They This Those Though Thus To Today Under Until We What "
      "When Where Which While Who Why With Yet You Your ",
};

static const Table german = {
  .binds =
      "Dr. Prof. Hr. Fr. Frl. Hrn. St. Dipl. Ing. Mag. z.B. d.h. u.a. i.d.R. "
      "z.T. z.Zt. zz. bzw. vgl. ca. evtl. ggf. insb. bes. sog. inkl. exkl. zzgl. "
      "i.A. i.V. gest. geb. verh. Hl. ",
  .number =
      "Nr. Nrn. S. Bd. Abb. Abs. Art. Kap. Tel. Str. Aufl. Ziff. Zi. Jh. "
      "max. str. ",
  .may_end =
      "usw. etc. u.v.m. u.ä. u.Ä. o.ä. o.Ä. u.dgl. v.Chr. n.Chr. Jhd. Mio. "
      "Mrd. Mill. Tsd. Std. Min. Sek. Co. e.V. a.D. d.Gr. d.Ä. d.J. ",
  .starters =
      "Aber Alle Alles Als Am An Auch Auf Aus Bei Beim Bis Da Dabei Damit "
      "Dann Darum Das Dass Dem Den Denn Der Des Deshalb Die Dies Diese Dieser "
      "Dieses Doch Dort Du Durch Ein Eine Einem Einen Einer Er Erst Es Für Gegen "
      "Hier Ich Ihr Ihre Im In Ist Ja Jede Jeder Jetzt Man Mit Nach Nein Nicht "
      "Noch Nun Nur Ob Oder Seit Sein Seine Sie So Trotz Um Und Unser Unter Viele "
      "Vom Von Vor Was Weil Wenn Wer Wie Wir Wo Zu Zum Zur Zwischen ",
};

static const Table french = {
  .binds =
      "M. MM. Mr. Mme. Mmes. Mlle. Mlles. dr. Me. Mgr. Pr. St. Ste. p.ex. c.-à-d. cf. av. env. boul. bd. "
      "apr. éd. R.P. ",
  .number = "no. n. p. pp. art. fig. chap. vol. t. tél. ",
  .may_end = "etc. J.-C. S.A. ",
  .starters =
      "Au Aussi Avec Bien Ce Cela Ces Cette Ceux Chaque Comme Dans De Depuis "
      "Des Donc Du Elle Elles En Enfin Et Ici Il Ils Je La Le Les Leur Leurs Lors "
      "Mais Mon Ne Non Nos Notre Nous On Or Ou Oui Par Pas Pendant Plus Pour "
      "Pourquoi Puis Quand Que Qui Sa Sans Se Ses Si Son Sur Tous Tout Tu Un Une "
      "Vos Votre Vous ",
};

static const Table spanish = {
  .binds =
      "sr. sra. srta. sres. sras. dr. dra. dres. D. Dª. dña. prof. profa. lic. "
      "ing. gral. cnel. Cap. mons. Ntra. Ntro. Pza. Fr. Sta. Sto. Ud. Uds. Vd. Vds. p.ej. av. avda. "
      "ej. cf. ",
  .number = "núm. n. nº. pág. págs. p. pp. art. cap. vol. fig. tel. tomo. ",
  .may_end =
      "etc. EE.UU. EE.UU.AA. JJ.OO. S.A. a.C. d.C. a.m. p.m. a.m. Cía. ",
  .starters =
      "A Ahora Al Así Aunque Como Con Cuando De Del Desde Después Donde El "
      "Ella Ellas Ellos En Entonces Entre Era Es Esa Ese Eso Esta Estas Este Esto "
      "Estos Fue Hasta Hay Hoy La Las Le Les Lo Los Luego Mas Me Mi Muchos Muy Nada "
      "Ni No Nos Nosotros O Para Pero Por Porque Pues Que Se Si Sin Sobre Su Sus "
      "También Tan Todo Todos Tras Tu Un Una Uno Y Ya Yo ",
};

static const Table italian = {
  .binds =
      "dott. dr. sig. sigg. prof. avv. ing. Arch. "
      "geom. Rag. On. sen. mons. S. SS. Gent. egr. spett. p.es. cfr. ca. ",
  .number = "n. nn. pag. pagg. p. pp. art. artt. c. cap. sec. vol. fig. tel. ",
  .may_end = "ecc. etc. a.C. d.C. S.p.A. S.r.l. s.r.l. U.S.A. ",
  .starters =
      "A Ai Al Alla Alle Allora Anche Ancora Che Chi Ci Come Con Così Cosa Da "
      "Dal Dalla Del Della Di Dopo Dove E Ecco Ed Era Gli I Ieri Il In Infine Io "
      "La Le Lei Lo Loro Lui Ma Mentre Mi Molti Nel Nella Nessuno No Noi Non O Ogni "
      "Oggi Ora Per Perché Però Più Poi Qualcuno Quando Quella Quello Questa Queste "
      "Questi Questo Qui Se Senza Si Sono Su Sul Sulla Tra Tu Tutti Tutto Un Una "
      "Uno Voi ",
};

static const Table russian = {
  .binds =
      "т.е. т.н. т.к. ул. им. проф. акад. доц. гр. просп. наб. пл. пер. пос. "
      "дер. обл. св. напр. ср. см. о. д. "
      "ок. изд. ред. ",
  .number =
      "п. пп. стр. ст. гл. кн. ч. рис. табл. кв. тел. № ",
  .may_end =
      "т.д. т.п. др. пр. руб. коп. тыс. млн. млрд. н.э. кг. км. мин. сек. ",
  .place = "г. гг. в. вв. р. с. ",
  .starters =
      "А Без Был Была Были Было В Вдруг Весь Во Вот Все Всё Вы Да Даже Для До "
      "Его Ее Её Если Есть Еще Ещё За Здесь Зато И Из Или Им Их К Как Какой Когда "
      "Кто Мы На Над Наш Не Нет Ни Но О Об Однако Он Она Они Оно От По Под Пока "
      "Пора После Потом Потому При С Со Сегодня Так Такой Там Теперь То Тогда Том "
      "Ты У Уже Хотя Через Что Чтобы Эта Эти Это Этот Я ",
};

static const Table portuguese = {
  .binds =
      "sr. sra. srta. srs. sras. dr. dra. drs. D. prof. profa. eng. exmo. exma. "
      "ilmo. Gen. Gov. Min. Sen. Dep. Des. Cel. Cap. Pe. Sto. Sta. S. av. p.ex. cf. ",
  .number = "n. nº. núm. pág. págs. p. pp. art. cap. vol. fig. tel. séc. ",
  .may_end = "etc. a.C. d.C. S.A. Ltda. Cia. E.U.A. EUA. ",
  .starters =
      "A Agora Ainda Além Ao Aos Apenas Após As Assim Até Cada Com Como Da De "
      "Depois Desde Do Dos E Ela Elas Ele Eles Em Enquanto Entre Era Essa Esse Esta "
      "Este Eu Foi Hoje Isso Isto Já Logo Mais Mas Me Meu Muitos Muito Na Nada Não "
      "Nem No Nos Nós Num Numa O Onde Os Ou Para Pela Pelo Pois Por Porque Quando "
      "Que Quem Se Sem Seu Seus Só Sobre Sua Suas Também Tanto Todo Todos Tudo Um "
      "Uma Você ",
};

/* The tables that are asked, the last one NULL. */
static const Table *const tables[][8] = {
  [QWENTTS_LANGUAGE_CHINESE] = {&english},
  [QWENTTS_LANGUAGE_ENGLISH] = {&english},
  [QWENTTS_LANGUAGE_JAPANESE] = {&english},
  [QWENTTS_LANGUAGE_KOREAN] = {&english},
  [QWENTTS_LANGUAGE_FRENCH] = {&french},
  [QWENTTS_LANGUAGE_GERMAN] = {&german},
  [QWENTTS_LANGUAGE_SPANISH] = {&spanish},
  [QWENTTS_LANGUAGE_ITALIAN] = {&italian},
  [QWENTTS_LANGUAGE_RUSSIAN] = {&russian, &english},
  [QWENTTS_LANGUAGE_PORTUGUESE] = {&portuguese},
  [QWENTTS_LANGUAGE_LATIN] = {&english, &german, &french, &spanish, &italian,
      &portuguese},
  [QWENTTS_LANGUAGE_OTHER] = {&english},
};

/* @is_any_case: the first letter of the list's word may be small where that of
 * @word is not */
static gboolean
is_in_list (const gchar * list, const gchar * word, gsize size,
    gboolean is_any_case)
{
  gunichar small = g_unichar_tolower (g_utf8_get_char (word));
  gsize head = g_utf8_next_char (word) - word;

  for (const gchar * p = list; p && *p;) {
    gsize n = strchr (p, ' ') - p;

    if (n == size && memcmp (p + head, word + head, n - head) == 0
        && (memcmp (p, word, head) == 0
            || (is_any_case && g_utf8_get_char (p) == small)))
      return TRUE;
    p += n + 1;
  }
  return FALSE;
}

QwenttsAbbreviation
qwentts_abbreviation_table_find (QwenttsLanguage language, const gchar * token)
{
  gsize size = strlen (token);

  if (size == 0 || size > MAX_ABBREVIATION_BYTES
      || language >= G_N_ELEMENTS (tables))
    return QWENTTS_ABBREVIATION_NONE;
  for (const Table * const *table = tables[language]; *table; table++) {
    if (is_in_list ((*table)->binds, token, size, TRUE))
      return QWENTTS_ABBREVIATION_BINDS;
    if (is_in_list ((*table)->number, token, size, TRUE))
      return QWENTTS_ABBREVIATION_NUMBER;
    if (is_in_list ((*table)->may_end, token, size, TRUE))
      return QWENTTS_ABBREVIATION_MAY_END;
    if (is_in_list ((*table)->place, token, size, TRUE))
      return QWENTTS_ABBREVIATION_PLACE;
  }
  return QWENTTS_ABBREVIATION_NONE;
}

gboolean
qwentts_abbreviation_table_is_starter (QwenttsLanguage language,
    const gchar * word)
{
  gsize size = strlen (word);

  if (size == 0 || language >= G_N_ELEMENTS (tables))
    return FALSE;
  for (const Table * const *table = tables[language]; *table; table++)
    if (is_in_list ((*table)->starters, word, size, FALSE))
      return TRUE;
  return FALSE;
}

gboolean
qwentts_abbreviation_table_is_german_month (const gchar * text,
    const gchar * end)
{
  static const gchar *const months[] =
      { "Januar", "Jänner", "Februar", "März",
    "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember", "Jahrhundert"
  };

  for (guint i = 0; i < G_N_ELEMENTS (months); i++) {
    gsize size = strlen (months[i]);

    if ((gsize) (end - text) >= size && memcmp (text, months[i], size) == 0)
      return TRUE;
  }
  return FALSE;
}
