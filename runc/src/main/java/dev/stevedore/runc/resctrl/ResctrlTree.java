package dev.stevedore.runc.resctrl;

import dev.stevedore.lib.posix.FileSystems;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.RuncException;

/** What is done with files of resctrl: an interface, so that tests need no such processor. */
interface ResctrlTree {
  /** Whether something is there. */
  boolean exists(String path);

  /** mkdir(2); the parent must be there. */
  void makeDirectory(String path);

  /** The whole text of a file. */
  String read(String path);

  /** Writes to a file that is there, in one write(2). */
  void write(String path, String text);

  /** rmdir(2); the files of a group go with it. */
  void removeDirectory(String path);

  /** The kernel's. */
  static ResctrlTree ofKernel() {
    return new ResctrlTree() {
      @Override
      public boolean exists(String path) {
        return Files.exists(path);
      }

      @Override
      public void makeDirectory(String path) {
        Files.makeDirectory(path, 0755);
      }

      @Override
      public String read(String path) {
        return Files.readText(path);
      }

      @Override
      public void write(String path, String text) {
        Files.writeExisting(path, text);
      }

      @Override
      public void removeDirectory(String path) {
        Files.deleteDirectory(path);
      }
    };
  }

  /**
   * Where it is mounted, as somebody who administers the machine has to do.
   *
   * @throws RuncException if it is not
   */
  static String mountPoint() {
    String usual = "/sys/fs/resctrl";
    try {
      if (FileSystems.status(usual).type() == FileSystems.RESCTRL) {
        return usual;
      }
    } catch (PosixException e) {
      // Not even the directory: a kernel or a processor without it.
      throw notMounted();
    }
    for (String line : Files.readText("/proc/self/mountinfo").split("\n")) {
      String[] fields = line.split(" ");
      if (line.contains(" - resctrl ") && fields.length > 4) {
        return fields[4];
      }
    }
    throw notMounted();
  }

  private static RuncException notMounted() {
    return new RuncException("intelRdt is specified in config, but no resctrl is mounted");
  }
}
