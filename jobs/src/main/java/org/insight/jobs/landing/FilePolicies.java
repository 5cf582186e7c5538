package org.insight.jobs.landing;

import org.jspecify.annotations.Nullable;

/**
 * Finds the policies of a task's files: of one that lies in a drop folder in the files around it,
 * of one that was brought, or has the policy that it came with, in that and nowhere else, for a
 * folder of the same name may speak of other things. For one task.
 */
final class FilePolicies {

  private final PolicyFinder lying;
  private final PolicyFinder brought;
  private @Nullable InboxFile now;

  FilePolicies(PolicyTexts around, @Nullable String fallback) {
    lying = new PolicyFinder(around, fallback);
    brought = new PolicyFinder(this::beside, fallback);
  }

  /** The finder for a file; good until the next one is asked for. */
  PolicyFinder of(InboxFile file) {
    now = file;
    return file.content() == null && file.policy() == null ? lying : brought;
  }

  private @Nullable String beside(String path) {
    InboxFile file = now;
    return file != null && path.equals(PolicyFinder.beside(file.path())) ? file.policy() : null;
  }
}
