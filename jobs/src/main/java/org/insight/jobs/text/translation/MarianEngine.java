package org.insight.jobs.text.translation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.insight.core.InsightException;
import org.insight.core.Sha256;
import org.insight.jobs.models.RegisteredModel;
import org.jspecify.annotations.Nullable;

/**
 * A Marian model of the registry ({@code conf/models/NAME.yaml}), run by Spark NLP within this
 * process. Its task is {@code translation}; it translates from the first of its languages into the
 * second. {@link MarianModels} brings it into the process.
 */
final class MarianEngine implements TranslationEngine {

  /** Before the name of the model, in the settings. */
  static final String PREFIX = "marian:";

  private static final String TASK = "translation";
  private static final int DIGITS = 8;

  private final String name;
  private final @Nullable RegisteredModel model;
  private final Set<Pair> pairs;
  private final String lack;

  /**
   * @param name of the model
   */
  MarianEngine(String name) {
    this.name = name;
    @Nullable RegisteredModel found = null;
    Set<Pair> able = Set.of();
    String wanting = "";
    try {
      RegisteredModel registered = RegisteredModel.of(name);
      able = Set.of(pair(registered));
      registered.bytes();
      found = registered;
    } catch (InsightException | IllegalArgumentException e) {
      able = Set.of();
      wanting = String.valueOf(e.getMessage());
    }
    model = found;
    pairs = able;
    lack = wanting.isEmpty() ? "it translates " + pairs + " alone" : wanting;
  }

  /**
   * What a model translates.
   *
   * @throws IllegalArgumentException where it is no translation model of Spark NLP's form
   */
  private static Pair pair(RegisteredModel model) {
    if (!model.task().equals(TASK) || model.languages().size() != 2) {
      throw new IllegalArgumentException(
          "its task must be translation and its languages two, found "
              + model.task()
              + " "
              + model.languages());
    }
    if (!model.files().keySet().containsAll(MarianModels.FILES)) {
      throw new IllegalArgumentException(
          "its files must be " + MarianModels.FILES + ", found " + model.files().keySet());
    }
    return Pair.of(String.join("-", model.languages()));
  }

  /** Empty: it is not there, or not as it is registered. */
  Optional<RegisteredModel> model() {
    return Optional.ofNullable(model);
  }

  @Override
  public String name() {
    return PREFIX + name;
  }

  @Override
  public String needs() {
    return "model " + name + ": " + lack;
  }

  @Override
  public String version(Pair pair) {
    return model == null
        ? name
        : model.id() + "@" + Sha256.hex(model.files().toString()).substring(0, DIGITS);
  }

  @Override
  public Set<Pair> pairs() {
    return pairs;
  }

  @Override
  public boolean isGloss() {
    return false;
  }

  @Override
  public Optional<EngineText> translate(MarkedText sentence, Pair pair) {
    return model == null
        ? Optional.empty()
        : MarianModels.translate(model.id(), sentence.text()).map(text -> new EngineText(text, 0));
  }

  /** Models that a plan names, each once. */
  static List<MarianEngine> of(TranslationPlan plan) {
    return plan.engines().values().stream()
        .filter(engine -> engine.startsWith(PREFIX))
        .distinct()
        .sorted()
        .map(engine -> new MarianEngine(engine.substring(PREFIX.length())))
        .toList();
  }
}
