package org.insight.services.ask;

import java.util.List;
import java.util.Set;

/**
 * A vehicle, telephone, account, e-mail address, postal address or document of identity, as a
 * reader sees it.
 *
 * @param object as in curated.objects
 * @param kind of its number, as in mentions.identifiers
 * @param value its number or address, normalised
 * @param written as records and texts write it, sorted
 * @param countries ISO codes of the countries that it names itself, sorted
 * @param records how many records give it
 * @param documents how many documents give it
 * @param firstDay the first day of what gives it, ISO 8601; empty if the reader sees none
 * @param lastDay the last day
 * @param holders each record and text that gives it, those of one entity together
 * @param restrictions how all that may be used, in words, each once
 */
public record ObjectView(
    String object,
    String kind,
    String value,
    List<String> written,
    List<String> countries,
    int records,
    int documents,
    String firstDay,
    String lastDay,
    List<Holder> holders,
    List<String> restrictions) {

  /**
   * An entity that has it by a record or text, or a document that names it and ties it to nobody.
   *
   * @param where the record or text
   * @param restrictions how it may be used, in words
   */
  public record Holder(LinkEnd end, FoundLink.Carrier where, String restrictions) {}

  /** What it is, and who has it. */
  public List<PageTable> tables() {
    return List.of(
        new PageTable(
            "Object",
            List.of("what", "value"),
            List.of(
                List.of(object, kind.replace('_', ' ') + " " + value),
                List.of("written", String.join(", ", written)),
                List.of("countries", String.join(", ", countries)),
                List.of("records", Integer.toString(records)),
                List.of("documents", Integer.toString(documents)),
                List.of("days", FoundLink.days(firstDay, lastDay)))),
        new PageTable(
            "Who has it",
            List.of("who", "kind", "id", "day", "path", "place", "as", "restrictions"),
            holders.stream().map(ObjectView::row).toList()));
  }

  private static List<String> row(Holder holder) {
    return List.of(
        holder.end().caption(),
        holder.end().kind(),
        holder.end().id(),
        holder.where().day(),
        holder.where().path(),
        holder.where().locator(),
        holder.where().sentence(),
        holder.restrictions());
  }

  /** As a page. */
  public String page(LinkPage.Seen seen) {
    return LinkPage.of(seen, value, Set.of(), List.of(), restrictions, tables());
  }
}
