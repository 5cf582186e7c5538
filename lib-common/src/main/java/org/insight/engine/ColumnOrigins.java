package org.insight.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Alias;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.ExprId;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.AggregateExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Union;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.insight.engine.Origin.Way;
import org.insight.schemas.TableName;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Finds, in the plan of rows that are not computed yet, the columns of the lake's tables that each
 * of their columns is made of. Only what values come from is followed, not the conditions by which
 * rows are chosen. A step whose inside is a function (of rows, not of columns) is taken to use all
 * that it is given; behind rows that were computed already nothing is found.
 */
final class ColumnOrigins {

  private final Function<LogicalPlan, Optional<TableName>> tables;
  private final Map<LogicalPlan, Map<ExprId, Set<Origin>>> found = new IdentityHashMap<>();

  private ColumnOrigins(Function<LogicalPlan, Optional<TableName>> tables) {
    this.tables = tables;
  }

  /**
   * The origins of the columns that have any.
   *
   * @param tables the table of the lake that a leaf of a plan reads; empty where it is none
   */
  static SortedMap<String, SortedSet<Origin>> of(
      Dataset<Row> rows, Function<LogicalPlan, Optional<TableName>> tables) {
    ColumnOrigins origins = new ColumnOrigins(tables);
    LogicalPlan plan = rows.queryExecution().analyzed();
    SortedMap<String, SortedSet<Origin>> byColumn = new TreeMap<>();
    for (Attribute column : list(plan.output())) {
      Set<Origin> of = origins.of(plan, column);
      if (!of.isEmpty()) {
        byColumn.put(column.name(), strongest(of));
      }
    }
    return byColumn;
  }

  /** Each column once, by what tells most of the ways in which it is used. */
  private static SortedSet<Origin> strongest(Set<Origin> origins) {
    SortedMap<String, Origin> byName = new TreeMap<>();
    for (Origin origin : origins) {
      byName.merge(origin.table() + "." + origin.column(), origin, (a, b) -> a.within(b.way()));
    }
    return new TreeSet<>(byName.values());
  }

  private Set<Origin> of(LogicalPlan plan, Attribute column) {
    Map<ExprId, Set<Origin>> ofPlan = found.computeIfAbsent(plan, p -> new HashMap<>());
    Set<Origin> known = ofPlan.get(column.exprId());
    if (known == null) {
      known = find(plan, column);
      ofPlan.put(column.exprId(), known);
    }
    return known;
  }

  private Set<Origin> find(LogicalPlan plan, Attribute column) {
    Optional<TableName> table = tables.apply(plan);
    if (table.isPresent()) {
      return Set.of(new Origin(table.get(), column.name(), Way.IDENTITY));
    }
    if (plan instanceof Union union) {
      return ofUnion(union, column);
    }
    List<LogicalPlan> children = list(plan.children());
    for (LogicalPlan child : children) {
      Optional<Attribute> same = withId(child, column.exprId());
      if (same.isPresent()) {
        return of(child, same.get());
      }
    }
    Optional<Alias> named =
        list(plan.expressions()).stream()
            .filter(e -> e instanceof Alias alias && alias.exprId().equals(column.exprId()))
            .map(Alias.class::cast)
            .findFirst();
    if (named.isPresent() && !holds(named.get(), BoundReference.class)) {
      Expression made = named.get().child();
      return of(children, list(made.references().toSeq()), wayOf(made));
    }
    return ofFunction(plan, children);
  }

  private Set<Origin> ofUnion(Union union, Attribute column) {
    List<Attribute> output = list(union.output());
    Set<Origin> all = new TreeSet<>();
    for (int at = 0; at < output.size(); at++) {
      if (output.get(at).exprId().equals(column.exprId())) {
        for (LogicalPlan child : list(union.children())) {
          all.addAll(of(child, list(child.output()).get(at)));
        }
      }
    }
    return all;
  }

  private Set<Origin> ofFunction(LogicalPlan plan, List<LogicalPlan> children) {
    List<Attribute> given = new ArrayList<>();
    children.forEach(child -> given.addAll(list(child.output())));
    Set<ExprId> there = given.stream().map(Attribute::exprId).collect(Collectors.toSet());
    List<Attribute> used =
        list(plan.references().toSeq()).stream()
            .filter(attribute -> there.contains(attribute.exprId()))
            .toList();
    return of(children, used.isEmpty() ? given : used, Way.TRANSFORMATION);
  }

  private Set<Origin> of(List<LogicalPlan> children, List<Attribute> used, Way way) {
    Set<Origin> all = new TreeSet<>();
    for (Attribute attribute : used) {
      for (LogicalPlan child : children) {
        withId(child, attribute.exprId())
            .ifPresent(a -> of(child, a).forEach(origin -> all.add(origin.within(way))));
      }
    }
    return all;
  }

  private static Way wayOf(Expression made) {
    if (made instanceof Attribute) {
      return Way.IDENTITY;
    }
    return holds(made, AggregateExpression.class) ? Way.AGGREGATION : Way.TRANSFORMATION;
  }

  private static boolean holds(TreeNode<Expression> tree, Class<?> kind) {
    return kind.isInstance(tree)
        || list(tree.children()).stream().anyMatch(child -> holds(child, kind));
  }

  private static Optional<Attribute> withId(LogicalPlan plan, ExprId id) {
    return list(plan.output()).stream().filter(a -> a.exprId().equals(id)).findFirst();
  }

  private static <T> List<T> list(Seq<T> seq) {
    return JavaConverters.seqAsJavaList(seq);
  }
}
