package org.insight.jobs.governance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.governance.ReaderRights.Change;
import org.insight.jobs.governance.ReaderRights.Known;
import org.insight.policy.BasePolicy;
import org.insight.policy.Purpose;
import org.insight.policy.Readers;
import org.insight.policy.Scope;
import org.insight.testing.DrawnRights;
import org.junit.jupiter.api.Test;

class ReaderRightsTest {

  private static final SortedMap<String, Scope> NOW =
      Readers.parse(
          """
          low: {country: FR, clearance: 1, purposes: [locate, warning]}
          high: {country: MA, body: FIU, clearance: 3, purposes: [locate]}
          unit: {body: EUROPOL, clearance: 2, purposes: [locate, warning]}
          """);
  private static final Known KNOWN = new Known(NOW, NOW, Set.of());
  private static final String GIVEN_SINCE =
      "Cannot change a reader: it would have at once what the file of readers has given it since the"
          + " last run; run `insight run` first, or revoke the reader as a whole, found ";
  private static final Change NOTHING = new Change(null, Set.of(), null);
  private static final Change DECIDE = new Change(null, Set.of(), null, true);

  private static final String DECIDER =
      "{country: FR, clearance: 1, purposes: [locate], role: decider}";

  private static Scope rights(String yaml) {
    return Readers.parse("x: " + yaml).get("x");
  }

  private static void refused(Runnable act, String why) {
    assertThatThrownBy(act::run)
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.USAGE))
        .hasMessageStartingWith(why);
  }

  private static void requireNothingOpened(
      Known known, String reader, Scope left, BasePolicy policy) {
    ReaderRights.requireNothingOpened(known, reader, left, List.of(policy), DrawnRights.TODAY);
  }

  @Test
  void aGrantGivesMoreAndOnlyMore() {
    assertThat(ReaderRights.grant(KNOWN, "low", new Change(2, Set.of(Purpose.FORENSIC), "FIU")))
        .isEqualTo(
            rights(
                "{country: FR, body: FIU, clearance: 2, purposes: [locate, warning, forensic]}"));
    refused(
        () -> ReaderRights.grant(KNOWN, "low", new Change(1, Set.of(), null)),
        "Cannot change a reader: a grant raises the clearance, which is 1, found low");
    refused(
        () -> ReaderRights.grant(KNOWN, "low", new Change(null, Set.of(Purpose.LOCATE), null)),
        "Cannot change a reader: the reader has these purposes");
    refused(
        () -> ReaderRights.grant(KNOWN, "high", new Change(null, Set.of(), "EUROPOL")),
        "Cannot change a reader: the reader works for a body");
    refused(
        () -> ReaderRights.grant(KNOWN, "low", new Change(null, Set.of(), "Etats-Unis")),
        "Cannot read the readers: the body of low is a country (US), found ETATS-UNIS");
    refused(
        () -> ReaderRights.grant(KNOWN, "low", NOTHING),
        "Cannot change a reader: say what to grant");
    refused(
        () -> ReaderRights.grant(KNOWN, "low", new Change(4, Set.of(), null)),
        "Cannot change a reader: Cannot describe a reader: clearance must be 0 to 3, found 4");
    refused(
        () -> ReaderRights.grant(KNOWN, "nobody", new Change(2, Set.of(), null)),
        "Cannot change a reader: no such reader, found nobody");
  }

  @Test
  void aRevocationTakesWhatItNamesAndAllWhereItNamesNothing() {
    assertThat(ReaderRights.revoke(KNOWN, "low", NOTHING)).isNull();
    assertThat(ReaderRights.revoke(KNOWN, "low", new Change(0, Set.of(Purpose.LOCATE), null)))
        .isEqualTo(rights("{country: FR, clearance: 0, purposes: [warning]}"));
    assertThat(ReaderRights.revoke(KNOWN, "high", new Change(null, Set.of(), "fiu")))
        .isEqualTo(rights("{country: MA, clearance: 3, purposes: [locate]}"));
    refused(
        () -> ReaderRights.revoke(KNOWN, "low", new Change(1, Set.of(), null)),
        "Cannot change a reader: a revocation lowers the clearance");
    refused(
        () -> ReaderRights.revoke(KNOWN, "high", new Change(null, Set.of(Purpose.LOCATE), null)),
        "Cannot change a reader: no purpose would be left");
    refused(
        () -> ReaderRights.revoke(KNOWN, "low", new Change(null, Set.of(Purpose.FORENSIC), null)),
        "Cannot change a reader: the reader has not all of these purposes");
    refused(
        () -> ReaderRights.revoke(KNOWN, "low", new Change(null, Set.of(), "FIU")),
        "Cannot change a reader: the reader does not work for that body");
  }

  @Test
  void theRightToDecideIsGivenAndTakenAloneAndStaysWithOtherActs() {
    SortedMap<String, Scope> file =
        Readers.parse(
            """
            reads: {country: FR, clearance: 1, purposes: [locate, warning]}
            decides: {country: FR, clearance: 1, purposes: [locate, warning], role: decider}
            control: {role: control, clearance: 3}
            """);
    Known known = new Known(file, file, Set.of());
    Scope reads = file.get("reads");
    Scope decides = file.get("decides");
    assertThat(ReaderRights.grant(known, "reads", DECIDE)).isEqualTo(decides);
    assertThat(ReaderRights.revoke(known, "decides", DECIDE)).isEqualTo(reads);
    assertThat(ReaderRights.grant(known, "decides", new Change(2, Set.of(), "FIU")))
        .isEqualTo(
            rights(
                "{country: FR, body: FIU, clearance: 2, purposes: [locate, warning], role:"
                    + " decider}"));
    assertThat(ReaderRights.revoke(known, "decides", new Change(0, Set.of(Purpose.LOCATE), null)))
        .isEqualTo(rights("{country: FR, clearance: 0, purposes: [warning], role: decider}"));
    assertThat(ReaderRights.revoke(known, "decides", NOTHING)).isNull();
    refused(
        () -> ReaderRights.grant(known, "decides", DECIDE),
        "Cannot change a reader: the reader may decide, found decides");
    refused(
        () -> ReaderRights.revoke(known, "reads", DECIDE),
        "Cannot change a reader: the reader may not decide, found reads");
    refused(
        () -> ReaderRights.grant(known, "control", DECIDE),
        "Cannot change a reader: Cannot describe a reader: the control role may not decide, found"
            + " control");

    // What the file gives since the last run comes with no revocation, and can be taken.
    Known since = new Known(file, new TreeMap<>(Map.of("decides", reads)), Set.of());
    BasePolicy open = BasePolicy.fromYaml("{source: FR, purposes: [locate]}");
    Scope less =
        ReaderRights.revoke(since, "decides", new Change(null, Set.of(Purpose.WARNING), null));
    refused(() -> requireNothingOpened(since, "decides", less, open), GIVEN_SINCE + "decides");
    requireNothingOpened(since, "decides", ReaderRights.revoke(since, "decides", DECIDE), open);
    requireNothingOpened(known, "decides", less, open);
    // So can what the file has taken since, until the run.
    Known taken = new Known(file, new TreeMap<>(Map.of("reads", decides)), Set.of());
    assertThat(ReaderRights.revoke(taken, "reads", DECIDE)).isEqualTo(reads);
  }

  /** A reader of a body who is of a country too would see what is not for the body without it. */
  @Test
  void whoLeavesABodySeesNoMoreThanBefore() {
    BasePolicy open = BasePolicy.fromYaml("{source: FR, purposes: [locate]}");
    BasePolicy notForFiu = BasePolicy.fromYaml("{source: FR, purposes: [locate], not_for: [FIU]}");
    BasePolicy over =
        BasePolicy.fromYaml(
            "{source: FR, purposes: [locate], not_for: [FIU], expires_on: 2026-11-24}");
    BasePolicy higher =
        BasePolicy.fromYaml("{source: FR, purposes: [forensic], not_for: [FIU], level: 3}");
    Scope left = ReaderRights.revoke(KNOWN, "high", new Change(null, Set.of(), "FIU"));
    ReaderRights.requireNothingOpened(
        KNOWN, "high", left, List.of(open, over, higher), DrawnRights.TODAY);
    refused(
        () ->
            ReaderRights.requireNothingOpened(
                KNOWN, "high", left, List.of(open, notForFiu, over), DrawnRights.TODAY),
        "Cannot change a reader: it would see what 1 of 3 policies keep from it now; revoke the"
            + " reader as a whole and add it anew, found high");
  }

  /** Whatever the file says since the last run, and whether the tables follow an act yet. */
  @Test
  void aRevocationOpensNothing() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int openedByBody = 0;
    int openedByFile = 0;
    int unmasked = 0;
    for (int turn = 0; turn < 400; turn++) {
      DrawnRights drawn = DrawnRights.of(random, 10, 4);
      Known known = drawn(random, drawn);
      for (Map.Entry<String, Scope> reader : drawn.readers().entrySet()) {
        Scope next = reader.getValue();
        Change change = drawn(random, next);
        Scope left;
        try {
          left = ReaderRights.revoke(known, reader.getKey(), change);
        } catch (InsightException e) {
          continue;
        }
        if (left == null) {
          continue;
        }
        boolean acted = known.acted().contains(reader.getKey());
        Scope now = acted ? next : known.letIn().get(reader.getKey());
        Set<String> seen = now == null ? Set.of() : drawn.view(now, DrawnRights.TODAY);
        Set<String> after = drawn.view(left, DrawnRights.TODAY);
        Runnable check =
            () ->
                ReaderRights.requireNothingOpened(
                    known, reader.getKey(), left, drawn.policies(), DrawnRights.TODAY);
        if (!drawn.view(next, DrawnRights.TODAY).containsAll(after)) {
          openedByBody++;
          assertThat(change.body()).as("seed %d", seed).isNotNull();
          refused(check, "Cannot change a reader: it would see what ");
        } else if (!seen.containsAll(after)) {
          openedByFile++;
          assertThat(now).as("seed %d", seed).isNotEqualTo(next);
          refused(check, GIVEN_SINCE);
        } else if (now != null && now.clearance() == 0 && left.clearance() > 0) {
          unmasked++;
          refused(check, GIVEN_SINCE);
        } else {
          check.run();
        }
      }
    }
    assertThat(List.of(openedByBody, openedByFile, unmasked))
        .as("seed %d", seed)
        .allMatch(times -> times > 0);
  }

  /**
   * Of each reader in the file: enrolled so or otherwise or not, and after an act so or not yet.
   */
  private static Known drawn(Random random, DrawnRights drawn) {
    List<Scope> any = List.copyOf(drawn.readers().values());
    SortedMap<String, Scope> letIn = new TreeMap<>();
    Set<String> acted = new TreeSet<>();
    drawn
        .readers()
        .forEach(
            (reader, next) -> {
              boolean asInFile = random.nextBoolean();
              if (asInFile && random.nextBoolean()) {
                acted.add(reader);
              }
              if (random.nextInt(4) > 0) {
                letIn.put(reader, asInFile ? next : any.get(random.nextInt(any.size())));
              }
            });
    return new Known(drawn.readers(), letIn, acted);
  }

  private static Change drawn(Random random, Scope rights) {
    Set<Purpose> purposes =
        rights.purposes().stream()
            .filter(purpose -> random.nextInt(3) == 0)
            .collect(Collectors.toSet());
    return new Change(
        random.nextBoolean() || rights.clearance() == 0 ? null : random.nextInt(rights.clearance()),
        purposes,
        random.nextBoolean() ? rights.body() : null);
  }

  @Test
  void aNewReaderIsHeldAgainstTheRulesOfTheFile() {
    Scope rights = rights("{country: IT, clearance: 1, purposes: [locate]}");
    assertThat(ReaderRights.add(NOW, "it-analyst", rights)).isEqualTo(rights);
    refused(
        () -> ReaderRights.add(NOW, "low", rights),
        "Cannot change a reader: there is one of that name");
    refused(
        () -> ReaderRights.add(NOW, "Not A Name", rights),
        "Cannot read the readers: a name is lower-case letters");
    refused(
        () -> ReaderRights.add(NOW, "none", new Scope("IT", null, 1, new TreeSet<>(), false)),
        "Cannot read the readers: no purposes for none");
    Scope control = new Scope(null, null, 3, new TreeSet<>(), true);
    refused(
        () -> ReaderRights.add(NOW, "chief", control),
        "Cannot read the readers: one of role control is called control");
    assertThat(ReaderRights.add(NOW, "control-chief", control)).isEqualTo(control);
  }

  /** The door goes by the enrolment until the next run, whatever the file says since. */
  @Test
  void whoReadsByAnEnrolmentOfBeforeCanBeRevokedAndNothingComesBackByIt() {
    SortedMap<String, Scope> enrolled =
        Readers.parse(
            """
            gone: {country: FR, clearance: 3, purposes: [locate]}
            low: {country: FR, clearance: 3, purposes: [locate, warning, forensic]}
            high: {country: MA, body: FIU, clearance: 1, purposes: [locate]}
            unit: {body: FIU, clearance: 2, purposes: [locate, warning]}
            """);
    Known known = new Known(NOW, enrolled, Set.of());
    assertThat(ReaderRights.revoke(known, "gone", NOTHING)).isNull();
    refused(
        () -> ReaderRights.revoke(known, "gone", new Change(0, Set.of(), null)),
        "Cannot change a reader: the file of readers has it no more; revoke the reader as a whole,"
            + " found gone");
    refused(
        () -> ReaderRights.grant(known, "gone", new Change(null, Set.of(Purpose.WARNING), null)),
        "Cannot change a reader: the file of readers has it no more; revoke the reader as a whole"
            + " or add it anew, found gone");
    Scope anew = rights("{country: FR, clearance: 1, purposes: [warning]}");
    assertThat(ReaderRights.add(known.next(), "gone", anew)).isEqualTo(anew);

    // Less than it reads by, and nothing of what the file has taken since.
    assertThat(ReaderRights.revoke(known, "low", new Change(1, Set.of(), null)))
        .isEqualTo(NOW.get("low"));
    assertThat(ReaderRights.revoke(known, "low", new Change(null, Set.of(Purpose.FORENSIC), null)))
        .isEqualTo(NOW.get("low"));
    assertThat(ReaderRights.revoke(known, "low", new Change(2, Set.of(Purpose.LOCATE), null)))
        .isEqualTo(rights("{country: FR, clearance: 1, purposes: [warning]}"));
    refused(
        () -> ReaderRights.revoke(known, "low", new Change(3, Set.of(), null)),
        "Cannot change a reader: a revocation lowers the clearance, which is 3, found low");
    // What the file gives since is taken, too, before it is there, and what is left of it waits.
    BasePolicy higher = BasePolicy.fromYaml("{source: FR, purposes: [locate], level: 2}");
    Scope raised = ReaderRights.revoke(known, "high", new Change(2, Set.of(), null));
    assertThat(raised)
        .isEqualTo(rights("{country: MA, body: FIU, clearance: 2, purposes: [locate]}"));
    refused(() -> requireNothingOpened(known, "high", raised, higher), GIVEN_SINCE + "high");
    Scope asBefore = ReaderRights.revoke(known, "high", new Change(1, Set.of(), null));
    assertThat(asBefore).isEqualTo(enrolled.get("high"));
    requireNothingOpened(known, "high", asBefore, higher);
    // The file has it work for another body since.
    BasePolicy notForFiu = BasePolicy.fromYaml("{source: FR, purposes: [locate], not_for: [FIU]}");
    Scope moved = ReaderRights.revoke(known, "unit", new Change(null, Set.of(), "FIU"));
    assertThat(moved).isEqualTo(NOW.get("unit"));
    refused(() -> requireNothingOpened(known, "unit", moved, notForFiu), GIVEN_SINCE + "unit");
    Known masked =
        new Known(
            NOW,
            Readers.parse("low: {country: FR, clearance: 0, purposes: [locate, warning]}"),
            Set.of());
    Scope unmasked =
        ReaderRights.revoke(masked, "low", new Change(null, Set.of(Purpose.LOCATE), null));
    refused(() -> requireNothingOpened(masked, "low", unmasked, higher), GIVEN_SINCE + "low");
    refused(
        () -> ReaderRights.revoke(known, "unit", new Change(null, Set.of(), "EUROPOL")),
        "Cannot change a reader: neither country nor body would be left");
    // A grant adds to what the file says.
    assertThat(ReaderRights.grant(known, "low", new Change(2, Set.of(), null)))
        .isEqualTo(rights("{country: FR, clearance: 2, purposes: [locate, warning]}"));
  }

  /** Such a one may stand in a lake of before; not_for would hit nothing of what it reads. */
  @Test
  void nobodyBecomesOfNeitherCountryNorBody() {
    Scope nobodys = new Scope(null, null, 2, new TreeSet<>(NOW.get("unit").purposes()), false);
    SortedMap<String, Scope> asLeft = new TreeMap<>(Map.of("older", nobodys));
    Known older = new Known(asLeft, asLeft, Set.of());
    String ofNobody =
        "Cannot read the readers: a reader is of a country or of a body, found neither for ";
    refused(() -> ReaderRights.add(NOW, "us-2", nobodys), ofNobody + "us-2");
    refused(
        () -> ReaderRights.revoke(KNOWN, "unit", new Change(1, Set.of(), "EUROPOL")),
        "Cannot change a reader: neither country nor body would be left; revoke the reader as a"
            + " whole, found unit");
    refused(
        () -> ReaderRights.grant(older, "older", new Change(3, Set.of(), null)),
        ofNobody + "older");
    assertThat(ReaderRights.grant(older, "older", new Change(null, Set.of(), "FIU")))
        .isEqualTo(rights("{body: FIU, clearance: 2, purposes: [locate, warning]}"));
    assertThat(ReaderRights.revoke(older, "older", new Change(0, Set.of(Purpose.WARNING), null)))
        .isEqualTo(new Scope(null, null, 0, new TreeSet<>(Set.of(Purpose.LOCATE)), false));
    assertThat(ReaderRights.revoke(older, "older", NOTHING)).isNull();
    SortedMap<String, Scope> control =
        new TreeMap<>(Map.of("control", new Scope(null, "FIU", 3, new TreeSet<>(), true)));
    Known known = new Known(control, control, Set.of());
    assertThat(ReaderRights.revoke(known, "control", new Change(null, Set.of(), "FIU")))
        .isEqualTo(new Scope(null, null, 3, new TreeSet<>(), true));
  }

  @Test
  void rightsInWordsTellRightsApart() {
    assertThat(ReaderRights.inWords(NOW.get("high")))
        .isEqualTo("reader, country MA, body FIU, clearance 3, purposes locate");
    assertThat(ReaderRights.inWords(rights(DECIDER)))
        .isEqualTo("decider, country FR, clearance 1, purposes locate");
    assertThat(ReaderRights.inWords(null)).isEqualTo("no rights");
  }
}
