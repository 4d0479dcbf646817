package dev.stevedore.docker.os;

import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.cli.Output;
import dev.stevedore.docker.copy.LocalFiles;
import dev.stevedore.docker.engine.Connector;
import dev.stevedore.docker.stream.AttachLoop;
import dev.stevedore.lib.posix.Clock;
import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Terminal;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** This process on this machine. */
public final class PosixMachine implements Machine {
  private static final int READABLE_BY_ALL = 0644;
  private static final int ONLY_OWNER_READS = 0600;
  private static final int ONLY_OWNER_ENTERS = 0700;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Output stdout = new FdOutput(Fd.STDOUT);
  private final Output stderr = new FdOutput(Fd.STDERR);
  private List<String> variables = List.of();

  @Override
  public Output stdout() {
    return stdout;
  }

  @Override
  public Output stderr() {
    return stderr;
  }

  @Override
  public InputStream stdin() {
    return new FdInput(Fd.STDIN);
  }

  @Override
  public Connector connector() {
    return new SocketConnector();
  }

  @Override
  public Optional<String> variable(String name) {
    String prefix = name + "=";
    for (String variable : variables()) {
      if (variable.startsWith(prefix)) {
        return Optional.of(variable.substring(prefix.length()));
      }
    }
    return Optional.empty();
  }

  @Override
  public List<String> variables() {
    if (variables.isEmpty()) {
      variables = Environment.variables();
    }
    return variables;
  }

  @Override
  public byte[] readFile(String path) {
    return saying(() -> Files.readAll(path));
  }

  @Override
  public InputStream openFile(String path) {
    return saying(() -> new FdInput(Files.openForReading(path)));
  }

  @Override
  public Output createFile(String path) {
    int flags = OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.TRUNCATE;
    return saying(() -> new FdOutput(Files.open(path, flags, READABLE_BY_ALL)));
  }

  @Override
  public void replaceSecretFile(String path, byte[] content) {
    saying(
        () -> {
          int slash = path.lastIndexOf('/');
          Files.makeDirectories(path.substring(0, Math.max(slash, 0)), ONLY_OWNER_ENTERS);
          Files.replace(path, content, ONLY_OWNER_READS);
          return path;
        });
  }

  @Override
  public Executed execute(String program, String argument, byte[] input) {
    return saying(() -> ChildProgram.run(this, program, argument, input));
  }

  @Override
  public String readLine(boolean hidden) {
    return saying(() -> TypedLine.read(hidden));
  }

  @Override
  public boolean fileExists(String path) {
    return saying(() -> Files.exists(path));
  }

  @Override
  public void deleteFile(String path) {
    saying(() -> Files.deleteIfExists(path));
  }

  @Override
  public String workingDirectory() {
    return saying(() -> Files.readLink("/proc/self/cwd"));
  }

  @Override
  public LocalFiles files() {
    return new PosixFiles();
  }

  @Override
  public long now() {
    return Clock.realtimeNanos() / NANOS_PER_MILLI;
  }

  @Override
  public LocalTime localTime(long epochSeconds) {
    var zone = dev.stevedore.lib.posix.LocalTime.zoneAt(epochSeconds);
    return new LocalTime(zone.offsetSeconds(), zone.zone());
  }

  @Override
  public boolean isTerminal(int descriptor) {
    return Terminal.isTerminal(new Fd(descriptor));
  }

  @Override
  public Size terminalSize(int descriptor) {
    try {
      Terminal.Size size = Terminal.size(new Fd(descriptor));
      return new Size(size.rows(), size.columns());
    } catch (PosixException e) {
      if (e.is(Errno.ENOTTY) || e.is(Errno.EINVAL) || e.is(Errno.EBADF)) {
        return new Size(0, 0);
      }
      throw e;
    }
  }

  @Override
  public AttachLoop attachLoop(boolean takeAllSignals) {
    return new EpollAttachLoop(takeAllSignals);
  }

  private static <T> T saying(Supplier<T> action) {
    try {
      return action.get();
    } catch (PosixException e) {
      throw new CliException(String.valueOf(e.getMessage()), 1, e);
    }
  }
}
