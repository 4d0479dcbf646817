package dev.stevedore.dockerd.spec.mounts;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.config.JsonObjectView;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The API's Mount object, checked and read: what {@code --mount} gives, and {@code -v} too. */
final class MountSpec {
  private static final String BIND = "BindOptions";
  private static final String VOLUME = "VolumeOptions";
  private static final String IMAGE = "ImageOptions";

  private final JsonObjectView json;
  private final String type;
  private final String source;
  private final String target;
  private final boolean readOnly;

  private MountSpec(JsonObjectView json) {
    this.json = json;
    this.type = json.string("Type");
    this.source = json.string("Source");
    this.target = json.string("Target");
    this.readOnly = json.bool("ReadOnly");
  }

  /**
   * Reads a mount.
   *
   * @param sourceMustExist whether a bind mount of what is not there is an error
   * @param mode as inspect shows it
   * @throws ApiException.BadParameter with Docker's texts
   */
  static MountRequest read(JsonObjectView json, boolean sourceMustExist, String mode) {
    MountSpec spec = new MountSpec(json);
    spec.check(sourceMustExist);
    return spec.request(mode);
  }

  private void check(boolean sourceMustExist) {
    if (target.isEmpty()) {
      throw missing("Target");
    }
    checkTarget(target).ifPresent(MountSpec.this::fail);
    switch (type) {
      case "bind" -> checkBind(sourceMustExist);
      case "volume" -> checkVolume();
      case "tmpfs" -> {
        refuse(BIND, IMAGE);
        if (!source.isEmpty()) {
          throw extra("Source");
        }
        tmpfsOptions();
      }
      case "image" -> {
        refuse(BIND, VOLUME);
        if (source.isEmpty()) {
          throw missing("Source");
        }
        checkSubpath(json.object(IMAGE).string("Subpath"));
      }
      default -> fail("mount type unknown");
    }
  }

  /** What is wrong with a destination, if anything. */
  static Optional<String> checkTarget(String path) {
    String plain = path.replace('\\', '/');
    if (clean("/" + plain).equals("/") && plain.startsWith("/")) {
      return Optional.of("invalid specification: destination can't be '/'");
    }
    return plain.startsWith("/") ? Optional.empty() : Optional.of(relative(path));
  }

  private static String relative(String path) {
    return "invalid mount path: '" + path + "' mount path must be absolute";
  }

  private void checkBind(boolean sourceMustExist) {
    if (source.isEmpty()) {
      throw missing("Source");
    }
    JsonObjectView options = json.object(BIND);
    String propagation = options.string("Propagation");
    if (!propagation.isEmpty() && !Mode.isPropagation(propagation)) {
      fail("invalid propagation mode: " + propagation);
    }
    refuse(VOLUME, IMAGE);
    if (!source.startsWith("/")) {
      fail(relative(source));
    }
    if (sourceMustExist && !exists() && !options.bool("CreateMountpoint")) {
      fail("bind source path does not exist: " + source);
    }
    boolean writableBelow = options.bool("ReadOnlyNonRecursive");
    boolean readOnlyBelow = options.bool("ReadOnlyForceRecursive");
    if (!readOnly && writableBelow) {
      throw conflict("!ReadOnly && BindOptions.ReadOnlyNonRecursive");
    }
    if (!readOnly && readOnlyBelow) {
      throw conflict("!ReadOnly && BindOptions.ReadOnlyForceRecursive");
    }
    if (writableBelow && readOnlyBelow) {
      throw conflict("ReadOnlyNonRecursive && BindOptions.ReadOnlyForceRecursive");
    }
  }

  private static ApiException conflict(String which) {
    return new ApiException.BadParameter("mount options conflict: " + which);
  }

  private boolean exists() {
    try (Fd _ = Openat2.open(Fd.CWD, source, OpenFlags.O_PATH, 0, 0)) {
      return true;
    } catch (LinuxException e) {
      if (e.errno() != Errno.ENOENT) {
        fail("stat " + source + ": " + e.errno().text());
      }
      return false;
    }
  }

  private void checkVolume() {
    refuse(BIND, IMAGE);
    String subpath = json.object(VOLUME).string("Subpath");
    if (!subpath.isEmpty() && source.isEmpty()) {
      fail("must not set Subpath when using anonymous volumes");
    }
    checkSubpath(subpath);
    if (readOnly && source.isEmpty()) {
      fail("must not set ReadOnly mode when using anonymous volumes");
    }
  }

  private void checkSubpath(String subpath) {
    Path path = Path.of(subpath).normalize();
    if (!subpath.isEmpty() && (path.isAbsolute() || path.startsWith(".."))) {
      fail("subpath must be a relative path within the volume");
    }
  }

  private void refuse(String... fields) {
    for (String field : fields) {
      if (!json.node(field).isNull()) {
        throw extra(field);
      }
    }
  }

  private List<String> tmpfsOptions() {
    try {
      return TmpfsOptions.of(json.object("TmpfsOptions"), readOnly);
    } catch (ApiException.BadParameter e) {
      throw invalid(String.valueOf(e.getMessage()));
    }
  }

  private MountRequest request(String mode) {
    return switch (type) {
      case "bind" -> new MountRequest(bind(mode));
      case "volume" -> volume(mode);
      case "image" ->
          new MountRequest(
              new MountPoint(
                  MountPoint.Kind.IMAGE,
                  source,
                  "",
                  "",
                  json.object(IMAGE).string("Subpath"),
                  clean(target),
                  "",
                  false,
                  "rprivate",
                  List.of(),
                  Set.of()));
      default ->
          new MountRequest(
              new MountPoint(
                  MountPoint.Kind.TMPFS,
                  "",
                  "",
                  "",
                  "",
                  clean(target),
                  mode,
                  !readOnly,
                  "",
                  tmpfsOptions(),
                  Set.of()));
    };
  }

  private MountPoint bind(String mode) {
    JsonObjectView options = json.object(BIND);
    Set<MountTrait> traits = EnumSet.noneOf(MountTrait.class);
    add(traits, MountTrait.NON_RECURSIVE, options.bool("NonRecursive"));
    add(traits, MountTrait.WRITABLE_BELOW, options.bool("ReadOnlyNonRecursive"));
    add(traits, MountTrait.READ_ONLY_BELOW, options.bool("ReadOnlyForceRecursive"));
    add(traits, MountTrait.CREATE_SOURCE, options.bool("CreateMountpoint"));
    add(traits, MountTrait.ID_MAPPED, options.bool("IDMap"));
    return new MountPoint(
        MountPoint.Kind.BIND,
        "",
        "",
        clean(source),
        "",
        clean(target),
        mode,
        !readOnly,
        options.string("Propagation"),
        List.of(),
        traits);
  }

  private MountRequest volume(String mode) {
    JsonObjectView options = json.object(VOLUME);
    JsonObjectView driver = options.object("DriverConfig");
    Set<MountTrait> traits = EnumSet.noneOf(MountTrait.class);
    add(traits, MountTrait.NO_COPY, options.bool("NoCopy"));
    add(traits, MountTrait.ANONYMOUS, source.isEmpty());
    MountPoint point =
        new MountPoint(
            MountPoint.Kind.VOLUME,
            source,
            driver.string("Name"),
            "",
            options.string("Subpath"),
            clean(target),
            mode,
            !readOnly,
            "",
            List.of(),
            traits);
    Map<String, String> labels = options.stringMap("Labels");
    return new MountRequest(point, driver.stringMap("Options"), labels);
  }

  private static void add(Set<MountTrait> traits, MountTrait trait, boolean has) {
    if (has) {
      traits.add(trait);
    }
  }

  private void fail(String why) {
    throw invalid(why);
  }

  private ApiException invalid(String why) {
    return new ApiException.BadParameter("invalid mount config for type \"" + type + "\": " + why);
  }

  private ApiException missing(String field) {
    return invalid("field " + field + " must not be empty");
  }

  private ApiException extra(String field) {
    return invalid("field " + field + " must not be specified");
  }

  /** The path without empty parts, "." and "..". */
  static String clean(String path) {
    return Path.of(path).normalize().toString();
  }
}
