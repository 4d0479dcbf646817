package dev.stevedore.lib.daemon;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 as fast as the machine has it. The daemons' JVM compiles with C1 only, which does not
 * know the processor's instructions for it, so the JDK's own takes several times as long as
 * OpenSSL's.
 */
public final class Sha256 {
  private Sha256() {}

  /** A fresh computation, which can be cloned: OpenSSL's, or the JDK's if that is not installed. */
  public static MessageDigest create() {
    return OpenSslSha256.isAvailable() ? new OpenSslSha256() : jdk();
  }

  /** A fresh computation of the JDK's own. */
  static MessageDigest jdk() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
