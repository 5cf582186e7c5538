package org.insight.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one {@code policy.yaml}, notice or message says of itself: its policy, and whom it was sent
 * to.
 *
 * @param policy null where only addressees are said
 */
public record Dispatch(@Nullable BasePolicy policy, Addressees addressees) {

  private static final String HEADER = BasePolicy.HEADER_PREFIX + "Addressed-To";

  /**
   * Reads a {@code policy.yaml} (or the same as JSON), which may have the key {@code addressed_to}
   * beside those of the policy.
   *
   * @throws IllegalArgumentException as {@link BasePolicy#fromYaml}
   */
  public static Dispatch fromYaml(String yaml) {
    PolicyText text = BasePolicy.text(yaml);
    List<String> to = text.texts("addressed_to");
    return new Dispatch(
        BasePolicy.received(text), to == null ? Addressees.UNSAID : Addressees.of(to));
  }

  /**
   * Reads the {@code X-Insight-*} headers of a message: those of {@link BasePolicy#fromHeaders} and
   * Addressed-To, which may stand there alone.
   *
   * @param headers header names in any case
   * @return empty where there is no such header at all
   * @throws IllegalArgumentException as {@link BasePolicy#fromHeaders}
   */
  public static Optional<Dispatch> fromHeaders(Map<String, String> headers) {
    Map<String, String> others = new LinkedHashMap<>();
    String to = null;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (!header.getKey().strip().equalsIgnoreCase(HEADER)) {
        others.put(header.getKey(), header.getValue());
      } else if (to != null) {
        throw new IllegalArgumentException(
            "Cannot read a policy: header given twice, found " + HEADER);
      } else {
        to = header.getValue();
      }
    }
    Optional<BasePolicy> policy = BasePolicy.fromHeaders(others);
    return policy.isEmpty() && to == null
        ? Optional.empty()
        : Optional.of(
            new Dispatch(
                policy.orElse(null),
                to == null ? Addressees.UNSAID : Addressees.of(BasePolicy.split(to))));
  }
}
