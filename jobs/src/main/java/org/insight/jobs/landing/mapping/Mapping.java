package org.insight.jobs.landing.mapping;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.insight.config.UnknownKey;
import org.insight.core.OneLine;
import org.insight.core.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * One mapping file: what it recognises and what it makes of each row ({@code docs/mappings.md}).
 */
public final class Mapping {

  enum Format {
    JSON,
    XML,
    CSV,
    MT940,
    VCARD
  }

  /**
   * How an item is known to be for this mapping.
   *
   * @param header columns that a CSV must have
   * @param anyHeader columns of which a CSV must have one
   * @param fileNames names of files without header; the number of columns must fit too
   * @param cells patterns that cells of most rows of such a file must have, by their columns
   * @param root local name of an XML's root element
   * @param namespace what the namespace of the root begins with; null for any
   * @param keys keys that a JSON object must have
   * @param anyKeys keys of which it must have one
   */
  record Recognise(
      @Nullable List<String> header,
      @JsonProperty("any_header") @Nullable List<String> anyHeader,
      @JsonProperty("file_names") @Nullable List<String> fileNames,
      @Nullable Map<String, String> cells,
      @Nullable String root,
      @Nullable String namespace,
      @Nullable List<String> keys,
      @JsonProperty("any_keys") @Nullable List<String> anyKeys) {}

  private record SchemaFrom(String from, Map<String, String> values, String otherwise) {}

  private record EntityForm(
      String key,
      @Nullable String row,
      @Nullable String schema,
      @JsonProperty("schema_from") @Nullable SchemaFrom schemaFrom,
      @Nullable Map<String, List<String>> when,
      @Nullable List<String> requires,
      Map<String, List<Rule.Form>> properties) {}

  private record Form(
      String id,
      String kind,
      Format format,
      Recognise recognise,
      @Nullable List<String> columns,
      @Nullable List<String> optional,
      @Nullable List<String> rows,
      @Nullable List<String> carry,
      @Nullable Map<String, String> per,
      @Nullable List<String> nulls,
      @Nullable String text,
      @Nullable String sent,
      List<EntityForm> entities) {}

  private record Entity(String key, EntityForm form, Map<String, List<Rule>> properties) {}

  /** Issue of an item: of its columns some hold values that are in no record. */
  private static final String COLUMNS_NOT_READ = "columns_not_read";

  /** Issue of an item: the mapping names columns that it lacks. */
  public static final String COLUMNS_ABSENT = "columns_absent";

  private static final Set<String> KINDS = Set.of("notice", "extract", "list", "document", "other");
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          // Or the first of two would count for nothing, without a word.
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final Form form;
  private final Fields fields;
  private final List<Entity> entities = new ArrayList<>();
  private final Map<Integer, Pattern> cells = new LinkedHashMap<>();
  private final Set<String> read;
  private final Set<String> eitherFirst;

  private Mapping(Form form) {
    this.form = form;
    this.fields = new Fields(form.nulls() == null ? Set.of() : Set.copyOf(form.nulls()));
    if (form.id() == null || form.format() == null || form.recognise() == null) {
      throw new IllegalArgumentException("id, format and recognise are needed");
    }
    if (form.kind() == null || !KINDS.contains(form.kind())) {
      throw new IllegalArgumentException("kind must be one of " + KINDS);
    }
    if (form.entities() == null || form.entities().isEmpty()) {
      throw new IllegalArgumentException("entities are needed");
    }
    if (form.recognise().cells() != null) {
      form.recognise()
          .cells()
          .forEach(
              (column, pattern) -> {
                int at = columns().indexOf(column);
                if (at < 0) {
                  throw new IllegalArgumentException("cells names no column: " + column);
                }
                cells.put(at, Pattern.compile(pattern));
              });
    }
    for (EntityForm entity : form.entities()) {
      if (entity.key() == null || entity.properties() == null) {
        throw new IllegalArgumentException("an entity needs key and properties");
      }
      if ((entity.schema() == null) == (entity.schemaFrom() == null)) {
        throw new IllegalArgumentException(
            "entity " + entity.key() + " needs one of schema and schema_from");
      }
      Map<String, List<Rule>> properties = new LinkedHashMap<>();
      entity
          .properties()
          .forEach((name, rules) -> properties.put(name, rules.stream().map(Rule::new).toList()));
      entities.add(new Entity(entity.key(), entity, properties));
    }
    rules()
        .map(Rule::record)
        .filter(Objects::nonNull)
        .filter(key -> entities.stream().noneMatch(entity -> entity.key().equals(key)))
        .findFirst()
        .ifPresent(
            key -> {
              throw new IllegalArgumentException("record names no entity: " + key);
            });
    this.read = read();
    for (String column : optional()) {
      if (!read.contains(column)) {
        throw new IllegalArgumentException("optional names no column of a rule: " + column);
      }
    }
    this.eitherFirst =
        form.format() == Format.CSV
            ? rules().flatMap(rule -> rule.eitherFirst().stream()).collect(Collectors.toSet())
            : Set.of();
  }

  private Stream<Rule> rules() {
    return entities.stream().flatMap(e -> e.properties().values().stream()).flatMap(List::stream);
  }

  /** Fields that something here looks at. */
  private Set<String> read() {
    Set<String> all = new HashSet<>();
    rules().forEach(rule -> all.addAll(rule.fields()));
    for (EntityForm entity : form.entities()) {
      if (entity.schemaFrom() != null) {
        all.add(entity.schemaFrom().from());
      }
      if (entity.when() != null) {
        all.addAll(entity.when().keySet());
      }
    }
    for (String field : new String[] {form.text(), form.sent()}) {
      if (field != null) {
        all.add(field);
      }
    }
    return all;
  }

  private List<String> optional() {
    return form.optional() == null ? List.of() : form.optional();
  }

  /**
   * Columns that the rules read and a header lacks, sorted. None of a mapping for any table: it
   * names all the columns that such tables may have.
   */
  private List<String> absent(List<String> header) {
    Recognise known = form.recognise();
    if (header.isEmpty() || known.header() == null) {
      return List.of();
    }
    Set<String> absent = new TreeSet<>(read);
    absent.removeAll(header);
    absent.removeAll(optional());
    if (known.anyHeader() != null) {
      absent.removeAll(known.anyHeader());
    }
    return List.copyOf(absent);
  }

  /** Whether a row says something in a column that nothing here looks at. */
  private boolean saysMore(JsonNode row) {
    Iterator<String> columns = row.fieldNames();
    while (columns.hasNext()) {
      String column = columns.next();
      if (!read.contains(column) && fields.first(row, column).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads a mapping file.
   *
   * @throws IllegalArgumentException in one line, where a key is unknown or missing or a pattern
   *     malformed
   */
  public static Mapping fromYaml(String yaml) {
    try {
      return new Mapping(YAML.readValue(yaml, Form.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Cannot read a mapping: " + inWords(e), e);
    } catch (NullPointerException e) {
      throw new IllegalArgumentException("Cannot read a mapping: a value is missing", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("Cannot read a mapping: " + e.getMessage(), e);
    }
  }

  private static String inWords(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return UnknownKey.inWords(OneLine.of(unknown.getPropertyName()), unknown);
    }
    // Names of Java's classes say nothing to who writes mappings.
    String words = e.getOriginalMessage().lines().findFirst().orElse("not YAML");
    return OneLine.shown(words.replaceAll("\\b(?:[a-z]\\w*\\.)+(?:\\w+\\$)?(?=[A-Z])", ""))
        + (e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr());
  }

  public String id() {
    return form.id();
  }

  /** What an item of this mapping is: notice, list, extract … */
  public String kind() {
    return form.kind();
  }

  Format format() {
    return form.format();
  }

  Recognise recognise() {
    return form.recognise();
  }

  List<String> columns() {
    return form.columns() == null ? List.of() : form.columns();
  }

  /** What cells of a file without header look like, by the numbers of their columns. */
  Map<Integer, Pattern> cells() {
    return cells;
  }

  /** Media type of its items. */
  public String mediaType() {
    return switch (form.format()) {
      case JSON -> "application/json";
      case XML -> "application/xml";
      case CSV -> "text/csv";
      case MT940 -> "application/vnd.swift.mt940";
      case VCARD -> "text/vcard";
    };
  }

  /**
   * What an item says beside its records.
   *
   * @param rows that it has
   * @param text free text for people; null where there is none
   * @param sentOn date as ISO; null where there is none
   * @param issues of the item as a whole
   */
  public record Summary(
      long rows, @Nullable String text, @Nullable String sentOn, List<String> issues) {}

  /**
   * Reads the item through to its end, as {@link #records} will.
   *
   * @throws MalformedItemException where it is not well-formed
   */
  public Summary summary(byte[] bytes) {
    Set<String> issues = new LinkedHashSet<>();
    List<String> texts = new ArrayList<>();
    String sentOn = null;
    long count = 0;
    // Who wrote a mapping for one source knows its columns; such a one is for any table.
    boolean anyTable = form.recognise().anyHeader() != null;
    if (form.format() != Format.XML && !ItemText.of(bytes).utf8()) {
      issues.add("not_utf8");
    }
    Rows rows = rows(bytes);
    issues.addAll(rows.itemIssues());
    if (!absent(rows.header()).isEmpty()) {
      issues.add(COLUMNS_ABSENT);
    }
    while (rows.hasNext()) {
      JsonNode row = rows.next().fields();
      count++;
      if (anyTable && !issues.contains(COLUMNS_NOT_READ) && saysMore(row)) {
        issues.add(COLUMNS_NOT_READ);
      }
      if (form.text() != null) {
        texts.addAll(fields.values(row, form.text()));
      }
      if (form.sent() != null && sentOn == null) {
        sentOn = fields.first(row, form.sent()).orElse(null);
      }
    }
    if (count == 0) {
      issues.add("no_rows");
    }
    return new Summary(
        count, texts.isEmpty() ? null : String.join("\n\n", texts), sentOn, List.copyOf(issues));
  }

  /**
   * The records of an item, made as they are asked for.
   *
   * @param itemId goes into the records' ids
   * @throws MalformedItemException from the iterator, where the item is not well-formed
   */
  public Iterator<LandedRecord> records(String itemId, byte[] bytes) {
    Iterator<Row> rows = rows(bytes);
    DayAndMonth order = order(bytes);
    Deque<LandedRecord> ready = new ArrayDeque<>();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        while (ready.isEmpty() && rows.hasNext()) {
          ready.addAll(records(itemId, order.told(rows.next())));
        }
        return !ready.isEmpty();
      }

      @Override
      public LandedRecord next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return ready.removeFirst();
      }
    };
  }

  /**
   * What {@link #records} of an item lacks, leaves and cannot convert.
   *
   * @throws MalformedItemException if the item is not well-formed
   */
  public MappingUse use(byte[] bytes) {
    Map<Findings.Unconverted, Long> counts = new LinkedHashMap<>();
    Map<Findings.Unconverted, String> first = new HashMap<>();
    Rows rows = rows(bytes);
    DayAndMonth order = order(bytes);
    while (rows.hasNext()) {
      Row row = order.told(rows.next());
      for (Entity entity : entities(row)) {
        Findings findings = new Findings();
        properties(entity, row.fields(), findings);
        for (Findings.Unconverted value : findings.unconverted()) {
          counts.merge(value, 1L, Long::sum);
          first.putIfAbsent(value, row.locator());
        }
      }
    }
    return new MappingUse(
        absent(rows.header()),
        rows.header().stream().distinct().filter(column -> !read.contains(column)).toList(),
        counts.entrySet().stream()
            .map(
                each ->
                    new MappingUse.UnconvertedValues(
                        each.getKey().property(),
                        each.getKey().column(),
                        each.getKey().expected(),
                        each.getValue(),
                        first.getOrDefault(each.getKey(), "")))
            .toList());
  }

  private DayAndMonth order(byte[] bytes) {
    return eitherFirst.isEmpty() ? DayAndMonth.NONE : DayAndMonth.of(rows(bytes), eitherFirst);
  }

  private Rows rows(byte[] bytes) {
    return switch (form.format()) {
      case JSON -> new JsonRows(ItemText.of(bytes).text());
      case XML ->
          new XmlRows(
              bytes,
              form.rows() == null ? Set.of() : Set.copyOf(form.rows()),
              form.carry() == null ? Set.of() : Set.copyOf(form.carry()),
              form.per() == null ? Map.of() : form.per());
      case MT940 -> new Mt940Rows(ItemText.of(bytes).text());
      case VCARD -> new VcardRows(ItemText.of(bytes).text());
      case CSV -> {
        String text = ItemText.of(bytes).text();
        yield new CsvRows(text, Recogniser.delimiter(text, this), columns());
      }
    };
  }

  private List<LandedRecord> records(String itemId, Row row) {
    Map<String, String> ids = new LinkedHashMap<>();
    Map<String, Map<String, List<String>>> values = new LinkedHashMap<>();
    Map<String, Set<String>> issues = new LinkedHashMap<>();
    List<Entity> here = entities(row);
    for (Entity entity : here) {
      Findings findings = new Findings();
      findings.issues().addAll(row.issues());
      Map<String, List<String>> properties = properties(entity, row.fields(), findings);
      if (!properties.isEmpty()) {
        ids.put(entity.key(), recordId(itemId, row.locator(), entity.key()));
        values.put(entity.key(), properties);
        issues.put(entity.key(), findings.issues());
      }
    }
    List<LandedRecord> records = new ArrayList<>();
    for (Entity entity : here) {
      Map<String, List<String>> properties = values.get(entity.key());
      if (properties != null) {
        references(entity, ids, properties);
        records.add(
            new LandedRecord(
                ids.getOrDefault(entity.key(), ""),
                row.locator(),
                schema(entity, row.fields()),
                properties,
                List.copyOf(issues.getOrDefault(entity.key(), Set.of()))));
      }
    }
    if (records.isEmpty()) {
      // A row is never dropped in silence.
      Entity first = here.isEmpty() ? entities.get(0) : here.get(0);
      Set<String> odd = new LinkedHashSet<>(row.issues());
      odd.add("no usable field");
      records.add(
          new LandedRecord(
              recordId(itemId, row.locator(), first.key()),
              row.locator(),
              schema(first, row.fields()),
              Map.of(),
              List.copyOf(odd)));
    }
    return records;
  }

  /** Those that a row may give. */
  private List<Entity> entities(Row row) {
    return entities.stream()
        .filter(e -> e.form().row() == null || e.form().row().equals(row.path()))
        .toList();
  }

  /** Empty where the row has nothing for the entity but constants. */
  private Map<String, List<String>> properties(Entity entity, JsonNode row, Findings findings) {
    Map<String, List<String>> properties = new LinkedHashMap<>();
    List<String> requires = entity.form().requires();
    if (!Rule.holds(entity.form().when(), row, fields)
        || (requires != null
            && requires.stream().allMatch(path -> fields.values(row, path).isEmpty()))) {
      return properties;
    }
    boolean said = false;
    for (Map.Entry<String, List<Rule>> property : entity.properties().entrySet()) {
      Set<String> values = new LinkedHashSet<>();
      for (Rule rule : property.getValue()) {
        if (rule.record() == null) {
          List<String> found = rule.apply(row, fields, property.getKey(), findings);
          values.addAll(found);
          said |= !found.isEmpty() && !rule.constant();
        }
      }
      if (!values.isEmpty()) {
        properties.put(property.getKey(), List.copyOf(values));
      }
    }
    return said ? properties : new LinkedHashMap<>();
  }

  private static void references(
      Entity entity, Map<String, String> ids, Map<String, List<String>> properties) {
    entity
        .properties()
        .forEach(
            (name, rules) -> {
              List<String> targets =
                  rules.stream()
                      .map(Rule::record)
                      .filter(key -> key != null && ids.containsKey(key))
                      .map(key -> ids.getOrDefault(key, ""))
                      .toList();
              if (!targets.isEmpty()) {
                properties.put(name, targets);
              }
            });
  }

  private String schema(Entity entity, JsonNode row) {
    SchemaFrom from = entity.form().schemaFrom();
    if (from == null) {
      String schema = entity.form().schema();
      return schema == null ? "LegalEntity" : schema;
    }
    String schema =
        from.values()
            .get(
                fields
                    .first(row, from.from())
                    .map(w -> w.toLowerCase(java.util.Locale.ROOT))
                    .orElse(""));
    return schema == null ? from.otherwise() : schema;
  }

  private static String recordId(String itemId, String locator, String key) {
    return Sha256.hex(itemId + "\n" + locator + "\n" + key);
  }
}
