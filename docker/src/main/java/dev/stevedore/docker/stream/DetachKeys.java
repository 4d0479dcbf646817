package dev.stevedore.docker.stream;

import dev.stevedore.docker.cli.CliException;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys that detach from a container without ending it: {@code ctrl-p,ctrl-q} unless the user
 * says otherwise. Keys are letters, or {@code ctrl-} with a letter or one of {@code @ [ \ ] ^ _}.
 */
public final class DetachKeys {
  private static final String PREFIX = "ctrl-";
  private static final String SPECIAL = "@[\\]^_";
  private static final int CTRL_P = 16;
  private static final int CTRL_Q = 17;

  private final byte[] sequence;

  private DetachKeys(byte[] sequence) {
    this.sequence = sequence;
  }

  public static DetachKeys usual() {
    return new DetachKeys(new byte[] {CTRL_P, CTRL_Q});
  }

  /**
   * Reads a list of keys.
   *
   * @param text keys with commas between; "" for the usual ones
   * @throws CliException if it names no keys
   */
  public static DetachKeys parse(String text) {
    if (text.isEmpty()) {
      return usual();
    }
    List<Byte> keys = new ArrayList<>();
    for (String key : text.split(",", -1)) {
      keys.add((byte) code(key, text));
    }
    byte[] sequence = new byte[keys.size()];
    for (int i = 0; i < sequence.length; i++) {
      sequence[i] = keys.get(i);
    }
    return new DetachKeys(sequence);
  }

  private static int code(String key, String text) {
    if (key.length() == 1) {
      return key.charAt(0);
    }
    if (key.length() == PREFIX.length() + 1 && key.startsWith(PREFIX)) {
      char letter = key.charAt(PREFIX.length());
      if (letter >= 'a' && letter <= 'z') {
        return letter - 'a' + 1;
      }
      int special = SPECIAL.indexOf(letter);
      if (special == 0) {
        return 0;
      }
      if (special > 0) {
        return 26 + special;
      }
    }
    throw new CliException("invalid detach keys (" + text + "): Unknown character: '" + key + "'");
  }

  /** A filter that watches what is typed. */
  public Filter filter() {
    return new Filter();
  }

  /** Lets input through, but holds back keys that may be the start of the sequence. */
  public final class Filter {
    private int matched;

    private Filter() {}

    /**
     * Looks at input.
     *
     * @param into where what is to be passed on is put, at its start; with room for the input and
     *     {@link #slack()} more
     * @return how many bytes to pass on, or -1 if the sequence is complete
     */
    public int pass(byte[] input, int length, byte[] into) {
      int out = 0;
      for (int i = 0; i < length; i++) {
        if (input[i] == sequence[matched]) {
          matched++;
          if (matched == sequence.length) {
            matched = 0;
            return -1;
          }
          continue;
        }
        System.arraycopy(sequence, 0, into, out, matched);
        out += matched;
        matched = 0;
        if (input[i] == sequence[0]) {
          matched = 1;
        } else {
          into[out++] = input[i];
        }
      }
      return out;
    }

    /** The most that {@link #pass} adds to its input. */
    public int slack() {
      return sequence.length;
    }
  }
}
