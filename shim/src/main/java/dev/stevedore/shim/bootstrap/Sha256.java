package dev.stevedore.shim.bootstrap;

/** SHA-256 (FIPS 180-4); native programs have no {@code MessageDigest}. */
public final class Sha256 {
  private static final int[] K = roots(64, 3);
  private static final int[] H = roots(8, 2);
  private static final String HEX = "0123456789abcdef";

  private Sha256() {}

  /** The digest of {@code message} in lower-case hexadecimal. */
  public static String hex(byte[] message) {
    int[] hash = H.clone();
    byte[] padded = pad(message);
    int[] w = new int[64];
    for (int block = 0; block < padded.length; block += 64) {
      compress(hash, padded, block, w);
    }
    StringBuilder out = new StringBuilder(64);
    for (int word : hash) {
      for (int shift = 28; shift >= 0; shift -= 4) {
        out.append(HEX.charAt((word >>> shift) & 15));
      }
    }
    return out.toString();
  }

  private static byte[] pad(byte[] message) {
    byte[] padded = new byte[(message.length + 9 + 63) / 64 * 64];
    System.arraycopy(message, 0, padded, 0, message.length);
    padded[message.length] = (byte) 0x80;
    long bits = message.length * 8L;
    for (int i = 0; i < 8; i++) {
      padded[padded.length - 1 - i] = (byte) (bits >>> (8 * i));
    }
    return padded;
  }

  private static void compress(int[] hash, byte[] in, int block, int[] w) {
    for (int i = 0; i < 16; i++) {
      int at = block + 4 * i;
      w[i] =
          ((in[at] & 0xff) << 24)
              | ((in[at + 1] & 0xff) << 16)
              | ((in[at + 2] & 0xff) << 8)
              | (in[at + 3] & 0xff);
    }
    for (int i = 16; i < 64; i++) {
      int s0 =
          Integer.rotateRight(w[i - 15], 7)
              ^ Integer.rotateRight(w[i - 15], 18)
              ^ (w[i - 15] >>> 3);
      int s1 =
          Integer.rotateRight(w[i - 2], 17) ^ Integer.rotateRight(w[i - 2], 19) ^ (w[i - 2] >>> 10);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    int[] v = hash.clone();
    for (int i = 0; i < 64; i++) {
      int e = v[4];
      int s1 = Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25);
      int t1 = v[7] + s1 + ((e & v[5]) ^ (~e & v[6])) + K[i] + w[i];
      int a = v[0];
      int s0 = Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22);
      int t2 = s0 + ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
      System.arraycopy(v, 0, v, 1, 7);
      v[4] += t1;
      v[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++) {
      hash[i] += v[i];
    }
  }

  /** The first 32 bits of the fractional parts of square or cube roots of the first primes. */
  private static int[] roots(int count, int degree) {
    int[] out = new int[count];
    int prime = 1;
    for (int i = 0; i < count; i++) {
      prime = nextPrime(prime);
      double root = degree == 2 ? Math.sqrt(prime) : Math.cbrt(prime);
      out[i] = (int) (long) ((root - Math.floor(root)) * 4294967296.0);
    }
    return out;
  }

  private static int nextPrime(int after) {
    int candidate = after;
    boolean isPrime;
    do {
      candidate++;
      isPrime = true;
      for (int d = 2; d * d <= candidate; d++) {
        isPrime &= candidate % d != 0;
      }
    } while (!isPrime);
    return candidate;
  }
}
