package org.insight.process;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicLong;

/** A worker as it sees itself: asked on its standard input, answering on its standard output. */
public final class WorkerSide {

  /** What it says first when it can be asked. */
  static final String READY = "ready";

  private static final int BUFFER = 1 << 16;

  /** So long it waits to be asked; who asks later starts another. */
  private static final long IDLE_MILLISECONDS = 60_000;

  private static final long LOOK_MILLISECONDS = 5_000;

  private static final long ASKED_NOW = Long.MAX_VALUE;

  private final DataInputStream in;
  private final DataOutputStream out;
  private final AtomicLong answered = new AtomicLong(System.nanoTime());

  private WorkerSide(DataInputStream in, DataOutputStream out) {
    this.in = in;
    this.out = out;
  }

  /** Takes standard input and output; what libraries print is no message. */
  public static WorkerSide open() {
    WorkerSide side =
        new WorkerSide(
            new DataInputStream(new BufferedInputStream(System.in, BUFFER)),
            new DataOutputStream(new BufferedOutputStream(System.out, BUFFER)));
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    return side;
  }

  /** Questions. */
  public DataInputStream in() {
    return in;
  }

  /** Answers. */
  public DataOutputStream out() {
    return out;
  }

  /** Reads a question. */
  @FunctionalInterface
  public interface Question<T> {
    T read() throws IOException;
  }

  /** Answers a question. */
  @FunctionalInterface
  public interface Answer<T> {
    void write(T question) throws IOException;
  }

  /**
   * Whether an error of the machine itself, as a stack overflow, is among the causes of what was
   * thrown: parsers wrap them, and may be left in any state, so the process must end.
   */
  public static boolean holdsError(Throwable thrown) {
    for (Throwable e = thrown; e != null; e = e.getCause()) {
      if (e instanceof Error) {
        return true;
      }
    }
    return false;
  }

  /** Says why it cannot be asked; it has nothing to do then but to end. */
  public void refuse(String why) throws IOException {
    out.writeUTF(why);
    out.flush();
  }

  /** Says that it can be asked, and answers question after question until nobody asks any more. */
  public <T> void serve(Question<T> question, Answer<T> answer) throws IOException {
    // Before it is ready: who started it waits for that, so its parent is still who started it.
    endsWhenIdle();
    out.writeUTF(READY);
    out.flush();
    try {
      while (true) {
        T asked = question.read();
        answered.set(ASKED_NOW);
        answer.write(asked);
        out.flush();
        answered.set(System.nanoTime());
      }
    } catch (EOFException e) {
      // Who started it has ended, by a kill perhaps, and removes nothing then.
      TemporaryFolder.own().ifPresent(TemporaryFolder::remove);
    }
  }

  /**
   * Ends it when nobody asks any more, and when who started it has ended: one that is busy with an
   * item without end does not see that its input has ended.
   */
  private void endsWhenIdle() {
    Optional<ProcessHandle> asking = ProcessHandle.current().parent();
    new Timer("idle", true)
        .schedule(
            new TimerTask() {
              @Override
              public void run() {
                long since = answered.get();
                if (since != ASKED_NOW
                    && System.nanoTime() - since > IDLE_MILLISECONDS * 1_000_000L) {
                  Runtime.getRuntime().halt(0);
                }
                if (asking.isPresent() && !asking.get().isAlive()) {
                  TemporaryFolder.own().ifPresent(TemporaryFolder::remove);
                  Runtime.getRuntime().halt(0);
                }
              }
            },
            LOOK_MILLISECONDS,
            LOOK_MILLISECONDS);
  }
}
