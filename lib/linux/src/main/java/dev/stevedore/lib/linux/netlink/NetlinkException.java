package dev.stevedore.lib.linux.netlink;

import dev.stevedore.lib.linux.Errno;
import java.io.IOException;

/**
 * The kernel refused a request. The message is {@code operation object: text (ERRNO): what the
 * kernel says about it}.
 */
public final class NetlinkException extends IOException {
  private static final long serialVersionUID = 1;

  private final Errno errno;

  NetlinkException(String operation, String object, int error, String detail) {
    super(
        operation
            + (object.isEmpty() ? "" : " " + object)
            + ": "
            + Errno.of(error).text()
            + " ("
            + (Errno.of(error) == Errno.UNKNOWN ? "errno " + error : Errno.of(error).name())
            + ")"
            + (detail.isEmpty() ? "" : ": " + detail));
    this.errno = Errno.of(error);
  }

  /** Why it failed. */
  public Errno errno() {
    return errno;
  }
}
