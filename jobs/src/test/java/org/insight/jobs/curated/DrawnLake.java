package org.insight.jobs.curated;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.insight.engine.Job;
import org.insight.jobs.links.GroupSubjects;
import org.insight.jobs.links.LinkLimits;
import org.insight.jobs.links.LinkSubjects;
import org.insight.jobs.resolution.BuildProfiles;
import org.insight.jobs.resolution.Lake;
import org.insight.jobs.resolution.ListSubjects;
import org.insight.jobs.resolution.ResolveRecords;
import org.insight.jobs.resolution.ScoreCandidates;
import org.insight.policy.BasePolicy;
import org.insight.policy.Entitlement;
import org.insight.testing.DrawnRights;

/** Small random lakes, so dense that parts, views and links of all kinds come about. */
final class DrawnLake {

  /** The jobs that make all tables from resolution on, in the order of a run. */
  static final List<Job> JOBS =
      List.of(
          new ListSubjects(),
          new BuildProfiles(),
          // So few that the limit falls in some places.
          new ScoreCandidates(12),
          new ResolveRecords(1_000_000),
          new LinkSubjects(new LinkLimits(3)),
          // So many that no drawn lake costs GraphFrames' fixed time.
          new GroupSubjects(1_000_000),
          new CuratePersons(),
          new CurateOrganisations(),
          new CurateObjects(),
          new CurateEvents(),
          new CurateLinks(),
          new CountTrends());

  /** Some are spellings of one name, some of one family. */
  private static final List<String> NAMES =
      List.of(
          "Ana Ficta",
          "Anna Ficta",
          "FICTA Ana",
          "Karim Haddad",
          "Kareem Hadad",
          "كريم حداد",
          "Noor Haddad",
          "Ivan Petrovich Fictov",
          "Иван Фиктов",
          "Ficta Trading SA",
          "Noor Ficta");

  private static final List<String> DATES =
      List.of("1961-03-04", "1961-04-03", "1961", "1975-05-05", "1975-05-06", "1988-11-30");

  private DrawnLake() {}

  static final List<String> POLICIES = List.of("p", "q", "r", "s");

  /** What its readers are entitled to; one more sees all. */
  static final List<Set<String>> VIEWS =
      List.of(Set.of("p"), Set.of("p", "q"), Set.of("q", "r", "s"));

  static Lake of(Random random) {
    Lake lake = new Lake();
    for (int i = 0; i < VIEWS.size(); i++) {
      lake.grant("s" + i, VIEWS.get(i).toArray(String[]::new));
    }
    lake.grant("control", POLICIES.toArray(String[]::new));
    // The first two are of one source.
    lake.policy("p", "EUROPOL", List.of("TLP", "GREEN"), List.of("ADMIRALTY", "A", "3"));
    lake.policy("q", "EUROPOL", List.of("TLP", "RED"), List.of("ADMIRALTY", "F", "1"));
    lake.policy("r", "FIU", List.of("EUROPOL", "H1"), List.of("4x4", "B", "2"));
    lake.policy("s", "FR", List.of(), List.of());
    return rows(lake, random, POLICIES, VIEWS);
  }

  /** Under drawn policies, which the rule grants to drawn readers. */
  static Lake of(Random random, DrawnRights rights) {
    Lake lake = new Lake();
    for (BasePolicy policy : rights.policies()) {
      lake.policy(policy);
      rights
          .scopes()
          .forEach(
              (id, scope) ->
                  Entitlement.of(scope, policy)
                      .ifPresent(days -> lake.grantUntil(id, policy.id(), days.to())));
    }
    return rows(
        lake,
        random,
        rights.policies().stream().map(BasePolicy::id).toList(),
        rights.readers().values().stream()
            .map(scope -> rights.view(scope, DrawnRights.TODAY))
            .toList());
  }

  private static Lake rows(
      Lake lake, Random random, List<String> policies, List<Set<String>> views) {
    List<String> schemas = List.of("Person", "Person", "Person", "LegalEntity", "Company");
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < 90; i++) {
      String id = drawn("r", ids, random);
      String policy = policies.get(random.nextInt(policies.size()));
      Map<String, List<String>> said =
          Map.of(
              "name", List.of(NAMES.get(random.nextInt(NAMES.size()))),
              "birthDate", List.of(DATES.get(random.nextInt(DATES.size()))),
              "gender", List.of(random.nextBoolean() ? "male" : "female"));
      lake.record(id, schemas.get(random.nextInt(5)), policy, said);
      copied(lake, id, random);
      for (int k = random.nextInt(3); k > 0; k--) {
        lake.strong(id, policy, "list_entry", "X:" + random.nextInt(45));
      }
      if (random.nextInt(2) == 0) {
        boolean country = random.nextBoolean();
        String number = "P12345" + (10 + random.nextInt(40));
        lake.identifier(
            "record", id, policy, "passport", country ? "FR:" + number : number, country);
      }
      if (random.nextInt(2) == 0) {
        lake.identifier("record", id, policy, "phone", "+" + random.nextInt(20), false);
      }
    }
    for (int i = 0; i < 40; i++) {
      String id = drawn("d", ids, random);
      String policy = policies.get(random.nextInt(policies.size()));
      lake.document(id, policy, "Report " + i, "2026-0" + (1 + random.nextInt(3)) + "-11");
      copied(lake, id, random);
      lake.identifier("document", id, policy, "phone", "+" + random.nextInt(20), false);
      Map<String, String> persons = describe(lake, id, policy, random);
      lake.time(id + "-0", id, policy, "2026-01-1" + random.nextInt(10));
      for (int k = random.nextInt(3); k > 0; k--) {
        String status = random.nextInt(4) > 0 ? "asserted" : "negated";
        String place = random.nextInt(4) > 0 ? id + "-" + random.nextInt(3) : null;
        String time = random.nextBoolean() ? id + "-0" : null;
        lake.event(id, policy, "offence", "o" + random.nextInt(2), status, place, time, persons);
      }
      lake.place(id + "-0", id, policy, "incident", "town", "FR", "1001");
      lake.place(id + "-1", id, policy, "incident", "country", "FR", "FR");
      lake.place(
          id + "-2", id, policy, random.nextBoolean() ? "incident" : "home", "town", "ES", "7");
    }
    decided(lake, random, policies, views);
    return lake.shuffled(random);
  }

  /**
   * Some documents describe persons, some of whom are in records.
   *
   * @return described_id to role, of those who are part of what happened
   */
  private static Map<String, String> describe(
      Lake lake, String document, String policy, Random random) {
    Map<String, String> persons = new HashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      Map<String, String> said = new HashMap<>();
      if (random.nextBoolean()) {
        said.put("birthDate", DATES.get(random.nextInt(DATES.size())));
      }
      if (random.nextBoolean()) {
        said.put("passportNumber", "FR:P12345" + (10 + random.nextInt(40)));
      }
      String person = "t" + i + document;
      String role = random.nextInt(5) == 0 ? "office" : "suspect";
      lake.described(person, document, policy, role, NAMES.get(random.nextInt(NAMES.size())), said);
      if (role.equals("suspect")) {
        persons.put(person, role);
      }
    }
    return persons;
  }

  /** Decisions, some of which contradict each other; who sees one sees both its records. */
  private static void decided(
      Lake lake, Random random, List<String> policies, List<Set<String>> views) {
    Map<String, String> policyOf = lake.compared();
    List<String> records = List.copyOf(policyOf.keySet());
    for (int i = 0; i < 60; i++) {
      String left = records.get(random.nextInt(records.size()));
      String right = records.get(random.nextInt(records.size()));
      String policy = policies.get(random.nextInt(policies.size()));
      Set<String> both = new HashSet<>();
      both.add(policyOf.get(left));
      both.add(policyOf.get(right));
      boolean seesBoth =
          views.stream().filter(view -> view.contains(policy)).allMatch(v -> v.containsAll(both));
      if (!left.equals(right) && seesBoth) {
        String verdict = List.of("same", "same", "different", "unsure").get(random.nextInt(4));
        lake.decide("d" + i, policy, random.nextInt(5), verdict, List.of(left), List.of(right));
      }
    }
  }

  /** One of its own: in a lake no two records or documents have one id. */
  private static String drawn(String kind, Set<String> ids, Random random) {
    String id;
    do {
      id = "%s%02d".formatted(kind, random.nextInt(1_000_000));
    } while (!ids.add(id));
    return id;
  }

  /** Some items have bytes that others have as well. */
  private static void copied(Lake lake, String id, Random random) {
    if (random.nextInt(3) == 0) {
      lake.content(id, "copy " + random.nextInt(12));
    }
  }
}
