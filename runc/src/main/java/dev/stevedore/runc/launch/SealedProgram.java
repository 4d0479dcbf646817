package dev.stevedore.runc.launch;

import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FileSystems;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.MemoryFiles;
import dev.stevedore.lib.posix.MountAttributes;
import dev.stevedore.lib.posix.Mounts;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;

/**
 * Keeps this program's file safe from containers (CVE-2019-5736).
 *
 * <p>A container whose program is a link to /proc/self/exe executes this program inside of it, and
 * can then open the file for writing as soon as nobody executes it. So what goes into a container
 * is executed from a read-only mount of the file, which exists only as long as its descriptor and
 * which nobody can find to make it writable; without the right to mount, from a sealed copy in
 * memory.
 */
public final class SealedProgram {
  private static final String SELF = "/proc/self/exe";
  private static final int COPY_BUFFER = 256 * 1024;

  private SealedProgram() {}

  /** Executes this program again, sealed, unless it is already. */
  public static void ensure() {
    if (isSealed()) {
      return;
    }
    Fd sealed;
    try {
      sealed = Mounts.cloneTree(SELF, false);
      int attributes = MountAttributes.READ_ONLY | MountAttributes.NO_DEV | MountAttributes.NO_SUID;
      Mounts.setAttributes(sealed, MountAttributes.of(attributes, 0), false);
    } catch (PosixException e) {
      sealed = copy();
    }
    throw Processes.execute(sealed, Environment.arguments(), Environment.variables());
  }

  private static boolean isSealed() {
    return (FileSystems.status(SELF).flags() & Mounts.READ_ONLY) != 0
        || Files.readLink(SELF).startsWith("/memfd:");
  }

  private static Fd copy() {
    Fd copy = MemoryFiles.create("stevedore-runc");
    try (Fd self = Files.open(SELF, OpenFlags.READ_ONLY, 0)) {
      byte[] buffer = new byte[COPY_BUFFER];
      for (int n = self.read(buffer, 0, buffer.length);
          n > 0;
          n = self.read(buffer, 0, buffer.length)) {
        for (int done = 0; done < n; ) {
          done += copy.write(buffer, done, n - done);
        }
      }
    }
    MemoryFiles.seal(copy);
    return copy;
  }
}
