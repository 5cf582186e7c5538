package org.insight.services.ask;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.findings.Finding;
import org.insight.findings.FindingKind;
import org.insight.findings.LinkStrength;
import org.insight.findings.MoneyPatterns;
import org.insight.findings.MoneyRules;
import org.insight.findings.Network;
import org.insight.findings.NetworkFindings;
import org.insight.findings.Transfer;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.ask.FoundFinding.Part;
import org.insight.services.ask.SeenLinks.Weighed;

/**
 * Finds what stands out among the links and payments that a reader sees. It is computed when asked,
 * and kept nowhere, so a hidden link changes nothing.
 */
public final class FindingsFinder {

  /** Tables that it reads. */
  public static final Set<TableName> TABLES =
      AskedEntities.tablesAnd(Tables.EDGES, Tables.ITEMS, Tables.RECORDS, Tables.MEMBERSHIPS);

  private static final int MOST = 1_000;

  /** Between two lines or accounts, which have a link of their own. */
  private static final Set<String> EVENTS = Set.of("Call", "Payment");

  private static final Set<String> HOLDING = Set.of("iban", "owner", "holder");

  private static final Set<String> BODIES =
      Set.of("Person", "Organization", "Company", "PublicBody", "LegalEntity");

  private final Set<FindingKind> kinds;
  private final List<String> entities;
  private final int most;

  /**
   * @param kinds what to find
   * @param entities ids, names or numbers of entities: only what is about one of them is told
   * @param most most findings of a kind
   * @throws InsightException USAGE if the number is out of its range, or fewer than two entities
   *     are given for common associates or paths
   */
  public FindingsFinder(Collection<FindingKind> kinds, List<String> entities, int most) {
    this.kinds = new TreeSet<>(kinds);
    this.entities = entities.stream().map(String::strip).distinct().toList();
    this.most = most;
    PathFinder.requireBetween("--most", most, MOST);
    this.kinds.forEach(kind -> requireEnough(kind, this.entities.size()));
  }

  static void requireEnough(FindingKind kind, int named) {
    if (kind.isAmongAsked() && named < 2) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot find " + kind.code() + ": two entities or more must be named, found " + named);
    }
  }

  /** What is asked, for the audit. */
  public String asked() {
    return kinds.stream().map(FindingKind::code).collect(Collectors.joining(", "))
        + (entities.isEmpty() ? "" : " about " + String.join(", ", entities));
  }

  /**
   * The findings, kind by kind, the most notable first.
   *
   * @param note takes what the reader should know of the answer
   * @throws InsightException INPUT if the reader sees no such entity
   */
  public Asked<List<FoundFinding>> of(ReaderSession session, Consumer<String> note) {
    AskedEntities asked = AskedEntities.of(session, note, entities.toArray(new String[0]));
    if (!asked.unclear().isEmpty()) {
      return new Asked<>(asked.unclear(), null);
    }
    Set<String> ids = entities.stream().map(asked::id).collect(Collectors.toSet());
    SeenLinks links = SeenLinks.of(session);
    links.all();
    Weighed weighed = links.weighed();
    Seen seen = new Seen(session, links.fetched(), weighed);
    List<FoundFinding> found = new ArrayList<>();
    NetworkFindings network = new NetworkFindings(seen.network(), ids.isEmpty() ? most : MOST);
    SeenTransfers transfers =
        kinds.stream().anyMatch(FindingKind::isOfMoney) ? new SeenTransfers(session, note) : null;
    MoneyPatterns money =
        transfers == null ? null : new MoneyPatterns(transfers.all(), MoneyRules.STANDARD);
    List<Finding> all = new ArrayList<>();
    for (FindingKind kind : kinds) {
      (kind.isOfMoney() && money != null ? money.of(kind) : network.of(kind, ids))
          .stream()
              .filter(
                  finding ->
                      ids.isEmpty()
                          || finding.parts().stream().anyMatch(part -> ids.contains(part.id())))
              .limit(most)
              .forEach(all::add);
    }
    Map<String, Transfer> byId =
        transfers == null
            ? Map.of()
            : transfers.all().stream().collect(Collectors.toMap(Transfer::id, Function.identity()));
    seen.name(all);
    List<List<FoundLink>> carrying = seen.links(all);
    for (int i = 0; i < all.size(); i++) {
      List<FoundFinding.FoundTransfer> paid = new ArrayList<>();
      for (String id : all.get(i).evidence()) {
        Transfer transfer = byId.get(id);
        if (transfers != null && transfer != null) {
          paid.add(transfers.shown(transfer));
        }
      }
      found.add(seen.shown(all.get(i), carrying.get(i), paid));
    }
    return Asked.of(found);
  }

  /** What the reader sees. */
  private static final class Seen {
    private final ReaderSession session;
    private final Weighed weighed;
    private final Map<String, LinkEnd> ends = new HashMap<>();
    private final Map<String, Set<LinkEnd>> holders = new HashMap<>();
    private final Map<String, List<SeenLink>> byEnd = new HashMap<>();
    private final List<Network.Tie> ties = new ArrayList<>();

    Seen(ReaderSession session, Collection<SeenLink> links, Weighed weighed) {
      this.session = session;
      this.weighed = weighed;
      for (SeenLink link : links) {
        ends.put(link.source().id(), link.source());
        ends.put(link.target().id(), link.target());
        holder(link, link.source(), link.target());
        holder(link, link.target(), link.source());
        byEnd.computeIfAbsent(link.source().id(), id -> new ArrayList<>()).add(link);
        byEnd.computeIfAbsent(link.target().id(), id -> new ArrayList<>()).add(link);
        if (weighed.strength(link) >= LinkStrength.LEAST_OF_A_NETWORK
            && !EVENTS.contains(link.source().kind())
            && !EVENTS.contains(link.target().kind())) {
          ties.add(new Network.Tie(link.source().id(), link.target().id(), 1));
        }
      }
    }

    private void holder(SeenLink link, LinkEnd account, LinkEnd body) {
      if (account.kind().equals("BankAccount")
          && BODIES.contains(body.kind())
          && link.kinds().stream().anyMatch(HOLDING::contains)) {
        holders.computeIfAbsent(account.id(), id -> new LinkedHashSet<>()).add(body);
      }
    }

    Network network() {
      return Network.of(ties);
    }

    /** Finds the names of ends without links. */
    void name(List<Finding> findings) {
      Set<String> unnamed = new TreeSet<>();
      for (Finding finding : findings) {
        finding.parts().stream()
            .map(Finding.Part::id)
            .filter(id -> !ends.containsKey(id))
            .forEach(unnamed::add);
      }
      new SeenEntities(session)
          .shown(unnamed)
          .forEach((id, shown) -> ends.put(id, new LinkEnd(id, shown.kind(), shown.caption(), "")));
    }

    FoundFinding shown(
        Finding finding, List<FoundLink> links, List<FoundFinding.FoundTransfer> transfers) {
      return new FoundFinding(
          finding.kind().code(),
          finding.kind().isHypothesis(),
          finding.parts().stream().limit(FoundFinding.MOST_PARTS).map(this::part).toList(),
          finding.parts().size(),
          finding.figures(),
          links,
          transfers);
    }

    private Part part(Finding.Part part) {
      return new Part(
          part.role(),
          ends.getOrDefault(part.id(), new LinkEnd(part.id(), "", "", "")),
          holders.getOrDefault(part.id(), Set.of()).stream()
              .sorted(Comparator.comparing(LinkEnd::id))
              .toList());
    }

    /** The links that each finding rests on: of a broker those to all others. */
    List<List<FoundLink>> links(List<Finding> findings) {
      List<List<List<String>>> pairs = findings.stream().map(this::pairs).toList();
      List<List<String>> all = pairs.stream().flatMap(List::stream).toList();
      List<FoundLink> shown = SeenLinks.shown(session, weighed, all);
      List<List<FoundLink>> links = new ArrayList<>();
      int from = 0;
      for (List<List<String>> theirs : pairs) {
        links.add(List.copyOf(shown.subList(from, from + theirs.size())));
        from += theirs.size();
      }
      return links;
    }

    private List<List<String>> pairs(Finding finding) {
      if (finding.kind().isOfMoney()) {
        return List.of();
      }
      Set<String> ids = finding.parts().stream().map(Finding.Part::id).collect(Collectors.toSet());
      boolean alone = ids.size() == 1;
      return ids.stream()
          .flatMap(id -> byEnd.getOrDefault(id, List.of()).stream())
          .distinct()
          .filter(
              link -> alone || ids.contains(link.source().id()) && ids.contains(link.target().id()))
          .sorted(
              Comparator.<SeenLink>comparingDouble(link -> -weighed.strength(link))
                  .thenComparing(SeenLink::linkId))
          .limit(FoundFinding.MOST_LINKS)
          .map(link -> List.of(link.source().id(), link.target().id()))
          .toList();
    }
  }
}
