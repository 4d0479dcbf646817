package dev.stevedore.containerd.transfer;

/** Names in an archive of images: an OCI layout, which Docker reads by its manifest.json. */
final class Archive {
  static final String LAYOUT = "oci-layout";
  static final String INDEX = "index.json";
  static final String DOCKER = "manifest.json";
  static final String BLOBS = "blobs/";

  private Archive() {}
}
