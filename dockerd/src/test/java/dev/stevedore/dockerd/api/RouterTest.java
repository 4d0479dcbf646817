package dev.stevedore.dockerd.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RouterTest {
  private final Handler list = _ -> {};
  private final Handler inspect = _ -> {};
  private final Handler image = _ -> {};
  private final Router router =
      new Router()
          .get("/containers/json", list)
          .get("/containers/{id}/json", inspect)
          .get("/images/{name...}/json", image);

  @Test
  void findsByMethodAndPath() {
    assertThat(router.find("GET", "/containers/json").orElseThrow().handler()).isSameAs(list);
    assertThat(router.find("POST", "/containers/json")).isEmpty();
    assertThat(router.find("GET", "/containers")).isEmpty();
    assertThat(router.find("GET", "/containers/json/")).isEmpty();
  }

  @Test
  void namesPartsOfThePath() {
    Router.Match match = router.find("GET", "/containers/web/json").orElseThrow();
    assertThat(match.handler()).isSameAs(inspect);
    assertThat(match.pathParameters()).isEqualTo(Map.of("id", "web"));
    assertThat(router.find("GET", "/containers/a/b/json")).isEmpty();
  }

  @Test
  void aNameWithDotsMaySpanSegments() {
    Router.Match match = router.find("GET", "/images/docker.io/library/x:1/json").orElseThrow();
    assertThat(match.pathParameters()).isEqualTo(Map.of("name", "docker.io/library/x:1"));
  }
}
