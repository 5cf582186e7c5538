package org.insight.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.insight.config.Settings;
import org.insight.config.SettingsReader;
import org.insight.observe.LogFormats;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that most commands take. */
public final class Common {

  @Option(
      names = "--conf",
      paramLabel = "FILE",
      description = "Settings over conf/default.yaml; may be given more than once.")
  private List<Path> overlays = new ArrayList<>();

  @Option(
      names = "--lake",
      paramLabel = "DIR",
      description = "Folder of the embedded lake, in place of the setting lake.path.")
  private @Nullable Path lake;

  public Settings settings() {
    Settings settings = SettingsReader.read(overlays);
    LogFormats.use(settings.observe().log());
    return lake == null ? settings : settings.with(settings.lake().at(lake));
  }
}
