package dev.stevedore.shim.runtime;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.ParseException;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import java.nio.charset.StandardCharsets;

/**
 * The file {@code options.json} in a bundle: by which runtime the container was made, for {@code
 * delete}, should the server die. In the form containerd-shim-runc-v2 uses. It is there from before
 * the runtime is run until the container is deleted.
 */
public final class ContainerRecord {
  private ContainerRecord() {}

  /** Where it is. */
  public static String path(String bundle) {
    return bundle + "/options.json";
  }

  public static void write(String bundle, RuncOptions options) {
    JsonObject json = new JsonObject();
    if (!options.binaryName().isEmpty()) {
      json.add("binary_name", options.binaryName());
    }
    if (!options.root().isEmpty()) {
      json.add("root", options.root());
    }
    if (options.systemdCgroup()) {
      json.add("systemd_cgroup", true);
    }
    Files.write(path(bundle), json.toString().getBytes(StandardCharsets.UTF_8), 0600);
  }

  /** Reads it; the defaults if it is missing or broken. */
  public static RuncOptions read(String bundle) {
    String binary = "";
    String root = "";
    boolean systemdCgroup = false;
    try {
      JsonObject json = Json.parse(Files.readText(path(bundle))).asObject();
      binary = json.getString("binary_name", "");
      root = json.getString("root", "");
      systemdCgroup = json.getBoolean("systemd_cgroup", false);
    } catch (PosixException | ParseException | UnsupportedOperationException e) {
      // the server died while it wrote: there is no container yet, and nothing to be found
    }
    return new RuncOptions(false, false, "", 0, 0, binary, root, "", systemdCgroup, "", "", "", 0);
  }

  /** The container is gone. */
  public static void remove(String bundle) {
    Files.deleteIfExists(path(bundle));
  }
}
