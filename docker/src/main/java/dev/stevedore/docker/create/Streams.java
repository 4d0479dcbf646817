package dev.stevedore.docker.create;

import dev.stevedore.docker.flags.FlagValues;
import java.util.List;

/** Which of a container's streams a client is attached to. */
public record Streams(boolean stdin, boolean stdout, boolean stderr) {
  public static final Streams NONE = new Streams(false, false, false);

  /** What {@code -a} and {@code -i} say: output unless {@code -a} names something else. */
  static Streams of(FlagValues flags) {
    List<String> names =
        flags.list("attach").stream().map(name -> name.toLowerCase(java.util.Locale.ROOT)).toList();
    boolean usual = names.isEmpty();
    return new Streams(
        flags.bool("interactive") || names.contains("stdin"),
        usual || names.contains("stdout"),
        usual || names.contains("stderr"));
  }

  public boolean any() {
    return stdin || stdout || stderr;
  }

  public boolean output() {
    return stdout || stderr;
  }
}
