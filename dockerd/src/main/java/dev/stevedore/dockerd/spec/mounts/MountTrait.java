package dev.stevedore.dockerd.spec.mounts;

/** What is special about a mount. */
public enum MountTrait {
  /** Mounts below the source are not seen ({@code bind-recursive=disabled}). */
  NON_RECURSIVE,

  /** Read-only, but what is mounted below is as it was ({@code bind-recursive=writable}). */
  WRITABLE_BELOW,

  /** Read-only with all below it, or an error ({@code bind-recursive=readonly}). */
  READ_ONLY_BELOW,

  /** A source that is missing is made: a directory. */
  CREATE_SOURCE,

  /** An empty volume does not start with what the image has in its place. */
  NO_COPY,

  /** The volume was made for this container, and goes with it if that is asked for. */
  ANONYMOUS,

  /** The owner of the source is the container's user inside, and the other way round. */
  ID_MAPPED,

  /** Asked for by {@code --tmpfs}: inspect shows it in HostConfig only. */
  UNLISTED
}
