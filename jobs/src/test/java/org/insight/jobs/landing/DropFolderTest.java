package org.insight.jobs.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocalFileSystem;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.jobs.landing.DropFolder.DroppedFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files come and go while a folder is looked at. */
class DropFolderTest {

  @TempDir private Path folder;

  /** Files of this machine, that come and go as their folder is listed. */
  public static final class BusyFiles extends LocalFileSystem {

    private static final Map<String, Runnable> BEFORE = new HashMap<>();
    private static final Map<String, Runnable> AFTER = new HashMap<>();

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
      String name = path.getName();
      BEFORE.getOrDefault(name, () -> {}).run();
      FileStatus[] listed = super.listStatus(path);
      AFTER.getOrDefault(name, () -> {}).run();
      return listed;
    }
  }

  @BeforeEach
  @AfterEach
  void quiet() {
    BusyFiles.BEFORE.clear();
    BusyFiles.AFTER.clear();
  }

  @BeforeEach
  void anInboxOfTwoFolders() throws IOException {
    for (String name : new String[] {"inbox/a.txt", "inbox/fr/b.txt", "inbox/fr/be/c.txt"}) {
      write(name);
    }
  }

  private void write(String name) {
    try {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "Some text.");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void remove(String name) {
    FileUtils.deleteQuietly(folder.resolve(name).toFile());
  }

  private DropFolder list() {
    return following();
  }

  /** As a setting names further folders that links may lead to. */
  private DropFolder following(String... linkRoots) {
    Configuration busy = new Configuration();
    busy.set("fs.file.impl", BusyFiles.class.getName());
    busy.setBoolean("fs.file.impl.disable.cache", true);
    return DropFolder.list(folder.resolve("inbox").toString(), roots(linkRoots), busy);
  }

  private List<String> roots(String... linkRoots) {
    return Stream.of(linkRoots).map(root -> folder.resolve(root).toString()).toList();
  }

  private static void hasOnly(DropFolder listed, String... paths) {
    assertThat(listed.files()).extracting(DroppedFile::path).containsExactly(paths);
    assertThat(listed.unreadable()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "policy.yml",
        "Policy.yaml",
        "POLICY.YML",
        "policy.yaml.txt",
        "\u200fpolicy.yaml",
        "policy\u200b.yaml",
        "policy.yaml\u200e",
        "policy.yaml ",
        "policy.yaml\u00a0",
        "policy.yaml\ufe0f",
        "\u3164policy.yaml",
        "policy\u034f.yaml",
        "policy\udb40\udd00.yaml",
        "policy.yaml\u2800",
      })
  void whatLiesBelowAPolicyOfAnotherNameIsUnreadable(String name) {
    write("inbox/fr/" + name);
    DropFolder listed = list();
    assertThat(listed.files()).extracting(DroppedFile::path).containsExactly("a.txt");
    assertThat(listed.unreadable()).containsExactly("fr/" + name);
  }

  @Test
  void aFileBesideAPolicyOfAnotherNameIsUnreadable() {
    write("inbox/fr/b.txt.Policy.yml");
    write("inbox/fr/policy.pdf");
    write("inbox/fr/our-policy.yaml");
    write("inbox/fr/.police.yml");
    DropFolder listed = list();
    assertThat(listed.files())
        .extracting(DroppedFile::path)
        .containsExactly("a.txt", "fr/be/c.txt", "fr/our-policy.yaml", "fr/policy.pdf");
    assertThat(listed.unreadable()).containsExactlyInAnyOrder("fr/b.txt", "fr/b.txt.Policy.yml");
  }

  @Test
  void aFileWhosePolicyLacksItsEndingIsUnreadable() {
    write("inbox/fr/report.policy.yaml");
    write("inbox/fr/report.pdf");
    write("inbox/fr/Report.tar.gz");
    write("inbox/fr/reports.pdf");
    write("inbox/fr/report.d/e.txt");
    DropFolder listed = list();
    assertThat(listed.files())
        .extracting(DroppedFile::path)
        .containsExactly("a.txt", "fr/b.txt", "fr/be/c.txt", "fr/report.d/e.txt", "fr/reports.pdf");
    assertThat(listed.unreadable()).containsExactlyInAnyOrder("fr/report.pdf", "fr/Report.tar.gz");
    // It is that of a file which is called just so.
    write("inbox/fr/report");
    assertThat(list().unreadable()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fr.policy.yaml", "FR.policy.yaml"})
  void aFolderThatAPolicyLiesBesideIsUnreadable(String policy) {
    write("inbox/" + policy);
    for (String only : new String[] {"fr", "fr/be"}) {
      DropFolder listed =
          DropFolder.listOnly(folder.resolve("inbox").toString(), only, new Configuration());
      assertThat(listed.files()).isEmpty();
      assertThat(listed.unreadable()).containsExactly("fr");
    }
    DropFolder listed = list();
    assertThat(listed.files()).extracting(DroppedFile::path).containsExactly("a.txt");
    assertThat(listed.unreadable()).containsExactly("fr");
  }

  @ParameterizedTest
  @CsvSource({
    "\u00e9t\u00e9.txt, e\u0301te\u0301.txt",
    "e\u0301te\u0301.txt, \u00e9t\u00e9.txt",
    "note.TXT, note.txt",
    "STRASSE, stra\u00dfe.txt",
    "\u202ax.txt, x.txt",
    "x.txt\u200f, x.txt",
    "x.txt, \u202ax.txt",
    "x\ufe0e.txt, x.txt",
    "x.txt, x\u180b.txt",
    "'x ', x .txt",
  })
  void aFileWhosePolicyHasItsNameInOtherLettersIsUnreadable(String of, String name) {
    write("inbox/fr/" + of + ".policy.yaml");
    write("inbox/fr/" + name);
    DropFolder listed = list();
    assertThat(listed.files()).hasSize(3);
    assertThat(listed.unreadable()).containsExactly("fr/" + name);
  }

  @ParameterizedTest
  @CsvSource({
    "report.policy.yml, report.pdf",
    "Report.pdf.policy.yml, report.pdf",
    "REPORT.Policy.yaml.txt, report.pdf",
    "proc\u00e8s.pdf.policy.yml, proce\u0300s.pdf",
  })
  void aFileWhosePolicyIsMisnamedInTwoWaysIsUnreadable(String policy, String name) {
    write("inbox/fr/" + policy);
    write("inbox/fr/" + name);
    DropFolder listed = list();
    assertThat(listed.unreadable()).containsExactlyInAnyOrder("fr/" + policy, "fr/" + name);
    // Where that file has a policy of its own, it does not wait for one.
    write("inbox/fr/" + name + ".policy.yaml");
    assertThat(list().unreadable()).containsExactly("fr/" + policy);
  }

  @Test
  void aPolicyWhoseFileIsGoneKeepsNothingFromComing() {
    write("inbox/fr/gone.txt.policy.yaml");
    write("inbox/fr/gone-too.txt");
    hasOnly(list(), "a.txt", "fr/b.txt", "fr/be/c.txt", "fr/gone-too.txt");
    // This one has its own, and what lies beside it besides is of another that was there.
    write("inbox/fr/gone.txt.pdf");
    write("inbox/fr/gone.txt.pdf.policy.yaml");
    hasOnly(list(), "a.txt", "fr/b.txt", "fr/be/c.txt", "fr/gone-too.txt", "fr/gone.txt.pdf");
  }

  @Test
  void aFolderThatIsNamedAsAPolicyIsUnreadable() {
    write("inbox/fr/b.txt.policy.yaml");
    write("inbox/gb.policy.yaml/d.txt");
    write("inbox/fr/be/policy.yaml/e.txt");
    DropFolder listed = list();
    assertThat(listed.files())
        .extracting(DroppedFile::path)
        .containsExactly("a.txt", "fr/b.txt", "fr/be/c.txt");
    assertThat(listed.unreadable())
        .containsExactlyInAnyOrder("gb.policy.yaml", "fr/be/policy.yaml");
    String inbox = folder.resolve("inbox").toString();
    DropFolder only = DropFolder.listOnly(inbox, "gb.policy.yaml", new Configuration());
    assertThat(only.files()).isEmpty();
    assertThat(only.unreadable()).containsExactly("gb.policy.yaml");
    BusyFiles.AFTER.put("inbox", () -> remove("inbox/gb.policy.yaml"));
    assertThat(list().unreadable()).containsExactly("fr/be/policy.yaml");
  }

  @Test
  void aFolderOfAnInboxHasThePathsThatItHasInTheWhole() throws IOException {
    Configuration hadoop = new Configuration();
    String inbox = folder.resolve("inbox").toString();
    DropFolder whole = DropFolder.list(inbox, hadoop);
    DropFolder fr = DropFolder.listOnly(inbox, "fr", hadoop);
    hasOnly(fr, "fr/b.txt", "fr/be/c.txt");
    assertThat(fr.root()).isEqualTo(whole.root());
    assertThat(whole.files()).containsAll(fr.files());
    hasOnly(DropFolder.listOnly(inbox, "fr/be", hadoop), "fr/be/c.txt");
    // A source may be a link, and what leads back in it is looked at by its own path.
    write("share/d.txt");
    link("inbox/gb", "share");
    link("share/back", "inbox/fr");
    hasOnly(DropFolder.listOnly(inbox, "gb", roots("share"), hadoop), "gb/d.txt");
    for (String below : new String[] {"gb", "gb/more"}) {
      hasOnly(DropFolder.listOnly(inbox, below, hadoop), "gb");
    }
    // By the link its policy would be that of the inbox, not of the folder that it lies in.
    link("inbox/it", "inbox/fr/be");
    hasOnly(DropFolder.listOnly(inbox, "it", hadoop));
    link("inbox/up", ".");
    hasOnly(DropFolder.listOnly(inbox, "up", hadoop), "up");
    assertThat(DropFolder.listOnly(inbox, "up", roots("."), hadoop).unreadable())
        .containsExactly("up");
    write("inbox/fr/policy.yml");
    DropFolder barred = DropFolder.listOnly(inbox, "fr/be", hadoop);
    assertThat(barred.files()).isEmpty();
    assertThat(barred.unreadable()).containsExactly("fr/policy.yml");
    for (String out : new String[] {"", "..", "fr/../..", "/fr", "fr//be", ".hidden"}) {
      assertThatThrownBy(() -> DropFolder.listOnly(inbox, out, hadoop))
          .as(out)
          .hasMessageContaining("must be below the inbox");
    }
  }

  /** Who named it may have seen it a moment ago. */
  @Test
  void aFolderOfAnInboxThatIsGoneIsEmptyAndOneThatCannotBeReachedIsUnreadable() throws IOException {
    Configuration hadoop = new Configuration();
    String inbox = folder.resolve("inbox").toString();
    for (String gone : new String[] {"none", "fr/none", "none/be"}) {
      hasOnly(DropFolder.listOnly(inbox, gone, hadoop));
    }
    // As of a share that is not mounted; others beside it are not asked for.
    link("inbox/gb", "share");
    link("inbox/fr/it", "share");
    for (String link : new String[] {"gb", "fr/it"}) {
      DropFolder listed = DropFolder.listOnly(inbox, link, hadoop);
      assertThat(listed.files()).isEmpty();
      assertThat(listed.unreadable()).containsExactly(link);
    }
    hasOnly(DropFolder.listOnly(inbox, "fr/be", hadoop), "fr/be/c.txt");
    for (String file : new String[] {"fr/b.txt", "fr/b.txt/be"}) {
      assertThatThrownBy(() -> DropFolder.listOnly(inbox, file, hadoop))
          .isInstanceOfSatisfying(
              InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT))
          .hasMessage("Cannot read a folder of the inbox: not a folder, found fr/b.txt");
    }
    String none = folder.resolve("no-inbox").toString();
    assertThatThrownBy(() -> DropFolder.listOnly(none, "fr", hadoop))
        .hasMessage("Cannot read the inbox: no such folder, found " + none);
  }

  @Test
  void whatComesMeanwhileWaitsForTheNextLook() {
    BusyFiles.AFTER.put("fr", () -> write("inbox/fr/later.txt"));
    BusyFiles.AFTER.put("inbox", () -> write("inbox/policy.yaml"));
    hasOnly(list(), "a.txt", "fr/b.txt", "fr/be/c.txt");
  }

  @Test
  void whatComesJustBeforeAFolderIsListedIsInIt() {
    BusyFiles.BEFORE.put("fr", () -> write("inbox/fr/later.txt"));
    hasOnly(list(), "a.txt", "fr/b.txt", "fr/be/c.txt", "fr/later.txt");
  }

  @Test
  void whatIsTakenAwayMeanwhileIsNotUnreadable() {
    BusyFiles.BEFORE.put("inbox", () -> remove("inbox/a.txt"));
    BusyFiles.AFTER.put("fr", () -> remove("inbox/fr/b.txt"));
    hasOnly(list(), "fr/be/c.txt");
  }

  @Test
  void aFolderMayBeTakenAwayBeforeItIsListed() {
    BusyFiles.BEFORE.put("fr", () -> remove("inbox/fr"));
    hasOnly(list(), "a.txt");
  }

  @Test
  void aFolderMayBeTakenAwayOnceItIsListed() {
    BusyFiles.AFTER.put("be", () -> remove("inbox/fr/be"));
    hasOnly(list(), "a.txt", "fr/b.txt");
  }

  @Test
  void aFolderMayBeTakenAwayOnceTheOneAboveItIsListed() {
    BusyFiles.AFTER.put("fr", () -> remove("inbox/fr/be"));
    hasOnly(list(), "a.txt", "fr/b.txt");
  }

  @Test
  void aLinkThatLeadsNowhereIsUnreadable() throws IOException {
    Files.createSymbolicLink(folder.resolve("inbox/fr/link.txt"), folder.resolve("nowhere.txt"));
    DropFolder listed = list();
    assertThat(listed.unreadable()).containsExactly("fr/link.txt");
    assertThat(listed.files()).hasSize(3);
  }

  /** With two of these there are more paths than any run comes to the end of. */
  @Test
  void aLinkToAFolderOfTheInboxIsPassedOver() throws IOException {
    link("inbox/fr/all", "inbox");
    link("inbox/fr/be/here", "inbox/fr/be");
    hasOnly(list(), "a.txt", "fr/b.txt", "fr/be/c.txt");
  }

  /** By the link it would come in a second time, under the policy of another folder. */
  @Test
  void aLinkToAFileOfTheInboxIsPassedOverAndOneToAFileElsewhereIsFollowed() throws IOException {
    write("share/d.txt");
    write("inbox/fr/.hidden.txt");
    link("inbox/b.txt", "inbox/fr/b.txt");
    link("inbox/fr/again.txt", "inbox/fr/b.txt");
    link("inbox/d.txt", "share/d.txt");
    link("inbox/hidden.txt", "inbox/fr/.hidden.txt");
    DropFolder listed = following("share");
    assertThat(listed.files())
        .extracting(DroppedFile::path)
        .containsExactly("a.txt", "d.txt", "fr/b.txt", "fr/be/c.txt");
    assertThat(listed.unreadable()).containsExactly("hidden.txt");
  }

  @Test
  void aLinkToAFolderElsewhereIsFollowedAndWhatLeadsBackInItIsNot() throws IOException {
    write("share/d.txt");
    write("share/more/e.txt");
    link("share/more/again", "share");
    link("share/more/inbox", "inbox/fr");
    link("inbox/gb", "share");
    hasOnly(following("share"), "a.txt", "fr/b.txt", "fr/be/c.txt", "gb/d.txt", "gb/more/e.txt");
  }

  @Test
  void aLinkToWhatHoldsTheInboxOrIsHiddenInItIsUnreadable() throws IOException {
    write("inbox/.hidden/f.txt");
    link("inbox/fr/above", ".");
    link("inbox/fr/hidden", "inbox/.hidden");
    DropFolder listed = following(".");
    assertThat(listed.unreadable()).containsExactlyInAnyOrder("fr/above", "fr/hidden");
    assertThat(listed.files()).hasSize(3);
  }

  @Test
  void foldersElsewhereThatLeadToEachOtherComeToAnEnd() throws IOException {
    for (int i = 0; i < 6; i++) {
      write("share" + i + "/f.txt");
      link("share" + i + "/one", "share" + (i + 1));
      link("share" + i + "/two", "share" + (i + 1));
    }
    write("share6/f.txt");
    link("inbox/gb", "share0");
    DropFolder listed = following(".");
    assertThat(listed.files()).extracting(DroppedFile::path).contains("gb/f.txt", "gb/one/f.txt");
    assertThat(listed.files()).hasSize(3 + 1 + 2 + 4);
    assertThat(listed.unreadable()).hasSize(8).contains("gb/two/one/two");
  }

  @Test
  void aLinkThatLeadsOutOfTheInboxIsListedWithoutAWordOfItsTargetAndNotOpened() throws IOException {
    write("secret/s.txt");
    link("inbox/file.txt", "secret/s.txt");
    link("inbox/folder", "secret");
    link("inbox/fr/first", "inbox/fr/second");
    link("inbox/fr/second", "secret/s.txt");
    link("inbox/fr/above", ".");
    Files.createSymbolicLink(folder.resolve("inbox/relative"), Path.of("../secret/s.txt"));
    Files.createSymbolicLink(folder.resolve("inbox/zero"), Path.of("/dev/zero"));
    DropFolder listed = list();
    assertThat(listed.unreadable()).isEmpty();
    Map<String, Long> sizes =
        listed.files().stream()
            .collect(Collectors.toMap(DroppedFile::path, DroppedFile::sizeBytes));
    assertThat(sizes)
        .containsEntry("a.txt", 10L)
        .hasSize(3 + 7)
        .containsEntry("file.txt", 0L)
        .containsEntry("folder", 0L)
        .containsEntry("fr/first", 0L)
        .containsEntry("fr/second", 0L)
        .containsEntry("fr/above", 0L)
        .containsEntry("relative", 0L)
        .containsEntry("zero", 0L);
    for (DroppedFile file : listed.files()) {
      if (file.sizeBytes() == 0) {
        assertThatThrownBy(() -> read(listed, file))
            .as(file.path())
            .isInstanceOf(LinkOutsideException.class);
      } else {
        assertThat(read(listed, file)).isEqualTo("Some text.");
      }
    }
  }

  private static String read(DropFolder listed, DroppedFile file) throws IOException {
    try (InputStream in = listed.inbox(null).open(file.location())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aLinkThatLeadsBackIntoTheInboxByAnotherPathIsPassedOver() throws IOException {
    link("again", "inbox");
    link("inbox/b.txt", "again/fr/b.txt");
    link("inbox/gb", "again/fr");
    hasOnly(list(), "a.txt", "fr/b.txt", "fr/be/c.txt");
  }

  @Test
  void anInboxMayBeALinkItself() throws IOException {
    write("secret/s.txt");
    link("inbox/s.txt", "secret/s.txt");
    link("box", "inbox");
    DropFolder listed = DropFolder.list(folder.resolve("box").toString(), new Configuration());
    hasOnly(listed, "a.txt", "fr/b.txt", "fr/be/c.txt", "s.txt");
    assertThat(read(listed, listed.files().get(2))).isEqualTo("Some text.");
    assertThatThrownBy(() -> read(listed, listed.files().get(3)))
        .isInstanceOf(LinkOutsideException.class);
  }

  @Test
  void aFolderThatIsNamedForLinksMayBeALinkAndOneThatIsMissingIsNone() throws IOException {
    write("share/d.txt");
    link("mount", "share");
    link("inbox/d.txt", "share/d.txt");
    DropFolder listed = following("not-mounted", "mount");
    hasOnly(listed, "a.txt", "d.txt", "fr/b.txt", "fr/be/c.txt");
    assertThat(read(listed, listed.files().get(1))).isEqualTo("Some text.");
    // The name of another folder begins alike.
    write("share-of-others/e.txt");
    link("inbox/e.txt", "share-of-others/e.txt");
    DropFolder more = following("share");
    assertThatThrownBy(() -> read(more, more.files().get(2)))
        .isInstanceOf(LinkOutsideException.class);
  }

  @Test
  void aLinkThatIsPutInThePlaceOfWhatWasListedIsNotFollowed() throws IOException {
    write("secret/b.txt");
    write("secret/be/c.txt");
    DropFolder listed = list();
    remove("inbox/a.txt");
    link("inbox/a.txt", "secret/b.txt");
    remove("inbox/fr");
    link("inbox/fr", "secret");
    for (DroppedFile file : listed.files()) {
      assertThatThrownBy(() -> read(listed, file))
          .as(file.path())
          .isInstanceOf(LinkOutsideException.class);
    }
  }

  @Test
  void namesAreNotTakenFromAFolderThatALinkIsPutInThePlaceOf() throws IOException {
    write("secret/name.txt");
    BusyFiles.BEFORE.put(
        "fr",
        () -> {
          remove("inbox/fr");
          try {
            link("inbox/fr", "secret");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
    hasOnly(list(), "a.txt", "fr");
  }

  /** Names change between any two calls, so the path that was checked is not one to open by. */
  @Test
  void aLinkThatIsPutThereAfterTheCheckIsNotFollowed() throws IOException {
    write("secret/b.txt");
    Path inbox = folder.resolve("inbox").toRealPath();
    Path file = inbox.resolve("fr/b.txt");
    Path other = inbox.resolve("a.txt");
    try (InputStream in = ReadableRoots.open(inbox, file)) {
      assertThat(in.readAllBytes()).isEqualTo("Some text.".getBytes(StandardCharsets.UTF_8));
    }
    remove("inbox/fr");
    link("inbox/fr", "secret");
    remove("inbox/a.txt");
    link("inbox/a.txt", "secret/b.txt");
    for (Path checked : new Path[] {file, other}) {
      assertThatThrownBy(() -> ReadableRoots.open(inbox, checked).close())
          .as(checked.toString())
          .isInstanceOf(IOException.class);
    }
  }

  private void link(String from, String to) throws IOException {
    Files.createSymbolicLink(folder.resolve(from), folder.resolve(to).normalize());
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aLinkBackToAFolderAroundItIsLeftOut() throws IOException {
    Path inbox = folder.resolve("inbox");
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(other.resolve("o.txt"), "Some text.");
    Files.createSymbolicLink(inbox.resolve("fr/again"), Path.of("."));
    Files.createSymbolicLink(inbox.resolve("fr/up"), inbox);
    Files.createSymbolicLink(inbox.resolve("other"), other);
    Files.createSymbolicLink(other.resolve("back"), inbox);
    hasOnly(following("other"), "a.txt", "fr/b.txt", "fr/be/c.txt", "other/o.txt");
  }

  @Test
  void whatIsNeitherAFileNorAFolderIsUnreadable() throws Exception {
    Path pipe = folder.resolve("inbox/fr/pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Files.createSymbolicLink(folder.resolve("inbox/zero"), Path.of("/dev/zero"));
    DropFolder listed = following("/dev");
    assertThat(listed.unreadable()).containsExactlyInAnyOrder("fr/pipe", "zero");
    assertThat(listed.files()).hasSize(3);
  }

  @Test
  void whatHasANameInAnotherEncodingIsUnreadable() throws Exception {
    inFr(
        "printf x > \"$(printf 'arr\\352t\\351.txt')\""
            + " && mkdir \"$(printf 'd\\351')\" && printf x > \"$(printf 'd\\351')/in.txt\"");
    DropFolder listed = list();
    assertThat(listed.unreadable())
        .containsExactlyInAnyOrder("fr/arr\ufffdt\ufffd.txt", "fr/d\ufffd");
    assertThat(listed.files()).hasSize(3);
    // A file that is called so in truth hides none of them.
    write("inbox/fr/arr\ufffdt\ufffd.txt");
    assertThat(list().unreadable()).hasSize(2);
    assertThat(list().files()).hasSize(4);
  }

  @Test
  void whatLiesBesideAPolicyThatHasItsNameInAnotherEncodingIsUnreadable() throws Exception {
    write("inbox/fr/arr\u00eat\u00e9.pdf");
    inFr("printf x > \"$(printf 'arr\\352t\\351.pdf.policy.yaml')\"");
    String policy = "fr/arr\ufffdt\ufffd.pdf.policy.yaml";
    DropFolder listed = list();
    assertThat(listed.files()).extracting(DroppedFile::path).containsExactly("a.txt");
    assertThat(listed.unreadable()).containsExactly(policy);
    Configuration hadoop = new Configuration();
    DropFolder only = DropFolder.listOnly(folder.resolve("inbox").toString(), "fr/be", hadoop);
    assertThat(only.files()).isEmpty();
    assertThat(only.unreadable()).containsExactly(policy);
    assertThat(DropFolder.waits(folder.resolve("inbox/fr/be/c.txt"), hadoop))
        .contains(folder.resolve("inbox/fr"));
  }

  /** Java itself cannot write such names. */
  private void inFr(String make) throws Exception {
    Process shell =
        new ProcessBuilder(
                "sh", "-c", "cd \"$0\" && " + make, folder.resolve("inbox/fr").toString())
            .start();
    assertThat(shell.waitFor()).isZero();
  }

  @Test
  void anInboxThatIsTakenAwayIsNoInbox() {
    BusyFiles.BEFORE.put("inbox", () -> remove("inbox"));
    assertThatThrownBy(this::list)
        .isInstanceOfSatisfying(
            InsightException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT))
        .hasMessageStartingWith("Cannot read the inbox: no such folder, found ");
  }
}
