package dev.stevedore.dockerd.network.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * What an engine's things are called where all engines of the host see them.
 *
 * @param bridge the default network's bridge
 * @param table the firewall's table
 * @param cable the cable from the host to itself, if there is one
 */
public record HostNames(String bridge, String table, String cable) {
  private static final Path DEFAULT_ROOT = Path.of("/var/lib/stevedore");

  /** Plain names for the engine at the default place; others have a part made of their place. */
  public static HostNames of(Path dataRoot) {
    if (dataRoot.equals(DEFAULT_ROOT)) {
      return new HostNames("stevedore0", "stevedore", "stevedore-");
    }
    CRC32 crc = new CRC32();
    crc.update(dataRoot.toString().getBytes(StandardCharsets.UTF_8));
    String suffix = HexFormat.of().toHexDigits((int) crc.getValue());
    return new HostNames("sv-" + suffix, "stevedore-" + suffix, "sv-" + suffix + "-");
  }
}
