package dev.stevedore.lib.linux;

/** Descriptors that this process was started with. */
public final class Descriptors {
  private Descriptors() {}

  /** Makes {@code to} mean what {@code from} means, and closes {@code from}: dup3(2). */
  public static void move(int from, int to) throws LinuxException {
    try (Call call = new Call("dup3", "descriptor " + from)) {
      call.make(Sys.DUP3, from, to, 0);
    }
    new Fd(from).close();
  }
}
