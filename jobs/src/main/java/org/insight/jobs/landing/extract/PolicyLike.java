package org.insight.jobs.landing.extract;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.ibm.icu.text.SpoofChecker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.insight.core.StreamSafeText;
import org.insight.jobs.landing.mapping.ItemText;
import org.insight.policy.BasePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Tells what looks like a policy: the name of a file, its text, a key or a header. Its author meant
 * to restrict something. Whoever passes it over takes the laxer policy from further up.
 *
 * <p>Letters are compared by their skeletons (Unicode Technical Standard #39), so that letters that
 * look alike are equal.
 */
public final class PolicyLike {

  /** A longer text is no policy. */
  public static final int MOST_BYTES = 1 << 16;

  /** So much of a file tells whether the rest can be a policy. */
  public static final int HEAD_BYTES = 1 << 10;

  private static final String POLICY = "policy";
  private static final List<String> WANTED = List.of(POLICY, "policies");

  /** One edit away, and words of their own: of police, politics and shelves. */
  private static final Set<String> ORDINARY =
      Set.of(
          "police",
          "polices",
          "policie",
          "policier",
          "policiers",
          "policias",
          "polity",
          "polities",
          "polic",
          "polica",
          "polici",
          "policu",
          "polisy");

  private static final List<String> ENDINGS = List.of("yaml", "yml", "json", "txt");

  /** Stand before or behind the name of a copy, in the languages of the systems that write them. */
  private static final Set<String> OF_COPIES =
      Set.of(
          ("copy copie copia copias kopie kopia kopi kopya kopio duplicate duplicado duplicata of de"
                  + " di von van av af another st nd rd th \u043a\u043e\u043f\u0438\u044f"
                  + " \u043a\u043e\u043f\u0456\u044f \u043e\u0442 \u0646\u0633\u062e\u0629"
                  + " \u0645\u0646 \u526f\u672c \u590d\u5236 \u30b3\u30d4\u30fc \uc0ac\ubcf8")
              .split(" "));

  /** Stand behind the name of a backup, or of what is being written, fetched or merged. */
  private static final Set<String> OF_BACKUPS =
      Set.of(
          ("bak bck bkp backup sicherung sauvegarde respaldo old orig original ori save sav saved"
                  + " tmp temp part partial filepart crdownload download opdownload aria swp swo"
                  + " swn swx rej mine theirs lock lck lnk url webloc desktop shortcut raccourci"
                  + " dpkg dist rpmsave rpmnew rpmorig r rev v ver sync")
              .split(" "));

  /** Only behind a dot: a document may be called a new policy. */
  private static final Set<String> OF_ENDINGS = Set.of("new", "final", "base", "local", "remote");

  private static final Pattern CONFLICT = Pattern.compile("con?flic?t.*|konfli[kc]t.*");
  private static final Pattern DOT =
      Pattern.compile("[.\\x{2024}\\x{3002}\\x{FE52}\\x{FF0E}\\x{FF61}]");
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
  private static final Pattern NUMBER = Pattern.compile("\\p{N}+");
  private static final Pattern LAST_DIGITS = Pattern.compile("(?<=\\p{L})\\p{N}+$");
  private static final Pattern FIRST_DIGITS = Pattern.compile("^\\p{N}+(?=\\p{L})");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BEFORE = Pattern.compile("^[.~#$]+");
  private static final Pattern ENCODED_BLANK = Pattern.compile("%20|\\+");

  /** A temporary file of rsync: six letters or digits behind the name. */
  private static final Pattern DRAWN = Pattern.compile("[A-Za-z0-9]{6}");

  private static final int LONGEST_NUMBER = 3;
  private static final int LONGEST_WORD = 14;

  /**
   * Control and format characters, and what else is drawn as nothing: Unicode's property {@code
   * Default_Ignorable_Code_Point} (DerivedCoreProperties), variation selectors and fillers among
   * them.
   */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\p{Cc}\\p{Cf}\\x{34F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}\\x{180B}-\\x{180F}\\x{2065}"
              + "\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FFA0}\\x{FFF0}-\\x{FFF8}\\x{E0000}-\\x{E0FFF}]");

  /** The empty pattern of Braille is a sign, and looks as a blank does. */
  private static final Pattern BLANK = Pattern.compile("[\\p{Z}\\x{2800}]");

  /** Of a policy file. */
  private static final List<String> KEYS =
      List.of(
          "source",
          "purposes",
          "handling",
          "grading",
          "only_for",
          "not_for",
          "level",
          "expires_on",
          "conditions",
          "addressed_to");

  private static final int LONGEST_KEY = 40;
  private static final int SHORTEST_KEY = 5;

  /** Shorter keys are near too many words. */
  private static final int SHORTEST_NEAR = 7;

  private static final int FEWEST_KEYS = 2;

  private static final Pattern OF_HEADERS = Pattern.compile("[\\p{Z}\\s_.-]+");
  private static final Pattern ENDS_HEADER = Pattern.compile("[:=\\x{FE55}\\x{FF1A}]");
  private static final int HEADER_EDITS = 2;

  private static final JsonFactory JSON = new JsonFactory();
  private static final JsonFactory YAML = new YAMLFactory();

  /** Building it reads Unicode's table. Once built, it is safe for several threads. */
  private static final class Skeletons {
    static final SpoofChecker CHECKER = new SpoofChecker.Builder().build();
  }

  private static final Set<String> SKELETONS_OF_ENDINGS =
      ENDINGS.stream().map(PolicyLike::skeleton).collect(Collectors.toUnmodifiableSet());

  private PolicyLike() {}

  /** A name without what nobody sees of it: marks, as of the direction of writing, outer blanks. */
  public static String seen(String name) {
    String unmarked = UNSEEN.matcher(name).replaceAll("");
    return BLANK.matcher(unmarked).replaceAll(" ").strip();
  }

  /**
   * Of what a file would be the policy if it were named as policies are. Marks of copies, endings
   * of backups, letters that look alike and one mistake in typing are passed over.
   *
   * @param fileName without folders
   * @return a file's name; empty for the folder; null where the name does not look like that of a
   *     policy
   */
  public static @Nullable String nameOf(String fileName) {
    List<String> parts = new ArrayList<>(Arrays.asList(DOT.split(fileName, -1)));
    int last = parts.size() - 1;
    boolean yaml = false;
    if (last > 1 && fileName.startsWith(".") && DRAWN.matcher(parts.get(last)).matches()) {
      // As rsync names what it writes, it begins with a dot.
      last -= isBehind(words(parts.get(last))) ? 0 : 1;
    }
    while (last > 0) {
      List<String> words = words(parts.get(last));
      if (!isBehind(words)) {
        break;
      }
      yaml |= words.stream().anyMatch(word -> word.startsWith("y"));
      last--;
    }
    if (!isPolicy(words(parts.get(last)), yaml)) {
      return null;
    }
    int end = parts.subList(0, last).stream().mapToInt(part -> part.length() + 1).sum();
    String before = fileName.substring(0, Math.max(0, end - 1));
    String bare = BEFORE.matcher(seen(before)).replaceFirst("");
    return bare.isEmpty() || bare.equals("lock") ? "" : before;
  }

  /** A file's name without the marks of a copy or of what is being written. */
  public static String unmarked(String fileName) {
    String bare = BEFORE.matcher(seen(fileName)).replaceFirst("");
    return bare.replaceFirst("(?i)^(?:copy(?: \\(\\d+\\))? of|copie de|copia de|kopie von) +", "")
        .replaceFirst(
            "(?i)(?: - (?:copy|kopie|copie|copia))?(?: ?\\(\\d+\\))?(?=(?:\\.[^.]*)?$)", "");
  }

  /** Whether what stands behind a dot says nothing of what the file is. */
  private static boolean isBehind(List<String> words) {
    for (String word : words) {
      if (CONFLICT.matcher(word).matches()) {
        return true;
      }
    }
    return words.stream()
        .allMatch(
            word -> isMark(word) || isEnding(word) || OF_ENDINGS.contains(word) || word.isEmpty());
  }

  private static boolean isMark(String word) {
    String letters = LAST_DIGITS.matcher(word).replaceFirst("");
    letters = FIRST_DIGITS.matcher(letters).replaceFirst("");
    return NUMBER.matcher(word).matches()
        || OF_COPIES.contains(letters)
        || OF_BACKUPS.contains(letters);
  }

  private static boolean isEnding(String word) {
    if (ENDINGS.contains(word)) {
      return true;
    }
    if (word.length() < 3 || word.length() > 5) {
      return false;
    }
    // Near "yml" is "xml".
    return within(word, "yaml", 1)
        || within(word, "json", 1)
        || SKELETONS_OF_ENDINGS.contains(skeleton(word));
  }

  /**
   * @param words of what stands before the endings
   * @param yaml whether one of these is of YAML, which is no usual form of a text
   */
  private static boolean isPolicy(List<String> words, boolean yaml) {
    int at = -1;
    for (int i = 0; i < words.size(); i++) {
      if (isPolicy(words.get(i), yaml)) {
        at = i;
        break;
      }
    }
    if (at < 0) {
      String joined = String.join("", words);
      return words.size() > 1 && isPolicy(joined, yaml);
    }
    List<String> before = words.subList(0, at);
    List<String> behind = words.subList(at + 1, words.size());
    if (behind.stream().anyMatch(word -> CONFLICT.matcher(word).matches())) {
      return before.isEmpty();
    }
    boolean copy =
        before.stream().anyMatch(OF_COPIES::contains) || behind.stream().anyMatch(PolicyLike::says);
    return before.stream().allMatch(w -> OF_COPIES.contains(w) || copy && isNumber(w))
        && behind.stream()
            .allMatch(
                w ->
                    says(w)
                        || isEnding(w)
                        || isNumber(w) && (copy || w.length() <= LONGEST_NUMBER));
  }

  /** Whether a word alone tells of a copy or of a backup. */
  private static boolean says(String word) {
    return !isNumber(word) && isMark(word);
  }

  private static boolean isNumber(String word) {
    return NUMBER.matcher(word).matches();
  }

  private static boolean isPolicy(String word, boolean yaml) {
    String bare = LAST_DIGITS.matcher(word).replaceFirst("");
    if (bare.length() >= POLICY.length() + 3 && ENDINGS.stream().anyMatch(bare::endsWith)) {
      bare = bare.replaceFirst("(?:ya?ml|json|txt)$", "");
    }
    return isNear(bare) && !isOrdinary(bare, yaml);
  }

  private static boolean isNear(String word) {
    if (word.length() < POLICY.length() - 1 || word.length() > LONGEST_WORD) {
      return false;
    }
    String folded = skeleton(word);
    return WANTED.stream().anyMatch(wanted -> within(folded, wanted, 1));
  }

  private static boolean isOrdinary(String word, boolean yaml) {
    return yaml ? word.equals("police") : ORDINARY.contains(word);
  }

  private static List<String> words(String part) {
    String plain = ENCODED_BLANK.matcher(plain(part)).replaceAll(" ");
    return NO_WORD.splitAsStream(plain).filter(word -> !word.isEmpty()).toList();
  }

  /** In small letters of one width, without accents. */
  private static String plain(String text) {
    if (text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
      // As most are: nothing of what follows changes them but the letters' size.
      return text.toLowerCase(Locale.ROOT);
    }
    String wide = StreamSafeText.normalize(seen(text), Normalizer.Form.NFKC);
    String small = wide.toLowerCase(Locale.ROOT);
    return MARKS.matcher(StreamSafeText.normalize(small, Normalizer.Form.NFD)).replaceAll("");
  }

  /** What letters look like. Of those that look alike it is the same. */
  private static String skeleton(String plain) {
    String skeleton = Skeletons.CHECKER.getSkeleton(plain).toLowerCase(Locale.ROOT);
    return MARKS.matcher(skeleton).replaceAll("");
  }

  /** Whether a key of a notice is that of a policy but for letters that look or sound the same. */
  public static boolean isKey(String key) {
    return !key.equals(POLICY) && key.length() <= LONGEST_KEY && letters(key).equals(POLICY);
  }

  /** Whether a key may be that of a policy with a mistake in typing. What it holds must tell. */
  public static boolean isNearKey(String key) {
    return !key.equals(POLICY)
        && key.length() <= LONGEST_KEY
        && isNear(NO_WORD.matcher(plain(key)).replaceAll(""));
  }

  private static String letters(String key) {
    return skeleton(NO_WORD.matcher(plain(key)).replaceAll(""));
  }

  /**
   * The key of a policy that a key is, also in other letters or with a mistake in typing.
   *
   * @return null where it is none
   */
  public static @Nullable String keyWithin(String key) {
    if (KEYS.contains(key)) {
      return key;
    }
    if (key.length() > LONGEST_KEY || key.length() < SHORTEST_KEY) {
      return null;
    }
    String folded = OF_HEADERS.matcher(skeleton(plain(key))).replaceAll("_");
    for (String known : KEYS) {
      if (within(folded, known, known.length() < SHORTEST_NEAR ? 0 : 1)) {
        return known;
      }
    }
    return null;
  }

  /**
   * Whether the name of a header is within two edits of one of a policy, also without its {@code
   * X-}, and is none.
   */
  public static boolean isHeader(String name) {
    if (name.length() > LONGEST_KEY || name.length() < 8) {
      return false;
    }
    String folded = OF_HEADERS.matcher(skeleton(plain(name))).replaceAll("-");
    String bare = folded.replaceAll("^[^\\p{L}]+", "");
    for (String key : KEYS) {
      String known = BasePolicy.HEADER_PREFIX.toLowerCase(Locale.ROOT) + key.replace('_', '-');
      if (within(bare, known, HEADER_EDITS) || within(bare, known.substring(2), HEADER_EDITS)) {
        return !BasePolicy.isHeader(name);
      }
    }
    return false;
  }

  /** Whether a text looks like another one, or is within two edits of it. */
  static boolean isNear(String text, String known) {
    return text.length() <= known.length() + HEADER_EDITS
        && within(skeleton(plain(text)), skeleton(plain(known)), HEADER_EDITS);
  }

  /** As {@link #isHeader}, of the line that it stands in, with or without a colon. */
  public static boolean isHeaderLine(String line) {
    String begin = line.substring(0, Math.min(line.length(), LONGEST_KEY + 1));
    return isHeader(ENDS_HEADER.split(begin, 2)[0].strip());
  }

  /**
   * Whether a text is YAML or JSON with two keys of a policy. One with a key {@code policy} is an
   * item that brings its own.
   */
  public static boolean isText(byte[] bytes) {
    if (bytes.length > MOST_BYTES || !mayBeText(bytes)) {
      return false;
    }
    StringWriter text = new StringWriter();
    try {
      Charset charset = ItemText.charset(new ByteArrayInputStream(bytes));
      ItemText.reader(new ByteArrayInputStream(bytes), charset).transferTo(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    String all = text.toString();
    try {
      return holdsKeys(all.startsWith("{") ? JSON : YAML, all);
    } catch (IOException e) {
      // A mapping of YAML may begin with a brace as well.
    }
    try {
      return all.startsWith("{") && holdsKeys(YAML, all);
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean holdsKeys(JsonFactory form, String text) throws IOException {
    boolean found = false;
    try (JsonParser parser = form.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.START_OBJECT) {
          parser.skipChildren();
          continue;
        }
        Set<String> keys = new HashSet<>();
        boolean own = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          String key = keyWithin(name);
          if (key != null) {
            keys.add(key);
          }
          own |= name.equals(POLICY);
          parser.nextToken();
          parser.skipChildren();
        }
        found |= !own && keys.size() >= FEWEST_KEYS;
      }
    }
    return found;
  }

  /** Whether the beginning of a file can be that of a policy, whose first line has a key. */
  public static boolean mayBeText(byte[] head) {
    byte[] begin = Arrays.copyOf(head, Math.min(head.length, HEAD_BYTES));
    String text = new String(begin, ItemText.charsetTold(begin));
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\t' && c != '\n' && c != '\r') {
        return false;
      }
    }
    for (String line : text.lines().toList()) {
      String bare = seen(line).replaceFirst("^---\\s*", "");
      if (!bare.isEmpty() && !bare.startsWith("#") && !bare.startsWith("%")) {
        return bare.indexOf(':') >= 0 || "{?!&".indexOf(bare.charAt(0)) >= 0;
      }
    }
    return begin.length == HEAD_BYTES;
  }

  /** Whether two texts are within so many edits: a letter more, less, other, or two swapped. */
  static boolean within(String a, String b, int most) {
    if (Math.abs(a.length() - b.length()) > most) {
      return false;
    }
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          edits[i][j] = i + j;
          continue;
        }
        int other = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        int least = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
        least = Math.min(least, edits[i - 1][j - 1] + other);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          least = Math.min(least, edits[i - 2][j - 2] + 1);
        }
        edits[i][j] = least;
      }
    }
    return edits[a.length()][b.length()] <= most;
  }
}
