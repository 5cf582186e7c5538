package org.insight.services.ask;

import static org.apache.spark.sql.functions.col;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.jobs.mentions.Folding;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.ask.EntityView.Conflict;
import org.insight.services.ask.EntityView.Fact;
import org.jspecify.annotations.Nullable;

/** Brings together what a reader sees of an entity. */
public final class EntityViewer {

  /** Tables that it reads. */
  public static final Set<TableName> TABLES = tables();

  /** Most links that may be asked for. */
  private static final int MOST_LINKS = 1_000;

  /** Most possible matches that are shown, and most leads. */
  private static final int MOST_MATCHES = 10;

  /** Properties of FollowTheMoney of which a thing has one value. */
  private static final Set<String> SINGLE =
      Set.of(
          "birthDate",
          "deathDate",
          "gender",
          "incorporationDate",
          "dissolutionDate",
          "vin",
          "buildDate");

  /** Properties that are names. */
  private static final Set<String> NAMES =
      Set.of("name", "alias", "weakAlias", "previousName", "originalName");

  /** Columns of curated.persons, by the property that their values are of. */
  private static final Map<String, String> OF_PERSONS =
      Map.of(
          "name", "names",
          "alias", "aliases",
          "birthDate", "birth_dates",
          "gender", "genders",
          "country", "countries",
          "topics", "topics");

  private final String entity;
  private final int most;

  /**
   * @param entity id, name or number of an entity
   * @param most most links
   * @throws InsightException USAGE if the number is out of its range
   */
  public EntityViewer(String entity, int most) {
    this.entity = entity.strip();
    this.most = most;
    PathFinder.requireBetween("--most", most, MOST_LINKS);
  }

  private static Set<TableName> tables() {
    Set<TableName> tables = new HashSet<>(PathFinder.TABLES);
    tables.addAll(Explainer.TABLES);
    tables.addAll(Review.TABLES);
    tables.addAll(EntityTexts.TABLES);
    return Set.copyOf(tables);
  }

  /** What is asked, for the audit. */
  public String asked() {
    return "page of " + entity + ", " + most + " links";
  }

  /**
   * The page.
   *
   * @param note takes what the reader should know of the answer
   * @throws InsightException INPUT if the reader sees no such entity
   */
  public Asked<EntityView> of(ReaderSession session, Consumer<String> note) {
    AskedEntities asked = AskedEntities.of(session, note, entity);
    if (!asked.unclear().isEmpty()) {
      if (NumberQuery.of(entity) != null) {
        note.accept("With --object, `insight show` lists everyone who has a number.");
      }
      return new Asked<>(asked.unclear(), null);
    }
    String id = asked.id(entity);
    if (!id.startsWith("E-")) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot show: it is a document, which `insight network` follows, found "
              + OneLine.shown(entity));
    }
    return Asked.of(view(session, id, note));
  }

  private EntityView view(ReaderSession session, String id, Consumer<String> note) {
    Explanation why = new Explainer(id, null).of(session, id);
    Row person =
        session.table(Tables.PERSONS).where(col("entity_id").equalTo(id)).collectAsList().stream()
            .findFirst()
            .orElse(null);
    EntityTexts texts =
        EntityTexts.of(session, why.records().stream().map(Explanation.Source::recordId).toList());
    List<Fact> facts =
        session.isShownIdentifiers()
            ? EntityFacts.ofRecords(session, why.records(), texts)
            : person == null ? List.of() : ofPerson(person);
    Network around =
        NetworkFinder.around(session, SeenLinks.of(session), SeenLeads.none(), id, 1, most);
    List<FoundLink> links =
        around.links().stream().filter(link -> link.from().id().equals(id)).toList();
    return new EntityView(
        id,
        why.kind(),
        why.caption(),
        names(facts, why.caption()),
        person == null ? "records" : person.<String>getAs("basis"),
        person == null ? 0 : person.<Integer>getAs("independent_sources"),
        person == null ? List.of() : list(person, "grading"),
        person == null ? List.of() : list(person, "handling"),
        why.records().stream()
            .map(Explanation.Source::restrictions)
            .filter(words -> !words.isEmpty())
            .distinct()
            .sorted()
            .toList(),
        facts,
        conflicts(facts, person),
        why,
        Review.around(session, id, MOST_MATCHES),
        SeenLeads.of(session, note).page(session, id, MOST_MATCHES),
        links,
        around.cut(),
        texts.documents(links),
        texts.events());
  }

  private static List<Fact> ofPerson(Row person) {
    List<Fact> facts = new ArrayList<>();
    new TreeMap<>(OF_PERSONS)
        .forEach(
            (property, column) ->
                list(person, column)
                    .forEach(value -> facts.add(new Fact(property, value, List.of()))));
    return facts;
  }

  private static List<String> names(List<Fact> facts, String caption) {
    Set<String> names = new TreeSet<>();
    facts.stream()
        .filter(fact -> NAMES.contains(fact.property()))
        .forEach(f -> names.add(f.value()));
    return names.isEmpty() ? List.of(caption) : List.copyOf(names);
  }

  /**
   * Different values of a property that has one. Of birth dates and genders curated.persons says
   * whether they contradict: 1980 and 1980-12-13 may be one day.
   */
  private static List<Conflict> conflicts(List<Fact> facts, @Nullable Row person) {
    Map<String, Map<String, String>> values = new TreeMap<>();
    for (Fact fact : facts) {
      if (SINGLE.contains(fact.property())) {
        values
            .computeIfAbsent(fact.property(), property -> new TreeMap<>())
            .putIfAbsent(Folding.fold(fact.value()), fact.value());
      }
    }
    List<Conflict> conflicts = new ArrayList<>();
    values.forEach(
        (property, different) -> {
          String column = OF_PERSONS.get(property);
          boolean contradict =
              person == null || column == null
                  ? different.size() > 1
                  : list(person, "conflicts").contains(column);
          if (contradict) {
            conflicts.add(new Conflict(property, List.copyOf(different.values())));
          }
        });
    return conflicts;
  }

  private static List<String> list(Row row, String column) {
    List<String> list = row.getList(row.fieldIndex(column));
    return List.copyOf(Objects.requireNonNullElse(list, List.of()));
  }
}
