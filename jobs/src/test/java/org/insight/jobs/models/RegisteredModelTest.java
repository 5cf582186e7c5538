package org.insight.jobs.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.insight.core.InsightException;
import org.insight.core.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegisteredModelTest {

  @TempDir private Path folder;

  @Test
  void theNamesModelHasTheBytesThatAreRegistered() throws IOException {
    RegisteredModel names = RegisteredModel.of("names");
    names.unpack(folder);
    assertThat(names.id()).matches("names-[0-9]+");
    assertThat(names.files()).isNotEmpty();
    for (String file : names.files().keySet()) {
      assertThat(Sha256.hex(Files.readAllBytes(folder.resolve(file))))
          .isEqualTo(names.files().get(file));
    }
  }

  @Test
  void theModelsOfPagesHaveTheBytesThatAreRegistered() {
    RegisteredModel pages = RegisteredModel.of("pages");
    assertThat(pages.bytes().keySet())
        .containsExactly("characters.txt", "detector.onnx", "recogniser.onnx");
    pages
        .bytes()
        .forEach((file, bytes) -> assertThat(Sha256.hex(bytes)).isEqualTo(pages.files().get(file)));
  }

  @Test
  void otherBytesAndMissingFilesAreSaidInOneLine() {
    RegisteredModel names = RegisteredModel.of("names");
    TreeMap<String, String> other = new TreeMap<>(names.files());
    other.put("assets/labels.txt", "0".repeat(64));
    assertThatThrownBy(() -> with(names, other).unpack(folder))
        .isInstanceOf(InsightException.class)
        .hasMessage(
            "Cannot load model names-"
                + names.version()
                + ": run make build, or put its files into conf/models, found other bytes in models/names/assets/labels.txt");
    other.clear();
    other.put("weights", "0".repeat(64));
    assertThatThrownBy(() -> with(names, other).unpack(folder))
        .isInstanceOf(InsightException.class)
        .hasMessageEndingWith("found no models/names/weights");
  }

  @Test
  void filesMayStandBesideTheRegistration() throws IOException {
    Path own = Files.createDirectories(folder.resolve("conf/models/own"));
    Files.writeString(own.resolve("weights"), "w");
    RegisteredModel model =
        RegisteredModel.parse(
            "{name: own, version: 1, task: translation, languages: [fr, en], from: f, licence: MIT,"
                + " card: c, files: {weights: "
                + Sha256.hex("w")
                + "}}",
            "own.yaml");
    String home = System.getProperty("insight.home");
    System.setProperty("insight.home", folder.toString());
    try {
      assertThat(model.bytes()).containsOnlyKeys("weights");
    } finally {
      if (home == null) {
        System.clearProperty("insight.home");
      } else {
        System.setProperty("insight.home", home);
      }
    }
  }

  @Test
  void whatIsNotRegisteredIsSaid() {
    assertThatThrownBy(() -> RegisteredModel.of("faces"))
        .isInstanceOf(InsightException.class)
        .hasMessageContaining("found conf/models/faces.yaml");
  }

  private static RegisteredModel with(RegisteredModel model, TreeMap<String, String> files) {
    return new RegisteredModel(
        model.name(),
        model.version(),
        model.task(),
        List.of("fr"),
        model.from(),
        model.licence(),
        model.card(),
        files);
  }
}
