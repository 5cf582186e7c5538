package org.insight.flow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An extract of persons, as the simulator's, written by hand: rows of invented persons. */
final class PersonsCsv {

  static final String HEADER =
      "record_id,family_name,given_name,full_name_original,sex,birth_date,birth_place,nationality,"
          + "passport_number,passport_country,national_id,phone,email,address,iban,plate,occupation,"
          + "last_seen_on,remarks\n";

  private PersonsCsv() {}

  /** Writes persons.csv with its policy.yaml beside it. */
  static void write(Path folder, String policy, String rows) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("policy.yaml"), policy);
    Files.writeString(folder.resolve("persons.csv"), HEADER + rows);
  }
}
