package dev.stevedore.containerd.diff.compare;

import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.FileStatus;
import dev.stevedore.lib.linux.FileType;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;

/**
 * Whether a name stands for the same in both trees.
 *
 * <p>As containerd decides: files with the same looks and size are the same if they were modified
 * at the same nanosecond. Archives keep full seconds only, so where both times are such, the
 * content is read.
 */
final class Sameness {
  private Sameness() {}

  static boolean of(MergedDirectory.Entry left, MergedDirectory.Entry right) throws IOException {
    FileStatus a = left.status();
    FileStatus b = right.status();
    if (left.isSame(right)) {
      return true;
    }
    if (a.type() != b.type()
        || a.mode() != b.mode()
        || a.uid() != b.uid()
        || a.gid() != b.gid()
        || a.device() != b.device()
        || !same(Attributes.of(left), Attributes.of(right))) {
      return false;
    }
    if (a.type() == FileType.DIRECTORY) {
      return true;
    }
    if (a.size() != b.size() || !a.modified().equals(b.modified())) {
      return false;
    }
    return !isFullSecond(a.modified()) || sameContent(left, right);
  }

  private static boolean isFullSecond(Instant time) {
    return time.equals(time.truncatedTo(ChronoUnit.SECONDS));
  }

  /** Whether nothing of a directory itself, as opposed to what is in it, was changed. */
  static boolean ofTimes(Instant left, Instant right) {
    boolean truncated = isFullSecond(left) || isFullSecond(right);
    return truncated ? left.getEpochSecond() == right.getEpochSecond() : left.equals(right);
  }

  private static boolean same(Map<String, byte[]> left, Map<String, byte[]> right) {
    return left.keySet().equals(right.keySet())
        && left.keySet().stream().allMatch(it -> Arrays.equals(left.get(it), right.get(it)));
  }

  private static boolean sameContent(MergedDirectory.Entry left, MergedDirectory.Entry right)
      throws IOException {
    return switch (left.status().type()) {
      case SYMBOLIC_LINK ->
          Directory.readLink(left.directory(), left.name())
              .equals(Directory.readLink(right.directory(), right.name()));
      case REGULAR -> {
        try (Fd a = open(left);
            Fd b = open(right)) {
          yield Files.mismatch(a.path(), b.path()) < 0;
        }
      }
      default -> true;
    };
  }

  private static Fd open(MergedDirectory.Entry entry) throws LinuxException {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_NOFOLLOW | OpenFlags.O_NONBLOCK;
    return Openat2.open(entry.directory(), entry.name(), flags, 0, 0);
  }

  /** Opens the content of a file that may be replaced meanwhile, but not by a link. */
  static FileChannel read(MergedDirectory.Entry entry) throws IOException {
    try (Fd file = open(entry)) {
      return FileChannel.open(file.path(), StandardOpenOption.READ);
    }
  }
}
