package dev.stevedore.dockerd.spec;

import java.util.List;

/**
 * Something mounted into a container by its user or its image.
 *
 * @param kind what it is
 * @param name a volume's name; else empty
 * @param source the path on the host; empty for tmpfs
 * @param destination the path in the container
 * @param mode the options as the user wrote them
 * @param writable whether the container may write
 * @param propagation of bind mounts, such as rprivate
 * @param options of tmpfs: what is given to mount(2)
 */
public record MountPoint(
    Kind kind,
    String name,
    String source,
    String destination,
    String mode,
    boolean writable,
    String propagation,
    List<String> options) {
  /** The kinds of mounts. */
  public enum Kind {
    BIND("bind"),
    VOLUME("volume"),
    TMPFS("tmpfs");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name in the API. */
    public String label() {
      return label;
    }
  }

  /** Keeps a copy. */
  public MountPoint {
    options = List.copyOf(options);
  }
}
