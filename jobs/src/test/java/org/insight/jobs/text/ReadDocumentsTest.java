package org.insight.jobs.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Date;
import java.sql.Timestamp;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.insight.schemas.Tables;
import org.insight.testing.LiteralInputs;
import org.insight.testing.SharedSpark;
import org.junit.jupiter.api.Test;

class ReadDocumentsTest {

  private static final Timestamp SENT = Timestamp.valueOf("2024-05-06 23:30:00");

  private static Row row(String id, int page, String kind, Timestamp sent, String text) {
    return RowFactory.create(id, page, kind, "Titre", sent, text, "p1");
  }

  private static Dataset<Row> read(Row... pages) {
    StructType type =
        StructType.fromDDL(
            "item_id string, page int, kind string, title string, sent_at timestamp,"
                + " text string, policy_id string");
    return new ReadDocuments()
        .build(
            new LiteralInputs()
                .with(Tables.PAGES, SharedSpark.session().createDataFrame(List.of(pages), type)));
  }

  @Test
  void documentIsTheTextOfItsPagesWithItsOwnDate() {
    Row document =
        read(
                row("i1", 10, "document", SENT, "vu 😀"),
                row("i1", 2, "document", SENT, ""),
                row("i1", 1, "document", SENT, "Date : 12/03/2024\nPére"))
            .first();
    assertThat(document.<String>getAs("document_id")).isEqualTo("i1");
    assertThat(document.<String>getAs("title")).isEqualTo("Titre");
    assertThat(document.<String>getAs("text")).isEqualTo("Date : 12/03/2024\nPére\n\nvu 😀");
    assertThat(document.<Integer>getAs("characters")).isEqualTo(29);
    assertThat(document.<Date>getAs("dated_on")).isEqualTo(Date.valueOf("2024-03-12"));
    assertThat(document.<String>getAs("dated_by")).isEqualTo("text");
    assertThat(document.<String>getAs("policy_id")).isEqualTo("p1");
  }

  @Test
  void documentWithoutDateHasThatOfItsMessageOrMetadata() {
    assertThat(
            read(
                    row("i1", 1, "message", SENT, "Bonjour"),
                    row("i2", 1, "document", SENT, "Bonjour"),
                    row("i3", 1, "document", null, "Bonjour"))
                .orderBy("document_id")
                .selectExpr("concat_ws(' ', dated_on, dated_by)")
                .collectAsList())
        .extracting(r -> r.getString(0))
        .containsExactly("2024-05-06 message", "2024-05-06 metadata", "");
  }

  @Test
  void itemsWithoutTextAreNoDocuments() {
    assertThat(
            read(
                    row("i1", 1, "image", SENT, ""),
                    row("i2", 1, "document", SENT, " \n\t"),
                    row("i2", 2, "document", SENT, ""))
                .count())
        .isZero();
  }

  @Test
  void noPageGivesNoDocument() {
    assertThat(read().count()).isZero();
  }
}
