package org.insight.services.ask;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContainedWordsTest {

  @Test
  void wordsAreFoundWhateverTheirCaseAccentsAndOrder() {
    assertThat(ContainedWords.of("élysée PALAIS").areIn("Devant le palais de l'Elysee.")).isTrue();
    assertThat(ContainedWords.of("palais royal").areIn("Devant le palais de l'Elysee.")).isFalse();
  }
}
