package dev.stevedore.runc.seccomp;

import dev.stevedore.lib.oci.runtime.Seccomp;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.Utf8;
import java.util.Optional;

/**
 * Compiled filters by their rules: an engine has few profiles and many containers, and compiling
 * one takes as long as the rest of a container's making.
 *
 * <p>A file, named by a hash of the rules, holds the rules themselves too, and is taken only if
 * they are equal:
 *
 * <pre>
 *   length of the rules, 4 bytes | length of the filter, 4 bytes | rules as JSON | filter
 * </pre>
 */
public final class SeccompCache {
  private static final int HEADER = 8;

  private final String directory;

  /**
   * Takes where the files are.
   *
   * @param directory only this user may write to it
   */
  public SeccompCache(String directory) {
    this.directory = directory;
  }

  /**
   * The filter of the rules, compiled if that has not been done yet.
   *
   * @param strict whether a system call without a number is an error
   */
  public byte[] compile(Seccomp seccomp, boolean strict) {
    if (strict) {
      return SeccompFilter.compile(seccomp, true);
    }
    byte[] rules = Utf8.encode(seccomp.toJson().toString());
    String path = directory + "/" + Long.toHexString(hash(rules));
    return find(path, rules)
        .orElseGet(
            () -> {
              byte[] filter = SeccompFilter.compile(seccomp, false);
              keep(path, rules, filter);
              return filter;
            });
  }

  private static Optional<byte[]> find(String path, byte[] rules) {
    byte[] content;
    try {
      content = Files.readAll(path);
    } catch (PosixException e) {
      if (e.is(Errno.ENOENT)) {
        return Optional.empty();
      }
      throw e;
    }
    return unpack(content, rules);
  }

  /** The filter in a file's content, if it is whole and for these rules. */
  static Optional<byte[]> unpack(byte[] content, byte[] rules) {
    if (content.length < HEADER
        || getInt(content, 0) != rules.length
        || content.length != HEADER + rules.length + getInt(content, 4)) {
      return Optional.empty();
    }
    for (int i = 0; i < rules.length; i++) {
      if (content[HEADER + i] != rules[i]) {
        return Optional.empty();
      }
    }
    byte[] filter = new byte[getInt(content, 4)];
    System.arraycopy(content, HEADER + rules.length, filter, 0, filter.length);
    return Optional.of(filter);
  }

  /** A file's content. */
  static byte[] pack(byte[] rules, byte[] filter) {
    byte[] content = new byte[HEADER + rules.length + filter.length];
    putInt(content, 0, rules.length);
    putInt(content, 4, filter.length);
    System.arraycopy(rules, 0, content, HEADER, rules.length);
    System.arraycopy(filter, 0, content, HEADER + rules.length, filter.length);
    return content;
  }

  /** Whole or not at all, also when two do it at once. */
  private void keep(String path, byte[] rules, byte[] filter) {
    String own = path + "." + Processes.self();
    Files.makeDirectories(directory, 0700);
    Files.write(own, pack(rules, filter), 0600);
    Files.rename(own, path);
  }

  /** FNV-1a. */
  private static long hash(byte[] bytes) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  private static int getInt(byte[] bytes, int at) {
    return (bytes[at] & 0xff)
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | (bytes[at + 3] & 0xff) << 24;
  }

  private static void putInt(byte[] bytes, int at, int value) {
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (value >>> (8 * i));
    }
  }
}
