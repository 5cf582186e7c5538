package org.insight.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.config.Settings.TranslationSettings;
import org.insight.config.SettingsReader;
import org.insight.jobs.mentions.KeepCorrections;
import org.insight.jobs.text.translation.TranslationPlan;
import org.insight.jobs.text.translation.Translator;
import org.insight.schemas.Tables;
import org.insight.testing.LiteralInputs;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

class TranslateSentencesTest {

  private static final TranslationSettings DEFAULT = SettingsReader.read(List.of()).translation();

  private static final String FRENCH =
      "Paul Petit a été placé en garde à vue à Lyon le 12 mars 2026.";

  private static List<Row> translated(TranslationSettings settings, Row... corrections) {
    StructType sentences =
        StructType.fromDDL(
            "sentence_id string, document_id string, begin int, end int, text string,"
                + " language string, policy_id string");
    StructType names =
        StructType.fromDDL(
            "document_id string, sentence_id string, begin int, end int, kind string");
    return new TranslateSentences(TranslationPlan.of(settings))
        .build(
            new LiteralInputs()
                .with(
                    Tables.SENTENCES,
                    SharedSpark.session()
                        .createDataFrame(
                            List.of(
                                RowFactory.create("d#0", "d", 10, 71, FRENCH, "fr", "p"),
                                RowFactory.create("d#1", "d", 99, 109, "It rained.", "en", "p"),
                                RowFactory.create("e#0", "e", 0, 7, "الشرطة.", "ar", "q"),
                                RowFactory.create("e#1", "e", 20, 23, "???", "und", "q")),
                            sentences))
                .with(
                    Tables.NAMES,
                    SharedSpark.session()
                        .createDataFrame(
                            List.of(
                                RowFactory.create("d", "d#0", 10, 20, "person"),
                                RowFactory.create("d", "d#0", 10, 14, "offence")),
                            names))
                .with(
                    Tables.CORRECTIONS,
                    SharedSpark.session()
                        .createDataFrame(
                            List.of(corrections),
                            KeepCorrections.none(SharedSpark.session()).schema())))
        .orderBy("translation_id")
        .collectAsList();
  }

  private static void requireEngines() {
    assumeTrue(
        Translator.of(TranslationPlan.of(DEFAULT)).missing().isEmpty(),
        "Apertium or the dictionary is not installed");
  }

  @Test
  void aSentenceIsTranslatedIntoEachOtherLanguageOfTheSettings() {
    requireEngines();
    List<Row> rows = translated(DEFAULT);
    assertThat(rows)
        .extracting(r -> r.<String>getAs("translation_id"))
        .as("e#1 has too little to tell its language, and is in a document in Arabic")
        .containsExactly("d#0#en", "d#1#fr", "e#0#en", "e#1#en");
    Row french = rows.get(0);
    assertThat(french.<String>getAs("text"))
        .startsWith("Paul Petit has been placed in police custody")
        .endsWith("on 12 March 2026.");
    assertThat(french.<String>getAs("engine")).isEqualTo("apertium");
    assertThat(french.<String>getAs("engine_version")).contains("fr-es@", "glossary@", "rules@");
    assertThat(french.<Boolean>getAs("gloss")).isFalse();
    assertThat(french.getList(french.fieldIndex("flags"))).isEmpty();
    assertThat(french.<String>getAs("policy_id")).isEqualTo("p");
    Row arabic = rows.get(2);
    assertThat(arabic.<Boolean>getAs("gloss")).isTrue();
    assertThat(arabic.<String>getAs("text")).contains("police");
    assertThat(arabic.<String>getAs("policy_id")).isEqualTo("q");
  }

  /** The small model is that of MarianEngineTest. It never saw these words but the tokens. */
  @Test
  void oneLineOfSettingsTakesAMarianModel() {
    Map<String, String> engines = new HashMap<>(DEFAULT.engines());
    engines.put("fr-en", "marian:tiny-fr-en");
    List<Row> rows =
        translated(new TranslationSettings(List.of("en"), engines, "", 20)).stream()
            .filter(row -> row.<String>getAs("source_language").equals("fr"))
            .toList();
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).<String>getAs("engine")).isEqualTo("marian:tiny-fr-en");
    assertThat(rows.get(0).<String>getAs("engine_version")).startsWith("tiny-fr-en-1@");
    assertThat(rows.get(0).<String>getAs("text")).startsWith("Paul Petit ");
    assertThat(rows.get(0).<String>getAs("policy_id")).isEqualTo("p");
  }

  @Test
  void aMissingModelLeavesThePairOut() {
    TranslationSettings one =
        new TranslationSettings(List.of("en"), Map.of("fr-en", "marian:none-such"), "", 20);
    assertThat(translated(one)).isEmpty();
    assertThat(Translator.of(TranslationPlan.of(one)).missing().orElseThrow())
        .contains("fr-en (model none-such: ");
  }

  @Test
  void withoutTargetsNothingIsTranslated() {
    assertThat(translated(DEFAULT.off())).isEmpty();
  }

  @Test
  void aPairWithoutEngineIsLeftOut() {
    requireEngines();
    TranslationSettings one =
        new TranslationSettings(List.of("en"), Map.of("ar-en", "gloss", "fr-en", "none"), "", 20);
    assertThat(translated(one))
        .extracting(r -> r.<String>getAs("translation_id"))
        .containsExactly("e#0#en", "e#1#en");
  }

  private static Row said(
      String document, int begin, int end, String verdict, String language, String text) {
    return RowFactory.create(
        document,
        "translation",
        begin,
        end,
        verdict,
        language,
        null,
        null,
        null,
        List.of(RowFactory.create("translation", text)),
        "standing");
  }

  /** No engine is needed: what a reader said stands without one. */
  @Test
  void whatAReaderSaidStandsInsteadOfTheEngine() {
    assertThat(
            translated(
                DEFAULT.off(),
                said("d", 10, 71, "correct", "en", "Paul Petit was taken into custody."),
                said("d", 10, 71, "reject", "es", "Paul Petit tiene vistas."),
                said("d", 99, 109, "confirm", "fr", "Il a plu."),
                said("d", 99, 109, "correct", "en", "It is the language of the sentence."),
                said("e", 0, 8, "correct", "en", "Of other words.")))
        .extracting(
            r -> r.<String>getAs("translation_id"),
            r -> r.<String>getAs("engine"),
            r -> r.<String>getAs("text"),
            r -> r.getList(r.fieldIndex("flags")))
        .containsExactly(
            tuple("d#0#en", "reader", "Paul Petit was taken into custody.", List.of()),
            tuple("d#0#es", "reader", null, List.of("rejected")),
            tuple("d#1#fr", "reader", "Il a plu.", List.of()));
  }

  @Test
  void anotherEngineOrGlossaryIsAnotherSetting() {
    requireEngines();
    TranslationPlan plan = TranslationPlan.of(DEFAULT);
    String settings = new TranslateSentences(plan).settings();
    assertThat(new TranslateSentences(TranslationPlan.of(DEFAULT.off())).settings())
        .isNotEqualTo(settings);
    TranslationPlan other =
        new TranslationPlan(
            plan.targets(),
            plan.engines(),
            new TreeMap<>(
                Map.of(
                    "a.yaml",
                    "- {id: z-one, pos: noun, field: f, source: s, fr: {one: zun}, en: {one: zone}}")),
            plan.maxSeconds());
    assertThat(new TranslateSentences(other).settings()).isNotEqualTo(settings);
  }
}
