package dev.stevedore.dockerd.network.firewalld;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection to the system's D-Bus: calls, and the signals that were asked for. */
final class Bus implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Bus.class);
  private static final Path USUAL = Path.of("/run/dbus/system_bus_socket");
  private static final String FILE = "unix:path=";
  private static final int SECONDS = 30;
  private static final String DAEMON = "org.freedesktop.DBus";
  private static final String DAEMON_PATH = "/org/freedesktop/DBus";

  private final SocketChannel socket;
  private final Consumer<BusMessage> signals;
  private final AtomicInteger serials = new AtomicInteger();
  private final Map<Integer, CompletableFuture<BusMessage>> calls = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** What is called. */
  record Method(String destination, String path, String type, String name) {}

  private Bus(SocketChannel socket, Consumer<BusMessage> signals) {
    this.socket = socket;
    this.signals = signals;
  }

  /**
   * Where the system's bus is.
   *
   * @param given the environment's DBUS_SYSTEM_BUS_ADDRESS, {@code unix:path=…}
   * @return nothing if it is not to be reached by a file
   */
  static Optional<Path> address(@Nullable String given) {
    if (given == null) {
      return Optional.of(USUAL);
    }
    return Stream.of(given.split("[;,]"))
        .filter(part -> part.startsWith(FILE))
        .map(part -> Path.of(part.substring(FILE.length())))
        .findFirst();
  }

  /**
   * Connects.
   *
   * @param signals is told of them, on a thread that must not wait for calls
   */
  static Bus connect(Path address, Consumer<BusMessage> signals) throws IOException {
    SocketChannel socket = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      socket.connect(UnixDomainSocketAddress.of(address));
      authenticate(socket);
      Bus bus = new Bus(socket, signals);
      Thread.ofVirtual().name("dbus").start(bus::read);
      bus.daemon("Hello");
      return bus;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  /** By the user's number, which the kernel tells the other side. */
  private static void authenticate(SocketChannel socket) throws IOException {
    String user = Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
    String hex = HexFormat.of().formatHex(user.getBytes(StandardCharsets.US_ASCII));
    write(socket, ("\0AUTH EXTERNAL " + hex + "\r\n").getBytes(StandardCharsets.US_ASCII));
    StringBuilder line = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (line.indexOf("\r\n") < 0) {
      if (socket.read(one.clear()) < 0) {
        throw new IOException("D-Bus has ended the connection");
      }
      line.append((char) one.get(0));
    }
    if (!line.toString().startsWith("OK ")) {
      throw new IOException("D-Bus refuses: " + line.toString().strip());
    }
    write(socket, "BEGIN\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static void write(SocketChannel socket, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      socket.write(buffer);
    }
  }

  /** Calls the bus itself. */
  BusMessage daemon(String method, Object... arguments) throws IOException {
    return call(new Method(DAEMON, DAEMON_PATH, DAEMON, method), arguments);
  }

  /**
   * Calls a method.
   *
   * @param arguments texts, lists of texts, and maps of these
   * @throws BusException with the error's name, if the other side answers with one
   */
  BusMessage call(Method method, Object... arguments) throws IOException {
    int serial = serials.incrementAndGet();
    CompletableFuture<BusMessage> answer = new CompletableFuture<>();
    calls.put(serial, answer);
    try {
      byte[] message = message(serial, method, arguments);
      synchronized (this) {
        write(socket, message);
      }
      BusMessage answered = answer.get(SECONDS, TimeUnit.SECONDS);
      if (answered.type() == BusMessage.ERROR) {
        throw new BusException(
            method.name + ": " + String.join(" ", answered.texts()), answered.error());
      }
      return answered;
    } catch (TimeoutException e) {
      throw new IOException(method.destination + " does not answer", e);
    } catch (ExecutionException e) {
      throw new IOException(method.name + ": " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(method.name + " was interrupted", e);
    } finally {
      calls.remove(serial);
    }
  }

  private static byte[] message(int serial, Method method, Object... arguments) {
    Marshal body = new Marshal();
    StringBuilder signature = new StringBuilder();
    for (Object argument : arguments) {
      body.value(argument);
      signature.append(Marshal.signature(argument));
    }
    byte[] content = body.bytes();
    Marshal out = new Marshal().u8('l').u8(BusMessage.CALL).u8(0).u8(1);
    out.u32(content.length).u32(serial);
    out.array(
        8,
        () -> {
          out.align(8).u8(1).signature("o").text(method.path);
          out.align(8).u8(2).signature("s").text(method.type);
          out.align(8).u8(3).signature("s").text(method.name);
          out.align(8).u8(6).signature("s").text(method.destination);
          if (!signature.isEmpty()) {
            out.align(8).u8(8).signature("g").signature(signature.toString());
          }
        });
    byte[] header = out.align(8).bytes();
    return ByteBuffer.allocate(header.length + content.length).put(header).put(content).array();
  }

  private void read() {
    try {
      while (true) {
        ByteBuffer header = fill(ByteBuffer.allocate(BusMessage.HEADER));
        int rest = BusMessage.rest(header);
        ByteBuffer whole = ByteBuffer.allocate(BusMessage.HEADER + rest).put(header);
        take(BusMessage.parse(fill(whole)));
      }
    } catch (IOException | RuntimeException e) {
      List.copyOf(calls.values()).forEach(call -> call.completeExceptionally(e));
      if (!closed) {
        LOG.warn("the connection to D-Bus is lost, firewalld is no longer followed", e);
      }
    }
  }

  private void take(BusMessage message) {
    if (message.type() == BusMessage.SIGNAL) {
      signals.accept(message);
      return;
    }
    CompletableFuture<BusMessage> call = calls.get(message.answered());
    if (call != null) {
      call.complete(message);
    }
  }

  private ByteBuffer fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (socket.read(buffer) < 0) {
        throw new IOException("D-Bus has ended the connection");
      }
    }
    return buffer.flip();
  }

  @Override
  public void close() {
    closed = true;
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("the connection to D-Bus does not close: {}", e.getMessage());
    }
  }
}
