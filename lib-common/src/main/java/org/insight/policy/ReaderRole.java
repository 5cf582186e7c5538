package org.insight.policy;

import java.util.Arrays;
import org.insight.core.OneLine;

/** What a reader may do beside reading, as readers.yaml and the column {@code role} say it. */
public enum ReaderRole {
  READER("reader"),
  /** Sees what a reader of the same rights sees, and may say which records are the same thing. */
  DECIDER("decider"),
  /** Sees all that has a policy. */
  CONTROL("control");

  private final String code;

  ReaderRole(String code) {
    this.code = code;
  }

  /**
   * @throws IllegalArgumentException in one line, where it is no such word
   */
  public static ReaderRole parse(String word) {
    return Arrays.stream(values())
        .filter(role -> role.code.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Cannot describe a reader: role must be reader, decider or control, found "
                        + OneLine.of(word)));
  }

  public String code() {
    return code;
  }
}
