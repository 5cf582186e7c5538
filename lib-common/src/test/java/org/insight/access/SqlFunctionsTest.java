package org.insight.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.analysis.TableFunctionRegistry;
import org.junit.jupiter.api.Test;

class SqlFunctionsTest {

  /** Looked at and left out, with the reason. */
  private static final Set<String> REFUSED =
      Set.of(
          // reach out of the query
          "java_method",
          "reflect",
          "xpath",
          "xpath_boolean",
          "xpath_double",
          "xpath_float",
          "xpath_int",
          "xpath_long",
          "xpath_number",
          "xpath_short",
          "xpath_string",
          // tell how rows, hidden ones among them, lie in files and partitions
          "input_file_name",
          "input_file_block_start",
          "input_file_block_length",
          "spark_partition_id",
          "monotonically_increasing_id",
          "rand",
          "randn",
          "random",
          "shuffle",
          // tell of the machine
          "current_catalog",
          "current_database",
          "current_schema",
          "current_user",
          "user",
          "version",
          // throw at will
          "assert_true",
          "raise_error",
          // another answer each time, or a key in a query
          "uuid",
          "aes_encrypt",
          "aes_decrypt",
          "try_aes_decrypt");

  @Test
  void everyFunctionOfThisSparkIsEitherAllowedOrRefusedOnPurpose() {
    Set<String> known = new TreeSet<>(SqlFunctions.ALLOWED);
    known.addAll(REFUSED);
    assertThat(names(FunctionRegistry.functionSet())).isEqualTo(known);
    assertThat(SqlFunctions.ALLOWED).doesNotContainAnyElementsOf(REFUSED);
  }

  @Test
  void everyTableFunctionAllowedIsOneOfThisSpark() {
    assertThat(names(TableFunctionRegistry.functionSet())).containsAll(SqlFunctions.ALLOWED_TABLES);
  }

  private static Set<String> names(scala.collection.immutable.Set<FunctionIdentifier> all) {
    Set<String> names = new TreeSet<>();
    scala.collection.Iterator<FunctionIdentifier> ids = all.iterator();
    while (ids.hasNext()) {
      names.add(ids.next().funcName());
    }
    return names;
  }
}
