package org.insight.entitlements;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The file by which the platform tells Trino which scope may see the rows of which label, and when.
 *
 * <p>In this order, numbers big-endian: {@link #MAGIC}; the number of labels, and each label, in
 * their order, as UTF-8 after its length in two bytes; the number of scopes, and for each its id in
 * the same form, the number of 64-bit words and the words of a set of labels (by their place in the
 * list, lowest bit first) that it sees on any day, the number of dated entitlements, and each as
 * label, first day and last day (days since 1970-01-01, all 32 bits); SHA-256 of all that. It holds
 * ids alone, of labels and scopes: no reader and no row.
 */
public final class EntitlementsFile {

  /** Name and version of the form. A file of another version is not read. */
  public static final String MAGIC = "insight-entitlements-1\n";

  /** First day of an entitlement without a start. */
  public static final int ALWAYS = Integer.MIN_VALUE;

  /** Last day of an entitlement without an end. */
  public static final int FOREVER = Integer.MAX_VALUE;

  private static final int HASH_BYTES = 32;

  /** By when each was added; the file has them in their order. */
  private final Map<String, Integer> labels = new HashMap<>();

  private final SortedMap<String, Of> scopes = new TreeMap<>();

  /** What one scope may see: labels by their place in the list. */
  public record Of(BitSet always, List<Dated> dated) {}

  /** An entitlement of some days, the first and the last among them. */
  public record Dated(int label, int first, int last) implements Comparable<Dated> {

    private static final Comparator<Dated> ORDER =
        Comparator.comparingInt(Dated::label)
            .thenComparingInt(Dated::first)
            .thenComparingInt(Dated::last);

    @Override
    public int compareTo(Dated other) {
      return ORDER.compare(this, other);
    }
  }

  /** All that a file says. */
  public record Content(List<String> labels, Map<String, Of> scopes) {}

  /**
   * Adds an entitlement.
   *
   * @param first first day (UTC); null: no start
   * @param last last day (UTC); null: no end
   */
  public void add(String scope, String label, @Nullable LocalDate first, @Nullable LocalDate last) {
    int place = labels.computeIfAbsent(label, l -> labels.size());
    Of of = scopes.computeIfAbsent(scope, s -> new Of(new BitSet(), new ArrayList<>()));
    if (first == null && last == null) {
      of.always().set(place);
    } else {
      of.dated()
          .add(
              new Dated(
                  place,
                  first == null ? ALWAYS : Math.toIntExact(first.toEpochDay()),
                  last == null ? FOREVER : Math.toIntExact(last.toEpochDay())));
    }
  }

  /** How many labels somebody may see. */
  public int labels() {
    return labels.size();
  }

  /** The whole file: the same for the same entitlements. */
  public byte[] bytes() {
    List<String> sorted = labels.keySet().stream().sorted().toList();
    int[] places = new int[sorted.size()];
    for (int i = 0; i < places.length; i++) {
      places[Objects.requireNonNull(labels.get(sorted.get(i)))] = i;
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(file)) {
      out.write(MAGIC.getBytes(StandardCharsets.UTF_8));
      out.writeInt(sorted.size());
      for (String label : sorted) {
        out.writeUTF(label);
      }
      out.writeInt(scopes.size());
      for (Map.Entry<String, Of> scope : scopes.entrySet()) {
        out.writeUTF(scope.getKey());
        BitSet always = new BitSet();
        scope.getValue().always().stream().forEach(added -> always.set(places[added]));
        long[] words = always.toLongArray();
        out.writeInt(words.length);
        for (long word : words) {
          out.writeLong(word);
        }
        List<Dated> days =
            scope.getValue().dated().stream()
                .map(added -> new Dated(places[added.label()], added.first(), added.last()))
                .sorted()
                .toList();
        out.writeInt(days.size());
        for (Dated dated : days) {
          out.writeInt(dated.label());
          out.writeInt(dated.first());
          out.writeInt(dated.last());
        }
      }
      out.flush();
      out.write(sha256(file.toByteArray(), file.size()));
    } catch (IOException e) {
      throw new IllegalStateException("Cannot write entitlements", e);
    }
    return file.toByteArray();
  }

  /**
   * Reads a file.
   *
   * @throws IOException where it is not whole, of another version or otherwise not of this form
   */
  public static Content read(byte[] file) throws IOException {
    int length = file.length - HASH_BYTES;
    if (length < 0
        || !MessageDigest.isEqual(
            sha256(file, length), Arrays.copyOfRange(file, length, file.length))) {
      throw new IOException("not whole, found " + file.length + " bytes");
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(file, 0, length))) {
      byte[] magic = in.readNBytes(MAGIC.length());
      if (!MAGIC.equals(new String(magic, StandardCharsets.UTF_8))) {
        throw new IOException("another version or none");
      }
      List<String> labels = new ArrayList<>();
      for (int i = in.readInt(); i > 0; i--) {
        labels.add(in.readUTF());
      }
      Map<String, Of> scopes = new TreeMap<>();
      for (int i = in.readInt(); i > 0; i--) {
        scopes.put(in.readUTF(), of(in, labels.size()));
      }
      if (in.read() >= 0) {
        throw new IOException("more than it says");
      }
      return new Content(labels, scopes);
    }
  }

  private static Of of(DataInputStream in, int labels) throws IOException {
    int words = in.readInt();
    if (words < 0 || words > (labels + Long.SIZE - 1) / Long.SIZE) {
      throw new IOException("a set of more labels than there are, found " + words + " words");
    }
    long[] set = new long[words];
    for (int i = 0; i < words; i++) {
      set[i] = in.readLong();
    }
    List<Dated> dated = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      Dated entitlement = new Dated(in.readInt(), in.readInt(), in.readInt());
      if (entitlement.label() < 0 || entitlement.label() >= labels) {
        throw new IOException("a label that is not there, found " + entitlement.label());
      }
      dated.add(entitlement);
    }
    return new Of(BitSet.valueOf(set), dated);
  }

  private static byte[] sha256(byte[] bytes, int length) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(bytes, 0, length);
      return hash.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Cannot hash", e);
    }
  }
}
