package org.insight.jobs.text;

import java.text.Normalizer;
import org.insight.core.StreamSafeText;
import org.insight.jobs.landing.mapping.Cells;

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

  private static boolean invisible(char c) {
    return Character.isISOControl(c)
        || Cells.isUnseen(c)
        // Private use and noncharacters mean nothing outside the program that wrote them.
        || (c >= '\ue000' && c <= '\uf8ff')
        || c == '\ufffe'
        || c == '\uffff';
  }
}
