package org.insight.jobs.mentions.places;

import com.uber.h3core.H3Core;
import java.io.IOException;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * Cells of the H3 grid (Uber, <a href="https://h3geo.org">h3geo.org</a>), by which places can be
 * counted and drawn without their names.
 *
 * <p>A cell is about as large as what the text says is exact: a town has resolution 7 (5 km² on
 * average), a region 4 (1,770 km²). An address has the cell of its town, because its coordinates
 * are the town's. A country has none: it is much larger than the cell of its point.
 */
public final class H3Cells {

  private static final int OF_TOWNS = 7;
  private static final int OF_REGIONS = 4;

  private H3Cells() {}

  /** Once a process: the native library is unpacked into the folder of temporary files. */
  private static final class Grid {
    private static final H3Core CORE = open();

    private static H3Core open() {
      try {
        return H3Core.newInstance();
      } catch (IOException | UnsatisfiedLinkError e) {
        throw new InsightException(
            ErrorKind.EXTERNAL,
            "Cannot find cells of places: the H3 library does not load from "
                + System.getProperty("java.io.tmpdir")
                + ", found "
                + OneLine.of(String.valueOf(e.getMessage())),
            e);
      }
    }
  }

  /** The cell of a place as 15 hexadecimal digits; null for a country. */
  public static @Nullable String of(FoundPlace place) {
    return switch (place.precision()) {
      case ADDRESS, TOWN ->
          Grid.CORE.latLngToCellAddress(place.latitude(), place.longitude(), OF_TOWNS);
      case REGION -> Grid.CORE.latLngToCellAddress(place.latitude(), place.longitude(), OF_REGIONS);
      case COUNTRY -> null;
    };
  }
}
