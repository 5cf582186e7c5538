package org.insight.testing;

import java.net.URI;
import java.nio.file.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Files of this machine under a scheme of their own, for a test that has them behave oddly. */
public abstract class SchemeFiles extends RawLocalFileSystem {

  /** A folder as one of these files; for the driver and for tasks. */
  public static String uri(Class<? extends SchemeFiles> files, String scheme, Path folder) {
    String setting = "fs." + scheme + ".impl";
    SharedSpark.session().sparkContext().hadoopConfiguration().set(setting, files.getName());
    SparkHadoopUtil.get().conf().set(setting, files.getName());
    return scheme + "://" + folder;
  }

  /** Asked for before this is made, so it is no field. */
  @Override
  public abstract String getScheme();

  @Override
  public URI getUri() {
    return URI.create(getScheme() + ":///");
  }

  @Override
  public void access(org.apache.hadoop.fs.Path path, FsAction mode) {
    // Asked of files of other schemes than file only, and those of tests can be read.
  }
}
