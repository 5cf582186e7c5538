package org.insight.services.ask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.services.ask.ScreenedNames.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenedNamesTest {

  @TempDir private Path folder;

  private final List<String> notes = new ArrayList<>();

  private List<Line> read(String text) throws IOException {
    return ScreenedNames.read(Files.writeString(folder.resolve("names.csv"), text), notes::add);
  }

  @Test
  void columnsAreFoundByNameAndOthersAreNamed() throws IOException {
    assertThat(read("ref,Country,NAME,birth_date\n7,fr,\"Zorn, Ada\",1980-12-13\n8,,حداد,\n"))
        .containsExactly(new Line(2, "Zorn, Ada", "1980-12-13", "fr"), new Line(3, "حداد", "", ""));
    assertThat(notes).containsExactly("Columns that are not used: ref");
  }

  @Test
  void aFileOfNamesAloneWillDo() throws IOException {
    assertThat(read("name\nAda Zorn\n")).containsExactly(new Line(2, "Ada Zorn", "", ""));
    assertThat(notes).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "'full_name,country\nAda,fr\n', row 1: the heading has no column name",
    "'name,birth_date\nAda,1980\n,1980\n', row 3: it has no name",
    "'name,birth_date\n???,1980\n', row 2: it has no name",
    "'name,birth_date\nAda,1980-02-30\n', 'row 2: birth_date is no date as 1980-12-13, 1980-12, 1980 or 13/12/1980, found 10 characters'",
    "'name,birth_date\nAda,1980\nBob,soon\n', 'row 3: birth_date is no date as 1980-12-13, 1980-12, 1980 or 13/12/1980, found 4 characters'",
  })
  void aBadFileIsRefusedWithTheNumberOfTheRow(String text, String why) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InsightException.class)
        .hasMessage("Cannot screen " + folder.resolve("names.csv") + ": " + why)
        .extracting(e -> ((InsightException) e).kind())
        .isEqualTo(ErrorKind.INPUT);
  }
}
