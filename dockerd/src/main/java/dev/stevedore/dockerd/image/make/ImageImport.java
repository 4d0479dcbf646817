package dev.stevedore.dockerd.image.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.image.BlobStore;
import dev.stevedore.dockerd.image.Image;
import dev.stevedore.dockerd.image.Lease;
import dev.stevedore.lib.daemon.Sha256;
import dev.stevedore.lib.daemon.compression.Compression;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.image.Platform;
import dev.stevedore.lib.oci.reference.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** {@code docker import}: an image of one layer, from a tar of a file system. */
public final class ImageImport {
  private static final int BUFFER = 64 * 1024;

  private final ImageMaker maker;
  private final Path temporary;

  /**
   * Imports with a maker.
   *
   * @param temporary a directory for files that are too big for the memory
   */
  public ImageImport(ImageMaker maker, Path temporary) {
    this.maker = maker;
    this.temporary = temporary;
  }

  /**
   * Imports.
   *
   * @param in a tar, plain or compressed with gzip, zstd, bzip2 or xz
   * @param config the image config's {@code config} object
   * @param message for the history
   * @param platform what the image is for
   */
  public Image run(
      InputStream in,
      ObjectNode config,
      String message,
      Platform platform,
      Optional<ImageReference> name)
      throws IOException {
    Path file = Files.createTempFile(temporary, "import", ".gz");
    try (Lease lease = Lease.open(maker.containerd(), "stevedore-import-")) {
      MessageDigest hash = Sha256.create();
      try (InputStream tar = Compression.remove(in);
          OutputStream zipped = new GZIPOutputStream(Files.newOutputStream(file), BUFFER);
          OutputStream out = new DigestOutputStream(zipped, hash)) {
        tar.transferTo(out);
      }
      try (InputStream stored = Files.newInputStream(file)) {
        BlobStore.Blob blob = new BlobStore(lease.client()).write(stored, Files.size(file));
        ImageMaker.Layer layer =
            new ImageMaker.Layer(
                new Descriptor(MediaTypes.LAYER_GZIP, blob.digest(), blob.size()),
                Digest.ofSha256(hash));
        return maker.make(
            Optional.empty(),
            Optional.of(layer),
            new ImageMaker.Top(config, "", message, "", platform),
            name,
            lease);
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
