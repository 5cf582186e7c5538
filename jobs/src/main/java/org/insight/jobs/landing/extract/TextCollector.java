package org.insight.jobs.landing.extract;

import org.xml.sax.Attributes;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Collects the text that a parser reports, up to a limit; past it the parser goes on unheard. Of a
 * document that has pages {@link PageMarks} stand between them and after the last, and nowhere
 * else.
 */
final class TextCollector extends DefaultHandler {

  private final StringBuilder text = new StringBuilder();

  /** What was said since a page ended: the next one's, or nobody's where there is none. */
  private final StringBuilder outside = new StringBuilder();

  private final ReadingLimits limits;
  private int pages;
  private int depth;

  /** Of the element that is the page; 0 outside pages. */
  private int pageDepth;

  private boolean cut;

  TextCollector(ReadingLimits limits) {
    this.limits = limits;
  }

  String text() {
    String after = outside.toString();
    return after.isBlank() ? text + after : text.toString() + PageMarks.AFTER_PAGES + after;
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
    depth++;
    if ("div".equals(localName) && "page".equals(attributes.getValue("class"))) {
      pages++;
      text.append(outside);
      outside.setLength(0);
      pageDepth = pageDepth == 0 ? depth : pageDepth;
      if (pages > 1 && !pagesCut() && text.length() < limits.maxTextCharacters()) {
        text.append(PageMarks.NEXT_PAGE);
      }
    }
  }

  @Override
  public void endElement(String uri, String localName, String qName) throws SAXException {
    pageDepth = pageDepth == depth ? 0 : pageDepth;
    depth--;
  }

  @Override
  public void characters(char[] characters, int start, int length) throws SAXException {
    if (pagesCut()) {
      return;
    }
    boolean within = pages == 0 || pageDepth > 0;
    // Outside there is a mark to come as well.
    int kept = within ? text.length() : text.length() + outside.length() + 1;
    int room = Math.min(length, limits.maxTextCharacters() - kept);
    cut |= room < length;
    StringBuilder into = within ? text : outside;
    for (int i = start; i < start + room; i++) {
      // Tables and SQL front ends do not take NUL.
      if (characters[i] != 0 && characters[i] != PageMarks.AFTER_PAGES) {
        into.append(characters[i] == PageMarks.NEXT_PAGE ? '\n' : characters[i]);
      }
    }
  }

  @Override
  public void ignorableWhitespace(char[] characters, int start, int length) throws SAXException {
    characters(characters, start, length);
  }
}
