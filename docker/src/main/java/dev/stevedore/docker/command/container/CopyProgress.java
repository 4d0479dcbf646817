package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.cli.Output;
import dev.stevedore.docker.format.Sizes;
import java.io.IOException;
import java.io.InputStream;

/** How far a copy is: a line on the terminal while it goes, and one when it is done. */
final class CopyProgress {
  private static final long PERIOD = 75;
  private static final String SAVE = "\033[s";
  private static final String RESTORE = "\033[u\033[2K";

  private final Call call;
  private final Machine machine;
  private final String header;
  private final boolean told;
  private final boolean drawn;
  private long total;
  private long shownAt;

  private CopyProgress(Call call, String header, boolean told) {
    this.call = call;
    this.machine = call.session().machine();
    this.header = header;
    this.told = told;
    this.drawn = told && machine.isTerminal(Machine.STDERR);
  }

  /** Says something only if it may: by {@code --quiet}, or else if stdout is a terminal. */
  static CopyProgress of(Call call, String header) {
    boolean quiet =
        call.flags().isGiven("quiet")
            ? call.flags().bool("quiet")
            : !call.session().machine().isTerminal(Machine.STDOUT);
    return new CopyProgress(call, header, !quiet);
  }

  /** The same stream; what passes is counted. */
  InputStream counting(InputStream stream) {
    if (drawn) {
      call.err().print(SAVE + header + Sizes.decimal(0));
      call.err().flush();
    }
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int count = stream.read(into, offset, length);
        total += Math.max(0, count);
        draw();
        return count;
      }
    };
  }

  private void draw() {
    if (!drawn || machine.now() - shownAt < PERIOD) {
      return;
    }
    shownAt = machine.now();
    Output err = call.err();
    err.print("\033[" + (header.length() + 1) + "G\033[0K" + Sizes.decimal(total));
    err.flush();
  }

  void done(String where) {
    if (drawn) {
      call.err().print(RESTORE);
    }
    if (told) {
      call.err().println("Successfully copied " + Sizes.decimal(total) + " to " + where);
    }
  }
}
