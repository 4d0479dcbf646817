package dev.stevedore.docker.tar;

/**
 * The header of an entry: one block of 512 bytes, numbers in octal.
 *
 * <pre>
 *   0 name 100   108 uid 8   124 size 12    148 checksum 8   157 link name 100   329 major 8   345 prefix 155
 * 100 mode   8   116 gid 8   136 time 12    156 type     1   257 "ustar" 0 "00"  337 minor 8
 * </pre>
 *
 * What does not fit is in a pax header before it: an entry of type {@code x} whose content is lines
 * {@code LENGTH KEY=VALUE}.
 */
final class TarFormat {
  static final int BLOCK = 512;
  static final int NAME = 0;
  static final int NAME_LENGTH = 100;
  static final int MODE = 100;
  static final int UID = 108;
  static final int GID = 116;
  static final int ID_LENGTH = 8;
  static final int SIZE = 124;
  static final int TIME = 136;
  static final int LONG_LENGTH = 12;
  static final int CHECKSUM = 148;
  static final int TYPE = 156;
  static final int LINK = 157;
  static final int MAGIC = 257;
  static final int MAJOR = 329;
  static final int MINOR = 337;
  static final int PREFIX = 345;
  static final int PREFIX_LENGTH = 155;
  static final char PAX = 'x';
  static final String XATTR = "SCHILY.xattr.";

  private TarFormat() {}

  /** The sum of the header's bytes, its own field taken for spaces. */
  static int checksum(byte[] header) {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean own = i >= CHECKSUM && i < CHECKSUM + ID_LENGTH;
      sum += own ? ' ' : header[i] & 0xff;
    }
    return sum;
  }

  /** How many bytes follow content of that size until the next block. */
  static int padding(long size) {
    return (int) (-size & (BLOCK - 1));
  }
}
