package dev.stevedore.runc.dbus;

import dev.stevedore.lib.posix.Clock;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Poll;
import dev.stevedore.lib.posix.Sockets;
import dev.stevedore.runc.RuncException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * A connection with a bus, or with a service that has a socket of its own.
 *
 * <pre>
 *   client                                     server
 *     ├─ NUL, AUTH EXTERNAL, DATA ────────────▶ │ ("Authentication Protocol": who is connected
 *     │ ◀────────────────────── DATA, OK guid ──┤  is known from the socket)
 *     ├─ BEGIN ───────────────────────────────▶ │
 *     ├─ call Hello (a bus only) ─────────────▶ │
 *     │ ◀────────────────────────────── answer ─┤
 *     ├─ call ────────────────────────────────▶ │
 *     │ ◀──────────────────── signals, answer ──┤
 * </pre>
 */
public final class DbusConnection implements AutoCloseable {
  private static final String BUS = "org.freedesktop.DBus";
  private static final int ANSWER_MILLIS = 30_000;
  private static final int LINE_LIMIT = 512;
  private static final int MESSAGE_LIMIT = 1 << 20;

  private final Fd socket;
  private final Deque<DbusMessage> signals = new ArrayDeque<>();
  private int serial;

  private DbusConnection(Fd socket) {
    this.socket = socket;
  }

  /** Connects with a bus. */
  public static DbusConnection bus(String path) {
    DbusConnection connection = open(path);
    connection.call(BUS, "/org/freedesktop/DBus", BUS, "Hello", List.of());
    return connection;
  }

  /** Connects with a service's own socket. */
  public static DbusConnection open(String path) {
    DbusConnection connection = new DbusConnection(Sockets.connect(path));
    connection.authenticate();
    return connection;
  }

  /** Asks the bus for the signals that a rule matches. */
  public void match(String rule) {
    call(BUS, "/org/freedesktop/DBus", BUS, "AddMatch", List.of(new DbusValue.Text(rule)));
  }

  /**
   * Calls a method and waits for its answer.
   *
   * @return the text of the answer's first value; nothing if there is none
   * @throws DbusException if the answer is an error
   */
  public String call(
      String destination,
      String path,
      String interfaceName,
      String member,
      List<DbusValue> arguments) {
    serial++;
    socket.writeAll(DbusMessage.call(serial, destination, path, interfaceName, member, arguments));
    long end = Clock.monotonicMillis() + ANSWER_MILLIS;
    while (true) {
      DbusMessage message =
          receive(end).orElseThrow(() -> new RuncException("D-Bus: no answer to " + member));
      switch (message.type()) {
        case SIGNAL -> signals.add(message);
        case RETURN -> {
          if (message.replyTo() == serial) {
            return message.text(0);
          }
        }
        case ERROR -> {
          if (message.replyTo() == serial) {
            throw new DbusException(message.name(), message.text(0));
          }
        }
        case CALL, INVALID -> {}
      }
    }
  }

  /**
   * Waits for a signal that names an object.
   *
   * @param member the signal's name
   * @param index which of its values is compared
   * @param value what that one must be
   * @param result which of its values is wanted
   * @return the text of that value; empty if the signal does not come in time
   */
  public Optional<String> await(String member, int index, String value, int result, int millis) {
    long end = Clock.monotonicMillis() + millis;
    while (true) {
      Optional<DbusMessage> next =
          signals.isEmpty() ? receive(end) : Optional.of(signals.removeFirst());
      if (next.isEmpty()) {
        return Optional.empty();
      }
      DbusMessage message = next.get();
      if (message.type() == DbusMessage.Type.SIGNAL
          && message.name().equals(member)
          && message.text(index).equals(value)) {
        return Optional.of(message.text(result));
      }
    }
  }

  @Override
  public void close() {
    socket.close();
  }

  private void authenticate() {
    // No id is named: in a user namespace this process does not know the one that the server sees.
    socket.writeAll("\0AUTH EXTERNAL\r\nDATA\r\n");
    String answer = line();
    if (answer.startsWith("DATA")) {
      answer = line();
    }
    if (!answer.startsWith("OK")) {
      throw new RuncException("D-Bus: refused: " + answer.trim());
    }
    socket.writeAll("BEGIN\r\n");
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    long end = Clock.monotonicMillis() + ANSWER_MILLIS;
    while (line.length() < LINE_LIMIT && line.indexOf("\r\n") < 0) {
      line.append((char) read(1, end).orElseThrow(() -> new RuncException("D-Bus: silence"))[0]);
    }
    return line.toString();
  }

  private Optional<DbusMessage> receive(long end) {
    Optional<byte[]> start = read(DbusMessage.FIXED, end);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    int length = DbusMessage.lengthOf(start.get());
    if (length < DbusMessage.FIXED || length > MESSAGE_LIMIT) {
      throw new RuncException("D-Bus: a message of " + length + " bytes");
    }
    byte[] rest =
        read(length - DbusMessage.FIXED, end)
            .orElseThrow(() -> new RuncException("D-Bus: half a message"));
    byte[] all = new byte[length];
    System.arraycopy(start.get(), 0, all, 0, DbusMessage.FIXED);
    System.arraycopy(rest, 0, all, DbusMessage.FIXED, rest.length);
    return Optional.of(DbusMessage.parse(all));
  }

  private Optional<byte[]> read(int count, long end) {
    byte[] bytes = new byte[count];
    int done = 0;
    while (done < count) {
      int left = (int) Math.max(0, end - Clock.monotonicMillis());
      if (!Poll.readable(socket, left)) {
        return Optional.empty();
      }
      int n = socket.read(bytes, done, count - done);
      if (n <= 0) {
        throw new RuncException("D-Bus: the connection was closed");
      }
      done += n;
    }
    return Optional.of(bytes);
  }
}
