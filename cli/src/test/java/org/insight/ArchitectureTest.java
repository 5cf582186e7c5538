package org.insight;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.SparkSession;
import org.insight.engine.Job;
import org.insight.engine.JobRunner;
import org.insight.policy.LabelIds;
import org.insight.policy.NumberedLabels;

@AnalyzeClasses(packages = "org.insight", importOptions = ArchitectureTest.MainClasses.class)
class ArchitectureTest {

  /** Tests of the modules below come as jars. */
  static final class MainClasses implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }
  }

  private static final String[] STAGES = {
    "landing", "text", "mentions", "resolution", "links", "curated"
  };

  @ArchTest
  static final ArchRule JOBS_ARE_FINAL =
      classes()
          .that()
          .implement(Job.class)
          .and()
          .doNotHaveModifier(JavaModifier.ABSTRACT)
          .should()
          .haveModifier(JavaModifier.FINAL)
          .andShould()
          .resideInAPackage("org.insight.jobs.*");

  @ArchTest
  static final ArchRule JOBS_NEITHER_OPEN_NOR_READ_NOR_WRITE =
      noClasses()
          .that()
          .implement(Job.class)
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(DataFrameReader.class, DataFrameWriter.class, DataFrameWriterV2.class)
          .orShould()
          .callMethod(SparkSession.class, "builder")
          .orShould()
          .callMethod(SparkSession.class, "active");

  @ArchTest static final ArchRule STAGES_LOOK_BACK_ONLY = stagesLookBackOnly();

  @ArchTest
  static final ArchRule SCHEMAS_KNOW_NO_SPARK =
      noClasses()
          .that()
          .resideInAPackage("org.insight.schemas..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.apache.spark..", "org.apache.iceberg.."));

  @ArchTest
  static final ArchRule THE_SIMULATOR_KNOWS_NOTHING_OF_THE_PIPELINE =
      noClasses()
          .that()
          .resideInAPackage("org.insight.simulate..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.apache.spark..",
                  "org.insight.jobs..",
                  "org.insight.engine..",
                  "org.insight.policy.."));

  @ArchTest
  static final ArchRule THE_PIPELINE_KNOWS_NOTHING_OF_THE_SIMULATOR =
      noClasses()
          .that()
          .resideInAnyPackage("org.insight.jobs..", "org.insight.engine..", "org.insight.policy..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.insight.simulate.."));

  /** What a job gets wrong, the verifier must not get wrong in the same way. */
  @ArchTest
  static final ArchRule THE_VERIFIER_SHARES_ONLY_THE_ALGEBRA_WITH_THE_JOBS =
      noClasses()
          .that()
          .resideInAPackage("org.insight.verify..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "org.insight.jobs..",
                  "org.insight.policy.graph..",
                  "org.insight.access..",
                  "org.insight.cli.."))
          .orShould()
          .dependOnClassesThat()
          .belongToAnyOf(LabelIds.class, NumberedLabels.class, JobRunner.class);

  @ArchTest
  static final ArchRule NO_JOB_KNOWS_THE_VERIFIER =
      noClasses()
          .that()
          .resideInAnyPackage(
              "org.insight.jobs..",
              "org.insight.engine..",
              "org.insight.lake..",
              "org.insight.policy..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("org.insight.verify.."));

  /** Top-level packages, the lowest first: none knows one that comes after it. */
  private static final List<String> LAYERS =
      List.of(
          "entitlements",
          "core",
          "schemas",
          "config",
          "policy",
          "resolution",
          "findings",
          "process",
          "lake",
          "engine",
          "observe",
          "audit",
          "access",
          "verify",
          "jobs",
          "streams",
          "pull",
          "services",
          "cli");

  @ArchTest
  static void nothingBelowKnowsAnythingAbove(JavaClasses classes) {
    for (int i = 0; i < LAYERS.size() - 1; i++) {
      String[] above =
          LAYERS.subList(i + 1, LAYERS.size()).stream()
              .map(layer -> "org.insight." + layer + "..")
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage("org.insight." + LAYERS.get(i) + "..")
          .should()
          .dependOnClassesThat(resideInAnyPackage(above))
          .check(classes);
    }
  }

  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("org.insight.(*)..").should().beFreeOfCycles();

  @ArchTest
  static void everyPackageHasALayer(JavaClasses classes) {
    assertThat(
            classes.stream()
                .map(c -> c.getPackageName().split("\\."))
                .filter(names -> names.length > 2)
                .map(names -> names[2])
                .distinct())
        .isSubsetOf(Stream.concat(LAYERS.stream(), Stream.of("simulate")).toList());
  }

  /** Only the command line prints, and only it parses options. */
  @ArchTest
  static final ArchRule SERVICES_KNOW_NO_COMMAND_LINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.insight.cli..")
          .should()
          .dependOnClassesThat(resideInAnyPackage("picocli.."));

  @ArchTest
  static final ArchRule NO_NAME_THAT_SAYS_NOTHING =
      noClasses()
          .should()
          .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Base|Misc|Impl|Abstract.*)")
          .orShould()
          .resideInAnyPackage("..util..", "..helper..", "..misc..", "..impl..", "..common..");

  private static ArchRule stagesLookBackOnly() {
    var layers = layeredArchitecture().consideringOnlyDependenciesInLayers();
    for (String stage : STAGES) {
      layers = layers.layer(stage).definedBy("org.insight.jobs." + stage + "..");
    }
    for (int i = 0; i < STAGES.length; i++) {
      String[] later = java.util.Arrays.copyOfRange(STAGES, i + 1, STAGES.length);
      layers =
          later.length == 0
              ? layers.whereLayer(STAGES[i]).mayNotBeAccessedByAnyLayer()
              : layers.whereLayer(STAGES[i]).mayOnlyBeAccessedByLayers(later);
    }
    return layers;
  }
}
