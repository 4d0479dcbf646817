package dev.stevedore.containerd.monitoring;

import dev.stevedore.containerd.config.MonitoringConfig;
import dev.stevedore.containerd.monitoring.TextServer.Answer;
import dev.stevedore.lib.daemon.StackDump;
import dev.stevedore.lib.daemon.UnixSockets;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.Inodes;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The sockets of {@code [metrics]} and {@code [debug]}: {@code /v1/metrics}, and below {@code
 * /debug} what a JVM has for Go's profiles: stacks for goroutines, a histogram of classes for the
 * heap. The rest is refused.
 */
public final class Endpoints implements AutoCloseable {
  private final List<Closeable> open = new ArrayList<>();

  private Endpoints() {}

  /** Serves where the configuration says, if it does. */
  public static Endpoints start(MonitoringConfig config, Metrics metrics) throws IOException {
    Endpoints endpoints = new Endpoints();
    if (config.metrics().isPresent()) {
      endpoints.open.add(
          new TextServer(
              tcp(config.metrics().get()),
              path ->
                  path.equals("/v1/metrics")
                      ? new Answer("200 OK", "text/plain; version=0.0.4", metrics.text())
                      : Answer.failure("404 Not Found", "404 page not found")));
    }
    if (config.debug().isPresent()) {
      Path socket = config.debug().get();
      ServerSocketChannel listener = UnixSockets.listen(socket, "rw-rw----", Optional.empty());
      Inodes.chown(Fd.CWD, socket.toString(), config.debugUid(), config.debugGid());
      endpoints.open.add(new TextServer(listener, Endpoints::debug));
      endpoints.open.add(() -> Files.deleteIfExists(socket));
    }
    return endpoints;
  }

  /** {@code 127.0.0.1:1338}, or {@code :1338} for all addresses. */
  private static ServerSocketChannel tcp(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? "" : address.substring(0, colon).replaceAll("[\\[\\]]", "");
    try {
      int port = Integer.parseInt(address.substring(colon + 1));
      ServerSocketChannel listener = ServerSocketChannel.open();
      listener.bind(
          host.isEmpty() ? new InetSocketAddress(port) : new InetSocketAddress(host, port));
      return listener;
    } catch (IllegalArgumentException e) {
      throw new IOException("metrics address " + address + ": " + e.getMessage(), e);
    }
  }

  private static Answer debug(String target) {
    String path = target.replaceFirst("\\?.*", "");
    try {
      return switch (path) {
        case "/debug/pprof/", "/debug/pprof" ->
            Answer.text("goroutine: stacks of threads\nheap: classes in the heap\ncmdline\n");
        case "/debug/pprof/goroutine" -> Answer.text(stacks());
        case "/debug/pprof/heap" -> Answer.text(classes());
        case "/debug/pprof/cmdline" ->
            Answer.text(ProcessHandle.current().info().commandLine().orElse("").replace(' ', '\0'));
        case "/debug/vars" ->
            new Answer(
                "200 OK",
                "application/json",
                ProcessMetrics.now().entrySet().stream()
                    .map(it -> "\"" + it.getKey() + "\": " + it.getValue())
                    .sorted()
                    .collect(Collectors.joining(",\n", "{\n", "\n}\n")));
        default ->
            path.startsWith("/debug/pprof/")
                ? Answer.failure(
                    "501 Not Implemented", "a JVM has no profile like " + path.substring(13))
                : Answer.failure("404 Not Found", "404 page not found");
      };
    } catch (IOException | JMException e) {
      return Answer.failure("500 Internal Server Error", String.valueOf(e.getMessage()));
    }
  }

  private static String stacks() throws IOException {
    Path directory = Files.createTempDirectory("containerd-stacks");
    Path file = StackDump.write(directory);
    try {
      return Files.readString(file);
    } finally {
      Files.delete(file);
      Files.delete(directory);
    }
  }

  private static String classes() throws JMException {
    Object histogram =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[0]},
                new String[] {String[].class.getName()});
    if (histogram == null) {
      throw new InstanceNotFoundException("the JVM tells nothing of its heap");
    }
    return histogram.toString();
  }

  @Override
  public void close() throws IOException {
    for (Closeable one : open) {
      one.close();
    }
  }
}
