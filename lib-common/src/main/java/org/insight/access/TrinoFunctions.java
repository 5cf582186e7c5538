package org.insight.access;

import static org.apache.spark.sql.functions.lit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStreamRewriter;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.SqlBaseLexer;
import org.apache.spark.sql.catalyst.parser.UpperCaseCharStream;
import org.apache.spark.sql.types.ArrayType;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;

/**
 * Trino's names of functions that Spark has under another name, so that a query runs on both. Only
 * functions whose result is the same are here.
 */
final class TrinoFunctions {

  /** Trino's name, then Spark's; the arguments are the same, in the same order. */
  private static final Map<String, String> RENAMED =
      pairs(
          """
          all_match               forall
          any_match               exists
          approx_distinct         approx_count_distinct
          arbitrary               any_value
          bitwise_and             &
          bitwise_not             ~
          bitwise_or              |
          bitwise_xor             ^
          day_of_month            dayofmonth
          day_of_year             dayofyear
          format                  format_string
          from_base64             unbase64
          from_hex                unhex
          from_iso8601_date       to_date
          from_iso8601_timestamp  to_timestamp
          is_nan                  isnan
          json_extract_scalar     get_json_object
          last_day_of_month       last_day
          levenshtein_distance    levenshtein
          starts_with             startswith
          strpos                  instr
          to_base64               base64
          to_hex                  hex
          week                    weekofyear
          week_of_year            weekofyear
          """);

  /** Trino's name, then the call of Spark's functions that gives the same. */
  private static final Map<String, Function<List<Expression>, Expression>> CALLS =
      Map.of(
          // Spark's function of that name is on texts.
          "contains",
              a ->
                  spark(
                      a.get(0).dataType() instanceof ArrayType ? "array_contains" : "contains", a),
          "day_of_week", a -> spark("+", spark("weekday", a), lit(1).expr()),
          "to_utf8", a -> spark("encode", only(a), lit("UTF-8").expr()),
          "from_utf8", a -> spark("decode", only(a), lit("UTF-8").expr()),
          "url_extract_host", a -> spark("parse_url", only(a), lit("HOST").expr()),
          "url_extract_path", a -> spark("parse_url", only(a), lit("PATH").expr()),
          "url_extract_query", a -> spark("parse_url", only(a), lit("QUERY").expr()));

  /** Units of {@code date_diff}, which Trino writes as a text and Spark as a word. */
  private static final Set<String> UNITS =
      Set.of("millisecond", "second", "minute", "hour", "day", "week", "month", "quarter", "year");

  private TrinoFunctions() {}

  /** Spark's names that a reader reaches by Trino's. */
  static Set<String> sparkNames() {
    return Set.copyOf(RENAMED.values());
  }

  /** Trino's names, in small letters. */
  static Set<String> names() {
    return Stream.concat(RENAMED.keySet().stream(), CALLS.keySet().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Makes the names known to one session. */
  static void register(FunctionRegistry registry) {
    RENAMED.forEach((trino, name) -> register(registry, trino, a -> spark(name, a)));
    CALLS.forEach((trino, call) -> register(registry, trino, call));
  }

  private static void register(
      FunctionRegistry registry, String name, Function<List<Expression>, Expression> call) {
    registry.createOrReplaceTempFunction(
        name,
        new AbstractFunction1<Seq<Expression>, Expression>() {
          @Override
          public Expression apply(Seq<Expression> arguments) {
            return call.apply(List.copyOf(JavaConverters.seqAsJavaList(arguments)));
          }
        },
        "scala_udf");
  }

  /** The query with each unit of {@code date_diff} as Spark writes it. */
  static String withSparkUnit(String select) {
    SqlBaseLexer lexer = new SqlBaseLexer(new UpperCaseCharStream(CharStreams.fromString(select)));
    lexer.removeErrorListeners();
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    tokens.fill();
    List<Token> all =
        tokens.getTokens().stream().filter(t -> t.getChannel() == Token.DEFAULT_CHANNEL).toList();
    TokenStreamRewriter rewriter = new TokenStreamRewriter(tokens);
    for (int i = 0; i + 2 < all.size(); i++) {
      Token unit = all.get(i + 2);
      if (all.get(i).getType() == SqlBaseLexer.DATE_DIFF
          && all.get(i + 1).getType() == SqlBaseLexer.LEFT_PAREN
          && unit.getType() == SqlBaseLexer.STRING_LITERAL) {
        String word = unit.getText().substring(1, unit.getText().length() - 1);
        if (UNITS.contains(word.toLowerCase(Locale.ROOT))) {
          rewriter.replace(unit, word);
        }
      }
    }
    return rewriter.getText();
  }

  private static Expression only(List<Expression> arguments) {
    if (arguments.size() != 1) {
      throw ReaderQuery.refused("the function takes one argument, found " + arguments.size());
    }
    return arguments.get(0);
  }

  private static Expression spark(String name, Expression... arguments) {
    return spark(name, List.of(arguments));
  }

  private static Expression spark(String name, List<Expression> arguments) {
    return (Expression)
        FunctionRegistry.builtin()
            .lookupFunction(
                new FunctionIdentifier(name), JavaConverters.asScalaBuffer(arguments).toSeq());
  }

  private static Map<String, String> pairs(String table) {
    return table
        .strip()
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .collect(Collectors.toUnmodifiableMap(pair -> pair[0], pair -> pair[1]));
  }
}
