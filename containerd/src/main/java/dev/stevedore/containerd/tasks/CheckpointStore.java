package dev.stevedore.containerd.tasks;

import com.google.protobuf.Any;
import dev.stevedore.containerd.content.IngestStream;
import dev.stevedore.containerd.content.IngestWriter;
import dev.stevedore.containerd.content.Ingests;
import dev.stevedore.containerd.diff.Applier;
import dev.stevedore.containerd.diff.compare.Comparison;
import dev.stevedore.containerd.diff.compare.LayerStack;
import dev.stevedore.containerd.diff.compare.LayerWriter;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import dev.stevedore.containerd.leases.LeaseStore;
import dev.stevedore.lib.containerdapi.types.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Checkpoints as blobs: a tar of the files that the runtime wrote, and the specification of the
 * container, which is what a checkpoint image's index names. The index itself, and the image, are
 * the client's.
 */
public final class CheckpointStore {
  /** The files that criu wrote. */
  static final String FILES = "application/vnd.containerd.container.criu.checkpoint.criu.tar";

  /** The container's specification, as the message it is kept as. */
  static final String SPEC = "application/vnd.containerd.container.checkpoint.config.v1+proto";

  private static final int BUFFER = 256 * 1024;

  private final Ingests ingests;
  private final LeaseStore leases;
  private final Applier applier;

  /** Writes to, and reads from, the content store. */
  public CheckpointStore(Ingests ingests, LeaseStore leases, Applier applier) {
    this.ingests = ingests;
    this.leases = leases;
    this.applier = applier;
  }

  /** What writes a blob. */
  private interface Source {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Puts a checkpoint into the content store.
   *
   * @param lease what holds the blobs until an image does
   * @param files the directory that the runtime wrote
   * @param spec the container's
   */
  List<Descriptor> write(String namespace, Optional<String> lease, Path files, Any spec)
      throws IOException {
    LayerStack none = LayerStack.of(List.of());
    return List.of(
        write(
            namespace,
            lease,
            FILES,
            out ->
                Comparison.write(
                    none, LayerStack.of(files), new LayerWriter(out, Optional.empty()))),
        write(namespace, lease, SPEC, spec::writeTo));
  }

  private Descriptor write(
      String namespace, Optional<String> lease, String mediaType, Source source)
      throws IOException {
    String ref = "checkpoint-" + UUID.randomUUID();
    try (IngestWriter ingest = ingests.open(namespace, ref, 0, Optional.empty())) {
      boolean written = false;
      try (OutputStream out = new BufferedOutputStream(new IngestStream(ingest), BUFFER)) {
        source.writeTo(out);
        written = true;
      } finally {
        if (!written) {
          ingest.discard();
        }
      }
      Digest digest = ingest.digest();
      long size = ingest.offset();
      // Before the blob is there, so that it is never garbage.
      leases.hold(namespace, lease, LeaseStore.CONTENT, digest.toString());
      try {
        ingest.commit(0, Optional.empty(), Map.of());
      } catch (Failure e) {
        // The specification is the same for each checkpoint of a container.
        if (e.kind() != FailureKind.ALREADY_EXISTS) {
          throw e;
        }
      }
      return Descriptor.newBuilder()
          .setMediaType(mediaType)
          .setDigest(digest.toString())
          .setSize(size)
          .build();
    }
  }

  /** Refuses what is no checkpoint's files. */
  static Digest requireFiles(Descriptor checkpoint) {
    if (!checkpoint.getMediaType().equals(FILES)) {
      throw Failure.of(
          FailureKind.UNKNOWN, "unsupported checkpoint type \"" + checkpoint.getMediaType() + "\"");
    }
    try {
      return Digest.parse(checkpoint.getDigest());
    } catch (IllegalArgumentException e) {
      throw Failure.invalidArgument("checkpoint digest: " + e.getMessage());
    }
  }

  /** Unpacks a checkpoint's files into an empty directory. */
  void read(String namespace, Digest files, Path directory) throws IOException {
    applier.apply(namespace, files, directory);
  }
}
