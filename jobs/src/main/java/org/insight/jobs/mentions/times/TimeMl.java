package org.insight.jobs.mentions.times;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.landing.mapping.SafeXml;
import org.jspecify.annotations.Nullable;

/**
 * A document of TimeML (J. Pustejovsky et al., TimeML 1.2.1, 2005) as far as times need it: {@code
 * DCT}, {@code TEXT}, and {@code TIMEX3} in both.
 */
final class TimeMl {

  private static final int DAY_LENGTH = "2026-03-02".length();
  private static final Pattern ISO_DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}([T ].*)?");

  private final Path file;
  private final StringBuilder text = new StringBuilder();
  private final List<LabelledTimes.Span> spans = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private @Nullable LocalDate date;
  private boolean inDate;
  private boolean inText;
  private int texts;

  private TimeMl(Path file) {
    this.file = file;
  }

  /** A TIMEX3 whose end was not read yet. */
  private record Open(int begin, String value, String type) {}

  /**
   * The document of a file.
   *
   * @param language ISO 639-1
   * @throws XMLStreamException if it is no well-formed XML
   * @throws InsightException INPUT if it is no TimeML
   */
  static LabelledTimes read(Path file, String language) throws IOException, XMLStreamException {
    TimeMl document = new TimeMl(file);
    try (InputStream in = Files.newInputStream(file)) {
      XMLStreamReader xml = SafeXml.reader(in);
      while (xml.hasNext()) {
        document.take(xml.next(), xml);
      }
    }
    if (document.texts != 1) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot measure times: TimeML must have one TEXT, found "
              + document.texts
              + " in "
              + file);
    }
    return new LabelledTimes(document.text.toString(), language, document.date, document.spans);
  }

  private void take(int event, XMLStreamReader xml) throws XMLStreamException {
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> begin(xml);
      case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
      case XMLStreamConstants.CHARACTERS -> {
        if (inText) {
          text.append(xml.getText());
        }
      }
      case XMLStreamConstants.ENTITY_REFERENCE ->
          throw new XMLStreamException("no entity is known", xml.getLocation());
      default -> {}
    }
  }

  private void begin(XMLStreamReader xml) {
    switch (xml.getLocalName()) {
      case "DCT" -> inDate = true;
      case "TEXT" -> {
        inText = true;
        texts++;
      }
      case "TIMEX3" -> {
        if (inDate) {
          date = day(xml);
        } else if (inText) {
          open.push(open(xml));
        }
      }
      default -> {}
    }
  }

  private void end(String element) {
    switch (element) {
      case "DCT" -> inDate = false;
      case "TEXT" -> inText = false;
      case "TIMEX3" -> {
        if (inText) {
          Open time = open.pop();
          if (time.begin() < text.length()) {
            spans.add(
                new LabelledTimes.Span(time.begin(), text.length(), time.value(), time.type()));
          }
        }
      }
      default -> {}
    }
  }

  private Open open(XMLStreamReader xml) {
    String value = xml.getAttributeValue(null, "value");
    String type = xml.getAttributeValue(null, "type");
    if (value == null || type == null) {
      throw refused(xml, "a TIMEX3 must have a type and a value, found none");
    }
    return new Open(text.length(), value, type);
  }

  /** A document's date: the day of its value; null if it is coarser. */
  private @Nullable LocalDate day(XMLStreamReader xml) {
    String value = xml.getAttributeValue(null, "value");
    if (value == null || !ISO_DAY.matcher(value).matches()) {
      return null;
    }
    try {
      return LocalDate.parse(value.substring(0, DAY_LENGTH));
    } catch (DateTimeException e) {
      throw refused(xml, "the date of a document must be one of the calendar, found another");
    }
  }

  private InsightException refused(XMLStreamReader xml, String why) {
    return new InsightException(
        ErrorKind.INPUT,
        "Cannot measure times: "
            + why
            + " in line "
            + xml.getLocation().getLineNumber()
            + " of "
            + file);
  }
}
