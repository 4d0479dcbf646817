package dev.stevedore.dockerd.image;

import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.Platform;
import dev.stevedore.lib.oci.reference.ImageReference;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Brings images in and gives them names. */
public final class ImageLoading {
  private final ImageLoader loader;
  private final ImageStore store;
  private final Events events;

  /** Loads images into a store. */
  public ImageLoading(
      ContainerdClient containerd, String snapshotter, ImageStore store, Events events) {
    this.loader = new ImageLoader(containerd, snapshotter, store, events);
    this.store = store;
    this.events = events;
  }

  /** Told of a layer: its short id and its size in bytes. */
  @FunctionalInterface
  public interface LayerSink {
    /** One layer is there. */
    void layer(String shortId, long size) throws IOException;
  }

  /** Told something in words. */
  @FunctionalInterface
  public interface TextSink {
    /** One line, without a newline. */
    void say(String text) throws IOException;
  }

  /**
   * Loads all images of an archive. What is wrong with it is said, not thrown: the answer has
   * begun.
   *
   * @param platform which of the images for several platforms is taken
   * @throws IOException if the client has gone
   */
  public void load(
      InputStream in, Platform platform, LayerSink layers, TextSink loaded, TextSink failed)
      throws IOException {
    try {
      loader.load(
          in,
          platform,
          new ImageLoader.Progress() {
            @Override
            public void layer(Digest diffId, long size) throws IOException {
              layers.layer(diffId.shortHex(), size);
            }

            @Override
            public void loaded(String text) throws IOException {
              loaded.say(text);
            }
          });
    } catch (StatusRuntimeException e) {
      failed.say("load: containerd: " + GrpcErrors.text(e));
    } catch (IOException | IllegalArgumentException e) {
      failed.say("load: " + e.getMessage());
    }
  }

  /** Gives an image one more name. */
  public void tag(Image image, ImageReference name) {
    store.name(name.toString(), image.target());
    events.image("tag", image.id().toString(), Map.of("name", name.familiar()));
  }
}
