package org.insight.jobs.landing;

import java.io.IOException;
import java.io.InputStream;

/** Opens a file's bytes; may be called more than once. */
@FunctionalInterface
public interface ItemSource {

  InputStream open() throws IOException;

  /** How many bytes, as far as that is known without reading them; else less than zero. */
  default long sizeBytes() {
    return -1;
  }
}
