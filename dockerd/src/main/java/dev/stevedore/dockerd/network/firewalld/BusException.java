package dev.stevedore.dockerd.network.firewalld;

import java.io.IOException;

/** An error that the other side of a call answers with. */
final class BusException extends IOException {
  private static final long serialVersionUID = 1;

  private final String name;

  BusException(String message, String name) {
    super(message);
    this.name = name;
  }

  /** Which error it is: {@code org.freedesktop.DBus.Error.NameHasNoOwner} … */
  String name() {
    return name;
  }
}
