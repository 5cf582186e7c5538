package org.insight.flow;

import java.util.List;

/** What a reader asks a lake, whatever the engine. */
interface Door {

  /** The rows of the answer as text, in its order, or the one line of an error. */
  List<String> answer(String sql);
}
