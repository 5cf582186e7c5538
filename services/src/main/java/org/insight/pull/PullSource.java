package org.insight.pull;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;
import org.insight.policy.Dispatch;
import org.jspecify.annotations.Nullable;

/**
 * A table or query of a database whose new rows are pulled ({@code docs/operations.md}).
 *
 * @param name of its files and of the folder in the inbox
 * @param url of JDBC, without user or password
 * @param user null for none
 * @param password where it is found; null for none
 * @param select the statement that gives all rows
 * @param mark column that grows with each new or changed row
 * @param key column that no two rows share
 * @param until SQL of the highest mark that is taken; null for no end
 * @param rows most rows of a file
 * @param mapping id of the mapping that its rows must be for; null for any or none
 * @param policy of its items, as the text of a policy file
 */
public record PullSource(
    String name,
    String url,
    @Nullable String user,
    @Nullable Password password,
    String select,
    String mark,
    String key,
    @Nullable String until,
    int rows,
    @Nullable String mapping,
    String policy) {

  /**
   * Where a password is found; it never stands in the file of the source.
   *
   * @param env name of an environment variable
   * @param file its first line is the password
   */
  public record Password(@Nullable String env, @Nullable String file) {

    /**
     * The password.
     *
     * @throws InsightException INPUT where it is not there
     */
    String read(Map<String, String> environment) {
      if (env != null) {
        String value = environment.get(env);
        if (value == null || value.isEmpty()) {
          throw new InsightException(
              ErrorKind.INPUT, "Cannot pull: no password in the environment variable " + env);
        }
        return value;
      }
      try {
        return Files.readString(Path.of(String.valueOf(file)))
            .lines()
            .findFirst()
            .filter(line -> !line.isEmpty())
            .orElseThrow(() -> new IOException("empty"));
      } catch (IOException e) {
        throw new InsightException(
            ErrorKind.INPUT, "Cannot pull: no password in the file " + file, e);
      }
    }
  }

  private record Form(
      @Nullable String url,
      @Nullable String user,
      @Nullable Password password,
      @Nullable String table,
      @Nullable String query,
      @Nullable String mark,
      @Nullable String key,
      @Nullable String until,
      @Nullable Integer rows,
      @Nullable String mapping,
      @JsonDeserialize(using = AsWritten.class) @Nullable JsonNode policy) {}

  /** All values as text, as in a policy file: a code 010 is not 8, nor a number of 1.50 1.5. */
  private static final class AsWritten extends JsonDeserializer<JsonNode> {

    @Override
    public JsonNode deserialize(JsonParser from, DeserializationContext context)
        throws IOException {
      JsonNodeFactory nodes = JsonNodeFactory.instance;
      switch (from.currentToken()) {
        case START_OBJECT -> {
          ObjectNode object = nodes.objectNode();
          for (String key = from.nextFieldName(); key != null; key = from.nextFieldName()) {
            from.nextToken();
            object.set(key, deserialize(from, context));
          }
          return object;
        }
        case START_ARRAY -> {
          ArrayNode array = nodes.arrayNode();
          while (from.nextToken() != JsonToken.END_ARRAY) {
            array.add(deserialize(from, context));
          }
          return array;
        }
        case VALUE_NULL -> {
          return nodes.nullNode();
        }
        default -> {
          return nodes.textNode(from.getText());
        }
      }
    }
  }

  private static final int ROWS = 10_000;
  private static final int MOST_ROWS = 1_000_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,60}");
  private static final Pattern TABLE = Pattern.compile("[A-Za-z_]\\w*(\\.[A-Za-z_]\\w*){0,2}");
  private static final Pattern KEY = Pattern.compile("[a-z][a-z_]{0,30}");
  private static final Pattern COLUMN = Pattern.compile("[A-Za-z_]\\w*");
  private static final Pattern SECRET =
      Pattern.compile("(?i)(password|pwd|user)=|//[^/@]*:[^/@]*@");

  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();

  /** The key where it is unknown: the parser has read on then, and its line is another one. */
  private static String where(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown
        && KEY.matcher(unknown.getPropertyName()).matches()) {
      return ", found the key " + unknown.getPropertyName();
    }
    return " in line " + (e.getLocation() == null ? "?" : e.getLocation().getLineNr());
  }

  /**
   * Reads the file of a source.
   *
   * @throws InsightException INPUT where it cannot be read, USAGE where a key is unknown, missing
   *     or has a value that is not of its kind
   */
  public static PullSource read(Path file) {
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.ya?ml$", "");
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new InsightException(
          ErrorKind.INPUT, "Cannot read a source: missing or unreadable, found " + file, e);
    }
    try {
      refuseAliases(text);
      return of(name, YAML.readValue(text, Form.class));
    } catch (JsonProcessingException e) {
      // Its message may quote what stands in the file.
      throw new InsightException(
          ErrorKind.USAGE,
          "Cannot read a source: an unknown key or a value of another kind"
              + where(e)
              + " of "
              + file,
          e);
    } catch (IllegalArgumentException e) {
      throw new InsightException(
          ErrorKind.USAGE, "Cannot read a source: " + e.getMessage() + " in " + file, e);
    }
  }

  /**
   * Jackson gives the name of the anchor for what an alias stands for: a policy would name a body
   * of that name.
   */
  private static void refuseAliases(String text) throws JsonProcessingException {
    try (YAMLParser parser = YAML.getFactory().createParser(text)) {
      while (parser.nextToken() != null) {
        require(
            !parser.isCurrentAlias(),
            "aliases are not read, found in line " + parser.currentLocation().getLineNr());
      }
    } catch (JsonProcessingException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PullSource of(String name, @Nullable Form form) {
    require(NAME.matcher(name).matches(), "its name must be of letters, digits, _ and -");
    if (form == null) {
      throw new IllegalArgumentException("it is empty");
    }
    String url = needed(form.url(), "url");
    require(url.startsWith("jdbc:"), "url must begin with jdbc:");
    require(!SECRET.matcher(url).find(), "user and password do not belong in url");
    Password password = form.password();
    require(
        password == null || (password.env() == null) != (password.file() == null),
        "password needs one of env and file");
    String table = form.table();
    String query = form.query();
    require((table == null) != (query == null), "one of table and query is needed");
    require(table == null || TABLE.matcher(table).matches(), "table must be a name");
    String mark = needed(form.mark(), "mark");
    String key = needed(form.key(), "key");
    require(COLUMN.matcher(mark).matches(), "mark must be a column's name");
    require(COLUMN.matcher(key).matches(), "key must be a column's name");
    int rows = form.rows() == null ? ROWS : form.rows();
    require(rows >= 1 && rows <= MOST_ROWS, "rows must be 1 to " + MOST_ROWS);
    JsonNode policy = form.policy();
    require(policy != null && policy.isObject(), "policy is needed");
    String policyText = String.valueOf(policy);
    Dispatch.fromYaml(policyText);
    return new PullSource(
        name,
        url,
        form.user(),
        password,
        table == null ? String.valueOf(query).strip() : "SELECT * FROM " + table,
        mark,
        key,
        form.until(),
        rows,
        form.mapping(),
        policyText);
  }

  private static String needed(@Nullable String value, String key) {
    require(value != null && !value.isBlank(), key + " is needed");
    return String.valueOf(value);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
