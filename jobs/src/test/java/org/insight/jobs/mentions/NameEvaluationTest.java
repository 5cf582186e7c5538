package org.insight.jobs.mentions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NameEvaluationTest {

  @TempDir private Path folder;

  private List<NameEvaluation.Score> measured(String... lines) throws IOException {
    Path file = Files.write(folder.resolve("labelled"), List.of(lines));
    return NameEvaluation.evaluate(SharedSpark.session(), List.of(file), "fr");
  }

  @Test
  void aNameIsRightIfItsSpanAndItsKindAre() throws IOException {
    List<NameEvaluation.Score> scores =
        measured(
            "-DOCSTART- O",
            "",
            "Le O",
            "nommé O",
            "Karim B-PER",
            "BENZERGA I-PER",
            "vit O",
            "à O",
            "fr:Grenoble\tO\tI-LOC",
            ". O",
            "",
            "Il O",
            "rit B-MISC",
            "bien O");
    assertThat(scores)
        .extracting(s -> s.method() + " " + s.kind() + " " + s.truth() + " " + s.words())
        .containsExactly(
            "model all 2 11",
            "model PER 1 11",
            "model LOC 1 11",
            "model ORG 0 11",
            "model and rules all 2 11",
            "model and rules PER 1 11",
            "model and rules LOC 1 11",
            "model and rules ORG 0 11");
    assertThat(scores.get(5).right()).as("the rule knows who is named").isOne();
    assertThat(scores.get(5).recall()).isOne();
    assertThat(scores).allSatisfy(s -> assertThat(s.right()).isLessThanOrEqualTo(s.found()));
  }

  @Test
  void aLineWithoutALabelIsSaid() {
    assertThatThrownBy(() -> measured("Le O", "nommé"))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT))
        .hasMessage(
            "Cannot measure names: a line needs a word and a label, found line 2 of "
                + folder.resolve("labelled"));
  }
}
