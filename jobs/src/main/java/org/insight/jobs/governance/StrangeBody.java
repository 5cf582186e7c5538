package org.insight.jobs.governance;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.insight.lake.Lake;
import org.insight.policy.PartyCode;
import org.insight.schemas.Tables;

/**
 * A body that policies name and no reader is of. A country's code that is none is refused, but any
 * word may be the name of a body: a mistyped one in {@code not_for} shuts nobody out. So it is for
 * those who run the platform to see which ones they do not know.
 *
 * @param notFor how many policies are not for it
 * @param onlyFor how many are for it, or for it and others, alone
 */
public record StrangeBody(String name, long notFor, long onlyFor) {

  private static final String NOT_FOR = "not_for";
  private static final String ONLY_FOR = "only_for";
  private static final String BODY = "body";

  /**
   * Of a lake, those that most policies withhold from first.
   *
   * @param most as many at most
   */
  public static List<StrangeBody> of(Lake lake, int most) {
    return of(
        lake.collect(Tables.POLICIES, NOT_FOR, ONLY_FOR), lake.collect(Tables.READERS, BODY), most);
  }

  static List<StrangeBody> of(List<Row> policies, List<Row> readers, int most) {
    SortedMap<String, long[]> counts = new TreeMap<>();
    for (Row policy : policies) {
      bodies(policy, NOT_FOR).forEach(b -> counts.computeIfAbsent(b, n -> new long[2])[0]++);
      bodies(policy, ONLY_FOR).forEach(b -> counts.computeIfAbsent(b, n -> new long[2])[1]++);
    }
    counts.keySet().removeAll(PartyCode.countries());
    readers.forEach(reader -> counts.remove(String.valueOf(reader.<String>getAs(BODY))));
    return counts.entrySet().stream()
        .map(e -> new StrangeBody(e.getKey(), e.getValue()[0], e.getValue()[1]))
        .sorted(
            Comparator.comparingLong(StrangeBody::notFor)
                .thenComparingLong(StrangeBody::onlyFor)
                .reversed()
                .thenComparing(StrangeBody::name))
        .limit(most)
        .toList();
  }

  private static List<String> bodies(Row policy, String column) {
    int at = policy.fieldIndex(column);
    return policy.isNullAt(at) ? List.of() : policy.getList(at);
  }
}
