package org.insight.services.ask;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is known of an entity as tables, without its links. */
public final class EntityTables {

  /** Sources of a value that a line names; JSON has all. */
  private static final int SOURCES_OF_A_LINE = 2;

  private EntityTables() {}

  /** What it is, as one table. */
  public static PageTable head(EntityView view) {
    List<List<String>> head = new ArrayList<>();
    head.add(List.of("entity", view.kind() + " " + view.entityId()));
    head.add(List.of("caption", view.caption()));
    head.add(List.of("names", String.join(", ", view.names())));
    head.add(List.of("basis", view.basis()));
    if (view.independentSources() > 0) {
      head.add(List.of("independent sources", Integer.toString(view.independentSources())));
      head.add(List.of("grading", String.join(", ", view.grading())));
      head.add(List.of("handling", String.join(", ", view.handling())));
    }
    view.restrictions().forEach(words -> head.add(List.of("restrictions", words)));
    return new PageTable("Entity", List.of("what", "value"), head);
  }

  /** What is known, contradicts itself, ties its records, and may be the same. */
  public static List<PageTable> known(EntityView view) {
    return List.of(
        new PageTable(
            "Known",
            List.of("property", "value", "latest", "sources"),
            view.facts().stream().map(EntityTables::known).toList()),
        new PageTable(
            "Conflicts",
            List.of("property", "values"),
            view.conflicts().stream()
                .map(c -> List.of(c.property(), String.join(" / ", c.values())))
                .toList()),
        new PageTable(
            "Why these records are one",
            List.of("record", "and", "bits", "because"),
            view.why().ties().stream().map(EntityTables::why).toList()),
        new PageTable(
            "Possible matches",
            List.of("record", "and", "of", "called", "bits", "restrictions"),
            view.possibleMatches().stream().map(match -> match(view, match)).toList()),
        new PageTable(
            "Leads",
            List.of("number", "may be of", "id", "others", "bits", "in", "as", "restrictions"),
            view.leads().stream().map(EntityTables::lead).toList()));
  }

  /** Documents and events. */
  public static List<PageTable> texts(EntityView view) {
    return List.of(
        new PageTable(
            "Documents",
            List.of("date", "document", "path", "title", "how", "restrictions"),
            view.documents().stream()
                .map(
                    d ->
                        List.of(
                            d.date(),
                            d.documentId(),
                            d.path(),
                            d.title(),
                            d.how(),
                            d.restrictions()))
                .toList()),
        new PageTable(
            "Events",
            List.of("time", "what", "status", "place", "as written", "who", "path", "restrictions"),
            view.events().stream().map(EntityTables::event).toList()));
  }

  private static List<String> event(EntityView.Event event) {
    return List.of(
        event.time(),
        event.code(),
        event.status(),
        event.place(),
        event.text(),
        event.persons().stream()
            .map(person -> person.name() + " (" + person.role() + ")")
            .collect(Collectors.joining(", ")),
        event.path(),
        event.restrictions());
  }

  /** One line a value: its sources, the latest first, and the rest as a number. */
  private static List<String> known(EntityView.Fact fact) {
    List<EntityView.Said> latest =
        fact.sources().stream()
            .sorted(
                Comparator.comparing(EntityView.Said::date)
                    .reversed()
                    .thenComparing(EntityView.Said::path)
                    .thenComparing(EntityView.Said::locator))
            .toList();
    String more =
        latest.size() > SOURCES_OF_A_LINE
            ? "; " + (latest.size() - SOURCES_OF_A_LINE) + " more"
            : "";
    return List.of(
        fact.property(),
        fact.value(),
        latest.isEmpty() ? "" : latest.get(0).date(),
        latest.stream()
                .limit(SOURCES_OF_A_LINE)
                .map(said -> said.path() + " " + said.locator())
                .collect(Collectors.joining("; "))
            + more);
  }

  private static List<String> why(Explanation.Tie tie) {
    return List.of(
        tie.recordId(),
        tie.otherRecordId(),
        tie.score() == null ? "" : bits(tie.score()),
        tie.steps().stream()
            .map(step -> (step.comparison() + " " + step.level()).strip())
            .collect(Collectors.joining(", ")));
  }

  private static List<String> match(EntityView view, PossibleMatch match) {
    boolean first = match.entityId().equals(view.entityId());
    return List.of(
        first ? match.recordId() : match.otherRecordId(),
        first ? match.otherRecordId() : match.recordId(),
        first ? match.otherEntityId() : match.entityId(),
        match.fields().stream()
            .filter(field -> field.property().equals("name"))
            .map(field -> first ? field.otherValue() : field.value())
            .collect(Collectors.joining(", ")),
        bits(match.score()),
        match.restrictions());
  }

  private static List<String> lead(EntityView.Lead lead) {
    return List.of(
        lead.number(),
        lead.with().shown(),
        lead.with().id(),
        Integer.toString(lead.otherOwners()),
        bits(lead.strength()),
        (lead.where().path() + " " + lead.where().locator()).strip(),
        lead.where().sentence(),
        lead.restrictions());
  }

  private static String bits(double score) {
    return String.format(Locale.ROOT, "%.1f", score);
  }
}
