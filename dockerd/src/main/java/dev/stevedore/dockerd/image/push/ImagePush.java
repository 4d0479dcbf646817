package dev.stevedore.dockerd.image.push;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.dockerd.image.BlobStore;
import dev.stevedore.dockerd.image.Image;
import dev.stevedore.dockerd.image.ImageStore;
import dev.stevedore.dockerd.image.Progress;
import dev.stevedore.dockerd.image.SourceLabels;
import dev.stevedore.dockerd.registry.RegistryAccess;
import dev.stevedore.dockerd.registry.RegistryFailures;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.registry.Access;
import dev.stevedore.lib.registry.Credentials;
import dev.stevedore.lib.registry.RegistryException;
import dev.stevedore.lib.registry.Repository;
import dev.stevedore.lib.registry.RetryListener;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Pushes images to registries. */
public final class ImagePush {
  private final ImageStore images;
  private final RegistryAccess registries;
  private final Events events;

  /** Pushes from a store. */
  public ImagePush(ImageStore images, RegistryAccess registries, Events events) {
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
    new LayerUploads(repository, blobs, registries.uploads(), progress).run(image);
    Descriptor config = image.manifest().config();
    if (!repository.has(config.digest())) {
      byte[] bytes = blobs.read(config.digest());
      repository.upload(
          config,
          offset -> new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset),
          RetryListener.NONE);
    }
    byte[] manifest = blobs.read(image.manifestDigest());
    String type = image.manifest().mediaType();
    Digest digest =
        repository.putManifest(tag, type.isEmpty() ? MediaTypes.MANIFEST : type, manifest);
    SourceLabels.add(image, tag, blobs);
    images.name(tag.withDigest(digest).toString(), image.target());
    String tagText = tag.tag().orElse("latest");
    progress.message("", "%s: digest: %s size: %d".formatted(tagText, digest, manifest.length));
    progress.pushed(tagText, digest.toString(), manifest.length);
  }
}
