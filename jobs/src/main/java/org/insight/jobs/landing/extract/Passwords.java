package org.insight.jobs.landing.extract;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passwords that a message may give for what is attached to it: the words that follow one for
 * "password" in French, English, Spanish or Arabic. Too many rather than too few, for each is only
 * tried.
 */
public final class Passwords {

  /** What a message may have tried, for each costs up to some tenths of a second. */
  public static final int MOST = 24;

  private static final int WORDS_AFTER = 6;
  private static final int SHORTEST = 3;
  private static final int LONGEST = 128;

  /** With what surrounds it: what is longer is no word, and is not looked through. */
  private static final int LONGEST_SURROUNDED = 2 * LONGEST;

  private static final Pattern INTRODUCED =
      Pattern.compile(
          "(?iu)(?:\\b(?:password|passphrase|passcode|pass\\s*word|pwd|mot\\s+de\\s+passe|mdp"
              + "|code\\s+d['\u2019]acc[eè]s|contrase[nñ]a|clave|palabra\\s+de\\s+paso)\\b"
              + "|كلمة\\s+(?:ال)?(?:مرور|سر)|الرقم\\s+السري)([^\\n]*)(?:\\n+([^\\n]+))?");

  private static final Pattern BLANK = Pattern.compile("[\\s\\p{Z}:=]+");
  private static final Pattern AROUND =
      Pattern.compile(
          "^[\"'\u00ab\u201c\u201e\u2018(\\[]+|[\"'\u00bb\u201d\u2019)\\].,;!?\u060c]+$");

  private Passwords() {}

  /**
   * @param text of a message
   * @return most likely first, at most {@link #MOST}
   */
  public static List<String> in(String text) {
    Set<String> found = new LinkedHashSet<>();
    Matcher introduced = INTRODUCED.matcher(text);
    while (introduced.find() && found.size() < MOST) {
      add(introduced.group(1), found);
      if (introduced.group(2) != null && introduced.group(1).strip().length() < LONGEST) {
        add(introduced.group(2), found);
      }
    }
    List<String> all = new ArrayList<>(found);
    return all.subList(0, Math.min(MOST, all.size()));
  }

  private static void add(String after, Set<String> into) {
    int words = 0;
    // What follows the last word is left in one piece.
    for (String word : BLANK.split(after.strip(), WORDS_AFTER + 1)) {
      if (words == WORDS_AFTER) {
        return;
      }
      words++;
      if (word.length() > LONGEST_SURROUNDED) {
        continue;
      }
      // As it stands and without what surrounds it: a full stop may be part of it.
      String bare = AROUND.matcher(word).replaceAll("");
      for (String each : new String[] {bare, word}) {
        if (each.length() >= SHORTEST && each.length() <= LONGEST) {
          into.add(each);
        }
      }
    }
  }
}
