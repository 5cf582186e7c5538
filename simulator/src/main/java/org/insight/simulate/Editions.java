package org.insight.simulate;

import java.util.ArrayList;
import java.util.List;

/**
 * How many policies of one kind a source has. Real sources write new ones over the years: the same
 * handling code with other conditions, purposes, countries and last days. The first edition of a
 * variant is the variant itself, so that a plan without further ones gives the inbox that it always
 * gave.
 *
 * @param policies policies of all sources together
 */
record Editions(long seed, List<String> sources, int policies) {

  /** Fewest policies: one of each variant of each source. */
  static int fewest(int sources) {
    return sources * Policy.variants().size();
  }

  /** The folder, as {@code h1} or {@code h1-2}, that an item of a variant lies in. */
  String of(String source, String variant, long item) {
    int count = count(source, variant);
    return count == 1
        ? variant
        : name(variant, 1 + Draws.of(seed, "edition of " + variant, item).below(count));
  }

  /** All policies, those of one source after those of another. */
  List<Policy> all() {
    List<Policy> all = new ArrayList<>();
    for (int at = 0; at < sources.size(); at++) {
      List<String> others = new ArrayList<>();
      for (int i = 1; i < sources.size(); i++) {
        others.add(sources.get((at + i) % sources.size()));
      }
      for (String variant : Policy.variants()) {
        for (int edition = 1; edition <= count(sources.get(at), variant); edition++) {
          all.add(Policy.of(sources.get(at), variant, others).edition(edition, others));
        }
      }
    }
    return all;
  }

  static String name(String variant, int edition) {
    return edition == 1 ? variant : variant + "-" + edition;
  }

  private int count(String source, String variant) {
    int kinds = fewest(sources.size());
    int place =
        sources.indexOf(source) * Policy.variants().size() + Policy.variants().indexOf(variant);
    return policies / kinds + (place < policies % kinds ? 1 : 0);
  }
}
