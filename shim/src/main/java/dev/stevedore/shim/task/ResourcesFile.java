package dev.stevedore.shim.task;

import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.wire.Any;
import org.jspecify.annotations.Nullable;

/** The resources of an update, as the file that runtimes read them from. */
final class ResourcesFile {
  private ResourcesFile() {}

  /** Writes {@code resources}, which are JSON already; gives the path. */
  static String write(String bundle, @Nullable Any resources) {
    if (resources == null) {
      throw new TtrpcException(Code.INVALID_ARGUMENT, "update without resources");
    }
    String path = bundle + "/update.json";
    Files.write(path, resources.value(), 0600);
    return path;
  }

  static void delete(String path) {
    Files.deleteIfExists(path);
  }
}
