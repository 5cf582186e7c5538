package org.insight.jobs.landing.extract;

import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Collects the text that a parser reports, up to a limit; past it the parser goes on unheard.
 * Between the pages of a document that has pages stands a form feed, and nowhere else.
 */
final class TextCollector extends DefaultHandler {

  private static final char NEXT_PAGE = '\f';

  private final StringBuilder text = new StringBuilder();
  private final ReadingLimits limits;
  private int pages;
  private boolean cut;

  TextCollector(ReadingLimits limits) {
    this.limits = limits;
  }

  String text() {
    return text.toString();
  }

  boolean cut() {
    return cut;
  }

  boolean pagesCut() {
    return pages > limits.maxPages();
  }

  /** Adds a line of its own. */
  void line(String line) throws SAXException {
    char[] characters = ("\n" + line + "\n").toCharArray();
    characters(characters, 0, characters.length);
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes)
      throws SAXException {
    if ("div".equals(localName) && "page".equals(attributes.getValue("class"))) {
      pages++;
      if (pages > 1 && !pagesCut() && text.length() < limits.maxTextCharacters()) {
        text.append(NEXT_PAGE);
      }
    }
  }

  @Override
  public void characters(char[] characters, int start, int length) throws SAXException {
    if (pagesCut()) {
      return;
    }
    int room = Math.min(length, limits.maxTextCharacters() - text.length());
    cut |= room < length;
    for (int i = start; i < start + room; i++) {
      // Tables and SQL front ends do not take NUL.
      if (characters[i] != 0) {
        text.append(characters[i] == NEXT_PAGE ? '\n' : characters[i]);
      }
    }
  }

  @Override
  public void ignorableWhitespace(char[] characters, int start, int length) throws SAXException {
    characters(characters, start, length);
  }
}
