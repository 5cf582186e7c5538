package org.insight.verify;

import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.insight.policy.BasePolicy;
import org.insight.policy.Label;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Sets of base policies as text: their ids, sorted, joined by commas. Most rows rest on one item,
 * so that the text is the id of its policy.
 */
final class PolicySets {

  /** What an item rests on whose policy nobody knows. */
  static final String QUARANTINE = Label.QUARANTINE.id();

  /** Stands for a policy that cannot be read; the id of none. */
  static final String UNREADABLE = "";

  private static final UserDefinedFunction POLICY =
      udf(new PolicyId(), DataTypes.StringType).asNondeterministic();
  private static final UserDefinedFunction UNION =
      udf((UDF1<Seq<String>, String>) PolicySets::union, DataTypes.StringType);
  private static final UserDefinedFunction LABEL =
      udf((UDF1<String, String>) PolicySets::labelId, DataTypes.StringType);

  private PolicySets() {}

  /** The id of a policy as an item came with it; of null, quarantine. */
  static Column ofPolicy(Column basePolicy) {
    return POLICY.apply(basePolicy);
  }

  /** The union of an array of sets, of those that are not null; null where there is none. */
  static Column unionOf(Column sets) {
    Column distinct = array_distinct(array_compact(sets));
    return when(size(distinct).equalTo(0), lit(null))
        .when(size(distinct).equalTo(1), distinct.getItem(0))
        .otherwise(UNION.apply(distinct));
  }

  /** The id of the label that grants such a set and withholds nothing. */
  static Column labelId(Column set) {
    return when(set.contains(","), LABEL.apply(set)).otherwise(set);
  }

  static String text(Collection<String> ids) {
    return String.join(",", new TreeSet<>(ids));
  }

  static List<String> ids(String set) {
    return List.of(set.split(",", -1));
  }

  private static String labelId(String set) {
    return Label.of(ids(set), List.of()).id();
  }

  private static String union(Seq<String> sets) {
    TreeSet<String> all = new TreeSet<>();
    JavaConverters.seqAsJavaList(sets).forEach(set -> all.addAll(ids(set)));
    return String.join(",", all);
  }

  /** Many items have one policy: each text is read once a task. */
  private static final class PolicyId implements UDF1<String, String> {

    private static final long serialVersionUID = 1L;

    private transient @Nullable Map<String, String> known;

    @Override
    public String call(@Nullable String basePolicy) {
      if (basePolicy == null) {
        return QUARANTINE;
      }
      Map<String, String> ids = known;
      if (ids == null) {
        ids = new HashMap<>();
        known = ids;
      }
      return ids.computeIfAbsent(basePolicy, PolicyId::read);
    }

    private static String read(String basePolicy) {
      try {
        return BasePolicy.fromCanonical(basePolicy).id();
      } catch (IllegalArgumentException e) {
        return UNREADABLE;
      }
    }
  }
}
