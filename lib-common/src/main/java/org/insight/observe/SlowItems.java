package org.insight.observe;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.util.AccumulatorV2;

/**
 * The items that took longest to read, on all executors; each once, though a task may run twice.
 */
public final class SlowItems extends AccumulatorV2<SlowItem, List<SlowItem>> {

  private static final long serialVersionUID = 1L;

  /** So many are kept. */
  static final int MOST = 20;

  private final Map<String, SlowItem> items = new LinkedHashMap<>();

  @Override
  public boolean isZero() {
    return items.isEmpty();
  }

  @Override
  public synchronized AccumulatorV2<SlowItem, List<SlowItem>> copy() {
    SlowItems copy = new SlowItems();
    copy.items.putAll(items);
    return copy;
  }

  @Override
  public synchronized void reset() {
    items.clear();
  }

  @Override
  public synchronized void add(SlowItem item) {
    items.merge(item.item(), item, (a, b) -> a.seconds() < b.seconds() ? b : a);
    if (items.size() > 2 * MOST) {
      List<SlowItem> slowest = value();
      items.clear();
      slowest.forEach(slow -> items.put(slow.item(), slow));
    }
  }

  @Override
  public void merge(AccumulatorV2<SlowItem, List<SlowItem>> other) {
    other.value().forEach(this::add);
  }

  /** The slowest first. */
  @Override
  public synchronized List<SlowItem> value() {
    return items.values().stream()
        .sorted(
            Comparator.comparingDouble(SlowItem::seconds).reversed().thenComparing(SlowItem::item))
        .limit(MOST)
        .toList();
  }
}
