package org.insight.jobs.landing.mapping;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What sources write where they have no value. Only what is no name of anybody in any language is
 * taken for such: Na, Nan, Nil, None and Null are names and surnames, N.A. are initials by which
 * witnesses are called, and NA is Namibia. Where a source means no value by one of these, its
 * mapping says so ({@code nulls}).
 */
final class Placeholders {

  private static final Pattern MARKS =
      Pattern.compile("[-\\u2010-\\u2015?\\u00bf\\u061f._*/\\u2026]+");
  private static final Pattern SPACES = Pattern.compile("\\s+");

  /** Free text is long, and looked at for each value. */
  private static final int MOST_CHARACTERS = 40;

  private static final Set<String> WORDS =
      Set.of(
          "n/a",
          "#n/a",
          "n/k",
          "n/c",
          "n/r",
          "s/d",
          "s/n",
          "(null)",
          "<null>",
          "\\n",
          "unknown",
          "not known",
          "not available",
          "not applicable",
          "not specified",
          "inconnu",
          "inconnue",
          "non connu",
          "non connue",
          "non communiqué",
          "non disponible",
          "non renseigné",
          "non renseignée",
          "desconocido",
          "desconocida",
          "no consta",
          "no disponible",
          "no aplica",
          "sin datos",
          "غير معروف",
          "غير معروفة",
          "غير محدد",
          "غير متوفر",
          "لا يوجد",
          "مجهول",
          "مجهولة");

  private Placeholders() {}

  /**
   * Whether a value as a whole stands for none, whatever its capital letters.
   *
   * @param value without blanks around it
   */
  static boolean holds(String value) {
    return MARKS.matcher(value).matches()
        || value.length() <= MOST_CHARACTERS
            && WORDS.contains(SPACES.matcher(value).replaceAll(" ").toLowerCase(Locale.ROOT));
  }
}
