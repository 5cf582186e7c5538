package org.insight.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.insight.jobs.landing.DropFolder.DroppedFile;
import org.junit.jupiter.api.Test;

class SeenFilesTest {

  private static final DroppedFile A = new DroppedFile("a.txt", "file:/inbox/a.txt", 3, 1_000);
  private static final DroppedFile B = new DroppedFile("b.txt", "file:/inbox/b.txt", 3, 1_000);

  private final SeenFiles seen = new SeenFiles();

  private List<DroppedFile> look(DroppedFile... there) {
    seen.begin();
    List<DroppedFile> fresh = List.of(there).stream().filter(seen::isNew).toList();
    seen.end();
    return fresh;
  }

  @Test
  void aFileIsNewOnce() {
    assertThat(look(A)).containsExactly(A);
    assertThat(look(A, B)).containsExactly(B);
    assertThat(look(A, B)).isEmpty();
  }

  @Test
  void anotherFileOfTheSameNameIsNew() {
    look(A, B);
    DroppedFile larger = new DroppedFile(A.path(), A.location(), 4, 1_000);
    DroppedFile later = new DroppedFile(B.path(), B.location(), 3, 2_000);
    assertThat(look(larger, later)).containsExactly(larger, later);
  }

  @Test
  void whatIsGoneIsForgotten() {
    look(A, B);
    look(B);
    assertThat(look(A, B)).containsExactly(A);
  }

  @Test
  void aLookThatIsCutOffCountsForNothing() {
    look(A);
    seen.begin();
    assertThat(seen.isNew(B)).isTrue();
    assertThat(look(A, B)).containsExactly(B);
  }

  @Test
  void moreFilesThanBefore() {
    DroppedFile[] many = new DroppedFile[100];
    for (int i = 0; i < many.length; i++) {
      many[i] = new DroppedFile(i + ".txt", "file:/inbox/" + i + ".txt", 3, 1_000);
    }
    assertThat(look(many)).hasSize(100);
    assertThat(look(many)).isEmpty();
  }
}
