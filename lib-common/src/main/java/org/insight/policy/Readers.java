package org.insight.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.schemas.TrinoRules;
import org.jspecify.annotations.Nullable;

/** The readers and their rights, as configured. */
public final class Readers {

  private static final String WHAT = "the readers";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,63}");
  private static final Pattern CONTROL = Pattern.compile(TrinoRules.CONTROL_NAMES);

  private Readers() {}

  /**
   * Reads {@code readers.yaml}: a reader's name to its country or body or both, clearance, purposes
   * and role (reader, decider, or control, which needs neither country nor body).
   *
   * @return scopes by reader's name, sorted
   * @throws InsightException USAGE in one line, where the file is missing or a key or value is not
   *     of its list
   */
  public static SortedMap<String, Scope> read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot read the readers: no such file, found " + file, e);
    }
  }

  /** As {@link #read}, of text. */
  public static SortedMap<String, Scope> parse(String yaml) {
    try {
      PolicyText text = PolicyText.readOfAnyLength(WHAT, yaml);
      SortedMap<String, Scope> scopes = new TreeMap<>();
      for (String name : new TreeSet<>(text.keys())) {
        requireName(name);
        PolicyText reader = text.mapping(name);
        if (reader != null) {
          scopes.put(name, scope(name, reader));
        }
      }
      if (scopes.isEmpty()) {
        throw new IllegalArgumentException("Cannot read the readers: there are none");
      }
      return scopes;
    } catch (IllegalArgumentException e) {
      throw new InsightException(
          ErrorKind.USAGE,
          String.valueOf(e.getMessage()).replace("Cannot read a policy", "Cannot read the readers"),
          e);
    }
  }

  private static Scope scope(String name, PolicyText reader) {
    String country = reader.text("country");
    String body = reader.text("body");
    String clearance = reader.text("clearance");
    List<String> purposes = reader.texts("purposes");
    String role = reader.text("role");
    reader.nothingElse();
    if (clearance == null || !clearance.strip().matches("[0-3]")) {
      throw new IllegalArgumentException(
          "Cannot read the readers: clearance of "
              + name
              + " must be 0 to 3, found "
              + (clearance == null ? "none" : OneLine.of(clearance)));
    }
    Scope scope =
        new Scope(
            country,
            body,
            clearance.strip().charAt(0) - '0',
            Purpose.parseAll(purposes == null ? List.of() : purposes),
            role(name, role));
    requireNameOfControl(name, scope);
    requirePurposes(name, scope);
    requireParty(name, scope);
    requireBody(name, scope);
    return scope;
  }

  /**
   * Holds a reader against the rules of the file, wherever the rights come from.
   *
   * @throws InsightException USAGE in one line
   */
  public static void require(String name, Scope rights) {
    refused(
        () -> {
          requireName(name);
          requireNameOfControl(name, rights);
          requirePurposes(name, rights);
          requireParty(name, rights);
          requireBody(name, rights);
        });
  }

  /** As {@link #require}, of whether the reader is of a country or a body at all. */
  public static void requirePartyOf(String name, Scope rights) {
    refused(() -> requireParty(name, rights));
  }

  /** As {@link #require}, of the body alone: what else an older reader has is left as it is. */
  public static void requireBodyOf(String name, Scope rights) {
    refused(() -> requireBody(name, rights));
  }

  private static void refused(Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      throw new InsightException(ErrorKind.USAGE, String.valueOf(e.getMessage()), e);
    }
  }

  private static void requireName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Cannot read the readers: a name is lower-case letters, digits, '.', '_' and '-',"
              + " found "
              + OneLine.of(name));
    }
  }

  /** In Trino dashboards may act as any reader but these, and only names tell them there. */
  private static void requireNameOfControl(String name, Scope rights) {
    if (rights.control() && !CONTROL.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Cannot read the readers: one of role control is called control, or control- and more,"
              + " found "
              + OneLine.of(name));
    }
  }

  private static void requirePurposes(String name, Scope rights) {
    if (!rights.control() && rights.purposes().isEmpty()) {
      throw new IllegalArgumentException("Cannot read the readers: no purposes for " + name);
    }
  }

  /** Else nothing that is not for somebody would be withheld from the reader. */
  private static void requireParty(String name, Scope rights) {
    if (!rights.control() && rights.ofNobody()) {
      throw new IllegalArgumentException(
          "Cannot read the readers: a reader is of a country or of a body, found neither for "
              + name);
    }
  }

  /** Else who is of a country would be shut out by nothing that shuts the country out. */
  private static void requireBody(String name, Scope rights) {
    String body = rights.body();
    if (body != null) {
      PartyCode.meansCountry(body)
          .ifPresent(
              iso -> {
                throw new IllegalArgumentException(
                    "Cannot read the readers: the body of "
                        + name
                        + " is a country ("
                        + iso
                        + "), found "
                        + body);
              });
      List<String> listed = PartyCode.listsCountries(body);
      if (!listed.isEmpty()) {
        throw new IllegalArgumentException(
            "Cannot read the readers: the body of "
                + name
                + " lists countries ("
                + String.join(", ", listed)
                + "), found "
                + body);
      }
    }
  }

  private static ReaderRole role(String name, @Nullable String word) {
    try {
      return word == null ? ReaderRole.READER : ReaderRole.parse(word);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.valueOf(e.getMessage())
              .replace(
                  "Cannot describe a reader: role", "Cannot read the readers: role of " + name),
          e);
    }
  }
}
