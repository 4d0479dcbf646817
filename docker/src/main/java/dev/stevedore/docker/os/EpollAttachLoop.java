package dev.stevedore.docker.os;

import dev.stevedore.docker.stream.AttachEnd;
import dev.stevedore.docker.stream.AttachLoop;
import dev.stevedore.docker.stream.Attachment;
import dev.stevedore.docker.stream.FrameDecoder;
import dev.stevedore.lib.posix.Epoll;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.SignalMask;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One epoll loop for stdin, the connection, the exit's report and signals. */
final class EpollAttachLoop implements AttachLoop {
  private static final int SIGWINCH = 28;
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;

  /** HUP INT QUIT TERM: what ends a program that does not pass them on. */
  private static final int[] ENDING = {1, SIGINT, 3, SIGTERM, SIGWINCH};

  /**
   * Everything that somebody may send to the container through this program: not KILL and STOP,
   * which nobody hears; not CHLD, PIPE and URG, nor faults, which are this program's own; not TTIN
   * and TTOU, which stop it in the background.
   */
  private static final int[] ALL = {
    1, SIGINT, 3, 10, 12, 14, SIGTERM, 16, 18, 20, 24, 25, 26, 27, SIGWINCH, 29, 30
  };

  private static final int PIECE = 32 * 1024;
  private static final int RESIZE_TRIES = 10;
  private static final int RESIZE_PAUSE_MILLIS = 10;
  private static final int PATIENCE = 3;

  private final boolean takeAllSignals;
  private final Fd signals;
  private final EventLoop loop = new EventLoop();
  private final byte[] piece = new byte[PIECE];
  private @Nullable AttachEnd end;
  private boolean outputEnded;
  private boolean exitReported;
  private int impatience;

  EpollAttachLoop(boolean takeAllSignals) {
    this.takeAllSignals = takeAllSignals;
    this.signals = SignalMask.open(takeAllSignals ? ALL : ENDING);
  }

  @Override
  public AttachEnd run(Attachment attachment) {
    try (RawTerminal terminal = RawTerminal.enter(attachment.terminal() && attachment.stdin())) {
      return new Joined(attachment, terminal).run();
    }
  }

  @Override
  public void close() {
    signals.close();
    SignalMask.clear();
  }

  /** The streams of one attachment. */
  private final class Joined {
    private final Attachment attachment;
    private final RawTerminal terminal;
    private final Fd connection;
    private final OutputQueue stdout;
    private final OutputQueue stderr;
    private final FrameDecoder frames;
    private final InputPump input;

    Joined(Attachment attachment, RawTerminal terminal) {
      this.attachment = attachment;
      this.terminal = terminal;
      this.connection = new Fd(attachment.connection().stream().descriptor());
      this.stdout = new OutputQueue(Fd.STDOUT, loop, this::roomForOutput);
      this.stderr = new OutputQueue(Fd.STDERR, loop, this::roomForOutput);
      this.frames = new FrameDecoder(stdout::write, stderr::write);
      this.input =
          new InputPump(
              loop,
              connection,
              attachment.terminal()
                  ? Optional.of(attachment.detachKeys().filter())
                  : Optional.empty(),
              () -> finish(new AttachEnd.Detached()));
    }

    AttachEnd run() {
      connection.setNonBlocking(true);
      exitReported = attachment.waiting().isEmpty();
      loop.add(signals, Epoll.IN, events -> takeSignals());
      loop.add(connection, Epoll.IN, this::connectionReady);
      attachment.waiting().ifPresent(this::watchExit);
      if (attachment.stdin()) {
        input.start();
      }
      if (attachment.followsSize()) {
        resize(0);
      }
      take(attachment.connection().takeBuffered());
      while (end == null) {
        loop.turn(-1);
      }
      return end;
    }

    private void watchExit(dev.stevedore.docker.stream.ExitWait wait) {
      if (wait.isHere()) {
        exitReported = true;
        return;
      }
      Fd reported = new Fd(wait.descriptor());
      loop.add(
          reported,
          Epoll.IN,
          events -> {
            loop.remove(reported);
            exitReported = true;
            if (outputEnded || !attachment.output()) {
              finish(new AttachEnd.Finished());
            }
          });
    }

    private void resize(int tries) {
      if (attachment.events().resize()) {
        return;
      }
      if (tries < RESIZE_TRIES) {
        loop.after((tries + 1L) * RESIZE_PAUSE_MILLIS, () -> resize(tries + 1));
      } else {
        Fd.STDERR.writeAll("failed to resize tty, using default size\r\n");
      }
    }

    private void takeSignals() {
      for (int signal = SignalMask.next(signals); signal != 0; signal = SignalMask.next(signals)) {
        if (signal == SIGWINCH) {
          if (attachment.followsSize()) {
            attachment.events().resize();
          }
        } else if (!takeAllSignals) {
          finish(new AttachEnd.Interrupted(signal));
        } else {
          attachment.events().signal(signal);
          if ((signal == SIGINT || signal == SIGTERM) && ++impatience == PATIENCE) {
            finish(new AttachEnd.Interrupted(signal));
          }
        }
      }
    }

    private void connectionReady(int events) {
      if ((events & Epoll.OUT) != 0) {
        input.write();
      }
      if ((events & ~Epoll.OUT) == 0) {
        return;
      }
      try {
        int count = connection.read(piece, 0, piece.length);
        if (count == 0) {
          endOutput();
        } else if (count != Fd.WOULD_BLOCK) {
          take(piece, count);
        }
      } catch (PosixException e) {
        finish(new AttachEnd.Broken(String.valueOf(e.getMessage())));
      }
    }

    private void take(byte[] bytes) {
      take(bytes, bytes.length);
    }

    private void take(byte[] bytes, int length) {
      try {
        if (attachment.terminal()) {
          stdout.write(bytes, 0, length);
        } else {
          frames.take(bytes, 0, length);
        }
      } catch (IOException e) {
        finish(new AttachEnd.Broken(String.valueOf(e.getMessage())));
        return;
      }
      if (stdout.isFull() || stderr.isFull()) {
        loop.modify(connection, input.wantsToWrite() ? Epoll.OUT : 0);
      }
    }

    private void roomForOutput() {
      if (stdout.isFull() || stderr.isFull()) {
        return;
      }
      if (outputEnded) {
        finishOutput();
      } else {
        loop.modify(connection, input.wantsToWrite() ? Epoll.IN | Epoll.OUT : Epoll.IN);
      }
    }

    private void endOutput() {
      outputEnded = true;
      input.stop();
      loop.remove(connection);
      if (!stdout.isFull() && !stderr.isFull()) {
        finishOutput();
      }
    }

    private void finishOutput() {
      terminal.restore();
      if (exitReported) {
        finish(new AttachEnd.Finished());
      }
    }

    private void finish(AttachEnd reason) {
      if (end == null) {
        end = reason;
      }
    }
  }
}
