package org.insight.simulate;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The wordings of a plan, in all languages. */
final class PhraseBook {
  private static final String KIND_OF_MESSAGES = "email";

  private final Map<Language, Phrases> byLanguage = new EnumMap<>(Language.class);
  private final Wordings.Use use;
  private final String digest;

  private PhraseBook(Wordings.Use use, String digest) {
    this.use = use;
    this.digest = digest;
  }

  /**
   * Reads the simulator's wordings and those of a folder: {@code *.txt}, each named after its
   * language, as {@code fr.txt} or {@code fr-customs.txt}.
   *
   * @throws WordingException if a file is not as docs/simulator.md describes
   */
  static PhraseBook read(Wordings wordings) throws IOException {
    Path folder = wordings.folder();
    List<Path> files = folder == null ? List.of() : files(folder);
    PhraseBook book = new PhraseBook(wordings.use(), digest(files));
    for (Language language : Language.values()) {
      Phrases phrases = new Phrases();
      phrases.read(language.code(), Phrases.all("phrases-" + language.code() + ".txt"), false);
      for (Path file : files) {
        if (language(file).equals(language.code())) {
          phrases.read(String.valueOf(file.getFileName()), lines(file), true);
        }
      }
      book.byLanguage.put(language, phrases);
    }
    return book;
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new WordingException("Cannot read wordings: no such folder, found " + folder);
    }
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.filter(f -> f.toString().endsWith(".txt")).sorted().toList();
      if (files.isEmpty()) {
        throw new WordingException(
            "Cannot read wordings: a folder needs a file such as fr.txt, found none in " + folder);
      }
      for (Path file : files) {
        if (Stream.of(Language.values()).noneMatch(l -> l.code().equals(language(file)))) {
          throw new WordingException(
              "Cannot read wordings: a file's name begins with fr, en, es or ar, found " + file);
        }
      }
      return files;
    }
  }

  private static String language(Path file) {
    return String.valueOf(file.getFileName()).split("[-.]", 2)[0];
  }

  private static List<String> lines(Path file) throws IOException {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new WordingException("Cannot read wordings: a file must be UTF-8, found " + file);
    }
  }

  private static String digest(List<Path> files) throws IOException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        sha.update((file.getFileName() + "\n").getBytes(StandardCharsets.UTF_8));
        sha.update(Files.readAllBytes(file));
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the bytes of an inbox hang on: which wordings are in use, and the further files. */
  String fingerprint() {
    return use + " " + digest;
  }

  /** A wording for a message, or for a document, that tells of an offence. */
  Wording wording(Language language, boolean message, Offence offence, Draws draws) {
    List<Wording> all = of(language).wordings();
    List<Wording> fitting =
        all.stream()
            .filter(w -> w.kind().equals(KIND_OF_MESSAGES) == message)
            .filter(w -> w.offences().isEmpty() || w.offences().contains(offence))
            .toList();
    List<Wording> asked = fitting.stream().filter(this::used).toList();
    // Files of the caller need not have wordings for all languages, messages and offences.
    return draws.pick(asked.isEmpty() ? fitting : asked);
  }

  private boolean used(Wording wording) {
    return switch (use) {
      case ALL -> true;
      case TRAINING -> !wording.heldOut();
      case HELD_OUT -> wording.heldOut();
      case GIVEN -> wording.given();
    };
  }

  /** A line of a heading. */
  Wording line(Language language, String heading, Draws draws) {
    return draws.pick(lines(language, heading));
  }

  /** Lines of a heading. Those that are held out never come in texts to train on. */
  List<Wording> lines(Language language, String heading) {
    List<Wording> all = of(language).of(heading);
    boolean given = use == Wordings.Use.GIVEN && all.stream().anyMatch(Wording::given);
    return all.stream()
        .filter(line -> given ? line.given() : use != Wordings.Use.TRAINING || !line.heldOut())
        .toList();
  }

  /** The usual words for an offence. */
  String offence(Language language, Offence offence) {
    return Phrases.words(of(language).of("offence." + offence.code()).get(0));
  }

  Phrases of(Language language) {
    Phrases phrases = byLanguage.get(language);
    if (phrases == null) {
      throw new IllegalStateException("Cannot write a text: no phrases, found " + language);
    }
    return phrases;
  }
}
