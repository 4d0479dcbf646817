package dev.stevedore.dockerd.check;

import java.io.IOException;
import java.util.List;

/** One kind of thing that the kernel or containerd has for this daemon. */
public interface Inspection {
  /** What is looked at, in the plural: {@code links}. */
  String subject();

  /** Compares what is there with what is on record. Things that change meanwhile may be found. */
  Look look() throws IOException;

  /**
   * What was seen.
   *
   * @param count how many things were looked at
   * @param findings those that do not fit
   */
  record Look(int count, List<Finding> findings) {}

  /**
   * Something that does not fit.
   *
   * @param name of the thing
   * @param problem what is wrong with it
   * @param repair puts it right
   */
  record Finding(String name, String problem, Repair repair) {
    boolean isSame(Finding other) {
      return name.equals(other.name) && problem.equals(other.problem);
    }
  }

  /** Puts something right. */
  @FunctionalInterface
  interface Repair {
    /** Does it. */
    void run() throws IOException, InterruptedException;
  }

  /** For what only a restart of the container puts right. */
  Repair NONE =
      () -> {
        throw new IOException("restart the container");
      };
}
