package org.insight.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.insight.audit.Act;
import org.insight.audit.AuditTrail;
import org.insight.config.SettingsReader;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditedActTest {

  @TempDir private Path folder;
  private AuditTrail trail;
  private AuditedAct act;

  @BeforeEach
  void begin() throws IOException {
    Path conf =
        Files.writeString(
            folder.resolve("conf.yaml"),
            "lake: {path: " + folder + "}\naudit: {anchor: " + folder.resolve("head") + "}\n");
    trail = AuditTrail.of(SettingsReader.read(List.of(conf)));
    act = AuditedAct.act(trail, "a test", Act.READ, null);
  }

  private List<String> entered() {
    return trail.spool().entriesAfter(0).stream()
        .map(e -> e.entry().outcome() + " " + e.entry().rows() + " " + e.entry().detail())
        .toList();
  }

  @Test
  void aRefusalBeforeTheStartIsEntered() {
    InsightException refusal = new InsightException(ErrorKind.USAGE, "Cannot do it");
    assertThatThrownBy(
            () ->
                act.opening(
                    () -> {
                      throw refusal;
                    }))
        .isSameAs(refusal);
    assertThat(entered()).containsExactly("refused null Cannot do it");
  }

  /** As by an expression that overflows the stack, or an answer that fills the memory. */
  @Test
  void anErrorIsEnteredAndGoesOnAsItIs() {
    Error overflow = new StackOverflowError();
    assertThatThrownBy(
            () ->
                act.opening(
                    () -> {
                      throw overflow;
                    }))
        .isSameAs(overflow);
    Error full = new OutOfMemoryError("Java heap space");
    assertThatThrownBy(
            () ->
                act.ending(
                    () -> {
                      throw full;
                    },
                    () -> 3L))
        .isSameAs(full);
    assertThat(entered())
        .satisfiesExactly(
            e -> assertThat(e).startsWith("failed null Cannot go on: a fault of the program"),
            e -> assertThat(e).startsWith("failed 3 Cannot go on: the memory is full"));
  }

  /** From here on, as where the disk is full. */
  private void noEntryCanBeWritten() {
    try {
      Files.createDirectory(folder.resolve("head.part"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whereTheStartCannotBeEnteredNothingIsDone() {
    noEntryCanBeWritten();
    List<String> done = new ArrayList<>();
    assertThatThrownBy(() -> act.doing(() -> done.add("it")))
        .hasMessageStartingWith("Cannot audit, so nothing is done: ");
    assertThat(done).isEmpty();
  }

  @Test
  void whatIsDoneIsNotCalledUndoneWhereItsEndCannotBeEntered() {
    assertThatThrownBy(() -> act.doing(this::noEntryCanBeWritten))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.EXTERNAL))
        .hasMessage(
            "Done, but how it ended could not be entered in the audit: input or output failed"
                + " (FileSystemException)");
    assertThat(entered()).containsExactly("started null null");
  }

  @Test
  void whyAnActFailedIsToldWhereThatCannotBeEnteredEither() {
    InsightException failure = new InsightException(ErrorKind.CONTRACT, "Cannot do it");
    assertThatThrownBy(
            () ->
                act.doing(
                    () -> {
                      noEntryCanBeWritten();
                      throw failure;
                    }))
        .isSameAs(failure)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }
}
