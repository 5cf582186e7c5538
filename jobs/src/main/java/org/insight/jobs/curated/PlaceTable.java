package org.insight.jobs.curated;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Places by their GeoNames id, from a table on the class path: UTF-8, tab-separated, with the
 * columns geonameid, name, ISO country, latitude, longitude, population, alternate names.
 *
 * @param resource path on the class path
 */
public record PlaceTable(String resource) implements Serializable {

  /** The places that come with the platform. */
  public static final PlaceTable STANDARD = new PlaceTable("/reference/places.tsv");

  private static final int VERSION_DIGITS = 12;

  /** Read once a JVM, when first asked: a task carries the path and not the places. */
  private static final Map<String, Map<String, Place>> READ = new ConcurrentHashMap<>();

  /**
   * The place, or null where the table has none of that id.
   *
   * @throws InsightException INPUT where the table is missing or a line of it is broken
   */
  @Nullable Place find(String geonameId) {
    return READ.computeIfAbsent(resource, PlaceTable::read).get(geonameId);
  }

  /**
   * What the table is: the beginning of a digest of it.
   *
   * @throws InsightException INPUT where the table is missing
   */
  String version() {
    try (InputStream in = open(resource)) {
      return Sha256.hex(in.readAllBytes()).substring(0, VERSION_DIGITS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) {
    InputStream stream = PlaceTable.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot read the table of places: it is not on the class path, found no " + resource);
    }
    return stream;
  }

  private static Map<String, Place> read(String resource) {
    Map<String, Place> places = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(open(resource), StandardCharsets.UTF_8))) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        Place place = parse(line, number);
        if (place != null) {
          places.put(place.geonameId(), place);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return places;
  }

  /** A line of the table; null for the header, a comment and an empty line. */
  static @Nullable Place parse(String line, int number) {
    if (line.isBlank() || line.startsWith("#") || line.startsWith("geonameid\t")) {
      return null;
    }
    String[] columns = line.split("\t", -1);
    try {
      return new Place(
          columns[0], columns[1], Double.parseDouble(columns[3]), Double.parseDouble(columns[4]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot read the table of places: line "
              + number
              + " must have id, name, country, latitude and longitude, found "
              + columns.length
              + " columns",
          e);
    }
  }
}
