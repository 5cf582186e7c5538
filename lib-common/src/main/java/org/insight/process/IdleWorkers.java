package org.insight.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Workers of this process that nobody asks at the moment, to be asked again. Safe for threads. */
public final class IdleWorkers {

  private static final Map<WorkerKind, Deque<WorkerProcess>> IDLE = new HashMap<>();

  private IdleWorkers() {}

  /** One that lived a moment ago, or none. */
  public static synchronized Optional<WorkerProcess> take(WorkerKind kind) {
    Deque<WorkerProcess> idle = IDLE.get(kind);
    while (idle != null && !idle.isEmpty()) {
      WorkerProcess worker = idle.pop();
      if (worker.lives()) {
        return Optional.of(worker);
      }
    }
    return Optional.empty();
  }

  /** Lets others ask it, where it lives. */
  public static synchronized void giveBack(WorkerKind kind, WorkerProcess worker) {
    if (worker.lives()) {
      IDLE.computeIfAbsent(kind, k -> new ArrayDeque<>()).push(worker);
    }
  }
}
