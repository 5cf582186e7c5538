package org.insight.jobs.text.translation;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Apertium's stream format: how a sentence is written for it, how tokens become words with a part
 * of speech, and how its answer is read.
 */
final class ApertiumText {

  private static final String SPECIAL = "[]{}^$/\\@<>";

  /**
   * Marks of Apertium that stand for nothing in a text: kept as blanks, which it passes through.
   */
  private static final String MARKS = "*#~@";

  private static final Pattern ANALYSED = Pattern.compile("\\^(\\p{L}+)/\\*\\1\\$");
  private static final Pattern ENDS = Pattern.compile("[.!?…:;؟][\"'»”)\\]]*$");
  private static final Pattern KEPT = Pattern.compile("(?<!\\\\)\\[([^\\[\\]]*)\\]");
  private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");
  private static final Pattern MARK = Pattern.compile("(?<![\\p{L}\\p{N}])\\\\?([*@#])(?=\\p{L})");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}'’.,-]*");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");
  private static final Pattern BEFORE = Pattern.compile(" +([.,)])");

  private ApertiumText() {}

  /** Whether a sentence ends as one, and needs no full stop for its reading. */
  static boolean ends(String text) {
    return ENDS.matcher(text.strip()).find();
  }

  /** A sentence as Apertium reads it. Without the blank at its end, its full stop would be lost. */
  static String written(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    String line = BLANKS.matcher(text).replaceAll(" ").strip();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (MARKS.indexOf(c) >= 0) {
        out.append('[').append(c).append(']');
      } else {
        if (SPECIAL.indexOf(c) >= 0) {
          out.append('\\');
        }
        out.append(c);
      }
    }
    return out.append(ends(line) ? "[]" : ".[]").toString();
  }

  /**
   * The analysis with a part of speech for each token.
   *
   * @param mode direction, whose tags these are
   * @param target language that the sentence is translated into in the end: articles and adjectives
   *     agree with what is put in there
   */
  static String tagged(String analysis, Map<String, Slot> slots, String mode, String target) {
    Matcher words = ANALYSED.matcher(analysis);
    StringBuilder out = new StringBuilder(analysis.length() + 16 * slots.size());
    while (words.find()) {
      String word = words.group(1);
      Slot slot = slots.get(Tokens.key(word));
      String tags = slot == null ? "" : tags(slot, mode, target);
      words.appendReplacement(
          out,
          Matcher.quoteReplacement(
              tags.isEmpty() ? words.group() : "^" + word + "/" + word + tags + "$"));
    }
    return words.appendTail(out).toString();
  }

  private static String tags(Slot slot, String mode, String target) {
    boolean english = mode.contains("eng");
    return switch (slot.kind()) {
      case NOUN ->
          "<n>"
              + (mode.startsWith("eng") && slot.genders().isEmpty()
                  ? ""
                  : "<" + gender(slot, target) + ">")
              + (slot.plural() ? "<pl>" : "<sg>");
      case PERSON -> english ? "<np><ant><m><sg>" : "<np><ant>";
      case PLACE ->
          !english ? "<np><loc>" : mode.startsWith("eng") ? "<np><loc><sg>" : "<np><loc><m><sg>";
      case CODE -> !english ? "<np><al>" : "<np><al><m><sg>";
      case NUMBER -> "<num>";
      case ADVERB -> "<adv>";
      case PHRASE -> "";
    };
  }

  private static String gender(Slot slot, String target) {
    String gender = slot.genders().get(target);
    return gender != null
        ? gender
        : slot.genders().values().stream().sorted().findFirst().orElse("m");
  }

  /**
   * What Apertium answered, as plain text without its marks.
   *
   * @param stop whether a full stop was added to the sentence
   * @param slots tokens, which count as known
   */
  static EngineText read(String answer, boolean stop, Map<String, Slot> slots) {
    int unknown = 0;
    StringBuilder unmarked = new StringBuilder(answer.length());
    Matcher marks = MARK.matcher(answer);
    int from = 0;
    while (marks.find()) {
      Matcher word = Tokens.WORD.matcher(answer);
      boolean token =
          word.region(marks.end(), answer.length()).lookingAt()
              && slots.containsKey(Tokens.key(word.group()));
      unknown += token ? 0 : 1;
      unmarked.append(answer, from, marks.start());
      from = marks.end();
    }
    String text = unmarked.append(answer, from, answer.length()).toString();
    text = KEPT.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1)));
    text = ESCAPED.matcher(text).replaceAll(found -> Matcher.quoteReplacement(found.group(1)));
    text = BLANKS.matcher(text).replaceAll(" ").strip();
    text = BEFORE.matcher(text).replaceAll("$1");
    if (stop && text.endsWith(".")) {
      text = text.substring(0, text.length() - 1);
    }
    long words = WORD.matcher(text).results().count();
    return new EngineText(text, words == 0 ? 0 : Math.min(1, (double) unknown / words));
  }
}
