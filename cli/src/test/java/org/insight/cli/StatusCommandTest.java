package org.insight.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.lake.Lake;
import org.insight.schemas.Tables;
import org.insight.schemas.WriteMode;
import org.insight.testing.SharedSpark;
import org.insight.testing.TestLakes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StatusCommandTest {

  @TempDir private Path folder;

  private String status(String engines, String format) throws IOException {
    Path settings =
        Files.writeString(
            folder.resolve("settings.yaml"),
            "lake: {properties: {type: hadoop, warehouse: 'file:${lake.path}/tables'}}\n"
                + "translation: {engines: {"
                + engines
                + "}}\n");
    StringWriter printed = new StringWriter();
    CommandLine command =
        new CommandLine(new StatusCommand())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setOut(new PrintWriter(printed, true));
    assertThat(
            command.execute(
                "--conf",
                settings.toString(),
                "--lake",
                folder.resolve("lake").toString(),
                "--format",
                format))
        .isZero();
    return printed.toString();
  }

  @Test
  void whatIsNotTranslatedIsSaid() throws IOException {
    Lake lake = TestLakes.whole(folder.resolve("lake"));
    TestLakes.write(
        lake,
        Tables.TRANSLATIONS,
        WriteMode.APPEND,
        SharedSpark.session()
            .createDataFrame(
                List.of(
                    RowFactory.create(
                        "s#en", "s", "d", "es", "en", "apertium", "1", false, 1.0, "p")),
                StructType.fromDDL(
                    "translation_id string, sentence_id string, document_id string,"
                        + " source_language string, language string, engine string,"
                        + " engine_version string, gloss boolean, unknown double, policy_id"
                        + " string")));
    String failed =
        "Without translation, for they are too long or the engine gave none: 1 es-en by apertium";
    String sent = "Sentences leave this machine to be translated: en-fr to http://127.0.0.1:9";
    String engines = "fr-en: 'marian:none-such', en-fr: 'http://127.0.0.1:9'";
    assertThat(status(engines, "table").lines())
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("Not translated, for what it needs is not installed: ")
                    .contains("fr-en (model none-such: "))
        .contains(failed, sent);
    JsonNode told = new ObjectMapper().readTree(status(engines, "json")).get("translation");
    assertThat(told).hasSize(3);
    assertThat(told).extracting(JsonNode::asText).contains(failed, sent);
  }
}
