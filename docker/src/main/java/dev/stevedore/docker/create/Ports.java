package dev.stevedore.docker.create;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.CliException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Published and exposed ports.
 *
 * <pre>
 *   80   8080:80   127.0.0.1:8080:80/udp   [::1]:8080:80   9000-9002:8000-8002
 *   published=8080,target=80,protocol=tcp
 * </pre>
 */
final class Ports {
  private final Map<String, JsonArray> bindings = new TreeMap<>();
  private final Map<String, JsonObject> exposed = new TreeMap<>();

  /** A range of ports, both ends in it. */
  private record Range(int first, int last) {
    int size() {
      return last - first + 1;
    }
  }

  /**
   * Reads the values of {@code --publish} and {@code --expose}.
   *
   * @throws CliException if one is no port
   */
  Ports(List<String> publish, List<String> expose) {
    for (String spec : publish) {
      publish(spec.indexOf('=') >= 0 ? fromPairs(spec) : spec);
    }
    for (String spec : expose) {
      expose(spec);
    }
  }

  JsonObject bindings() {
    JsonObject json = new JsonObject();
    bindings.forEach(json::add);
    return json;
  }

  JsonObject exposed() {
    JsonObject json = new JsonObject();
    exposed.forEach(json::add);
    return json;
  }

  private static String fromPairs(String spec) {
    String published = "";
    String target = "";
    String protocol = "tcp";
    for (String pair : spec.split(",", -1)) {
      int equals = pair.indexOf('=');
      if (equals <= 0) {
        throw new CliException(
            "invalid publish opts format (should be name=value but got '" + pair + "')");
      }
      String value = pair.substring(equals + 1);
      switch (pair.substring(0, equals)) {
        case "published" -> published = value;
        case "target" -> target = value;
        case "protocol" -> protocol = value;
        default -> {}
      }
    }
    return published + ":" + target + "/" + protocol;
  }

  private void publish(String spec) {
    int slash = spec.lastIndexOf('/');
    String protocol = slash < 0 ? "tcp" : spec.substring(slash + 1);
    String addresses = slash < 0 ? spec : spec.substring(0, slash);
    int containerColon = addresses.lastIndexOf(':');
    String container = addresses.substring(containerColon + 1);
    String rest = containerColon < 0 ? "" : addresses.substring(0, containerColon);
    int hostColon = rest.lastIndexOf(':');
    String host = rest.substring(hostColon + 1);
    String ip = hostColon < 0 ? "" : rest.substring(0, hostColon);
    if (ip.startsWith("[") && ip.endsWith("]")) {
      ip = ip.substring(1, ip.length() - 1);
    }
    if (!ip.isEmpty() && !ValueChecks.isAddress(ip)) {
      throw new CliException("invalid IP address: " + ip);
    }
    if (container.isEmpty()) {
      throw new CliException("no port specified: " + spec + "<empty>");
    }
    Range inside = range(container, "invalid containerPort: " + container);
    checkProtocol(protocol);
    publish(ip, host, inside, protocol, container);
  }

  private void publish(String ip, String host, Range inside, String protocol, String container) {
    if (host.isEmpty()) {
      for (int i = 0; i < inside.size(); i++) {
        bind(inside.first() + i, protocol, ip, "");
      }
      return;
    }
    Range outside = range(host, "invalid hostPort: " + host);
    if (inside.size() == 1 && outside.size() > 1) {
      bind(inside.first(), protocol, ip, host);
      return;
    }
    if (inside.size() != outside.size()) {
      throw new CliException(
          "invalid ranges specified for container and host Ports: " + container + " and " + host);
    }
    for (int i = 0; i < inside.size(); i++) {
      bind(inside.first() + i, protocol, ip, Integer.toString(outside.first() + i));
    }
  }

  private void bind(int port, String protocol, String ip, String hostPort) {
    String key = port + "/" + protocol.toLowerCase(java.util.Locale.ROOT);
    bindings
        .computeIfAbsent(key, name -> new JsonArray())
        .add(new JsonObject().add("HostIp", ip).add("HostPort", hostPort));
    exposed.put(key, new JsonObject());
  }

  private void expose(String spec) {
    if (spec.indexOf(':') >= 0) {
      throw new CliException("invalid port format for --expose: " + spec);
    }
    int slash = spec.indexOf('/');
    String protocol = slash < 0 ? "tcp" : spec.substring(slash + 1);
    String port = slash < 0 ? spec : spec.substring(0, slash);
    Range range =
        range(
            port,
            "invalid range format for --expose: "
                + port
                + ", error: strconv.ParseUint: parsing \""
                + port
                + "\": invalid syntax");
    checkProtocol(protocol);
    for (int i = range.first(); i <= range.last(); i++) {
      exposed.put(i + "/" + protocol, new JsonObject());
    }
  }

  private static void checkProtocol(String protocol) {
    if (!List.of("tcp", "udp", "sctp").contains(protocol.toLowerCase(java.util.Locale.ROOT))) {
      throw new CliException("invalid proto: " + protocol);
    }
  }

  private static Range range(String text, String complaint) {
    List<Integer> ends = new ArrayList<>();
    for (String end : text.split("-", 2)) {
      try {
        int port = Integer.parseInt(end);
        if (port < 0 || port > 65535) {
          throw new CliException(complaint);
        }
        ends.add(port);
      } catch (NumberFormatException e) {
        throw new CliException(complaint, 1, e);
      }
    }
    if (ends.getLast() < ends.getFirst()) {
      throw new CliException(complaint);
    }
    return new Range(ends.getFirst(), ends.getLast());
  }
}
