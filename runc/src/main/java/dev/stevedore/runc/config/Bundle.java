package dev.stevedore.runc.config;

import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Utf8;
import dev.stevedore.runc.RuncException;
import java.util.function.Consumer;

/**
 * A bundle (bundle.md): a directory with config.json.
 *
 * @param path absolute, links resolved
 * @param config absolute path of config.json
 * @param spec what config.json says
 */
public record Bundle(String path, String config, Spec spec) {
  /** Far more than an engine writes; what execve(2) takes as arguments and environment is less. */
  private static final int LIMIT = 4 << 20;

  /**
   * Reads the configuration of the bundle at a path.
   *
   * @param config its file, which starts at the bundle unless it is absolute
   * @param terminal is told whether there is to be a terminal, before the rest is looked at: flags
   *     that do not go with it are the plainer mistake
   */
  public static Bundle read(String given, String config, Consumer<Boolean> terminal) {
    String path;
    try (Fd directory = Files.open(given, OpenFlags.PATH | OpenFlags.DIRECTORY, 0)) {
      path = Files.readLink(directory.procPath());
    }
    String file = config.startsWith("/") ? config : path + "/" + config;
    try {
      ObjectReader json = ObjectReader.parse(read(file));
      terminal.accept(
          json.object("process", process -> process.bool("terminal", false)).orElse(false));
      return new Bundle(path, file, Spec.read(json));
    } catch (PosixException e) {
      if (e.is(Errno.ENOENT)) {
        throw new RuncException("JSON specification file " + config + " not found in " + path);
      }
      throw e;
    } catch (JsonFormatException e) {
      throw new RuncException(file, e);
    }
  }

  /** The same bundle with another configuration. */
  public Bundle with(Spec changed) {
    return new Bundle(path, config, changed);
  }

  private static String read(String file) {
    byte[] text = Files.readRegular(file, LIMIT + 1);
    if (text.length > LIMIT) {
      throw new RuncException(file + ": larger than " + LIMIT + " bytes");
    }
    return Utf8.decode(text);
  }

  /** A path of config.json, which starts at the bundle unless it is absolute. */
  public String resolve(String relative) {
    return relative.startsWith("/") ? relative : path + "/" + relative;
  }
}
