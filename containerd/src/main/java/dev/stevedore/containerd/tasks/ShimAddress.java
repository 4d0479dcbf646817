package dev.stevedore.containerd.tasks;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.ttrpc.task.TaskRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a shim listens, and what it speaks: what its {@code start} prints, an address alone or
 * JSON.
 *
 * @param version of the shim API: 2 or 3
 * @param socket a unix socket
 */
record ShimAddress(int version, Path socket) {
  private static final String FILE = "bootstrap.json";
  private static final String OLD_FILE = "address";
  private static final String SCHEME = "unix://";

  static ShimAddress parse(String printed) {
    String text = printed.strip();
    if (!text.startsWith("{")) {
      return new ShimAddress(2, socket(text));
    }
    try {
      ObjectReader in = ObjectReader.parse(text);
      int version = in.int32("version", 2);
      String protocol = in.string("protocol", "ttrpc");
      if (version < 2 || version > 3 || !protocol.equals("ttrpc")) {
        throw Failure.notImplemented(
            "unsupported shim version (" + version + ") or protocol (" + protocol + ")");
      }
      return new ShimAddress(version, socket(in.string("address")));
    } catch (JsonFormatException e) {
      throw Failure.invalidArgument("what the shim printed: " + e.getMessage());
    }
  }

  private static Path socket(String address) {
    if (!address.startsWith(SCHEME + "/")) {
      throw Failure.invalidArgument("shim address \"" + address + "\" is no unix:// path");
    }
    return Path.of(address.substring(SCHEME.length()));
  }

  /** The name of the task service in this version. */
  String service() {
    return version == 3 ? TaskRequest.SERVICE_V3 : TaskRequest.SERVICE;
  }

  void writeTo(Path bundle) throws IOException {
    JsonObject json =
        new JsonObject()
            .add("version", version)
            .add("address", SCHEME + socket)
            .add("protocol", "ttrpc");
    Files.writeString(bundle.resolve(FILE), json.toString());
  }

  /** What was written, by this daemon or by the shim; nothing if the shim never came so far. */
  static Optional<ShimAddress> readFrom(Path bundle) throws IOException {
    for (String name : new String[] {FILE, OLD_FILE}) {
      Path file = bundle.resolve(name);
      if (Files.exists(file)) {
        return Optional.of(parse(Files.readString(file)));
      }
    }
    return Optional.empty();
  }
}
