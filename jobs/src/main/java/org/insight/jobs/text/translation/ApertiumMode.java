package org.insight.jobs.text.translation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.insight.core.Sha256;

/**
 * One direction of Apertium, as Debian installs it: a pipe of programs.
 *
 * @param name as spa-eng
 * @param analyser command that reads words
 * @param rest command that makes words of the other language of what the analyser found
 * @param version digest of the mode and of its data
 */
record ApertiumMode(String name, String analyser, String rest, String version) {

  private static final Pattern TAGGER = Pattern.compile("^(?:/\\S*/)?apertium-tagger\\s");
  private static final Pattern PROGRAM = Pattern.compile("^\\S+");
  private static final Pattern FILE = Pattern.compile("'([^']+)'");
  private static final int DIGITS = 8;

  /**
   * @param folder of the modes
   * @return empty where the mode is not installed, or is no pipe that begins with an analyser and a
   *     tagger
   */
  static Optional<ApertiumMode> find(Path folder, String name) {
    Path file = folder.resolve(name + ".mode");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      String line = Files.readString(file).strip();
      // $1: mark unknown words; $2: no debugging.
      List<String> stages =
          Arrays.stream(line.replace("$1", "-g").replace("$2", "").split("\\|"))
              .map(String::strip)
              .toList();
      if (stages.size() < 3 || !TAGGER.matcher(stages.get(1)).find()) {
        return Optional.empty();
      }
      return Optional.of(
          new ApertiumMode(
              name,
              "exec " + flushing(stages.get(0)),
              tagger(stages.get(1))
                  + " | "
                  + stages.stream()
                      .skip(2)
                      .map(ApertiumMode::flushing)
                      .collect(Collectors.joining(" | ")),
              version(line)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Answers at each NUL. */
  private static String flushing(String stage) {
    return PROGRAM.matcher(stage).replaceFirst("$0 -z");
  }

  /**
   * A tagger for each sentence: one that goes on keeps something of those before (some 6 % of news
   * sentences are read otherwise in another order), so a translation would tell of a sentence that
   * its reader may not see. It starts in 5 ms.
   */
  private static String tagger(String stage) {
    return "while IFS= read -r -d '' s; do " + stage + " <<< \"$s\"; printf '\\0'; done";
  }

  private static String version(String line) throws IOException {
    MessageDigest digest = Sha256.digest();
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    Matcher files = FILE.matcher(line);
    while (files.find()) {
      digest.update(Files.readAllBytes(Path.of(files.group(1))));
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }
}
