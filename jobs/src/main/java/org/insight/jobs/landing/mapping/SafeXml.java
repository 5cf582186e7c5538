package org.insight.jobs.landing.mapping;

import java.io.InputStream;
import java.util.NoSuchElementException;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import javax.xml.stream.util.StreamReaderDelegate;

/** Readers of XML that expand no entity and fetch nothing: a DOCTYPE is not read. */
public final class SafeXml {

  private static final String BROKE_DOWN = "its reader broke down";

  private SafeXml() {}

  /**
   * A reader whose text comes in one piece; names, text and attributes are as in the file.
   *
   * @throws XMLStreamException where the bytes do not begin as XML
   */
  public static XMLStreamReader reader(InputStream in) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      return new Reading(factory.createXMLStreamReader(in));
    } catch (RuntimeException e) {
      throw new XMLStreamException(BROKE_DOWN, e);
    }
  }

  /**
   * Java's reader ends with exceptions of other kinds on some bytes, as on a DOCTYPE with a control
   * character in it; for who reads, these are malformed like others.
   */
  private static final class Reading extends StreamReaderDelegate {

    Reading(XMLStreamReader reader) {
      super(reader);
    }

    @Override
    public int next() throws XMLStreamException {
      return done(super::next);
    }

    @Override
    public int nextTag() throws XMLStreamException {
      return done(super::nextTag);
    }

    @Override
    public String getElementText() throws XMLStreamException {
      return done(super::getElementText);
    }

    private <T> T done(Step<T> step) throws XMLStreamException {
      try {
        return step.take();
      } catch (NoSuchElementException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new XMLStreamException(BROKE_DOWN, getLocation(), e);
      }
    }
  }

  @FunctionalInterface
  private interface Step<T> {
    T take() throws XMLStreamException;
  }
}
