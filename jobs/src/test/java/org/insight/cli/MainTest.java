package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkUserAppException;
import org.insight.run.ErrorKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How a command ends in deploy mode cluster; elsewhere it ends the process, as other tests see. */
class MainTest {

  private static final String MODE = "spark.submit.deployMode";

  @BeforeEach
  void asTheApplicationMasterSetsIt() {
    System.setProperty(MODE, "cluster");
  }

  @AfterEach
  void asItWas() {
    System.clearProperty(MODE);
  }

  @Test
  void aCommandThatIsDoneReturnsToTheApplicationMaster() {
    assertThatCode(() -> Main.main(new String[] {"--version"})).doesNotThrowAnyException();
  }

  @Test
  void aCommandThatFailedTellsTheApplicationMasterItsExitCode() {
    assertThatThrownBy(() -> Main.main(new String[] {"no-such-command"}))
        .isInstanceOf(SparkUserAppException.class)
        .extracting(e -> ((SparkUserAppException) e).exitCode())
        .isEqualTo(ErrorKind.USAGE.exitCode());
  }
}
