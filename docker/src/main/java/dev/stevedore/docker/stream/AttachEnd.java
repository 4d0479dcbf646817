package dev.stevedore.docker.stream;

/** Why joined streams came apart. */
public sealed interface AttachEnd {
  /** The container's output ended, and its exit was reported if that was waited for. */
  record Finished() implements AttachEnd {}

  /** The user typed the detach keys. */
  record Detached() implements AttachEnd {}

  /** A signal that ends the program. */
  record Interrupted(int signal) implements AttachEnd {}

  /** The connection broke. */
  record Broken(String why) implements AttachEnd {}
}
