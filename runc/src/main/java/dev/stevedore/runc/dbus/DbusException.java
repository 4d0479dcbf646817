package dev.stevedore.runc.dbus;

/** The answer to a call is an error. */
public final class DbusException extends RuntimeException {
  private final String name;

  DbusException(String name, String message) {
    super(message.isEmpty() ? name : message + " (" + name + ")");
    this.name = name;
  }

  /** The error's name, such as {@code org.freedesktop.systemd1.UnitExists}. */
  public String name() {
    return name;
  }
}
