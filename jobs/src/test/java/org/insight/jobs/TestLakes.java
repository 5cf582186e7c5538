package org.insight.jobs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.insight.config.Settings.LakeSettings;
import org.insight.schemas.Contracts;
import org.insight.schemas.TableName;
import org.insight.tables.Lake;

/** Embedded lakes in a test's own folder, on the shared session. */
public final class TestLakes {

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private TestLakes() {}

  /** A lake of these tables and of governance.labels; the same folder opened twice is one lake. */
  public static Lake in(Path folder, TableName... tables) {
    LakeSettings settings =
        new LakeSettings(
            folder.toString(),
            "lake" + NUMBER.incrementAndGet(),
            Map.of(
                "type", "hadoop",
                "warehouse", "file:${lake.path}/tables",
                "cache-enabled", "false"));
    Lake.sparkProperties(settings)
        .forEach(
            (k, v) -> {
              if (!k.equals("spark.sql.extensions")) {
                SharedSpark.session().conf().set(k, v);
              }
            });
    List<TableName> names = new ArrayList<>(List.of(tables));
    names.add(Tables.LABELS);
    return Lake.openOrCreate(SharedSpark.session(), settings, Contracts.load().only(names));
  }
}
