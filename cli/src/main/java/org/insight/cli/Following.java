package org.insight.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.insight.access.Access;
import org.insight.access.ReaderSession;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.core.OneLine;
import org.insight.jobs.reports.PageFile;
import org.insight.schemas.TableName;
import org.insight.services.ReaderQueries;
import org.insight.services.ask.Asked;
import org.insight.services.ask.FoundLink;
import org.insight.services.ask.LinkPage;
import org.insight.services.ask.PageTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands that follow links share: how they ask as a reader, and print. */
final class Following {

  enum Format {
    TABLE,
    JSON
  }

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Mixin private Asking asking;

  @Option(
      names = "--format",
      defaultValue = "table",
      paramLabel = "table|json",
      description = "How to print; json is one object a line (default ${DEFAULT-VALUE}).")
  private Format format;

  @Option(
      names = "--out",
      paramLabel = "FILE.html",
      description = {"Writes a page instead, which opens without a network. Only you can read it."})
  private @Nullable Path page;

  private LinkPage.@Nullable Seen seen;

  Asking asking() {
    return asking;
  }

  /**
   * Asks, and prints the answer, or what an unclear name may mean.
   *
   * @param asked for the audit
   * @param told prints an answer, and gives the number of its rows
   * @return the exit code
   */
  <T> int ask(
      String command,
      String asked,
      Set<TableName> tables,
      BiFunction<ReaderSession, Consumer<String>, Asked<T>> question,
      ToLongFunction<T> told) {
    return new NamedQuestion(asking, spec, isJson())
        .ask(
            command,
            asked,
            tables,
            question,
            (queries, access) -> seen = seen(queries, access),
            told);
  }

  private LinkPage.@Nullable Seen seen(ReaderQueries queries, Access access) {
    if (page == null) {
      return null;
    }
    String purpose = access.purpose();
    return new LinkPage.Seen(
        access.reader(), queries.rights(access.reader()), purpose == null ? "" : purpose);
  }

  /** Whether a page is wanted. */
  boolean isPage() {
    return page != null;
  }

  /**
   * Writes the page of links.
   *
   * @param asked ids of the ends that were asked for
   * @param markings how what is no link may be used, in words
   */
  void page(
      String title,
      Set<String> asked,
      List<FoundLink> links,
      List<String> markings,
      List<PageTable> tables) {
    page(seen -> LinkPage.of(seen, title, asked, links, markings, tables), links.size(), "link");
  }

  /**
   * Writes a page.
   *
   * @param shown what is on it
   * @param of how many, of what: in the line that says that it is written
   */
  void page(Function<LinkPage.Seen, String> shown, int of, String what) {
    Path file = Objects.requireNonNull(page);
    String html = shown.apply(Objects.requireNonNull(seen));
    try {
      PageFile.write(file, html);
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.EXTERNAL,
          "Cannot write a page: the folder or disk does not take it, found " + file,
          e);
    }
    out().println(file + ": " + of + " " + what + (of == 1 ? "" : "s"));
  }

  /** Says something of the answer, beside it. */
  void tell(String note) {
    out().flush();
    spec.commandLine().getErr().println(note);
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  boolean isJson() {
    return format == Format.JSON;
  }

  static String bits(double strength) {
    return String.format(Locale.ROOT, "%.1f", strength);
  }

  /** Prints what carries some links, indented below them. */
  static void evidence(PrintWriter out, FoundLink link) {
    for (FoundLink.Carrier carrier : link.evidence()) {
      out.println(
          OneLine.shown(
              "    "
                  + String.join(
                          " ",
                          carrier.kind(),
                          carrier.subjectKind(),
                          carrier.subjectId(),
                          carrier.path(),
                          carrier.locator(),
                          carrier.day())
                      .stripTrailing()
                  + (carrier.sentence().isEmpty() ? "" : ": " + carrier.sentence())));
    }
  }
}
