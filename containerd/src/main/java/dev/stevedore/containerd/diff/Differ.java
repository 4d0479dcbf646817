package dev.stevedore.containerd.diff;

import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.google.protobuf.FieldMask;
import dev.stevedore.containerd.content.ContentStore;
import dev.stevedore.containerd.content.IngestStream;
import dev.stevedore.containerd.content.IngestWriter;
import dev.stevedore.containerd.content.Ingests;
import dev.stevedore.containerd.diff.compare.Comparison;
import dev.stevedore.containerd.diff.compare.LayerStack;
import dev.stevedore.containerd.diff.compare.LayerWriter;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import dev.stevedore.containerd.leases.LeaseStore;
import dev.stevedore.containerd.namespaces.NamespaceStore;
import dev.stevedore.lib.containerdapi.content.Info;
import dev.stevedore.lib.containerdapi.diff.DiffRequest;
import dev.stevedore.lib.containerdapi.types.Descriptor;
import dev.stevedore.lib.daemon.Sha256;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.MediaTypes;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/** Makes layers of the differences between mounts, and puts them into the content store. */
public final class Differ {
  private static final String UNCOMPRESSED = "containerd.io/uncompressed";
  private static final int BUFFER = 256 * 1024;

  private final ContentStore content;
  private final Ingests ingests;
  private final LeaseStore leases;
  private final NamespaceStore namespaces;

  /** Makes layers in this store. */
  public Differ(
      ContentStore content, Ingests ingests, LeaseStore leases, NamespaceStore namespaces) {
    this.content = content;
    this.ingests = ingests;
    this.leases = leases;
    this.namespaces = namespaces;
  }

  /** Makes the layer that a request describes, or finds that it is there already. */
  Descriptor diff(String namespace, Optional<String> lease, DiffRequest request)
      throws IOException {
    String mediaType =
        request.getMediaType().isEmpty() ? MediaTypes.LAYER_GZIP : request.getMediaType();
    requireKnown(mediaType);
    LayerStack left = LayerStack.of(request.getLeftList());
    LayerStack right = LayerStack.of(request.getRightList());
    namespaces.ensure(namespace);
    String ref = request.getRef().isEmpty() ? "diff-" + UUID.randomUUID() : request.getRef();
    Digest digest;
    try (IngestWriter ingest = ingests.open(namespace, ref, 0, Optional.empty())) {
      boolean written = false;
      try {
        ingest.restart();
        Digest uncompressed = write(left, right, mediaType, epoch(request), ingest);
        // Before the blob is there, so that it is never garbage.
        leases.hold(namespace, lease, LeaseStore.CONTENT, ingest.digest().toString());
        digest = commit(namespace, ingest, request.getLabelsMap(), uncompressed.toString());
        written = true;
      } finally {
        if (!written) {
          ingest.discard();
        }
      }
    }
    return Descriptor.newBuilder()
        .setMediaType(mediaType)
        .setDigest(digest.toString())
        .setSize(content.info(namespace, digest).getSize())
        .build();
  }

  private static void requireKnown(String mediaType) {
    switch (mediaType) {
      case MediaTypes.LAYER, MediaTypes.LAYER_GZIP, MediaTypes.LAYER_ZSTD -> {}
      default -> throw Failure.notImplemented("unsupported diff media type: " + mediaType);
    }
  }

  private static Optional<Instant> epoch(DiffRequest request) {
    return request.hasSourceDateEpoch()
        ? Optional.of(Instant.ofEpochSecond(request.getSourceDateEpoch().getSeconds()))
        : Optional.empty();
  }

  /** Writes the layer; gives the digest of what it is when not compressed. */
  private static Digest write(
      LayerStack left,
      LayerStack right,
      String mediaType,
      Optional<Instant> epoch,
      IngestWriter ingest)
      throws IOException {
    MessageDigest hash = Sha256.create();
    try (OutputStream compressed = compressor(mediaType, new IngestStream(ingest));
        OutputStream tar =
            new BufferedOutputStream(new DigestOutputStream(compressed, hash), BUFFER)) {
      Comparison.write(left, right, new LayerWriter(tar, epoch));
    }
    return Digest.ofSha256(hash);
  }

  private static OutputStream compressor(String mediaType, OutputStream out) throws IOException {
    return switch (mediaType) {
      case MediaTypes.LAYER_GZIP -> new GZIPOutputStream(out, BUFFER);
      case MediaTypes.LAYER_ZSTD -> new ZstdOutputStreamNoFinalizer(out);
      default -> out;
    };
  }

  private Digest commit(
      String namespace, IngestWriter ingest, Map<String, String> wanted, String uncompressed)
      throws IOException {
    Map<String, String> labels = new HashMap<>(wanted);
    labels.put(UNCOMPRESSED, uncompressed);
    Digest digest = ingest.digest();
    try {
      return ingest.commit(0, Optional.empty(), labels);
    } catch (Failure e) {
      if (e.kind() != FailureKind.ALREADY_EXISTS) {
        throw e;
      }
    }
    // The same layer, perhaps from a registry, which did not say what it is uncompressed.
    Info known = content.info(namespace, digest);
    if (!known.containsLabels(UNCOMPRESSED)) {
      content.update(
          namespace,
          digest,
          Info.newBuilder().putLabels(UNCOMPRESSED, uncompressed).build(),
          FieldMask.newBuilder().addPaths("labels." + UNCOMPRESSED).build());
    }
    return digest;
  }
}
