package org.insight.jobs.mentions.places;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.jspecify.annotations.Nullable;

/**
 * Measures toponym resolution against texts whose places are known, beside the usual baseline: of
 * the places of a name the most populous.
 *
 * <p>A file has one JSON object a line: {@code text}, {@code language} (ISO 639-1), optionally
 * {@code country} (ISO 3166-1 alpha-2, of the source), and {@code spans}, each with {@code begin}
 * and {@code end} (UTF-16 units, end not included), {@code latitude} and {@code longitude}
 * (degrees). The spans are given to the reader as places, so that only the choice is measured.
 *
 * <p>Accuracy@161 km and the median error are those of M. Gritta et al., A pragmatic guide to
 * geoparsing evaluation, Language Resources and Evaluation 54, 2020; they are over the spans that
 * both find, recall is over all.
 */
public final class PlaceEvaluation {

  /** One hundred miles. */
  private static final double NEAR_KILOMETRES = 161;

  private static final ObjectMapper JSON = new ObjectMapper();

  private PlaceEvaluation() {}

  /**
   * What was measured of one method.
   *
   * @param spans with known places
   * @param found spans for which a place was chosen
   * @param near chosen places at most 161 km from the known ones
   * @param medianKilometres of the errors of the chosen places; NaN if there are none
   */
  public record Score(String method, int spans, int found, int near, double medianKilometres) {

    public double recall() {
      return found / (double) spans;
    }

    public double accuracy() {
      return near / (double) found;
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Text(String text, String language, @Nullable String country, List<Known> spans) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Known(int begin, int end, double latitude, double longitude) {}

  /**
   * The scores of this package and of the most populous place, in this order.
   *
   * @throws InsightException if a file cannot be read or a span is not in its text
   */
  public static List<Score> evaluate(List<Path> files) {
    List<Double> ours = new ArrayList<>();
    List<Double> populous = new ArrayList<>();
    int spans = 0;
    for (Path file : files) {
      try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.UTF_8);
          MappingIterator<Text> texts = JSON.readerFor(Text.class).readValues(in)) {
        while (texts.hasNext()) {
          Text text = texts.next();
          spans += text.spans().size();
          measure(text, ours, populous);
        }
      } catch (IOException | IndexOutOfBoundsException e) {
        throw new InsightException(
            ErrorKind.INPUT, "Cannot read " + file + ": not as documented, found " + e, e);
      }
    }
    return List.of(score("context", spans, ours), score("most populous", spans, populous));
  }

  private static void measure(Text text, List<Double> ours, List<Double> populous) {
    List<TextSpan> given =
        text.spans().stream().map(s -> new TextSpan(s.begin(), s.end())).toList();
    List<FoundPlace> found =
        PlaceReader.read(
            new DocumentContext(
                text.text(),
                text.language(),
                text.country(),
                List.of(),
                List.of(),
                given,
                List.of()));
    Toponyms toponyms = Toponyms.instance();
    for (Known known : text.spans()) {
      for (FoundPlace place : found) {
        if (place.begin() < known.end() && known.begin() < place.end()) {
          ours.add(
              Toponyms.kilometres(
                  known.latitude(), known.longitude(), place.latitude(), place.longitude()));
          break;
        }
      }
      int best = -1;
      for (int place : toponyms.named(text.text().substring(known.begin(), known.end()))) {
        if (best < 0 || toponyms.population(place) > toponyms.population(best)) {
          best = place;
        }
      }
      if (best >= 0) {
        populous.add(
            Toponyms.kilometres(
                known.latitude(),
                known.longitude(),
                toponyms.latitude(best),
                toponyms.longitude(best)));
      }
    }
  }

  private static Score score(String method, int spans, List<Double> errors) {
    double[] sorted = errors.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int near = (int) Arrays.stream(sorted).filter(e -> e <= NEAR_KILOMETRES).count();
    double median = sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    return new Score(method, spans, sorted.length, near, median);
  }
}
