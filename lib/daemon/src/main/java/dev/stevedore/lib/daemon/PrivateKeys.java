package dev.stevedore.lib.daemon;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private keys in PEM files: PKCS#8 of any kind, and PKCS#1, which older openssl writes for RSA.
 */
public final class PrivateKeys {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]*)-----END \\1-----");

  /**
   * Version 0, and the algorithm rsaEncryption (RFC 8017 appendix C) with its parameter NULL, in
   * DER.
   */
  private static final byte[] RSA_PREFIX = {
    2,
    1,
    0,
    0x30,
    0x0d,
    6,
    9,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    1,
    1,
    1,
    5,
    0
  };

  private PrivateKeys() {}

  /**
   * Reads the first private key of a file.
   *
   * @throws IOException if there is none, or one of an unknown kind; the message names the file
   */
  public static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IOException("open " + file + ": no such file or directory", e);
    }
    Matcher pem = PEM.matcher(text);
    if (!pem.find()) {
      throw new IOException(file + " has no private key");
    }
    byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
    return switch (pem.group(1)) {
      case "PRIVATE KEY" -> decode(file, der);
      case "RSA PRIVATE KEY" -> decode(file, wrap(der));
      default ->
          throw new IOException(
              "%s: a \"%s\" is not supported; convert it with: openssl pkcs8 -topk8 -nocrypt"
                  .formatted(file, pem.group(1)));
    };
  }

  private static PrivateKey decode(Path file, byte[] pkcs8)
      throws IOException, GeneralSecurityException {
    // The key does not say its algorithm in a way the JDK would tell us: each is tried.
    GeneralSecurityException failure = new InvalidKeySpecException("no such algorithm");
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (InvalidKeySpecException e) {
        failure = e;
      }
    }
    throw new IOException(file + ": neither an RSA nor an EC nor an EdDSA key", failure);
  }

  /**
   * PKCS#8 is PKCS#1 in an envelope (RFC 5208): SEQUENCE { version, algorithm, OCTET STRING { the
   * key } }.
   */
  private static byte[] wrap(byte[] pkcs1) {
    byte[] inner = element((byte) 4, pkcs1);
    byte[] content =
        ByteBuffer.allocate(RSA_PREFIX.length + inner.length).put(RSA_PREFIX).put(inner).array();
    return element((byte) 0x30, content);
  }

  /** A DER element with a length of two bytes: all keys are between 256 and 65535 bytes long. */
  private static byte[] element(byte tag, byte[] content) {
    return ByteBuffer.allocate(4 + content.length)
        .put(tag)
        .put((byte) 0x82)
        .putShort((short) content.length)
        .put(content)
        .array();
  }
}
