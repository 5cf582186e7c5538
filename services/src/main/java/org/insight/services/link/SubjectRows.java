package org.insight.services.link;

import java.util.ArrayList;
import java.util.List;
import org.insight.resolution.Model;
import org.insight.resolution.Profile;
import org.jspecify.annotations.Nullable;

/** The rows of files, by their number from 0: what the files call them, and their profiles. */
final class SubjectRows {

  private final List<@Nullable String> ids = new ArrayList<>();
  private final List<@Nullable String> truths = new ArrayList<>();
  private final PackedProfiles profiles = new PackedProfiles();

  SubjectRows(SubjectFiles files, Model model) {
    files.forEach(
        (reader, row) -> {
          ids.add(reader.id(row));
          truths.add(reader.truth(row));
          profiles.add(Profile.of(reader.subject(row), model).pack());
        });
  }

  int size() {
    return profiles.size();
  }

  PackedProfiles profiles() {
    return profiles;
  }

  Profile profile(int row) {
    return profiles.get(row);
  }

  /** What the file calls a row; its number, from 1, if it has no name for it. */
  String id(int row) {
    String id = ids.get(row);
    return id == null ? Integer.toString(row + 1) : id;
  }

  /** What the row truly is of; null if that is not known. */
  @Nullable String truth(int row) {
    return truths.get(row);
  }
}
