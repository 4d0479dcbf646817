package dev.stevedore.dockerd.system;

/** What {@code /info} counts. */
public record EngineCounts(int running, int paused, int stopped, int images) {
  /** Nothing at all. */
  public static final EngineCounts NONE = new EngineCounts(0, 0, 0, 0);

  int containers() {
    return running + paused + stopped;
  }
}
