package org.insight.jobs.landing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;
import org.insight.run.ErrorKind;
import org.insight.run.InsightException;

/**
 * The files of a drop folder, on any file system that the Hadoop client knows. Policy files and
 * names that start with a dot are no items.
 *
 * @param root absolute URI of the folder
 * @param files sorted by path
 * @param unreadable paths of what is there but cannot be read
 */
public record DropFolder(String root, List<DroppedFile> files, List<String> unreadable) {

  /**
   * @param path below the root, with {@code /}
   * @param location absolute URI
   * @param sizeBytes size in bytes
   */
  public record DroppedFile(String path, String location, long sizeBytes) {}

  /**
   * Lists a folder and those below it.
   *
   * @throws InsightException INPUT where there is no such folder
   */
  public static DropFolder list(String folder, Configuration hadoop) {
    try {
      Path given = new Path(folder);
      FileSystem fs = given.getFileSystem(hadoop);
      Path root = fs.makeQualified(given);
      if (!fs.getFileStatus(root).isDirectory()) {
        throw new InsightException(
            ErrorKind.INPUT, "Cannot read the inbox: not a folder, found " + folder);
      }
      List<DroppedFile> files = new ArrayList<>();
      List<String> unreadable = new ArrayList<>();
      walk(fs, root, root.toUri().getPath(), files, unreadable);
      files.sort(Comparator.comparing(DroppedFile::path));
      return new DropFolder(root.toString(), List.copyOf(files), List.copyOf(unreadable));
    } catch (FileNotFoundException e) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot read the inbox: no such folder, found " + folder, e);
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL, "Cannot read the inbox: its file system failed, found " + folder, e);
    }
  }

  private static void walk(
      FileSystem fs, Path folder, String root, List<DroppedFile> files, List<String> unreadable)
      throws IOException {
    for (FileStatus status : fs.listStatus(folder)) {
      String name = status.getPath().getName();
      if (name.startsWith(".") || name.equals("policy.yaml") || name.endsWith(".policy.yaml")) {
        continue;
      }
      String path =
          status.getPath().toUri().getPath().substring(root.length()).replaceFirst("^/", "");
      if (!readable(fs, status)) {
        unreadable.add(path);
      } else if (status.isDirectory()) {
        walk(fs, status.getPath(), root, files, unreadable);
      } else {
        files.add(new DroppedFile(path, status.getPath().toString(), status.getLen()));
      }
    }
  }

  private static boolean readable(FileSystem fs, FileStatus status) throws IOException {
    try {
      fs.access(status.getPath(), status.isDirectory() ? FsAction.READ_EXECUTE : FsAction.READ);
      return true;
    } catch (AccessControlException | FileNotFoundException e) {
      return false;
    }
  }
}
