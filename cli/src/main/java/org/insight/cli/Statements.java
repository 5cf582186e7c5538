package org.insight.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts typed lines into statements. A statement ends at a semicolon that is in no text, no quoted
 * name and no comment.
 */
final class Statements {

  private enum In {
    SQL,
    TEXT,
    LINE_COMMENT,
    COMMENT
  }

  private final StringBuilder open = new StringBuilder();
  private In in = In.SQL;
  private char quote;

  /** Takes a line; gives the statements that it ends, without their semicolons. */
  List<String> line(String line) {
    List<String> ended = new ArrayList<>();
    String text = line + "\n";
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : '\n';
      boolean both = false;
      switch (in) {
        case SQL -> {
          if (c == ';') {
            end(ended);
            continue;
          }
          if (c == '\'' || c == '"' || c == '`') {
            in = In.TEXT;
            quote = c;
          } else if (c == '-' && next == '-') {
            in = In.LINE_COMMENT;
          } else if (c == '/' && next == '*') {
            in = In.COMMENT;
            both = true;
          }
        }
        case TEXT -> {
          if (c == quote) {
            in = In.SQL;
          } else if (c == '\\' && quote != '`' && next != '\n') {
            both = true;
          }
        }
        case LINE_COMMENT -> {
          if (c == '\n') {
            in = In.SQL;
          }
        }
        case COMMENT -> {
          if (c == '*' && next == '/') {
            in = In.SQL;
            both = true;
          }
        }
      }
      open.append(c);
      if (both) {
        open.append(next);
        i++;
      }
    }
    return ended;
  }

  /** Whether a statement has begun. */
  boolean isOpen() {
    return !open.toString().isBlank();
  }

  /** What has begun, so that it can be completed. */
  String begun() {
    return open.toString();
  }

  /** Ends what has begun, if it is not blank. */
  List<String> end() {
    List<String> ended = new ArrayList<>();
    end(ended);
    in = In.SQL;
    return ended;
  }

  private void end(List<String> ended) {
    String statement = open.toString().strip();
    open.setLength(0);
    if (!statement.isEmpty()) {
      ended.add(statement);
    }
  }
}
