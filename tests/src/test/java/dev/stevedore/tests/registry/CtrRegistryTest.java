package dev.stevedore.tests.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.registry.RegistryServer;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import org.junit.jupiter.api.Test;

/** Debian's ctr pulls into and pushes from our containerd. */
@WholeStack(needs = {"ctr", "docker-registry"})
class CtrRegistryTest {
  private static final String IMAGE = "docker.io/library/busybox:latest";

  @Test
  void pushesAndPullsWithoutTlsAndWithAPassword(Scratch scratch) {
    Containerd containerd = Containerd.ours(scratch);
    containerd.ctr("images", "import", Busybox.archive().toString()).run().ok();
    String open = RegistryServer.open(scratch).address() + "/lib/busybox:1";
    String secret = RegistryServer.withPassword(scratch).address() + "/lib/busybox:1";
    String user = RegistryServer.USER + ":" + RegistryServer.PASSWORD;

    containerd.ctr("images", "push", "--plain-http", open, IMAGE).run().ok();
    containerd.ctr("images", "push", "--plain-http", "-u", user, secret, IMAGE).run().ok();
    Result refused = containerd.ctr("images", "push", "--plain-http", secret, IMAGE).run();
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.err()).contains("401 Unauthorized");

    containerd.ctr("images", "rm", "--sync", IMAGE).run().ok();
    assertThat(containerd.ctr("content", "ls", "-q").run().ok().out()).isEmpty();
    assertThat(containerd.ctr("images", "pull", "--plain-http", open).run().ok().out())
        .contains("unpacking linux/amd64")
        .contains("done");
    containerd.ctr("images", "pull", "--plain-http", "-u", user, secret).run().ok();
    assertThat(containerd.ctr("images", "check", "-q").run().ok().lines())
        .containsExactlyInAnyOrder(open, secret);
    assertThat(
            containerd
                .ctr(
                    "run",
                    "--rm",
                    "--runtime",
                    "io.containerd.stevedore.v1",
                    secret,
                    "c",
                    "id",
                    "-u")
                .run()
                .ok()
                .out())
        .isEqualTo("0\n");
  }
}
