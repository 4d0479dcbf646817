package dev.stevedore.containerd.images;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.metadata.MessageTable;
import dev.stevedore.lib.containerdapi.images.Image;
import java.util.List;

/** The images there are. */
public final class ImageStore {
  private final MessageTable<Image> table;

  /** The images in the database. */
  public ImageStore(Database database) {
    this.table = new MessageTable<>(database, "images", Image.parser());
  }

  Image get(String namespace, String name) {
    return table.get(namespace, name).orElseThrow(() -> notFound(name));
  }

  /** All images of a namespace. */
  public List<Image> list(String namespace) {
    return table.list(namespace);
  }

  void create(String namespace, Image image) {
    if (!table.insert(namespace, image.getName(), image)) {
      throw Failure.alreadyExists("image \"" + image.getName() + "\"");
    }
  }

  void replace(String namespace, Image image) {
    table.replace(namespace, image.getName(), image);
  }

  void delete(String namespace, String name) {
    if (!table.delete(namespace, name)) {
      throw notFound(name);
    }
  }

  private static Failure notFound(String name) {
    return Failure.notFound("image \"" + name + "\"");
  }
}
