package org.insight.jobs.landing;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads policy files of an inbox. */
@FunctionalInterface
public interface PolicyTexts {

  /**
   * @param path below the inbox, with {@code /}
   * @return null where there is no such file
   * @throws IOException where it is there and cannot be read
   */
  @Nullable String text(String path) throws IOException;
}
