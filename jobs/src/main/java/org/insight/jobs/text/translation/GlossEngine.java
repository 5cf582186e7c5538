package org.insight.jobs.text.translation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insight.core.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * English words beside Arabic ones, in the order of the Arabic: an aid for finding what matters, no
 * translation. Words that the dictionary lacks stay as they are.
 */
final class GlossEngine implements TranslationEngine {

  static final String NAME = "gloss";

  /** Where Debian keeps the dictionary. */
  static final Path DICTIONARY = Path.of("/usr/share/dictd/freedict-ara-eng");

  private static final Pair PAIR = new Pair("ar", "en");
  private static final int DIGITS = 8;
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]+");

  private static final Map<Character, String> CONJUNCTIONS = Map.of('و', "and", 'ف', "so");

  private static final Map<Character, String> PREPOSITIONS =
      Map.of('ب', "with", 'ل', "for", 'ك', "as");

  /** Frequent words for which the dictionary has rare meanings or none. */
  private static final Map<String, String> PARTICLES =
      Map.ofEntries(
          Map.entry("في", "in"),
          Map.entry("من", "from"),
          Map.entry("الي", "to"),
          Map.entry("علي", "on"),
          Map.entry("عن", "about"),
          Map.entry("مع", "with"),
          Map.entry("ان", "that"),
          Map.entry("التي", "which"),
          Map.entry("الذي", "who"),
          Map.entry("هذا", "this"),
          Map.entry("هذه", "this"),
          Map.entry("ذلك", "that"),
          Map.entry("كان", "was"),
          Map.entry("كانت", "was"),
          Map.entry("تم", "was done"),
          Map.entry("قد", "already"),
          Map.entry("لم", "not"),
          Map.entry("لا", "not"),
          Map.entry("لن", "will not"),
          Map.entry("ليس", "is not"),
          Map.entry("غير", "not"),
          Map.entry("بدون", "without"),
          Map.entry("دون", "without"),
          Map.entry("عدم", "no"),
          Map.entry("او", "or"),
          Map.entry("بعد", "after"),
          Map.entry("قبل", "before"),
          Map.entry("بين", "between"),
          Map.entry("يوم", "day"),
          Map.entry("هو", "he"),
          Map.entry("هي", "she"),
          Map.entry("و", "and"),
          Map.entry("ب", "with"),
          Map.entry("ل", "for"),
          Map.entry("ك", "as"),
          Map.entry("ف", "so"));

  private final Path stem;
  private @Nullable FreeDict dictionary;

  GlossEngine(Path stem) {
    this.stem = stem;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String needs() {
    return "Debian's dict-freedict-ara-eng";
  }

  @Override
  public String version(Pair pair) {
    try {
      return "freedict-ara-eng@"
          + Sha256.hex(Files.readAllBytes(FreeDict.definitions(stem))).substring(0, DIGITS);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read a dictionary", e);
    }
  }

  @Override
  public Set<Pair> pairs() {
    return Files.isReadable(FreeDict.index(stem)) && Files.isReadable(FreeDict.definitions(stem))
        ? Set.of(PAIR)
        : Set.of();
  }

  @Override
  public boolean isGloss() {
    return true;
  }

  @Override
  public Optional<EngineText> translate(MarkedText sentence, Pair pair) {
    FreeDict words;
    try {
      words = dictionary();
    } catch (IOException e) {
      return Optional.empty();
    }
    StringBuilder out = new StringBuilder();
    Matcher all = WORD.matcher(sentence.text());
    int count = 0;
    int unknown = 0;
    int from = 0;
    while (all.find()) {
      out.append(sentence.text(), from, all.start());
      from = all.end();
      count++;
      String word = all.group();
      if (sentence.slots().containsKey(Tokens.key(word))) {
        out.append(word);
      } else {
        String gloss = gloss(ArabicWord.bare(word), words);
        unknown += gloss == null ? 1 : 0;
        out.append(gloss == null ? word : gloss);
      }
    }
    out.append(sentence.text(), from, sentence.text().length());
    String text = out.toString().replace('،', ',').replace('؛', ';').replace('؟', '?');
    return Optional.of(new EngineText(text, count == 0 ? 0 : (double) unknown / count));
  }

  private synchronized FreeDict dictionary() throws IOException {
    FreeDict read = dictionary;
    if (read == null) {
      read = FreeDict.read(stem);
      dictionary = read;
    }
    return read;
  }

  /** Null: unknown. */
  private static @Nullable String gloss(String word, FreeDict words) {
    String whole = listed(word, words);
    if (whole != null) {
      return whole;
    }
    List<String> before = new ArrayList<>();
    String stem = word;
    stem = cut(stem, CONJUNCTIONS, before);
    String plain = listed(stem, words);
    if (plain == null) {
      stem = cut(stem, PREPOSITIONS, before);
      // "for the" is written with one lam.
      if (before.contains("for") && stem.startsWith("ل")) {
        stem = "ا" + stem;
      }
      plain = listed(stem, words);
    }
    if (plain == null && stem.startsWith("ال") && stem.length() > 3) {
      plain = listed(stem.substring(2), words);
      before.add("the");
    }
    if (plain == null) {
      return null;
    }
    before.add(plain);
    return String.join(" ", before);
  }

  private static @Nullable String listed(String word, FreeDict words) {
    String particle = PARTICLES.get(word);
    return particle != null ? particle : words.meaning(word).orElse(null);
  }

  private static String cut(String word, Map<Character, String> particles, List<String> before) {
    String particle = word.length() > 2 ? particles.get(word.charAt(0)) : null;
    if (particle == null) {
      return word;
    }
    before.add(particle);
    return word.substring(1);
  }
}
