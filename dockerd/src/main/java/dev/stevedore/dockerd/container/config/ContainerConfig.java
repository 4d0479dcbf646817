package dev.stevedore.dockerd.container.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.container.config.FieldTable.Unset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The Engine API's {@code Config}: what a container is, wherever it runs. Immutable. */
public final class ContainerConfig {
  private static final FieldTable FIELDS =
      new FieldTable("Config")
          .honoured(Unset.EMPTY, "Hostname", "Domainname", "User")
          .honoured(Unset.FALSE, "AttachStdin", "AttachStdout", "AttachStderr")
          .honoured(Unset.OMITTED, "ExposedPorts")
          .honoured(Unset.FALSE, "Tty", "OpenStdin", "StdinOnce")
          .honoured(Unset.LIST, "Env")
          .honoured(Unset.NULL, "Cmd")
          .honoured(Unset.OMITTED, "Healthcheck", "ArgsEscaped")
          .honoured(Unset.EMPTY, "Image")
          .honoured(Unset.NULL, "Volumes")
          .honoured(Unset.EMPTY, "WorkingDir")
          .honoured(Unset.NULL, "Entrypoint")
          .honoured(Unset.OMITTED, "NetworkDisabled")
          .refused(Unset.OMITTED, "MacAddress")
          .honoured(Unset.NULL, "OnBuild")
          .honoured(Unset.MAP, "Labels")
          .honoured(Unset.OMITTED, "StopSignal", "StopTimeout", "Shell");

  private final JsonObjectView view;

  private ContainerConfig(ObjectNode json) {
    this.view = new JsonObjectView(json);
  }

  /** What was stored. */
  public static ContainerConfig stored(ObjectNode json) {
    return new ContainerConfig(json);
  }

  /**
   * Reads what a client sent. Fields of the surrounding create request are no part of it.
   *
   * @param warnings where fields nobody knows are added
   * @throws dev.stevedore.dockerd.api.ApiException.BadParameter for a health check that makes no
   *     sense
   */
  public static ContainerConfig parse(JsonNode given, List<String> warnings) {
    ContainerConfig config = new ContainerConfig(FIELDS.normalise(given, warnings));
    HealthCheck.validate(config.view.object("Healthcheck"));
    return config;
  }

  /**
   * This, completed from its image: what is not set here is taken from there; environment, labels,
   * ports, volumes and the health check's fields are merged.
   *
   * @param image the image's {@code config} object
   */
  public ContainerConfig over(JsonObjectView image) {
    ObjectNode merged = view.json().deepCopy();
    for (String name : List.of("User", "WorkingDir", "StopSignal")) {
      if (string(name).isEmpty() && !image.string(name).isEmpty()) {
        merged.put(name, image.string(name));
      }
    }
    // An entrypoint of the user's own makes the image's command meaningless.
    if (entrypoint().isEmpty()) {
      if (cmd().isEmpty()) {
        copy(image, merged, "Cmd");
      }
      if (view.node("Entrypoint").isNull()) {
        copy(image, merged, "Entrypoint");
      }
    } else if (entrypoint().equals(List.of(""))) {
      merged.putNull("Entrypoint");
    }
    merged.set("Env", texts(merged, mergedEnv(image.strings("Env"))));
    for (String name : List.of("ExposedPorts", "Volumes", "Labels")) {
      ObjectNode both = merged.objectNode();
      if (image.node(name) instanceof ObjectNode theirs) {
        both.setAll(theirs);
      }
      if (view.node(name) instanceof ObjectNode ours) {
        both.setAll(ours);
      }
      if (!both.isEmpty()) {
        merged.set(name, both);
      }
    }
    for (String name : List.of("Shell", "OnBuild")) {
      if (JsonObjectView.isZero(view.node(name))) {
        copy(image, merged, name);
      }
    }
    ObjectNode health = merged.objectNode();
    if (image.node("Healthcheck") instanceof ObjectNode theirs) {
      health.setAll(theirs);
    }
    for (Map.Entry<String, JsonNode> ours : view.node("Healthcheck").properties()) {
      if (!JsonObjectView.isZero(ours.getValue())) {
        health.set(ours.getKey(), ours.getValue());
      }
    }
    if (!health.isEmpty()) {
      merged.set("Healthcheck", health);
    }
    return new ContainerConfig(merged);
  }

  private static void copy(JsonObjectView from, ObjectNode to, String name) {
    if (!JsonObjectView.isZero(from.node(name))) {
      to.set(name, from.node(name));
    }
  }

  private List<String> mergedEnv(List<String> image) {
    Map<String, String> byName = new LinkedHashMap<>();
    env().forEach(entry -> byName.put(variable(entry), entry));
    for (String entry : image) {
      byName.putIfAbsent(variable(entry), entry);
    }
    return List.copyOf(byName.values());
  }

  private static String variable(String entry) {
    int equals = entry.indexOf('=');
    return equals < 0 ? entry : entry.substring(0, equals);
  }

  private static JsonNode texts(ObjectNode factory, List<String> texts) {
    var array = factory.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  /** This, with a working directory. */
  public ContainerConfig withWorkingDir(String directory) {
    ObjectNode json = view.json().deepCopy();
    json.put("WorkingDir", directory);
    return new ContainerConfig(json);
  }

  /** This, with a host name. */
  public ContainerConfig withHostname(String hostname) {
    ObjectNode json = view.json().deepCopy();
    json.put("Hostname", hostname);
    return new ContainerConfig(json);
  }

  /** This, with variables before its own, which come first. */
  public ContainerConfig withVariables(List<String> more) {
    ObjectNode json = view.json().deepCopy();
    ArrayNode all = json.putArray("Env");
    more.forEach(all::add);
    env().forEach(all::add);
    return new ContainerConfig(json);
  }

  /** The object as inspect shows it; not to be changed. */
  public ObjectNode json() {
    return view.json();
  }

  /** Program and arguments: entrypoint, then command. */
  public List<String> commandLine() {
    List<String> words = new ArrayList<>(entrypoint());
    words.addAll(cmd());
    return words;
  }

  /** The image as the user named it. */
  public String image() {
    return string("Image");
  }

  /** Environment variables, {@code NAME=value} each. */
  public List<String> env() {
    return view.strings("Env");
  }

  /** The command, or its arguments when there is an entrypoint. */
  public List<String> cmd() {
    return view.strings("Cmd");
  }

  /** The program that is always run. */
  public List<String> entrypoint() {
    return view.strings("Entrypoint");
  }

  /** {@code user[:group]}, names or numbers; empty: root. */
  public String user() {
    return string("User");
  }

  /** The working directory; empty: the root. */
  public String workingDir() {
    return string("WorkingDir");
  }

  /** The host name. */
  public String hostname() {
    return string("Hostname");
  }

  /** The NIS domain name. */
  public String domainname() {
    return string("Domainname");
  }

  /** Whether the process gets a terminal. */
  public boolean tty() {
    return view.bool("Tty");
  }

  /** Whether the process gets a stdin that can be attached to. */
  public boolean openStdin() {
    return view.bool("OpenStdin");
  }

  /** Whether stdin ends when the first attached client does. */
  public boolean stdinOnce() {
    return view.bool("StdinOnce");
  }

  /** Labels of the container. */
  public Map<String, String> labels() {
    return view.stringMap("Labels");
  }

  /** The signal that stops it; empty: SIGTERM. */
  public String stopSignal() {
    return string("StopSignal");
  }

  /** Seconds that stop waits before it kills, if set. */
  public Optional<Long> stopTimeout() {
    return view.optionalNumber("StopTimeout");
  }

  /** Paths in the container that shall be volumes. */
  public List<String> volumes() {
    List<String> paths = new ArrayList<>();
    view.node("Volumes").fieldNames().forEachRemaining(paths::add);
    return paths;
  }

  /** Ports the container listens on: {@code 80/tcp}. */
  public List<String> exposedPorts() {
    List<String> ports = new ArrayList<>();
    view.node("ExposedPorts").fieldNames().forEachRemaining(ports::add);
    return ports;
  }

  /** How it is asked whether it is well; empty if it is not. */
  public Optional<HealthCheck> healthCheck() {
    return HealthCheck.of(this);
  }

  /** What runs a command given as one text. */
  public List<String> shell() {
    List<String> shell = view.strings("Shell");
    return shell.isEmpty() ? List.of("/bin/sh", "-c") : shell;
  }

  /** All fields by name. */
  JsonObjectView view() {
    return view;
  }

  private String string(String name) {
    return view.string(name);
  }
}
