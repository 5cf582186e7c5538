package org.insight.simulate;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Writes {@code inbox} and {@code truth} of a plan. Of persons and companies it holds one bit each;
 * a run with more items into the same folder only adds files.
 */
public final class Simulation {
  private final SimulationPlan plan;
  private final Persons persons;
  private final Companies companies;
  private final Trends trends;
  private final PhraseBook book;
  private final Items items;
  private final Path inbox;
  private final BitSet seen = new BitSet();
  private final BitSet seenCompanies = new BitSet();
  private final BitSet seenInTexts = new BitSet();
  private final Set<Path> folders = ConcurrentHashMap.newKeySet();

  /** An item is a function of its number, so each thread makes its own with its own drawing. */
  private final ThreadLocal<Items> makers = ThreadLocal.withInitial(this::items);

  private final SortedMap<String, Long> byKind = new TreeMap<>();
  private long unchanged;
  private long undrawn;
  private long appearances;
  private long links;
  private long bridges;

  private Simulation(SimulationPlan plan) throws IOException {
    this.plan = plan;
    book = PhraseBook.read(plan.wordings());
    List<Country> countries = Countries.of(plan.countries());
    persons = new Persons(plan.seed(), plan.persons(), countries);
    companies = new Companies(plan.seed(), persons);
    trends = new Trends(plan.seed(), countries);
    items = items();
    inbox = plan.out().resolve("inbox");
  }

  private Items items() {
    return new Items(
        plan.seed(),
        persons,
        companies,
        trends,
        new Editions(plan.seed(), plan.countries(), plan.policies()),
        book);
  }

  /**
   * Writes a plan.
   *
   * @throws IOException where the folder cannot be written
   * @throws IllegalArgumentException where {@link #requireBeginning} does
   */
  public static SimulationSummary run(SimulationPlan plan) throws IOException {
    return run(plan, done -> {});
  }

  /**
   * Writes a plan and tells after each item how many there are.
   *
   * @throws IOException where the folder cannot be written
   * @throws IllegalArgumentException where {@link #requireBeginning} does
   */
  public static SimulationSummary run(SimulationPlan plan, LongConsumer progress)
      throws IOException {
    // Pages are drawn without a screen.
    if (System.getProperty("java.awt.headless") == null) {
      System.setProperty("java.awt.headless", "true");
    }
    requireBeginning(plan);
    Simulation simulation = new Simulation(plan);
    Begun.write(plan, simulation.book);
    return simulation.write(progress);
  }

  /**
   * Refuses a folder whose inbox holds what this plan does not write: files of another plan, of
   * more items, or of somebody else. A run would read them, and the truth would not speak of them.
   *
   * @throws IOException where the folder cannot be read
   * @throws IllegalArgumentException where it is such a folder
   */
  public static void requireBeginning(SimulationPlan plan) throws IOException {
    Path inbox = plan.out().resolve("inbox");
    PhraseBook book = PhraseBook.read(plan.wordings());
    if (holdsFiles(inbox) && !Begun.of(plan, book)) {
      throw new IllegalArgumentException(
          "Cannot simulate: the inbox that is there is not the beginning of what is asked for,"
              + " found "
              + inbox);
    }
  }

  private static boolean holdsFiles(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Files.exists(folder);
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isPresent();
    }
  }

  private SimulationSummary write(LongConsumer progress) throws IOException {
    for (Policy policy : items.policies().values()) {
      save(policy.id() + "/policy.yaml", policy.yaml().getBytes(StandardCharsets.UTF_8));
    }
    try (Truth truth = new Truth(plan.out().resolve("truth"))) {
      truth.policies(items.policies().values());
      truth.trends(trends.all());
      int threads = Runtime.getRuntime().availableProcessors();
      ExecutorService pool = Executors.newFixedThreadPool(threads);
      try {
        tell(pool, 2 * threads, truth, progress);
      } finally {
        pool.shutdownNow();
      }
      flows(truth);
    }
    return new SimulationSummary(
        byKind, unchanged, seen.cardinality(), appearances, links, bridges, undrawn);
  }

  /** Tells the truth of batch after batch, while the files of some further ones are made. */
  private void tell(ExecutorService pool, int ahead, Truth truth, LongConsumer progress)
      throws IOException {
    Deque<Future<Made>> made = new ArrayDeque<>();
    String[] paths = new String[BatchPlan.SIZE];
    long asked = 0;
    for (long number = 0; number < plan.items(); ) {
      while (asked < plan.items() && made.size() < ahead) {
        long first = asked;
        made.add(pool.submit(() -> make(first)));
        asked += BatchPlan.SIZE;
      }
      Made batch = result(made.remove());
      unchanged += batch.unchanged();
      undrawn += batch.undrawn();
      for (Item item : batch.items()) {
        paths[(int) (number % BatchPlan.SIZE)] = item.path();
        tell(item, truth);
        planted(number, paths, truth);
        progress.accept(++number);
      }
    }
  }

  /** Extracts of transfers, calls and journeys, after all other items. */
  private void flows(Truth truth) throws IOException {
    Flows flows = new Flows(plan, persons, items.policies());
    if (flows.files() == 0) {
      return;
    }
    List<Flows.Planted> planted = new ArrayList<>();
    for (int file = 0; file < flows.files(); file++) {
      Flows.Flow flow = flows.at(file);
      if (!save(flow.item().path(), flow.item().bytes())) {
        unchanged++;
      }
      tell(flow.item(), truth);
      planted.addAll(flow.planted());
    }
    truth.findings(planted);
  }

  private static Made result(Future<Made> made) throws IOException {
    try {
      return made.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * Items whose files are there.
   *
   * @param unchanged how many were there before
   * @param undrawn how many scans could not be drawn
   */
  private record Made(List<Item> items, long unchanged, long undrawn) {}

  /** Makes the files of a batch. */
  private Made make(long first) throws IOException {
    Items maker = makers.get();
    long undrawnBefore = maker.undrawn();
    long unchanged = 0;
    List<Item> made = new ArrayList<>();
    for (long n = first; n < Math.min(first + BatchPlan.SIZE, plan.items()); n++) {
      Item item = maker.at(n);
      // The policy first: no item may lie there for a moment without its own.
      Policy sidecar = item.sidecar();
      if (sidecar != null) {
        save(item.path() + ".policy.yaml", sidecar.yaml().getBytes(StandardCharsets.UTF_8));
      }
      if (!save(item.path(), item.bytes())) {
        unchanged++;
      }
      made.add(item);
    }
    return new Made(made, unchanged, maker.undrawn() - undrawnBefore);
  }

  private void tell(Item item, Truth truth) throws IOException {
    for (Appearance appearance : item.appearances()) {
      int number = (int) appearance.number();
      switch (appearance.subject()) {
        case PERSON -> {
          appearances++;
          if (!seen.get(number)) {
            seen.set(number);
            truth.person(persons.at(number), persons.lookalikes());
          }
        }
        case COMPANY -> {
          if (!seenCompanies.get(number)) {
            seenCompanies.set(number);
            truth.company(companies.at(number));
          }
        }
      }
    }
    for (TextTruth text : item.texts()) {
      for (TextTruth.Cited cited : text.persons()) {
        int number = (int) (cited.person().index() - Persons.TEXT_ONLY);
        if (number >= 0 && !seenInTexts.get(number)) {
          seenInTexts.set(number);
          truth.person(cited.person(), persons.lookalikes());
        }
      }
    }
    truth.item(item);
    byKind.merge(item.kind(), 1L, Long::sum);
  }

  /** Tells of what is complete with this item; all evidence of a link is in one batch. */
  private void planted(long number, String[] paths, Truth truth) throws IOException {
    BatchPlan batch = items.batch(number / BatchPlan.SIZE);
    for (BatchPlan.PlantedLink link : batch.links()) {
      if (link.lastItem() == number) {
        truth.link(link, n -> paths[(int) (n % BatchPlan.SIZE)], persons);
        links++;
      }
    }
    for (BatchPlan.PlantedBridge bridge : batch.bridges()) {
      if (bridge.lastItem() == number) {
        truth.bridge(bridge, n -> paths[(int) (n % BatchPlan.SIZE)], persons);
        bridges++;
      }
    }
  }

  /** Writes a file unless it is there with these bytes. */
  private boolean save(String path, byte[] bytes) throws IOException {
    Path file = inbox.resolve(path);
    Path folder = file.getParent();
    if (folder != null && !folders.contains(folder)) {
      Files.createDirectories(folder);
      folders.add(folder);
    }
    if (Files.exists(file)
        && Files.size(file) == bytes.length
        && Arrays.equals(Files.readAllBytes(file), bytes)) {
      return false;
    }
    Files.write(file, bytes);
    return true;
  }
}
