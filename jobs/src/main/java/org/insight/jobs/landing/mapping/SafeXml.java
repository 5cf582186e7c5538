package org.insight.jobs.landing.mapping;

import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Readers of XML that expand no entity and fetch nothing: a DOCTYPE is not read. */
public final class SafeXml {

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
    return factory.createXMLStreamReader(in);
  }
}
