package org.insight.jobs.mentions;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * E-mail addresses. The value is in lower case.
 *
 * <p>Of one with a letter that only newer mail allows (RFC 6531), or with &amp;, nothing is taken:
 * what stands behind it is another one's address.
 */
final class Emails {

  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?<![\\p{IsLatin}\\p{M}0-9._%+&-])(?<![\\p{IsLatin}\\p{M}0-9]['\u2019])"
              + "[A-Za-z0-9][A-Za-z0-9._%+'\u2019-]{0,63}@"
              + "(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\\.){1,6}[A-Za-z]{2,24}"
              + "(?![\\p{IsLatin}\\p{M}0-9-])");

  private Emails() {}

  static void find(String text, List<FoundIdentifier> found) {
    if (text.indexOf('@') < 0) {
      return;
    }
    Matcher m = ADDRESS.matcher(text);
    while (m.find()) {
      found.add(
          new FoundIdentifier(
              m.start(),
              m.end(),
              IdentifierKind.EMAIL,
              m.group().toLowerCase(Locale.ROOT).replace('\u2019', '\''),
              m.group(),
              null,
              false,
              false));
    }
  }
}
