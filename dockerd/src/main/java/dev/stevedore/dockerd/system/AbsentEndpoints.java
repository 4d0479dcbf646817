package dev.stevedore.dockerd.system;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Handler;
import dev.stevedore.dockerd.api.Router;
import java.util.List;

/**
 * Endpoints of what this engine does not have. Lists are empty, as nothing is there; anything else
 * is refused with a reason instead of {@code page not found}, which would look like a client's
 * mistake.
 */
public final class AbsentEndpoints {
  private static final String NO_SWARM =
      "This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to swarm and try again.";

  private AbsentEndpoints() {}

  public static void register(Router router) {
    swarm(router);
    plugins(router);
    router.post("/session", refuse("building images"));
    router.post("/grpc", refuse("building images"));
  }

  private static void swarm(Router router) {
    Handler unavailable =
        _ -> {
          throw new ApiException.Unavailable(NO_SWARM);
        };
    router.get("/swarm", unavailable);
    for (String kind : List.of("services", "nodes", "tasks", "secrets", "configs")) {
      router.get("/" + kind, unavailable);
      router.get("/" + kind + "/{id}", unavailable);
    }
    for (String kind : List.of("services", "secrets", "configs")) {
      router.post("/" + kind + "/create", unavailable);
      router.delete("/" + kind + "/{id}", unavailable);
    }
    router.post("/swarm/init", refuse("swarm"));
    router.post("/swarm/join", refuse("swarm"));
    router.post("/swarm/leave", unavailable);
  }

  private static void plugins(Router router) {
    router.get("/plugins", exchange -> exchange.respond(List.of()));
    router.get("/plugins/privileges", refuse("installing a plugin"));
    router.post("/plugins/pull", refuse("installing a plugin"));
  }

  private static Handler refuse(String what) {
    return _ -> {
      throw new ApiException.NotImplemented(what + " is not supported yet");
    };
  }
}
