package org.insight.observe;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.ConfigurationSource;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.properties.PropertiesConfigurationFactory;
import org.insight.config.ConfFiles;
import org.insight.config.Settings.LogFormat;
import org.insight.core.ErrorKind;
import org.insight.core.InsightException;

/** What this process's log lines look like. */
public final class LogFormats {

  private static final String JSON = "conf/log4j2-json.properties";

  private LogFormats() {}

  /** Logs in this format from now on. TEXT is what the process was started with. */
  public static void use(LogFormat format) {
    if (format == LogFormat.TEXT) {
      return;
    }
    byte[] text = ConfFiles.text(JSON).getBytes(StandardCharsets.UTF_8);
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    try {
      ConfigurationSource source = new ConfigurationSource(new ByteArrayInputStream(text));
      Configurator.reconfigure(
          new PropertiesConfigurationFactory().getConfiguration(context, source));
    } catch (IOException e) {
      throw new InsightException(ErrorKind.USAGE, "Cannot log as JSON, found " + JSON, e);
    }
  }
}
