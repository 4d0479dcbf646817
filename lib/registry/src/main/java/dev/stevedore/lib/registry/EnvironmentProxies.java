package dev.stevedore.lib.registry;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Proxies as programs in Go take them from the environment: {@code HTTPS_PROXY}, {@code HTTP_PROXY}
 * and {@code NO_PROXY}, in upper or lower case; never for this machine itself.
 */
public final class EnvironmentProxies extends ProxySelector {
  private static final Logger LOG = LoggerFactory.getLogger(EnvironmentProxies.class);

  private final Map<String, String> environment;

  private EnvironmentProxies(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** The proxies that these variables name. */
  public static EnvironmentProxies of(Map<String, String> environment) {
    return new EnvironmentProxies(environment);
  }

  @Override
  public List<Proxy> select(URI uri) {
    String host = uri.getHost() == null ? "" : HostPort.host(uri.getHost());
    String proxy = value("https".equals(uri.getScheme()) ? "HTTPS_PROXY" : "HTTP_PROXY");
    if (proxy.isEmpty() || isLocal(host) || isExcluded(host, uri.getPort())) {
      return List.of(Proxy.NO_PROXY);
    }
    URI address = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
    if (address.getUserInfo() != null || !"http".equals(address.getScheme())) {
      throw new IllegalArgumentException(
          "proxy for " + host + ": only http:// proxies without a password are supported");
    }
    int port = address.getPort() < 0 ? 80 : address.getPort();
    return List.of(new Proxy(Proxy.Type.HTTP, new InetSocketAddress(address.getHost(), port)));
  }

  private String value(String name) {
    String upper = environment.getOrDefault(name, "");
    return upper.isEmpty() ? environment.getOrDefault(name.toLowerCase(Locale.ROOT), "") : upper;
  }

  private static boolean isLocal(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
  }

  private boolean isExcluded(String host, int port) {
    for (String entry : value("NO_PROXY").split(",")) {
      String pattern = entry.strip().toLowerCase(Locale.ROOT);
      String name = pattern.replaceFirst("^\\*?\\.", "");
      if (pattern.equals("*")
          || (!name.isEmpty()
              && (name.equals(host)
                  || name.equals(host + ":" + port)
                  || host.endsWith("." + name)))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void connectFailed(URI uri, SocketAddress proxy, IOException failure) {
    LOG.warn("proxy {} for {}: {}", proxy, uri, failure.getMessage());
  }
}
