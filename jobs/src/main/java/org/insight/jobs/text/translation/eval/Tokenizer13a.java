package org.insight.jobs.text.translation.eval;

import java.util.List;
import java.util.regex.Pattern;

/** The words that BLEU counts: the tokenizer of NIST's mteval-v13a, as sacrebleu has it. */
final class Tokenizer13a {

  /** ASCII signs but letters, digits, the apostrophe, comma, hyphen and full stop. */
  private static final Pattern SIGN = Pattern.compile("([{-~\\[-` -&(-+:-@/])");

  private static final Pattern POINT_BEHIND_NO_DIGIT = Pattern.compile("([^0-9])([.,])");
  private static final Pattern POINT_BEFORE_NO_DIGIT = Pattern.compile("([.,])([^0-9])");
  private static final Pattern HYPHEN_BEHIND_DIGIT = Pattern.compile("([0-9])(-)");

  private Tokenizer13a() {}

  static List<String> words(String text) {
    String line = text.replace("<skipped>", "").replace("-\n", "").replace('\n', ' ');
    if (line.contains("&")) {
      line =
          line.replace("&quot;", "\"")
              .replace("&amp;", "&")
              .replace("&lt;", "<")
              .replace("&gt;", ">");
    }
    line = SIGN.matcher(" " + line + " ").replaceAll(" $1 ");
    line = POINT_BEHIND_NO_DIGIT.matcher(line).replaceAll("$1 $2 ");
    line = POINT_BEFORE_NO_DIGIT.matcher(line).replaceAll(" $1 $2");
    return Blanks.split(HYPHEN_BEHIND_DIGIT.matcher(line).replaceAll("$1 $2 "));
  }
}
