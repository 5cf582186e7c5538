package org.insight.jobs.landing;

import java.io.IOException;

/** A file is not opened, because a link on its path leads to a folder that may not be read. */
final class LinkOutsideException extends IOException {

  private static final long serialVersionUID = 1L;

  LinkOutsideException() {
    super("a link leads out of the inbox");
  }
}
