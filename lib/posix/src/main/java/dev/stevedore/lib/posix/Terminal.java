package dev.stevedore.lib.posix;

import java.util.Optional;

/** Terminals: termios(3), ioctl_tty(2), pts(4). */
public final class Terminal {
  private static final int TCGETS = 0x5401;
  private static final int TCSETS = 0x5402;
  private static final int TIOCSPGRP = 0x5410;
  private static final int TIOCGWINSZ = 0x5413;
  private static final int TIOCSWINSZ = 0x5414;
  private static final int TIOCSCTTY = 0x540E;
  private static final int TIOCGPTN = 0x80045430;
  private static final int TIOCSPTLCK = 0x40045431;
  private static final int TIOCGPTPEER = 0x5441;
  private static final int TERMIOS_SIZE = 36;

  private static final int IFLAG = 0;
  private static final int OFLAG = 4;
  private static final int CFLAG = 8;
  private static final int LFLAG = 12;
  private static final int CC = 17;
  private static final int VTIME = 5;
  private static final int VMIN = 6;
  private static final int VEOL = 11;
  private static final int CTRL_C = 3;

  /** IGNBRK BRKINT PARMRK ISTRIP INLCR IGNCR ICRNL IXON. */
  private static final int INPUT_COOKING = 01 | 02 | 010 | 040 | 0100 | 0200 | 0400 | 02000;

  private static final int ISIG = 01;
  private static final int ECHO = 010;
  private static final int OPOST = 01;
  private static final int ONLCR = 04;

  /** ECHO ECHONL ICANON ISIG IEXTEN. */
  private static final int LOCAL_COOKING = 010 | 0100 | 02 | 01 | 0100000;

  private static final int CSIZE_AND_PARITY = 060 | 0400;
  private static final int EIGHT_BITS = 060;

  /**
   * A terminal's size in characters.
   *
   * @param rows lines
   * @param columns of each
   */
  public record Size(int rows, int columns) {}

  /** A terminal's settings, to be put back as they were. */
  public static final class Settings {
    private final byte[] termios;

    private Settings(byte[] termios) {
      this.termios = termios;
    }
  }

  private Terminal() {}

  /** Whether the descriptor is a terminal. */
  public static boolean isTerminal(Fd fd) {
    return settingsIfTerminal(fd).isPresent();
  }

  /** Its settings now; empty if it is no terminal. */
  public static Optional<Settings> settingsIfTerminal(Fd fd) {
    byte[] termios = new byte[TERMIOS_SIZE];
    long result = Syscall.invoke(Syscall.IOCTL, fd.number(), TCGETS, Syscall.at(termios));
    return result < 0 ? Optional.empty() : Optional.of(new Settings(termios));
  }

  /** Puts settings back. */
  public static void restore(Fd fd, Settings settings) {
    set(fd, settings.termios);
  }

  /** Raw mode, as cfmakeraw(3) has it: every byte passes as it is. */
  public static void makeRaw(Fd fd, Settings before) {
    byte[] termios = before.termios.clone();
    and(termios, IFLAG, ~INPUT_COOKING);
    and(termios, OFLAG, ~OPOST);
    and(termios, LFLAG, ~LOCAL_COOKING);
    and(termios, CFLAG, ~CSIZE_AND_PARITY);
    or(termios, CFLAG, EIGHT_BITS);
    termios[CC + VMIN] = 1;
    termios[CC + VTIME] = 0;
    set(fd, termios);
  }

  /**
   * What is typed is not shown, and Ctrl-C ends the line instead of the program, which could not
   * put the settings back: it is the line's last byte, 3.
   */
  public static void hideInput(Fd fd, Settings before) {
    byte[] termios = before.termios.clone();
    and(termios, LFLAG, ~(ECHO | ISIG));
    termios[CC + VEOL] = CTRL_C;
    set(fd, termios);
  }

  /**
   * Leaves {@code \n} as it is on the way out: what runtimes do to a console before they hand it
   * on.
   */
  public static void clearOutputNewlineTranslation(Fd fd) {
    settingsIfTerminal(fd)
        .ifPresent(
            settings -> {
              byte[] termios = settings.termios.clone();
              and(termios, OFLAG, ~ONLCR);
              set(fd, termios);
            });
  }

  /** Its size. */
  public static Size size(Fd fd) {
    byte[] winsize = new byte[8];
    ioctl(fd, TIOCGWINSZ, Syscall.at(winsize), "TIOCGWINSZ");
    return new Size(Struct.getUnsignedShort(winsize, 0), Struct.getUnsignedShort(winsize, 2));
  }

  /** Sets its size; who runs in it gets SIGWINCH. */
  public static void resize(Fd fd, Size size) {
    byte[] winsize = new byte[8];
    Struct.putShort(winsize, 0, size.rows());
    Struct.putShort(winsize, 2, size.columns());
    ioctl(fd, TIOCSWINSZ, Syscall.at(winsize), "TIOCSWINSZ");
  }

  /** Makes it the controlling terminal of this session, which has none yet. */
  public static void makeControlling(Fd fd) {
    ioctl(fd, TIOCSCTTY, 0, "TIOCSCTTY");
  }

  /**
   * Gives the calling process, which leads its group, what is typed, and the signals of the
   * keyboard.
   *
   * @return whether the descriptor is this session's terminal
   */
  public static boolean bringToForeground(Fd fd) {
    byte[] group = new byte[4];
    Struct.putInt(group, 0, Processes.self());
    return Syscall.invoke(Syscall.IOCTL, fd.number(), TIOCSPGRP, Syscall.at(group)) >= 0;
  }

  /**
   * A new pseudo-terminal's master end, unlocked.
   *
   * @param ptmx the instance it comes from, O_PATH
   */
  public static Fd openMaster(ProcFs proc, Fd ptmx) {
    Fd master = proc.reopen(ptmx, OpenFlags.READ_WRITE | OpenFlags.NO_CONTROLLING_TERMINAL);
    byte[] unlocked = new byte[4];
    ioctl(master, TIOCSPTLCK, Syscall.at(unlocked), "TIOCSPTLCK");
    return master;
  }

  /** The number N of the master's {@code pts/N}. */
  public static int number(Fd master) {
    byte[] number = new byte[4];
    ioctl(master, TIOCGPTN, Syscall.at(number), "TIOCGPTN");
    return Struct.getInt(number, 0);
  }

  /** The other end, opened without a path that somebody could have replaced. */
  public static Fd openPeer(Fd master) {
    int flags = OpenFlags.READ_WRITE | OpenFlags.NO_CONTROLLING_TERMINAL | OpenFlags.CLOSE_ON_EXEC;
    return new Fd((int) ioctl(master, TIOCGPTPEER, flags, "TIOCGPTPEER"));
  }

  private static void set(Fd fd, byte[] termios) {
    ioctl(fd, TCSETS, Syscall.at(termios), "TCSETS");
  }

  private static long ioctl(Fd fd, int request, long argument, String name) {
    return Syscall.check(
        Syscall.invoke(Syscall.IOCTL, fd.number(), request & 0xffffffffL, argument), "ioctl", name);
  }

  private static void and(byte[] termios, int offset, int mask) {
    Struct.putInt(termios, offset, Struct.getInt(termios, offset) & mask);
  }

  private static void or(byte[] termios, int offset, int bits) {
    Struct.putInt(termios, offset, Struct.getInt(termios, offset) | bits);
  }
}
