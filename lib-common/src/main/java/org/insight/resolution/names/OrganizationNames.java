package org.insight.resolution.names;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.insight.resolution.names.Token.Role;

/**
 * Cuts the name of an organisation into words that can be compared: folded, without its legal form
 * and without the words that a great many names have.
 */
public final class OrganizationNames {

  /** Legal forms, folded, their letters joined ({@code S.A.R.L.} is {@code sarl}). */
  private static final Set<String> LEGAL_FORMS =
      Set.of(
          "sa",
          "sas",
          "sasu",
          "sarl",
          "eurl",
          "sci",
          "snc",
          "scop",
          "gie",
          "ltd",
          "limited",
          "llc",
          "llp",
          "lp",
          "plc",
          "inc",
          "incorporated",
          "corp",
          "corporation",
          "co",
          "company",
          "cie",
          "compagnie",
          "gmbh",
          "ag",
          "kg",
          "ohg",
          "ug",
          "mbh",
          "ev",
          "bv",
          "nv",
          "srl",
          "spa",
          "sl",
          "slu",
          "sau",
          "sadecv",
          "sapi",
          "cv",
          "de",
          "ab",
          "as",
          "asa",
          "aps",
          "oy",
          "oyj",
          "ooo",
          "oao",
          "zao",
          "pao",
          "ao",
          "too",
          "tov",
          "jsc",
          "ojsc",
          "cjsc",
          "pjsc",
          "doo",
          "dd",
          "kft",
          "zrt",
          "nyrt",
          "sro",
          "spzoo",
          "zoo",
          "sp",
          "z",
          "o",
          "ltda",
          "eireli",
          "sarlau",
          "pty",
          "pte",
          "pvt",
          "private",
          "public",
          "fze",
          "fzco",
          "fzc",
          "fz",
          "wll",
          "bsc",
          "kscc",
          "holding",
          "holdings",
          "group",
          "groupe",
          "grupo",
          "gruppe",
          "anonyme",
          "sociedad",
          "anonima",
          "societe",
          "gesellschaft",
          "limitada",
          "responsabilite",
          "limitee",
          "etablissements",
          "ets",
          "shrkh",
          "shrka",
          "sharika",
          "sharikat",
          "and",
          "et",
          "y",
          "the",
          "of",
          "la",
          "le",
          "el",
          "du",
          "des",
          "del",
          "und",
          "for",
          "pour",
          "para");

  private OrganizationNames() {}

  /** The words that tell it from others; all words if nothing else is left. */
  public static List<Token> words(String name) {
    String dotless = name.replaceAll("(?<=\\b\\p{L})\\.(?=\\p{L}\\b)", "").replace('&', ' ');
    List<String> all = new ArrayList<>(List.of(PersonNames.fold(dotless).split(" ")));
    List<String> kept = new ArrayList<>(all);
    kept.removeAll(LEGAL_FORMS);
    Map<String, Token> words = new LinkedHashMap<>();
    for (String word : kept.isEmpty() ? all : kept) {
      if (!word.isEmpty() && words.size() < PersonNames.MOST_WORDS) {
        words.putIfAbsent(word, new Token(word, SoundKey.of(word, false), "", false, Role.UNKNOWN));
      }
    }
    return List.copyOf(words.values());
  }
}
