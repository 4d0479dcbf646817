package dev.stevedore.tests.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.tests.harness.images.Busybox;
import dev.stevedore.tests.harness.junit.WholeStack;
import dev.stevedore.tests.harness.leaks.Cgroups;
import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.scratch.Scratch;
import dev.stevedore.tests.harness.stack.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * dockerd is killed with -9 again and again while containers start, stop, are connected and
 * removed; afterwards nothing is left in the kernel that no record has. {@code
 * -Dstevedore.operations=300} for more of it.
 */
@WholeStack(needs = {"docker", "ip"})
class KilledDaemonTest {
  private static final int OPERATIONS = Integer.getInteger("stevedore.operations", 15);
  private static final long SEED = Long.getLong("stevedore.seed", 5);
  private static final Duration SHORT = Duration.ofSeconds(20);
  private static final int WORKERS = 3;

  @Test
  void killedAtRandomMomentsNothingIsLeaked(Scratch scratch) throws InterruptedException {
    Engine engine = Engine.start(scratch);
    engine.load(Busybox.archive());
    engine.docker("network", "create", "second").run().ok();
    engine.docker("volume", "create", "-o", "type=tmpfs", "-o", "device=tmpfs", "mem").run().ok();
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger left = new AtomicInteger(OPERATIONS);
    List<Thread> workers = new ArrayList<>();
    for (int worker = 0; worker < WORKERS; worker++) {
      Random random = new Random(SEED + worker);
      String name = "w" + worker + "-";
      workers.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (left.getAndDecrement() > 0) {
                      operate(engine, random, name + random.nextInt(3));
                    }
                  }));
    }
    Thread killer =
        Thread.ofPlatform()
            .start(
                () -> {
                  Random random = new Random(SEED - 1);
                  while (!done.get()) {
                    Pause.millis(300 + random.nextInt(1500));
                    engine.crash();
                  }
                });
    for (Thread worker : workers) {
      worker.join();
    }
    done.set(true);
    killer.join();
    assertFits(engine, 0);
    List<String> ids = engine.docker("ps", "-aq", "--no-trunc").run().ok().lines();
    for (String id : ids) {
      engine.docker("rm", "-f", id).run().ok();
    }
    assertFits(engine, 0);
    for (String id : ids) {
      assertThat(Cgroups.containing(id)).isEmpty();
    }
    engine.docker("network", "rm", "second").run().ok();
    engine.docker("volume", "rm", "mem").run().ok();
  }

  /** What each says depends on the moment; that it ends does not. */
  private static void operate(Engine engine, Random random, String name) {
    List<String> words =
        switch (random.nextInt(7)) {
          case 0, 1 ->
              List.of(
                  "run",
                  "-d",
                  "--name",
                  name,
                  "-v",
                  "mem:/m",
                  "-p",
                  "127.0.0.1::80",
                  "busybox",
                  "sleep",
                  "1000");
          case 2 -> List.of("run", "--rm", "--network", "second", "busybox", "true");
          case 3 -> List.of("stop", "-t", "0", name);
          case 4 -> List.of("network", "connect", "second", name);
          case 5 -> List.of("network", "disconnect", "second", name);
          default -> List.of("rm", "-f", name);
        };
    Result result = engine.docker(words.toArray(String[]::new)).timeout(SHORT).run();
    if (result.err().contains("Cannot connect")) {
      Pause.millis(200); // until it is there again
    }
  }

  private static void assertFits(Engine engine, int exit) {
    Result check = engine.stevedore("system", "check").timeout(SHORT).run();
    assertThat(check.exit()).as(check.out() + check.err()).isEqualTo(exit);
  }

  @Test
  void whatIsLeakedIsFoundAndRepaired(Scratch scratch) {
    Engine engine = Engine.start(scratch);
    engine.load(Busybox.archive());
    engine
        .docker("network", "create", "-o", "com.docker.network.bridge.name=svchk0", "one")
        .run()
        .ok();
    String id =
        engine
            .docker(
                "run", "-d", "--network", "one", "-p", "127.0.0.1::80", "busybox", "sleep", "100")
            .run()
            .ok()
            .text();
    assertFits(engine, 0);
    Command.of("ip", "link", "add", "vethsvchk1", "type", "veth", "peer", "name", "svchk2")
        .run()
        .ok();
    Command.of("ip", "link", "set", "vethsvchk1", "master", "svchk0").run().ok();
    String table =
        Command.of("nft", "list", "tables").run().ok().lines().stream()
            .map(line -> line.substring(line.lastIndexOf(' ') + 1))
            .filter(
                name ->
                    Command.of("nft", "list", "table", "inet", name).run().out().contains("svchk0"))
            .findFirst()
            .orElseThrow();
    Command.of("nft", "add", "element", "inet", table, "bridges", "{ \"stray0\" }").run().ok();
    Result found = engine.stevedore("system", "check").run().exits(1);
    assertThat(found.out())
        .contains("vethsvchk1: is a port of a bridge, but no container's")
        .contains("set bridges has a stray element");
    Result repaired = engine.stevedore("system", "check", "--repair").run().ok();
    assertThat(repaired.out()).contains("no container's: repaired");
    assertFits(engine, 0);
    assertThat(Command.of("ip", "link", "show", "vethsvchk1").run().exit()).isNotZero();
    engine.docker("rm", "-f", id).run().ok();
    assertFits(engine, 0);
  }
}
