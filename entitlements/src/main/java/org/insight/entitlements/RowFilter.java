package org.insight.entitlements;

import java.util.Set;

/** What the platform and its plugin in Trino must name alike. */
public final class RowFilter {

  /** The function, in SQL: of a label, whether the reader may see its rows. */
  public static final String FUNCTION = "insight_may_see";

  /** Prefix of the group of all readers of a scope; what follows is the scope's id. */
  public static final String SCOPE_GROUP = "scope-";

  /** Prefix of the group of all readers who have a purpose; what follows is its code. */
  public static final String PURPOSE_GROUP = "purpose-";

  /** Prefix of the client tag by which a session names its purpose. */
  public static final String PURPOSE_TAG = "purpose=";

  /**
   * Tables that say nothing of persons and may be read without a purpose and a reason. Of every
   * other one, known or not, both are asked.
   */
  public static final Set<String> OPEN =
      Set.of(
          "text.duplicates",
          "resolution.ledger",
          "resolution.memberships",
          "links.groups",
          "curated.trends_monthly");

  /** The file of {@link EntitlementsFile}, in the folder that the platform publishes to. */
  public static final String ENTITLEMENTS = "entitlements.bin";

  /** The connector that filters rows, in the file of a catalog. */
  public static final String CONNECTOR = "insight_lake";

  /** The column of the labels. */
  public static final String LABEL = "policy_id";

  /**
   * What that connector gives in the place of each label, once it has looked at it. No label is so
   * called: rows that come in another way have none, and the rules let none of them through.
   */
  public static final String SEEN = "seen by insight_lake";

  private RowFilter() {}
}
