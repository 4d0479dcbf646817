package dev.stevedore.shim.stats;

import java.util.List;

/** The files of a container's cgroup. */
public interface CgroupFiles {
  /**
   * The text of a file.
   *
   * @param controller of a v1 hierarchy; empty for v2
   * @return empty when there is no such file: a controller that is off, an older kernel
   */
  String read(String controller, String name);

  /** The names of the files of a controller; none when it is off. */
  List<String> names(String controller);

  /** The name of a block device, such as {@code /dev/sda}; empty when it has none. */
  String blockDevice(long major, long minor);
}
