package org.insight.services.link;

import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;

/** Files whose rows are subjects. They are read more than once. */
final class SubjectFiles {

  private final LinkSettings settings;
  private final List<RowFile> files;
  private final List<SubjectReader> readers;

  /**
   * @throws org.insight.core.InsightException of kind INPUT if a file lacks a column
   */
  SubjectFiles(List<Path> paths, LinkSettings settings) {
    this.settings = settings;
    files = paths.stream().map(RowFile::new).toList();
    readers = files.stream().map(file -> new SubjectReader(file, settings)).toList();
  }

  LinkSettings settings() {
    return settings;
  }

  /** Gives all rows, one file after the other, each with what reads it. */
  void forEach(BiConsumer<SubjectReader, String[]> taker) {
    for (int i = 0; i < files.size(); i++) {
      SubjectReader reader = readers.get(i);
      files.get(i).forEach(row -> taker.accept(reader, row));
    }
  }

  /** Number of rows. */
  int count() {
    int[] rows = new int[1];
    forEach((reader, row) -> rows[0]++);
    return rows[0];
  }
}
