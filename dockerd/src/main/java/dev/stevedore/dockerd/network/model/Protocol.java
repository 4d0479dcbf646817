package dev.stevedore.dockerd.network.model;

import dev.stevedore.dockerd.api.ApiException;
import java.util.Locale;

/** What has ports. */
public enum Protocol {
  TCP(6),
  UDP(17),
  SCTP(132);

  private final int number;

  Protocol(int number) {
    this.number = number;
  }

  /** Its number in IP headers. */
  public int number() {
    return number;
  }

  /** Its name as Docker writes it. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the daemon can pass it on itself, where no packet filter does. */
  public boolean isRelayed() {
    return this != SCTP;
  }

  /**
   * Reads a name; an empty one is TCP.
   *
   * @throws ApiException.BadParameter if there is no such protocol
   */
  public static Protocol parse(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "", "tcp" -> TCP;
      case "udp" -> UDP;
      case "sctp" -> SCTP;
      default -> throw new ApiException.BadParameter("invalid proto: " + text);
    };
  }
}
