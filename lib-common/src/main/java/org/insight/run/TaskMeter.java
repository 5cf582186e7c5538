package org.insight.run;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerStageCompleted;
import org.apache.spark.scheduler.SparkListenerStageSubmitted;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/** Shows how many tasks of the running Spark stage are done. */
public final class TaskProgress extends SparkListener {

  private record Running(ProgressLine line, int[] done) {}

  private final Map<Integer, Running> stages = new HashMap<>();
  private volatile String what = "";

  /** Names what runs from now on. */
  public void name(String job) {
    what = job;
  }

  @Override
  public synchronized void onStageSubmitted(SparkListenerStageSubmitted event) {
    int tasks = event.stageInfo().numTasks();
    stages.put(
        event.stageInfo().stageId(),
        new Running(ProgressLine.to(System.err, what + " tasks", tasks), new int[1]));
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd event) {
    Running running = stages.get(event.stageId());
    if (running != null) {
      running.line().at(++running.done()[0]);
    }
  }

  @Override
  public synchronized void onStageCompleted(SparkListenerStageCompleted event) {
    Running running = stages.remove(event.stageInfo().stageId());
    if (running != null) {
      running.line().close();
    }
  }
}
