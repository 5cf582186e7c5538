package org.insight.trino;

import io.airlift.slice.Slice;
import io.airlift.slice.Slices;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.insight.entitlements.EntitlementsFile;

/** Who may see what, as one file said it: does not change. */
final class Entitlements {

  /** Nobody sees anything. */
  static final Entitlements NONE =
      new Entitlements(new EntitlementsFile.Content(List.of(), Map.of()));

  private static final BitSet NO_LABELS = new BitSet();

  private final Map<String, EntitlementsFile.Of> scopes;
  private final Map<String, OfDay> ofToday = new ConcurrentHashMap<>();

  /** All labels one after the other; label i lies from starts[i] to starts[i + 1]. */
  private final Slice labels;

  private final int[] starts;

  /** A hash table with open addresses: 1 + the place of a label, or 0; a power of two long. */
  private final int[] table;

  private record OfDay(int day, BitSet labels) {}

  private Entitlements(EntitlementsFile.Content content) {
    scopes = content.scopes();
    int count = content.labels().size();
    byte[][] each = new byte[count][];
    starts = new int[count + 1];
    for (int i = 0; i < count; i++) {
      each[i] = content.labels().get(i).getBytes(StandardCharsets.UTF_8);
      starts[i + 1] = starts[i] + each[i].length;
    }
    labels = Slices.allocate(starts[count]);
    table = new int[Integer.highestOneBit(Math.max(1, count)) * 4];
    for (int i = 0; i < count; i++) {
      labels.setBytes(starts[i], each[i]);
      int at = slot(Slices.wrappedBuffer(each[i]));
      while (table[at] != 0) {
        at = (at + 1) & (table.length - 1);
      }
      table[at] = i + 1;
    }
  }

  /**
   * @throws IOException where the file is not whole, or not of the form of {@link EntitlementsFile}
   */
  static Entitlements read(byte[] file) throws IOException {
    return new Entitlements(EntitlementsFile.read(file));
  }

  /** How many labels somebody may see. */
  int size() {
    return starts.length - 1;
  }

  /** What a scope may see on a day, in days since 1970-01-01; nothing where it is unknown. */
  Seen seen(String scope, int day) {
    EntitlementsFile.Of of = scopes.get(scope);
    if (of == null) {
      return new Seen(this, NO_LABELS);
    }
    if (of.dated().isEmpty()) {
      return new Seen(this, of.always());
    }
    OfDay kept = ofToday.get(scope);
    if (kept == null || kept.day() != day) {
      BitSet set = (BitSet) of.always().clone();
      for (EntitlementsFile.Dated dated : of.dated()) {
        if (dated.first() <= day && day <= dated.last()) {
          set.set(dated.label());
        }
      }
      kept = new OfDay(day, set);
      ofToday.put(scope, kept);
    }
    return new Seen(this, kept.labels());
  }

  /** The labels that a reader may see. */
  record Seen(Entitlements all, BitSet labels) {

    boolean includes(Slice label) {
      return at(all.place(label, 0));
    }

    /** Whether the label at a place is one; none is at a place below 0. */
    boolean at(int place) {
      return place >= 0 && labels.get(place);
    }
  }

  /**
   * The place of a label in the list of all; -1: it is not there.
   *
   * @param guess where to look first
   */
  int place(Slice label, int guess) {
    if (guess >= 0 && guess < size() && is(guess, label)) {
      return guess;
    }
    int at = slot(label);
    for (int found = table[at]; found != 0; found = table[at]) {
      if (is(found - 1, label)) {
        return found - 1;
      }
      at = (at + 1) & (table.length - 1);
    }
    return -1;
  }

  private boolean is(int place, Slice label) {
    int start = starts[place];
    return label.equals(0, label.length(), labels, start, starts[place + 1] - start);
  }

  private int slot(Slice label) {
    return label.hashCode() & (table.length - 1);
  }
}
