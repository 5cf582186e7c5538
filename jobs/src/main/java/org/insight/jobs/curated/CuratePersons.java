package org.insight.jobs.curated;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.insight.engine.Changes;
import org.insight.engine.Inputs;
import org.insight.engine.Read;
import org.insight.engine.UpdateJob;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;

/**
 * Puts together what the records of one person, and the texts that describe him, say. A person is
 * an entity with at least one subject of schema Person; one of LegalEntity records alone, which may
 * be an organisation, is not.
 */
public final class CuratePersons implements UpdateJob {

  private static final EntityRows ROWS =
      new EntityRows(
          new EntityFamily(
              List.of("Person"),
              new TreeMap<>(
                  Map.of(
                      "birth_dates", List.of("birthDate"),
                      "genders", List.of("gender"),
                      "countries", List.of("nationality", "country"),
                      "topics", List.of("topics", "program"))),
              "birth_dates",
              List.of("genders")));

  @Override
  public String settings() {
    return Worth.ORDERS;
  }

  @Override
  public Set<Read> reads() {
    return EntityRows.READS;
  }

  @Override
  public TableName writes() {
    return Tables.PERSONS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return persons(ROWS.all(inputs));
  }

  @Override
  public Optional<Update> update(Changes changes) {
    Update touched = ROWS.touched(changes);
    return Optional.of(new Update(touched.keys(), persons(touched.rows())));
  }

  /** All are of one kind. */
  private static Dataset<Row> persons(Dataset<Row> entities) {
    return entities.drop("schema");
  }
}
