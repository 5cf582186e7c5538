package org.insight.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.policy.BasePolicy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that read an inbox. */
final class InboxOptions {

  @Option(
      names = "--inbox",
      paramLabel = "DIR",
      description = "Drop folder, local or any URI of the Hadoop client.")
  private @Nullable String inbox;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Policy (YAML) of the items that bring none of their own.")
  private @Nullable Path policy;

  boolean given() {
    return inbox != null;
  }

  /** Whether a policy is given for items that come in, and no inbox that they come from. */
  boolean policyAlone() {
    return policy != null && inbox == null;
  }

  /**
   * @throws InsightException INPUT where there is no such folder, USAGE where the policy is none
   */
  void check() {
    policy();
    if (inbox != null && !inbox.contains(":/") && !Files.isDirectory(Path.of(inbox))) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot read the inbox: no such folder, found " + inbox);
    }
  }

  /** The folder of an inbox that is {@link #given}. */
  String folder() {
    if (inbox == null) {
      throw new IllegalStateException("no inbox is given");
    }
    return inbox;
  }

  /** The inbox, or none. */
  @Nullable String folderOrNone() {
    return inbox;
  }

  /** YAML of the policy of items that bring none. */
  @Nullable String policy() {
    return policy == null ? null : policy(policy);
  }

  /**
   * YAML of a policy.
   *
   * @throws InsightException USAGE where it is none
   */
  static String policy(Path policy) {
    String text = TextFiles.read(policy);
    try {
      BasePolicy.fromYaml(text);
    } catch (IllegalArgumentException e) {
      throw new InsightException(ErrorKind.USAGE, e.getMessage() + " in " + policy, e);
    }
    return text;
  }
}
