package dev.stevedore.docker.engine;

import dev.stevedore.docker.cli.CliException;

/** Where the daemon listens. */
public sealed interface Endpoint {
  String DEFAULT = "unix:///run/stevedore/docker.sock";

  /** How messages name it. */
  String url();

  /** A unix socket. */
  record Unix(String path) implements Endpoint {
    @Override
    public String url() {
      return "unix://" + path;
    }
  }

  /** Plain TCP. */
  record Tcp(String host, int port) implements Endpoint {
    @Override
    public String url() {
      return "tcp://" + host + ":" + port;
    }
  }

  /**
   * Reads what {@code -H} or DOCKER_HOST says.
   *
   * @throws CliException if it is no endpoint, or one that this client cannot use
   */
  static Endpoint parse(String text) {
    String host = text.trim();
    if (host.startsWith("unix://")) {
      String path = host.substring("unix://".length());
      return new Unix(path.isEmpty() ? DEFAULT.substring("unix://".length()) : path);
    }
    if (host.startsWith("tcp://") || host.startsWith("http://")) {
      return tcp(host.substring(host.indexOf("://") + 3), text);
    }
    int scheme = host.indexOf("://");
    if (scheme > 0) {
      throw new CliException(
          "unable to resolve docker endpoint: this client cannot use "
              + host.substring(0, scheme)
              + ":// (it speaks unix:// and tcp://)");
    }
    return tcp(host, text);
  }

  private static Endpoint tcp(String address, String text) {
    String authority = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    int colon = authority.lastIndexOf(':');
    String name = colon < 0 ? authority : authority.substring(0, colon);
    String port = colon < 0 ? "2375" : authority.substring(colon + 1);
    try {
      int number = Integer.parseInt(port);
      if (number > 0 && number < 65536 && authority.indexOf('/') < 0) {
        return new Tcp(name.isEmpty() ? "localhost" : name, number);
      }
    } catch (NumberFormatException e) {
      // Said below, as for every other wrong address.
    }
    throw new CliException("unable to parse docker host `" + text + "`");
  }
}
