package dev.stevedore.dockerd.image.push;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.dockerd.image.BlobStore;
import dev.stevedore.dockerd.image.Image;
import dev.stevedore.dockerd.image.ImageStore;
import dev.stevedore.dockerd.image.Lease;
import dev.stevedore.dockerd.image.Progress;
import dev.stevedore.dockerd.image.SourceLabels;
import dev.stevedore.dockerd.registry.RegistryAccess;
import dev.stevedore.dockerd.registry.RegistryFailures;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.registry.Access;
import dev.stevedore.lib.registry.Credentials;
import dev.stevedore.lib.registry.RegistryException;
import dev.stevedore.lib.registry.Repository;
import dev.stevedore.lib.registry.RetryListener;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Pushes images to registries. */
public final class ImagePush {
  private final ContainerdClient containerd;
  private final Path temporary;
  private final ImageStore images;
  private final RegistryAccess registries;
  private final Events events;

  /**
   * Pushes from a store.
   *
   * @param temporary a directory for files that are too big for the memory
   */
  public ImagePush(
      ContainerdClient containerd,
      Path temporary,
      ImageStore images,
      RegistryAccess registries,
      Events events) {
    this.containerd = containerd;
    this.temporary = temporary;
    this.images = images;
    this.registries = registries;
    this.events = events;
  }

  /**
   * Pushes.
   *
   * @param name with a tag; without, all tags of the repository are pushed
   * @throws ApiException with Docker's words
   */
  public void push(ImageReference name, Credentials credentials, Progress progress)
      throws InterruptedException {
    if (name.digest().isPresent()) {
      throw new ApiException.BadParameter("cannot push a digest reference");
    }
    try (Repository repository = registries.open(name, credentials, Access.PUSH)) {
      progress.message("", "The push refers to repository [" + name.name() + "]");
      List<ImageReference> tags = name.tag().isPresent() ? List.of(name) : tagsOf(name);
      for (ImageReference tag : tags) {
        pushTag(repository, tag, progress);
      }
      events.image("push", name.familiar(), Map.of("name", name.familiarName()));
    } catch (RegistryException e) {
      throw RegistryFailures.of(e);
    } catch (StatusRuntimeException e) {
      throw new ApiException.Internal("containerd: " + GrpcErrors.text(e), e);
    } catch (IOException e) {
      if (Thread.interrupted()) {
        InterruptedException gone = new InterruptedException("the client has gone");
        gone.initCause(e);
        throw gone;
      }
      throw new ApiException.Internal(String.valueOf(e.getMessage()), e);
    }
  }

  private List<ImageReference> tagsOf(ImageReference name) {
    List<ImageReference> tags =
        images.list().stream()
            .flatMap(named -> named.tagReferences().stream())
            .filter(tag -> tag.name().equals(name.name()))
            .toList();
    if (tags.isEmpty()) {
      throw new ApiException.NotFound(
          "An image does not exist locally with the tag: " + name.familiarName());
    }
    return tags;
  }

  private void pushTag(Repository repository, ImageReference tag, Progress progress)
      throws IOException, InterruptedException {
    Image image =
        images
            .byName(tag.toString())
            .orElseThrow(
                () ->
                    new ApiException.NotFound(
                        "An image does not exist locally with the tag: " + tag.familiarName()));
    BlobStore blobs = images.blobs();
    long size;
    Digest digest;
    try (Lease lease = Lease.open(containerd, "stevedore-push-")) {
      CompressedLayers.Sendable sendable = new CompressedLayers(blobs, temporary).of(image, lease);
      new LayerUploads(repository, blobs, registries.uploads(), progress)
          .run(sendable.layers(), image.config().diffIds());
      pushConfig(repository, image.manifest().config());
      digest = repository.putManifest(tag, sendable.mediaType(), sendable.manifest());
      size = sendable.manifest().length;
      SourceLabels.add(sendable.layers(), tag, blobs);
    }
    images.name(tag.withDigest(digest).toString(), image.target());
    String tagText = tag.tag().orElse("latest");
    progress.message("", "%s: digest: %s size: %d".formatted(tagText, digest, size));
    progress.pushed(tagText, digest.toString(), size);
  }

  private void pushConfig(Repository repository, Descriptor config) throws IOException {
    if (!repository.has(config.digest())) {
      byte[] bytes = images.blobs().read(config.digest());
      repository.upload(
          config,
          offset -> new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset),
          RetryListener.NONE);
    }
  }
}
