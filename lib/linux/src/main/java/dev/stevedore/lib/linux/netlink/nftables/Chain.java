package dev.stevedore.lib.linux.netlink.nftables;

import java.util.Optional;

/**
 * A chain of rules.
 *
 * @param table where it is
 * @param name unique in its table
 * @param base where packets enter it; absent if only other chains jump there
 */
public record Chain(Table table, String name, Optional<Base> base) {
  /** Before connections are tracked. */
  public static final int PRIORITY_RAW = -300;

  /** Where destinations are changed. */
  public static final int PRIORITY_DSTNAT = -100;

  /** Where packets are accepted or dropped. */
  public static final int PRIORITY_FILTER = 0;

  /** After all others. */
  public static final int PRIORITY_LAST = Integer.MAX_VALUE - 1;

  /** Where sources are changed. */
  public static final int PRIORITY_SRCNAT = 100;

  /**
   * Where packets enter a chain.
   *
   * @param type {@code filter} or {@code nat}
   * @param hook on which part of their way
   * @param priority lower ones are asked first
   */
  public record Base(String type, Hook hook, int priority) {}

  /** A chain that others jump to. */
  public static Chain regular(Table table, String name) {
    return new Chain(table, name, Optional.empty());
  }

  /** A chain that accepts and drops; what none of its rules decides goes on. */
  public static Chain filter(Table table, String name, Hook hook, int priority) {
    return new Chain(table, name, Optional.of(new Base("filter", hook, priority)));
  }

  /** A chain that changes addresses, asked for the first packet of a connection. */
  public static Chain nat(Table table, String name, Hook hook, int priority) {
    return new Chain(table, name, Optional.of(new Base("nat", hook, priority)));
  }
}
