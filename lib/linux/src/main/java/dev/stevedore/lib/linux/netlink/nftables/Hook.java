package dev.stevedore.lib.linux.netlink.nftables;

/**
 * Where on a packet's way a chain looks at it.
 *
 * <pre>
 *   in ─▶ PREROUTING ─▶ (for us?) ─no─▶ FORWARD ─▶ POSTROUTING ─▶ out
 *                           │ yes                      ▲
 *                           ▼                          │
 *                         INPUT ─▶ process ─▶ OUTPUT ──┘
 * </pre>
 */
public enum Hook {
  PREROUTING(0),
  INPUT(1),
  FORWARD(2),
  OUTPUT(3),
  POSTROUTING(4);

  private final int number;

  Hook(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
