package org.insight.services.export;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.insight.services.ask.ExportedNetwork;
import org.insight.services.ask.ExportedNetwork.Link;
import org.insight.services.ask.ExportedNetwork.Marking;
import org.insight.services.ask.ExportedNetwork.Node;
import org.insight.services.ask.FoundLink.Carrier;

/**
 * A network as three CSV files (RFC 4180, UTF-8) in one zip: {@code nodes.csv}, {@code links.csv}
 * and {@code evidence.csv}. Lists are JSON.
 */
final class CsvTables {

  /** The same network gives the same bytes. */
  private static final LocalDateTime ALWAYS = LocalDateTime.of(1980, 1, 1, 0, 0);

  private static final List<String> MARKS = List.of("handling", "restrictions", "restricted");

  private CsvTables() {}

  static byte[] of(ExportedNetwork network) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      add(zip, "nodes.csv", nodes(network));
      add(zip, "links.csv", links(network));
      add(zip, "evidence.csv", evidence(network));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void add(ZipOutputStream zip, String name, List<List<String>> rows)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(ALWAYS);
    zip.putNextEntry(entry);
    for (List<String> row : rows) {
      String line = row.stream().map(CsvTables::quoted).collect(Collectors.joining(",")) + "\r\n";
      zip.write(line.getBytes(StandardCharsets.UTF_8));
    }
    zip.closeEntry();
  }

  private static String quoted(String cell) {
    return cell.matches("(?s).*[\",\\r\\n].*") ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }

  private static List<List<String>> nodes(ExportedNetwork network) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        marked(
            List.of(
                "id", "kind", "caption", "identifier", "basis", "hops", "strength", "properties"),
            MARKS));
    for (Node node : network.nodes()) {
      rows.add(
          marked(
              List.of(
                  node.id(),
                  node.kind(),
                  node.caption(),
                  node.identifier(),
                  node.basis(),
                  Integer.toString(node.hops()),
                  Double.toString(node.strength()),
                  ExportJson.text(node.properties())),
              cells(node.marking())));
    }
    return rows;
  }

  private static List<List<String>> links(ExportedNetwork network) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        marked(
            List.of(
                "id",
                "from",
                "to",
                "kinds",
                "values",
                "directions",
                "first_day",
                "last_day",
                "strength",
                "independent_sources",
                "grading"),
            MARKS));
    for (Link link : network.links()) {
      rows.add(
          marked(
              List.of(
                  link.id(),
                  link.from(),
                  link.to(),
                  ExportJson.text(link.kinds()),
                  ExportJson.text(link.values()),
                  ExportJson.text(link.directions()),
                  link.firstDay(),
                  link.lastDay(),
                  Double.toString(link.strength()),
                  Integer.toString(link.independentSources()),
                  ExportJson.text(link.grading())),
              cells(link.marking())));
    }
    return rows;
  }

  private static List<List<String>> evidence(ExportedNetwork network) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(
        List.of(
            "link_id",
            "kind",
            "value",
            "subject_kind",
            "subject_id",
            "path",
            "locator",
            "day",
            "sentence"));
    for (Link link : network.links()) {
      for (Carrier carrier : link.evidence()) {
        rows.add(
            List.of(
                link.id(),
                carrier.kind(),
                carrier.value(),
                carrier.subjectKind(),
                carrier.subjectId(),
                carrier.path(),
                carrier.locator(),
                carrier.day(),
                carrier.sentence()));
      }
    }
    return rows;
  }

  private static List<String> cells(Marking marking) {
    return List.of(
        ExportJson.text(marking.handling()),
        marking.restrictions(),
        Boolean.toString(marking.restricted()));
  }

  private static List<String> marked(List<String> cells, List<String> marks) {
    List<String> row = new ArrayList<>(cells);
    row.addAll(marks);
    return row;
  }
}
