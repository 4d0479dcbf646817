package dev.stevedore.lib.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.security.SecureRandom;
import java.util.Set;

/**
 * Limits of what directories may hold, by project quotas of their file system: XFS mounted with
 * {@code prjquota}, or ext4 that was made with {@code -O quota,project} and is mounted so. Linux
 * 5.14 or later.
 *
 * <pre>
 *   directory ──its inode says──▶ project id ──the file system says──▶ limit, bytes taken
 *      └─ what is made in it is of the same project
 * </pre>
 *
 * <p>The inode is the only place where the id is kept.
 */
public final class ProjectQuotas {
  private static final int PRJQUOTA = 2;
  private static final int Q_XGETQUOTA = 0x5803;
  private static final int Q_XSETQLIM = 0x5804;
  private static final int Q_XGETQSTATV = 0x5808;

  /** {@code struct fs_quota_statv}. */
  private static final int STATV_SIZE = 160;

  private static final int FS_QUOTA_PDQ_ENFD = 1 << 5;

  /** How file systems, and kernels, without quotas answer. */
  private static final Set<Errno> UNSUPPORTED =
      Set.of(Errno.ENOSYS, Errno.ESRCH, Errno.EOPNOTSUPP, Errno.EINVAL, Errno.ENOTTY, Errno.ENODEV);

  private static final ProjectIds IDS = new ProjectIds(new SecureRandom());

  private ProjectQuotas() {}

  /** Whether the file system of a directory holds projects to their limits. */
  public static boolean areEnforced(Fd directory) throws LinuxException {
    try (Call call = new Call("quotactl state of", directory)) {
      MemorySegment state = call.block(STATV_SIZE);
      state.set(JAVA_BYTE, 0, (byte) 1);
      long result = control(call, directory, Q_XGETQSTATV, 0, state);
      if (result < 0) {
        LinuxException failure = failure("quotactl state of", directory, result);
        if (UNSUPPORTED.contains(failure.errno())) {
          return false;
        }
        throw failure;
      }
      return (state.get(JAVA_SHORT, 2) & FS_QUOTA_PDQ_ENFD) != 0;
    }
  }

  /**
   * Limits what directories and all that is made in them from now on take together. They get a
   * project of their own, if the first has none: one that it has from the directory above is not
   * its own.
   *
   * @param bytes more than 0
   */
  public static void limit(long bytes, Fd directory, Fd... others) throws LinuxException {
    int own = ownProject(directory);
    int project = own != 0 ? own : IDS.next(id -> quota(directory, id).isFree());
    // Before the limit is set: a directory that has a project can be found, a limit without one
    // cannot.
    join(directory, project);
    for (Fd other : others) {
      join(other, project);
    }
    setLimit(directory, project, bytes);
  }

  private static void join(Fd directory, int project) throws LinuxException {
    FileAttributes attributes = FileAttributes.of(directory);
    if (attributes.project() != project) {
      attributes.inProject(project).set(directory);
    }
  }

  /**
   * Lifts the limit of a directory, before the directory is deleted. Without one nothing happens.
   */
  public static void lift(Fd directory) throws LinuxException {
    int project = ownProject(directory);
    if (project != 0 && areEnforced(directory)) {
      setLimit(directory, project, 0);
    }
  }

  /** Bytes that a directory and all that is in it may take; 0 if it has no limit of its own. */
  public static long limitOf(Fd directory) throws LinuxException {
    int project = ownProject(directory);
    return project == 0 || !areEnforced(directory) ? 0 : quota(directory, project).limit();
  }

  /** The project of a directory; 0 if it has none, or that of the directory above. */
  private static int ownProject(Fd directory) throws LinuxException {
    int project = projectOf(directory);
    if (project == 0) {
      return 0;
    }
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY;
    try (Fd above = Openat2.open(directory, "..", flags, 0, 0)) {
      return projectOf(above) == project ? 0 : project;
    }
  }

  private static int projectOf(Fd file) throws LinuxException {
    try {
      return FileAttributes.of(file).project();
    } catch (LinuxException e) {
      if (UNSUPPORTED.contains(e.errno())) {
        return 0;
      }
      throw e;
    }
  }

  private static DiskQuota quota(Fd directory, int project) throws LinuxException {
    try (Call call = new Call("get quota of project " + project + " by", directory)) {
      MemorySegment block = call.block(DiskQuota.SIZE);
      long result = control(call, directory, Q_XGETQUOTA, project, block);
      if (result == -Errno.ENOENT.number()) {
        return new DiskQuota(project, 0, 0, 0);
      }
      if (result < 0) {
        throw failure("get quota of project " + project + " by", directory, result);
      }
      return DiskQuota.read(block);
    }
  }

  private static void setLimit(Fd directory, int project, long bytes) throws LinuxException {
    try (Call call = new Call("set quota of project " + project + " by", directory)) {
      MemorySegment block = call.block(DiskQuota.SIZE);
      new DiskQuota(project, bytes, 0, 0).write(block);
      call.make(Sys.QUOTACTL_FD, directory.number(), command(Q_XSETQLIM), project, block.address());
    }
  }

  private static long control(
      Call call, Fd directory, int operation, int project, MemorySegment block) {
    return call.attempt(
        Sys.QUOTACTL_FD, directory.number(), command(operation), project, block.address());
  }

  private static long command(int operation) {
    return Integer.toUnsignedLong((operation << 8) | PRJQUOTA);
  }

  private static LinuxException failure(String operation, Fd directory, long result) {
    return new LinuxException(operation, directory.toString(), Errno.of((int) -result));
  }
}
