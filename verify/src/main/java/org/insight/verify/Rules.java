package org.insight.verify;

import java.util.List;
import java.util.Optional;
import org.insight.schemas.TableContract;

/**
 * Which check stands for which table. A table whose rows name the rows that they were made from
 * says so in its contract ({@code lineage}) and needs nothing here; a table that hangs on the
 * viewer, or on many rows at once, has a check of its own.
 */
final class Rules {

  private Rules() {}

  /** Empty where nobody has said how the table's labels come about. */
  static Optional<Check> of(TableContract contract) {
    Check own =
        switch (contract.name().toString()) {
          case "landing.arrivals" -> new ArrivalPolicies();
          case "links.edges" -> new EdgeEvidence();
          case "mentions.corrections" -> new CorrectionCheck();
          case "resolution.subjects" -> new SubjectCheck();
          case "resolution.profiles" -> new ProfileCheck();
          case "resolution.candidates" -> new CandidateCheck();
          case "resolution.decisions" -> new DecisionCheck();
          case "resolution.memberships" -> new EntityViews();
          case "resolution.ledger" -> new LedgerCheck();
          case "links.groups" -> new GroupViews();
          case "curated.persons" ->
              new EntityCompletenessCheck(List.of("Person"), ContentCheck.ofPerson());
          case "curated.organisations" ->
              new EntityCompletenessCheck(
                  List.of("Company", "Organization", "PublicBody"), ContentCheck.ofOrganisation());
          case "curated.objects" -> new ObjectCheck();
          case "curated.events" -> new EventCheck();
          case "curated.links" -> new LinkCompletenessCheck();
          case "curated.trends_monthly" -> new TrendCounts();
          case "governance.policies" -> new PolicyRegister();
          case "governance.readers" -> new ReaderScopes();
          case "governance.grants" -> new ScopeGrants();
          case "governance.labels" -> new LabelRegister();
          case "governance.entitlements" -> new LabelDays();
          default -> null;
        };
    if (own != null) {
      return Optional.of(own);
    }
    return contract.lineage().isEmpty() ? Optional.empty() : Optional.of(new NamedSources());
  }
}
