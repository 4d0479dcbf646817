package dev.stevedore.containerd.diff;

import dev.stevedore.containerd.content.ContentStore;
import dev.stevedore.lib.containerdapi.types.Descriptor;
import dev.stevedore.lib.daemon.compression.Compression;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.tar.TarReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Unpacks archives that are in the content store. */
public final class Applier {
  /** More than any layer has that is not made to fill the disk. */
  private static final long MAX_UNPACKED = 1L << 40;

  private static final int BUFFER = 64 * 1024;

  private final ContentStore content;

  /** Unpacks what is in this store. */
  public Applier(ContentStore content) {
    this.content = content;
  }

  /** Unpacks an archive into a directory; nothing in it leads out of there. */
  public Descriptor apply(String namespace, Digest digest, Path directory) throws IOException {
    return apply(namespace, digest, new LayerTarget.Plain(directory), false);
  }

  /**
   * Unpacks a layer.
   *
   * @param sync whether it must be on the disk then
   * @return what it is without its compression
   */
  Descriptor apply(String namespace, Digest digest, LayerTarget target, boolean sync)
      throws IOException {
    try (FileChannel file = content.open(namespace, digest);
        InputStream compressed = Channels.newInputStream(file);
        DigestingStream digesting = new DigestingStream(decompressed(compressed), MAX_UNPACKED);
        ReadAhead tar = new ReadAhead(digesting);
        LayerUnpacker unpacker = LayerUnpacker.to(target)) {
      unpacker.unpack(new TarReader(tar));
      tar.drain();
      if (target instanceof LayerTarget.Upper upper && upper.lower().isEmpty()) {
        ImpliedDirectories.of(upper.directory()).note(unpacker.implied());
      }
      if (sync) {
        unpacker.sync();
      }
      return Descriptor.newBuilder()
          .setMediaType(MediaTypes.LAYER)
          .setDigest(digesting.digest().toString())
          .setSize(digesting.count())
          .build();
    } catch (IOException e) {
      throw new IOException("failed to extract layer " + digest + ": " + e.getMessage(), e);
    }
  }

  /** The content without its compression, which is taken away on a thread of its own. */
  private static InputStream decompressed(InputStream compressed) throws IOException {
    BufferedInputStream in = new BufferedInputStream(compressed, BUFFER);
    Compression compression = Compression.detect(in);
    return compression == Compression.NONE ? in : new ReadAhead(compression.decompress(in));
  }
}
