package dev.stevedore.docker.create;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.format.JsonFields;
import java.util.List;
import java.util.Locale;

/** The body of POST /containers/create, from flags and arguments. */
final class CreateBody {
  private final Machine machine;
  private final FlagValues flags;
  private final List<String> arguments;

  /**
   * What to build from.
   *
   * @param flags with the image and the command as arguments
   */
  CreateBody(Machine machine, FlagValues flags) {
    this.machine = machine;
    this.flags = flags;
    this.arguments = flags.arguments();
  }

  /**
   * Builds it.
   *
   * @param streams what is attached
   * @throws CliException for what Docker's CLI refuses itself
   */
  JsonObject build(Streams streams) {
    Ports ports = new Ports(flags.list("publish"), flags.list("expose"));
    Volumes volumes = new Volumes(flags.list("volume"), machine.workingDirectory());
    Networks networks = new Networks(flags);
    JsonObject body = config(streams, ports, volumes);
    return body.add("HostConfig", hostConfig(ports, volumes, networks))
        .add("NetworkingConfig", new JsonObject().add("EndpointsConfig", networks.endpoints()));
  }

  private JsonObject config(Streams streams, Ports ports, Volumes volumes) {
    List<String> environment =
        KeyValues.environment(machine, flags.list("env-file"), flags.list("env"));
    JsonObject config =
        new JsonObject()
            .add("Hostname", flags.string("hostname"))
            .add("Domainname", flags.string("domainname"))
            .add("User", flags.string("user"))
            .add("AttachStdin", streams.stdin())
            .add("AttachStdout", streams.stdout())
            .add("AttachStderr", streams.stderr());
    if (!ports.exposed().isEmpty()) {
      config.add("ExposedPorts", ports.exposed());
    }
    config
        .add("Tty", flags.bool("tty"))
        .add("OpenStdin", flags.bool("interactive"))
        .add("StdinOnce", flags.bool("interactive") && streams.stdin())
        .add("Env", JsonFields.arrayOrNull(environment))
        .add("Cmd", JsonFields.arrayOrNull(arguments.subList(1, arguments.size())));
    HealthCheck.of(flags).ifPresent(health -> config.add("Healthcheck", health));
    config
        .add("Image", arguments.getFirst())
        .add("Volumes", volumes.anonymous())
        .add("WorkingDir", flags.string("workdir"))
        .add("Entrypoint", entrypoint())
        .add("OnBuild", Json.NULL)
        .add("Labels", KeyValues.labels(machine, flags.list("label-file"), flags.list("label")));
    if (!flags.string("stop-signal").isEmpty()) {
      config.add("StopSignal", flags.string("stop-signal"));
    }
    if (flags.isGiven("stop-timeout")) {
      config.add("StopTimeout", flags.number("stop-timeout"));
    }
    return config;
  }

  /** {@code --entrypoint=} takes the image's away. */
  private JsonValue entrypoint() {
    return flags.isGiven("entrypoint")
        ? new JsonArray().add(flags.string("entrypoint"))
        : Json.NULL;
  }

  private JsonObject hostConfig(Ports ports, Volumes volumes, Networks networks) {
    JsonObject restart = RestartPolicy.parse(flags.string("restart"));
    String policy = restart.getString("Name", "");
    if (flags.bool("rm") && !policy.equals("no") && !policy.isEmpty()) {
      throw new CliException("conflicting options: cannot specify both --restart and --rm");
    }
    JsonObject host =
        new JsonObject()
            .add("Binds", JsonFields.arrayOrNull(volumes.binds()))
            .add("ContainerIDFile", flags.string("cidfile"))
            .add("LogConfig", logConfig())
            .add("NetworkMode", networks.mode())
            .add("PortBindings", ports.bindings())
            .add("RestartPolicy", restart)
            .add("AutoRemove", flags.bool("rm"))
            .add("VolumeDriver", flags.string("volume-driver"))
            .add("VolumesFrom", JsonFields.arrayOrNull(flags.list("volumes-from")))
            .add("ConsoleSize", consoleSize());
    addMap(host, "Annotations", flags.list("annotation"));
    host.add("CapAdd", capabilities("cap-add"))
        .add("CapDrop", capabilities("cap-drop"))
        .add("CgroupnsMode", mode("cgroupns", "--cgroupns: invalid CGROUP mode", "private"))
        .add("Dns", JsonFields.arrayOf(flags.list("dns")))
        .add("DnsOptions", JsonFields.arrayOf(both("dns-option", "dns-opt")))
        .add("DnsSearch", JsonFields.arrayOf(flags.list("dns-search")))
        .add("ExtraHosts", extraHosts())
        .add("GroupAdd", JsonFields.arrayOrNull(flags.list("group-add")))
        .add("IpcMode", flags.string("ipc"))
        .add("Cgroup", "")
        .add("Links", JsonFields.arrayOrNull(flags.list("link")))
        .add("OomScoreAdj", flags.number("oom-score-adj"))
        .add("PidMode", mode("pid", "--pid: invalid PID mode", "container:"))
        .add("Privileged", flags.bool("privileged"))
        .add("PublishAllPorts", flags.bool("publish-all"))
        .add("ReadonlyRootfs", flags.bool("read-only"));
    addSecurity(host);
    return addRest(host);
  }

  private void addSecurity(JsonObject host) {
    List<String> options = flags.list("security-opt");
    boolean systemPaths = Security.showsSystemPaths(options);
    host.add(
        "SecurityOpt",
        options.isEmpty() ? Json.NULL : JsonFields.arrayOf(Security.options(machine, options)));
    JsonObject storage = new JsonObject();
    for (String option : flags.list("storage-opt")) {
      int equals = option.indexOf('=');
      if (equals < 0) {
        throw new CliException("invalid storage option");
      }
      storage.set(option.substring(0, equals), option.substring(equals + 1));
    }
    if (!storage.isEmpty()) {
      host.add("StorageOpt", storage);
    }
    host.add("MaskedPaths", systemPaths ? new JsonArray() : Json.NULL)
        .add("ReadonlyPaths", systemPaths ? new JsonArray() : Json.NULL);
  }

  private JsonObject addRest(JsonObject host) {
    if (!flags.list("tmpfs").isEmpty()) {
      JsonObject tmpfs = new JsonObject();
      for (String value : flags.list("tmpfs")) {
        int colon = value.indexOf(':');
        tmpfs.set(
            colon < 0 ? value : value.substring(0, colon),
            colon < 0 ? "" : value.substring(colon + 1));
      }
      host.add("Tmpfs", tmpfs);
    }
    host.add("UTSMode", mode("uts", "--uts: invalid UTS mode", ""))
        .add("UsernsMode", mode("userns", "--userns: invalid USER mode", ""))
        .add("ShmSize", flags.bytes("shm-size"));
    addMap(host, "Sysctls", flags.list("sysctl"));
    if (!flags.string("runtime").isEmpty()) {
      host.add("Runtime", flags.string("runtime"));
    }
    host.add("Isolation", flags.string("isolation"));
    Resources.addTo(host, flags);
    if (!flags.list("mount").isEmpty()) {
      JsonArray mounts = new JsonArray();
      for (String value : flags.list("mount")) {
        mounts.add(Mounts.parse(value, machine.workingDirectory()));
      }
      host.add("Mounts", mounts);
    }
    if (flags.isGiven("init")) {
      host.add("Init", flags.bool("init"));
    }
    return host;
  }

  private static void addMap(JsonObject host, String name, List<String> pairs) {
    if (!pairs.isEmpty()) {
      host.add(name, KeyValues.map(pairs));
    }
  }

  private JsonObject logConfig() {
    String driver = flags.string("log-driver");
    List<String> options = flags.list("log-opt");
    if (driver.equals("none") && !options.isEmpty()) {
      throw new CliException("invalid logging opts for driver " + driver);
    }
    return new JsonObject().add("Type", driver).add("Config", KeyValues.map(options));
  }

  private JsonArray consoleSize() {
    Machine.Size size = machine.terminalSize(Machine.STDOUT);
    return new JsonArray().add(size.rows()).add(size.columns());
  }

  /**
   * A namespace mode: empty, {@code host}, or the one other value or prefix that it may have.
   *
   * @param other a prefix if it ends with a colon; "" for none
   */
  private String mode(String flag, String complaint, String other) {
    String mode = flags.string(flag);
    boolean prefix = other.endsWith(":");
    boolean good =
        mode.isEmpty()
            || mode.equals("host")
            || (prefix && mode.startsWith(other) && mode.length() > other.length())
            || (!prefix && !other.isEmpty() && mode.equals(other));
    if (!good) {
      throw new CliException(complaint);
    }
    return mode;
  }

  private List<String> both(String name, String otherName) {
    return flags.list(name).isEmpty() ? flags.list(otherName) : flags.list(name);
  }

  private JsonValue extraHosts() {
    return JsonFields.arrayOrNull(
        flags.list("add-host").stream().map(ValueChecks::normalExtraHost).toList());
  }

  /** With CAP_ before the name, in capitals, but for ALL. */
  private JsonValue capabilities(String flag) {
    return JsonFields.arrayOrNull(
        flags.list(flag).stream()
            .map(name -> name.trim().toUpperCase(Locale.ROOT))
            .map(
                name ->
                    name.equals("ALL") || name.startsWith("CAP_") || name.isEmpty()
                        ? name
                        : "CAP_" + name)
            .distinct()
            .toList());
  }
}
