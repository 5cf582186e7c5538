package org.insight.process;

import java.util.List;
import java.util.Map;

/**
 * What is started, and within which limits. Workers of equal kinds stand in for each other.
 *
 * @param main class whose {@code main} serves ({@link WorkerSide})
 * @param heapMb Java heap in MiB
 * @param nativeMb address space in MiB above the heap, for Java itself and for native code
 * @param options further ones of java
 * @param arguments of {@code main}
 * @param environment beside the few variables that a worker inherits
 */
public record WorkerKind(
    String main,
    int heapMb,
    int nativeMb,
    List<String> options,
    List<String> arguments,
    Map<String, String> environment) {

  public WorkerKind {
    options = List.copyOf(options);
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }
}
