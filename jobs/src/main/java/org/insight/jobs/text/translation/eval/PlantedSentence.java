package org.insight.jobs.text.translation.eval;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.text.translation.NameSpan;
import org.insight.jobs.text.translation.Pair;

/**
 * A police sentence that was filled with values by chance.
 *
 * @param denies whether it denies something
 * @param values in it, in their order
 * @param names of persons and places among them
 */
record PlantedSentence(
    String text, Pair pair, boolean denies, List<PlantedValue> values, List<NameSpan> names) {

  private static final String TEMPLATES = "translation/eval/guard-templates.yaml";

  private static final Pattern PLACE_OF_VALUE = Pattern.compile("\\{([a-z]+)\\}");

  /**
   * A sentence to fill.
   *
   * @param denies whether it denies something
   * @param text with kinds of values in braces
   */
  private record Template(String id, @JsonProperty("neg") boolean denies, String text) {}

  /**
   * Sentences by chance.
   *
   * @param pairs to choose from
   */
  static List<PlantedSentence> some(int number, List<Pair> pairs, long seed) {
    SortedMap<String, List<Template>> templates = templates();
    List<Pair> possible =
        pairs.stream().filter(pair -> templates.containsKey(pair.from())).toList();
    if (possible.isEmpty()) {
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot measure the guard: sentences are in fr, en and es, found pairs " + pairs);
    }
    Random random = new Random(seed);
    List<PlantedSentence> sentences = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Pair pair = possible.get(random.nextInt(possible.size()));
      List<Template> of = templates.getOrDefault(pair.from(), List.of());
      sentences.add(filled(of.get(random.nextInt(of.size())), pair, random));
    }
    return sentences;
  }

  private static PlantedSentence filled(Template template, Pair pair, Random random) {
    List<PlantedValue> values = new ArrayList<>();
    List<NameSpan> names = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    Matcher places = PLACE_OF_VALUE.matcher(template.text());
    int rest = 0;
    while (places.find()) {
      text.append(template.text(), rest, places.start());
      rest = places.end();
      String kind = places.group(1);
      PlantedValue value = PlantedValue.of(kind, pair.from(), pair.to(), random);
      if (kind.equals("person") || kind.equals("place")) {
        int begin = text.length();
        names.add(new NameSpan(begin, begin + value.written().length(), kind.equals("person")));
      }
      text.append(value.written());
      values.add(value);
    }
    text.append(template.text().substring(rest));
    return new PlantedSentence(text.toString(), pair, template.denies(), values, names);
  }

  private static SortedMap<String, List<Template>> templates() {
    try (InputStream in = PlantedSentence.class.getClassLoader().getResourceAsStream(TEMPLATES)) {
      return new YAMLMapper().readValue(in, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + TEMPLATES, e);
    }
  }
}
