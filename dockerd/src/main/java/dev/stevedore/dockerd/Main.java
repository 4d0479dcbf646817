package dev.stevedore.dockerd;

import ch.qos.logback.classic.Level;
import dev.stevedore.dockerd.api.ApiHandler;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.dockerd.events.EventsEndpoint;
import dev.stevedore.dockerd.http.ChannelListener;
import dev.stevedore.dockerd.http.HttpServer;
import dev.stevedore.dockerd.system.PingEndpoint;
import dev.stevedore.lib.daemon.Logs;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The program {@code stevedored}. */
public final class Main {
  private Main() {}

  /** Listens on the unix socket that {@code -H unix://PATH} names. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length != 2 || !args[0].equals("-H") || !args[1].startsWith("unix://")) {
      System.err.println("usage: stevedored -H unix://PATH");
      System.exit(1);
    }
    Logs.toStderr(Level.DEBUG);
    Path socket = Path.of(args[1].substring("unix://".length()));
    Files.deleteIfExists(socket);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    channel.bind(UnixDomainSocketAddress.of(socket));
    Router router = new Router();
    PingEndpoint.register(router);
    new EventsEndpoint(new Events()).register(router);
    ApiHandler handler = new ApiHandler(router, "Stevedore/0.1.0 (linux)");
    new HttpServer(
            List.of(new ChannelListener(channel, socket.toString(), Optional.of(socket))), handler)
        .start();
    Thread.currentThread().join();
  }
}
