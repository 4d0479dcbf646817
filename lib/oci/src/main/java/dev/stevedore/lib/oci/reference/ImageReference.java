package dev.stevedore.lib.oci.reference;

import dev.stevedore.lib.oci.image.Digest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an image.
 *
 * <pre>
 *   familiar, as users write it     full, as it is stored
 *   busybox                         docker.io/library/busybox        (withDefaultTag: :latest)
 *   me/app:1.0                      docker.io/me/app:1.0
 *   localhost:5000/app@sha256:…     localhost:5000/app@sha256:…
 * </pre>
 *
 * The grammar is that of the distribution project's references.
 *
 * @param domain host, and port if there is one
 * @param path in that registry, in lower case
 * @param tag of the repository
 * @param digest of the manifest or index
 */
public record ImageReference(
    String domain, String path, Optional<String> tag, Optional<Digest> digest) {
  /** The registry of names that name none. */
  public static final String DEFAULT_DOMAIN = "docker.io";

  private static final String OFFICIAL = "library/";
  private static final String DEFAULT_TAG = "latest";
  private static final int MAX_NAME_LENGTH = 255;

  private static final String HOST_PART = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
  private static final String DOMAIN =
      "(?:" + HOST_PART + "(?:\\." + HOST_PART + ")*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?";
  private static final String PATH_PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
  private static final String TAG = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
  private static final String DIGEST =
      "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "("
              + DOMAIN
              + ")/("
              + PATH_PART
              + "(?:/"
              + PATH_PART
              + ")*)(?::("
              + TAG
              + "))?(?:@("
              + DIGEST
              + "))?");
  private static final Pattern ID = Pattern.compile("[a-f0-9]{64}");
  private static final Pattern TAG_ALONE = Pattern.compile(TAG);

  /**
   * Parses a reference, familiar or full.
   *
   * @throws InvalidReferenceException with Docker's text
   */
  public static ImageReference parse(String text) {
    if (ID.matcher(text).matches()) {
      throw new InvalidReferenceException(
          "invalid repository name (" + text + "), cannot specify 64-byte hexadecimal strings");
    }
    String domain = DEFAULT_DOMAIN;
    String rest = text;
    int slash = text.indexOf('/');
    if (slash >= 0 && isDomain(text.substring(0, slash))) {
      domain = text.substring(0, slash);
      rest = text.substring(slash + 1);
    }
    if (domain.equals("index.docker.io")) {
      domain = DEFAULT_DOMAIN;
    }
    if (domain.equals(DEFAULT_DOMAIN) && rest.indexOf('/') < 0) {
      rest = OFFICIAL + rest;
    }
    String path = beforeTag(rest);
    if (hasUpperCase(path)) {
      throw new InvalidReferenceException(
          "invalid reference format: repository name (" + path + ") must be lowercase");
    }
    Matcher matcher = GRAMMAR.matcher(domain + "/" + rest);
    if (!matcher.matches()) {
      throw new InvalidReferenceException("invalid reference format");
    }
    return of(matcher);
  }

  private static ImageReference of(Matcher matcher) {
    String domain = String.valueOf(matcher.group(1));
    String path = String.valueOf(matcher.group(2));
    if (path.length() > MAX_NAME_LENGTH) {
      throw new InvalidReferenceException(
          "repository name must not be more than " + MAX_NAME_LENGTH + " characters");
    }
    Optional<Digest> digest;
    try {
      digest = Optional.ofNullable(matcher.group(4)).map(Digest::parse);
    } catch (IllegalArgumentException e) {
      throw new InvalidReferenceException(String.valueOf(e.getMessage()));
    }
    return new ImageReference(domain, path, Optional.ofNullable(matcher.group(3)), digest);
  }

  /** Whether the text is a tag. */
  public static boolean isTag(String text) {
    return TAG_ALONE.matcher(text).matches();
  }

  /** The repository: domain and path. */
  public String name() {
    return domain + "/" + path;
  }

  /** The repository as users write it. */
  public String familiarName() {
    if (!domain.equals(DEFAULT_DOMAIN)) {
      return name();
    }
    // "library/a/b" is not official: without its prefix it would be another repository.
    return path.startsWith(OFFICIAL) && path.indexOf('/', OFFICIAL.length()) < 0
        ? path.substring(OFFICIAL.length())
        : path;
  }

  /** The whole reference as users write it. */
  public String familiar() {
    return familiarName() + suffix();
  }

  /** The same with the tag {@code latest} if it has neither tag nor digest. */
  public ImageReference withDefaultTag() {
    return tag.isPresent() || digest.isPresent() ? this : withTag(DEFAULT_TAG);
  }

  /** The repository with this tag and no digest. */
  public ImageReference withTag(String newTag) {
    if (!isTag(newTag)) {
      throw new InvalidReferenceException("invalid tag format");
    }
    return new ImageReference(domain, path, Optional.of(newTag), Optional.empty());
  }

  /** The repository with this digest and no tag. */
  public ImageReference withDigest(Digest newDigest) {
    return new ImageReference(domain, path, Optional.empty(), Optional.of(newDigest));
  }

  /** The whole reference as it is stored. */
  @Override
  public String toString() {
    return name() + suffix();
  }

  private String suffix() {
    return tag.map(it -> ":" + it).orElse("") + digest.map(it -> "@" + it).orElse("");
  }

  private static boolean isDomain(String first) {
    return first.indexOf('.') >= 0
        || first.indexOf(':') >= 0
        || first.equals("localhost")
        || hasUpperCase(first);
  }

  private static String beforeTag(String rest) {
    int colon = rest.indexOf(':');
    return colon < 0 ? rest : rest.substring(0, colon);
  }

  private static boolean hasUpperCase(String text) {
    return text.chars().anyMatch(Character::isUpperCase);
  }
}
