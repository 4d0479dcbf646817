package dev.stevedore.lib.posix;

/**
 * pipe2(2), both ends close-on-exec.
 *
 * @param reader what comes out
 * @param writer what goes in
 */
public record Pipe(Fd reader, Fd writer) implements AutoCloseable {
  private static final int PIPE2_CLOEXEC = 0x80000;

  public static Pipe open() {
    byte[] ends = new byte[8];
    Syscall.check(Syscall.invoke(Syscall.PIPE2, Syscall.at(ends), PIPE2_CLOEXEC), "pipe2", "");
    return new Pipe(new Fd(Struct.getInt(ends, 0)), new Fd(Struct.getInt(ends, 4)));
  }

  /** Closes both ends. */
  @Override
  public void close() {
    reader.close();
    writer.close();
  }
}
