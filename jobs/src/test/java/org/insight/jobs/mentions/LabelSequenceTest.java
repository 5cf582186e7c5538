package org.insight.jobs.mentions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelSequenceTest {

  @Test
  void theMostProbableLabelsThatMayFollowEachOther() {
    assertThat(
            LabelSequence.best(
                List.of(
                    Map.of("O", .6, "B-PER", .4),
                    Map.of("O", .1, "I-PER", .9),
                    Map.of("O", .9, "I-ORG", .1))))
        .as("a name that goes on has begun")
        .containsExactly("B-PER", "I-PER", "O");
    assertThat(
            LabelSequence.best(
                List.of(Map.of("O", .01, "P-LOC", .99), Map.of("I-PER", .6, "I-LOC", .4))))
        .as("a name is of one kind")
        .containsExactly("P-LOC", "I-LOC");
  }

  @Test
  void noWordsHaveNoLabels() {
    assertThat(LabelSequence.best(List.of())).isEmpty();
  }
}
