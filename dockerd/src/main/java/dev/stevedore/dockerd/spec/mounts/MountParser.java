package dev.stevedore.dockerd.spec.mounts;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.config.ContainerConfig;
import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.container.config.JsonObjectView;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that is mounted into a container. Where two ask for the same place:
 *
 * <pre>
 * VOLUME of the image  &lt;  --volumes-from  &lt;  -v, --mount, --tmpfs     of the last three: an error
 * </pre>
 */
public final class MountParser {
  private final MountContext context;
  private final Map<String, MountRequest> byDestination = new LinkedHashMap<>();
  private final Set<String> own = new HashSet<>();

  private MountParser(MountContext context) {
    this.context = context;
  }

  /**
   * Reads all mounts; nothing is made. A volume without a name gets one here.
   *
   * @throws ApiException.BadParameter with Docker's texts
   */
  public static List<MountRequest> parse(
      ContainerConfig config, HostConfig host, MountContext context) {
    MountParser parser = new MountParser(context);
    host.view().strings("VolumesFrom").forEach(parser::volumesFrom);
    String driver = host.view().string("VolumeDriver");
    host.tmpfs().keySet().forEach(MountParser::checkTmpfs);
    Set<String> tmpfs = host.tmpfs().keySet();
    for (String bind : host.binds()) {
      MountRequest request = BindText.read(bind, driver);
      String destination = request.point().destination();
      if (tmpfs.contains(destination)) {
        throw duplicate(destination);
      }
      parser.addOwn(request, destination);
    }
    for (JsonObjectView mount : host.mounts()) {
      parser.addOwn(MountSpec.read(mount, true, ""), mount.string("Target"));
    }
    host.tmpfs().forEach(parser::tmpfs);
    for (String path : config.volumes()) {
      parser.imageVolume(MountSpec.clean(path), driver);
    }
    return List.copyOf(parser.byDestination.values());
  }

  private static void checkTmpfs(String path) {
    MountSpec.checkTarget(path)
        .ifPresent(
            why -> {
              throw new ApiException.BadParameter(why);
            });
  }

  private void volumesFrom(String text) {
    VolumesFrom from = VolumesFrom.parse(text);
    for (MountPoint mount : context.mountsOf(from.container())) {
      if (!mount.is(MountTrait.UNLISTED)) {
        byDestination.put(mount.destination(), new MountRequest(mount.shared(from.writable())));
      }
    }
  }

  private void addOwn(MountRequest request, String shown) {
    MountPoint point = withinDaemon(named(request.point()));
    if (!own.add(point.destination())) {
      throw duplicate(shown);
    }
    byDestination.put(
        point.destination(), new MountRequest(point, request.driverOptions(), request.labels()));
  }

  private static ApiException duplicate(String destination) {
    return new ApiException.BadParameter("Duplicate mount point: " + destination);
  }

  private MountPoint named(MountPoint point) {
    boolean anonymous = point.kind() == MountPoint.Kind.VOLUME && point.name().isEmpty();
    return anonymous
        ? new MountPoint(
            point.kind(),
            context.newVolumeName(),
            point.driver(),
            "",
            point.subpath(),
            point.destination(),
            point.mode(),
            point.writable(),
            "",
            List.of(),
            point.traits())
        : point;
  }

  /**
   * A container that sees the daemon's own mounts must let go of them when the daemon does: what is
   * unmounted on the host has to go inside, too.
   */
  private MountPoint withinDaemon(MountPoint point) {
    if (point.kind() != MountPoint.Kind.BIND) {
      return point;
    }
    String root = context.dataRoot().toString();
    boolean related = point.source().startsWith(root) || root.startsWith(point.source());
    return switch (point.propagation()) {
      case "" -> point.propagated(related ? "rslave" : "rprivate");
      case "rslave", "rshared" -> point;
      default -> related ? refuse(point, root) : point;
    };
  }

  private static MountPoint refuse(MountPoint point, String root) {
    throw new ApiException.BadParameter(
        ("invalid mount config: must use either propagation mode \"rslave\" or \"rshared\" when"
                + " mount source is within the daemon root, daemon root: \"%s\", bind mount source:"
                + " \"%s\", propagation: \"%s\"")
            .formatted(root, point.source(), point.propagation()));
  }

  private void tmpfs(String path, String text) {
    String destination = MountSpec.clean(path);
    List<String> options = TmpfsOptions.of(text);
    MountPoint point =
        new MountPoint(
            MountPoint.Kind.TMPFS,
            "",
            "",
            "",
            "",
            destination,
            text,
            !options.contains("ro"),
            "",
            options,
            Set.of(MountTrait.UNLISTED));
    byDestination.put(destination, new MountRequest(point));
  }

  private void imageVolume(String destination, String driver) {
    if (!byDestination.containsKey(destination)) {
      byDestination.put(
          destination,
          new MountRequest(
              MountPoint.volume(
                  context.newVolumeName(), driver, destination, Set.of(MountTrait.ANONYMOUS))));
    }
  }
}
