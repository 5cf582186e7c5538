package org.insight.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The wordings and sentences of one language, by heading. */
final class Phrases {
  static final String WORDING = "wording";

  /** Kinds of texts. {@code email} is what messages say; all others are documents. */
  static final List<String> KINDS =
      List.of(
          "custody",
          "statement",
          "intelligence",
          "border",
          "theft",
          "email",
          "phone",
          "expert",
          "report");

  /** Headings, up to their first point. */
  private static final Set<String> HEADINGS =
      Set.of(
          WORDING,
          "header",
          "unit",
          "opening",
          "closing",
          "subject",
          "greeting",
          "signature",
          "also",
          "about",
          "more",
          "alias",
          "months",
          "nationality",
          "when",
          "range",
          "negation",
          "hypothesis",
          "offence",
          "detail",
          "born",
          "phone",
          "plate",
          "passport",
          "national_id",
          "account",
          "address",
          "email",
          "booking");

  private static final Pattern RELATIVE =
      Pattern.compile("(morning|afternoon|evening|night|day|week): \\S.*");

  private final Map<String, List<Wording>> byHeading = new LinkedHashMap<>();

  /** Those that texts are written in. */
  private final List<Wording> wordings = new ArrayList<>();

  /**
   * Adds the lines of a file.
   *
   * @param name as wordings' ids and messages have it
   * @throws WordingException if a line is not as docs/simulator.md describes
   */
  void read(String name, List<String> lines, boolean given) {
    String heading = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      int number = i + 1;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        if (line.startsWith("[") && !line.startsWith("[?")) {
          heading = heading(line);
          continue;
        }
        StringBuilder text = new StringBuilder(line.replace("\\n", "\n"));
        while (i + 1 < lines.size() && lines.get(i + 1).matches("\\s+\\S.*")) {
          text.append('\n').append(lines.get(++i).strip());
        }
        add(name, heading, text.toString(), given);
      } catch (IllegalArgumentException e) {
        throw new WordingException(
            "Cannot read wordings: " + name + ":" + number + ": " + e.getMessage());
      }
    }
  }

  private static String heading(String line) {
    String heading = line.endsWith("]") ? line.substring(1, line.length() - 1) : "";
    String first = heading.split("[. ]", 2)[0];
    if (!HEADINGS.contains(first)) {
      throw new IllegalArgumentException("no such heading, found " + line);
    }
    String kind = heading.substring(first.length()).replaceFirst("^[.]", "").split(" ", 2)[0];
    if (first.equals(WORDING) && !KINDS.contains(kind)) {
      throw new IllegalArgumentException(
          "a wording is of one of " + String.join(", ", KINDS) + ", found " + line);
    }
    offences(heading);
    return heading;
  }

  private static Set<Offence> offences(String heading) {
    Set<Offence> offences = EnumSet.noneOf(Offence.class);
    String[] words = heading.split(" ");
    for (int i = 1; i < words.length; i++) {
      if (!Offence.CODES.contains(words[i])) {
        throw new IllegalArgumentException("no such offence, found " + words[i]);
      }
      offences.add(Offence.valueOf(words[i].toUpperCase(Locale.ROOT)));
    }
    return offences;
  }

  private void add(String name, String heading, String line, boolean given) {
    if (heading.isEmpty()) {
      throw new IllegalArgumentException("a line stands before the first heading");
    }
    boolean heldOut = given || line.startsWith("! ");
    String text = line.startsWith("! ") ? line.substring(2) : line;
    String plain = heading.split(" ", 2)[0];
    List<Wording> same = byHeading.computeIfAbsent(plain, h -> new ArrayList<>());
    boolean whole = plain.startsWith(WORDING);
    String kind = whole ? plain.substring(WORDING.length() + 1) : plain;
    long before = same.stream().filter(w -> w.id().startsWith(name + "/")).count();
    Wording wording =
        new Wording(
            name + "/" + kind + "/" + (before + 1),
            kind,
            heldOut,
            given,
            offences(heading),
            Wording.parse(text));
    if (whole) {
      wording.requireWhole();
      wordings.add(wording);
    } else {
      wording.requireSentence(plain.split("[.]", 2)[0]);
      if (plain.matches("when[.](\\d+|weekday)") && !RELATIVE.matcher(words(wording)).matches()) {
        throw new IllegalArgumentException(
            "a relative day begins with its kind, as evening: hier soir, found " + text);
      }
    }
    same.add(wording);
  }

  List<Wording> wordings() {
    return wordings;
  }

  boolean has(String heading) {
    return byHeading.containsKey(heading);
  }

  List<Wording> of(String heading) {
    List<Wording> phrases = byHeading.get(heading);
    if (phrases == null) {
      throw new IllegalArgumentException("Cannot write a sentence: no heading, found " + heading);
    }
    return phrases;
  }

  /** The words of a line without gaps. */
  static String words(Wording line) {
    StringBuilder words = new StringBuilder();
    for (Wording.Part part : line.parts()) {
      if (part instanceof Wording.Words plain) {
        words.append(plain.text());
      }
    }
    return words.toString();
  }

  /** Lines of a resource of this package's folder, without empty ones. */
  static List<String> lines(String file) {
    return all(file).stream().filter(line -> !line.isBlank()).toList();
  }

  static List<String> all(String file) {
    try (InputStream in = Phrases.class.getResourceAsStream("/simulate/" + file)) {
      if (in == null) {
        throw new IllegalStateException("Cannot read a resource: it is missing, found " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
