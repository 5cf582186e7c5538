package org.insight.services.ask;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.findings.CommunityChanges;
import org.insight.findings.DatedTie;
import org.insight.findings.Finding;
import org.insight.findings.FindingKind;
import org.insight.findings.MoneyPatterns;
import org.insight.findings.MoneyRules;
import org.insight.findings.Network;
import org.insight.findings.NetworkFindings;
import org.insight.findings.Periods;
import org.insight.findings.Transfer;
import org.insight.services.ask.FoundFinding.FoundTransfer;
import org.insight.services.link.RowFile;

/**
 * A network in a file: CSV or Parquet with the columns {@code from} and {@code to}. If it has
 * {@code amount} and {@code time} too, its rows are transfers. With {@code time} its communities
 * change from period to period. {@code weight} weighs links in communities; {@code id} names rows.
 */
public final class EdgeFile {

  private final List<Network.Tie> ties = new ArrayList<>();
  private final List<Transfer> transfers = new ArrayList<>();
  private final Map<String, FoundTransfer> shown = new HashMap<>();
  private final List<String> times = new ArrayList<>();
  private final boolean isOfMoney;
  private final boolean isDated;
  private final String name;
  private long row;

  /**
   * Reads it.
   *
   * @throws InsightException INPUT if it cannot be read, lacks a column, or a row has no end, no
   *     amount, no time or no weight
   */
  public EdgeFile(Path file) {
    RowFile rows = new RowFile(file);
    name = String.valueOf(file.getFileName());
    List<String> columns =
        rows.columns().stream().map(c -> c.strip().toLowerCase(Locale.ROOT)).toList();
    int from = columns.indexOf("from");
    int to = columns.indexOf("to");
    if (from < 0 || to < 0) {
      throw new InsightException(
          ErrorKind.INPUT,
          "Cannot read a network: the columns from and to are needed, found "
              + String.join(", ", rows.columns()));
    }
    int amount = columns.indexOf("amount");
    int time = columns.indexOf("time");
    int weight = columns.indexOf("weight");
    int id = columns.indexOf("id");
    isDated = time >= 0;
    isOfMoney = amount >= 0 && isDated;
    Set<String> ids = new HashSet<>();
    rows.forEach(
        cells -> {
          row++;
          String one = cell(cells, from, "end");
          String other = cell(cells, to, "end");
          ties.add(new Network.Tie(one, other, weight < 0 ? 1 : weight(cells, weight)));
          if (isDated) {
            times.add(cells[time] == null ? "" : cells[time].strip());
          }
          if (isOfMoney) {
            String key = id < 0 ? "row " + row : cell(cells, id, "id");
            if (!ids.add(key)) {
              throw wrong("two rows have one id");
            }
            Transfer transfer =
                new Transfer(
                    key, one, other, amount(cells, amount), day(cell(cells, time, "time")));
            transfers.add(transfer);
            shown.put(
                key,
                new FoundTransfer(
                    key,
                    "",
                    one,
                    other,
                    transfer.amount(),
                    cell(cells, time, "time"),
                    name,
                    "row " + row,
                    ""));
          }
        });
  }

  /** The kinds of findings that it can have without more being asked. */
  public Set<FindingKind> kinds() {
    Set<FindingKind> kinds = new TreeSet<>(Set.of(FindingKind.values()));
    kinds.removeIf(
        kind ->
            kind.isAmongAsked()
                || kind.isOfMoney() && !isOfMoney
                || kind == FindingKind.COMMUNITY_CHANGE && !isDated);
    kinds.remove(FindingKind.TRAVEL_GROUP);
    return kinds;
  }

  /** Its links, without direction. */
  public Network network() {
    return Network.of(ties);
  }

  /** Its transfers; none if it has no amounts and times. */
  public List<Transfer> transfers() {
    return List.copyOf(transfers);
  }

  /**
   * Its findings, kind by kind, the most notable first.
   *
   * @param asked ends that common associates are of, and that paths are between; all else is told
   *     of these alone, if any
   * @param most most findings of a kind
   * @param periods from which to which communities change
   * @throws InsightException USAGE if patterns of money are asked of a file without amounts and
   *     times, changes of communities of one without times, travel groups of any, or common
   *     associates or paths of fewer than two ends; INPUT if a time is no day
   */
  public List<FoundFinding> findings(
      Collection<FindingKind> kinds, Collection<String> asked, int most, Periods periods) {
    List<FoundFinding> found = new ArrayList<>();
    NetworkFindings ofNetwork =
        new NetworkFindings(network(), asked.isEmpty() ? most : Integer.MAX_VALUE / 8);
    MoneyPatterns ofMoney = new MoneyPatterns(transfers, MoneyRules.STANDARD);
    for (FindingKind kind : new TreeSet<>(kinds)) {
      FindingsFinder.requireEnough(kind, Set.copyOf(asked).size());
      requireColumns(kind);
      (switch (kind) {
            case FAN_IN, FAN_OUT, CYCLE, LAYERING -> ofMoney.of(kind);
            case COMMUNITY_CHANGE -> new CommunityChanges(dated(), periods).found();
            case TRAVEL_GROUP, BROKER, BRIDGE, COMMUNITY, COMMON_ASSOCIATE, PATH, LIKELY_LINK ->
                ofNetwork.of(kind, asked);
          })
          .stream()
              .filter(
                  finding ->
                      asked.isEmpty()
                          || finding.parts().stream().anyMatch(part -> asked.contains(part.id())))
              .limit(most)
              .forEach(finding -> found.add(shown(finding)));
    }
    return found;
  }

  private void requireColumns(FindingKind kind) {
    String lacks =
        kind == FindingKind.TRAVEL_GROUP
            ? "a file names no journeys, so a reader is needed"
            : kind.isOfMoney() && !isOfMoney
                ? "the file needs the columns amount and time, found none"
                : kind == FindingKind.COMMUNITY_CHANGE && !isDated
                    ? "the file needs the column time, found none"
                    : "";
    if (!lacks.isEmpty()) {
      throw new InsightException(ErrorKind.USAGE, "Cannot find " + kind.code() + ": " + lacks);
    }
  }

  private List<DatedTie> dated() {
    List<DatedTie> dated = new ArrayList<>();
    for (int i = 0; i < ties.size(); i++) {
      row = i + 1;
      dated.add(new DatedTie(ties.get(i), day(times.get(i))));
    }
    return dated;
  }

  private FoundFinding shown(Finding finding) {
    List<FoundTransfer> rows = new ArrayList<>();
    for (String id : finding.evidence()) {
      FoundTransfer transfer = shown.get(id);
      if (transfer != null) {
        rows.add(transfer);
      }
    }
    return new FoundFinding(
        finding.kind().code(),
        finding.what(),
        finding.kind().isHypothesis(),
        finding.parts().stream()
            .limit(FoundFinding.MOST_PARTS)
            .map(
                part ->
                    new FoundFinding.Part(
                        part.role(), new LinkEnd(part.id(), "", part.id(), ""), List.of()))
            .toList(),
        finding.parts().size(),
        finding.figures(),
        List.of(),
        rows,
        List.of());
  }

  private String cell(String[] cells, int column, String what) {
    String text = cells[column];
    if (text == null || text.isBlank()) {
      throw wrong("no " + what);
    }
    return text.strip();
  }

  private double amount(String[] cells, int column) {
    try {
      return SeenTransfers.amount(cell(cells, column, "amount"));
    } catch (NumberFormatException e) {
      throw wrong("an amount that is no number");
    }
  }

  private double weight(String[] cells, int column) {
    try {
      double weight = Double.parseDouble(cell(cells, column, "weight"));
      if (weight > 0 && weight < Double.POSITIVE_INFINITY) {
        return weight;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw wrong("a weight that is not more than 0");
  }

  /** A number of days, or an ISO date, behind which a time of day may stand. */
  private long day(String text) {
    try {
      return text.matches("-?\\d{1,9}(\\.\\d+)?")
          ? (long) Math.floor(Double.parseDouble(text))
          : LocalDate.parse(text.substring(0, Math.min(10, text.length()))).toEpochDay();
    } catch (DateTimeException e) {
      throw wrong("a time that is no day");
    }
  }

  private InsightException wrong(String what) {
    return new InsightException(
        ErrorKind.INPUT,
        "Cannot read a network: " + what + ", found in row " + row + " of " + name);
  }
}
