package org.insight.jobs.text.translation;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Apertium by its Debian packages. French and English have Spanish between them. Processes start
 * with the first sentence of a direction and are kept; one that hangs is killed and the sentence
 * asked once more. Safe for threads.
 */
final class ApertiumEngine implements TranslationEngine {

  static final String NAME = "apertium";

  /** Where Debian keeps them. */
  static final Path MODES = Path.of("/usr/share/apertium/modes");

  /** In characters. A longer sentence is a table or worse, and fills the pipes of the programs. */
  static final int LONGEST = 4000;

  private static final Map<Pair, List<String>> ROUTES =
      Map.of(
          new Pair("fr", "es"), List.of("fr-es"),
          new Pair("es", "fr"), List.of("es-fr"),
          new Pair("es", "en"), List.of("spa-eng"),
          new Pair("en", "es"), List.of("eng-spa"),
          new Pair("fr", "en"), List.of("fr-es", "spa-eng"),
          new Pair("en", "fr"), List.of("eng-spa", "es-fr"));

  private static final int TRIES = 2;
  private static final long IDLE_MILLISECONDS = 60_000;

  private final Map<String, ApertiumMode> modes;
  private final long milliseconds;
  private final Map<String, Deque<ApertiumProcess>> idle = new HashMap<>();

  /** Of directions. */
  private final Pauses pauses = new Pauses();

  /**
   * @param folder of the modes
   * @param milliseconds for a sentence
   */
  ApertiumEngine(Path folder, long milliseconds) {
    modes =
        ROUTES.values().stream()
            .flatMap(List::stream)
            .distinct()
            .flatMap(name -> ApertiumMode.find(folder, name).stream())
            .collect(Collectors.toUnmodifiableMap(ApertiumMode::name, mode -> mode));
    this.milliseconds = milliseconds;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String needs() {
    return "Debian's apertium, apertium-eng-spa and apertium-fr-es";
  }

  @Override
  public String version(Pair pair) {
    return ROUTES.getOrDefault(pair, List.of()).stream()
        .map(name -> name + "@" + requireNonNull(modes.get(name)).version())
        .collect(Collectors.joining("+"));
  }

  @Override
  public int hops(Pair pair) {
    return ROUTES.getOrDefault(pair, List.of()).size();
  }

  @Override
  public Set<Pair> pairs() {
    return ROUTES.entrySet().stream()
        .filter(route -> modes.keySet().containsAll(route.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean isGloss() {
    return false;
  }

  @Override
  public Optional<EngineText> translate(MarkedText sentence, Pair pair) {
    List<String> route = ROUTES.get(pair);
    if (route == null || sentence.text().length() > LONGEST) {
      return Optional.empty();
    }
    EngineText made = new EngineText(sentence.text(), 0);
    for (String name : route) {
      Optional<EngineText> hop = hop(made.text(), sentence.slots(), name, pair.to());
      if (hop.isEmpty()) {
        return Optional.empty();
      }
      EngineText next = hop.get();
      made = new EngineText(next.text(), Math.max(made.unknown(), next.unknown()));
    }
    return Optional.of(made);
  }

  private Optional<EngineText> hop(
      String text, Map<String, Slot> slots, String name, String target) {
    ApertiumMode mode = modes.get(name);
    if (mode == null || pauses.isOn(name)) {
      return Optional.empty();
    }
    for (int i = 0; i < TRIES; i++) {
      Optional<String> answer = ask(mode, text, slots, target).filter(said -> !said.isBlank());
      if (answer.isPresent()) {
        return Optional.of(ApertiumText.read(answer.get(), !ApertiumText.ends(text), slots));
      }
    }
    if (ask(mode, Pauses.PROBE, Map.of(), target).isEmpty()) {
      pauses.begin(name);
    }
    return Optional.empty();
  }

  private Optional<String> ask(
      ApertiumMode mode, String text, Map<String, Slot> slots, String target) {
    ApertiumProcess process;
    try {
      process = take(mode);
    } catch (IOException e) {
      return Optional.empty();
    }
    Optional<String> answer =
        process.translate(
            ApertiumText.written(text),
            analysis -> ApertiumText.tagged(analysis, slots, mode.name(), target),
            milliseconds);
    giveBack(mode, process);
    return answer;
  }

  private ApertiumProcess take(ApertiumMode mode) throws IOException {
    synchronized (idle) {
      Deque<ApertiumProcess> waiting = idle.get(mode.name());
      while (waiting != null && !waiting.isEmpty()) {
        ApertiumProcess process = waiting.pop();
        if (process.lives()) {
          return process;
        }
        process.close();
      }
    }
    return ApertiumProcess.start(mode);
  }

  private void giveBack(ApertiumMode mode, ApertiumProcess process) {
    synchronized (idle) {
      if (process.lives()) {
        process.endIfIdle(IDLE_MILLISECONDS);
        idle.computeIfAbsent(mode.name(), name -> new ArrayDeque<>()).push(process);
      }
    }
  }
}
