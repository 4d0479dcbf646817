package dev.stevedore.dockerd.system;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Router;

/** {@code POST /auth}: logging in to a registry. Nothing here talks to registries yet. */
public final class AuthEndpoint {
  private AuthEndpoint() {}

  public static void register(Router router) {
    router.post(
        "/auth",
        _ -> {
          throw new ApiException.NotImplemented(
              "logging in to a registry is not supported yet: images come from `docker load`");
        });
  }
}
