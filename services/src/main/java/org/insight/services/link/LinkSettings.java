package org.insight.services.link;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.resolution.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Which columns of the files say what. Each value names a column, or columns whose values are
 * joined by a blank.
 *
 * @param kind what the rows are
 * @param id column that names a row; null: its number in the file
 * @param truth column that says which rows are one; null: not known
 * @param columns by what they say: {@code name}, {@code given_name}, {@code family_name}, {@code
 *     birth_date}, {@code sex}, {@code country}, {@code birth_place}, {@code street}, {@code city},
 *     {@code postcode}, {@code phone}, {@code email}
 * @param identifiers by kind of number
 */
public record LinkSettings(
    Subject.Kind kind,
    @Nullable String id,
    @Nullable String truth,
    Map<String, List<String>> columns,
    Map<String, List<String>> identifiers) {

  /** What columns can say, in the order of {@link #values}. */
  public static final List<String> FIELDS =
      List.of(
          "name",
          "given_name",
          "family_name",
          "birth_date",
          "sex",
          "country",
          "birth_place",
          "street",
          "city",
          "postcode",
          "phone",
          "email");

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private record Document(
      @Nullable String kind,
      @Nullable String id,
      @Nullable String truth,
      @Nullable Map<String, List<String>> columns,
      @Nullable Map<String, List<String>> identifiers) {}

  /**
   * Reads settings.
   *
   * @throws InsightException of kind USAGE if they are not as described
   */
  public static LinkSettings read(String yaml) {
    Document document;
    try {
      document = YAML.readValue(yaml, Document.class);
    } catch (JsonProcessingException e) {
      throw refused(OneLine.of(String.valueOf(e.getOriginalMessage())));
    }
    if (document == null || document.columns() == null || document.columns().isEmpty()) {
      throw refused("columns are missing");
    }
    for (String field : document.columns().keySet()) {
      if (!FIELDS.contains(field)) {
        throw refused(
            "columns say " + String.join(", ", FIELDS) + ", found " + OneLine.shown(field));
      }
    }
    return new LinkSettings(
        kind(document.kind()),
        document.id(),
        document.truth(),
        new LinkedHashMap<>(document.columns()),
        document.identifiers() == null ? Map.of() : new LinkedHashMap<>(document.identifiers()));
  }

  private static Subject.Kind kind(@Nullable String kind) {
    String said = kind == null ? "person" : kind;
    return switch (said) {
      case "person" -> Subject.Kind.PERSON;
      case "organization" -> Subject.Kind.ORGANIZATION;
      default -> throw refused("kind is person or organization, found " + OneLine.shown(said));
    };
  }

  private static InsightException refused(String why) {
    return new InsightException(ErrorKind.USAGE, "Cannot read the settings of a linkage: " + why);
  }
}
