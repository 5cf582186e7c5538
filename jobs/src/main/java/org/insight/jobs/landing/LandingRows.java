package org.insight.jobs.landing;

import java.sql.Timestamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.insight.jobs.landing.mapping.LandedRecord;
import org.insight.schemas.Column;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableName;
import org.jspecify.annotations.Nullable;
import scala.collection.JavaConverters;

/** Rows of the landing tables, of the types of their contracts. */
final class LandingRows {

  private LandingRows() {}

  /** The columns of a table's contract, in its order. */
  static StructType schema(TableName table) {
    StructType schema = new StructType();
    for (Column column : Contracts.load().get(table).columns()) {
      schema = schema.add(column.name(), DataType.fromDDL(column.type()), column.nullable());
    }
    return schema;
  }

  static Row row(Arrival arrival, StructType schema) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("item_id", arrival.itemId());
    values.put("parent_item_id", arrival.parentItemId());
    values.put("root_item_id", arrival.rootItemId());
    values.put("depth", arrival.depth());
    values.put("path", arrival.path());
    values.put("media_type", arrival.mediaType());
    values.put("kind", arrival.kind());
    values.put("mapping", arrival.mapping());
    values.put("outcome", arrival.outcome().word());
    values.put("reason_code", arrival.reasonCode() == null ? null : arrival.reasonCode().code());
    values.put("reason", arrival.reason());
    values.put("size_bytes", arrival.sizeBytes());
    values.put("content_sha256", arrival.contentSha256());
    values.put("content", arrival.content());
    values.put("title", arrival.title());
    values.put("sent_at", arrival.sentAt() == null ? null : Timestamp.from(arrival.sentAt()));
    values.put("metadata", JavaConverters.mapAsScalaMap(arrival.metadata()));
    values.put("text", arrival.text());
    values.put("issues", texts(arrival.issues()));
    values.put("base_policy", arrival.basePolicy());
    values.put("policy_id", arrival.policyId());
    return row(values, schema);
  }

  static Row row(
      LandedRecord found, String itemId, String mapping, String policyId, StructType schema) {
    Map<String, Object> properties = new LinkedHashMap<>();
    found.properties().forEach((name, texts) -> properties.put(name, texts(texts)));
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("record_id", found.recordId());
    values.put("item_id", itemId);
    values.put("locator", found.locator());
    values.put("mapping", mapping);
    values.put("schema", found.schema());
    values.put("properties", JavaConverters.mapAsScalaMap(properties));
    values.put("issues", texts(found.issues()));
    values.put("policy_id", policyId);
    return row(values, schema);
  }

  private static Row row(Map<String, @Nullable Object> values, StructType schema) {
    String[] names = schema.fieldNames();
    @Nullable Object[] cells = new Object[names.length];
    for (int i = 0; i < names.length; i++) {
      if (!values.containsKey(names[i])) {
        throw new IllegalStateException(
            "Cannot make a row: nothing fills a column of the contract, found " + names[i]);
      }
      cells[i] = values.get(names[i]);
    }
    return RowFactory.create(cells);
  }

  private static Object texts(List<String> texts) {
    return JavaConverters.asScalaBuffer(texts).toList();
  }
}
