package dev.stevedore.dockerd.check;

import java.io.IOException;

/**
 * An inspection by a method.
 *
 * @param subject what is looked at
 * @param looking looks
 */
public record NamedInspection(String subject, Looking looking) implements Inspection {
  /** Compares what is there with what is on record. */
  @FunctionalInterface
  public interface Looking {
    /** Does it. */
    Look look() throws IOException;
  }

  @Override
  public Look look() throws IOException {
    return looking.look();
  }
}
