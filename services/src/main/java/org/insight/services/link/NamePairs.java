package org.insight.services.link;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.resolution.Clusters;
import org.insight.resolution.NameSimilarity;

/**
 * Pairs of names in a file, with their similarity and, if the file says so, whether it is right.
 */
public final class NamePairs {

  private static final Set<String> YES = Set.of("1", "true", "yes");

  private final RowFile file;
  private final double least;
  private final int same;
  private long count;
  private long found;
  private long right;
  private long due;

  /**
   * Opens a file.
   *
   * @param least similarity from which two names are one
   * @throws InsightException of kind INPUT if the file has fewer than two columns
   */
  public NamePairs(Path path, double least) {
    file = new RowFile(path);
    this.least = least;
    if (file.columns().size() < 2) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot score " + path + ": a pair needs two columns, found one");
    }
    same = file.columns().indexOf("same");
  }

  /** Whether the file says which pairs are one name. */
  public boolean isLabelled() {
    return same >= 0;
  }

  /** Writes the two names and their similarity, as CSV. */
  public void score(PrintWriter out) {
    NameSimilarity similarity = new NameSimilarity();
    out.print("name_a,name_b,similarity\n");
    file.forEach(
        row -> {
          String one = row[0] == null ? "" : row[0];
          String other = row[1] == null ? "" : row[1];
          double score = similarity.of(NameSimilarity.name(one), NameSimilarity.name(other));
          out.print(LinkedFiles.quoted(one));
          out.print(',');
          out.print(LinkedFiles.quoted(other));
          out.printf(Locale.ROOT, ",%.3f\n", score);
          count++;
          boolean isOne =
              same >= 0 && row[same] != null && YES.contains(row[same].toLowerCase(Locale.ROOT));
          found += score >= least ? 1 : 0;
          due += isOne ? 1 : 0;
          right += score >= least && isOne ? 1 : 0;
        });
  }

  public long count() {
    return count;
  }

  public double precision() {
    return found == 0 ? 1 : (double) right / found;
  }

  public double recall() {
    return due == 0 ? 1 : (double) right / due;
  }

  public double f1() {
    return Clusters.f1(precision(), recall());
  }
}
