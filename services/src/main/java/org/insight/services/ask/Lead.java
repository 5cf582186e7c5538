package org.insight.services.ask;

import java.util.List;
import org.insight.findings.LinkStrength;

/**
 * A number that was written without its country, and an end that may have it.
 *
 * @param written the number without its country
 * @param owned the same digits or characters with a country, in the order of their places
 * @param otherOwners how many other ends may have it
 * @param chance that the end has it not, in parts of {@link LinkStrength#SCALE}
 */
record Lead(WrittenNumber written, List<WrittenNumber> owned, int otherOwners, long chance) {

  /** The end that has the number without its country. */
  String one() {
    return written.end();
  }

  /** The end that may have it. */
  String other() {
    return owned.get(0).end();
  }

  /** The word for it, as lead_phone. */
  String kind() {
    return FoundLink.LEAD + written.kind();
  }

  /** What it may be, as kind:value of a link. */
  String number() {
    return written.kind() + ":" + owned.get(0).value();
  }

  /** What it may be, and how many others may have it, as kind:value. */
  List<String> values() {
    return List.of(kind() + ":" + owned.get(0).value(), "other_owners:" + otherOwners);
  }
}
