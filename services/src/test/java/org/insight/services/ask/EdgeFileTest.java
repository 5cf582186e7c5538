package org.insight.services.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.insight.core.InsightException;
import org.insight.findings.FindingKind;
import org.insight.findings.Periods;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeFileTest {

  @TempDir private Path folder;

  private EdgeFile file(String text) throws IOException {
    return new EdgeFile(Files.writeString(folder.resolve("edges.csv"), text));
  }

  private static String parts(List<FoundFinding> findings) {
    return findings.stream()
        .map(
            f ->
                f.kind()
                    + ":"
                    + f.parts().stream().map(p -> p.end().id()).collect(Collectors.joining()))
        .collect(Collectors.joining(" "));
  }

  @Test
  void aFileWithoutAmountsIsANetwork() throws IOException {
    EdgeFile file = file("From,TO,weight\na,b,2\nb,c,1\nc,a,1\nc,d,1\nd,e,1\ne,f,1\nf,d,1\n");
    assertThat(file.kinds())
        .containsExactly(
            FindingKind.BROKER, FindingKind.BRIDGE, FindingKind.COMMUNITY, FindingKind.LIKELY_LINK);
    assertThat(parts(file.findings(List.of(FindingKind.BRIDGE), List.of(), 10, Periods.MONTHS)))
        .isEqualTo("bridge:cd");
    assertThat(parts(file.findings(List.of(FindingKind.BROKER), List.of("d"), 10, Periods.MONTHS)))
        .isEqualTo("broker:d");
    assertThatThrownBy(
            () -> file.findings(List.of(FindingKind.CYCLE), List.of(), 10, Periods.MONTHS))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot find cycle: the file needs the columns amount and time, found none");
  }

  @Test
  void aFileWithAmountsAndTimesHasPatternsOfMoneyWithTheirRows() throws IOException {
    EdgeFile file =
        file(
            "from,to,amount,time\na,b,100,2026-03-01\nb,c,95,2026-03-02T10:00\nc,a,90.5,2026-03-02\n");
    List<FoundFinding> cycles =
        file.findings(List.of(FindingKind.CYCLE), List.of(), 10, Periods.MONTHS);
    assertThat(parts(cycles)).isEqualTo("cycle:abc");
    assertThat(cycles.get(0).transfers())
        .extracting(t -> t.locator() + " " + t.from() + t.to() + " " + t.amount() + " " + t.day())
        .containsExactly(
            "row 1 ab 100.0 2026-03-01",
            "row 2 bc 95.0 2026-03-02T10:00",
            "row 3 ca 90.5 2026-03-02");
    assertThat(cycles.get(0).figures()).containsEntry("amount", 285.5);
  }

  @Test
  void aFileWithTimesHasCommunitiesThatChange() throws IOException {
    EdgeFile file =
        file(
            "from,to,time\na,b,2026-01-03\nb,c,2026-01-20\na,c,2026-01-31\n"
                + "a,b,2026-02-01T08:00\nb,c,2026-02-02\na,c,2026-02-02\nc,d,2026-02-03\na,d,2026-02-03\nb,d,2026-02-03\n");
    assertThat(file.kinds())
        .contains(FindingKind.COMMUNITY_CHANGE)
        .doesNotContain(FindingKind.CYCLE);
    List<FoundFinding> changes =
        file.findings(List.of(FindingKind.COMMUNITY_CHANGE), List.of(), 10, Periods.MONTHS);
    assertThat(parts(changes)).isEqualTo("community-change:abcd");
    assertThat(changes.get(0).what()).isEqualTo("grown");
    assertThat(changes.get(0).figures()).containsEntry("before", 3.0).containsEntry("after", 4.0);
    assertThat(
            file.findings(
                List.of(FindingKind.COMMUNITY_CHANGE),
                List.of(),
                10,
                Periods.named("year").orElseThrow()))
        .isEmpty();
    assertThatThrownBy(
            () ->
                file("from,to,time\na,b,1\na,c,noon\n")
                    .findings(List.of(FindingKind.COMMUNITY_CHANGE), List.of(), 10, Periods.MONTHS))
        .hasMessage("Cannot read a network: a time that is no day, found in row 2 of edges.csv");
    assertThatThrownBy(
            () ->
                file("from,to\na,b\n")
                    .findings(List.of(FindingKind.COMMUNITY_CHANGE), List.of(), 10, Periods.MONTHS))
        .hasMessage("Cannot find community-change: the file needs the column time, found none");
    assertThatThrownBy(
            () -> file.findings(List.of(FindingKind.TRAVEL_GROUP), List.of(), 10, Periods.MONTHS))
        .hasMessage("Cannot find travel-group: a file names no journeys, so a reader is needed");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          'a,b\\n1,2\\n'                        | the columns from and to are needed, found a, b
          'from,to\\n1,\\n'                     | no end, found in row 1 of edges.csv
          'from,to,weight\\n1,2,0\\n'           | a weight that is not more than 0, found in row 1 of edges.csv
          'from,to,weight\\n1,2,1\\n1,3,x\\n'   | a weight that is not more than 0, found in row 2 of edges.csv
          'from,to,amount,time\\n1,2,x,1\\n'    | an amount that is no number, found in row 1 of edges.csv
          'from,to,amount,time\\n1,2,5,soon\\n' | a time that is no day, found in row 1 of edges.csv
          'id,from,to,amount,time\\na,1,2,5,1\\na,1,2,5,1\\n' | two rows have one id, found in row 2 of edges.csv
          """)
  void whatIsNoNetworkIsRefused(String text, String why) {
    assertThatThrownBy(() -> file(text.replace("\\n", "\n")))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot read a network: " + why);
  }
}
