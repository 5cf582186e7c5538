package org.insight.jobs.landing;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.insight.jobs.landing.extract.PolicyLike;
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
  private static final String OF_MACOS = "._";

  /** A source says the same beside most of its items. The bounds only limit memory. */
  private static final int REMEMBERED = 1_000;

  private static final int LONGEST_REMEMBERED = 2_000;

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
    return fileName.equals("policy.yaml") || forOne(fileName) != null;
  }

  /**
   * The name of the file that a policy is for alone; null where it is of a folder, or is none. A
   * name with a dot too many ({@code item.txt..policy.yaml}) only looks like that of a policy.
   */
  static @Nullable String forOne(String fileName) {
    return fileName.endsWith(BESIDE)
            && fileName.length() > BESIDE.length()
            && fileName.charAt(fileName.length() - BESIDE.length() - 1) != '.'
        ? fileName.substring(0, fileName.length() - BESIDE.length())
        : null;
  }

  /**
   * Of what a file would be the policy if it were named as policies are. Its author meant to
   * restrict something, which would come in under the policy further up.
   *
   * @return a file's name; empty for its folder; null where it is a policy, or does not look like
   *     one
   */
  static @Nullable String misnamedFor(String fileName) {
    return names(fileName) ? null : PolicyLike.nameOf(fileName);
  }

  /** Whether a file that lies in another one was meant for a policy, rightly named or nearly. */
  static boolean meansPolicy(String fileName) {
    return names(fileName) || misnamedFor(fileName) != null;
  }

  /**
   * Whether a file is what macOS writes beside a policy of the right name on disks of other
   * systems. It has nothing of its text.
   *
   * @param names of what lies beside it
   */
  static boolean isCompanion(String fileName, Set<String> names) {
    return fileName.startsWith(OF_MACOS)
        && names(fileName.substring(OF_MACOS.length()))
        && names.contains(fileName.substring(OF_MACOS.length()));
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
