package dev.stevedore.containerd.transfer;

import com.google.protobuf.FieldMask;
import dev.stevedore.containerd.content.ContentStore;
import dev.stevedore.containerd.content.IngestWriter;
import dev.stevedore.containerd.content.Ingests;
import dev.stevedore.containerd.diff.DiffService;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import dev.stevedore.containerd.images.ImagesService;
import dev.stevedore.containerd.leases.LeaseStore;
import dev.stevedore.containerd.leases.LeasesService;
import dev.stevedore.containerd.namespaces.NamespaceStore;
import dev.stevedore.containerd.server.LocalCall;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.snapshots.SnapshotsService;
import dev.stevedore.lib.containerdapi.content.Info;
import dev.stevedore.lib.containerdapi.images.CreateImageRequest;
import dev.stevedore.lib.containerdapi.images.CreateImageResponse;
import dev.stevedore.lib.containerdapi.images.GetImageRequest;
import dev.stevedore.lib.containerdapi.images.GetImageResponse;
import dev.stevedore.lib.containerdapi.images.Image;
import dev.stevedore.lib.containerdapi.images.UpdateImageRequest;
import dev.stevedore.lib.containerdapi.images.UpdateImageResponse;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Optional;

/**
 * What this daemon has, for a transfer: all methods are for the namespace and the lease of the call
 * that is served.
 *
 * @param images names
 * @param snapshots what layers become
 * @param diffs unpacks layers
 * @param leases hold what is made until an image does
 * @param content blobs
 * @param ingests blobs that are being written
 * @param leaseStore which lease holds which blob
 * @param namespaces made when something is first put into one
 */
public record Local(
    ImagesService images,
    SnapshotsService snapshots,
    DiffService diffs,
    LeasesService leases,
    ContentStore content,
    Ingests ingests,
    LeaseStore leaseStore,
    NamespaceStore namespaces) {
  /** A manifest or a config that is longer is refused. */
  private static final long LONGEST_DOCUMENT = 8 << 20;

  /** How long to wait for somebody else's ingest. */
  private static final long WAIT_MILLIS = 100;

  /** Fills an ingest, which may have a beginning. */
  @FunctionalInterface
  interface Fill {
    void fill(IngestWriter ingest) throws IOException;
  }

  Image image(String name) {
    return LocalCall.<GetImageResponse>answer(
            it -> images.get(GetImageRequest.newBuilder().setName(name).build(), it))
        .getImage();
  }

  /** Gives an image a name, which may have been another's. */
  void save(Image image) {
    try {
      CreateImageResponse _ =
          LocalCall.answer(
              it -> images.create(CreateImageRequest.newBuilder().setImage(image).build(), it));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
      UpdateImageResponse _ =
          LocalCall.answer(
              it -> images.update(UpdateImageRequest.newBuilder().setImage(image).build(), it));
    }
  }

  /**
   * Makes a blob, unless it is there.
   *
   * @param ref what the ingest is called; what an earlier one of this name has is gone on with
   * @return whether it was there
   */
  boolean write(String ref, Descriptor blob, Map<String, String> labels, Fill fill)
      throws IOException, InterruptedException {
    String namespace = RequestContext.namespace();
    namespaces.ensure(namespace);
    Optional<Digest> digest = Optional.of(blob.digest());
    // Held first: a garbage collection in between would take it for garbage.
    leaseStore.hold(
        namespace, RequestContext.lease(), LeaseStore.CONTENT, blob.digest().toString());
    while (content.find(namespace, blob.digest()).isEmpty()) {
      try (IngestWriter ingest = ingests.open(namespace, ref, blob.size(), digest)) {
        fill.fill(ingest);
        Digest _ = ingest.commit(blob.size(), digest, labels);
        return false;
      } catch (Failure e) {
        if (e.kind() == FailureKind.UNAVAILABLE) {
          // Somebody else writes the same.
          Thread.sleep(WAIT_MILLIS);
        } else if (e.kind() != FailureKind.ALREADY_EXISTS) {
          throw e;
        }
      }
    }
    return true;
  }

  /** Makes a blob of some bytes. */
  Descriptor write(String mediaType, byte[] bytes) throws IOException, InterruptedException {
    Descriptor blob = Descriptor.of(mediaType, bytes);
    boolean _ =
        write(
            "transfer-" + blob.digest(),
            blob,
            Map.of(),
            ingest -> {
              ingest.restart();
              ingest.write(ByteBuffer.wrap(bytes));
            });
    return blob;
  }

  /** Makes a blob whose digest is not known before. */
  Descriptor write(String ref, long size, Fill fill) throws IOException {
    String namespace = RequestContext.namespace();
    namespaces.ensure(namespace);
    try (IngestWriter ingest = ingests.open(namespace, ref, size, Optional.empty())) {
      fill.fill(ingest);
      Digest digest = ingest.digest();
      leaseStore.hold(namespace, RequestContext.lease(), LeaseStore.CONTENT, digest.toString());
      try {
        Digest _ = ingest.commit(size, Optional.empty(), Map.of());
      } catch (Failure e) {
        if (e.kind() != FailureKind.ALREADY_EXISTS) {
          throw e;
        }
      }
      return new Descriptor("", digest, size);
    }
  }

  boolean has(Digest blob) {
    return content.find(RequestContext.namespace(), blob).isPresent();
  }

  Map<String, String> labels(Digest blob) {
    return content.info(RequestContext.namespace(), blob).getLabelsMap();
  }

  /** Adds labels to a blob. */
  void label(Digest blob, Map<String, String> labels) {
    FieldMask.Builder mask = FieldMask.newBuilder();
    labels.keySet().forEach(key -> mask.addPaths("labels." + key));
    if (!labels.isEmpty()) {
      Info _ =
          content.update(
              RequestContext.namespace(),
              blob,
              Info.newBuilder().putAllLabels(labels).build(),
              mask.build());
    }
  }

  /** A blob that is a document. */
  byte[] read(Digest blob) throws IOException {
    try (FileChannel file = open(blob);
        InputStream in = Channels.newInputStream(file)) {
      if (file.size() > LONGEST_DOCUMENT) {
        throw new IOException("blob " + blob + " is too long for a manifest or a config");
      }
      return in.readAllBytes();
    }
  }

  FileChannel open(Digest blob) throws IOException {
    return content.open(RequestContext.namespace(), blob);
  }

  static Descriptor descriptor(dev.stevedore.lib.containerdapi.types.Descriptor target) {
    return new Descriptor(
        target.getMediaType(), Digest.parse(target.getDigest()), target.getSize());
  }

  static Image image(String name, Descriptor target, Map<String, String> labels) {
    return Image.newBuilder().setName(name).putAllLabels(labels).setTarget(message(target)).build();
  }

  /** A descriptor as the API has it. */
  static dev.stevedore.lib.containerdapi.types.Descriptor message(Descriptor descriptor) {
    return dev.stevedore.lib.containerdapi.types.Descriptor.newBuilder()
        .setMediaType(descriptor.mediaType())
        .setDigest(descriptor.digest().toString())
        .setSize(descriptor.size())
        .putAllAnnotations(descriptor.annotations())
        .build();
  }
}
