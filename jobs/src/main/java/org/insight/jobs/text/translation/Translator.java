package org.insight.jobs.text.translation;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Translates sentences by a plan: what must not change is taken out, the engine of the pair asked,
 * what was taken out put in again, and the result compared with the original. What it makes of a
 * sentence follows from the sentence and the names in it. Safe for threads.
 */
public final class Translator {

  /** Raised when the rules of this package make other translations. */
  private static final int RULES = 2;

  /** Share of unknown words from which a translation is flagged. */
  private static final double MANY_UNKNOWN = 0.3;

  /** Sentences that are kept, for those that come again. */
  private static final int KEPT = 20_000;

  private static final Map<TranslationPlan, Translator> KNOWN = new ConcurrentHashMap<>();

  private record Question(String sentence, Pair pair, List<NameSpan> names) {}

  private final TranslationPlan plan;
  private final Map<Pair, TranslationEngine> engines =
      new TreeMap<>(Comparator.comparing(Pair::toString));
  private final Map<String, SortedSet<String>> missing = new TreeMap<>();
  private final Map<Pair, String> versions = new ConcurrentHashMap<>();
  private final Glossary glossary;

  private final Map<Question, Translation> kept =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, Translation> eldest) {
          return size() > KEPT;
        }
      };

  Translator(TranslationPlan plan, Glossary glossary, List<TranslationEngine> installed) {
    this.plan = plan;
    this.glossary = glossary;
    Map<String, TranslationEngine> byName =
        installed.stream().collect(Collectors.toMap(TranslationEngine::name, e -> e));
    plan.engines()
        .forEach(
            (pair, name) -> {
              TranslationEngine engine = byName.get(name);
              if (!plan.targets().contains(pair.to()) || engine == null) {
                return;
              }
              if (engine.pairs().contains(pair)) {
                engines.put(pair, engine);
              } else {
                missing.computeIfAbsent(engine.needs(), p -> new TreeSet<>()).add(pair.toString());
              }
            });
  }

  /** The translator of a plan, one in each process. */
  public static Translator of(TranslationPlan plan) {
    return KNOWN.computeIfAbsent(
        plan,
        p ->
            new Translator(
                p,
                p.targets().isEmpty() ? Glossary.none() : Glossary.of(p.glossaries()),
                installed(p)));
  }

  private static List<TranslationEngine> installed(TranslationPlan plan) {
    List<TranslationEngine> engines = new ArrayList<>(MarianEngine.of(plan));
    engines.addAll(HttpEngine.of(plan));
    engines.add(new ApertiumEngine(ApertiumEngine.MODES, plan.milliseconds()));
    engines.add(new GlossEngine(GlossEngine.DICTIONARY));
    return engines;
  }

  /** Pairs that can be translated here. */
  public List<Pair> pairs() {
    return List.copyOf(engines.keySet());
  }

  /** Languages that a sentence of a pair is put into one after the other; 0: it is in none. */
  public int hops(Pair pair) {
    TranslationEngine engine = engines.get(pair);
    return engine == null ? 0 : engine.hops(pair);
  }

  /** Which pairs of the plan are not translated here, and why, in one line; empty: all are. */
  public Optional<String> missing() {
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            missing.entrySet().stream()
                .map(
                    wanting ->
                        String.join(", ", wanting.getValue()) + " (" + wanting.getKey() + ")")
                .collect(
                    Collectors.joining(
                        "; ", "Not translated, for what it needs is not installed: ", "")));
  }

  /** Where the text of sentences is sent to, in one line; empty: it stays on this machine. */
  public Optional<String> sending() {
    return engines.values().stream().noneMatch(TranslationEngine::isElsewhere)
        ? Optional.empty()
        : Optional.of(
            engines.entrySet().stream()
                .filter(of -> of.getValue().isElsewhere())
                .map(of -> of.getKey() + " to " + of.getValue().name())
                .collect(
                    Collectors.joining(
                        ", ", "Sentences leave this machine to be translated: ", "")));
  }

  /** What translations hang on beside their sentences, in one line. */
  public String version() {
    return engines.keySet().stream()
        .map(pair -> pair + "=" + version(pair))
        .collect(Collectors.joining(" "));
  }

  private String version(Pair pair) {
    return versions.computeIfAbsent(
        pair,
        p ->
            requireNonNull(engines.get(p)).version(p)
                + " glossary@"
                + glossary.version()
                + " rules@"
                + RULES);
  }

  /**
   * Translates a sentence.
   *
   * @param names in it
   * @return empty where no engine has the pair
   */
  public Optional<Translation> translate(String sentence, Pair pair, List<NameSpan> names) {
    TranslationEngine engine = engines.get(pair);
    if (engine == null) {
      return Optional.empty();
    }
    Question question = new Question(sentence, pair, List.copyOf(names));
    synchronized (kept) {
      Translation known = kept.get(question);
      if (known != null) {
        return Optional.of(known);
      }
    }
    Translation made = made(question, engine);
    synchronized (kept) {
      kept.put(question, made);
    }
    return Optional.of(made);
  }

  /**
   * What the engine of a pair makes of a sentence by itself: without names, figures, glossary and
   * guard.
   *
   * @return empty where no engine has the pair, or it failed
   */
  public Optional<String> withoutRules(String sentence, Pair pair) {
    return Optional.ofNullable(engines.get(pair))
        .flatMap(engine -> engine.translate(new MarkedText(sentence, Map.of()), pair))
        .map(EngineText::text);
  }

  private Translation made(Question question, TranslationEngine engine) {
    String sentence = question.sentence();
    Pair pair = question.pair();
    if (sentence.length() > ApertiumEngine.LONGEST) {
      return failed(engine, pair);
    }
    List<Figure> figures = FigureReader.of(sentence, pair.from());
    List<Glossary.Match> terms = glossary.in(sentence, pair.from());
    Optional<Protection> whole = Protection.of(sentence, pair, question.names(), figures, terms);
    Optional<EngineText> answer =
        whole.flatMap(protection -> engine.translate(protection.marked(), pair));
    if (whole.isEmpty() || answer.isEmpty()) {
      return failed(engine, pair);
    }
    String text = whole.get().filled(answer.get().text());
    List<String> names =
        question.names().stream().map(n -> sentence.substring(n.begin(), n.end())).toList();
    List<String> flags = flags(question, text, figures, names, terms, answer.get());
    if (!engine.isElsewhere() && !whole.get().isWhole(answer.get().text())) {
      // An engine that learned from texts may drop words that no language has.
      Optional<EngineText> bare = engine.translate(new MarkedText(sentence, Map.of()), pair);
      if (bare.isPresent()) {
        List<String> others = flags(question, bare.get().text(), figures, names, terms, bare.get());
        if (others.size() < flags.size()) {
          text = bare.get().text();
          flags = others;
        }
      }
    }
    return new Translation(
        text, engine.name(), version(pair), engine.isGloss(), answer.get().unknown(), flags);
  }

  private static List<String> flags(
      Question question,
      String text,
      List<Figure> figures,
      List<String> names,
      List<Glossary.Match> terms,
      EngineText answer) {
    List<String> flags =
        new ArrayList<>(
            Guard.flags(question.sentence(), text, question.pair(), figures, names, terms));
    if (answer.unknown() >= MANY_UNKNOWN) {
      flags.add("unknown");
    }
    return flags;
  }

  private Translation failed(TranslationEngine engine, Pair pair) {
    return new Translation(
        null, engine.name(), version(pair), engine.isGloss(), 1, List.of("failed"));
  }
}
