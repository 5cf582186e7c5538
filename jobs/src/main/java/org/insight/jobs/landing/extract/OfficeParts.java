package org.insight.jobs.landing.extract;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackagePart;
import org.apache.poi.openxml4j.opc.internal.PackagePropertiesPart;
import org.apache.poi.xwpf.usermodel.XWPFRelation;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.parser.microsoft.ooxml.OPCPackageWrapper;
import org.insight.jobs.landing.mapping.SafeXml;

/**
 * Parts of an Office document (ECMA-376), for what Tika's readers of its XML as a stream leave to
 * others: they follow a DOCTYPE, and do not say who made a comment.
 */
final class OfficeParts {

  /** A DOCTYPE comes before the first element; XML allows longer comments before it. */
  private static final int PROLOG_BYTES = 1 << 12;

  private final OPCPackage pack;

  private OfficeParts(OPCPackage pack) {
    this.pack = pack;
  }

  /** Of a document that a detector or a parser has opened. */
  static Optional<OfficeParts> opened(TikaInputStream in) {
    return in.getOpenContainer() instanceof OPCPackageWrapper opened
        ? Optional.of(new OfficeParts(opened.getOPCPackage()))
        : Optional.empty();
  }

  /**
   * @throws Refusal where XML in it has a DOCTYPE
   */
  void refuseDoctype() throws IOException, OpenXML4JException {
    for (PackagePart part : pack.getParts()) {
      // Relationships and properties are read by POI itself, which follows no DOCTYPE.
      if (part.isRelationshipPart()
          || part instanceof PackagePropertiesPart
          || !part.getContentType().endsWith("xml")) {
        continue;
      }
      try (InputStream in = part.getInputStream()) {
        String prolog =
            new String(in.readNBytes(PROLOG_BYTES), StandardCharsets.ISO_8859_1)
                .replace("\u0000", "");
        if (prolog.contains("<!DOCTYPE")) {
          throw Refusal.doctype();
        }
      }
    }
  }

  /** Who made comments in a text, in their order. */
  Set<String> commentAuthors() throws IOException {
    Set<String> authors = new LinkedHashSet<>();
    for (PackagePart part : pack.getPartsByContentType(XWPFRelation.COMMENT.getContentType())) {
      try (InputStream in = part.getInputStream()) {
        XMLStreamReader xml = SafeXml.reader(in);
        while (xml.hasNext()) {
          if (xml.next() == XMLStreamConstants.START_ELEMENT
              && xml.getLocalName().equals("comment")) {
            String author = xml.getAttributeValue(xml.getNamespaceURI(), "author");
            if (author != null && !author.isBlank()) {
              authors.add(author.strip());
            }
          }
        }
      } catch (XMLStreamException e) {
        // What could be read of the part is in the text.
      }
    }
    return authors;
  }
}
