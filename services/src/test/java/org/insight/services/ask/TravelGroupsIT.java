package org.insight.services.ask;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.insight.access.ReaderSession;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.findings.FindingKind;
import org.insight.findings.Periods;
import org.insight.lake.Lake;
import org.insight.services.Served;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Groups that travel together, and communities that change, on a lake of two sources, of which one
 * is hidden from most. What they answer is what a lake of the other source alone answers.
 */
class TravelGroupsIT {

  private static final String HEADER =
      "passport_number,passport_country,family_name,given_name,carrier,from_place,to_place,"
          + "travelled_on,booking_reference,phone\n";

  @TempDir private Path folder;

  /** Three persons with four journeys each, and others with two at random. */
  private static String open() {
    StringBuilder rows = new StringBuilder(HEADER);
    for (int journey = 0; journey < 4; journey++) {
      for (String name : List.of("Zorn", "Quell", "Brandt")) {
        rows.append(row(name, " Cap  Nord", journey % 2, 10 + 20 * journey, ""));
      }
    }
    for (int i = 0; i < 40; i++) {
      rows.append(row("Traveller" + (char) ('a' + i / 2), "Cap Nord", i % 2, 3 + i * 7 % 80, ""));
    }
    // One booking for all, and a journey without a day.
    for (String name : List.of("Travellerb", "Travellerc", "Travellerd")) {
      rows.append(row(name, "Meridian", 0, 40, "AB12CD"));
    }
    // So many other links that theirs are rare.
    for (int i = 0; i < 30; i++) {
      rows.append(
          row(
              "Pair" + "aeiouy".substring(i % 6, i % 6 + 1) + "bdfgk".charAt(i / 6),
              "Rihla " + i,
              1,
              5,
              "EF34G" + i / 2));
    }
    return rows + "99ZZ99999,FR,Dayless,Ida,Cap Nord,Lille,Calais,,XY12AB,\n";
  }

  /** Somebody who comes along, and whoever makes another group. */
  private static String hidden() {
    StringBuilder rows = new StringBuilder(HEADER);
    for (int journey = 0; journey < 4; journey++) {
      for (String name : List.of("Hidden", "Travellera", "Travellerb", "Travellerc")) {
        rows.append(row(name, "Cap Nord", journey % 2, 10 + 20 * journey, ""));
      }
    }
    return rows.toString();
  }

  private static String row(String name, String carrier, int route, int day, String booking) {
    return String.format(
        "%s,FR,%s,Ida,%s,%s,%s,%s,%s,%n",
        String.format("%02dAB%05d", name.length(), Math.floorMod(name.hashCode(), 100_000)),
        name,
        carrier,
        route == 0 ? "Lille" : "Calais",
        route == 0 ? "calais" : "lille",
        LocalDate.of(2026, 1, 1).plusDays(day),
        booking);
  }

  private Lake lake(Settings settings, String name, boolean withHidden) throws IOException {
    Path inbox = folder.resolve("inbox-" + name);
    write(inbox.resolve("fr"), "source: FR\npurposes: [investigation]\n", open());
    if (withHidden) {
      write(
          inbox.resolve("gb"), "source: GB\npurposes: [investigation]\nonly_for: [GB]\n", hidden());
    }
    Lake lake = TestLakes.whole(folder.resolve(name));
    TestLakes.inParts(2, () -> Served.run(settings, lake, inbox));
    return lake;
  }

  private static void write(Path to, String policy, String rows) throws IOException {
    Files.createDirectories(to);
    Files.writeString(to.resolve("policy.yaml"), policy);
    Files.writeString(to.resolve("travel.csv"), rows);
  }

  private static List<FoundFinding> found(Lake lake, String reader, List<String> notes) {
    ReaderSession session =
        Served.door(lake, reader, "investigation", LocalDate.now(ZoneOffset.UTC));
    return Objects.requireNonNull(
        new FindingsFinder(
                List.of(FindingKind.TRAVEL_GROUP, FindingKind.COMMUNITY_CHANGE),
                List.of(),
                10,
                Periods.MONTHS)
            .of(session, notes::add)
            .answer());
  }

  private static List<String> told(List<FoundFinding> findings) {
    return findings.stream()
        .map(
            f ->
                f.kind()
                    + f.what()
                    + ": "
                    + f.parts().stream()
                        .map(part -> part.role() + " " + part.end().caption())
                        .sorted()
                        .collect(Collectors.joining(", ")))
        .toList();
  }

  @Test
  void readersFindWhoTravelsTogetherInWhatTheySeeAndNothingElse() throws IOException {
    Path readers = folder.resolve("readers.yaml");
    Files.writeString(
        readers,
        """
        ana: {country: FR, clearance: 0, purposes: [investigation]}
        ben: {country: FR, clearance: 1, purposes: [investigation]}
        cem: {country: GB, clearance: 2, purposes: [investigation]}
        """);
    Settings settings = SettingsReader.read(List.of()).withReaders(readers.toString());
    Lake whole = lake(settings, "whole", true);
    Lake cut = lake(settings, "cut", false);
    TestLakes.inParts(
        1,
        () -> {
          List<String> notes = new ArrayList<>();
          List<FoundFinding> middle = found(whole, "ben", notes);
          assertThat(told(middle))
              .containsExactly(
                  "travel-group: member Ida Brandt, member Ida Quell, member Ida Zorn",
                  "community-changeborn: came Ida Travellerb, came Ida Travellerc, came Ida"
                      + " Travellerd");
          assertThat(notes)
              .containsExactly("1 records of journeys without a day are in no travel group.");
          assertThat(middle.get(0).rides())
              .hasSize(12)
              .allSatisfy(ride -> assertThat(ride.restrictions()).contains("FR"));
          assertThat(middle.get(0).rides().get(0))
              .extracting(r -> r.day() + r.from() + r.to() + r.path())
              .isEqualTo("2026-01-11Lillecalaisfr/travel.csv");
          assertThat(found(cut, "ben", new ArrayList<>())).isEqualTo(middle);

          List<String> lowNotes = new ArrayList<>();
          List<FoundFinding> low = found(whole, "ana", lowNotes);
          assertThat(lowNotes)
              .containsExactly(
                  "Days and bookings of journeys are shown from clearance 1: no travel groups.");
          assertThat(low).isEmpty();
          assertThat(found(cut, "ana", new ArrayList<>())).isEqualTo(low);

          assertThat(told(found(whole, "cem", new ArrayList<>())).toString())
              .contains("Ida Hidden")
              .doesNotContain("member Ida Dayless");
        });
  }
}
