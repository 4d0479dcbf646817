package dev.stevedore.dockerd.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.container.config.ContainerConfig;
import dev.stevedore.dockerd.container.config.ContainerDefaults;
import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.container.config.HostConfigRules;
import dev.stevedore.dockerd.container.config.NetworkModeRules;
import dev.stevedore.dockerd.image.Image;
import dev.stevedore.dockerd.logs.BufferedLog;
import dev.stevedore.dockerd.logs.ContainerLog;
import dev.stevedore.dockerd.logs.JsonFileLog;
import dev.stevedore.dockerd.logs.LogAttributes;
import dev.stevedore.dockerd.logs.LogSettings;
import dev.stevedore.dockerd.logs.NoLog;
import dev.stevedore.dockerd.names.NameGenerator;
import dev.stevedore.dockerd.spec.SpecInput;
import dev.stevedore.dockerd.spec.UserDatabase;
import dev.stevedore.dockerd.spec.mounts.MountParser;
import dev.stevedore.dockerd.spec.mounts.MountRequest;
import dev.stevedore.dockerd.store.ContainerTable;
import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.oci.image.Platform;
import dev.stevedore.lib.oci.reference.ContainerNames;
import dev.stevedore.lib.oci.reference.Ids;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code docker create}.
 *
 * <pre>
 * check all ▶ take the name ▶ row (CREATING) ▶ volumes ▶ writable layer ▶ row (CREATED) ▶ event
 * </pre>
 *
 * A daemon that dies on the way finds the row, and undoes the rest.
 */
public final class Creation {
  private final EngineParts engine;
  private final Removal removal;
  private final ContainerMounts mounts;
  private final ContainerDefaults defaults;
  private final SecureRandom random = new SecureRandom();
  private final NameGenerator names = new NameGenerator(random);

  /**
   * Makes containers for an engine.
   *
   * @param defaults for what a container does not say
   */
  public Creation(EngineParts engine, Removal removal, ContainerDefaults defaults) {
    this.defaults = defaults;
    this.engine = engine;
    this.removal = removal;
    this.mounts = new ContainerMounts(engine);
  }

  /** A new container, and what the user should be told about it. */
  public record Created(Container container, List<String> warnings) {}

  /**
   * Makes a container.
   *
   * @param name the name asked for; empty: one is made up
   * @param body the request's JSON
   * @param platform what the image must be for
   * @param onTop whether a read-only bind mount leaves what is mounted below it as it is, if it
   *     does not say
   */
  public Created create(String name, ObjectNode body, Optional<Platform> platform, boolean onTop)
      throws IOException, InterruptedException {
    List<String> warnings = new ArrayList<>();
    ObjectNode configJson = body.deepCopy();
    configJson.remove(List.of("HostConfig", "NetworkingConfig"));
    ContainerConfig given = ContainerConfig.parse(configJson, warnings);
    HostConfig checked =
        HostConfigRules.check(
            HostConfig.parse(body.path("HostConfig"), warnings), defaults, warnings);
    NetworkModeRules.check(given, checked, warnings);
    HostConfig host =
        SharedNamespaces.resolve(OldLinks.resolve(checked, engine.registry()), engine.registry());
    if (!name.isEmpty() && !ContainerNames.isValid(plain(name))) {
      throw new ApiException.BadParameter(
          "Invalid container name (%s), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
              .formatted(name));
    }
    if (given.image().isEmpty()) {
      throw new ApiException.BadParameter("Config.Image is empty: a container needs an image");
    }
    Image image = engine.images().find(given.image());
    platform.ifPresent(wanted -> require(wanted, image, given.image()));
    String id = newId();
    ContainerConfig config = complete(id, given.over(image.defaults()), host);
    check(given, config, host);
    String runtime = host.runtime().isEmpty() ? engine.runtimes().defaultName() : host.runtime();
    engine.runtimes().choose(runtime);
    OptionalLong size = LayerSize.of(host, defaults.layerSize(), engine.snapshots()::limitsSizes);
    List<MountRequest> requests = MountParser.parse(config, host, mounts.context(this::newId));
    if (onTop) {
      requests = requests.stream().map(MountRequest::readOnlyOnTop).toList();
    }
    Definition definition =
        new Definition(
            id,
            Instant.now(),
            image.id().toString(),
            Optional.of(Json.tree(image.described().toJson().toString())),
            image.topSnapshot(),
            config,
            host,
            runtime,
            mounts.points(requests));
    // What cannot be a spec is refused now, not at start.
    engine
        .specs()
        .generate(
            new SpecInput(
                id,
                config,
                host,
                UserDatabase.EMPTY.resolve("", List.of()),
                definition.mounts(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Map.of()));
    return new Created(
        make(definition, requests, plain(name), body.path("NetworkingConfig"), size), warnings);
  }

  private static void require(Platform wanted, Image image, String name) {
    Platform its = image.config().platform();
    if (!its.runsOn(wanted)) {
      throw new ApiException.NotFound(
          "image with reference %s was found but its platform (%s) does not match the specified platform (%s)"
              .formatted(name, its, wanted));
    }
  }

  /** An id for something new: 64 hexadecimal digits at random. */
  public String newId() {
    return Ids.generate(this::bytes);
  }

  private byte[] bytes() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }

  private static String plain(String name) {
    return name.startsWith("/") ? name.substring(1) : name;
  }

  private static ContainerConfig complete(String id, ContainerConfig given, HostConfig host) {
    String directory = given.workingDir();
    ContainerConfig config =
        directory.startsWith("/")
            ? given.withWorkingDir(Path.of(directory).normalize().toString())
            : given;
    if (!config.hostname().isEmpty()) {
      return config;
    }
    boolean hostNetwork = host.networkMode().equals("host") || host.utsMode().equals("host");
    return config.withHostname(hostNetwork ? HostName.read() : Ids.shortened(id));
  }

  private static void check(ContainerConfig given, ContainerConfig config, HostConfig host) {
    if (config.commandLine().isEmpty()) {
      throw new ApiException.BadParameter("no command specified");
    }
    if (!config.workingDir().isEmpty() && !config.workingDir().startsWith("/")) {
      throw new ApiException.BadParameter(
          "the working directory '%s' is invalid, it needs to be an absolute path"
              .formatted(config.workingDir()));
    }
    for (String entry : config.env()) {
      if (entry.isEmpty() || entry.startsWith("=")) {
        throw new ApiException.BadParameter("invalid environment variable: " + entry);
      }
    }
    if (!config.stopSignal().isEmpty()) {
      Signals.parse(config.stopSignal());
    }
    if (host.utsMode().equals("host") && !given.hostname().isEmpty()) {
      throw new ApiException.BadParameter("conflicting options: hostname and the UTS mode");
    }
  }

  private Container make(
      Definition definition,
      List<MountRequest> requests,
      String wanted,
      JsonNode networking,
      OptionalLong size)
      throws IOException, InterruptedException {
    String id = definition.id();
    String name = takeName(wanted, id);
    Container container = new Container(definition, name, State.NEW, log(engine, definition));
    container.taskless(true);
    boolean done = false;
    try {
      engine
          .table()
          .insert(
              new ContainerTable.Row(
                  id, name, Records.write(definition), Records.write(State.NEW)));
      engine.networks().define(engine.facts(container), networking);
      Places.makePrivate(engine.places().container(id));
      mounts.acquire(id, requests);
      List<Mount> rootfs = engine.snapshots().prepare(id, definition.imageSnapshot(), size);
      mounts.fill(id, definition.mounts(), rootfs);
      container
          .turn()
          .take(
              () -> {
                container.mountedBy(rootfs);
                engine.save(container, State.NEW.with(State.Status.CREATED));
                return container;
              });
      engine.registry().add(container);
      done = true;
    } finally {
      if (!done) {
        removal.undo(container);
        engine.registry().release(name, id);
      }
    }
    ContainerEvents.publish(engine.events(), container, "create");
    return container;
  }

  private String takeName(String wanted, String id) {
    if (wanted.isEmpty()) {
      return names.next(candidate -> !engine.registry().tryReserve(candidate, id));
    }
    engine.registry().reserve(wanted, id);
    return wanted;
  }

  /** The log of a container, as its configuration wants it. */
  static ContainerLog log(EngineParts engine, Definition definition) {
    LogSettings settings =
        LogSettings.of(definition.host().logDriver(), definition.host().logOptions());
    String id = definition.id();
    ContainerLog log =
        switch (settings.driver()) {
          case JSON_FILE ->
              new JsonFileLog(engine.places().log(id), settings, () -> noted(engine, definition));
          case LOCAL -> new JsonFileLog(engine.places().localLog(id), settings, Map::of);
          case NONE -> new NoLog();
        };
    return settings.buffer() > 0 ? new BufferedLog(log, settings.buffer()) : log;
  }

  /** What a log notes beside the lines of a container that is started now. */
  private static Map<String, String> noted(EngineParts engine, Definition definition) {
    ContainerConfig config = definition.config();
    return LogAttributes.of(
        definition.host().logOptions(),
        new LogAttributes.Facts(
            definition.id(),
            engine.registry().byId(definition.id()).map(Container::name).orElse(""),
            definition.imageId(),
            config.image(),
            String.join(" ", config.commandLine()),
            HostName.read(),
            config.labels(),
            config.env()));
  }
}
