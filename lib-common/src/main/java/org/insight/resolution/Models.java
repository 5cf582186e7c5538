package org.insight.resolution;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.insight.config.ConfFiles;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.core.Sha256;
import org.insight.resolution.names.PersonNames;
import org.insight.resolution.names.Token;
import org.insight.resolution.names.Token.Role;

/**
 * Reads and writes released models: a YAML document with the weights, and a file of terms with the
 * frequencies.
 *
 * <p>A line of the terms gives a role ({@code given}, {@code family} or {@code any}), a count and a
 * name, separated by tabs.
 */
public final class Models {

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private Models() {}

  /**
   * The document of a model.
   *
   * @param terms where the frequencies of names are: {@link #SET_UP}, or words for what no file has
   * @param nRef how many subjects the lake may come to hold
   * @param block most subjects that a blocking key may let one expect
   * @param siblings most bits for two with one birth date and other given names
   * @param conflict most bits for two whose birth dates contradict
   * @param nameOnly most bits for two who agree in their names alone
   * @param unlisted share of a name that the terms do not list, by role
   * @param clusters limits of the rule that makes entities of pairs
   * @param weights bits by comparison and level
   */
  private record Document(
      String name,
      int version,
      String terms,
      @JsonProperty("n_ref") int nRef,
      int block,
      double siblings,
      double conflict,
      double nameOnly,
      Map<String, Double> unlisted,
      Clusters clusters,
      Map<String, Map<String, Double>> weights) {}

  /** {@link ClusterRule.Limits}, in bits. */
  private record Clusters(double witness, double mean, int whole, double absent) {}

  private static final String RELEASED = "conf/models/resolution.yaml";

  private static final String FILE_OF_TERMS = "/reference/terms.tsv";

  /** The frequencies of names that the set-up brings. */
  private static final String SET_UP = "set-up";

  /** Numbers are so rarely equal by accident that files do not show how rarely. */
  private static final Set<String> NOT_LEARNED =
      Set.of(
          Comparison.IDENTIFIER.levels().get(0),
          Comparison.IDENTIFIER.levels().get(1),
          Comparison.IDENTIFIER.levels().get(3));

  /** The model of lakes: {@code conf/models/resolution.yaml} and the names of the set-up. */
  public static Model released() {
    return Released.MODEL;
  }

  private static final class Released {
    private static final Model MODEL = read(releasedText());
  }

  private static final class SetUpNames {
    private static final List<String> TERMS = terms();

    private static List<String> terms() {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  Objects.requireNonNull(Models.class.getResourceAsStream(FILE_OF_TERMS)),
                  StandardCharsets.UTF_8))) {
        return lines.lines().toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The document of the model of lakes. */
  public static String releasedText() {
    return ConfFiles.text(RELEASED);
  }

  private static Document document(String yaml) {
    try {
      return YAML.readValue(yaml, Document.class);
    } catch (JsonProcessingException e) {
      throw refused(OneLine.of(String.valueOf(e.getOriginalMessage())));
    }
  }

  /**
   * Reads a model whose frequencies are those of the set-up.
   *
   * @throws InsightException of kind USAGE if it is not as described
   */
  public static Model read(String yaml) {
    String terms = document(yaml).terms();
    if (!terms.equals(SET_UP)) {
      throw refused("terms must be " + SET_UP + ", found " + OneLine.shown(terms));
    }
    return read(yaml, SetUpNames.TERMS);
  }

  /**
   * Reads a model.
   *
   * @param yaml the document
   * @param terms lines of the file of terms
   * @throws InsightException of kind USAGE if either is not as described
   */
  public static Model read(String yaml, List<String> terms) {
    Document document = document(yaml);
    int[] weights = new int[Comparison.values().length * Comparison.ROOM];
    for (Comparison comparison : Comparison.values()) {
      Map<String, Double> levels = document.weights().getOrDefault(comparison.code(), Map.of());
      if (!List.copyOf(levels.keySet()).equals(comparison.levels())) {
        throw refused(
            "the levels of "
                + comparison.code()
                + " must be "
                + comparison.levels()
                + ", found "
                + levels.keySet());
      }
      for (int level = 0; level < comparison.levels().size(); level++) {
        weights[comparison.at(level)] =
            milli(levels.getOrDefault(comparison.levels().get(level), 0.0));
      }
    }
    if (document.nRef() < 2 || document.block() < 1) {
      throw refused(
          "n_ref must be 2 or more and block positive, found "
              + document.nRef()
              + " and "
              + document.block());
    }
    return new Model(
        document.name() + "-" + document.version(),
        Sha256.hex(yaml + String.join("\n", terms) + "\nscorer " + Scorer.VERSION),
        document.nRef(),
        document.block(),
        weights,
        milli(document.siblings()),
        milli(document.conflict()),
        milli(document.nameOnly()),
        new ClusterRule.Limits(
            milli(document.clusters().witness()),
            milli(document.clusters().mean()),
            document.clusters().whole(),
            milli(document.clusters().absent())),
        frequencies(terms, document.unlisted()));
  }

  private static int milli(double bits) {
    return (int) Math.round(bits * 1000);
  }

  private static TermFrequencies frequencies(List<String> terms, Map<String, Double> unlisted) {
    TermFrequencies.Builder builder = new TermFrequencies.Builder();
    unlisted.forEach((role, share) -> builder.unlisted(role(role), share));
    for (String line : terms) {
      String[] fields = line.split("\t");
      if (fields.length != 3) {
        throw refused(
            "a line of its terms has role, count and name, found " + fields.length + " fields");
      }
      Role role = role(fields[0]);
      int count = Integer.parseInt(fields[1]);
      List<Token> tokens =
          switch (role) {
            case GIVEN -> PersonNames.parts(fields[2], "");
            case FAMILY -> PersonNames.parts("", fields[2]);
            case UNKNOWN -> PersonNames.full(fields[2]);
          };
      tokens.forEach(token -> builder.add(role, token.text(), token.sound(), count));
    }
    return builder.build();
  }

  private static Role role(String code) {
    return switch (code) {
      case "given" -> Role.GIVEN;
      case "family" -> Role.FAMILY;
      case "any" -> Role.UNKNOWN;
      default -> throw refused("a role is given, family or any, found " + code);
    };
  }

  private static InsightException refused(String why) {
    return new InsightException(ErrorKind.USAGE, "Cannot read the resolution model: " + why);
  }

  /**
   * The document of a model.
   *
   * @param terms what the words were counted in
   */
  public static String write(
      Model model, String name, int version, String terms, Map<String, Double> unlisted) {
    return text(
        new Document(
            name,
            version,
            terms,
            model.reference(),
            model.block(),
            model.siblings() / 1000.0,
            model.conflict() / 1000.0,
            model.nameOnly() / 1000.0,
            unlisted,
            new Clusters(
                model.clusters().witness() / 1000.0,
                model.clusters().mean() / 1000.0,
                model.clusters().whole(),
                model.clusters().absent() / 1000.0),
            weights(model)));
  }

  /**
   * The next version of a model: its limits and frequencies, and the weights that were learned.
   *
   * @param yaml the model
   * @param learned weights
   * @param compared what they were learned of; all else keeps its weights
   * @param reference how many subjects a lake may come to hold
   */
  public static String next(String yaml, Model learned, Set<Comparison> compared, int reference) {
    Document last = document(yaml);
    Map<String, Map<String, Double>> weights = weights(learned);
    for (Comparison comparison : Comparison.values()) {
      Map<String, Double> kept = last.weights().getOrDefault(comparison.code(), Map.of());
      if (!compared.contains(comparison) || comparison.levels().size() == 1) {
        weights.put(comparison.code(), kept);
      } else if (comparison == Comparison.IDENTIFIER) {
        weights
            .getOrDefault(comparison.code(), Map.of())
            .replaceAll(
                (level, w) -> NOT_LEARNED.contains(level) ? kept.getOrDefault(level, w) : w);
      }
    }
    return text(
        new Document(
            last.name(),
            last.version() + 1,
            last.terms(),
            reference,
            last.block(),
            last.siblings(),
            last.conflict(),
            last.nameOnly(),
            last.unlisted(),
            last.clusters(),
            weights));
  }

  private static Map<String, Map<String, Double>> weights(Model model) {
    Map<String, Map<String, Double>> weights = new LinkedHashMap<>();
    for (Comparison comparison : Comparison.values()) {
      Map<String, Double> levels = new LinkedHashMap<>();
      for (int level = 0; level < comparison.levels().size(); level++) {
        levels.put(comparison.levels().get(level), model.weight(comparison, level) / 1000.0);
      }
      weights.put(comparison.code(), levels);
    }
    return weights;
  }

  private static String text(Document document) {
    try {
      return YAML.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
