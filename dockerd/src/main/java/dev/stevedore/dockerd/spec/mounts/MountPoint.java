package dev.stevedore.dockerd.spec.mounts;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Something mounted into a container by its user or its image.
 *
 * @param kind what it is
 * @param name a volume's name, or an image as the user named it; else empty
 * @param driver a volume's driver; else empty
 * @param source the path on the host; of an image its id; empty for tmpfs
 * @param subpath what of a volume or image is mounted; empty: all
 * @param destination the path in the container
 * @param mode the options as the user wrote them
 * @param writable whether the container may write
 * @param propagation of bind mounts, such as rprivate
 * @param options of tmpfs: what is given to mount(2)
 * @param traits what is special about it
 */
public record MountPoint(
    Kind kind,
    String name,
    String driver,
    String source,
    String subpath,
    String destination,
    String mode,
    boolean writable,
    String propagation,
    List<String> options,
    Set<MountTrait> traits) {
  /** The kinds of mounts. */
  public enum Kind {
    BIND("bind"),
    VOLUME("volume"),
    TMPFS("tmpfs"),
    IMAGE("image");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    /** The name in the API. */
    public String label() {
      return label;
    }
  }

  /** Keeps copies. */
  public MountPoint {
    options = List.copyOf(options);
    traits = Set.copyOf(traits);
  }

  /** A volume, mounted writable and as it is. */
  public static MountPoint volume(
      String name, String driver, String destination, Set<MountTrait> traits) {
    return new MountPoint(
        Kind.VOLUME, name, driver, "", "", destination, "", true, "", List.of(), traits);
  }

  /** Whether it is special in this way. */
  public boolean is(MountTrait trait) {
    return traits.contains(trait);
  }

  /** This, with one trait more. */
  MountPoint with(MountTrait trait) {
    Set<MountTrait> more = EnumSet.of(trait);
    more.addAll(traits);
    return new MountPoint(
        kind,
        name,
        driver,
        source,
        subpath,
        destination,
        mode,
        writable,
        propagation,
        options,
        more);
  }

  /** This, from another path on the host. */
  public MountPoint withSource(String path) {
    return new MountPoint(
        kind,
        name,
        driver,
        path,
        subpath,
        destination,
        mode,
        writable,
        propagation,
        options,
        traits);
  }

  /** This, as a volume of a driver that mounts it from a path. */
  public MountPoint of(String volumeDriver, String path, String newMode) {
    return new MountPoint(
        kind,
        name,
        volumeDriver,
        path,
        subpath,
        destination,
        newMode,
        writable,
        propagation,
        options,
        traits);
  }

  /** This, propagated in another way. */
  public MountPoint propagated(String newPropagation) {
    return new MountPoint(
        kind,
        name,
        driver,
        source,
        subpath,
        destination,
        mode,
        writable,
        newPropagation,
        options,
        traits);
  }

  /** This, in another container: with the same content, and its own right to write. */
  MountPoint shared(boolean mayWrite) {
    Set<MountTrait> kept = EnumSet.of(MountTrait.NO_COPY);
    kept.addAll(traits);
    kept.remove(MountTrait.ANONYMOUS);
    return new MountPoint(
        kind,
        name,
        driver,
        source,
        subpath,
        destination,
        "",
        writable && mayWrite,
        propagation,
        options,
        kept);
  }
}
