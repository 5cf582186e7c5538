package org.insight.jobs.text;

import java.text.Normalizer;
import org.insight.run.StreamSafeText;

/**
 * The one form of a text that offsets refer to: Unicode NFC, line ends as {@code \n}, without
 * control characters, marks of direction and other invisible characters, and without halves of
 * surrogate pairs, which a table cannot hold. Of marks in a row, as accents, there are no more than
 * {@link StreamSafeText} allows.
 */
final class DocumentText {

  private DocumentText() {}

  static String clean(String raw) {
    StringBuilder out = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      switch (c) {
        case '\r' -> {
          out.append('\n');
          if (i + 1 < raw.length() && raw.charAt(i + 1) == '\n') {
            i++;
          }
        }
        case '\u0085', '\u2028', '\u2029', '\f', '\u000b' -> out.append('\n');
        case '\n', '\t' -> out.append(c);
        default -> {
          if (Character.isSurrogate(c)) {
            if (Character.isHighSurrogate(c)
                && i + 1 < raw.length()
                && Character.isLowSurrogate(raw.charAt(i + 1))) {
              out.append(c).append(raw.charAt(++i));
            } else {
              out.append('\ufffd');
            }
          } else if (!invisible(c)) {
            out.append(c);
          }
        }
      }
    }
    return StreamSafeText.normalize(out, Normalizer.Form.NFC);
  }

  /**
   * Marks that no reader sees but that would keep equal words apart. The joiners U+200C and U+200D
   * stay: they change how Arabic script is read.
   */
  private static boolean invisible(char c) {
    return Character.isISOControl(c)
        || c == '\u00ad'
        || c == '\u061c'
        || c == '\u200b'
        || c == '\u200e'
        || c == '\u200f'
        || (c >= '\u202a' && c <= '\u202e')
        || (c >= '\u2060' && c <= '\u2069')
        || c == '\ufeff'
        // Private use and noncharacters mean nothing outside the program that wrote them.
        || (c >= '\ue000' && c <= '\uf8ff')
        || c == '\ufffe'
        || c == '\uffff';
  }
}
