package org.insight.jobs.reports;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.insight.jobs.landing.extract.Reason;
import org.insight.jobs.mentions.IdentifierKind;
import org.insight.policy.Purpose;
import org.insight.policy.ReaderRole;
import org.insight.policy.Scope;
import org.junit.jupiter.api.Test;

class TextsTest {

  private static final Texts ENGLISH = new Texts(ReportLanguage.EN);
  private static final Texts FRENCH = new Texts(ReportLanguage.FR);

  /** Lists of words for codes: where an English one is missing, the code itself is shown. */
  private static final Set<String> LISTS =
      Set.of("offence", "kind", "schema", "reason", "role", "purpose");

  @Test
  void bothLanguagesHaveTheSameTexts() {
    assertThat(keys("en").filter(k -> !ofACode(k)))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(keys("fr").filter(k -> !ofACode(k)).toList());
  }

  @Test
  void everyOffenceHasAFrenchWordAndNoOtherHas() throws IOException {
    List<String> codes = new ArrayList<>();
    yaml("/gazetteers/offences.yaml").fieldNames().forEachRemaining(codes::add);
    assertThat(french("offence")).containsExactlyInAnyOrderElementsOf(codes);
  }

  @Test
  void everyReasonHasAFrenchWordAndNoOtherHas() {
    assertThat(french("reason"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Reason.values()).map(Reason::code).toList());
  }

  @Test
  void everyKindOfIdentifierOrItemHasAFrenchWord() {
    assertThat(french("kind"))
        .containsAll(Arrays.stream(IdentifierKind.values()).map(IdentifierKind::code).toList())
        .contains("notice", "extract", "list", "message", "archive", "document", "image", "other");
  }

  @Test
  void everySchemaOfTheMappingsHasAFrenchWord() throws IOException {
    Set<String> schemas = new TreeSet<>();
    for (String mapping : Resources.text("/mappings/INDEX").lines().toList()) {
      for (JsonNode entity : yaml("/mappings/" + mapping + ".yaml").get("entities")) {
        JsonNode from = entity.path("schema_from");
        Stream.of(entity.path("schema"), from.path("otherwise"))
            .filter(JsonNode::isTextual)
            .forEach(schema -> schemas.add(schema.asText()));
        from.path("values").forEach(schema -> schemas.add(schema.asText()));
      }
    }
    assertThat(schemas).contains("Person", "Vessel", "LegalEntity");
    assertThat(french("schema")).containsAll(schemas).contains("Document");
  }

  @Test
  void theRightsOfAReaderAreInTheReportsLanguage() {
    Scope every = new Scope("FR", "FIU", 1, new TreeSet<>(List.of(Purpose.values())), false);
    assertThat(french("purpose"))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Purpose.values()).map(Purpose::code).toList());
    assertThat(FRENCH.rights(every))
        .startsWith("France · FIU · habilitation de niveau 1 · lecteur · analyse criminelle · ")
        .endsWith(" · alerte");
    assertThat(ENGLISH.rights(every))
        .startsWith("France · FIU · clearance 1 · reader · crime analysis · forensic · ");
    Scope decider = new Scope("FR", null, 1, new TreeSet<>(), ReaderRole.DECIDER);
    assertThat(FRENCH.rights(decider))
        .isEqualTo("France · habilitation de niveau 1 · lecteur et décideur");
    assertThat(ENGLISH.rights(decider)).isEqualTo("France · clearance 1 · decider");
    Scope control = new Scope(null, null, 3, new TreeSet<>(), true);
    assertThat(FRENCH.rights(control)).isEqualTo("habilitation de niveau 3 · contrôle");
    assertThat(ENGLISH.rights(control)).isEqualTo("clearance 3 · control");
  }

  @Test
  void theStateOfTheDataIsInTheReportsLanguage() {
    LocalDate day = LocalDate.of(2025, 12, 31);
    assertThat(ENGLISH.state(1420, day)).isEqualTo("1,420 items, the latest message of 2025-12-31");
    assertThat(FRENCH.state(420, day)).isEqualTo("Éléments : 420 ; dernier message du 2025-12-31");
    assertThat(ENGLISH.state(0, null)).isEqualTo("0 items");
    assertThat(FRENCH.state(0, null)).isEqualTo("Éléments : 0");
  }

  @Test
  void aCodeWithoutAWordIsMadeReadable() {
    assertThat(ENGLISH.word("offence", "vehicle-theft")).isEqualTo("vehicle theft");
    assertThat(ENGLISH.word("reason", "too_many_members")).isEqualTo("too many members");
  }

  private static boolean ofACode(String key) {
    return LISTS.contains(key.substring(0, key.indexOf('.')));
  }

  /** The codes of a list that have a French word. */
  private static List<String> french(String list) {
    return keys("fr")
        .filter(key -> key.startsWith(list + "."))
        .map(key -> key.substring(list.length() + 1))
        .toList();
  }

  private static Stream<String> keys(String language) {
    return Resources.text("/reports/texts_" + language + ".properties")
        .lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.substring(0, line.indexOf('=')));
  }

  private static JsonNode yaml(String resource) throws IOException {
    return new YAMLMapper().readTree(Resources.text(resource));
  }
}
