package org.insight.jobs.mentions.times;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.stream.XMLStreamException;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.jspecify.annotations.Nullable;

/**
 * A text whose times are labelled.
 *
 * @param language ISO 639-1
 * @param date of the document; null if it has none
 * @param spans in the order of the file
 */
record LabelledTimes(
    String text, String language, @Nullable LocalDate date, List<LabelledTimes.Span> spans) {

  private static final ObjectMapper JSON = new ObjectMapper();

  LabelledTimes {
    spans = List.copyOf(spans);
  }

  /**
   * The words of a time.
   *
   * @param begin first UTF-16 unit
   * @param end after the last
   * @param value as in TIMEX3, such as {@code 2026-03-02TEV}
   * @param type DATE, TIME, DURATION or SET
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Span(int begin, int end, String value, String type) {

    boolean isPointInTime() {
      return type.equals("DATE") || type.equals("TIME");
    }
  }

  /** A line of a file of JSON lines, before it is checked. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Line(
      @Nullable String text,
      @Nullable String language,
      @Nullable String date,
      @Nullable List<@Nullable Given> spans) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record Given(int begin, int end, @Nullable String value, @Nullable String type) {}

  /**
   * The texts of a file.
   *
   * <p>A file whose name ends in {@code .tml} is one document of TimeML, as in TimeBank and
   * TempEval-3: {@code TIMEX3} elements in {@code TEXT}, and the document's date as the {@code
   * TIMEX3} of {@code DCT}. Other elements count for nothing, nor do times without words. Any other
   * file has one JSON object a line: {@code text}, {@code language}, optionally {@code date} (of
   * the document), and {@code spans}, each with {@code begin} and {@code end} (UTF-16 units, end
   * not included), {@code value} and optionally {@code type}, both as in TIMEX3.
   *
   * @param language of documents of TimeML, which do not tell theirs; ISO 639-1
   * @throws InsightException USAGE if a document of TimeML needs a language; INPUT if a file cannot
   *     be read or is of another form
   */
  static List<LabelledTimes> read(Path file, @Nullable String language) {
    boolean timeMl = file.toString().endsWith(".tml");
    if (timeMl && language == null) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot measure times: TimeML names no language, so it needs --language, found none");
    }
    try {
      return timeMl && language != null ? List.of(TimeMl.read(file, language)) : lines(file);
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot measure times: unreadable or no UTF-8, found " + file, e);
    } catch (XMLStreamException e) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot measure times: TimeML must be well-formed XML, found an error in line "
              + (e.getLocation() == null ? 1 : e.getLocation().getLineNumber())
              + " of "
              + file,
          e);
    }
  }

  private static List<LabelledTimes> lines(Path file) throws IOException {
    List<LabelledTimes> texts = new ArrayList<>();
    int number = 0;
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          texts.add(checked(given(JSON.readValue(line, Line.class))));
        }
      }
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot measure times: a line must be as `insight eval times --help` says, found line "
              + number
              + " of "
              + file,
          e);
    }
    return texts;
  }

  private static <T> T given(@Nullable T value) {
    if (value == null) {
      throw new IllegalArgumentException("a value must be given");
    }
    return value;
  }

  private static LabelledTimes checked(Line line) {
    String text = given(line.text());
    List<Span> spans = new ArrayList<>();
    for (Given span : given(line.spans()).stream().map(LabelledTimes::given).toList()) {
      if (span.begin() < 0 || span.end() <= span.begin() || span.end() > text.length()) {
        throw new IllegalArgumentException("a span must be in its text");
      }
      spans.add(
          new Span(
              span.begin(),
              span.end(),
              given(span.value()),
              Objects.requireNonNullElse(span.type(), "DATE")));
    }
    return new LabelledTimes(
        text,
        given(line.language()),
        line.date() == null ? null : LocalDate.parse(line.date()),
        spans);
  }
}
