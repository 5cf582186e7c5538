package org.insight.schemas;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All table contracts, in the order of the data's way. */
public final class Contracts {

  private final Map<TableName, TableContract> byName;

  private Contracts(Map<TableName, TableContract> byName) {
    this.byName = byName;
  }

  /**
   * Reads {@code contracts/INDEX}, one {@code stage.table} a line, and the YAML of each.
   *
   * @throws IllegalStateException where one is missing or breaks the form
   */
  public static Contracts load() {
    Map<TableName, TableContract> contracts = new LinkedHashMap<>();
    for (String line : text("contracts/INDEX").lines().toList()) {
      if (!line.isBlank()) {
        TableName name = TableName.of(line.strip());
        contracts.put(name, read(name));
      }
    }
    contracts.values().forEach(contract -> requireSources(contract, contracts));
    return new Contracts(contracts);
  }

  private static void requireSources(TableContract contract, Map<TableName, TableContract> all) {
    for (Lineage lineage : contract.lineage()) {
      TableContract source = all.get(lineage.from());
      String of = lineage.of();
      if (source == null
          || (of == null
              ? source.grain().size() != 1
              : source.columns().stream().noneMatch(c -> c.name().equals(of)))) {
        throw new IllegalStateException(
            "Cannot read "
                + contract.name()
                + ": lineage names neither a table with a grain of one column nor a column of one,"
                + " found "
                + lineage.inWords());
      }
    }
  }

  /** These contracts alone, in the same order. */
  public Contracts only(Collection<TableName> names) {
    Map<TableName, TableContract> some = new LinkedHashMap<>(byName);
    some.keySet().retainAll(names);
    return new Contracts(some);
  }

  public List<TableContract> all() {
    return List.copyOf(byName.values());
  }

  public Optional<TableContract> find(TableName name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * The contract of a table that must have one.
   *
   * @throws IllegalArgumentException where it has none
   */
  public TableContract get(TableName name) {
    return find(name)
        .orElseThrow(
            () -> new IllegalArgumentException("Cannot use a table: no contract, found " + name));
  }

  private static TableContract read(TableName name) {
    return read(name, text(path(name)));
  }

  private static String path(TableName name) {
    return "contracts/" + name.stage() + "/" + name.table() + ".yaml";
  }

  /**
   * The contract of a table.
   *
   * @param yaml what its file says
   * @throws IllegalStateException where it is none, or says too little of a column
   */
  static TableContract read(TableName name, String yaml) {
    String path = path(name);
    try {
      Form form = MAPPER.readValue(yaml, Form.class);
      TableContract contract = form.toContract();
      if (!contract.name().equals(name)) {
        throw new IllegalStateException("Cannot read " + path + ": it speaks of " + form.table());
      }
      return contract;
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  private static String text(String path) {
    try (InputStream in = Contracts.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("Cannot read a contract: no resource, found " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + path, e);
    }
  }

  private static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private record ColumnForm(
      String name,
      String type,
      boolean nullable,
      @Nullable String doc,
      @Nullable Sensitivity sensitivity) {

    Column toColumn(String table) {
      if (doc == null || doc.isBlank()) {
        throw new IllegalStateException("Cannot read " + table + ": column " + name + " lacks doc");
      }
      // Masks and the duty to say why go by it: forgotten, it would open a table to all.
      if (sensitivity == null) {
        throw new IllegalStateException(
            "Cannot read " + table + ": column " + name + " lacks sensitivity");
      }
      return new Column(name, type, nullable, doc, sensitivity);
    }
  }

  private record LineageForm(
      String column, String from, @Nullable String of, @Nullable Map<String, String> when) {

    Lineage toLineage(String table, List<Column> all) {
      Map<String, String> conditions = when == null ? Map.of() : when;
      List<String> named = new ArrayList<>(conditions.keySet());
      named.add(column);
      for (String name : named) {
        if (all.stream().noneMatch(c -> c.name().equals(name))) {
          throw new IllegalStateException(
              "Cannot read " + table + ": lineage names no column, found " + name);
        }
      }
      return new Lineage(column, TableName.of(from), of, conditions);
    }
  }

  private record MaintenanceForm(
      @Nullable Boolean compact, @Nullable Boolean expire, @Nullable String because) {

    Maintenance toMaintenance(String table) {
      if (because == null || because.isBlank()) {
        throw new IllegalStateException(
            "Cannot read " + table + ": maintenance differs and does not say why");
      }
      return new Maintenance(compact == null || compact, expire == null || expire, because.strip());
    }
  }

  private record Form(
      String table,
      String description,
      List<String> grain,
      WriteMode write,
      @Nullable List<String> key,
      @Nullable List<String> partition,
      @JsonProperty("min_rows") long minRows,
      @JsonProperty("loses_at_most") @Nullable Double losesAtMost,
      @Nullable List<Expectation> expectations,
      @Nullable Edge edge,
      @Nullable List<LineageForm> lineage,
      @Nullable MaintenanceForm maintenance,
      List<ColumnForm> columns) {

    TableContract toContract() {
      List<Column> all = new ArrayList<>();
      for (ColumnForm column : columns) {
        all.add(column.toColumn(table));
      }
      List<String> keyed = key == null ? List.of() : key;
      requireColumns("grain", grain, all);
      requireColumns("key", keyed, all);
      if (write == WriteMode.UPDATE
          ? keyed.isEmpty()
          : write == WriteMode.REPLACE && !keyed.isEmpty()) {
        throw new IllegalStateException(
            "Cannot read "
                + table
                + ": it must have a key where it is updated, and none where it is made anew");
      }
      List<Lineage> inputs = new ArrayList<>();
      if (lineage != null) {
        lineage.forEach(l -> inputs.add(l.toLineage(table, all)));
      }
      return new TableContract(
          TableName.of(table),
          description.strip(),
          grain,
          write,
          keyed,
          partition == null ? List.of() : partition,
          minRows,
          losesAtMost == null ? 1 : losesAtMost,
          expectations == null ? List.of() : expectations,
          all,
          edge,
          inputs,
          maintenance == null ? Maintenance.USUAL : maintenance.toMaintenance(table));
    }

    private void requireColumns(String what, List<String> names, List<Column> all) {
      for (String name : names) {
        if (all.stream().noneMatch(c -> c.name().equals(name) && !c.nullable())) {
          throw new IllegalStateException(
              "Cannot read " + table + ": " + what + " names no required column, found " + name);
        }
      }
    }
  }
}
