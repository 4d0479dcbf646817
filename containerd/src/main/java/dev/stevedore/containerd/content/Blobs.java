package dev.stevedore.containerd.content;

import dev.stevedore.lib.oci.image.Digest;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where content is on the disk, laid out as containerd does it.
 *
 * <pre>
 *   blobs/sha256/HEX    what is committed, read-only
 *   ingest/NUMBER       what is being written
 * </pre>
 */
final class Blobs {
  private final Path blobs;
  private final Path ingests;

  Blobs(Path root) throws IOException {
    this.blobs = root.resolve("blobs");
    this.ingests = root.resolve("ingest");
    Files.createDirectories(blobs.resolve("sha256"));
    Files.createDirectories(ingests);
  }

  Path blob(Digest digest) {
    return blobs.resolve(digest.algorithm()).resolve(digest.hex());
  }

  Path ingest(long number) {
    return ingests.resolve(Long.toString(number));
  }

  /** The blobs on the disk, known or not. */
  List<Digest> list() throws IOException {
    List<Digest> digests = new ArrayList<>();
    for (Path algorithm : children(blobs)) {
      for (Path file : children(algorithm)) {
        digests.add(new Digest(algorithm.getFileName().toString(), file.getFileName().toString()));
      }
    }
    return digests;
  }

  /** The numbers of the ingests on the disk, known or not. */
  List<Long> ingests() throws IOException {
    List<Long> numbers = new ArrayList<>();
    for (Path file : children(ingests)) {
      numbers.add(Long.parseLong(file.getFileName().toString()));
    }
    return numbers;
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(paths::add);
    }
    return paths;
  }
}
