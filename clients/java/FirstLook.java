import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Prints what a reader sees of persons, links and offences, through Trino's JDBC driver.
 *
 * <pre>
 * java -cp trino-jdbc-483.jar clients/java/FirstLook.java
 * </pre>
 *
 * The environment names the reader, as for the Python client: INSIGHT_TRINO
 * (https://READER@HOST:PORT), INSIGHT_TRINO_PASSWORD, INSIGHT_TRINO_CERTIFICATE (a PEM file; none:
 * those of the system), INSIGHT_PURPOSE and INSIGHT_REASON, which go into the audit.
 */
public final class FirstLook {

  private static final Map<String, String> QUERIES = queries();

  private FirstLook() {}

  private static Map<String, String> queries() {
    Map<String, String> queries = new LinkedHashMap<>();
    queries.put(
        "tables",
        """
        SELECT table_schema || '.' || table_name
        FROM information_schema.tables
        WHERE table_schema IN ('curated', 'links') ORDER BY 1""");
    queries.put("persons", "SELECT count(*) FROM curated.persons");
    queries.put("links", "SELECT count(*) FROM curated.links");
    queries.put(
        "persons of most sources",
        """
        SELECT caption, cardinality(sources), records
        FROM curated.persons ORDER BY 2 DESC, 3 DESC, 1, entity_id LIMIT 10""");
    queries.put(
        "documents by offence",
        """
        SELECT key, count(DISTINCT document_id)
        FROM mentions.names WHERE kind = 'offence' GROUP BY key ORDER BY key""");
    return queries;
  }

  public static void main(String[] arguments) {
    try {
      print();
    } catch (IllegalArgumentException | SQLException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static void print() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> query : QUERIES.entrySet()) {
        System.out.println("# " + query.getKey());
        try (ResultSet rows = statement.executeQuery(query.getValue())) {
          int columns = rows.getMetaData().getColumnCount();
          while (rows.next()) {
            StringBuilder line = new StringBuilder();
            for (int i = 1; i <= columns; i++) {
              line.append(i == 1 ? "" : "\t").append(rows.getString(i));
            }
            System.out.println(line);
          }
        }
      }
    }
  }

  private static Connection connect() throws SQLException {
    URI server = URI.create(named("INSIGHT_TRINO"));
    if (!"https".equals(server.getScheme()) || server.getUserInfo() == null) {
      throw new IllegalArgumentException(
          "Cannot connect: INSIGHT_TRINO must be https://READER@HOST:PORT");
    }
    Properties properties = new Properties();
    properties.setProperty("user", server.getUserInfo());
    properties.setProperty("password", named("INSIGHT_TRINO_PASSWORD"));
    properties.setProperty("SSL", "true");
    String certificate = System.getenv("INSIGHT_TRINO_CERTIFICATE");
    if (certificate != null && !certificate.isEmpty()) {
      properties.setProperty("SSLTrustStorePath", certificate);
    }
    properties.setProperty("clientTags", "purpose=" + named("INSIGHT_PURPOSE"));
    properties.setProperty("clientInfo", ascii(named("INSIGHT_REASON")));
    int port = server.getPort() < 0 ? 443 : server.getPort();
    return DriverManager.getConnection(
        "jdbc:trino://" + server.getHost() + ":" + port + "/lake", properties);
  }

  /** A header takes ASCII alone: other text goes in percents, and the audit has it as it was. */
  private static String ascii(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~')
        ? text
        : "utf-8''" + URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String named(String variable) {
    String value = System.getenv(variable);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("Cannot connect: the environment lacks " + variable);
    }
    return value;
  }
}
