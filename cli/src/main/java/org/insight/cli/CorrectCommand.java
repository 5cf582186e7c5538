package org.insight.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.insight.jobs.governance.CorrectionVerdict;
import org.insight.services.Corrections;
import org.insight.services.LakeSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes what a reader corrects in what was read of a document. */
@Command(
    name = "correct",
    header = "Confirms, corrects or rejects what was read of a document.",
    mixinStandardHelpOptions = true,
    description = {
      "ROW is the id of a row that the reader sees: mention_id in mentions.names, times or places,",
      "event_id in mentions.events, described_id in mentions.described, or translation_id in",
      "text.translations. Fields:",
      "",
      "  names      kind=person|organization|location, name=NORMAL FORM",
      "  times      value=ISO 8601, role=incident|document|birth|travel|other",
      "  places     key=GEONAMES ID, role=incident|birth|home|travel|seizure|office|other",
      "  events     code=CODE OF THE TAXONOMY, status=asserted|negated|hypothetical",
      "  described  role=suspect|victim|witness|contact|office|other, or a property, as",
      "             birthDate=1980-02-03; one at a time, also to confirm or reject it",
      "  translations  translation=SENTENCE",
      "",
      "A correction has the label of its document. It stays when models change. The next",
      "`insight run` follows it, and `insight undo` takes it back. Of two of the same words the",
      "later counts; mentions.corrections has all. It needs the role decider, and goes to the",
      "audit."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  insight correct --as fr-analyst --purpose investigation",
      "      --reason \"he was born there\" correct 5f1c… role=birth",
      "  insight correct --as fr-analyst --purpose investigation",
      "      --reason \"a ship's name\" reject 09ab…",
      "  insight correct --as fr-analyst --purpose investigation",
      "      --reason \"month and day were swapped\" correct 77e0… birthDate=1980-02-03"
    })
final class CorrectCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;
  @Mixin private Common common;
  @Mixin private Reading reading;

  @Option(
      names = "--instead-of",
      paramLabel = "VALUE",
      description = "Of a described person who has several values of a property: the wrong one.")
  private @Nullable String insteadOf;

  @Parameters(index = "0", paramLabel = "confirm|correct|reject", description = "The verdict.")
  private CorrectionVerdict verdict;

  @Parameters(index = "1", paramLabel = "ROW", description = "Id of the row.")
  private String row;

  @Parameters(
      index = "2..*",
      paramLabel = "FIELD=VALUE",
      description = "What is right; of a described person also what is confirmed or rejected.")
  private Map<String, String> fields = new TreeMap<>();

  @Override
  public Integer call() {
    try (LakeSession session = LakeSession.toWrite("correct", common.settings())) {
      String id = Corrections.correct(session, reading::access, verdict, row, fields, insteadOf);
      PrintWriter out = spec.commandLine().getOut();
      out.println(id + " is recorded; the next `insight run` follows it.");
      out.flush();
    }
    return 0;
  }
}
