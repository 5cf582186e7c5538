package org.insight.services.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.text.translation.Pair;
import org.insight.jobs.text.translation.TranslationPlan;
import org.insight.services.train.TranslationTraining.Begin;
import org.insight.services.train.TranslationTraining.Input;
import org.insight.services.train.TranslationTraining.Made;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With scripts that train nothing, in the place of those of the sources. */
class TranslationTrainingTest {

  private static final Pair PAIR = Pair.of("fr-en");

  private static final String WRITES_A_MODEL =
      """
      echo "$PYTHON $*"
      mkdir -p "$4/models"
      printf 'name: new' > "$4/models/$6.yaml"
      printf '| by | chrF |\\n| --- | --- |\\n' > "$4/$6.md"
      printf 'fr\\ten\\nUn pont.\\tA bridge.\\n' > "$4/held-out.tsv"
      """;

  @TempDir private Path home;
  private final List<String> heard = new ArrayList<>();
  private Path text;
  private Path out;

  @BeforeEach
  void inputs() throws IOException {
    text = Files.writeString(home.resolve("text.tsv"), "Un pont.\tA bridge.\n");
    out = home.resolve("out");
    script("set-up.sh", "printf '%s\\n' environment");
    script("train.sh", WRITES_A_MODEL);
  }

  private void script(String name, String lines) throws IOException {
    Files.createDirectories(home.resolve("training/translation"));
    Files.writeString(home.resolve("training/translation").resolve(name), lines);
  }

  private TranslationTraining training(
      Map<Pair, String> engines, @Nullable Integer pieces, @Nullable Integer minutes, Begin begin) {
    return new TranslationTraining(
        home,
        new Input(
            PAIR,
            List.of(text),
            out,
            "new",
            "CC0-1.0",
            "small",
            "int8",
            "cpu",
            pieces,
            700,
            minutes,
            50,
            begin),
        new TranslationPlan(List.of("en"), engines, new TreeMap<>(), 20),
        heard::add);
  }

  private TranslationTraining training() {
    return training(Map.of(), null, null, Begin.ANEW);
  }

  @Test
  void theScriptGetsTheInputAndTheModelIsRegistered() {
    Made made = training().train(Install.NO);
    assertThat(heard)
        .containsExactly(
            "environment/bin/python --pair fr-en --out "
                + out
                + " --name new --registered 1 --licence CC0-1.0 --size small --weights int8"
                + " --device cpu --steps 700 --every 50 --text "
                + text,
            "Not measured beside: no other engine of fr-en is installed");
    assertThat(made.id()).isEqualTo("new-1");
    assertThat(made.models().resolve("new.yaml")).hasContent("name: new");
    assertThat(made.card()).hasContent("| by | chrF |\n| --- | --- |\n");
  }

  @Test
  void aTrainingThatGoesOnSaysSo() {
    training(Map.of(), 300, 7, Begin.RESUMED).train(Install.NO);
    assertThat(heard.get(0)).contains(" --pieces 300 --minutes 7 --resume --text ");
  }

  @Test
  void anEngineThatIsThereStandsInTheCard() throws IOException {
    // Nothing listens there, so it fails at each sentence.
    Made made =
        training(Map.of(PAIR, "http://127.0.0.1:1"), null, null, Begin.ANEW).train(Install.NO);
    assertThat(Files.readString(made.card()))
        .endsWith("| `insight eval translation`: http://127.0.0.1:1 | 0.00 |\n");
    assertThat(heard).contains("chrF 0.00 on the same sentences (http://127.0.0.1:1)");
  }

  @Test
  void whatIsNotInstalledIsSaidAndNotInstalled() throws IOException {
    script("set-up.sh", "[ \"$INSTALL\" = yes ] || exit 2; printf '%s\\n' environment");
    refused(
        ErrorKind.USAGE,
        "Cannot train: PyTorch and ONNX are not installed; --install gets them (6 GB), found none in"
            + " the cache");
    assertThat(training().train(Install.YES).card()).exists();
  }

  @Test
  void aTextThatTheScriptRefusesIsWrongInput() throws IOException {
    script("train.sh", "echo 'Cannot train: two columns, found 3' >&2; exit 3");
    refused(ErrorKind.INPUT, "Cannot train: two columns, found 3");
    assertThat(heard).isEmpty();
  }

  @Test
  void aTrainingThatBreaksDownSaysItsLastLine() throws IOException {
    script("train.sh", "echo one; echo 'the last line' >&2; exit 7");
    refused(
        ErrorKind.EXTERNAL,
        "Cannot train: training/translation/train.sh ended with exit code 7: the last line");
    script("train.sh", "echo 'not a refusal' >&2; exit 3");
    refused(
        ErrorKind.EXTERNAL,
        "Cannot train: training/translation/train.sh ended with exit code 3: not a refusal");
  }

  @Test
  void aTrainingWithoutAModelIsABug() throws IOException {
    script("train.sh", "true");
    refused(ErrorKind.INTERNAL, "Cannot train: train.sh wrote no model, found no ");
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    Files.delete(text);
    refused(ErrorKind.INPUT, "Cannot train: --text must be a file, found none at " + text);
    Files.delete(home.resolve("training/translation/train.sh"));
    refused(
        ErrorKind.USAGE,
        "Cannot train: the scripts are part of the sources, found no training/translation/train.sh"
            + " in ");
  }

  private void refused(ErrorKind kind, String message) {
    assertThatThrownBy(() -> training().train(Install.NO))
        .isInstanceOfSatisfying(InsightException.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageStartingWith(message);
  }
}
