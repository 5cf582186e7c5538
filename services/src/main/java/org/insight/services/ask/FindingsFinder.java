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
import java.util.stream.Collectors;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.findings.CommunityChanges;
import org.insight.findings.DatedTie;
import org.insight.findings.Finding;
import org.insight.findings.FindingKind;
import org.insight.findings.LinkStrength;
import org.insight.findings.MoneyPatterns;
import org.insight.findings.MoneyRules;
import org.insight.findings.Network;
import org.insight.findings.NetworkFindings;
import org.insight.findings.Periods;
import org.insight.findings.TravelGroups;
import org.insight.findings.TravelRules;
import org.insight.schemas.TableName;
import org.insight.schemas.Tables;
import org.insight.services.ask.FoundFinding.FoundRide;
import org.insight.services.ask.FoundFinding.FoundTransfer;
import org.insight.services.ask.FoundFinding.Part;
import org.insight.services.ask.SeenLinks.Weighed;
import org.jspecify.annotations.Nullable;

/**
 * Finds what stands out among the links and payments that a reader sees. It is computed when asked,
 * and kept nowhere, so a hidden link changes nothing.
 */
public final class FindingsFinder {

  /** Tables that it reads. */
  public static final Set<TableName> TABLES =
      AskedEntities.tablesAnd(
          Tables.EDGES,
          Tables.ITEMS,
          Tables.RECORDS,
          Tables.SUBJECTS,
          Tables.DOCUMENTS,
          Tables.MEMBERSHIPS);

  private static final int MOST = 1_000;

  /** Between two lines or accounts, which have a link of their own. */
  private static final Set<String> EVENTS = Set.of("Call", "Payment");

  private static final Set<String> HOLDING = Set.of("iban", "owner", "holder");

  private static final Set<String> BODIES =
      Set.of("Person", "Organization", "Company", "PublicBody", "LegalEntity");

  private final Set<FindingKind> kinds;
  private final List<String> entities;
  private final int most;
  private final Periods periods;

  /**
   * @param kinds what to find
   * @param entities ids, names or numbers of entities: only what is about one of them is told
   * @param most most findings of a kind
   * @param periods from which to which communities change
   * @throws InsightException USAGE if the number is out of its range, or fewer than two entities
   *     are given for common associates or paths
   */
  public FindingsFinder(
      Collection<FindingKind> kinds, List<String> entities, int most, Periods periods) {
    this.kinds = new TreeSet<>(kinds);
    this.entities = entities.stream().map(String::strip).distinct().toList();
    this.most = most;
    this.periods = periods;
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
    Patterns patterns = new Patterns(session, note, seen, links.fetched());
    List<Finding> all = new ArrayList<>();
    for (FindingKind kind : kinds) {
      patterns.of(kind, ids).stream()
          .filter(
              finding ->
                  ids.isEmpty()
                      || finding.parts().stream().anyMatch(part -> ids.contains(part.id())))
          .limit(most)
          .forEach(all::add);
    }
    seen.name(all);
    List<List<FoundLink>> carrying = seen.links(all);
    for (int i = 0; i < all.size(); i++) {
      Finding finding = all.get(i);
      found.add(
          seen.shown(
              finding, carrying.get(i), patterns.transfers(finding), patterns.rides(finding)));
    }
    return Asked.of(found);
  }

  /** The rules on what the reader sees, each fetched when it is first needed. */
  private final class Patterns {
    private final ReaderSession session;
    private final Consumer<String> note;
    private final Seen seen;
    private final Collection<SeenLink> links;
    private @Nullable NetworkFindings network;
    private @Nullable SeenTransfers transfers;
    private @Nullable MoneyPatterns money;
    private @Nullable SeenRides rides;

    Patterns(ReaderSession session, Consumer<String> note, Seen seen, Collection<SeenLink> links) {
      this.session = session;
      this.note = note;
      this.seen = seen;
      this.links = links;
    }

    List<Finding> of(FindingKind kind, Set<String> ids) {
      return switch (kind) {
        case FAN_IN, FAN_OUT, CYCLE, LAYERING -> money().of(kind);
        case TRAVEL_GROUP -> travelGroups();
        case COMMUNITY_CHANGE -> communityChanges();
        case BROKER, BRIDGE, COMMUNITY, COMMON_ASSOCIATE, PATH, LIKELY_LINK -> {
          if (network == null) {
            network = new NetworkFindings(seen.network(), ids.isEmpty() ? most : MOST);
          }
          yield network.of(kind, ids);
        }
      };
    }

    private MoneyPatterns money() {
      if (money == null) {
        transfers = new SeenTransfers(session, note);
        money = new MoneyPatterns(transfers.all(), MoneyRules.STANDARD);
      }
      return money;
    }

    private List<Finding> travelGroups() {
      rides = new SeenRides(session, note);
      TravelGroups groups = new TravelGroups(rides.all(), TravelRules.STANDARD);
      if (groups.cut() > 0) {
        note.accept(
            "Not all travel groups of "
                + groups.cut()
                + " persons were looked at: they travel with too many.");
      }
      if (groups.leftOut() > 0) {
        note.accept(
            groups.leftOut()
                + " journeys of more than "
                + TravelRules.STANDARD.carried()
                + " persons are in no travel group.");
      }
      return groups.found();
    }

    private List<Finding> communityChanges() {
      Map<String, Set<Long>> days = SeenDays.of(session);
      List<DatedTie> dated = new ArrayList<>();
      for (SeenLink link : links) {
        if (seen.isInNetwork(link)) {
          Network.Tie tie = new Network.Tie(link.source().id(), link.target().id(), 1);
          // However often in a period, it is one link.
          link.edgeIds().stream()
              .flatMap(edge -> days.getOrDefault(edge, Set.of()).stream())
              .map(day -> periods.firstDay(periods.of(day)))
              .distinct()
              .forEach(day -> dated.add(new DatedTie(tie, day)));
        }
      }
      return new CommunityChanges(dated, periods).found();
    }

    List<FoundTransfer> transfers(Finding finding) {
      SeenTransfers all = transfers;
      return all == null || !finding.kind().isOfMoney()
          ? List.of()
          : finding.evidence().stream().map(all::shown).toList();
    }

    List<FoundRide> rides(Finding finding) {
      SeenRides all = rides;
      return all == null || finding.kind() != FindingKind.TRAVEL_GROUP
          ? List.of()
          : finding.evidence().stream().map(all::shown).toList();
    }
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
        if (isInNetwork(link)) {
          ties.add(new Network.Tie(link.source().id(), link.target().id(), 1));
        }
      }
    }

    boolean isInNetwork(SeenLink link) {
      return weighed.strength(link) >= LinkStrength.LEAST_OF_A_NETWORK
          && !EVENTS.contains(link.source().kind())
          && !EVENTS.contains(link.target().kind());
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
        Finding finding,
        List<FoundLink> links,
        List<FoundTransfer> transfers,
        List<FoundRide> rides) {
      return new FoundFinding(
          finding.kind().code(),
          finding.what(),
          finding.kind().isHypothesis(),
          finding.parts().stream().limit(FoundFinding.MOST_PARTS).map(this::part).toList(),
          finding.parts().size(),
          finding.figures(),
          links,
          transfers,
          rides);
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
