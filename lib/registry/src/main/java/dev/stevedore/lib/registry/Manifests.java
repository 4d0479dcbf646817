package dev.stevedore.lib.registry;

import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Manifests, indexes and lists of a repository: everything that is small. */
final class Manifests {
  /** As in Docker's registry: what is longer is no manifest. */
  private static final int LONGEST = 4 << 20;

  private static final int MOST_PAGES = 10_000;
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>\\s*;[^,]*rel=\"?next\"?");
  private static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+";

  private static final String ACCEPTED =
      String.join(
          ", ",
          MediaTypes.DOCKER_MANIFEST,
          MediaTypes.DOCKER_MANIFEST_LIST,
          MediaTypes.MANIFEST,
          MediaTypes.INDEX,
          "*/*");

  private final String path;
  private final List<String> scopes;

  Manifests(String path, List<String> scopes) {
    this.path = path;
    this.scopes = scopes;
  }

  private Call call(Connection connection, String method, String which) {
    return Call.of(method, connection.uri(path + "/manifests/" + which), scopes)
        .with(Map.of("Accept", ACCEPTED));
  }

  Descriptor resolve(Connection connection, String which) throws IOException {
    HttpResponse<InputStream> answer = connection.send(call(connection, "HEAD", which));
    answer.body().close();
    Optional<Digest> digest = digest(answer);
    long size = answer.headers().firstValueAsLong("Content-Length").orElse(-1);
    String type = mediaType(answer);
    if (answer.statusCode() == 200 && digest.isPresent() && size > 0 && !type.isEmpty()) {
      refuseSchema1(type);
      return new Descriptor(type, digest.get(), size);
    }
    // Only the answer to GET says what is wrong.
    return fetch(connection, which).descriptor();
  }

  FetchedManifest fetch(Connection connection, String which) throws IOException {
    HttpResponse<InputStream> answer = connection.send(call(connection, "GET", which));
    if (answer.statusCode() != 200) {
      throw Answers.refusal(answer);
    }
    byte[] content = Answers.read(answer, LONGEST);
    String type = typeOf(content, mediaType(answer));
    refuseSchema1(type);
    if (which.indexOf(':') >= 0) {
      Digest wanted = Digest.parse(which);
      check(wanted, content);
      return new FetchedManifest(new Descriptor(type, wanted, content.length), content);
    }
    Digest actual = Digest.sha256(content);
    Optional<Digest> told = digest(answer);
    if (told.isPresent()) {
      check(told.get(), content);
    }
    return new FetchedManifest(new Descriptor(type, actual, content.length), content);
  }

  private static Optional<Digest> digest(HttpResponse<InputStream> answer) {
    try {
      return answer.headers().firstValue("Docker-Content-Digest").map(Digest::parse);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String mediaType(HttpResponse<InputStream> answer) {
    return Answers.header(answer, "Content-Type").split(";", 2)[0].strip();
  }

  /** The document knows best what it is; the header may be a proxy's. */
  private static String typeOf(byte[] content, String header) throws RegistryException {
    try {
      ObjectReader json = ObjectReader.parse(new String(content, StandardCharsets.UTF_8));
      String own = json.string("mediaType", "");
      if (!own.isEmpty()) {
        return own;
      }
      if (MediaTypes.isIndex(header) || MediaTypes.isManifest(header) || isSchema1(header)) {
        return header;
      }
      return json.has("manifests") ? MediaTypes.INDEX : MediaTypes.MANIFEST;
    } catch (JsonFormatException e) {
      throw new RegistryException(Kind.CORRUPT, "the manifest is not JSON: " + e.getMessage(), e);
    }
  }

  private static boolean isSchema1(String type) {
    return type.startsWith(SCHEMA_1);
  }

  private static void refuseSchema1(String type) throws RegistryException {
    if (isSchema1(type)) {
      throw new RegistryException(
          Kind.REFUSED,
          "Docker Image Format v1 and Docker Image manifest version 2, schema 1 support has been"
              + " removed.");
    }
  }

  /** Refuses content that has another digest. */
  static void check(Digest expected, byte[] content) throws RegistryException {
    String algorithm = expected.algorithm();
    Digest actual;
    try {
      String name = algorithm.replace("sha", "SHA-");
      byte[] hash = MessageDigest.getInstance(name).digest(content);
      actual = new Digest(algorithm, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has " + algorithm, e);
    }
    if (!actual.equals(expected)) {
      throw new RegistryException(
          Kind.CORRUPT,
          "content of digest %s has another one, %s: the registry or something before it is broken"
              .formatted(expected, actual));
    }
  }

  Digest put(Connection connection, String which, String mediaType, byte[] content)
      throws IOException {
    HttpResponse<InputStream> answer =
        connection.send(
            Call.of("PUT", connection.uri(path + "/manifests/" + which), scopes)
                .with(Map.of("Content-Type", mediaType))
                .with(() -> BodyPublishers.ofByteArray(content), content.length)
                .repeating(true));
    if (answer.statusCode() / 100 != 2) {
      throw Answers.refusal(answer);
    }
    answer.body().close();
    return Digest.sha256(content);
  }

  List<String> tags(Connection connection) throws IOException {
    List<String> tags = new ArrayList<>();
    for (ObjectReader page : pages(connection, connection.uri(path + "/tags/list"))) {
      tags.addAll(page.strings("tags"));
    }
    return tags;
  }

  List<Referrer> referrers(Connection connection, Digest subject, String artifactType)
      throws IOException {
    String query =
        artifactType.isEmpty()
            ? ""
            : "?artifactType=" + URLEncoder.encode(artifactType, StandardCharsets.UTF_8);
    List<Referrer> found = new ArrayList<>();
    try {
      for (ObjectReader page :
          pages(connection, connection.uri(path + "/referrers/" + subject + query))) {
        found.addAll(page.list("manifests", Referrer::read));
      }
    } catch (RegistryException e) {
      if (e.kind() != Kind.NOT_FOUND) {
        throw e;
      }
      found.addAll(taggedReferrers(connection, subject));
    }
    // A registry may leave the filter to its client.
    return found.stream()
        .filter(it -> artifactType.isEmpty() || it.artifactType().equals(artifactType))
        .toList();
  }

  private List<Referrer> taggedReferrers(Connection connection, Digest subject) throws IOException {
    try {
      String tag = subject.algorithm() + "-" + subject.hex();
      return ObjectReader.parse(fetch(connection, tag).json()).list("manifests", Referrer::read);
    } catch (RegistryException e) {
      if (e.kind() == Kind.NOT_FOUND) {
        return List.of();
      }
      throw e;
    }
  }

  private List<ObjectReader> pages(Connection connection, URI first) throws IOException {
    List<ObjectReader> pages = new ArrayList<>();
    URI uri = first;
    while (pages.size() < MOST_PAGES) {
      HttpResponse<InputStream> answer = connection.send(Call.of("GET", uri, scopes));
      if (answer.statusCode() != 200) {
        throw Answers.refusal(answer);
      }
      String json = new String(Answers.read(answer, LONGEST), StandardCharsets.UTF_8);
      try {
        pages.add(ObjectReader.parse(json));
      } catch (JsonFormatException e) {
        throw new RegistryException(Kind.CORRUPT, uri + ": " + e.getMessage(), e);
      }
      Matcher next = NEXT.matcher(Answers.header(answer, "Link"));
      if (!next.find()) {
        return pages;
      }
      uri = answer.request().uri().resolve(next.group(1));
    }
    throw new RegistryException(Kind.CORRUPT, first + ": a list without end");
  }
}
