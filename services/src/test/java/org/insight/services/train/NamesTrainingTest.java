package org.insight.services.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.Sha256;
import org.insight.jobs.models.RegisteredModel;
import org.insight.services.train.NamesTraining.Input;
import org.insight.services.train.NamesTraining.Made;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With scripts that train nothing, in the place of those of the sources. */
class NamesTrainingTest {

  private static final String WRITES_A_MODEL =
      """
      echo "$# inputs, $PIECES pieces, $MINUTES minutes, $PYTHON, $SPACY, $1"
      mkdir -p "$5/model/assets"
      printf net > "$5/model/model.onnx"
      printf labels > "$5/model/assets/labels.txt"
      printf pieces > "$5/model/assets/sentencepiece.bpe.model"
      """;

  @TempDir private Path home;
  private final List<String> heard = new ArrayList<>();
  private Path inputs;

  @BeforeEach
  void inputs() throws IOException {
    inputs = Files.createDirectories(home.resolve("inputs"));
    Files.writeString(inputs.resolve("europeana.bio"), "Oswin I-PER\n");
    Files.writeString(inputs.resolve("texts.jsonl"), "{}\n");
    for (String language : List.of("fr", "es", "ar")) {
      Path folder = Files.createDirectories(inputs.resolve(language + "-en"));
      Files.writeString(folder.resolve("tatoeba.en.gz"), "");
      Files.writeString(folder.resolve("tatoeba." + language + ".gz"), "");
    }
    script("set-up.sh", "printf '%s\\n' torch-folder spacy-folder encoder.whl");
    script("train.sh", WRITES_A_MODEL);
  }

  private void script(String name, String text) throws IOException {
    Files.createDirectories(home.resolve("training/ner"));
    Files.writeString(home.resolve("training/ner").resolve(name), text);
  }

  private NamesTraining training() {
    return new NamesTraining(
        home,
        new Input(
            inputs.resolve("europeana.bio"),
            inputs.resolve("texts.jsonl"),
            inputs,
            home.resolve("out"),
            5000,
            3),
        heard::add);
  }

  @Test
  void theScriptsGetTheInputsAndTheModelIsRegisteredAsTheNextVersion() throws IOException {
    RegisteredModel now = RegisteredModel.of("names");
    Made made = training().train(Install.NO);
    assertThat(heard)
        .containsExactly(
            "5 inputs, 5000 pieces, 3 minutes, torch-folder/bin/python, spacy-folder/bin/python,"
                + " encoder.whl");
    assertThat(made.version()).isEqualTo(now.version() + 1);
    assertThat(made.model().resolve("model.onnx")).hasContent("net");
    String text = Files.readString(made.registration());
    assertThat(text).startsWith("# The names model").contains("version: " + made.version());
    RegisteredModel registered = RegisteredModel.parse(text, "names.yaml");
    assertThat(registered.id()).isEqualTo("names-" + made.version());
    assertThat(registered.files().keySet()).isEqualTo(now.files().keySet());
    assertThat(registered.files())
        .containsEntry("model.onnx", Sha256.hex("net".getBytes(StandardCharsets.UTF_8)));
    assertThat(registered.card()).isEqualTo(now.card());
  }

  @Test
  void whatIsNotInstalledIsSaidAndNotInstalled() throws IOException {
    script("set-up.sh", "[ \"$INSTALL\" = yes ] || exit 2; printf '%s\\n' a b c");
    refused(
        ErrorKind.USAGE,
        "Cannot train: PyTorch, spaCy and the encoder are not installed; --install gets them"
            + " (7 GB), found none in the cache");
    assertThat(training().train(Install.YES).model()).exists();
  }

  @Test
  void aTrainingThatBreaksDownSaysItsLastLine() throws IOException {
    script("train.sh", "echo one; echo 'the last line' >&2; exit 7");
    refused(
        ErrorKind.EXTERNAL,
        "Cannot train: training/ner/train.sh ended with exit code 7: the last line");
    assertThat(heard).containsExactly("one", "the last line");
  }

  @Test
  void aTrainingWithoutAModelIsABug() throws IOException {
    script("train.sh", "true");
    refused(ErrorKind.INTERNAL, "Cannot train: train.sh wrote no model, found no ");
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    Files.delete(inputs.resolve("ar-en/tatoeba.ar.gz"));
    refused(
        ErrorKind.INPUT,
        "Cannot train: --parallel needs SOURCE.ar.gz and SOURCE.en.gz in ar-en, of a source named"
            + " undev, europarl_causalmt or tatoeba, found none in ");
    Files.delete(inputs.resolve("texts.jsonl"));
    refused(ErrorKind.INPUT, "Cannot train: --texts must be a file, found none at ");
    Files.delete(home.resolve("training/ner/train.sh"));
    refused(
        ErrorKind.USAGE,
        "Cannot train: the scripts are part of the sources, found no training/ner/train.sh in ");
  }

  private void refused(ErrorKind kind, String message) {
    assertThatThrownBy(() -> training().train(Install.NO))
        .isInstanceOfSatisfying(InsightException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageStartingWith(message);
  }
}
