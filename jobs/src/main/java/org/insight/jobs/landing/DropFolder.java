package org.insight.jobs.landing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.core.StreamSafeText;
import org.insight.jobs.landing.extract.PolicyLike;
import org.jspecify.annotations.Nullable;

/**
 * The files of a drop folder, on any file system that the Hadoop client knows. Policy files and
 * names that start with a dot are no items. Files and folders may come and go while it is looked
 * at: what is gone is none, and what comes is in it or waits for the next look. A link to a file or
 * folder that is looked at anyway is passed over: files have their own paths, with the policies
 * that are around these, and what leads to itself never ends. A link that leads out of the inbox is
 * followed only to folders that the settings name; any other is a file of no bytes, and whoever
 * opens it is refused.
 *
 * @param root absolute URI of the folder
 * @param linkRoots further local folders to which links may lead; absolute paths
 * @param files sorted by path
 * @param unreadable paths of what is there but cannot be read, as a folder that is named as a
 *     policy, or is not to be read before it is known which policy it has
 */
public record DropFolder(
    String root, List<String> linkRoots, List<DroppedFile> files, List<String> unreadable) {

  /**
   * @param path below the root, with {@code /}
   * @param location absolute URI
   * @param sizeBytes size in bytes
   * @param modifiedMillis when it was last written, in milliseconds since 1970
   */
  public record DroppedFile(String path, String location, long sizeBytes, long modifiedMillis)
      implements Serializable {}

  /** So few that one slow file does not hold up many, where there are more cores than that. */
  private static final int FILES_OF_A_TASK = 250;

  private static final int TASKS_OF_A_CORE = 4;

  /** On the way to a file. Folders that lead to each other make more ways than can be walked. */
  private static final int MOST_LINKS = 3;

  /**
   * In how many tasks files are read.
   *
   * @return at least 1, at most one a file
   */
  public static int tasks(int files, int cores) {
    int wanted = Math.max(cores, Math.min(cores * TASKS_OF_A_CORE, files / FILES_OF_A_TASK));
    return Math.max(1, Math.min(files, wanted));
  }

  /**
   * Lists a folder and those below it.
   *
   * @throws InsightException INPUT where there is no such folder
   */
  public static DropFolder list(String folder, Configuration hadoop) {
    return list(folder, List.of(), hadoop);
  }

  /**
   * As {@link #list(String, Configuration)}.
   *
   * @param linkRoots further local folders to which links may lead; absolute paths
   */
  public static DropFolder list(String folder, List<String> linkRoots, Configuration hadoop) {
    return list(folder, linkRoots, hadoop, file -> false, file -> true);
  }

  /**
   * Lists one folder of an inbox and those below it. Paths are those that the whole inbox would
   * have: what came by a path is the same by whichever way, and policies above it are found. Where
   * it is not there it may have been taken away since somebody named it, so nothing is in it.
   *
   * @param only its path below the inbox, with {@code /}
   * @throws InsightException INPUT where there is no such inbox, or a file in the folder's place;
   *     USAGE where the path leads out of the inbox or to what is not looked at
   */
  public static DropFolder listOnly(String folder, String only, Configuration hadoop) {
    return listOnly(folder, only, List.of(), hadoop);
  }

  /**
   * As {@link #listOnly(String, String, Configuration)}.
   *
   * @param linkRoots further local folders to which links may lead; absolute paths
   */
  public static DropFolder listOnly(
      String folder, String only, List<String> linkRoots, Configuration hadoop) {
    for (String name : only.split("/", -1)) {
      if (name.isEmpty() || name.startsWith(".")) {
        throw new InsightException(
            ErrorKind.USAGE,
            "Cannot read a folder of the inbox: its path must be below the inbox, without names"
                + " that begin with a dot");
      }
    }
    return list(folder, List.of(only.split("/")), linkRoots, hadoop, file -> false, file -> true);
  }

  /**
   * As {@link #list(String, List, Configuration)}, of some files.
   *
   * @param known is asked of small files, which are read where it does not know them: whether a
   *     look before found that they are no policy
   * @param wanted is asked of each file that is there and can be read
   */
  public static DropFolder list(
      String folder,
      List<String> linkRoots,
      Configuration hadoop,
      Predicate<DroppedFile> known,
      Predicate<DroppedFile> wanted) {
    return list(folder, List.of(), linkRoots, hadoop, known, wanted);
  }

  private static DropFolder list(
      String folder,
      List<String> only,
      List<String> linkRoots,
      Configuration hadoop,
      Predicate<DroppedFile> known,
      Predicate<DroppedFile> wanted) {
    try {
      Path given = new Path(folder);
      FileSystem fs = given.getFileSystem(hadoop);
      Path root = fs.makeQualified(given);
      if (!fs.getFileStatus(root).isDirectory()) {
        throw new InsightException(
            ErrorKind.INPUT, "Cannot read the inbox: not a folder, found " + folder);
      }
      List<DroppedFile> files = new ArrayList<>();
      Consumer<DroppedFile> take =
          file -> {
            if (wanted.test(file)) {
              files.add(file);
            }
          };
      List<String> unreadable = new ArrayList<>();
      ReadableRoots readable = Inbox.readable(root.toString(), linkRoots);
      new Walk(fs, root.toUri().getPath(), readable, known, take, unreadable)
          .folder(root, only, isLocal(fs) ? List.of(local(root).toRealPath()) : List.of());
      files.sort(Comparator.comparing(DroppedFile::path));
      return new DropFolder(
          root.toString(), List.copyOf(linkRoots), List.copyOf(files), List.copyOf(unreadable));
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot read the inbox: no such folder, found " + folder, e);
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL, "Cannot read the inbox: its file system failed, found " + folder, e);
    }
  }

  /**
   * Where something lies that was likely meant for a policy, beside a file, or beside or in a
   * folder that it lies in, so that the file is not read before it is known which policy it has.
   * Folders that cannot be listed are passed over.
   *
   * @param file a local one, absolute
   * @return the folder; empty where nothing is so
   */
  public static Optional<java.nio.file.Path> waits(java.nio.file.Path file, Configuration hadoop)
      throws IOException {
    FileSystem fs = FileSystem.getLocal(hadoop).getRawFileSystem();
    for (java.nio.file.Path at = file; at.getParent() != null; at = at.getParent()) {
      FileStatus[] there;
      List<java.nio.file.Path> all;
      try {
        there = fs.listStatus(new Path(at.getParent().toUri()));
        all = all(at.getParent());
      } catch (IOException | UncheckedIOException e) {
        continue;
      }
      List<java.nio.file.Path> unlisted = unlisted(all, there);
      Map<String, String> misnamed = misnamed(there, unlisted);
      if (misnamed.containsKey("")
          || !unnamedPolicies(unlisted).isEmpty()
          || isLikePolicy(name(at), Files.isDirectory(at))
          || waits(name(at), misnamed, besideOthers(there))
          || SmallTexts.of(fs).policyIn(there, status -> false) != null) {
        return Optional.of(at.getParent());
      }
    }
    return Optional.empty();
  }

  /**
   * @param misnamed of the folder, by {@link #misnamed}
   * @param besideOthers of the folder, by {@link #besideOthers}
   */
  private static boolean waits(
      String name, Map<String, String> misnamed, Set<String> besideOthers) {
    return misnamed.containsKey(name) || besideOthers.contains(name);
  }

  /** Whether something looks like a policy. A folder does where it has an ending. */
  private static boolean isLikePolicy(String name, boolean folder) {
    return (!folder || name.lastIndexOf('.') > 0) && PolicyFinder.misnamedFor(name) != null;
  }

  /**
   * The folder as those see it who read its files.
   *
   * @param fallbackPolicy YAML of the policy of items that bring none; null for none
   */
  public Inbox inbox(@Nullable String fallbackPolicy) {
    return new Inbox(root, fallbackPolicy, linkRoots);
  }

  /** The absolute URI of a folder, as Hadoop's {@code Path} prints it. */
  public static String root(String folder, Configuration hadoop) {
    try {
      Path given = new Path(folder);
      return given.getFileSystem(hadoop).makeQualified(given).toString();
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL, "Cannot read the inbox: its file system failed, found " + folder, e);
    }
  }

  /**
   * A look through an inbox.
   *
   * @param root path of the inbox
   * @param readable the local folders that links may lead to
   */
  private record Walk(
      FileSystem fs,
      String root,
      ReadableRoots readable,
      Predicate<DroppedFile> known,
      Consumer<DroppedFile> files,
      List<String> unreadable) {

    /**
     * @param only names of the folders to go down by, below this one; none for all that is in it
     * @param begins where local folders lie in truth from which this one is come to: the inbox, and
     *     those that links on the way lead to
     */
    void folder(Path folder, List<String> only, List<java.nio.file.Path> begins)
        throws IOException {
      List<java.nio.file.Path> all = all(fs, folder);
      FileStatus[] there = fs.listStatus(folder);
      if (isLocal(fs) && !readable.contain(local(folder).toRealPath())) {
        // A link was put in its place meanwhile; the names are those of other files.
        refused(folder);
        return;
      }
      List<java.nio.file.Path> unlisted = unlisted(all, there);
      List<java.nio.file.Path> unnamed = unnamedPolicies(unlisted);
      unnamed.forEach(each -> unreadable.add(path(folder, name(each))));
      if (!unnamed.isEmpty()) {
        return;
      }
      unlisted.stream()
          .filter(each -> !name(each).startsWith(".") && isWanted(name(each), only))
          .forEach(each -> unreadable.add(path(folder, name(each))));
      Map<String, String> misnamed = misnamed(there, unlisted);
      String ofAll = misnamed.get("");
      if (ofAll == null) {
        ofAll = SmallTexts.of(fs).policyIn(there, status -> known.test(dropped(status)));
      }
      if (ofAll != null) {
        unreadable.add(path(folder, ofAll));
        return;
      }
      Set<String> besideOthers = besideOthers(there);
      Set<String> seen = new HashSet<>();
      for (FileStatus status : there) {
        String name = status.getPath().getName();
        // A name in another encoding may be listed as one that is there as well.
        boolean policy = PolicyFinder.names(name);
        if (name.startsWith(".")
            || policy && !status.isDirectory()
            || !isWanted(name, only)
            || !seen.add(name)) {
          continue;
        }
        boolean outside = isLinkOutside(status.getPath());
        Access access = outside ? Access.GIVEN : access(fs, status);
        // A folder that is named as a policy is none, and what is in it is not to be lost.
        if (access == Access.REFUSED
            || policy && access == Access.GIVEN
            || isLikePolicy(name, status.isDirectory())
            || waits(name, misnamed, besideOthers)) {
          unreadable.add(path(status.getPath()));
        } else if (outside) {
          refused(status.getPath());
        } else if (access == Access.GIVEN && status.isDirectory()) {
          below(status.getPath(), only.subList(Math.min(1, only.size()), only.size()), begins);
        } else if (access == Access.GIVEN && only.isEmpty()) {
          file(status, begins);
        } else if (access == Access.GIVEN) {
          throw new InsightException(
              ErrorKind.INPUT,
              "Cannot read a folder of the inbox: not a folder, found "
                  + OneLine.of(path(status.getPath())));
        }
      }
    }

    private static boolean isWanted(String name, List<String> only) {
      return only.isEmpty() || name.equals(only.get(0));
    }

    private boolean isLinkOutside(Path path) throws IOException {
      java.nio.file.Path end = isLocal(fs) ? end(local(path)) : null;
      return end != null && !readable.contain(end);
    }

    /** Takes a link that leads outside, of whose target nothing is told. */
    private void refused(Path link) throws IOException {
      try {
        long modified =
            Files.getLastModifiedTime(local(link), LinkOption.NOFOLLOW_LINKS).toMillis();
        files.accept(new DroppedFile(path(link), link.toString(), 0, modified));
      } catch (NoSuchFileException e) {
        // It is gone.
      }
    }

    /** Takes a file, where it is to be looked at by this path. */
    private void file(FileStatus status, List<java.nio.file.Path> begins) throws IOException {
      java.nio.file.Path end = begins.isEmpty() ? null : end(local(status.getPath()));
      if (end != null && begins.stream().anyMatch(begin -> isUnseen(end, begin))) {
        unreadable.add(path(status.getPath()));
      } else if (end == null || begins.stream().noneMatch(end::startsWith)) {
        files.accept(dropped(status));
      }
    }

    private DroppedFile dropped(FileStatus status) {
      return new DroppedFile(
          path(status.getPath()),
          status.getPath().toString(),
          status.getLen(),
          status.getModificationTime());
    }

    /** A folder in another, where it is to be looked at by this path. */
    private void below(Path folder, List<String> only, List<java.nio.file.Path> begins)
        throws IOException {
      java.nio.file.Path end = begins.isEmpty() ? null : end(local(folder));
      if (end == null) {
        passing(folder, only, begins);
      } else if (begins.stream().anyMatch(begin -> isUnseen(end, begin))
          || begins.size() > MOST_LINKS) {
        unreadable.add(path(folder));
      } else if (begins.stream().noneMatch(end::startsWith)) {
        List<java.nio.file.Path> more = new ArrayList<>(begins);
        more.add(end);
        passing(folder, only, more);
      }
    }

    /** As {@link #folder}, of one that may be taken away meanwhile; the inbox itself may not. */
    private void passing(Path folder, List<String> only, List<java.nio.file.Path> begins)
        throws IOException {
      try {
        folder(folder, only, begins);
      } catch (FileNotFoundException | NoSuchFileException e) {
        // It is gone, with what was not seen of it yet.
      } catch (IOException e) {
        // Java says of a folder that goes while it is listed only that this failed.
        if (fs.exists(folder)) {
          throw e;
        }
      }
    }

    /** Below the inbox. */
    private String path(Path path) {
      return path.toUri().getPath().substring(root.length()).replaceFirst("^/", "");
    }

    private String path(Path folder, String name) {
      String above = path(folder);
      return above.isEmpty() ? name : above + "/" + name;
    }
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }

  /**
   * Names of files that are not policies and look like some, by what they were meant for.
   *
   * @param unlisted by {@link #unlisted}: a link that leads nowhere has a name too
   */
  private static Map<String, String> misnamed(
      FileStatus[] there, List<java.nio.file.Path> unlisted) {
    Set<String> names = new HashSet<>();
    unlisted.forEach(each -> names.add(name(each)));
    Set<String> folders = new HashSet<>();
    for (FileStatus status : there) {
      names.add(status.getPath().getName());
      if (status.isDirectory()) {
        folders.add(status.getPath().getName());
      }
    }
    Map<String, String> misnamed = new HashMap<>();
    for (String name : names) {
      if (isLikePolicy(name, folders.contains(name)) && !PolicyFinder.isCompanion(name, names)) {
        String of = String.valueOf(PolicyFinder.misnamedFor(name));
        misnamed.put(of, name);
        misnamed.put(PolicyLike.unmarked(of), name);
      }
    }
    return misnamed;
  }

  /**
   * Names of what a policy beside it was likely meant for, as {@code report.policy.yaml} for {@code
   * report.pdf}, or {@code fr.policy.yaml} for the folder, or one that is not quite named as a
   * policy either: it would come in under the one further up. A name with one slip counts, too. A
   * policy of a file that is there is for no other, nor is one for a file that has its own.
   */
  private static Set<String> besideOthers(FileStatus[] there) {
    Set<String> files = new HashSet<>();
    for (FileStatus status : there) {
      if (!status.isDirectory()) {
        files.add(status.getPath().getName());
      }
    }
    Set<String> looking = new HashSet<>();
    for (String name : files) {
      String of = PolicyFinder.forOne(name);
      if (of == null) {
        of = PolicyFinder.misnamedFor(name);
      }
      if (of != null && !of.isEmpty() && !files.contains(of)) {
        looking.add(folded(of));
        looking.add(folded(of.replaceFirst("\\.+$", "")));
        String unmarked = PolicyLike.unmarked(of);
        if (!unmarked.isEmpty()) {
          looking.add(folded(unmarked));
        }
      }
    }
    Set<String> found = new HashSet<>();
    if (looking.isEmpty()) {
      return found;
    }
    for (FileStatus status : there) {
      String name = status.getPath().getName();
      String folded = folded(name);
      if (status.isDirectory()) {
        if (looking.contains(folded)) {
          found.add(name);
        }
      } else if (!PolicyFinder.names(name) && !files.contains(PolicyFinder.beside(name))) {
        if (looking.stream().anyMatch(of -> NearNames.near(of, folded))) {
          found.add(name);
        }
        for (int end = folded.length(); end > 0; end = folded.lastIndexOf('.', end - 1)) {
          if (looking.contains(folded.substring(0, end).strip())) {
            found.add(name);
          }
        }
      }
    }
    return found;
  }

  /** A name in one form, whatever file system it was written on, and whatever is unseen in it. */
  private static String folded(String name) {
    return StreamSafeText.normalize(
        PolicyLike.seen(name).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT),
        Normalizer.Form.NFC);
  }

  /** Where a link leads in truth; null where there is none, or none any more. */
  private static java.nio.file.@Nullable Path end(java.nio.file.Path link) throws IOException {
    try {
      return Files.isSymbolicLink(link) ? link.toRealPath() : null;
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Whether something holds a folder, or lies hidden in it, where it is not looked at. */
  private static boolean isUnseen(java.nio.file.Path end, java.nio.file.Path begin) {
    if (!end.startsWith(begin)) {
      return begin.startsWith(end);
    }
    for (java.nio.file.Path name : begin.relativize(end)) {
      if (name.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  /** Whether something may be read. */
  private enum Access {
    GIVEN,
    REFUSED,
    GONE
  }

  /**
   * Asked of the system itself where it can be: Hadoop starts a process for each local file. What
   * is neither a file nor a folder, as a pipe or a device, may keep who reads it waiting for ever.
   */
  private static Access access(FileSystem fs, FileStatus status) throws IOException {
    if (isLocal(fs)) {
      java.nio.file.Path local = local(status.getPath());
      if (Files.isReadable(local) && (Files.isRegularFile(local) || Files.isDirectory(local))) {
        return Access.GIVEN;
      }
      return Files.notExists(local, LinkOption.NOFOLLOW_LINKS) ? Access.GONE : Access.REFUSED;
    }
    try {
      fs.access(status.getPath(), status.isDirectory() ? FsAction.READ_EXECUTE : FsAction.READ);
      return Access.GIVEN;
    } catch (AccessControlException e) {
      return Access.REFUSED;
    } catch (FileNotFoundException e) {
      return Access.GONE;
    }
  }

  private static boolean isLocal(FileSystem fs) {
    return fs.getScheme().equals("file");
  }

  /** All in a local folder, sorted; of others none. */
  private static List<java.nio.file.Path> all(FileSystem fs, Path folder) throws IOException {
    return isLocal(fs) ? all(local(folder)) : List.of();
  }

  private static List<java.nio.file.Path> all(java.nio.file.Path folder) throws IOException {
    try (Stream<java.nio.file.Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private static String name(java.nio.file.Path path) {
    return String.valueOf(path.getFileName());
  }

  /**
   * Hadoop's local file system passes over links that lead nowhere, and over names that are not of
   * the encoding that this process has for names; nothing is to be lost.
   *
   * @param all taken before, so that what came since is not among them
   */
  private static List<java.nio.file.Path> unlisted(
      List<java.nio.file.Path> all, FileStatus[] listed) {
    Set<String> there = new HashSet<>();
    for (FileStatus status : listed) {
      there.add(status.getPath().getName());
    }
    return all.stream()
        .filter(each -> !there.contains(name(each)) || !isNamed(each))
        .filter(each -> !Files.notExists(each, LinkOption.NOFOLLOW_LINKS))
        .toList();
  }

  /**
   * Policies whose names are not of the encoding that this process has for names. What is called as
   * they say cannot be told, so it may be anything that lies beside them.
   *
   * @param unlisted by {@link #unlisted}
   */
  private static List<java.nio.file.Path> unnamedPolicies(List<java.nio.file.Path> unlisted) {
    return unlisted.stream()
        .filter(each -> PolicyFinder.meansPolicy(name(each)) && !isNamed(each))
        .toList();
  }

  /** Whether something is found by its name, which is so where its bytes are of the encoding. */
  private static boolean isNamed(java.nio.file.Path path) {
    try {
      return java.nio.file.Path.of(path.toString()).equals(path);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
