package org.insight.access;

import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import scala.Option;

/**
 * The functions that a reader may call: a list of what is allowed, so that what a newer Spark or an
 * extension brings is refused until somebody has looked at it.
 *
 * <p>Not on it is what reaches out of the query (reflection, XML with its external definitions),
 * what tells how rows lie in files and partitions, hidden ones among them ({@code input_file_name},
 * {@code spark_partition_id}, {@code rand} with a seed), what tells of the machine ({@code
 * current_user}, {@code version}), what throws at will, and what gives another answer each time.
 */
final class SqlFunctions {

  static final Set<String> ALLOWED =
      words(
          """
          ! % & * + - / < <= <=> = == > >= ^ | ~
          abs acos acosh add_months aggregate and any any_value approx_count_distinct
          approx_percentile array array_agg array_append array_compact array_contains
          array_distinct array_except array_insert array_intersect array_join array_max array_min
          array_position array_prepend array_remove array_repeat array_size array_sort array_union
          arrays_overlap arrays_zip ascii asin asinh atan atan2 atanh avg base64 bigint bin binary
          bit_and bit_count bit_get bit_length bit_or bit_xor bitmap_bit_position
          bitmap_bucket_number bitmap_construct_agg bitmap_count bitmap_or_agg bool_and bool_or
          boolean bround btrim cardinality cast cbrt ceil ceiling char char_length
          character_length chr coalesce collect_list collect_set concat concat_ws contains conv
          convert_timezone corr cos cosh cot count count_if count_min_sketch covar_pop covar_samp
          crc32 csc cume_dist curdate current_date current_timestamp current_timezone date
          date_add date_diff date_format date_from_unix_date date_part date_sub date_trunc dateadd
          datediff datepart day dayofmonth dayofweek dayofyear decimal decode degrees dense_rank
          div double e element_at elt encode endswith equal_null every exists exp explode
          explode_outer expm1 extract factorial filter find_in_set first first_value flatten float
          floor forall format_number format_string from_csv from_json from_unixtime
          from_utc_timestamp get get_json_object getbit greatest grouping grouping_id hash hex
          histogram_numeric hll_sketch_agg hll_sketch_estimate hll_union hll_union_agg hour hypot
          if ifnull ilike in initcap inline inline_outer instr int isnan isnotnull isnull
          json_array_length json_object_keys json_tuple kurtosis lag last last_day last_value
          lcase lead least left len length levenshtein like ln localtimestamp locate log log10
          log1p log2 lower lpad ltrim luhn_check make_date make_dt_interval make_interval
          make_timestamp make_timestamp_ltz make_timestamp_ntz make_ym_interval map map_concat
          map_contains_key map_entries map_filter map_from_arrays map_from_entries map_keys
          map_values map_zip_with mask max max_by md5 mean median min min_by minute mod mode month
          months_between named_struct nanvl negative next_day not now nth_value ntile nullif nvl
          nvl2 octet_length or overlay parse_url percent_rank percentile percentile_approx pi pmod
          posexplode posexplode_outer position positive pow power printf quarter radians rank
          reduce regexp regexp_count regexp_extract regexp_extract_all regexp_instr regexp_like
          regexp_replace regexp_substr regr_avgx regr_avgy regr_count regr_intercept regr_r2
          regr_slope regr_sxx regr_sxy regr_syy repeat replace reverse right rint rlike round
          row_number rpad rtrim schema_of_csv schema_of_json sec second sentences sequence
          session_window sha sha1 sha2 shiftleft shiftright shiftrightunsigned sign signum sin
          sinh size skewness slice smallint some sort_array soundex space split split_part sqrt
          stack startswith std stddev stddev_pop stddev_samp str_to_map string struct substr
          substring substring_index sum tan tanh timestamp timestamp_micros timestamp_millis
          timestamp_seconds tinyint to_binary to_char to_csv to_date to_json to_number
          to_timestamp to_timestamp_ltz to_timestamp_ntz to_unix_timestamp to_utc_timestamp
          to_varchar transform transform_keys transform_values translate trim trunc try_add
          try_avg try_divide try_element_at try_multiply try_subtract try_sum try_to_binary
          try_to_number try_to_timestamp typeof ucase unbase64 unhex unix_date unix_micros
          unix_millis unix_seconds unix_timestamp upper url_decode url_encode var_pop var_samp
          variance weekday weekofyear when width_bucket window window_time xxhash64 year zip_with
          """);

  /** In a FROM clause: what makes rows of its arguments alone. */
  static final Set<String> ALLOWED_TABLES =
      words(
          """
          explode explode_outer posexplode posexplode_outer inline inline_outer json_tuple stack
          range
          """);

  /** Spark's classes for what is not allowed; keywords as CURRENT_USER are parsed into these. */
  private static final Set<String> REFUSED_CLASSES = refusedClasses();

  private SqlFunctions() {}

  static boolean allows(String function) {
    String name = function.toLowerCase(Locale.ROOT);
    return ALLOWED.contains(name) || TrinoFunctions.names().contains(name);
  }

  static boolean allowsTable(String function) {
    return ALLOWED_TABLES.contains(function.toLowerCase(Locale.ROOT));
  }

  static boolean allowsClass(String className) {
    return !REFUSED_CLASSES.contains(className);
  }

  private static Set<String> refusedClasses() {
    Set<String> refused = new TreeSet<>();
    Set<String> allowed = new TreeSet<>();
    scala.collection.Iterator<FunctionIdentifier> all = FunctionRegistry.functionSet().iterator();
    while (all.hasNext()) {
      FunctionIdentifier id = all.next();
      Option<ExpressionInfo> info = FunctionRegistry.builtin().lookupFunction(id);
      if (info.isDefined()) {
        (allows(id.funcName()) ? allowed : refused).add(info.get().getClassName());
      }
    }
    refused.removeAll(allowed);
    return Collections.unmodifiableSet(refused);
  }

  private static Set<String> words(String text) {
    return Arrays.stream(text.strip().split("\\s+")).collect(Collectors.toUnmodifiableSet());
  }
}
