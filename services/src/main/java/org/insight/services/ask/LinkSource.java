package org.insight.services.ask;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The links that a reader sees, as questions are asked of them. */
interface LinkSource {

  /** Stands among the shared values of an end for the link itself. */
  String ANY = "";

  /** All links. */
  List<SeenLink> all();

  /** Links of these ends. */
  List<SeenLink> around(Collection<String> ids);

  /** Links between these ends. */
  List<SeenLink> between(Collection<String> ids);

  /**
   * The links by which a neighbour of one end and one of the other meet: directly, or over one more
   * end; and those of both to some more ends.
   */
  List<SeenLink> meeting(Set<String> left, Set<String> right, Set<String> more);

  /**
   * For each of these ends and each shared value, the links of that end that have it; for {@link
   * #ANY}, all of its links.
   */
  Map<String, Map<String, Long>> sharing(Set<String> ids);

  /** Only those whose handling codes allow that they are passed on. */
  LinkSource passable();

  /** The number of all ends. */
  long ends();
}
