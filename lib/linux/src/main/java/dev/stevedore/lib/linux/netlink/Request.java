package dev.stevedore.lib.linux.netlink;

/**
 * Something asked of the kernel.
 *
 * @param operation what it does, for errors, such as {@code add address}
 * @param object what it does it to, such as {@code 10.0.0.1/24 on eth0}
 * @param message how it is said
 */
public record Request(String operation, String object, MessageWriter message) {
  /** A request. */
  public static final int NLM_F_REQUEST = 0x1;

  /** The kernel shall say whether it worked. */
  public static final int NLM_F_ACK = 0x4;

  /** All of them. */
  public static final int NLM_F_DUMP = 0x300;

  /** Take the place of one that is there. */
  public static final int NLM_F_REPLACE = 0x100;

  /** Fail if it is there. */
  public static final int NLM_F_EXCL = 0x200;

  /** Make it if it is not there. */
  public static final int NLM_F_CREATE = 0x400;

  /** Put it after those that are there. */
  public static final int NLM_F_APPEND = 0x800;

  /** For a request that changes something: {@code NLM_F_REQUEST | NLM_F_ACK}. */
  public static final int CHANGE = NLM_F_REQUEST | NLM_F_ACK;

  /** For a request that makes something new, and fails with EEXIST if it is there. */
  public static final int CREATE = CHANGE | NLM_F_CREATE | NLM_F_EXCL;
}
