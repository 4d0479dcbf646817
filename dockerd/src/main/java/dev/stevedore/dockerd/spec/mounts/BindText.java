package dev.stevedore.dockerd.spec.mounts;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.config.JsonObjectView;
import java.util.EnumSet;
import java.util.Set;

/**
 * {@code -v}: {@code /path:/path[:mode]} is a bind mount, {@code name:/path[:mode]} a volume, and
 * {@code /path} alone one without a name.
 */
final class BindText {
  private BindText() {}

  /**
   * Reads one.
   *
   * @param volumeDriver of volumes; empty: the default, or the one that a volume has
   * @throws ApiException.BadParameter with Docker's texts
   */
  static MountRequest read(String text, String volumeDriver) {
    String[] parts = text.split(":", 4);
    if (parts[0].isEmpty() || parts.length > 3) {
      throw invalid(text);
    }
    if (parts.length == 2 && Mode.isValid(parts[1])) {
      throw invalid(text); // a path and a mode: what would be mounted there?
    }
    Mode mode = Mode.parse(parts.length == 3 ? parts[2] : "");
    String source = parts.length == 1 ? "" : parts[0];
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    boolean bind = source.startsWith("/");
    json.put("Type", bind ? "bind" : "volume");
    json.put("Source", source);
    json.put("Target", parts.length == 1 ? parts[0] : parts[1]);
    json.put("ReadOnly", mode.isReadOnly());
    if (!volumeDriver.isEmpty() && !bind) {
      json.putObject("VolumeOptions").putObject("DriverConfig").put("Name", volumeDriver);
    }
    if (mode.has(Mode.Kind.COPY)) {
      json.withObject("/VolumeOptions").put("NoCopy", true);
    }
    if (mode.has(Mode.Kind.PROPAGATION)) {
      json.putObject("BindOptions").put("Propagation", mode.word(Mode.Kind.PROPAGATION));
    }
    if (mode.has(Mode.Kind.OWNERS)) {
      json.withObject("/BindOptions").put("IDMap", true);
    }
    return read(json, text, mode);
  }

  private static MountRequest read(ObjectNode json, String text, Mode mode) {
    try {
      MountRequest request = MountSpec.read(new JsonObjectView(json), false, mode.text());
      return request.point().kind() == MountPoint.Kind.BIND ? createsSource(request) : request;
    } catch (ApiException.BadParameter e) {
      throw new ApiException.BadParameter(invalid(text).getMessage() + ": " + e.getMessage(), e);
    }
  }

  private static MountRequest createsSource(MountRequest request) {
    MountPoint point = request.point();
    Set<MountTrait> traits = EnumSet.of(MountTrait.CREATE_SOURCE);
    traits.addAll(point.traits());
    return new MountRequest(
        new MountPoint(
            point.kind(),
            point.name(),
            point.driver(),
            point.source(),
            point.subpath(),
            point.destination(),
            point.mode(),
            point.writable(),
            point.propagation(),
            point.options(),
            traits));
  }

  private static ApiException invalid(String text) {
    return new ApiException.BadParameter("invalid volume specification: '" + text + "'");
  }
}
