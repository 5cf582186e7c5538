package org.insight.resolution.names;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.insight.resolution.names.Token.Role;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the name of a person into words that can be compared: folded, in Latin letters, without
 * titles, articles and particles, and with the compounds of Arabic names joined ({@code Abd al-
 * Rahman}, {@code Abdul Rahman} and {@code Abdurrahman} are one word).
 */
public final class PersonNames {

  /** Most words of a name that are compared. */
  public static final int MOST_WORDS = 12;

  private static final int LONGEST = 500;

  private static final String APOSTROPHES = "'’‘`´ʼʿʾ′";

  /** Words are few and names are many, so each thread remembers how it folded a word. */
  private static final int REMEMBERED = 100_000;

  private static final ThreadLocal<Map<String, List<Romanization.Word>>> FOLDED =
      ThreadLocal.withInitial(HashMap::new);

  /** Words that say nothing of who it is: titles, articles, particles, filiation. */
  private static final Set<String> PARTICLES =
      Set.of(
          // Arabic and Persian article, filiation, honorifics
          "al",
          "el",
          "ul",
          "as",
          "ash",
          "ar",
          "an",
          "ad",
          "az",
          "at",
          "bin",
          "ben",
          "ibn",
          "bint",
          "ibnu",
          "bn",
          "ould",
          "wld",
          "ibnat",
          "haji",
          "hajji",
          "hadj",
          "haj",
          "sheikh",
          "shaykh",
          "cheikh",
          "chekh",
          "mullah",
          "molla",
          "mawlawi",
          "maulvi",
          "maulavi",
          "qari",
          "sayyid",
          "syed",
          "sayed",
          "ustad",
          "mohtaram",
          // Romance
          "de",
          "del",
          "della",
          "dello",
          "di",
          "da",
          "do",
          "dos",
          "das",
          "du",
          "des",
          "la",
          "le",
          "las",
          "los",
          "les",
          "y",
          "e",
          "et",
          "lo",
          "d",
          // Germanic
          "van",
          "von",
          "der",
          "den",
          "vom",
          "zu",
          "zur",
          "ter",
          "ten",
          "af",
          "av",
          "the",
          "of",
          // titles
          "mr",
          "mrs",
          "ms",
          "miss",
          "dr",
          "prof",
          "sir",
          "jr",
          "sr",
          "mme",
          "mlle",
          "sra",
          "don",
          "dona",
          "herr",
          "frau",
          "ing",
          "eng",
          "gen",
          "col",
          "capt",
          "lt");

  /** Names too, if a full name ends with them: {@code Zhou Bin}. */
  private static final Set<String> FILIATION = Set.of("bin", "ben");

  /** Titles and articles in Arabic letters, after romanisation. */
  private static final Set<String> CONSONANTAL_PARTICLES =
      Set.of(
          "al", "bn", "abn", "bnt", "wld", "shykh", "dktwr", "alshykh", "alsyd", "mhndas", "hajy");

  private static final Set<String> SERVANTS =
      Set.of(
          "abd", "abdul", "abdal", "abdel", "abdoul", "abdou", "abdu", "abde", "abdur", "abdus",
          "abduz", "abdun", "abdud", "abdut", "abder", "abdes", "abdar", "abdas", "abdol",
          "abdool");

  /** Father or mother of, some with the article. */
  private static final Set<String> KUNYAS =
      Set.of("abu", "abou", "abo", "abul", "aboul", "abol", "umm");

  /** The name of God and those most joined to it, as they begin after the article. */
  private static final Pattern JOINED =
      Pattern.compile("abd(?:oul|eul|[aeuo][lrsznd]|[aeou])?(?=[^aeiou])([a-z]{3,})");

  private PersonNames() {}

  /**
   * The words of a name in full, of unknown roles. A name with a comma after its first part gives
   * the family name first ({@code MARTIN, Jean}).
   */
  public static List<Token> full(String name) {
    int comma = name.indexOf(',');
    if (comma > 0 && comma < name.length() - 1 && name.indexOf(',', comma + 1) < 0) {
      String given = name.substring(comma + 1).trim();
      String family = name.substring(0, comma);
      String last = given.substring(given.lastIndexOf(' ') + 1).toLowerCase(Locale.ROOT);
      // In "HAKIM, ABDUL" the comma parts one word.
      return SERVANTS.contains(last)
          ? List.copyOf(words(given + " " + family, Role.UNKNOWN, null).values())
          : parts(given, family);
    }
    return List.copyOf(words(name, Role.UNKNOWN, null).values());
  }

  /** The words of a name that is given in parts. Either may be empty. */
  public static List<Token> parts(String given, String family) {
    Map<String, Token> words = new LinkedHashMap<>(words(given, Role.GIVEN, null));
    words(family, Role.FAMILY, words).forEach(words::putIfAbsent);
    return List.copyOf(words.values());
  }

  /** Words by their text, so that one that is given twice counts once. */
  private static Map<String, Token> words(
      String raw, Role role, @Nullable Map<String, Token> before) {
    String name = raw.length() > LONGEST ? raw.substring(0, LONGEST) : raw;
    List<Romanization.Word> found = new ArrayList<>();
    pieces(name).forEach(piece -> found.addAll(folded(piece)));
    List<Romanization.Word> kept = new ArrayList<>();
    for (int i = 0; i < found.size(); i++) {
      Romanization.Word word = found.get(i);
      String text = word.text();
      if (word.consonantal()) {
        i = consonantal(found, i, kept);
      } else if (SERVANTS.contains(text) && i + 1 < found.size()) {
        i = servant(found, i, kept);
      } else if (isKunya(text) && i + 1 < found.size()) {
        i = kunya(found, i, kept);
      } else if (!PARTICLES.contains(text)
          || isInitial(text, role, i, found.size())
          || role == Role.UNKNOWN && i > 0 && i + 1 == found.size() && FILIATION.contains(text)) {
        kept.add(new Romanization.Word(servant(text), false));
      }
    }
    if (kept.isEmpty()) {
      // A name of particles alone ("Ben", "Al") is still a name.
      found.forEach(word -> kept.add(new Romanization.Word(word.text(), word.consonantal())));
    }
    Map<String, Token> words = new LinkedHashMap<>();
    for (Romanization.Word word : kept) {
      if (words.size() < MOST_WORDS && (before == null || !before.containsKey(word.text()))) {
        words.putIfAbsent(
            word.text(),
            new Token(
                word.text(),
                SoundKey.of(word.text(), word.consonantal()),
                otherSound(word),
                word.consonantal(),
                role));
      }
    }
    return words;
  }

  /**
   * What looks like an article may be the beginning of a name ({@code اليكساندر}, {@code الفريد}).
   * Before a vowel its l may be part of the Latin name ({@code العربي}, Larbi). A first vowel
   * before two consonants may be left out ({@code Ismail} and {@code Smail}).
   */
  private static String otherSound(Romanization.Word word) {
    return word.article()
        ? SoundKey.of((word.text().startsWith("a") ? "l" : "al") + word.text(), true)
        : word.consonantal() || !SoundKey.beginsWithTwo(word.text())
            ? ""
            : "a" + SoundKey.of(word.text(), false);
  }

  /** A letter joins two words only between them: {@code Ortega y Gasset}, but {@code Y. Saeed}. */
  private static boolean isInitial(String text, Role role, int at, int words) {
    return text.length() == 1 && words > 1 && (at + 1 == words || at == 0 && role != Role.FAMILY);
  }

  /** A word in Arabic letters: without the article, and joined if it is a compound. */
  private static int consonantal(
      List<Romanization.Word> found, int at, List<Romanization.Word> kept) {
    String text = found.get(at).text();
    if (CONSONANTAL_PARTICLES.contains(text)) {
      return at;
    }
    if ((text.equals("abd") || text.equals("abw") || text.equals("aba") || text.equals("am"))
        && at + 1 < found.size()) {
      String rest = withoutArticle(found.get(at + 1)).text();
      kept.add(
          new Romanization.Word(
              (text.equals("abd") ? "abd" : text.equals("am") ? "um" : "abu") + rest, true));
      return at + 1;
    }
    kept.add(
        text.startsWith("abdal") && text.length() > 6
            ? new Romanization.Word("abd" + text.substring(5), true)
            : withoutArticle(found.get(at)));
    return at;
  }

  /** The word itself, and no article, if it has none or is too short for one. */
  private static Romanization.Word withoutArticle(Romanization.Word word) {
    String text = word.text();
    // The name of God is written with two letters l.
    boolean article = word.article() && (text.length() > 4 || text.equals("allh"));
    return new Romanization.Word(article ? text.substring(2) : text, true, article);
  }

  private static int servant(List<Romanization.Word> found, int at, List<Romanization.Word> kept) {
    int next = at + 1;
    if (PARTICLES.contains(found.get(next).text()) && next + 1 < found.size()) {
      next++;
    }
    kept.add(new Romanization.Word("abd" + found.get(next).text(), false));
    return next;
  }

  /** {@code Abdulrahman}, {@code Abderrahmane} and {@code Abd al-Rahman} become one. */
  private static String servant(String text) {
    if (text.length() < 7 || !text.startsWith("abd")) {
      return text;
    }
    var matcher = JOINED.matcher(text);
    return matcher.matches() ? "abd" + matcher.group(1) : text;
  }

  private static boolean isKunya(String text) {
    return KUNYAS.contains(text);
  }

  /** {@code Abu Bakr} is one word, for "Abu" alone is in a great many names. */
  private static int kunya(List<Romanization.Word> found, int at, List<Romanization.Word> kept) {
    int next = at + 1;
    if (PARTICLES.contains(found.get(next).text()) && next + 1 < found.size()) {
      next++;
    }
    String prefix = found.get(at).text().startsWith("a") ? "abu" : "um";
    kept.add(new Romanization.Word(prefix + found.get(next).text(), false));
    return next;
  }

  /** A text as names are folded, its words joined by blanks: for places and streets. */
  public static String fold(String text) {
    StringBuilder out = new StringBuilder();
    for (String piece : pieces(text)) {
      for (Romanization.Word word : folded(piece)) {
        out.append(out.isEmpty() ? "" : " ").append(word.text());
      }
    }
    return out.toString();
  }

  private static List<Romanization.Word> folded(String piece) {
    Map<String, List<Romanization.Word>> remembered = FOLDED.get();
    if (remembered.size() > REMEMBERED) {
      remembered.clear();
    }
    return remembered.computeIfAbsent(piece, Romanization::words);
  }

  /** Runs of letters, marks and digits, without apostrophes. */
  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isLetterOrDigit(c)
          || Character.isSurrogate(c)
          || Character.getType(c) == Character.NON_SPACING_MARK
          || Character.getType(c) == Character.COMBINING_SPACING_MARK) {
        piece.append(c);
      } else if (APOSTROPHES.indexOf(c) < 0 && !piece.isEmpty()) {
        pieces.add(piece.toString());
        piece.setLength(0);
      }
    }
    if (!piece.isEmpty()) {
      pieces.add(piece.toString());
    }
    return pieces;
  }
}
