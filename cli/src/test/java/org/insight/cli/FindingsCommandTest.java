package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FindingsCommandTest {

  @TempDir private Path folder;

  private record Ended(int exit, String out, String err) {}

  private static Ended findings(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        new CommandLine(new FindingsCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .setParameterExceptionHandler(
                (e, args) -> {
                  err.write(e.getMessage());
                  return 2;
                })
            .setExecutionExceptionHandler(
                (e, command, result) -> {
                  err.write(e.getMessage());
                  return 3;
                })
            .execute(words);
    return new Ended(exit, out.toString(), err.toString());
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("edges.csv"), text).toString();
  }

  @Test
  void aNetworkOfAFileIsPrintedWithoutALake() throws IOException {
    String file = file("from,to,amount,time\na,b,100,1\nb,c,95,2\nc,a,90,3\n");
    Ended table = findings("--file", file, "--kind", "cycle");
    assertThat(table.exit()).as(table.err()).isZero();
    assertThat(table.out())
        .contains("cycle: accounts 3, amount 285, first day 1, last day 3, transfers 3")
        .contains("a to b edges.csv row 1");
    assertThat(findings("--file", file, "--kind", "cycle", "--format", "json").out())
        .startsWith(
            "{\"kind\":\"cycle\",\"what\":\"\",\"hypothesis\":false,\"parts\":[{\"role\":\"member\"");
    assertThat(findings("--file", file, "--kind", "fan-in").out().strip())
        .isEqualTo("Nothing stands out.");
  }

  @Test
  void communitiesChangeFromPeriodToPeriodIfAsked() throws IOException {
    String file = file("from,to,time\na,b,1\nb,c,1\nc,a,1\na,b,2\n");
    Ended table = findings("--file", file, "--periods", "1");
    assertThat(table.exit()).as(table.err()).isZero();
    assertThat(table.out())
        .contains("community-change (gone): after 0, after day 2, before 3, before day 1, moved 3");
    assertThat(findings("--file", file).out()).doesNotContain("community-change");
    assertThat(findings("--file", file, "--kind", "community-change").out())
        .as("one month")
        .startsWith("Nothing stands out.");
    assertThat(findings("--file", file, "--periods", "week").err())
        .isEqualTo(
            "Cannot find: --periods must be month, quarter, year or a number of days, found week");
    assertThat(findings("--file", file, "--kind", "travel-group").err())
        .isEqualTo("Cannot find travel-group: a file names no journeys, so a reader is needed");
  }

  @Test
  void aReaderOrAFileIsNeeded() throws IOException {
    String file = file("from,to\na,b\n");
    assertThat(findings("--kind", "cycle").err())
        .isEqualTo("Cannot find: either --as or --file is needed");
    assertThat(findings("--as", "demo", "--file", file).err())
        .isEqualTo("Cannot find: either --as or --file is needed");
    assertThat(findings("--file", file, "--out", "page.html").err())
        .isEqualTo("Cannot write a page: --out is of what a reader sees, found --file");
    assertThat(findings("--file", file, "--kind", "gossip").err())
        .startsWith("Cannot find: --kind must be one of fan-in, fan-out, cycle,")
        .endsWith("found gossip");
  }
}
