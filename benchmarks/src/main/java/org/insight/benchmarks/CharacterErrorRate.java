package org.insight.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.insight.core.StreamSafeText;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * Character error rate of a reading against a truth in plain text, PAGE XML or ALTO: edits
 * (Levenshtein) over the characters of the truth.
 */
final class CharacterErrorRate {
  /** Marks of the TapusCorpus transcription: not typed, struck or illegible, underlined, raised. */
  private static final Pattern MARKS = Pattern.compile("~~~|[⟦⟧_^]");

  private static final Pattern SPACE = Pattern.compile("[\\s\\u00A0\\u202F]+");

  private CharacterErrorRate() {}

  /** Edits over the length of the truth; pool pages by summing both, not by averaging rates. */
  record Score(int edits, int truthLength) {
    double rate() {
      return truthLength == 0 ? (edits == 0 ? 0 : 1) : (double) edits / truthLength;
    }

    Score plus(Score other) {
      return new Score(edits + other.edits, truthLength + other.truthLength);
    }
  }

  /** Compares after NFC and with each run of white space as one space, trimmed. */
  static Score score(String truth, String reading) {
    int[] expected = normalised(truth).codePoints().toArray();
    int[] found = normalised(reading).codePoints().toArray();
    return new Score(levenshtein(expected, found), expected.length);
  }

  /** Reads a truth; XML in file order, without the transcription's marks. */
  static String truth(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!file.getFileName().toString().endsWith(".xml")) {
      return new String(bytes, StandardCharsets.UTF_8);
    }
    return MARKS.matcher(xmlText(bytes, file)).replaceAll("");
  }

  static String normalised(String text) {
    return SPACE
        .matcher(StreamSafeText.normalize(text, Normalizer.Form.NFC))
        .replaceAll(" ")
        .strip();
  }

  private static String xmlText(byte[] bytes, Path file) throws IOException {
    Document document;
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(bytes));
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("Cannot read truth " + file + ": not well-formed XML", e);
    }
    // Local names only, so that every PAGE (2013, 2019) and ALTO (2 to 4) namespace is read.
    List<String> lines = new ArrayList<>();
    String root = document.getDocumentElement().getLocalName();
    for (Element line : descendants(document.getDocumentElement(), "TextLine")) {
      lines.add(
          switch (root) {
            case "alto" -> altoLine(line);
            case "PcGts" -> pageLine(line);
            default ->
                throw new IOException(
                    "Cannot read truth " + file + ": neither PAGE nor ALTO, found " + root);
          });
    }
    return String.join("\n", lines);
  }

  private static String altoLine(Element line) {
    StringBuilder text = new StringBuilder();
    for (Element string : descendants(line, "String")) {
      if (!text.isEmpty()) {
        text.append(' ');
      }
      text.append(string.getAttribute("CONTENT"));
    }
    return text.toString();
  }

  /** The line's own TextEquiv (lowest index first), not those of its words. */
  private static String pageLine(Element line) {
    @Nullable Element best = null;
    for (Element equiv : children(line, "TextEquiv")) {
      if (best == null || index(equiv) < index(best)) {
        best = equiv;
      }
    }
    if (best != null) {
      return children(best, "Unicode").stream().findFirst().map(Element::getTextContent).orElse("");
    }
    List<String> words = new ArrayList<>();
    for (Element word : children(line, "Word")) {
      words.add(pageLine(word));
    }
    return String.join(" ", words);
  }

  private static int index(Element equiv) {
    String index = equiv.getAttribute("index");
    return index.isEmpty() ? 0 : Integer.parseInt(index);
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element e && name.equals(e.getLocalName())) {
        found.add(e);
      }
    }
    return found;
  }

  private static List<Element> descendants(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    var nodes = parent.getElementsByTagNameNS("*", name);
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  private static int levenshtein(int[] a, int[] b) {
    int[] row = new int[b.length + 1];
    for (int j = 0; j <= b.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length; i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length; j++) {
        int above = row[j];
        int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[b.length];
  }
}
