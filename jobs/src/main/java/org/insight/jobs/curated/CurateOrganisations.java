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
 * Puts together what the records of one organisation, and the texts that describe it, say. An
 * organisation is an entity with at least one subject of schema Company, Organization or
 * PublicBody; one of LegalEntity records alone, which may be a person, is not.
 */
public final class CurateOrganisations implements UpdateJob {

  private static final EntityRows ROWS =
      new EntityRows(
          new EntityFamily(
              List.of("Company", "Organization", "PublicBody"),
              new TreeMap<>(
                  Map.of(
                      "incorporation_dates", List.of("incorporationDate"),
                      "countries", List.of("country", "jurisdiction", "mainCountry"),
                      "registration_numbers",
                          List.of("registrationNumber", "taxNumber", "vatCode", "leiCode"),
                      "topics", List.of("topics", "program"))),
              "incorporation_dates",
              List.of()));

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
    return Tables.ORGANISATIONS;
  }

  @Override
  public Dataset<Row> build(Inputs inputs) {
    return ROWS.all(inputs);
  }

  @Override
  public Optional<Update> update(Changes changes) {
    return Optional.of(ROWS.touched(changes));
  }
}
