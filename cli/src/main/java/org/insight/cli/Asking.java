package org.insight.cli;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.insight.access.Access;
import org.insight.services.LakeSession;
import org.insight.services.ReaderQueries;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;

/**
 * How a command asks as a reader: in a session of its own, or in that of the shell in which it was
 * typed.
 */
final class Asking {

  /** A command that asks as a reader. */
  interface Question extends Callable<Integer> {

    Asking asking();

    /**
     * Asks and prints.
     *
     * @return the exit code
     */
    @Override
    Integer call();
  }

  /** What the shell states for all that is typed in it. */
  private static final List<String> OF_A_SHELL =
      List.of("--conf", "--lake", "--as", "--purpose", "--reason");

  private record Open(ReaderQueries queries, Access access) {}

  @Mixin private Common common;
  @Mixin private Reading reading;

  private @Nullable Open open;

  /** From now on asks in a session that is open. The command then has no options to open one. */
  void in(CommandSpec spec, ReaderQueries queries, Access access) {
    open = new Open(queries, access);
    OF_A_SHELL.forEach(option -> spec.remove(spec.findOption(option)));
  }

  /** Whether it is asked in a session that is open. */
  boolean isInShell() {
    return open != null;
  }

  /**
   * @param command its name
   * @param asks with whose rights and why
   */
  void as(String command, BiConsumer<ReaderQueries, Access> asks) {
    if (open != null) {
      asks.accept(open.queries(), open.access());
      return;
    }
    try (LakeSession session = LakeSession.toRead(command, common.settings())) {
      ReaderQueries queries = new ReaderQueries(session);
      asks.accept(queries, reading.access(queries.login()));
    }
  }
}
