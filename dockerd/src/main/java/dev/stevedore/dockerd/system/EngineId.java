package dev.stevedore.dockerd.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** The engine's id: made at its first start, kept with its data. */
public final class EngineId {
  private EngineId() {}

  /** Returns when the id was made: the engine's first start. */
  public static Instant since(Path dataRoot) throws IOException {
    return Files.getLastModifiedTime(dataRoot.resolve("engine-id")).toInstant();
  }

  /** Reads {@code engine-id} under the data root, or makes it. */
  public static String load(Path dataRoot) throws IOException {
    Path file = dataRoot.resolve("engine-id");
    try {
      String id = Files.readString(file).strip();
      if (!id.isEmpty()) {
        return id;
      }
    } catch (NoSuchFileException e) {
      // The first start.
    }
    String id = UUID.randomUUID().toString();
    Files.writeString(file, id);
    return id;
  }
}
