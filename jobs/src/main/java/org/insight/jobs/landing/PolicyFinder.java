package org.insight.jobs.landing;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.insight.policy.Addressees;
import org.insight.policy.BasePolicy;
import org.insight.policy.Dispatch;
import org.jspecify.annotations.Nullable;

/**
 * Finds the policy of a file: its own, else {@code NAME.policy.yaml} beside it, else the nearest
 * {@code policy.yaml} upward to the inbox, else the run's. The first that is there decides, even
 * where it is malformed. What folders hold is remembered, so an object is for one run.
 */
public final class PolicyFinder {

  private static final String BESIDE = ".policy.yaml";

  /** A source says the same beside most of its items. The bounds only limit memory. */
  private static final int REMEMBERED = 1_000;

  private static final int LONGEST_REMEMBERED = 2_000;

  /** In other letters, with the other ending, or with the one that Windows does not show. */
  private static final Pattern LIKE_A_POLICY =
      Pattern.compile("(?i)(?:(?<of>.+)\\.)?policy\\.ya?ml(?:\\.txt)?");

  /**
   * Control and format characters, and what else is drawn as nothing: Unicode's property {@code
   * Default_Ignorable_Code_Point} (DerivedCoreProperties), variation selectors and fillers among
   * them.
   */
  private static final Pattern UNSEEN =
      Pattern.compile(
          "[\\p{Cc}\\p{Cf}\\x{34F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}\\x{180B}-\\x{180F}\\x{2065}"
              + "\\x{3164}\\x{FE00}-\\x{FE0F}\\x{FFA0}\\x{FFF0}-\\x{FFF8}\\x{E0000}-\\x{E0FFF}]");

  /** The empty pattern of Braille is a sign, and looks as a blank does. */
  private static final Pattern BLANK = Pattern.compile("[\\p{Z}\\x{2800}]");

  private final PolicyTexts texts;
  private final PolicyResult fallback;
  private final Map<String, PolicyResult> folders = new HashMap<>();
  private final Map<String, PolicyResult> parsed = new HashMap<>();

  /**
   * @param fallback text of the policy for items that bring none; null for none
   * @throws IllegalArgumentException where the fallback is malformed
   */
  public PolicyFinder(PolicyTexts texts, @Nullable String fallback) {
    this.texts = texts;
    this.fallback =
        fallback == null
            ? new PolicyResult.Missing(Addressees.UNSAID)
            : new PolicyResult.Found(BasePolicy.fromYaml(fallback), Addressees.UNSAID);
  }

  /** Whether a name is that of a policy file, which is no item. */
  public static boolean names(String fileName) {
    return fileName.equals("policy.yaml") || fileName.endsWith(BESIDE);
  }

  /** The name of the file that a policy is for alone; null where it is of a folder, or is none. */
  static @Nullable String forOne(String fileName) {
    return fileName.endsWith(BESIDE)
        ? fileName.substring(0, fileName.length() - BESIDE.length())
        : null;
  }

  /** A name without what nobody sees of it: marks, as of the direction of writing, outer blanks. */
  static String seen(String fileName) {
    String unmarked = UNSEEN.matcher(fileName).replaceAll("");
    return BLANK.matcher(unmarked).replaceAll(" ").strip();
  }

  /**
   * Of what a file would be the policy if it were named as policies are. Who named it so meant to
   * restrict something, which would come in under the policy further up.
   *
   * @return a file's name; empty for its folder; null where it is a policy, or does not look like
   *     one
   */
  static @Nullable String misnamedFor(String fileName) {
    if (names(fileName)) {
      return null;
    }
    // As it is written where that is enough: what it is for may be called so, marks and all.
    for (String name : List.of(fileName, seen(fileName))) {
      Matcher like = LIKE_A_POLICY.matcher(name);
      if (like.matches()) {
        return like.group("of") == null ? "" : like.group("of");
      }
    }
    return null;
  }

  /** Whether a file that lies in another one was meant for a policy, rightly named or nearly. */
  static boolean meansPolicy(String fileName) {
    return names(fileName) || misnamedFor(fileName) != null;
  }

  /**
   * @param path below the inbox, with {@code /}
   */
  public PolicyResult find(String path, ItemSource source) throws IOException {
    Optional<PolicyResult> own = OwnPolicy.in(source);
    if (own.isEmpty()) {
      return around(path);
    }
    Addressees said = own.get().addressees();
    if (own.get() instanceof PolicyResult.Missing) {
      return around(path).sentTo(said);
    }
    // Whom it was sent to is no part of its policy: what lies around it may say that alone.
    return said.equals(Addressees.UNSAID) ? own.get().sentTo(around(path).addressees()) : own.get();
  }

  /** The policy of a path by the files around it alone. */
  PolicyResult around(String path) {
    PolicyResult beside = read(beside(path));
    return beside == null ? folder(parent(path)) : beside;
  }

  /** The policy file that is for one path alone. */
  static String beside(String path) {
    return path + BESIDE;
  }

  private PolicyResult folder(String folder) {
    PolicyResult known = folders.get(folder);
    if (known != null) {
      return known;
    }
    PolicyResult here = read(folder.isEmpty() ? "policy.yaml" : folder + "/policy.yaml");
    PolicyResult result;
    if (here != null) {
      result = here;
    } else {
      result = folder.isEmpty() ? fallback : folder(parent(folder));
    }
    folders.put(folder, result);
    return result;
  }

  private @Nullable PolicyResult read(String path) {
    String text;
    try {
      text = texts.text(path);
    } catch (IOException e) {
      // Its restrictions are unknown, so those of a folder above may be too lax.
      return new PolicyResult.Malformed("a policy file beside it or above it cannot be read");
    }
    if (text == null) {
      return null;
    }
    if (text.length() > LONGEST_REMEMBERED) {
      return parse(text);
    }
    if (parsed.size() >= REMEMBERED) {
      parsed.clear();
    }
    return parsed.computeIfAbsent(text, PolicyFinder::parse);
  }

  /** What the text of a policy file says. */
  static PolicyResult parse(String text) {
    if (text.indexOf(OwnPolicy.NO_CHARACTER) >= 0) {
      // What a condition or a handling code said there is lost, and two may have become one.
      return new PolicyResult.Malformed("a policy file is not in UTF-8");
    }
    try {
      return OwnPolicy.result(Dispatch.fromYaml(text));
    } catch (IllegalArgumentException e) {
      String message = e.getMessage() == null ? "" : e.getMessage();
      return new PolicyResult.Malformed(message.replaceFirst("^Cannot read a policy: ", ""));
    }
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
