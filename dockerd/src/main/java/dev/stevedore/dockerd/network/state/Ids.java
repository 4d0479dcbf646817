package dev.stevedore.dockerd.network.state;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Ids of networks, endpoints and sandboxes. */
public final class Ids {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /** 64 random hexadecimal digits. */
  public static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
