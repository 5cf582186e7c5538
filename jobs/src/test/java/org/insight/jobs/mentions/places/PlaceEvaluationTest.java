package org.insight.jobs.mentions.places;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.insight.core.InsightException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceEvaluationTest {

  @TempDir Path folder;

  @Test
  void contextIsMeasuredBesideTheMostPopulousPlace() throws IOException {
    Path file = folder.resolve("texts.jsonl");
    Files.writeString(
        file,
        """
        {"text":"Police in Paris, Texas, said so.","language":"en","spans":[\
        {"begin":10,"end":15,"latitude":33.66,"longitude":-95.56},\
        {"begin":17,"end":22,"latitude":31.25,"longitude":-99.25}]}
        {"text":"Nothing from Xyzzyville.","language":"en","spans":[\
        {"begin":13,"end":23,"latitude":1.0,"longitude":1.0}]}
        """);
    List<PlaceEvaluation.Score> scores = PlaceEvaluation.evaluate(List.of(file));
    assertThat(scores).extracting(PlaceEvaluation.Score::spans).containsExactly(3, 3);
    assertThat(scores).extracting(PlaceEvaluation.Score::found).containsExactly(2, 2);
    assertThat(scores).extracting(PlaceEvaluation.Score::near).containsExactly(2, 1);
    assertThat(scores.get(0).medianKilometres()).isLessThan(161);
    assertThat(scores.get(1).accuracy()).isEqualTo(0.5);
  }

  @Test
  void aFileOfAnotherFormatIsRefused() throws IOException {
    Path file = folder.resolve("texts.jsonl");
    Files.writeString(file, "no json");
    assertThatThrownBy(() -> PlaceEvaluation.evaluate(List.of(file)))
        .isInstanceOf(InsightException.class)
        .hasMessageStartingWith("Cannot read " + file);
  }
}
