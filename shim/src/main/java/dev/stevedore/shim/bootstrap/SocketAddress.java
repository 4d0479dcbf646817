package dev.stevedore.shim.bootstrap;

import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Sockets;
import dev.stevedore.shim.Split;
import java.nio.charset.StandardCharsets;

/**
 * Where a shim serves: {@code unix:///run/containerd/s/<sha256>}, by containerd's own scheme. The
 * digest is of containerd's address, the namespace and the id, so two containerds never share a
 * socket, and a path that is always 83 bytes long fits into a {@code sockaddr_un}.
 *
 * @param path of the socket
 */
public record SocketAddress(String path) {
  private static final String DIRECTORY = "/run/containerd/s";
  private static final String SCHEME = "unix://";

  /** The address for a task. */
  public static SocketAddress of(String containerdAddress, String namespace, String id) {
    String name = clean(containerdAddress + "/" + namespace + "/" + id);
    return new SocketAddress(DIRECTORY + "/" + Sha256.hex(name.getBytes(StandardCharsets.UTF_8)));
  }

  /** From the flag {@code -socket}, or from the file {@code address}: a path or a URL. */
  public static SocketAddress parse(String text) {
    return new SocketAddress(text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text);
  }

  /** The directory that holds the socket. */
  public String directory() {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  /** Whether a server listens there. */
  boolean isServed() {
    try {
      Sockets.connectNonBlocking(path).close();
      return true;
    } catch (PosixException e) {
      // a queue that is full is somebody's too
      return e.is(Errno.EAGAIN);
    }
  }

  /** As containerd wants to read it. */
  public String url() {
    return SCHEME + path;
  }

  /** What Go's {@code filepath.Join} makes of a path without dots: single slashes. */
  private static String clean(String path) {
    StringBuilder out = new StringBuilder();
    for (String part : Split.by('/', path)) {
      if (out.length() > 0 || path.startsWith("/")) {
        out.append('/');
      }
      out.append(part);
    }
    return out.toString();
  }
}
