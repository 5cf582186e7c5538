package org.insight.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.schemas.Tables;
import org.insight.testing.LiteralInputs;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitSentencesTest {

  private static final String REPORT =
      """
      PROCÈS-VERBAL N° 2024/15
      Lieu : Marseille (France)

      Le suspect, M. Dupré, a été vu à l'aéroport d'Alger 😀. Il a dit : « Je n'ai rien fait. »
      The man left the station at 2 p.m. with two others.
      El hombre vive en Málaga; llegó ayer a la estación de autobuses.
      وصل المشتبه به إلى الجزائر العاصمة. هل كان معه أحد في السيارة؟ نعم، كان معه شخصان.
      Tél. +33 6 12 34 56 78.
      """;

  private static List<Row> split(String... texts) {
    StructType type = StructType.fromDDL("document_id string, text string, policy_id string");
    List<Row> rows =
        java.util.stream.IntStream.range(0, texts.length)
            .mapToObj(i -> RowFactory.create("d" + i, texts[i], "p" + i))
            .toList();
    return new SplitSentences()
        .build(
            new LiteralInputs()
                .with(Tables.DOCUMENTS, SharedSpark.session().createDataFrame(rows, type)))
        .orderBy("document_id", "position")
        .collectAsList();
  }

  private static void assertThatOffsetsCutOut(List<Row> sentences, String text) {
    assertThat(sentences)
        .allSatisfy(
            s ->
                assertThat(text.substring(s.<Integer>getAs("begin"), s.<Integer>getAs("end")))
                    .isEqualTo(s.<String>getAs("text")));
  }

  @Test
  void offsetsCutOutExactlyTheSentences() {
    List<Row> sentences = split(REPORT);
    assertThat(sentences).hasSizeGreaterThan(9);
    assertThatOffsetsCutOut(sentences, REPORT);
  }

  @Test
  void eachSentenceHasItsOwnLanguage() {
    assertThat(split(REPORT))
        .extracting(s -> s.getAs("language") + ": " + s.getAs("text"))
        .contains(
            "fr: Le suspect, M. Dupré, a été vu à l'aéroport d'Alger 😀.",
            "en: The man left the station at 2 p.m. with two others.",
            "es: llegó ayer a la estación de autobuses.",
            "ar: هل كان معه أحد في السيارة؟",
            "und: Tél. +33 6 12 34 56 78.");
  }

  @Test
  void sentencesAreNumberedAndCounted() {
    List<Row> sentences = split("Un homme court. Il tombe.", "Fin");
    assertThat(sentences)
        .extracting(
            s -> s.getAs("sentence_id") + " " + s.getAs("tokens") + " " + s.getAs("policy_id"))
        .containsExactly("d0#0 4 p0", "d0#1 3 p0", "d1#0 1 p1");
    assertThat(sentences.get(1).<Integer>getAs("position")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "I<ESPD231458907<<<<<<<<<<<<<<<\n7408122F1204159ESP<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
        "I<ESPERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907ESP7408122F1204159<<<<<<<6",
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\r\n\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "P<UTOLI<<AN<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nXR73012843FRA74<<<<1F1204159<<<<<<<<<<<<<<02",
        "I<ESPD231458907<<<<<<<<<<<<<<<\n<<<<<<0F1204159ESP<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<"
      })
  void theLinesOfAZoneAreOneSentence(String zone) {
    String text = "Vu hier.\n" + zone + "\n" + zone + "\nDEUX MOTS.";
    List<Row> sentences = split(text);
    assertThat(sentences)
        .extracting(s -> s.<String>getAs("text"))
        .containsExactly("Vu hier.", zone, zone, "DEUX MOTS.");
    assertThatOffsetsCutOut(sentences, text);
  }

  @Test
  void numberingGoesOnAcrossTheBlocksOfALongText() {
    String text = "Une phrase assez courte pour le test.\n".repeat(1_000);
    List<Row> sentences = split(text);
    assertThat(sentences).hasSize(1_000);
    assertThat(sentences.get(999).<Integer>getAs("position")).isEqualTo(999);
    assertThatOffsetsCutOut(sentences, text);
  }

  @Test
  void hostileTextsAreSplitToo() {
    String[] nasty = {
      "mot ".repeat(250_000),
      "a".repeat(300_000),
      "a.b.".repeat(50_000),
      "' \" ( [ ".repeat(10_000),
      "😀".repeat(20_000),
      "...;;;!!!???",
      "ↀↁↂↈↇ texte \ue000 ok. $1 \\ fin",
    };
    List<Row> sentences = split(nasty);
    for (int i = 0; i < nasty.length; i++) {
      String id = "d" + i;
      assertThatOffsetsCutOut(
          sentences.stream().filter(s -> s.getAs("document_id").equals(id)).toList(), nasty[i]);
    }
    assertThat(sentences)
        .extracting(s -> s.<String>getAs("document_id"))
        .contains("d0", "d1", "d6");
    assertThat(letters(sentences, "d0")).isEqualTo(750_000);
    assertThat(letters(sentences, "d1")).isEqualTo(300_000);
    assertThat(letters(sentences, "d2")).isEqualTo(100_000);
  }

  private static long letters(List<Row> sentences, String documentId) {
    return sentences.stream()
        .filter(s -> s.getAs("document_id").equals(documentId))
        .mapToLong(s -> s.<String>getAs("text").chars().filter(Character::isLetter).count())
        .sum();
  }

  @Test
  void noDocumentGivesNoSentence() {
    assertThat(split()).isEmpty();
    assertThat(split(" \n ")).isEmpty();
  }
}
