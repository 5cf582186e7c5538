package org.insight.resolution;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * The keys under which {@link Block} leaves out the pairs of some two accesses. Whoever sees two
 * subjects sees all that are counted here for their accesses, so he may know that pairs like theirs
 * are left out.
 */
public final class CrowdedKeys implements Serializable {

  private static final long serialVersionUID = 1L;

  /** Subjects of one access and last day. No record, which not all serializers can bring. */
  private static final class Group implements Serializable {
    private static final long serialVersionUID = 1L;
    private final String access;
    private final long ends;
    private final long subjects;

    Group(String access, long ends, long subjects) {
      this.access = access;
      this.ends = ends;
      this.subjects = subjects;
    }
  }

  private final long most;
  private final HashMap<Long, ArrayList<Group>> groups = new HashMap<>();

  /**
   * @param most pairs of a key for two accesses
   */
  public CrowdedKeys(long most) {
    this.most = most;
  }

  /**
   * Adds the subjects of a key that have one access and last day, as {@link Block#add} has them.
   */
  public void add(long key, String access, long ends, long subjects) {
    groups.computeIfAbsent(key, k -> new ArrayList<>()).add(new Group(access, ends, subjects));
  }

  /** Whether two subjects share a key under which pairs of their accesses are left out. */
  public boolean shared(
      Profile one, String access, long ends, Profile other, String otherAccess, long otherEnds) {
    if (groups.isEmpty()) {
      return false;
    }
    for (int i = 0, j = 0; i < one.keys.length && j < other.keys.length; ) {
      int order = Long.compare(one.keys[i], other.keys[j]);
      if (order == 0) {
        List<Group> all = groups.get(one.keys[i]);
        if (all != null
            && Block.pairs(
                    access.equals(otherAccess),
                    noShorter(access, ends, all),
                    noShorter(otherAccess, otherEnds, all))
                > most) {
          return true;
        }
      }
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    return false;
  }

  private static long noShorter(String access, long ends, List<Group> all) {
    long count = 0;
    for (Group group : all) {
      if (group.access.equals(access) && group.ends >= ends) {
        count += group.subjects;
      }
    }
    return count;
  }
}
