package dev.stevedore.lib.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of /proc/PID/mountinfo, proc(5).
 *
 * @param id of the mount
 * @param parent id of the mount it is on
 * @param root which directory of the file system is seen
 * @param target where it is mounted
 * @param options of the mount
 * @param propagation optional fields, such as {@code shared:1}
 * @param type of the file system
 * @param source what the mounter gave as the source
 * @param fileSystemOptions of the file system
 */
public record MountInfo(
    int id,
    int parent,
    String root,
    String target,
    String options,
    List<String> propagation,
    String type,
    String source,
    String fileSystemOptions) {

  /** The mounts that this process sees, in the order they were made. */
  public static List<MountInfo> all() throws IOException {
    return parse(FileNames.decode(Files.readAllBytes(Path.of("/proc/self/mountinfo"))));
  }

  /**
   * The mounts at or below a directory, the innermost first, as they must be unmounted. Links on
   * the way to it are followed: the kernel lists mounts by their real paths.
   */
  public static List<MountInfo> below(Path directory) throws IOException {
    Path real = real(directory);
    List<MountInfo> found = new ArrayList<>();
    for (MountInfo mount : all()) {
      if (Path.of(mount.target).startsWith(real)) {
        found.add(mount);
      }
    }
    return found.reversed();
  }

  /** Whether something is mounted exactly there; links on the way are followed. */
  public static boolean isMountPoint(Path target) throws IOException {
    String wanted = real(target).toString();
    return all().stream().anyMatch(mount -> mount.target.equals(wanted));
  }

  /** The path as the kernel has it; as it was given if nothing is there. */
  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    try {
      return absolute.toRealPath();
    } catch (NoSuchFileException e) {
      return absolute;
    }
  }

  static List<MountInfo> parse(String text) throws IOException {
    List<MountInfo> mounts = new ArrayList<>();
    for (String line : text.split("\n")) {
      if (!line.isEmpty()) {
        mounts.add(parseLine(line));
      }
    }
    return mounts;
  }

  // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
  private static MountInfo parseLine(String line) throws IOException {
    List<String> fields = List.of(line.split(" "));
    int dash = fields.indexOf("-");
    if (dash < 6 || fields.size() < dash + 4) {
      throw new IOException("/proc/self/mountinfo: not understood: " + line);
    }
    return new MountInfo(
        Integer.parseInt(fields.get(0)),
        Integer.parseInt(fields.get(1)),
        unescape(fields.get(3)),
        unescape(fields.get(4)),
        fields.get(5),
        fields.subList(6, dash),
        fields.get(dash + 1),
        unescape(fields.get(dash + 2)),
        unescape(fields.get(dash + 3)));
  }

  // Space, tab, newline and backslash are written as three octal digits.
  private static String unescape(String field) {
    if (field.indexOf('\\') < 0) {
      return field;
    }
    StringBuilder text = new StringBuilder(field.length());
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '\\' && i + 3 < field.length()) {
        text.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }
}
