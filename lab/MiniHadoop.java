import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * HDFS with two DataNodes and YARN with two nodes in this process, where the site files on the
 * class path say. Started by hadoop.sh, from source, with Hadoop's jars alone: it shares no class
 * with the project.
 */
final class MiniHadoop {

  private static final int NODES = 2;
  private static final int NODES_MILLIS = 60_000;

  private MiniHadoop() {}

  /**
   * Runs until the process is ended.
   *
   * @param arguments the file that is made once all nodes are there
   */
  public static void main(String[] arguments) throws Exception {
    YarnConfiguration conf = new YarnConfiguration(new HdfsConfiguration());
    URI namenode = FileSystem.getDefaultUri(conf);
    MiniDFSCluster hdfs =
        new MiniDFSCluster.Builder(conf)
            .nameNodePort(namenode.getPort())
            .numDataNodes(NODES)
            .format(true)
            .build();
    hdfs.waitActive();
    // The mini-cluster writes its own name for the same place into the configuration.
    FileSystem.setDefaultUri(conf, namenode);
    conf.setBoolean(YarnConfiguration.YARN_MINICLUSTER_FIXED_PORTS, true);
    MiniYARNCluster yarn = new MiniYARNCluster("yarn", NODES, 1, 1);
    // Ends the containers, too.
    Runtime.getRuntime().addShutdownHook(new Thread(yarn::stop));
    yarn.init(conf);
    yarn.start();
    if (!yarn.waitForNodeManagersToConnect(NODES_MILLIS)) {
      System.err.println("Cannot start Hadoop: its nodes do not register with the ResourceManager");
      System.exit(5);
    }
    Files.createFile(Path.of(arguments[0]));
    new CountDownLatch(1).await();
  }
}
