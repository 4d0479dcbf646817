package dev.stevedore.tests.containerd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.tests.harness.grpc.GrpcClient;
import dev.stevedore.tests.harness.grpc.Proto;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Containerd;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The sandbox services of containerd 1.7 and 2, which Debian's ctr does not know. */
@WholeStack(needs = {"ctr"})
class SandboxesTest {
  private static final String STORE = "containerd.services.sandbox.v1.Store/";

  private static byte[] sandbox(String id, String label) {
    byte[] entry = new Proto().text(1, "name").text(2, label).build();
    return new Proto().text(1, id).bytes(4, entry).build();
  }

  @Test
  void areStoredAndNotRun(Scratch scratch) {
    Containerd containerd = Containerd.ours(scratch);
    byte[] id = new Proto().text(1, "s1").build();
    try (GrpcClient client = new GrpcClient(containerd.socket())) {
      client.call(STORE + "Create", new Proto().bytes(1, sandbox("s1", "one")).build());
      assertThatThrownBy(
              () -> client.call(STORE + "Create", new Proto().bytes(1, sandbox("s1", "")).build()))
          .hasMessage("ALREADY_EXISTS: sandbox \"s1\": already exists");
      client.call(
          STORE + "Update",
          new Proto().bytes(1, sandbox("s1", "two")).text(2, "labels.name").build());
      containerd.service().kill9();
      containerd.service().start();
      assertThat(text(client.call(STORE + "List", new Proto().text(1, "labels.name==two").build())))
          .contains("s1");
      assertThat(text(client.call(STORE + "List", new Proto().text(1, "labels.name==one").build())))
          .isEmpty();
      assertThatThrownBy(() -> client.call("containerd.services.sandbox.v1.Controller/Start", id))
          .hasMessageStartingWith("UNIMPLEMENTED: running a sandbox");
      assertThat(containerd.ctr("namespaces", "rm", "default").run().err()).contains("sandboxes");
      client.call(STORE + "Delete", id);
      assertThatThrownBy(() -> client.call(STORE + "Get", id))
          .hasMessage("NOT_FOUND: sandbox \"s1\": not found");
    }
  }

  private static String text(byte[] message) {
    return new String(message, StandardCharsets.UTF_8);
  }
}
