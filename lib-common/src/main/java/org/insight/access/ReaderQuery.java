package org.insight.access;

import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.AliasIdentifier;
import org.apache.spark.sql.catalyst.analysis.CTESubstitution;
import org.apache.spark.sql.catalyst.analysis.RelationTimeTravel;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedGenerator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.analysis.UnresolvedTableValuedFunction;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Nondeterministic;
import org.apache.spark.sql.catalyst.parser.CatalystSqlParser;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.Sample;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableContract;
import org.insight.schemas.TableName;
import scala.Option;
import scala.Product;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractPartialFunction;

/**
 * A reader's query: one SELECT, WITH, VALUES or set operation, of kinds of nodes and functions that
 * are known to be harmless. What is not known is refused; messages name what the reader wrote and
 * nothing of what is in the tables.
 */
final class ReaderQuery {

  /** Nodes of a query that do nothing but compute on their inputs. */
  private static final Set<String> PLANS =
      words(
          """
          Aggregate CTERelationDef CTERelationRef Distinct Except Filter Generate GlobalLimit
          Intersect Join LateralJoin LocalLimit Offset OneRowRelation Pivot Project Sort
          SubqueryAlias Union UnresolvedHaving UnresolvedInlineTable UnresolvedRelation
          UnresolvedSubqueryColumnAliases UnresolvedTVFAliases UnresolvedTableValuedFunction
          UnresolvedWith Unpivot WithCTE WithWindowDefinition
          """);

  /** Unresolved expressions; among those left out are names made at run time (IDENTIFIER). */
  private static final Set<String> UNRESOLVED =
      words(
          """
          MultiAlias UnresolvedAlias UnresolvedAttribute UnresolvedExtractValue
          UnresolvedFunction UnresolvedGenerator UnresolvedStar
          """);

  private static final String EXPRESSIONS = "org.apache.spark.sql.catalyst.expressions.";
  private static final String ANALYSIS = "org.apache.spark.sql.catalyst.analysis.";

  private final LogicalPlan plan;
  private final Contracts contracts;

  private ReaderQuery(LogicalPlan plan, Contracts contracts) {
    this.plan = plan;
    this.contracts = contracts;
  }

  /**
   * Parses and checks.
   *
   * @throws InsightException USAGE where it is anything but a query on tables open to readers
   */
  static ReaderQuery of(String select, Contracts contracts) {
    // Not the session's parser: that one puts the values of ${env:…} and ${spark.…} into the text.
    LogicalPlan parsed = new CatalystSqlParser().parsePlan(TrinoFunctions.withSparkUnit(select));
    if (parsed instanceof Command || parsed instanceof ParsedStatement) {
      throw refused("it must be one SELECT, found " + parsed.nodeName());
    }
    ReaderQuery before = new ReaderQuery(parsed, contracts);
    before.check(parsed);
    // From here on a relation's name is a table's, never that of a WITH.
    ReaderQuery query = new ReaderQuery(CTESubstitution.apply(parsed), contracts);
    query.check(query.plan);
    query.relations(query.plan).forEach(query::table);
    return query;
  }

  /** The tables that it reads. */
  SortedSet<TableName> tables() {
    SortedSet<TableName> tables = new TreeSet<>();
    relations(plan).map(this::table).forEach(tables::add);
    return tables;
  }

  /** The query with each table's name replaced by the plan of what the reader may see of it. */
  LogicalPlan on(Function<TableName, LogicalPlan> visible) {
    LogicalPlan replaced =
        plan.transformUpWithSubqueries(
            new AbstractPartialFunction<LogicalPlan, LogicalPlan>() {
              @Override
              public boolean isDefinedAt(LogicalPlan node) {
                return node instanceof UnresolvedRelation;
              }

              @Override
              public LogicalPlan apply(LogicalPlan node) {
                TableName name = table((UnresolvedRelation) node);
                return new SubqueryAlias(
                    new AliasIdentifier(name.table(), seq(name.stage())), visible.apply(name));
              }
            });
    if (relations(replaced).findAny().isPresent()) {
      throw refused("a table stands where no query may");
    }
    return replaced;
  }

  /**
   * Checks the query once more as Spark understood it, down to the barriers: some plain names, as
   * {@code current_user}, turn into functions only there.
   */
  static void checkResolved(LogicalPlan analyzed) {
    checkResolvedPart(analyzed);
  }

  private static void checkResolvedPart(Object tree) {
    if (tree instanceof Sample) {
      return;
    }
    if (tree instanceof Expression expression && isRefused(expression)) {
      throw refused(
          "not allowed in a reader's query, found " + OneLine.of(expression.prettyName()));
    }
    parts(tree).forEach(ReaderQuery::checkResolvedPart);
  }

  private static boolean isRefused(Expression expression) {
    return expression instanceof Nondeterministic
        || !SqlFunctions.allowsClass(expression.getClass().getName());
  }

  private TableName table(UnresolvedRelation relation) {
    String written =
        JavaConverters.seqAsJavaList(relation.multipartIdentifier()).stream()
            .collect(Collectors.joining("."));
    if (relation.multipartIdentifier().size() != 2 || !relation.options().isEmpty()) {
      throw noTable(written);
    }
    return openTable(contracts, written).name();
  }

  /**
   * The table of a name.
   *
   * @throws InsightException USAGE if readers have none of that name
   */
  static TableContract openTable(Contracts contracts, String written) {
    for (TableContract contract : contracts.all()) {
      if (contract.name().toString().equals(written.toLowerCase(Locale.ROOT))) {
        if (!contract.carriesPolicy()) {
          throw refused(
              "the table has no policy column, so no reader may query it, found "
                  + contract.name());
        }
        return contract;
      }
    }
    throw noTable(written);
  }

  private static InsightException noTable(String written) {
    return refused("no such table (they are called stage.table), found " + OneLine.of(written));
  }

  /**
   * Refuses a table on persons to who states no purpose and reason.
   *
   * @throws InsightException USAGE
   */
  static void requireStated(TableContract contract, Access access) {
    if (contract.nominal() && !access.saysWhy()) {
      throw refused(
          "the table says something of persons, so a purpose and a reason must be named (--purpose"
              + " CODE --reason TEXT), found "
              + contract.name());
    }
  }

  private static Stream<UnresolvedRelation> relations(Object tree) {
    if (tree instanceof UnresolvedRelation relation) {
      return Stream.of(relation);
    }
    return parts(tree).flatMap(ReaderQuery::relations);
  }

  /** Checks a node and all below it, wherever it is kept: child, expression, window, WITH. */
  private void check(Object tree) {
    if (tree instanceof LogicalPlan node) {
      checkPlan(node);
    } else if (tree instanceof Expression expression) {
      checkExpression(expression);
    }
    parts(tree).forEach(this::check);
  }

  private static void checkPlan(LogicalPlan node) {
    if (node instanceof RelationTimeTravel) {
      throw refused("a table is read as it is now, found VERSION or TIMESTAMP AS OF");
    }
    if (!PLANS.contains(node.getClass().getSimpleName()) || !fromSpark(node)) {
      throw refused("not allowed in a reader's query, found " + node.nodeName());
    }
    if (node instanceof UnresolvedTableValuedFunction function) {
      String name = dotted(function.name());
      if (!SqlFunctions.allowsTable(name)) {
        throw refused("no such table function for readers, found " + OneLine.of(name));
      }
    }
  }

  private static void checkExpression(Expression expression) {
    String className = expression.getClass().getName();
    String simpleName = expression.getClass().getSimpleName();
    if (expression instanceof UnresolvedFunction function) {
      String name = dotted(function.nameParts());
      if (!SqlFunctions.allows(name)) {
        throw refused("no such function for readers, found " + OneLine.of(name));
      }
    } else if (expression instanceof UnresolvedGenerator generator) {
      String name = generator.name().unquotedString();
      if (!SqlFunctions.allows(name)) {
        throw refused("no such function for readers, found " + OneLine.of(name));
      }
    }
    boolean known =
        className.startsWith(ANALYSIS)
            ? UNRESOLVED.contains(simpleName)
            : className.startsWith(EXPRESSIONS);
    if (!known || expression instanceof Nondeterministic || !SqlFunctions.allowsClass(className)) {
      throw refused(
          "not allowed in a reader's query, found " + OneLine.of(expression.prettyName()));
    }
  }

  private static boolean fromSpark(LogicalPlan node) {
    return node.getClass().getName().startsWith("org.apache.spark.sql.catalyst.");
  }

  /**
   * Everything that a node is made of. Spark's own walks leave out what stands in maps (the windows
   * of a WINDOW clause) and in pairs (the queries of a WITH).
   */
  private static Stream<Object> parts(Object tree) {
    if (tree instanceof Product product) {
      return JavaConverters.seqAsJavaList(product.productIterator().toSeq()).stream()
          .filter(ReaderQuery::mayHoldMore);
    }
    if (tree instanceof scala.collection.Iterable<?> many) {
      return JavaConverters.seqAsJavaList(many.iterator().toSeq()).stream()
          .map(Object.class::cast)
          .filter(ReaderQuery::mayHoldMore);
    }
    if (tree instanceof Object[] array) {
      return Stream.of(array).filter(ReaderQuery::mayHoldMore);
    }
    return Stream.empty();
  }

  private static boolean mayHoldMore(Object part) {
    return part instanceof Product
        || part instanceof scala.collection.Iterable<?>
        || part instanceof Object[]
        || part instanceof Option<?>;
  }

  private static String dotted(Seq<String> parts) {
    return String.join(".", JavaConverters.seqAsJavaList(parts));
  }

  private static Seq<String> seq(String one) {
    return JavaConverters.asScalaBuffer(java.util.List.of(one)).toList();
  }

  private static Set<String> words(String text) {
    return new TreeSet<>(java.util.List.of(text.strip().split("\\s+")));
  }

  static InsightException refused(String why) {
    return new InsightException(ErrorKind.USAGE, "Cannot answer the query: " + why);
  }
}
