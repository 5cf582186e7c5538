package org.insight.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SlowItemsTest {

  private static SlowItem item(int number, double seconds) {
    return new SlowItem("i" + number, "text/plain", 10, seconds);
  }

  @Test
  void theSlowestOfAllTasksAreKeptTheSlowestFirst() {
    SlowItems one = new SlowItems();
    SlowItems other = new SlowItems();
    for (int i = 0; i < 500; i++) {
      (i % 2 == 0 ? one : other).add(item(i, i));
    }
    SlowItems all = new SlowItems();
    assertThat(all.isZero()).isTrue();
    all.merge(one);
    all.merge(other.copy());
    assertThat(all.value()).hasSize(SlowItems.MOST);
    assertThat(all.value()).extracting(SlowItem::item).startsWith("i499", "i498", "i497");
  }

  @Test
  void anItemThatIsReadAgainIsOne() {
    SlowItems items = new SlowItems();
    items.add(item(1, 2));
    items.add(item(1, 5));
    items.add(item(1, 3));
    assertThat(items.value()).containsExactly(item(1, 5));
    items.reset();
    assertThat(items.value()).isEmpty();
  }
}
