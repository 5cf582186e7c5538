package org.insight.resolution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.insight.policy.Label;
import org.insight.policy.graph.Grant;
import org.insight.policy.graph.ViewerParts;
import org.insight.policy.graph.VisibleSets;
import org.insight.resolution.Subject.Kind;
import org.insight.resolution.Subject.Name;
import org.insight.testing.Draws;
import org.junit.jupiter.api.Test;

/**
 * Non-interference of resolution in memory: what a reader gets from all records and decisions
 * equals what he would get from those alone that he may see, with caps that bite. Planted faults
 * must show.
 */
class ViewsOfSubjectsTest {

  /** A fault that tells of hidden rows. */
  private enum Fault {
    NONE,
    /** A cap that counts all rows of a block. */
    CAP_OVER_ALL,
    /** Frequencies of the run. */
    FREQUENCIES_OF_THE_RUN,
    /** Whether all pairs are scored goes by the part, hidden subjects included. */
    SIZE_OF_THE_PART,
    /** An entity has the label of its own subjects alone. */
    OWN_LABEL
  }

  private static final int CAP = 12;
  private static final ClusterRule.Limits LIMITS = new ClusterRule.Limits(0, -4_000, 6, -3_000);
  private static final String[] GIVEN = {"Omar", "Umar", "Nadia", "Nadya", "Karim", "Samir"};
  private static final String[] FAMILY = {"Haddad", "Hadad", "Mansour", "Mansur"};

  private record Record(String id, String policy, Subject subject) {

    /** Whether a text describes it. */
    boolean leaf() {
      return Math.floorMod(id.hashCode(), 4) == 0;
    }
  }

  private record Decided(
      String id, String policy, long at, boolean same, List<String> one, List<String> other) {}

  private record Drawn(List<Record> records, List<Decided> decisions, List<Set<String>> views) {}

  /** Access and last day of a policy: the letter says the access. */
  private static String access(String policy) {
    return policy.substring(0, 1);
  }

  private static long ends(String policy) {
    return policy.length() == 1 ? Long.MAX_VALUE : policy.charAt(1);
  }

  private static Drawn draw(Random random, int readers) {
    List<String> policies = List.of("p", "p1", "p2", "q", "q1", "r", "s", "s3");
    int persons = 4 + random.nextInt(6);
    List<Record> records = new ArrayList<>();
    for (int i = 0; i < 14 + random.nextInt(20); i++) {
      int person = random.nextInt(persons);
      Random of = new Random(person * 31L + 7);
      String given = GIVEN[of.nextInt(GIVEN.length) ^ (random.nextInt(6) == 0 ? 1 : 0)];
      String family = FAMILY[of.nextInt(FAMILY.length) ^ (random.nextInt(6) == 0 ? 1 : 0)];
      String date =
          "19%02d-0%d-1%d".formatted(60 + of.nextInt(3), 1 + of.nextInt(3), of.nextInt(3));
      records.add(
          new Record(
              "r%03d".formatted(random.nextInt(1000) * 100 + i),
              policies.get(random.nextInt(policies.size())),
              new Subject(
                  random.nextInt(15) == 0 ? Kind.UNSPECIFIC : Kind.PERSON,
                  List.of(Name.parts(given, family)),
                  random.nextInt(4) == 0 ? List.of() : List.of(date),
                  null,
                  List.of(),
                  List.of(),
                  List.of(),
                  random.nextInt(3) == 0 ? List.of("+3312345600" + person) : List.of(),
                  List.of(),
                  List.of())));
    }
    List<Decided> decisions = new ArrayList<>();
    for (int i = 0; i < random.nextInt(6); i++) {
      decisions.add(
          new Decided(
              "d" + i,
              policies.get(random.nextInt(policies.size())),
              random.nextInt(4),
              random.nextBoolean(),
              List.of(records.get(random.nextInt(records.size())).id()),
              List.of(records.get(random.nextInt(records.size())).id())));
    }
    List<Set<String>> views = new ArrayList<>();
    for (int reader = 0; reader < readers; reader++) {
      // Entitled to accesses, on a day: all policies of the access that have not ended.
      int day = '0' + random.nextInt(5);
      Set<String> accesses =
          policies.stream()
              .map(ViewsOfSubjectsTest::access)
              .filter(a -> random.nextInt(3) > 0)
              .collect(Collectors.toSet());
      Set<String> view = new TreeSet<>();
      for (String policy : policies) {
        if (accesses.contains(access(policy)) && ends(policy) >= day) {
          view.add(policy);
        }
      }
      views.add(view);
    }
    return new Drawn(records, decisions, views);
  }

  private static Model model(List<Record> records, Fault fault) {
    TermFrequencies.Builder terms = new TermFrequencies.Builder();
    if (fault == Fault.FREQUENCIES_OF_THE_RUN) {
      for (Record record : records) {
        record
            .subject()
            .names()
            .forEach(
                name ->
                    org.insight.resolution.names.PersonNames.parts(name.given(), name.family())
                        .forEach(t -> terms.add(t.role(), t.text(), t.sound(), 1)));
      }
    }
    return Trainer.untrained(120_000, 120_000, terms.build());
  }

  private record Row(String entity, String subject, Label label) {}

  /** All rows of a lake of these. */
  private static List<Row> rows(
      List<Record> all, List<Decided> decisions, List<Set<String>> views, Fault fault) {
    Model model = model(all, fault);
    Map<String, Profile> profiles = new LinkedHashMap<>();
    Map<String, String> policies = new HashMap<>();
    List<Record> records = new ArrayList<>();
    for (Record record : all) {
      if (profiles.put(record.id(), Profile.of(record.subject(), model)) == null) {
        records.add(record);
      }
      policies.put(record.id(), record.policy());
    }
    Map<Long, List<Integer>> blocks = new HashMap<>();
    for (int i = 0; i < records.size(); i++) {
      for (long key : profiles.get(records.get(i).id()).keys()) {
        blocks.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
      }
    }
    Set<List<Integer>> pairs = new HashSet<>();
    for (List<Integer> members : blocks.values()) {
      Block block = new Block(CAP);
      for (int i : members) {
        String policy = records.get(i).policy();
        block.add(
            i,
            fault == Fault.CAP_OVER_ALL ? "" : access(policy),
            fault == Fault.CAP_OVER_ALL ? 0 : ends(policy));
      }
      block.forEach((a, b) -> pairs.add(List.of(Math.min(a, b), Math.max(a, b))));
    }
    ClusterRule.Limits limits =
        fault == Fault.SIZE_OF_THE_PART && all.size() > 20
            ? new ClusterRule.Limits(LIMITS.witness(), LIMITS.mean(), 0, LIMITS.absent())
            : LIMITS;
    SubjectGraph graph = new SubjectGraph(model, limits);
    Scorer scorer = new Scorer(model);
    records.forEach(r -> graph.subject(r.id(), r.policy(), profiles.get(r.id()), r.leaf()));
    for (List<Integer> pair : pairs) {
      Record a = records.get(pair.get(0));
      Record b = records.get(pair.get(1));
      graph.pair(
          a.id(),
          a.policy(),
          b.id(),
          b.policy(),
          scorer.score(profiles.get(a.id()), profiles.get(b.id())));
    }
    for (Decided decision : decisions) {
      graph.decision(
          decision.id(),
          decision.policy(),
          decision.at(),
          decision.same(),
          known(graph, decision.one(), policies),
          known(graph, decision.other(), policies));
    }
    List<Grant> grants = new ArrayList<>();
    for (int i = 0; i < views.size(); i++) {
      for (String policy : views.get(i)) {
        grants.add(new Grant("s" + i, policy, null));
      }
    }
    Map<String, Label> labels = new HashMap<>();
    List<SubjectGraph.Member> members =
        graph.members(new ViewerParts(VisibleSets.of(grants))).toList();
    members.forEach(
        member -> {
          if (member.label() != null) {
            labels.put(member.policyId(), member.label());
          }
        });
    Map<List<String>, Set<String>> own = new HashMap<>();
    members.forEach(
        m ->
            own.computeIfAbsent(List.of(m.entityId(), m.policyId()), k -> new TreeSet<>())
                .add(policies.get(m.subjectId())));
    return members.stream()
        .map(
            m -> {
              Label label = labels.get(m.policyId());
              return new Row(
                  m.entityId(),
                  m.subjectId(),
                  fault == Fault.OWN_LABEL
                      ? Label.of(own.get(List.of(m.entityId(), m.policyId())), label.withheld())
                      : label);
            })
        .toList();
  }

  private static List<Integer> known(
      SubjectGraph graph, List<String> ids, Map<String, String> policies) {
    return ids.stream()
        .filter(policies::containsKey)
        .map(id -> graph.number(id, policies.get(id)))
        .toList();
  }

  private static Set<List<String>> seen(List<Row> rows, Set<String> view) {
    return rows.stream()
        .filter(
            row ->
                view.containsAll(row.label().granted())
                    && Collections.disjoint(view, row.label().withheld()))
        .map(row -> List.of(row.entity(), row.subject()))
        .collect(Collectors.toSet());
  }

  /** Views that differ from those of a cut lake. */
  private static int differing(Drawn drawn, Fault fault) {
    List<Row> whole = rows(drawn.records(), drawn.decisions(), drawn.views(), fault);
    int differing = 0;
    for (Set<String> view : drawn.views()) {
      List<Row> cut =
          rows(
              drawn.records().stream().filter(r -> view.contains(r.policy())).toList(),
              drawn.decisions().stream().filter(d -> view.contains(d.policy())).toList(),
              List.of(view),
              fault == Fault.OWN_LABEL ? Fault.NONE : fault);
      if (!seen(whole, view).equals(seen(cut, view))) {
        differing++;
      }
    }
    return differing;
  }

  @Test
  void aReaderSeesTheEntitiesOfALakeOfHisOwn() {
    Draws draws = Draws.of(ViewsOfSubjectsTest.class, 60, 5);
    int joinedAlone = 0;
    for (int set = 0; set < draws.sets(); set++) {
      Drawn drawn = draw(draws.random(set), draws.readers());
      assertThat(differing(drawn, Fault.NONE)).as(draws.again(set)).isZero();
      Set<List<String>> all = new HashSet<>();
      rows(drawn.records(), drawn.decisions(), drawn.views(), Fault.NONE)
          .forEach(row -> all.add(List.of(row.entity(), row.label().id())));
      joinedAlone += all.size() > drawn.records().size() / 2 ? 1 : 0;
    }
    assertThat(joinedAlone).as("sets in which something is joined or parted").isPositive();
  }

  @Test
  void eachPlantedFaultShows() {
    for (Fault fault : Fault.values()) {
      if (fault != Fault.NONE) {
        int differing = 0;
        for (int seed = 0; seed < 60; seed++) {
          differing += differing(draw(new Random(seed), 5), fault);
        }
        assertThat(differing).as(fault.name()).isPositive();
        System.out.println(
            "ViewsOfSubjectsTest: " + fault + " shows in " + differing + " of 300 views");
      }
    }
  }
}
