package org.insight.jobs.links;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.SparkPlan;
import org.insight.jobs.resolution.Lake;
import org.insight.jobs.resolution.SeenRows;
import org.insight.policy.BasePolicy;
import org.insight.policy.graph.ViewerPart;
import org.insight.testing.DrawnRights;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;

class LinksTest {

  private static Dataset<Row> edges(Lake lake, int pairs) {
    return Lake.run(new LinkSubjects(new LinkLimits(pairs)), lake.inputs());
  }

  private static Lake phone(Lake lake, String kind, String subject, String policy, String number) {
    return lake.identifier(kind, subject, policy, "phone", number, false);
  }

  private static List<String> pairs(Dataset<Row> edges) {
    return edges.select("source_id", "target_id").collectAsList().stream()
        .map(r -> r.mkString("-"))
        .sorted()
        .toList();
  }

  @Test
  void aDocumentAndARecordOfOnePhoneAreLinkedWithTheEvidenceOfBoth() {
    Lake lake = new Lake();
    phone(lake, "record", "r", "p", "+1");
    phone(lake, "document", "d", "q", "+1");
    phone(lake, "document", "e", "q", "+2");
    assertThat(edges(lake, 10).drop("edge_id", "policy_id").toJSON().collectAsList())
        .containsExactly(
            """
            {"source_id":"d","source_kind":"document","target_id":"r","target_kind":"record",\
            "kind":"phone","value":"+1","evidence":["m-d-phone-+1","m-r-phone-+1"],\
            "label":{"granted":["p","q"],"withheld":[]}}""");
  }

  private static List<String> ends(Dataset<Row> edges) {
    return edges
        .selectExpr(
            "concat_ws(' ', source_kind, source_id, kind, target_kind, target_id, label.granted)")
        .collectAsList()
        .stream()
        .map(r -> r.getString(0))
        .sorted()
        .toList();
  }

  @Test
  void whatATextSaysOfAPersonTiesThePersonAndNotTheText() {
    Lake lake = new Lake();
    lake.described("a", "d", "p", "suspect", "Ana Ficta", Map.of("passportNumber", "FR:12"));
    lake.described("b", "e", "q", "contact", "Bruno Ficto", Map.of("passportNumber", "FR:12"));
    lake.described("c", "f", "q", "office", "Judge Ficto", Map.of("passportNumber", "FR:12"));
    assertThat(ends(edges(lake, 10)))
        .containsExactly(
            "described a passport described b p q",
            "described a passport document f p q",
            "described b passport document f q");
  }

  @Test
  void whatIsOfAThingIsOfItsOwnerToo() {
    Lake lake = new Lake();
    lake.record("owner", "Person", "p", Map.of());
    lake.record("thing", "Vehicle", "p", Map.of("ownerRecord", List.of("owner", "gone")));
    lake.record("firm", "Company", "p", Map.of("ownerRecord", List.of("owner")));
    lake.identifier("record", "thing", "p", "plate", "FR:AB", true);
    lake.identifier("record", "firm", "p", "phone", "+1", false);
    lake.identifier("document", "d", "q", "plate", "FR:AB", true);
    lake.identifier("document", "d", "q", "phone", "+1", false);
    assertThat(ends(edges(lake, 10)))
        .containsExactly(
            "document d phone record firm p q",
            "document d plate record owner p q",
            "document d plate record thing p q",
            "record firm owner record owner p",
            "record owner owner record thing p",
            "record owner plate record thing p");
  }

  @Test
  void anOwnerOfAnotherPolicyIsNotNamed() {
    Lake lake = new Lake();
    lake.record("owner", "Person", "p", Map.of());
    lake.record("thing", "Vehicle", "q", Map.of("ownerRecord", List.of("owner")));
    lake.identifier("record", "thing", "q", "plate", "FR:AB", true);
    lake.identifier("document", "d", "q", "plate", "FR:AB", true);
    assertThat(ends(edges(lake, 10))).containsExactly("document d plate record thing q");
  }

  @Test
  void whoPaidOrCalledWhomIsAnEdgeWithTheGiverFirstInItsEvidence() {
    Lake lake = new Lake();
    lake.record("z", "BankAccount", "p", Map.of());
    lake.record("a", "BankAccount", "p", Map.of());
    lake.record("hidden", "LegalEntity", "q", Map.of());
    lake.record(
        "pay",
        "Payment",
        "p",
        Map.of(
            "payerAccount", List.of("z"),
            "beneficiaryAccount", List.of("a"),
            "beneficiary", List.of("hidden")));
    lake.record("call", "Call", "p", Map.of("caller", List.of("a"), "receiver", List.of("z")));
    lake.record("self", "Call", "p", Map.of("caller", List.of("a"), "receiver", List.of("a")));
    assertThat(
            edges(lake, 10)
                .selectExpr("concat_ws(' ', source_id, kind, target_id, value, evidence)")
                .collectAsList())
        .extracting(r -> r.getString(0))
        .containsExactlyInAnyOrder(
            "a transfer z pay pay payerAccount beneficiaryAccount",
            "a call z call call caller receiver");
  }

  @Test
  void recordsOfOneThingAreNotLinkedByWhatMakesThemOne() {
    Lake lake = new Lake();
    lake.identifier("record", "account", "p", "iban", "FR1", true);
    lake.identifier("record", "again", "q", "iban", "FR1", true);
    lake.identifier("record", "person", "p", "iban", "FR1", false);
    assertThat(ends(edges(lake, 10)))
        .containsExactly(
            "record account iban record person p", "record again iban record person p q");
  }

  private static List<String> idsOfEdges(String one, String other) {
    Lake lake = new Lake();
    for (String subject : List.of("r", "s")) {
      lake.mention("m1-" + subject, "record", subject, "p", "phone", one, false);
      lake.mention("m2-" + subject, "record", subject, "p", "phone", other, false);
    }
    return edges(lake, 10).select("edge_id").collectAsList().stream()
        .map(r -> r.getString(0))
        .sorted()
        .toList();
  }

  /** Who may not see identifiers may see the ids of the edges that they make. */
  @Test
  void anEdgesIdTellsNothingOfWhatIsShared() {
    List<String> ids = idsOfEdges("+1", "+2");
    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
    assertThat(idsOfEdges("+3", "+4")).isEqualTo(ids);
  }

  @Test
  void theLimitCountsTheSubjectsOfTwoPoliciesAlone() {
    Lake lake = new Lake();
    for (int i = 0; i < 4; i++) {
      phone(lake, "record", "q" + i, "q", "+1");
    }
    phone(lake, "record", "p0", "p", "+1");
    phone(lake, "record", "p1", "p", "+1");
    // Among q there are 6 pairs, between p and q 8, among p 1.
    assertThat(pairs(edges(lake, 5))).containsExactly("p0-p1");
    assertThat(pairs(edges(lake, 6))).hasSize(7).doesNotContain("p0-q0");
    assertThat(pairs(edges(lake, 8))).hasSize(15).contains("p0-q0");
  }

  /** A policy of one access, which differs by what no entitlement looks at, and by its last day. */
  private static BasePolicy policy(String source, int number, String lastDay) {
    return BasePolicy.fromYaml(
        "{source: %s, purposes: [locate], conditions: [number %d]%s}"
            .formatted(source, number, lastDay == null ? "" : ", expires_on: " + lastDay));
  }

  private static void phones(Lake lake, String name, int number, String source, String lastDay) {
    for (int i = 0; i < number; i++) {
      BasePolicy policy = policy(source, i, lastDay);
      lake.policy(policy);
      phone(lake, "document", name + i, policy.id(), "+1");
    }
  }

  @Test
  void theLimitCountsAllWhomNothingThatARuleLooksAtTellsApart() {
    Lake lake = new Lake();
    phones(lake, "a", 4, "ES", null);
    phones(lake, "b", 2, "FR", null);
    // Among those of ES there are 6 pairs, between the two 8, among those of FR 1.
    assertThat(pairs(edges(lake, 5))).containsExactly("b0-b1");
    assertThat(pairs(edges(lake, 6))).hasSize(7).doesNotContain("a0-b0");
    assertThat(pairs(edges(lake, 8))).hasSize(15).contains("a0-b0");
  }

  @Test
  void whatEndsEarlierDoesNotUnmakeThePairsOfWhatIsStillSeen() {
    Lake lake = new Lake();
    phones(lake, "a", 2, "ES", null);
    phones(lake, "b", 2, "ES", "2027-06-30");
    phones(lake, "c", 1, "ES", "2027-01-31");
    assertThat(pairs(edges(lake, 1))).containsExactly("a0-a1");
    // Whoever sees one of b sees four: 6 pairs.
    assertThat(pairs(edges(lake, 5))).containsExactly("a0-a1");
    assertThat(pairs(edges(lake, 6))).hasSize(6).contains("a0-b0", "b0-b1");
    assertThat(pairs(edges(lake, 9))).hasSize(6);
    assertThat(pairs(edges(lake, 10))).hasSize(10).contains("a0-c0");
  }

  @Test
  void aReaderSeesThePairsOfALakeWithoutWhatHeMayNotSee() {
    long seed = Long.getLong("insight.seed", new Random().nextLong());
    System.out.println("LinksTest: seed " + seed);
    Random random = new Random(seed);
    DrawnRights rights = DrawnRights.of(random, 12, 10);
    Lake lake = new Lake();
    rights.policies().forEach(lake::policy);
    for (int i = 0; i < 60; i++) {
      BasePolicy policy = rights.policies().get(random.nextInt(rights.policies().size()));
      phone(lake, "document", "d" + i, policy.id(), "+" + random.nextInt(6));
    }
    Dataset<Row> whole = edges(lake, 6);
    Set<Set<String>> views = new HashSet<>();
    rights.readers().values().forEach(r -> views.add(rights.view(r, DrawnRights.TODAY)));
    for (Set<String> view : views) {
      assertThat(Lake.seen(edges(lake.cutTo(view), 6), view))
          .as("%s, seed %d", view, seed)
          .isEqualTo(Lake.seen(whole, view));
    }
  }

  @Test
  void subjectsOfACommonValueAreCountedBeforeTheyAreGathered() {
    Lake lake = new Lake();
    for (int i = 0; i < 40; i++) {
      phone(lake, "record", "q" + i, "q", "+1");
    }
    phone(lake, "record", "a", "p", "+2");
    phone(lake, "record", "b", "q", "+2");
    Dataset<Row> edges = new LinkSubjects(new LinkLimits(5)).build(lake.inputs());
    assertThat(pairs(edges)).containsExactly("a-b");
    Dataset<Row> looked = edges.select("source_id");
    assertThat(looked.collectAsList()).hasSize(1);
    List<Long> gathered = new ArrayList<>();
    gathered(looked.queryExecution().executedPlan(), gathered);
    assertThat(gathered).isNotEmpty().allMatch(rows -> rows <= 2);
  }

  /** How many rows went into each list of subjects' aggregation. */
  private static void gathered(SparkPlan plan, List<Long> into) {
    for (SparkPlan child : JavaConverters.seqAsJavaList(plan.children())) {
      if (plan.expressions().mkString().contains("collect_list(")) {
        into.add(rows(child));
      }
      gathered(child, into);
    }
  }

  private static long rows(SparkPlan plan) {
    return plan.metrics().contains("numOutputRows")
        ? plan.metrics().apply("numOutputRows").value()
        : rows(plan.children().head());
  }

  @Test
  void aSubjectThatNamesAValueTwiceIsOneEnd() {
    Lake lake = new Lake();
    phone(lake, "record", "a", "p", "+1");
    phone(lake, "record", "a", "p", "+1");
    assertThat(edges(lake, 10).count()).isZero();
  }

  @Test
  void aSubjectThatNamesAValueTenThousandTimesIsAnEndWithFiftyOfItsMentions() {
    Lake lake = new Lake();
    for (int i = 0; i < 10_000; i++) {
      lake.mention("m%04d".formatted(i), "document", "d", "p", "phone", "+1", false);
    }
    lake.mention("n", "record", "r", "q", "phone", "+1", false);
    List<String> evidence = edges(lake, 10).first().getList(7);
    assertThat(evidence).hasSize(LinkSubjects.MAX_MENTIONS + 1).isSorted();
    assertThat(evidence).startsWith("m0000", "m0001").endsWith("m0049", "n");
  }

  @Test
  void aLimitOfNoPairIsRefused() {
    assertThatThrownBy(() -> new LinkLimits(0))
        .hasMessage("Cannot limit links: the limit must be 1 pair or more, found 0");
  }

  @Test
  void anEmptyLakeHasNoLinksAndNoGroups() {
    assertThat(edges(new Lake(), 10).count()).isZero();
    assertThat(Lake.run(new GroupSubjects(0), new Lake().inputs()).count()).isZero();
  }

  @Test
  void aGroupFallsApartForWhoDoesNotSeeItsBridge() {
    Lake lake = new Lake().grant("national", "p").grant("control", "p", "q");
    phone(lake, "record", "a", "p", "+1");
    phone(lake, "document", "b", "q", "+1");
    phone(lake, "document", "b", "q", "+2");
    phone(lake, "record", "c", "p", "+2");
    phone(lake, "record", "d", "p", "+2");
    phone(lake, "record", "e", "p", "+3");
    Dataset<Row> groups = Lake.run(new GroupSubjects(0), lake.inputs());
    assertThat(members(groups, "p"))
        .containsExactly(
            ViewerPart.id("G-", "c") + " c record", ViewerPart.id("G-", "c") + " d record");
    assertThat(members(groups, "p", "q"))
        .containsExactly(
            ViewerPart.id("G-", "a") + " a record",
            ViewerPart.id("G-", "a") + " b document",
            ViewerPart.id("G-", "a") + " c record",
            ViewerPart.id("G-", "a") + " d record");
  }

  private static List<String> members(Dataset<Row> groups, String... view) {
    return SeenRows.of(groups, Set.of(view)).stream()
        .map(r -> r.getAs("group_id") + " " + r.getAs("subject_id") + " " + r.getAs("subject_kind"))
        .sorted()
        .toList();
  }

  @Test
  void aPlaceholderSharedByFiveThousandMakesNoPairsButOneGroup() {
    Lake lake = new Lake();
    for (int i = 0; i < 5_000; i++) {
      phone(lake, "record", "r" + i, "p", "+0");
    }
    assertThat(Lake.run(new LinkSubjects(LinkLimits.STANDARD), lake.inputs()).count()).isZero();
    Dataset<Row> groups = Lake.run(new GroupSubjects(0), lake.inputs());
    assertThat(groups.count()).isEqualTo(5_000);
    assertThat(groups.select("group_id").distinct().count()).isEqualTo(1);
  }
}
