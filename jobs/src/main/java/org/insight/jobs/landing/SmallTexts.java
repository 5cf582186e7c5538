package org.insight.jobs.landing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.insight.jobs.landing.extract.PolicyLike;
import org.jspecify.annotations.Nullable;

/**
 * Finds a policy by its text among the small files of a folder. Of most files the beginning is
 * read. Links are not followed: what they lead to may lie outside the inbox.
 *
 * @param fs where the folder lies
 */
record SmallTexts(FileSystem fs) {

  /** Files that are opened at once elsewhere than on this machine, where opening one takes long. */
  private static final int AT_ONCE = 16;

  static SmallTexts of(FileSystem fs) {
    return new SmallTexts(fs);
  }

  /**
   * The name of a file with the text of a policy. A file that has a policy of its own name is an
   * item, whatever it says.
   *
   * @param known whether a file was read before and is none
   * @return null where there is none
   */
  @Nullable String policyIn(FileStatus[] folder, Predicate<FileStatus> known) throws IOException {
    Set<String> names = new HashSet<>();
    for (FileStatus status : folder) {
      names.add(status.getPath().getName());
    }
    List<FileStatus> small =
        Arrays.stream(folder)
            .filter(status -> status.isFile() && !status.isSymlink())
            .filter(status -> status.getLen() > 0 && status.getLen() <= PolicyLike.MOST_BYTES)
            .filter(status -> !PolicyFinder.names(status.getPath().getName()))
            .filter(status -> !names.contains(PolicyFinder.beside(status.getPath().getName())))
            .filter(status -> !known.test(status))
            .sorted(Comparator.comparing(status -> status.getPath().getName()))
            .toList();
    if (isLocal()) {
      for (FileStatus status : small) {
        if (isPolicy(status.getPath())) {
          return status.getPath().getName();
        }
      }
      return null;
    }
    return amongRemote(small);
  }

  private @Nullable String amongRemote(List<FileStatus> small) throws IOException {
    ExecutorService readers = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<Boolean>> read = new ArrayList<>();
      small.forEach(status -> read.add(readers.submit(() -> isPolicy(status.getPath()))));
      for (int i = 0; i < read.size(); i++) {
        if (read.get(i).get()) {
          return small.get(i).getPath().getName();
        }
      }
      return null;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      readers.shutdownNow();
    }
  }

  /** What cannot be read is not passed over: it is unreadable as an item. */
  private boolean isPolicy(Path file) {
    try (InputStream in = open(file)) {
      byte[] head = in.readNBytes(PolicyLike.HEAD_BYTES);
      if (!PolicyLike.mayBeText(head)) {
        return false;
      }
      byte[] bytes = Arrays.copyOf(head, PolicyLike.MOST_BYTES + 1);
      int read = in.readNBytes(bytes, head.length, bytes.length - head.length);
      return PolicyLike.isText(Arrays.copyOf(bytes, head.length + read));
    } catch (IOException e) {
      return false;
    }
  }

  private InputStream open(Path file) throws IOException {
    if (!isLocal()) {
      return fs.open(file);
    }
    java.nio.file.Path local = java.nio.file.Path.of(file.toUri().getPath());
    // A pipe may keep who reads it waiting for ever.
    return Files.isRegularFile(local, LinkOption.NOFOLLOW_LINKS)
        ? Files.newInputStream(local)
        : InputStream.nullInputStream();
  }

  private boolean isLocal() {
    return fs.getUri().getScheme().equals("file");
  }
}
