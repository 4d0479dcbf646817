package dev.stevedore.lib.oci.image;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of some content: an algorithm and the hash it gave, written {@code algorithm:hex}
 * (image-spec, descriptor.md, "Digests").
 *
 * @param algorithm {@code sha256}, {@code sha384} or {@code sha512}
 * @param hex the hash, in lower case
 */
public record Digest(String algorithm, String hex) implements Comparable<Digest> {
  /** Checks both; throws IllegalArgumentException, saying what is wrong. */
  public Digest {
    int length =
        switch (algorithm) {
          case "sha256" -> 64;
          case "sha384" -> 96;
          case "sha512" -> 128;
          default -> throw new IllegalArgumentException("unsupported digest algorithm");
        };
    if (hex.length() != length) {
      throw new IllegalArgumentException("invalid checksum digest length");
    }
    for (int i = 0; i < hex.length(); i++) {
      char c = hex.charAt(i);
      if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
        throw new IllegalArgumentException("invalid checksum digest format");
      }
    }
  }

  /** Parses {@code algorithm:hex}; throws IllegalArgumentException if it is not that. */
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0 || colon == text.length() - 1) {
      throw new IllegalArgumentException("invalid checksum digest format");
    }
    return new Digest(text.substring(0, colon), text.substring(colon + 1));
  }

  /** The SHA-256 digest of these bytes. */
  public static Digest sha256(byte[] content) {
    return sha256Of(newSha256().digest(content));
  }

  /** The digest that a finished SHA-256 computation stands for. */
  public static Digest ofSha256(MessageDigest finished) {
    return sha256Of(finished.digest());
  }

  /** A fresh SHA-256 computation, for {@link #ofSha256}. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  /** The first 12 digits, as Docker shows image ids. */
  public String shortHex() {
    return hex.substring(0, 12);
  }

  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }

  private static Digest sha256Of(byte[] hash) {
    return new Digest("sha256", HexFormat.of().formatHex(hash));
  }
}
