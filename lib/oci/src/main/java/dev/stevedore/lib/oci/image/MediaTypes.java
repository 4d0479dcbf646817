package dev.stevedore.lib.oci.image;

/** The media types of images: OCI's, and Docker's schema 2 ones for the same documents. */
public final class MediaTypes {
  private MediaTypes() {}

  /** An index: manifests for several platforms. */
  public static final String INDEX = "application/vnd.oci.image.index.v1+json";

  /** A manifest: the config and layers of one image. */
  public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  /** An image config. */
  public static final String CONFIG = "application/vnd.oci.image.config.v1+json";

  /** A layer: a tar archive. */
  public static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

  /** A layer, compressed by gzip. */
  public static final String LAYER_GZIP = LAYER + "+gzip";

  /** A layer, compressed by zstd. */
  public static final String LAYER_ZSTD = LAYER + "+zstd";

  /** Docker's index. */
  public static final String DOCKER_MANIFEST_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";

  /** Docker's manifest. */
  public static final String DOCKER_MANIFEST =
      "application/vnd.docker.distribution.manifest.v2+json";

  /** Docker's image config. */
  public static final String DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json";

  /** Docker's layer, not compressed. */
  public static final String DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar";

  /** Docker's layer, compressed by gzip. */
  public static final String DOCKER_LAYER_GZIP = DOCKER_LAYER + ".gzip";

  /** Docker's layer, compressed by zstd. */
  public static final String DOCKER_LAYER_ZSTD = DOCKER_LAYER + ".zstd";

  private static final String NON_DISTRIBUTABLE =
      "application/vnd.oci.image.layer.nondistributable.v1.tar";
  private static final String DOCKER_FOREIGN =
      "application/vnd.docker.image.rootfs.foreign.diff.tar";

  /** Whether this is an index or Docker's manifest list. */
  public static boolean isIndex(String mediaType) {
    return mediaType.equals(INDEX) || mediaType.equals(DOCKER_MANIFEST_LIST);
  }

  /** Whether this is a manifest, OCI's or Docker's. */
  public static boolean isManifest(String mediaType) {
    return mediaType.equals(MANIFEST) || mediaType.equals(DOCKER_MANIFEST);
  }

  /** Whether this is an image config, OCI's or Docker's. */
  public static boolean isConfig(String mediaType) {
    return mediaType.equals(CONFIG) || mediaType.equals(DOCKER_CONFIG);
  }

  /** Whether this is a layer, OCI's or Docker's, in any compression. */
  public static boolean isLayer(String mediaType) {
    return mediaType.startsWith(LAYER)
        || mediaType.startsWith(DOCKER_LAYER)
        || mediaType.startsWith(NON_DISTRIBUTABLE)
        || mediaType.startsWith(DOCKER_FOREIGN);
  }
}
