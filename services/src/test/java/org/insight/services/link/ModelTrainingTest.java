package org.insight.services.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.resolution.Comparison;
import org.insight.resolution.Model;
import org.insight.resolution.Models;
import org.insight.services.link.ModelTraining.Figures;
import org.insight.services.link.ModelTraining.Input;
import org.insight.services.link.ModelTraining.Labels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTrainingTest {

  private static final LinkSettings SETTINGS =
      LinkSettings.read(
          """
          id: row
          truth: person
          columns: {given_name: first, family_name: last, birth_date: born, phone: phone}
          """);

  private static final String[] GIVEN = {"Amina", "Bruno", "Celia", "Dario", "Elsa", "Farid"};
  private static final String[] FAMILY = {"Abadi", "Brandt", "Cordier", "Delgado", "Eklund"};

  @TempDir private Path folder;
  private Path file;

  /**
   * Invented persons, half of them twice; of the second rows two in five have another telephone.
   */
  @BeforeEach
  void writePersons() throws IOException {
    Random random = new Random(5);
    List<String> rows = new ArrayList<>(List.of("row,person,first,last,born,phone"));
    for (int person = 0; person < 900; person++) {
      String named =
          "p%d,%s,%s%sr,19%d-%02d-%02d"
              .formatted(
                  person,
                  GIVEN[random.nextInt(GIVEN.length)],
                  FAMILY[random.nextInt(FAMILY.length)],
                  (char) ('a' + random.nextInt(20)),
                  40 + random.nextInt(60),
                  1 + random.nextInt(12),
                  1 + random.nextInt(28));
      int phone = 600_000_000 + random.nextInt(99_000_000);
      rows.add("a" + person + "," + named + "," + phone);
      if (person % 2 == 0) {
        int other = 600_000_000 + random.nextInt(99_000_000);
        rows.add("b" + person + "," + named + "," + (person % 5 < 2 ? other : phone));
      }
    }
    file = Files.write(folder.resolve("persons.csv"), rows);
  }

  private ModelTraining trained(Labels labels, Path pairs) {
    return new ModelTraining(
        new Input(List.of(file), SETTINGS, labels, pairs, Models.releasedText(), 50_000));
  }

  private static void assertLearned(ModelTraining training) {
    Model base = Models.released();
    Model model = training.model();
    // .4 of matches and about all others have another telephone: log2(.4) is -1.3 bits.
    assertThat(model.weight(Comparison.PHONE, 1)).as("other telephone").isBetween(-1_500, -1_100);
    assertThat(model.weight(Comparison.BIRTH_DATE, 4))
        .as("dates have no slips in these files")
        .isLessThan(base.weight(Comparison.BIRTH_DATE, 4));
    assertThat(model.weight(Comparison.ADDRESS, 0))
        .as("the files hold no addresses")
        .isEqualTo(base.weight(Comparison.ADDRESS, 0));
    assertThat(model.weight(Comparison.IDENTIFIER, 0))
        .isEqualTo(base.weight(Comparison.IDENTIFIER, 0));
    assertThat(model.clusters()).isEqualTo(base.clusters());
    assertThat(model.reference()).isEqualTo(50_000);
    assertThat(model.version()).isEqualTo("resolution-2");
    Figures figures = Objects.requireNonNull(training.figures());
    assertThat(figures.precision()).isGreaterThan(.99);
    assertThat(figures.recall()).isGreaterThan(.95);
  }

  @Test
  void aModelIsLearnedWithoutLabelsAndTheTruthOnlyMeasuresIt() throws IOException {
    ModelTraining training = trained(Labels.NONE, null);
    assertLearned(training);
    assertThat(Objects.requireNonNull(training.figures()).pairs()).isEqualTo(450);
    Path out = folder.resolve("trained");
    LinkedFiles.write(training, out);
    try (var left = Files.list(out)) {
      assertThat(left.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("resolution.yaml", "card.md", "weights.html");
    }
    String document = Files.readString(out.resolve("resolution.yaml"));
    assertThat(Models.read(document).hash()).isEqualTo(training.model().hash());
    assertThat(out.resolve("card.md"))
        .content()
        .contains(
            training.model().hash(), Models.released().hash(), "1,350 rows", "450 true pairs");
    assertThat(out.resolve("weights.html")).content().contains("sounds alike");
    Linkage linkage = new Linkage(List.of(file), SETTINGS, Models.read(document));
    assertThat(Objects.requireNonNull(linkage.quality()).recall()).isGreaterThan(.95);
    LinkedFiles.write(linkage, folder.resolve("linked"));
    assertThat(folder.resolve("linked/model.yaml")).as("nothing was learned").doesNotExist();
  }

  @Test
  void aModelIsCountedInTheTruth() {
    ModelTraining training = trained(Labels.TRUTH, null);
    assertLearned(training);
    assertThat(training.pairs() + Objects.requireNonNull(training.figures()).pairs())
        .as("no pair trains and measures")
        .isEqualTo(450);
  }

  private Path pairs(String... lines) throws IOException {
    List<String> all = new ArrayList<>(List.of("id_a,id_b,same"));
    all.addAll(List.of(lines));
    return Files.write(folder.resolve("pairs.csv"), all);
  }

  @Test
  void aModelIsCountedInLabelledPairs() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int person = 0; person < 898; person += 2) {
      lines.add("a" + person + ",b" + person + ",1");
      lines.add("a" + person + ",b" + (person + 2) + ",0");
    }
    ModelTraining training = trained(Labels.PAIRS, pairs(lines.toArray(String[]::new)));
    assertLearned(training);
    assertThat(training.pairs() + Objects.requireNonNull(training.figures()).pairs())
        .isEqualTo(449);
  }

  @Test
  void filesThatSayTooLittleAreRefusedWithTheNumberOfTheRow() throws IOException {
    assertRefused(pairs("a0,b0,1", "a2,b2,yes"), ": row 3: same is 1 or 0, found yes");
    assertRefused(pairs("a0,nobody,1"), ": row 2: no row of the files has its id");
    assertRefused(
        Files.write(folder.resolve("pairs.csv"), List.of("id_a,same")),
        ": row 1: the heading has no column id_b");
    Path none = pairs("a0,b2,0");
    assertThatThrownBy(() -> trained(Labels.PAIRS, none))
        .hasMessage("Cannot train a model: no labelled pair is the same");
    file = Files.write(folder.resolve("one.csv"), Files.readAllLines(file).subList(0, 2));
    assertThatThrownBy(() -> trained(Labels.NONE, null))
        .hasMessage("Cannot train a model: the files have fewer than two rows, found 1");
  }

  private void assertRefused(Path pairs, String end) {
    assertThatThrownBy(() -> trained(Labels.PAIRS, pairs))
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT))
        .hasMessage("Cannot read " + pairs + end);
  }

  @Test
  void aModelWhoseNamesWereCountedInFilesIsNotTakenForAnother() {
    String learned = Models.releasedText().replace("\"set-up\"", "\"linked files\"");
    assertThatThrownBy(() -> Models.read(learned))
        .hasMessage("Cannot read the resolution model: terms must be set-up, found linked files");
  }
}
