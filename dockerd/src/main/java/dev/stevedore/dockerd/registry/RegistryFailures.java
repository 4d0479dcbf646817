package dev.stevedore.dockerd.registry;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.lib.oci.reference.ImageReference;
import dev.stevedore.lib.registry.RegistryException;

/** What registries refuse, as the API tells it. */
public final class RegistryFailures {
  private RegistryFailures() {}

  /** A pull that failed, in Docker's words. */
  public static ApiException ofPull(RegistryException e, ImageReference name) {
    String message = e.getMessage();
    return switch (e.code()) {
      case "DENIED" ->
          new ApiException.NotFound(
              "pull access denied for %s, repository does not exist or may require 'docker login': %s"
                  .formatted(name.familiarName(), message));
      case "MANIFEST_UNKNOWN" ->
          new ApiException.NotFound(
              "manifest for %s not found: %s".formatted(name.familiar(), message));
      case "NAME_UNKNOWN" ->
          new ApiException.NotFound(
              "repository %s not found: %s".formatted(name.familiarName(), message));
      default -> new ApiException.Internal(message, e);
    };
  }

  /** Anything else that failed. */
  public static ApiException of(RegistryException e) {
    String message = e.getMessage();
    return switch (e.kind()) {
      case UNAUTHORIZED -> new ApiException.Unauthorized(message);
      case DENIED -> new ApiException.Forbidden(message);
      case NOT_FOUND -> new ApiException.NotFound(message);
      case BUSY, REFUSED, UNREACHABLE, CORRUPT -> new ApiException.Internal(message, e);
    };
  }
}
