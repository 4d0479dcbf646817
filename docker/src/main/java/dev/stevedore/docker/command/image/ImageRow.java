package dev.stevedore.docker.command.image;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.format.Fields;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.Sizes;
import dev.stevedore.docker.format.Texts;
import dev.stevedore.docker.format.Times;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.oci.reference.InvalidReferenceException;
import dev.stevedore.lib.oci.text.HumanDuration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An image as the rows of {@code images}: one for each of its names. */
public final class ImageRow {
  /** The columns' names. */
  public static final Map<String, String> HEADERS =
      Map.ofEntries(
          Map.entry("ID", "IMAGE ID"),
          Map.entry("Repository", "REPOSITORY"),
          Map.entry("Tag", "TAG"),
          Map.entry("Digest", "DIGEST"),
          Map.entry("CreatedSince", "CREATED"),
          Map.entry("CreatedAt", "CREATED AT"),
          Map.entry("Size", "SIZE"),
          Map.entry("Containers", "CONTAINERS"),
          Map.entry("VirtualSize", "SIZE"),
          Map.entry("SharedSize", "SHARED SIZE"),
          Map.entry("UniqueSize", "UNIQUE SIZE"));

  private static final String NONE = "<none>";

  /** A repository, a tag and a digest, each perhaps {@link #NONE}. */
  private record Name(String repository, String tag, String digest) {}

  private ImageRow() {}

  /**
   * Makes the rows.
   *
   * @param image one of the list that the API gives
   * @param shortened whether ids are cut
   * @param digests whether each digest has a row
   * @param once whether one row is enough, since only ids are shown
   */
  public static List<Fields> of(
      Machine machine, JsonObject image, boolean shortened, boolean digests, boolean once) {
    List<Name> names = names(image, digests);
    List<Fields> rows = new ArrayList<>();
    for (Name name : once ? names.subList(0, 1) : names) {
      rows.add(row(machine, image, shortened, name));
    }
    return rows;
  }

  private static Fields row(Machine machine, JsonObject image, boolean shortened, Name name) {
    String id = JsonFields.string(image, "Id");
    long created = JsonFields.number(image, "Created");
    long size = JsonFields.number(image, "Size");
    long shared = JsonFields.number(image, "SharedSize");
    return new Fields("*formatter.imageContext")
        .with("ID", () -> shortened ? Texts.shortId(id) : id)
        .with("Repository", name::repository)
        .with("Tag", name::tag)
        .with("Digest", name::digest)
        .with("CreatedSince", () -> since(machine, created))
        .with("CreatedAt", () -> Times.local(machine, created))
        .with("Size", () -> Sizes.decimal(size))
        .with("VirtualSize", () -> Sizes.decimalExact(size))
        .with("Containers", () -> containers(JsonFields.number(image, "Containers")))
        .with("SharedSize", () -> shared < 0 ? "N/A" : Sizes.decimalExact(shared))
        .with("UniqueSize", () -> shared < 0 ? "N/A" : Sizes.decimalExact(size - shared));
  }

  static String since(Machine machine, long created) {
    return created <= 0 ? "N/A" : HumanDuration.of(machine.now() / 1000 - created) + " ago";
  }

  private static String containers(long count) {
    return count < 0 ? "N/A" : Long.toString(count);
  }

  private static List<Name> names(JsonObject image, boolean digests) {
    Map<String, List<String>> tags = byRepository(JsonFields.strings(image, "RepoTags"), false);
    Map<String, List<String>> sums = byRepository(JsonFields.strings(image, "RepoDigests"), true);
    List<Name> names = new ArrayList<>();
    tags.forEach(
        (repository, ofRepository) -> {
          List<String> digestsHere = sums.getOrDefault(repository, List.of());
          for (String tag : ofRepository) {
            if (!digests || digestsHere.isEmpty()) {
              names.add(new Name(repository, tag, NONE));
            } else {
              digestsHere.forEach(sum -> names.add(new Name(repository, tag, sum)));
            }
          }
        });
    sums.forEach(
        (repository, ofRepository) -> {
          if (tags.containsKey(repository)) {
            return;
          }
          if (digests) {
            ofRepository.forEach(sum -> names.add(new Name(repository, NONE, sum)));
          } else {
            names.add(new Name(repository, NONE, NONE));
          }
        });
    if (names.isEmpty()) {
      names.add(new Name(NONE, NONE, NONE));
    }
    return names;
  }

  /** Names that no reference has, such as those of an image without a name, are left out. */
  private static Map<String, List<String>> byRepository(List<String> names, boolean digests) {
    Map<String, List<String>> byRepository = new LinkedHashMap<>();
    for (String name : names) {
      if (name.startsWith(NONE)) {
        continue;
      }
      try {
        ImageReference reference = ImageReference.parse(name);
        String part =
            digests
                ? reference.digest().map(Object::toString).orElse(NONE)
                : reference.tag().orElse(NONE);
        byRepository.computeIfAbsent(reference.familiarName(), key -> new ArrayList<>()).add(part);
      } catch (InvalidReferenceException e) {
        byRepository.computeIfAbsent(name, key -> new ArrayList<>()).add(NONE);
      }
    }
    return byRepository;
  }
}
