package dev.stevedore.runc.log;

/** How much a line of the log matters, by the names that logrus gives. */
public enum Level {
  DEBUG("debug"),
  INFO("info"),
  WARNING("warning"),
  ERROR("error");

  private final String label;

  Level(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
