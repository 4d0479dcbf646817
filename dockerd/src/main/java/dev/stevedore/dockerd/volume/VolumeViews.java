package dev.stevedore.dockerd.volume;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.volume.plugin.PluginDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Volumes as the API shows them. */
public final class VolumeViews {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private VolumeViews() {}

  /** A volume as its plugin, if it has one, tells of it now. */
  static ObjectNode of(Volume volume, Volumes volumes) {
    Optional<PluginDriver.Told> told = volumes.told(volume);
    ObjectNode json = listed(volume, volumes);
    told.ifPresent(
        now -> {
          json.put("Mountpoint", now.mountpoint());
          if (!now.created().isEmpty()) {
            json.put("CreatedAt", now.created());
          }
          if (now.status().isObject()) {
            json.set("Status", now.status());
          }
        });
    return json;
  }

  /** A volume in a list, for which no plugin is asked. */
  static ObjectNode listed(Volume volume, Volumes volumes) {
    ObjectNode json = JSON.objectNode();
    json.put("CreatedAt", volume.created().toString());
    json.put("Driver", volume.driver());
    put(json, "Labels", volume.labels());
    json.put("Mountpoint", volume.isLocal() ? volumes.path(volume.name()).toString() : "");
    json.put("Name", volume.name());
    put(json, "Options", volume.options());
    return json.put("Scope", volumes.scope(volume));
  }

  private static void put(ObjectNode json, String field, Optional<Map<String, String>> map) {
    if (map.isEmpty()) {
      json.putNull(field);
    } else {
      ObjectNode node = json.putObject(field);
      map.get().forEach(node::put);
    }
  }

  /** What {@code GET /system/df} shows: volumes on this disk, how large, and who uses them. */
  public static ArrayNode usage(Volumes volumes) {
    ArrayNode all = JSON.arrayNode();
    for (Volume volume : volumes.all()) {
      if (Volumes.isPlain(volume)) {
        ObjectNode json = of(volume, volumes);
        json.putObject("UsageData")
            .put("RefCount", volumes.references(volume.name()))
            .put("Size", size(volumes.path(volume.name())));
        all.add(json);
      }
    }
    return all;
  }

  /** Bytes of all files below a directory, each file once; -1 if they cannot be counted. */
  static long size(Path directory) {
    long[] sum = new long[1];
    Set<Object> counted = new HashSet<>();
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (counted.add(attributes.fileKey())) {
                sum[0] += attributes.size();
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE; // removed meanwhile
            }
          });
      return sum[0];
    } catch (IOException | UncheckedIOException e) {
      return -1;
    }
  }
}
