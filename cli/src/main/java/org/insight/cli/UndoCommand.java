package org.insight.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.insight.services.Corrections;
import org.insight.services.Decisions;
import org.insight.services.LakeSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a decision or a correction back. */
@Command(
    name = "undo",
    header = "Takes back a decision on records, or a correction.",
    mixinStandardHelpOptions = true,
    description = {
      "Takes back a decision or a correction that the reader sees. The next `insight run` makes all",
      "as it would be without it. Later decisions on the same records stand, and are named.",
      "It needs the role decider, and goes to the audit. `insight explain` names the decisions on an",
      "entity, mentions.corrections has the corrections."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  insight undo --as fr-analyst --purpose investigation",
      "      --reason \"the photograph is of a brother\" D-5f1c…"
    })
final class UndoCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;
  @Mixin private Reading reading;

  @Parameters(paramLabel = "ID", description = "Id of the decision or of the correction.")
  private String decision;

  @Override
  public Integer call() {
    try (LakeSession session = LakeSession.toWrite("undo", common.settings())) {
      List<String> later = List.of();
      if (decision.startsWith(Corrections.PREFIX)) {
        Corrections.undo(session, reading::access, decision);
      } else {
        later = Decisions.undo(session, reading::access, decision).later();
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println(decision + " is undone; the next `insight run` follows it.");
      if (!later.isEmpty()) {
        out.println("Later decisions on these records stand: " + String.join(", ", later));
      }
      out.flush();
    }
    return 0;
  }
}
